"""Notes about customers: written down, changed and removed by whoever wrote them."""

from uuid import UUID

import msgspec

from onward.actions import changes
from onward.actions.acting import Acting
from onward.domain import errors
from onward.domain.records import Note
from onward.store import customers, events, notes


async def add_note(acting: Acting, customer_id: UUID, body: str) -> Note:
    """Write something down about a customer. Raises NotFound, Merged, Conflict for an erased customer."""
    await customers.lock_customer(acting.tx, acting.tenant_id, customer_id)
    customer = await customers.get_customer(acting.tx, acting.tenant_id, customer_id)
    changes.refuse_erased(customer)
    made = Note(
        id=acting.new_id(),
        customer_id=customer_id,
        author_id=acting.actor.id,
        body=body,
        version=1,
        created_at=acting.now,
        updated_at=acting.now,
    )
    await notes.insert_note(acting.tx, acting.tenant_id, made)
    await _tell(acting, "customer.note_added", None, made)
    return made


async def edit_note(acting: Acting, note_id: UUID, body: str, if_match: int | None = None) -> Note:
    """Say it otherwise. Raises NotFound, Stale, Forbidden for somebody else's note."""
    before = await _lock_own(acting, note_id, if_match)
    if before.body == body:
        return before
    after = msgspec.structs.replace(before, body=body, version=before.version + 1, updated_at=acting.now)
    await notes.update_note(acting.tx, acting.tenant_id, after)
    await _tell(acting, "customer.note_changed", before, after)
    return after


async def remove_note(acting: Acting, note_id: UUID, if_match: int | None = None) -> None:
    """Raises NotFound, Stale, Forbidden for somebody else's note."""
    before = await _lock_own(acting, note_id, if_match)
    await notes.delete_note(acting.tx, acting.tenant_id, note_id)
    await _tell(acting, "customer.note_removed", before, None)


async def _lock_own(acting: Acting, note_id: UUID, if_match: int | None) -> Note:
    note = await notes.get_note(acting.tx, acting.tenant_id, note_id)
    if not await customers.try_lock_customer(acting.tx, acting.tenant_id, note.customer_id):
        # The customer was merged into another one at the same moment, and the note with it.
        note = await notes.get_note(acting.tx, acting.tenant_id, note_id)
        await customers.lock_customer(acting.tx, acting.tenant_id, note.customer_id)
    note = await notes.get_note(acting.tx, acting.tenant_id, note_id)
    if note.author_id != acting.actor.id:
        raise errors.Forbidden("Only whoever wrote a note can change or remove it. Write another one.")
    changes.check_version(note.version, if_match)
    return note


async def _tell(acting: Acting, kind: str, before: Note | None, after: Note | None) -> None:
    note = after or before
    if note is None:
        return
    old, new = (None if one is None else changes.everything(one) for one in (before, after))
    event = changes.customer_event(acting, kind, note.customer_id, old, new)
    await events.insert_events(acting.tx, acting.tenant_id, changes.writing(acting), [event])
