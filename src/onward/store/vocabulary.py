"""A tenant's own words, types or outcomes: rows by key, in an order that people choose, archived and never removed."""

from typing import Generic, TypeVar
from uuid import UUID

import msgspec

from onward.domain import errors
from onward.domain.records import InteractionType, Outcome
from onward.store.transactions import Tx

W = TypeVar("W", bound=InteractionType | Outcome)


class Vocabulary(msgspec.Struct, Generic[W], frozen=True):
    """One table of words; the fields of `record` are its columns beside the tenant, the key first. `name` is what one
    of them is called."""

    table: str
    record: type[W]
    name: str

    @property
    def columns(self) -> tuple[str, ...]:
        return self.record.__struct_fields__


async def insert_words(tx: Tx, tenant_id: UUID, of: Vocabulary[W], words: list[W]) -> None:
    """Add words; those that are there stay as they are."""
    await tx.executemany(_insert(of), [(tenant_id, *msgspec.structs.astuple(one)) for one in words])


async def add_word(tx: Tx, tenant_id: UUID, of: Vocabulary[W], made: W) -> bool:
    """False when there is one with this key already, which stays as it is."""
    return await tx.execute(_insert(of), tenant_id, *msgspec.structs.astuple(made)) == 1


async def list_words(tx: Tx, tenant_id: UUID, of: Vocabulary[W], *, with_archived: bool) -> list[W]:
    """In the tenant's order: by position, those without one last, then by key."""
    archived = "" if with_archived else " AND archived_at IS NULL"
    rows = await tx.fetch(f"{_select(of)}{archived} ORDER BY position NULLS LAST, key", tenant_id)
    return [of.record(*row) for row in rows]


async def get_word(tx: Tx, tenant_id: UUID, of: Vocabulary[W], key: str) -> W:
    """Raises NotFound."""
    row = await tx.fetchrow(f"{_select(of)} AND key = $2", tenant_id, key)
    if row is None:
        raise errors.NotFound(f"There is no {of.name} with this key.")
    return of.record(*row)


async def lock_word(tx: Tx, tenant_id: UUID, of: Vocabulary[W], key: str) -> None:
    """Until the transaction ends, if it is there; it is read after this."""
    await tx.fetch(f"SELECT key FROM {of.table} WHERE tenant_id = $1 AND key = $2 FOR UPDATE", tenant_id, key)


async def lock_words(tx: Tx, tenant_id: UUID, of: Vocabulary[W]) -> None:
    """Lock them all, in the order of their keys; they are read after this."""
    await tx.fetch(f"SELECT key FROM {of.table} WHERE tenant_id = $1 ORDER BY key FOR UPDATE", tenant_id)


async def update_word(tx: Tx, tenant_id: UUID, of: Vocabulary[W], changed: W) -> None:
    """Write all fields. The word must be locked."""
    assigned = ", ".join(f"{column} = ${number}" for number, column in enumerate(of.columns[1:], 3))
    await tx.execute(
        f"UPDATE {of.table} SET {assigned} WHERE tenant_id = $1 AND key = $2",
        tenant_id,
        *msgspec.structs.astuple(changed),
    )


async def update_positions(tx: Tx, tenant_id: UUID, of: Vocabulary[W], moved: list[W]) -> None:
    """Write positions and versions. All must be locked."""
    await tx.execute(
        f"""
        UPDATE {of.table} AS w SET position = m.position, version = m.version
        FROM unnest($2::text[], $3::integer[], $4::integer[]) AS m(key, position, version)
        WHERE w.tenant_id = $1 AND w.key = m.key
        """,
        tenant_id,
        [one.key for one in moved],
        [one.position for one in moved],
        [one.version for one in moved],
    )


def _select(of: Vocabulary[W]) -> str:
    return f"SELECT {', '.join(of.columns)} FROM {of.table} WHERE tenant_id = $1"


def _insert(of: Vocabulary[W]) -> str:
    places = ", ".join(f"${number}" for number in range(1, len(of.columns) + 2))
    return f"INSERT INTO {of.table} (tenant_id, {', '.join(of.columns)}) VALUES ({places}) ON CONFLICT DO NOTHING"
