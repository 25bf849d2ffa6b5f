"""A member leaves, and what was theirs goes to somebody; or comes back."""

from uuid import UUID

import msgspec

from onward.actions import changes
from onward.actions.acting import Acting
from onward.actions.members import check_owner_left, end_invitations, save_member
from onward.domain import errors
from onward.domain.people import HandOver
from onward.domain.records import Event, Member
from onward.store import events, hand_over, keys, members
from onward.store.hand_over import Held
from onward.store.people import People


class Departure(msgspec.Struct, frozen=True):
    """The member as it is now, and how much moved."""

    member: Member
    interactions: int
    workflows: int


async def deactivate_member(acting: Acting, member_id: UUID, to: HandOver, if_match: int | None = None) -> Departure:
    """The member signs in no more, their keys and invitations end, and their open interactions and workflows move.

    On one that is inactive already only what is still theirs moves. Raises NotFound, Stale, Invalid for somebody who
    cannot take over, Conflict for the last owner, Unavailable when they were given work at the same moment.
    """
    customer_ids = await hand_over.lock_customers_of_member(acting.tx, acting.tenant_id, member_id)
    named = [member_id, *([to.member_id] if to.member_id else [])]
    locked = {each.id: each for each in await members.lock_members(acting.tx, acting.tenant_id, named)}
    before = locked.get(member_id)
    if before is None:
        raise errors.NotFound("There is no member with this id.")
    changes.check_version(before.version, if_match)
    _check_taker(to, locked, member_id)
    await members.bar_member(acting.tx, acting.tenant_id, member_id)
    after = await _let_go(acting, before, list(locked.values())) if before.is_active else before
    interactions = await hand_over.list_open_of_member(acting.tx, acting.tenant_id, member_id)
    workflows = await hand_over.list_running_of_member(acting.tx, acting.tenant_id, member_id)
    # Given while we waited to bar them, with a customer whom we have not locked and must not lock now.
    if any(held.customer_id not in customer_ids for held in (*interactions, *workflows)):
        raise errors.Unavailable("Somebody gave this member work at the same moment. Try again.")
    await _move(acting, member_id, to, interactions, workflows)
    return Departure(after, len(interactions), len(workflows))


async def reactivate_member(acting: Acting, member_id: UUID, if_match: int | None = None) -> Member:
    """The member may sign in again; keys stay revoked. Raises NotFound, Stale."""
    locked = await members.lock_members(acting.tx, acting.tenant_id, [member_id], with_owners=False)
    if not locked:
        raise errors.NotFound("There is no member with this id.")
    before = locked[0]
    changes.check_version(before.version, if_match)
    if before.is_active:
        return before
    await People(acting.tx).set_membership(acting.tenant_id, member_id, is_active=True)
    return await save_member(acting, "member.reactivated", before, msgspec.structs.replace(before, is_active=True))


async def _let_go(acting: Acting, before: Member, locked: list[Member]) -> Member:
    check_owner_left(before, locked)
    await People(acting.tx).set_membership(acting.tenant_id, before.id, is_active=False)
    await keys.revoke_member_keys(acting.tx, acting.tenant_id, before.id, acting.now)
    await end_invitations(acting, before.id)
    return await save_member(acting, "member.deactivated", before, msgspec.structs.replace(before, is_active=False))


def _check_taker(to: HandOver, locked: dict[UUID, Member], leaving_id: UUID) -> None:
    if to.member_id is None:
        return
    taker = locked.get(to.member_id)
    if taker is None:
        raise errors.Invalid.field("hand_over_to", "names nothing that exists here")
    if to.member_id == leaving_id or not taker.is_active:
        raise errors.Invalid.field("hand_over_to", "names a member who is not active, or who is leaving")


async def _move(acting: Acting, member_id: UUID, to: HandOver, interactions: list[Held], workflows: list[Held]) -> None:
    moved = {held.id: _taker(to, held) for held in interactions}
    await hand_over.assign_interactions(acting.tx, acting.tenant_id, moved, acting.now)
    moved_runs = {held.id: _taker(to, held) for held in workflows}
    await hand_over.assign_workflows(acting.tx, acting.tenant_id, moved_runs)
    told = [_event(acting, "interaction.assigned", held, held.id, member_id, moved[held.id]) for held in interactions]
    told += [_event(acting, "workflow.assigned", held, None, member_id, moved_runs[held.id]) for held in workflows]
    await events.insert_events(acting.tx, acting.tenant_id, changes.writing(acting), told)


def _taker(to: HandOver, held: Held) -> UUID | None:
    return held.owner_id if to.is_to_owners else to.member_id


def _event(acting: Acting, kind: str, held: Held, interaction_id: UUID | None, old: UUID, new: UUID | None) -> Event:
    return Event(
        id=acting.new_id(),
        kind=kind,
        customer_id=held.customer_id,
        interaction_id=interaction_id,
        workflow_id=held.workflow_id,
        old={"assignee_id": old},
        new={"assignee_id": new},
    )
