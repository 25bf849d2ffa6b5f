"""Members: add one to the tenant."""

from onward.actions import changes
from onward.actions.acting import Acting
from onward.domain import errors, schedule
from onward.domain.records import Event, Member, Role
from onward.store import events, members


async def create_member(
    acting: Acting, name: str, role: Role, email: str | None = None, zone: str | None = None
) -> Member:
    """Add an active member. Raises Invalid for an unknown zone, Conflict for a taken e-mail address."""
    if zone is not None and not schedule.is_zone(zone):
        raise errors.Invalid.field("zone", 'is no time zone name; use one such as "Europe/Berlin"')
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
