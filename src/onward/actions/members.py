"""Members: add one, change one, join a person to one. How they leave is in `leaving.py`."""

from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from onward.actions import auditing, changes
from onward.actions.acting import Acting
from onward.domain import errors, schedule
from onward.domain.people import Person
from onward.domain.records import Event, Member, Role
from onward.store import events, members
from onward.store.people import Links, People


class MemberEdit(msgspec.Struct, frozen=True):
    """What to change; fields left UNSET stay."""

    name: str | UnsetType = UNSET
    role: Role | UnsetType = UNSET
    zone: str | UnsetType | None = UNSET


async def create_member(
    acting: Acting, name: str, role: Role, email: str | None = None, zone: str | None = None
) -> Member:
    """Add an active member. Raises Invalid for an unknown zone, Conflict for a taken e-mail address."""
    _check_zone(zone)
    made = Member(
        id=acting.new_id(),
        name=name,
        email=email,
        role=role,
        zone=zone,
        is_active=True,
        version=1,
        created_at=acting.now,
        updated_at=acting.now,
    )
    await members.insert_member(acting.tx, acting.tenant_id, made)
    event = Event(id=acting.new_id(), kind="member.created", new=changes.everything(made))
    await events.insert_events(acting.tx, acting.tenant_id, changes.writing(acting), [event])
    return made


async def edit_member(
    acting: Acting, member_id: UUID, edit: MemberEdit, if_match: int | None = None
) -> tuple[Member, Member]:
    """Change the fields sent; the member before and after.

    Raises NotFound, Stale, Invalid for an unknown zone, Conflict for the last owner's role.
    """
    _check_zone(edit.zone if edit.zone is not UNSET else None)
    locked = await members.lock_members(acting.tx, acting.tenant_id, [member_id])
    before = next((each for each in locked if each.id == member_id), None)
    if before is None:
        raise errors.NotFound("There is no member with this id.")
    changes.check_version(before.version, if_match)
    sent = {name: value for name in edit.__struct_fields__ if (value := getattr(edit, name)) is not UNSET}
    if sent.get("role", "owner") != "owner" and before.is_active:
        check_owner_left(before, locked)
        await end_invitations(acting, member_id)
    return before, await save_member(acting, "member.updated", before, msgspec.structs.replace(before, **sent))


async def save_member(acting: Acting, kind: str, before: Member, after: Member) -> Member:
    """Write what differs, if anything does. The member must be locked."""
    columns = [name for name in before.__struct_fields__ if getattr(before, name) != getattr(after, name)]
    if not columns:
        return before
    after = msgspec.structs.replace(after, version=before.version + 1, updated_at=acting.now)
    await members.update_member(acting.tx, acting.tenant_id, after)
    old, new = changes.picked(before, columns), changes.picked(after, columns)
    event = Event(id=acting.new_id(), kind=kind, old=old, new=new)
    await events.insert_events(acting.tx, acting.tenant_id, changes.writing(acting), [event])
    return after


async def end_invitations(acting: Acting, member_id: UUID) -> None:
    """Withdraw the open invitations of somebody who may not invite any more."""
    links = Links(acting.tx)
    for link in await links.list_invitations(acting.tenant_id, acting.now):
        if link.created_by == member_id and await links.drop_invitation(acting.tenant_id, link.id):
            await auditing.note(acting, "withdraw_invitation", link.id)


def check_owner_left(leaving: Member, locked: list[Member]) -> None:
    """Raises Conflict when nobody would be left who owns the tenant, or no owner who can sign in where one could.

    `locked` holds all active owners, and stays locked.
    """
    owners = [each for each in locked if each.role == "owner" and each.is_active]
    left = [each for each in owners if each.id != leaving.id]
    could_sign_in = any(each.person_id for each in owners)
    if leaving in owners and not (left and (not could_sign_in or any(each.person_id for each in left))):
        raise errors.Conflict("This is the last owner. Make somebody else an owner first.")


async def join_person(acting: Acting, person: Person, role: Role) -> Member:
    """Make a person a member: the one with the same e-mail address, else a new one.

    Raises Conflict for somebody who is a member already, or was and is inactive.
    """
    known = await members.find_member_by_email(acting.tx, acting.tenant_id, person.email)
    if known is None:
        known = await create_member(acting, person.name, role, person.email)
    if known.person_id is not None or not known.is_active:
        raise errors.Conflict("There is a member with this e-mail address already.")
    return await _join(acting, known, person, role=role)


async def join_owner(acting: Acting, person: Person, local_member_id: UUID) -> Member:
    """Make a person an owner. The first one takes the place of the local owner, with all that was done as that."""
    local = await members.find_member(acting.tx, acting.tenant_id, local_member_id)
    known = await members.find_member_by_email(acting.tx, acting.tenant_id, person.email)
    if local is None or local.person_id is not None or not local.is_active or known is not None:
        return await join_person(acting, person, "owner")
    return await _join(acting, local, person, name=person.name, email=person.email, role="owner")


async def _join(acting: Acting, found: Member, person: Person, **fields: Any) -> Member:
    steps_down = found.role == "owner" != fields["role"]
    locked = await members.lock_members(acting.tx, acting.tenant_id, [found.id], with_owners=steps_down)
    if found not in locked:
        raise errors.Conflict("This member was changed at the same moment. Try again.")
    if steps_down:
        check_owner_left(found, locked)
    await People(acting.tx).insert_membership(acting.tenant_id, found.id, person.id)
    after = msgspec.structs.replace(found, person_id=person.id, **fields)
    return await save_member(acting, "member.joined", found, after)


def _check_zone(zone: str | None) -> None:
    if zone is not None and not schedule.is_zone(zone):
        raise errors.Invalid.field("zone", 'is no time zone name; use one such as "Europe/Berlin"')
