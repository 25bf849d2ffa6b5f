"""Types of interactions: add, change, put in order, archive."""

from typing import Any

from msgspec import structs

from onward.actions import changes
from onward.actions.acting import Acting
from onward.domain import errors, wording
from onward.domain.records import Event, InteractionType
from onward.store import events, outcomes, types

_EDITED = ("label", "channel", "outcomes", "position", "duration_minutes", "archived_at")


async def put_type(
    acting: Acting, key: str, sent: dict[str, Any], if_match: int | None = None
) -> tuple[InteractionType, bool]:
    """Add a type, or change the fields sent of the one with this key; and whether it is new.

    Raises Stale, Invalid for outcomes that there are not.
    """
    await _check_outcomes(acting, sent.get("outcomes") or [])
    made = structs.replace(InteractionType(key, wording.label_of(key), "none"), **sent)
    if if_match is None and await types.add_type(acting.tx, acting.tenant_id, made):
        await _note(acting, "type.created", key, None, changes.everything(made))
        return made, True
    before = await _locked(acting, key)
    changes.check_version(before.version, if_match)
    return await _saved(acting, "type.updated", before, structs.replace(before, **sent)), False


async def archive_type(acting: Acting, key: str, if_match: int | None = None) -> InteractionType:
    """Offer it no more: what has it keeps it, and who sends it is still understood. An archived one is answered as
    it is. Raises NotFound, Stale."""
    before = await _locked(acting, key)
    if before.archived_at is not None:
        return before
    changes.check_version(before.version, if_match)
    return await _saved(acting, "type.archived", before, structs.replace(before, archived_at=acting.now))


async def restore_type(acting: Acting, key: str, if_match: int | None = None) -> InteractionType:
    """Offer it again. Raises NotFound, Stale."""
    before = await _locked(acting, key)
    if before.archived_at is None:
        return before
    changes.check_version(before.version, if_match)
    return await _saved(acting, "type.restored", before, structs.replace(before, archived_at=None))


async def order_types(acting: Acting, keys: list[str]) -> list[InteractionType]:
    """Put those named first, in this order; all of them in their new order. Raises Invalid for an unknown key."""
    await types.lock_types(acting.tx, acting.tenant_id)
    found = {one.key: one for one in await types.list_types(acting.tx, acting.tenant_id, with_archived=True)}
    unknown = [
        errors.Fault(f"order[{place}]", "names none that exists here")
        for place, key in enumerate(keys)
        if key not in found
    ]
    if unknown:
        raise errors.Invalid(unknown)
    in_order = list(dict.fromkeys([*keys, *found]))
    moved = [_placed(found[key], place) for place, key in enumerate(in_order, 1)]
    changed = [one for one in moved if one != found[one.key]]
    await types.update_positions(acting.tx, acting.tenant_id, changed)
    for one in changed:
        old, new = {"position": found[one.key].position}, {"position": one.position}
        await _note(acting, "type.updated", one.key, old, new)
    return moved


def _placed(one: InteractionType, place: int) -> InteractionType:
    return one if one.position == place else structs.replace(one, position=place, version=one.version + 1)


async def _check_outcomes(acting: Acting, keys: list[str]) -> None:
    missing = await outcomes.list_missing_outcomes(acting.tx, acting.tenant_id, keys)
    faults = [
        errors.Fault(f"outcomes[{place}]", "names no outcome that exists here")
        for place, key in enumerate(keys)
        if key in missing
    ]
    if faults:
        raise errors.Invalid(faults)


async def _locked(acting: Acting, key: str) -> InteractionType:
    await types.lock_type(acting.tx, acting.tenant_id, key)
    return await types.get_type(acting.tx, acting.tenant_id, key)


async def _saved(acting: Acting, kind: str, before: InteractionType, after: InteractionType) -> InteractionType:
    """Write what differs, if anything does."""
    columns = [name for name in _EDITED if getattr(before, name) != getattr(after, name)]
    if not columns:
        return before
    after = structs.replace(after, version=before.version + 1)
    await types.update_type(acting.tx, acting.tenant_id, after)
    await _note(acting, kind, before.key, changes.picked(before, columns), changes.picked(after, columns))
    return after


async def _note(acting: Acting, kind: str, key: str, old: dict[str, Any] | None, new: dict[str, Any]) -> None:
    event = Event(
        id=acting.new_id(), kind=kind, old=None if old is None else {"key": key, **old}, new={"key": key, **new}
    )
    await events.insert_events(acting.tx, acting.tenant_id, changes.writing(acting), [event])
