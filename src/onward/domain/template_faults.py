"""What keeps a template from being saved, step by step; template_paths.py looks at how steps connect."""

import re
from collections.abc import Iterator, Mapping
from typing import get_args

from onward.domain import steps, template_paths, wording
from onward.domain.calendars import CLOCK
from onward.domain.errors import Fault
from onward.domain.records import PRIORITY_RANK, Branch, Definition, OutcomeKind, Step

MAX_NAME_CHARS = 200
MAX_STEPS = 100
MAX_STEP_NUMBER = 1_000_000
MAX_OFFSET_DAYS = 3650
MAX_TIMES = 1000
CONVERSATION_STATUSES: frozenset[str] = frozenset({"open", "pending", "resolved", "closed"})

KEY = re.compile(r"[a-z][a-z0-9_]{0,49}", re.ASCII)
"""A type or an outcome."""

_KINDS: frozenset[str] = frozenset(get_args(OutcomeKind))
_PLACEHOLDERS = "{customer.name}, {customer.company} and {assignee.name}"


def validate(definition: Definition) -> list[Fault]:
    """Every fault with its place; none means that the definition can be published."""
    return list(_faults(definition))


def placeholder_faults(text: str, field: str) -> list[Fault]:
    """Whatever stands in braces and is not a placeholder."""
    unknown = [found for found in wording.BRACED.findall(text) if found not in wording.PLACEHOLDERS]
    return [Fault(field, f"{{{name}}} is unknown; use {_PLACEHOLDERS} only") for name in unknown]


def _faults(definition: Definition) -> Iterator[Fault]:
    yield from _text_faults(definition.name, "name", MAX_NAME_CHARS)
    yield from _description_faults(definition.description, "description")
    yield from _end_action_faults(definition.end_action)
    if not 1 <= len(definition.steps) <= MAX_STEPS:
        yield Fault("steps", f"give 1 to {MAX_STEPS} steps")
        return
    for index, step in enumerate(definition.steps):
        yield from _step_faults(step, f"steps[{index}]")
    yield from template_paths.faults(definition)


def _end_action_faults(action: str) -> Iterator[Fault]:
    if action in ("default", "follow_up", "stop"):
        return
    template_id = action.removeprefix(steps.END_TEMPLATE)
    if template_id == action or steps.as_id(template_id) is None:
        yield Fault("end_action", "use default, follow_up, stop or template:<id of a template>")


def _step_faults(step: Step, at: str) -> Iterator[Fault]:
    yield from _range_faults(step.step_number, f"{at}.step_number", 1, MAX_STEP_NUMBER)
    yield from _key_faults(step.type, f"{at}.type")
    yield from _key_faults(step.fallback_type, f"{at}.fallback_type")
    yield from _text_faults(step.title, f"{at}.title", wording.MAX_TITLE_CHARS)
    yield from placeholder_faults(step.title, f"{at}.title")
    yield from _description_faults(step.description, f"{at}.description")
    yield from placeholder_faults(step.description or "", f"{at}.description")
    yield from _range_faults(step.scheduled_offset_days, f"{at}.scheduled_offset_days", 0, MAX_OFFSET_DAYS)
    yield from _range_faults(step.due_offset_days, f"{at}.due_offset_days", 0, MAX_OFFSET_DAYS)
    yield from _clock_faults(step.at_time, f"{at}.at_time")
    yield from _clock_faults(step.due_time, f"{at}.due_time")
    yield from _choice_faults(step, at)
    for index, branch in enumerate(step.branches):
        yield from _branch_faults(branch, f"{at}.branches[{index}]")


def _choice_faults(step: Step, at: str) -> Iterator[Fault]:
    if step.priority is not None and step.priority not in PRIORITY_RANK:
        yield Fault(f"{at}.priority", f"use one of {', '.join(PRIORITY_RANK)}")
    if step.assignee not in (None, "same", "owner") and steps.as_id(step.assignee or "") is None:
        yield Fault(f"{at}.assignee", "use same, owner or a member's id")
    yield from conversation_status_faults(step.conversation_status or {}, f"{at}.conversation_status")


def conversation_status_faults(mapping: Mapping[str, str], at: str) -> Iterator[Fault]:
    """Of what outcomes make of a linked conversation."""
    for outcome, status in mapping.items():
        yield from _outcome_faults(outcome, at)
        if status not in CONVERSATION_STATUSES:
            allowed = ", ".join(sorted(CONVERSATION_STATUSES))
            yield Fault(at, f"{outcome}: use one of {allowed}")


def _branch_faults(branch: Branch, at: str) -> Iterator[Fault]:
    if not branch.outcomes:
        yield Fault(f"{at}.outcomes", "name at least one outcome, or a kind such as kind:positive")
    for index, outcome in enumerate(branch.outcomes):
        yield from _outcome_faults(outcome, f"{at}.outcomes[{index}]")
    targets = (branch.next_step is not None, branch.template_id is not None, branch.exit is not None)
    if sum(targets) != 1:
        yield Fault(at, "give exactly one of next_step, template_id and exit")
    if branch.exit is not None:
        yield from _text_faults(branch.exit, f"{at}.exit", wording.MAX_TITLE_CHARS)
    if branch.scheduled_offset_days is not None:
        offset_field = f"{at}.scheduled_offset_days"
        yield from _range_faults(branch.scheduled_offset_days, offset_field, 0, MAX_OFFSET_DAYS)
        if branch.next_step is None:
            yield Fault(offset_field, "goes with next_step only")
    if branch.max_times is not None:
        yield from _range_faults(branch.max_times, f"{at}.max_times", 1, MAX_TIMES)


def _outcome_faults(outcome: str, field: str) -> Iterator[Fault]:
    kind = outcome.removeprefix(steps.KIND)
    is_good = kind in _KINDS if kind != outcome else KEY.fullmatch(outcome)
    if not is_good:
        kinds = ", ".join(f"{steps.KIND}{name}" for name in get_args(OutcomeKind))
        yield Fault(field, f"use an outcome of small letters, digits and _ (at most 50), or one of {kinds}")


def _key_faults(key: str | None, field: str) -> Iterator[Fault]:
    if key is not None and not KEY.fullmatch(key):
        yield Fault(field, "use 1 to 50 small letters, digits and _, beginning with a letter")


def _text_faults(text: str, field: str, most_chars: int) -> Iterator[Fault]:
    if not text.strip() or len(text) > most_chars:
        yield Fault(field, f"give 1 to {most_chars} characters")


def _description_faults(text: str | None, field: str) -> Iterator[Fault]:
    if text is not None and len(text) > wording.MAX_DESCRIPTION_CHARS:
        yield Fault(field, f"give at most {wording.MAX_DESCRIPTION_CHARS} characters")


def _clock_faults(clock: str | None, field: str) -> Iterator[Fault]:
    if clock is not None and not CLOCK.fullmatch(clock):
        yield Fault(field, "use HH:MM, from 00:00 to 23:59")


def _range_faults(number: int, field: str, least: int, most: int) -> Iterator[Fault]:
    if not least <= number <= most:
        yield Fault(field, f"use a whole number from {least} to {most}")
