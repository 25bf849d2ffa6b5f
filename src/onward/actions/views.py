"""Saved views: a person's own, and the team's, which only who may is let to change.

What a view asks for is checked where lists are read; here it is a name with parameters.
"""

from typing import Any, Literal
from uuid import UUID

from msgspec import structs

from onward.actions import changes
from onward.actions.acting import Acting
from onward.domain import errors
from onward.domain.records import Event, SavedView
from onward.domain.roles import Permission, may, roles_with
from onward.store import events, views

MOST_VIEWS = 500
Scope = Literal["personal", "team"]


async def create_view(acting: Acting, name: str, screen: str, scope: Scope, query: dict[str, list[str]]) -> SavedView:
    """Raises Forbidden for a team's view of somebody who may not make any, Conflict when there are too many."""
    _check_scope(acting, scope)
    if await views.count_views(acting.tx, acting.tenant_id, acting.actor.id) >= MOST_VIEWS:
        raise errors.Conflict(f"You have {MOST_VIEWS} views already. Delete some first.")
    made = SavedView(
        id=acting.new_id(),
        name=name,
        screen=screen,
        scope=scope,
        owner_id=acting.actor.id,
        query=query,
        version=1,
        created_at=acting.now,
        updated_at=acting.now,
    )
    await views.insert_view(acting.tx, acting.tenant_id, made)
    await _note(acting, "view.created", None, made)
    return made


async def edit_view(acting: Acting, view_id: UUID, sent: dict[str, Any], if_match: int | None = None) -> SavedView:
    """Change the fields sent. A team's view that becomes personal is the caller's from then on.

    Raises NotFound, Stale, Forbidden.
    """
    before = await _locked(acting, view_id, if_match)
    after = structs.replace(before, **sent)
    _check_scope(acting, after.scope)
    if after == before:
        return before
    owner_id = acting.actor.id if after.scope == "personal" else before.owner_id
    after = structs.replace(after, owner_id=owner_id, version=before.version + 1, updated_at=acting.now)
    await views.update_view(acting.tx, acting.tenant_id, after)
    await _note(acting, "view.updated", before, after)
    return after


async def delete_view(acting: Acting, view_id: UUID, if_match: int | None = None) -> None:
    """Raises NotFound, Stale, Forbidden."""
    before = await _locked(acting, view_id, if_match)
    await views.delete_view(acting.tx, acting.tenant_id, view_id)
    await _note(acting, "view.deleted", before, None)


async def _locked(acting: Acting, view_id: UUID, if_match: int | None) -> SavedView:
    await views.lock_view(acting.tx, acting.tenant_id, view_id)
    before = await views.get_view(acting.tx, acting.tenant_id, acting.actor.id, view_id)
    changes.check_version(before.version, if_match)
    _check_scope(acting, before.scope)
    return before


def _check_scope(acting: Acting, scope: str) -> None:
    if scope == "team" and not may(acting.actor.role, Permission.WRITE_TEAM_VIEWS):
        able = " or ".join(roles_with(Permission.WRITE_TEAM_VIEWS))
        raise errors.Forbidden(f"A view of the team needs the role {able}; you act as {acting.actor.role}.")


async def _note(acting: Acting, kind: str, before: SavedView | None, after: SavedView | None) -> None:
    """The log tells of the team's views only: what somebody looks at for themselves is nobody else's business."""
    old, new = [None if one is None or one.scope != "team" else changes.everything(one) for one in (before, after)]
    if old is None and new is None:
        return
    event = Event(id=acting.new_id(), kind=kind, old=old, new=new)
    await events.insert_events(acting.tx, acting.tenant_id, changes.writing(acting), [event])
