"""The types and outcomes that every tenant has out of the box."""

from onward.domain.records import InteractionType, Outcome

TYPES: tuple[InteractionType, ...] = (
    InteractionType("phone_call", "Phone call", "phone", position=1),
    InteractionType("send_proposal", "Send proposal", "email", position=2),
    InteractionType("follow_up", "Follow-up", "none", position=3),
    InteractionType("email", "E-mail", "email", position=4),
    InteractionType("sms", "SMS", "sms", position=5),
    InteractionType("meeting", "Meeting", "in_person", position=6),
    InteractionType("demo", "Demo", "in_person", position=7),
)

OUTCOMES: tuple[Outcome, ...] = (
    Outcome("success", "positive", "Success", 1),
    Outcome("interested", "positive", "Interested", 2),
    Outcome("reached", "positive", "Reached", 3),
    Outcome("rescheduled", "neutral", "Rescheduled", 4),
    Outcome("left_message", "neutral", "Left a message", 5),
    Outcome("not_interested", "negative", "Not interested", 6),
    Outcome("failed", "negative", "Failed", 7),
    Outcome("no_answer", "no_contact", "No answer", 8),
)

ORIGINS: tuple[str, ...] = (
    "manual",
    "workflow_start",
    "explicit",
    "branch",
    "template",
    "end_action",
    "default_template",
    "default_follow_up",
    "logged",
    "conversation_rule",
    "imported",
)
"""Where an interaction comes from: made by hand, a started workflow, the layer that decided, a rule of conversations,
or logged or imported afterwards."""

REASONS: tuple[str, ...] = (
    "explicit",
    "branch",
    "template",
    "end_action",
    "default_template",
    "default_follow_up",
    "conversation_rule",
    "already_planned",
    "customer_inactive",
    "workflow_paused",
    "exit",
)
"""Why that next step, or none: the layer that answered, or what kept layers 5 and 6 from adding one."""
