"""A tenant's own words, types or outcomes: add, change, put in order, archive. What only one kind of them knows is in
`types.py` and `outcomes.py`."""

from typing import Any, Generic

from msgspec import Struct, structs

from onward.actions import changes
from onward.actions.acting import Acting
from onward.domain import errors
from onward.domain.records import Event
from onward.store import events, vocabulary
from onward.store.vocabulary import Vocabulary, W


class Noun(Struct, Generic[W], frozen=True):
    """A kind of words, and the kinds of the events that tell of them."""

    rows: Vocabulary[W]
    created: str
    updated: str
    archived: str
    restored: str


async def put(
    acting: Acting, noun: Noun[W], made: W, sent: dict[str, Any], if_match: int | None = None
) -> tuple[W, bool]:
    """Add a word, or change the fields sent of the one with its key; and whether it is new.

    Raises Stale; with `if_match` NotFound for an unknown one.
    """
    if if_match is None and await vocabulary.add_word(acting.tx, acting.tenant_id, noun.rows, made):
        await _note(acting, noun.created, made.key, None, changes.everything(made))
        return made, True
    before = await _locked(acting, noun, made.key)
    changes.check_version(before.version, if_match)
    return await _saved(acting, noun, noun.updated, before, structs.replace(before, **sent)), False


async def archive(acting: Acting, noun: Noun[W], key: str, if_match: int | None = None) -> W:
    """Offer it no more; what has it keeps it. Raises NotFound, Stale."""
    before = await _locked(acting, noun, key)
    if before.archived_at is not None:
        return before
    changes.check_version(before.version, if_match)
    return await _saved(acting, noun, noun.archived, before, structs.replace(before, archived_at=acting.now))


async def restore(acting: Acting, noun: Noun[W], key: str, if_match: int | None = None) -> W:
    """Offer it again. Raises NotFound, Stale."""
    before = await _locked(acting, noun, key)
    if before.archived_at is None:
        return before
    changes.check_version(before.version, if_match)
    return await _saved(acting, noun, noun.restored, before, structs.replace(before, archived_at=None))


async def order(acting: Acting, noun: Noun[W], keys: list[str]) -> list[W]:
    """Put those named first, in this order; all of them in their new order. Raises Invalid for an unknown key."""
    tx, tenant_id = acting.tx, acting.tenant_id
    await vocabulary.lock_words(tx, tenant_id, noun.rows)
    found = {one.key: one for one in await vocabulary.list_words(tx, tenant_id, noun.rows, with_archived=True)}
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
    await vocabulary.update_positions(tx, tenant_id, noun.rows, changed)
    for one in changed:
        await _note(acting, noun.updated, one.key, {"position": found[one.key].position}, {"position": one.position})
    return moved


def _placed(one: W, place: int) -> W:
    return one if one.position == place else structs.replace(one, position=place, version=one.version + 1)


async def _locked(acting: Acting, noun: Noun[W], key: str) -> W:
    await vocabulary.lock_word(acting.tx, acting.tenant_id, noun.rows, key)
    return await vocabulary.get_word(acting.tx, acting.tenant_id, noun.rows, key)


async def _saved(acting: Acting, noun: Noun[W], kind: str, before: W, after: W) -> W:
    """Write what differs, if anything does."""
    columns = [name for name in noun.rows.columns if getattr(before, name) != getattr(after, name)]
    if not columns:
        return before
    after = structs.replace(after, version=before.version + 1)
    await vocabulary.update_word(acting.tx, acting.tenant_id, noun.rows, after)
    await _note(acting, kind, before.key, changes.picked(before, columns), changes.picked(after, columns))
    return after


async def _note(acting: Acting, kind: str, key: str, old: dict[str, Any] | None, new: dict[str, Any]) -> None:
    event = Event(
        id=acting.new_id(), kind=kind, old=None if old is None else {"key": key, **old}, new={"key": key, **new}
    )
    await events.insert_events(acting.tx, acting.tenant_id, changes.writing(acting), [event])
