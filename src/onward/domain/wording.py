"""The words that people read: filled-in titles, and the sentence that says why this step and why then.

Words only; what they speak of is decided elsewhere.
"""

import re
from collections.abc import Sequence

from msgspec import Struct

from onward.domain.records import Customer, DayUnit, Step
from onward.domain.schedule import Planned

MAX_TITLE_CHARS = 300
MAX_DESCRIPTION_CHARS = 10_000
PLACEHOLDERS: frozenset[str] = frozenset({"customer.name", "customer.company", "assignee.name"})
BRACED = re.compile(r"\{([^{}]*)\}")


class Since(Struct, frozen=True):
    """What days are counted from: "3 days after `event`", and with no days "for `day`"."""

    event: str
    day: str


COMPLETION = Since("completion", "the day of completion")
SKIPPING = Since("skipping", "the day of skipping")
CANCELLING = Since("cancelling", "the day of cancelling")
START = Since("the start", "the day of the start")
TODAY = Since("today", "today")
RESUMING = Since("resuming", "the day of resuming")
JUMPING = Since("the jump", "the day of the jump")
LEAVING = Since("leaving the workflow", "the day of leaving the workflow")
SKIPPED_STEP = Since("the skipped step's planned day", "the skipped step's planned day")
PREVIOUS_STEP = Since("the previous step's planned day", "the previous step's planned day")


def fill(text: str, customer: Customer, assignee_name: str | None) -> str:
    """Put names in the place of placeholders: a customer without a company goes by its own name, and an
    unassigned item names nobody. Filled-in text is not filled again."""
    if "{" not in text:
        return text
    names = {
        "customer.name": customer.name,
        "customer.company": customer.company or customer.name,
        "assignee.name": assignee_name or "",
    }
    return BRACED.sub(lambda found: names.get(found[1], found[0]), text)


def fill_title(text: str, customer: Customer, assignee_name: str | None) -> str:
    """A filled title of 1 to 300 characters."""
    title = fill(text, customer, assignee_name).strip()[:MAX_TITLE_CHARS].rstrip()
    return title or customer.name[:MAX_TITLE_CHARS] or "-"


def fill_description(text: str | None, customer: Customer, assignee_name: str | None) -> str | None:
    return None if text is None else fill(text, customer, assignee_name)[:MAX_DESCRIPTION_CHARS]


def label_of(key: str) -> str:
    """A key as people would write it: `site_visit` is "Site visit"."""
    return key.replace("_", " ").strip().capitalize()


def place_name(step_number: int, template_name: str) -> str:
    return f"step {step_number} of '{template_name}'"


def dates(step: Step, planned: Planned, since: Since) -> str:
    """When and due when, with what moved them: "planned for the day of completion; due 2 days later"."""
    count = _days(step.scheduled_offset_days, step.day_unit)
    when = f"{count} after {since.event}" if count else f"for {since.day}"
    later = _days(step.due_offset_days, step.day_unit)
    due = f"{later} later" if later else "the same day"
    scheduled_words = ", ".join((f"planned {when}", *planned.scheduled_notes))
    return f"{scheduled_words}; {', '.join((f'due {due}', *planned.due_notes))}"


def sentence(words: str, passed_over: Sequence[str] = ()) -> str:
    """One sentence; the layers that could not act come last."""
    told = f"{words}; passed over: {', '.join(passed_over)}" if passed_over else words
    return f"{told[:1].upper()}{told[1:]}."


def _days(count: int, unit: DayUnit) -> str:
    kind = "working day" if unit == "business" else "day"
    return f"{count} {kind}{'' if count == 1 else 's'}" if count else ""
