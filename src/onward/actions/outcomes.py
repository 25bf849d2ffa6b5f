"""Outcomes: what sets them apart from other words of a tenant; the rest is in `vocabulary.py`."""

from typing import Any

from msgspec import structs

from onward.actions import vocabulary
from onward.actions.acting import Acting
from onward.actions.vocabulary import Noun
from onward.domain import errors
from onward.domain.records import SKIPPED_OUTCOME, Outcome
from onward.store.outcomes import OUTCOMES

NOUN = Noun(OUTCOMES, "outcome.created", "outcome.updated", "outcome.archived", "outcome.restored")


async def put_outcome(
    acting: Acting, key: str, sent: dict[str, Any], if_match: int | None = None
) -> tuple[Outcome, bool]:
    """Add an outcome, or change the fields sent of the one with this key; and whether it is new.

    Raises Stale, Invalid for the reserved one.
    """
    if key == SKIPPED_OUTCOME:
        raise errors.Invalid.field("outcome_key", '"skipped" is reserved: it is what the skip verb leaves')
    made = structs.replace(Outcome(key, "neutral"), **sent)
    return await vocabulary.put(acting, NOUN, made, sent, if_match)
