"""Writing down who did what, in the transaction of the act itself."""

from typing import Any
from uuid import UUID

from onward.actions.acting import Acting, Visiting
from onward.domain.people import AuditEntry
from onward.store import audit
from onward.store.people import People


async def note(acting: Acting, act: str, subject_id: UUID | None = None, **details: Any) -> None:
    """Something that was done inside a tenant. No secret may stand in `details`, and nothing that was typed."""
    entry = AuditEntry(
        id=acting.new_id(),
        at=acting.now,
        act=act,
        actor_kind=acting.actor.kind,
        actor_id=acting.actor.id,
        subject_id=subject_id,
        address=acting.address,
        request_id=acting.request_id,
        details=details,
    )
    await audit.insert_entry(acting.tx, acting.tenant_id, entry)


async def note_of_person(visiting: Visiting, person_id: UUID, act: str, **details: Any) -> None:
    """Something that a person did, or that was tried in his or her name: told to each of the person's tenants.

    Afterwards the transaction stands in the last of them.
    """
    for membership in await People(visiting.tx).list_memberships(person_id):
        entry = AuditEntry(
            id=visiting.new_id(),
            at=visiting.now,
            act=act,
            actor_kind="member",
            actor_id=membership.member_id,
            subject_id=membership.member_id,
            address=visiting.address,
            request_id=visiting.request_id,
            details=details,
        )
        await visiting.tx.step_into(membership.tenant.id)
        await audit.insert_entry(visiting.tx, membership.tenant.id, entry)
