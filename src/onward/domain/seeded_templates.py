"""The templates that every new tenant begins with."""

from msgspec import Struct

from onward.domain.records import Definition, Step


class SeededTemplate(Struct, frozen=True):
    name: str
    definition: Definition
    is_default: bool


_STANDARD = Definition(
    name="Standard Follow-up Sequence",
    description="Call → Proposal → Follow-up",
    steps=(
        Step(
            step_number=1,
            type="phone_call",
            title="Initial Phone Call",
            description="Make initial contact call on Monday",
            scheduled_offset_days=0,
            due_offset_days=0,
            scheduled_weekday="monday",
            next_step=2,
        ),
        Step(
            step_number=2,
            type="send_proposal",
            title="Send Proposal",
            description="Send proposal by Wednesday",
            scheduled_offset_days=0,
            due_offset_days=2,
            next_step=3,
        ),
        Step(
            step_number=3,
            type="follow_up",
            title="Follow-up",
            description="Follow up on proposal",
            scheduled_offset_days=3,
            due_offset_days=2,
        ),
    ),
)

_QUICK = Definition(
    name="Quick Outreach Sequence",
    description="Email → Call → Final follow-up",
    steps=(
        Step(
            step_number=1,
            type="email",
            title="Initial Email",
            description="Send the first email",
            next_step=2,
        ),
        Step(
            step_number=2,
            type="phone_call",
            title="Follow-up Call",
            description="Call the day after the email",
            scheduled_offset_days=1,
            next_step=3,
        ),
        Step(
            step_number=3,
            type="follow_up",
            title="Final Follow-up",
            description="Follow up once more, two days after the call",
            scheduled_offset_days=2,
        ),
    ),
)

SEEDED: tuple[SeededTemplate, ...] = (
    SeededTemplate(name=_STANDARD.name, definition=_STANDARD, is_default=True),
    SeededTemplate(name=_QUICK.name, definition=_QUICK, is_default=False),
)
