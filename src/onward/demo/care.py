"""The demo tenant's longer templates: from an enquiry to a customer who is looked after, or somebody to try again."""

from uuid import UUID

from onward.domain.records import Branch, Definition, Step

CARE = Definition(
    name="Customer Care",
    description="Check-in → News → Quarterly review, over and over",
    steps=(
        Step(
            step_number=1,
            type="phone_call",
            title="Check in with {customer.name}",
            scheduled_offset_days=30,
            due_offset_days=3,
            day_unit="business",
            next_step=2,
            branches=(
                Branch(outcomes=("kind:no_contact",), next_step=1, scheduled_offset_days=3, max_times=3),
                Branch(outcomes=("kind:negative",), exit="Leaving us"),
            ),
        ),
        Step(
            step_number=2,
            type="email",
            title="Send news worth reading",
            scheduled_offset_days=40,
            due_offset_days=5,
            next_step=3,
        ),
        Step(
            step_number=3,
            type="meeting",
            title="Quarterly review with {customer.company}",
            scheduled_offset_days=40,
            due_offset_days=5,
            at_time="14:00",
            next_step=1,
        ),
    ),
)


def win_back(contract_id: UUID) -> Definition:
    """Whoever was not interested is asked once more, months later."""
    return Definition(
        name="Win Back",
        description="One call, four months later",
        steps=(
            Step(
                step_number=1,
                type="phone_call",
                title="Ask {customer.name} once more",
                scheduled_offset_days=120,
                due_offset_days=10,
                priority="low",
                branches=(
                    Branch(outcomes=("kind:positive",), template_id=contract_id),
                    Branch(outcomes=("kind:no_contact", "kind:neutral"), next_step=1, max_times=2),
                    Branch(outcomes=("kind:negative",), exit="Not this time either"),
                ),
            ),
        ),
        end_action="stop",
    )


def enquiry(contract_id: UUID, win_back_id: UUID) -> Definition:
    """Somebody has asked: answered within a day, called until reached, then on to the demo."""
    return Definition(
        name="New Enquiry",
        description="Answer → Call, and on to a demo",
        steps=(
            Step(
                step_number=1,
                type="email",
                title="Answer the enquiry of {customer.company}",
                due_offset_days=1,
                priority="high",
                next_step=2,
            ),
            Step(
                step_number=2,
                type="phone_call",
                title="Call {customer.name}",
                scheduled_offset_days=2,
                due_offset_days=1,
                day_unit="business",
                branches=(
                    Branch(outcomes=("kind:positive",), template_id=contract_id),
                    Branch(outcomes=("kind:no_contact",), next_step=2, scheduled_offset_days=2, max_times=3),
                    Branch(outcomes=("kind:negative",), template_id=win_back_id),
                ),
                next_step=3,
            ),
            Step(
                step_number=3,
                type="sms",
                title="Ask for a good time to call",
                scheduled_offset_days=5,
                branches=(Branch(outcomes=("kind:positive",), template_id=contract_id),),
            ),
        ),
        end_action="stop",
    )
