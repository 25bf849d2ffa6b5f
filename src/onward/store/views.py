"""Saved views."""

from uuid import UUID

import msgspec

from onward.domain import errors
from onward.domain.records import SavedView
from onward.store.transactions import Tx

_COLUMNS = "id, name, screen, scope, owner_id, query, version, created_at, updated_at"
# A view that one may not see is one that there is not.
_SELECT = f"SELECT {_COLUMNS} FROM saved_views WHERE tenant_id = $1 AND (scope = 'team' OR owner_id = $2)"
_MISSING = "There is no view with this id."


async def list_views(tx: Tx, tenant_id: UUID, viewer_id: UUID, screens: list[str]) -> list[SavedView]:
    """The team's views and the viewer's own, of these screens (none: of all), by name."""
    sql = f"{_SELECT} AND ($3::text[] = '{{}}' OR screen = ANY($3::text[])) ORDER BY name, id"
    return [SavedView(*row) for row in await tx.fetch(sql, tenant_id, viewer_id, screens)]


async def get_view(tx: Tx, tenant_id: UUID, viewer_id: UUID, view_id: UUID) -> SavedView:
    """Raises NotFound, also for somebody else's personal one."""
    row = await tx.fetchrow(f"{_SELECT} AND id = $3", tenant_id, viewer_id, view_id)
    if row is None:
        raise errors.NotFound(_MISSING)
    return SavedView(*row)


async def lock_view(tx: Tx, tenant_id: UUID, view_id: UUID) -> None:
    """Lock a view until the transaction ends; it is read after this. Raises NotFound."""
    sql = "SELECT id FROM saved_views WHERE tenant_id = $1 AND id = $2 FOR UPDATE"
    if await tx.fetchrow(sql, tenant_id, view_id) is None:
        raise errors.NotFound(_MISSING)


async def count_views(tx: Tx, tenant_id: UUID, owner_id: UUID) -> int:
    """How many somebody has made, of both scopes."""
    return int(
        await tx.fetchval(
            "SELECT count(*) FROM saved_views WHERE tenant_id = $1 AND owner_id = $2", tenant_id, owner_id
        )
    )


async def insert_view(tx: Tx, tenant_id: UUID, view: SavedView) -> None:
    await tx.execute(
        f"INSERT INTO saved_views (tenant_id, {_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        tenant_id,
        *msgspec.structs.astuple(view),
    )


async def update_view(tx: Tx, tenant_id: UUID, view: SavedView) -> None:
    """Write name, scope, owner and query. The view must be locked."""
    await tx.execute(
        """
        UPDATE saved_views SET name = $3, scope = $4, owner_id = $5, query = $6, version = $7, updated_at = $8
        WHERE tenant_id = $1 AND id = $2
        """,
        tenant_id,
        view.id,
        view.name,
        view.scope,
        view.owner_id,
        view.query,
        view.version,
        view.updated_at,
    )


async def delete_view(tx: Tx, tenant_id: UUID, view_id: UUID) -> None:
    await tx.execute("DELETE FROM saved_views WHERE tenant_id = $1 AND id = $2", tenant_id, view_id)
