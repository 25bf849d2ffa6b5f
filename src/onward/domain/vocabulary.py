"""The types and outcomes that every tenant has out of the box."""

from onward.domain.records import Channel, OutcomeKind

TYPES: tuple[tuple[str, str, Channel], ...] = (
    ("phone_call", "Phone call", "phone"),
    ("send_proposal", "Send proposal", "email"),
    ("follow_up", "Follow-up", "none"),
    ("email", "E-mail", "email"),
    ("sms", "SMS", "sms"),
    ("meeting", "Meeting", "in_person"),
    ("demo", "Demo", "in_person"),
)
"""Key, label and channel."""

OUTCOMES: tuple[tuple[str, OutcomeKind], ...] = (
    ("success", "positive"),
    ("interested", "positive"),
    ("reached", "positive"),
    ("rescheduled", "neutral"),
    ("left_message", "neutral"),
    ("not_interested", "negative"),
    ("failed", "negative"),
    ("no_answer", "no_contact"),
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
)
"""Where an interaction comes from: made by hand, a started workflow, or the layer that decided."""

REASONS: tuple[str, ...] = (
    "explicit",
    "branch",
    "template",
    "end_action",
    "default_template",
    "default_follow_up",
    "already_planned",
    "customer_inactive",
    "workflow_paused",
    "exit",
)
"""Why that next step, or none: the layer that answered, or what kept layers 5 and 6 from adding one."""
