"""Complete, skip or cancel many: each decided as a single act is, written together.

Items of one customer come one after another, for each depends on what the one before it left behind.
"""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct, structs

from onward.actions import changes, finishing
from onward.actions.acting import Acting
from onward.actions.finishing import Completion, Draft, Ready
from onward.actions.meanwhile import meanwhile
from onward.domain import bulk, errors, jobs
from onward.domain.bulk import Cancel, Skip
from onward.domain.jobs import ItemAnswer, JobItem
from onward.domain.records import SKIPPED_OUTCOME, Interaction, NextStep
from onward.store import batches, outlooks
from onward.store.situations import Loaded

Finishing = Completion | Skip | Cancel
# While so many are written, as many are decided.
_PORTION = 500


class _Decided(Struct, frozen=True):
    """What becomes of one item: a draft to write, else (a repeat) the interaction as it is."""

    item: JobItem
    current: Interaction
    next_step: NextStep
    draft: Draft | None = None


async def finish(acting: Acting, wish: Finishing, items: Sequence[JobItem]) -> list[JobItem]:
    """Finish interactions; what came of each, in the order given. The customers must be locked."""
    settled = list(items)
    for places in bulk.rounds([item.customer_id for item in items]):
        done = await _finish_round(acting, wish, [items[place] for place in places])
        for place, item in zip(places, done, strict=True):
            settled[place] = item
    return settled


async def _finish_round(acting: Acting, wish: Finishing, items: Sequence[JobItem]) -> list[JobItem]:
    found = await _situations(acting, wish, items)
    first, *others = [items[begin : begin + _PORTION] for begin in range(0, len(items), _PORTION)]
    written: list[_Decided | JobItem] = []
    decided = _decide(acting, wish, first, found)
    for following in others:
        done, decided = await meanwhile(_write(acting, decided), _decide, acting, wish, following, found)
        written += done
    written += await _write(acting, decided)
    standing = await _standing(acting, written)
    return [one if isinstance(one, JobItem) else _settled(one, standing) for one in written]


async def _situations(acting: Acting, wish: Finishing, items: Sequence[JobItem]) -> dict[UUID | None, Loaded]:
    outcome = wish.outcome if isinstance(wish, Completion) else SKIPPED_OUTCOME
    named_ids = finishing.named_ids(wish.next) if isinstance(wish, Completion) else []
    ids = [item.interaction_id for item in items if item.interaction_id is not None]
    loaded = await outlooks.list_situations(acting.tx, acting.tenant_id, ids, outcome, named_ids)
    return {each.situation.interaction.id: each for each in loaded if each.situation.interaction is not None}


def _decide(
    acting: Acting, wish: Finishing, items: Sequence[JobItem], found: dict[UUID | None, Loaded]
) -> list[_Decided | JobItem]:
    return [_decided(acting, wish, item, found.get(item.interaction_id)) for item in items]


def _decided(acting: Acting, wish: Finishing, item: JobItem, loaded: Loaded | None) -> _Decided | JobItem:
    try:
        if loaded is None or loaded.situation.interaction is None:
            raise errors.NotFound("There is no interaction with this id.")
        current = loaded.situation.interaction
        if current.customer_id != item.customer_id:
            raise errors.Conflict("This interaction went to another customer at the same moment. Try again.")
        ready = _ready(acting, wish, loaded)
        if ready is None:
            return _Decided(item, current, current.next_step or finishing.UNRECORDED)
        draft = finishing.draft(acting, loaded, ready)
        return _Decided(item, draft.finish.finished, draft.next_step, draft)
    except errors.Refused as refused:
        return jobs.refused(item, refused)


def _ready(acting: Acting, wish: Finishing, loaded: Loaded) -> Ready | None:
    match wish:
        case Completion():
            return finishing.ready_to_complete(acting, loaded, wish)
        case Skip():
            return finishing.ready_to_skip(acting, loaded, wish.reason)
        case Cancel():
            return finishing.ready_to_cancel(acting, loaded, wish.reason, wish.then)


async def _write(acting: Acting, decided: list[_Decided | JobItem]) -> list[_Decided | JobItem]:
    """All together; where the database refuses one, each by itself, so that the others are done."""
    drafts = [one.draft for one in decided if isinstance(one, _Decided) and one.draft is not None]
    if not drafts:
        return decided
    try:
        await _write_together(acting, drafts)
    except errors.Refused:
        return [await _write_alone(acting, one) for one in decided]
    return decided


async def _write_together(acting: Acting, drafts: list[Draft]) -> None:
    finishes = [draft.finish for draft in drafts]
    events = [event for draft in drafts for event in draft.events]
    async with acting.tx.savepoint():
        await batches.finish_interactions(acting.tx, acting.tenant_id, finishes, changes.writing(acting), events)


async def _write_alone(acting: Acting, decided: _Decided | JobItem) -> _Decided | JobItem:
    if isinstance(decided, JobItem) or decided.draft is None:
        return decided
    try:
        await _write_together(acting, [decided.draft])
    except errors.Refused as refused:
        return jobs.refused(decided.item, refused)
    return decided


async def _standing(acting: Acting, written: list[_Decided | JobItem]) -> dict[UUID, Interaction]:
    """Every interaction that comes next: those just made, and those that stood already."""
    decided = [one for one in written if isinstance(one, _Decided)]
    made = [one.draft.finish.successor for one in decided if one.draft is not None]
    found = {successor.id: successor for successor in made if successor is not None}
    missing = {one.next_step.interaction_id for one in decided} - {None, *found}
    if missing:
        ids = [each for each in missing if each is not None]
        found |= await batches.list_interactions(acting.tx, acting.tenant_id, ids)
    return found


def _settled(decided: _Decided, standing: dict[UUID, Interaction]) -> JobItem:
    step = decided.next_step
    following = None if step.interaction_id is None else standing.get(step.interaction_id)
    answer = ItemAnswer(
        interaction=bulk.brief(decided.current),
        next_interaction=None if following is None else bulk.brief(following),
        next_step=step,
    )
    return structs.replace(
        decided.item,
        status="unchanged" if decided.draft is None else "done",
        version=decided.current.version,
        answer=answer,
    )
