"""The demo tenant's own template: one that branches by what came of each step."""

from onward.domain.records import Branch, Definition, Step

CONTRACT = Definition(
    name="Demo to Contract",
    description="Demo → Proposal → Decision → Contract, with a way out at every step",
    steps=(
        Step(
            step_number=1,
            type="demo",
            title="Product demo for {customer.company}",
            description="Show what matters to them, not everything",
            at_time="10:00",
            next_step=2,
            branches=(
                Branch(outcomes=("no_answer", "left_message"), next_step=1, scheduled_offset_days=2, max_times=2),
                Branch(outcomes=("not_interested",), exit="Not interested after the demo"),
            ),
        ),
        Step(
            step_number=2,
            type="send_proposal",
            title="Send the proposal to {customer.name}",
            description="With the figures that came up in the demo",
            scheduled_offset_days=1,
            due_offset_days=2,
            day_unit="business",
            priority="high",
            next_step=3,
        ),
        Step(
            step_number=3,
            type="phone_call",
            title="Talk the proposal through",
            scheduled_offset_days=3,
            due_offset_days=1,
            fallback_type="email",
            branches=(
                Branch(outcomes=("kind:positive",), next_step=4),
                Branch(outcomes=("kind:no_contact",), next_step=3, scheduled_offset_days=2, max_times=3),
                Branch(outcomes=("kind:negative",), exit="Declined the proposal"),
            ),
            next_step=4,
        ),
        Step(
            step_number=4,
            type="meeting",
            title="Sign the contract with {customer.company}",
            scheduled_offset_days=2,
            due_offset_days=3,
            day_unit="business",
            priority="urgent",
            assignee="owner",
        ),
    ),
    end_action="follow_up",
)
