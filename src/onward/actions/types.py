"""Types of interactions: what sets them apart from other words of a tenant; the rest is in `vocabulary.py`."""

from typing import Any

from msgspec import structs

from onward.actions import vocabulary
from onward.actions.acting import Acting
from onward.actions.vocabulary import Noun
from onward.domain import errors, wording
from onward.domain.records import InteractionType
from onward.store import outcomes
from onward.store.types import TYPES

NOUN = Noun(TYPES, "type.created", "type.updated", "type.archived", "type.restored")


async def put_type(
    acting: Acting, key: str, sent: dict[str, Any], if_match: int | None = None
) -> tuple[InteractionType, bool]:
    """Add a type, or change the fields sent of the one with this key; and whether it is new.

    Raises Stale, Invalid for outcomes that there are not.
    """
    await _check_outcomes(acting, sent.get("outcomes") or [])
    made = structs.replace(InteractionType(key, wording.label_of(key), "none"), **sent)
    return await vocabulary.put(acting, NOUN, made, sent, if_match)


async def _check_outcomes(acting: Acting, keys: list[str]) -> None:
    missing = await outcomes.list_missing_outcomes(acting.tx, acting.tenant_id, keys)
    faults = [
        errors.Fault(f"outcomes[{place}]", "names no outcome that exists here")
        for place, key in enumerate(keys)
        if key in missing
    ]
    if faults:
        raise errors.Invalid(faults)
