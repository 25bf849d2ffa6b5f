"""Customers: locking, reading, writing, finding by words."""

from collections.abc import Iterable
from uuid import UUID

import msgspec

from onward.domain.records import Customer, Event
from onward.domain.search import AFTER_EVERY_WORD, meant
from onward.store import events as store_events
from onward.store import locks, merged, search_words
from onward.store.columns import CUSTOMER_TYPES, assignments, named, placeholders, selected
from onward.store.events import Writing
from onward.store.pages import Keyset, Order, after_key, order_by
from onward.store.transactions import Tx

_SELECT = f"SELECT {selected('c', CUSTOMER_TYPES)} FROM customers c WHERE c.tenant_id = $1"


async def lock_customer(tx: Tx, tenant_id: UUID, customer_id: UUID) -> None:
    """Lock the customer's row until the transaction ends. Raises NotFound, Merged."""
    if not await try_lock_customer(tx, tenant_id, customer_id):
        await merged.refuse_missing(tx, tenant_id, customer_id)


async def try_lock_customer(tx: Tx, tenant_id: UUID, customer_id: UUID) -> bool:
    """Lock the customer's row if there is one, and say whether there is."""
    return await tx.begin(locks.customer(tenant_id, customer_id))


async def get_customer(tx: Tx, tenant_id: UUID, customer_id: UUID) -> Customer:
    """Raises NotFound, Merged."""
    found = await find_customer(tx, tenant_id, customer_id)
    if found is None:
        await merged.refuse_missing(tx, tenant_id, customer_id)
    return found


async def find_customer(tx: Tx, tenant_id: UUID, customer_id: UUID) -> Customer | None:
    row = await tx.fetchrow(f"{_SELECT} AND c.id = $2", tenant_id, customer_id)
    return None if row is None else Customer(*row)


_NAMED = """
SELECT c.id, c.name, c.company, c.timezone FROM customers c WHERE c.tenant_id = $1 AND c.id = ANY($2::uuid[])
"""
_INSERT = f"""
WITH written AS (
  INSERT INTO customers (tenant_id, {named(CUSTOMER_TYPES)}, words)
  VALUES ($1, {placeholders(CUSTOMER_TYPES, 2)}, ${len(CUSTOMER_TYPES) + 2}::text[])
  ON CONFLICT ON CONSTRAINT pk_customers DO NOTHING
  RETURNING tenant_id, id
), worded AS (
  INSERT INTO search_words (tenant_id, word, id)
  SELECT written.tenant_id, word, written.id FROM written, unnest(${len(CUSTOMER_TYPES) + 2}::text[]) AS word
)
INSERT INTO events (tenant_id, {store_events.COLUMNS})
SELECT written.tenant_id, e.* FROM written, ({store_events.rows(len(CUSTOMER_TYPES) + 3)}) AS e
"""


async def insert_customer(
    tx: Tx, tenant_id: UUID, customer: Customer, words: list[str], writing: Writing, event: Event
) -> bool:
    """False, with nothing written, when the id is taken. Raises Conflict for an external_id that is taken."""
    values = (*msgspec.structs.astuple(customer), words)
    return await tx.execute(_INSERT, tenant_id, *values, *store_events.values(writing, [event])) == 1


async def update_customer(tx: Tx, tenant_id: UUID, before: Customer, after: Customer) -> None:
    """Write the fields that differ. The customer must be locked. Raises Conflict for a taken external_id."""
    changed = changed_columns(before, after)
    await tx.execute(
        f"UPDATE customers SET {assignments(CUSTOMER_TYPES, changed, 3)} WHERE tenant_id = $1 AND id = $2",
        tenant_id,
        before.id,
        *(getattr(after, column) for column in changed),
    )


def changed_columns(before: Customer, after: Customer) -> list[str]:
    """The columns in which two states of one customer differ."""
    return [column for column in CUSTOMER_TYPES if getattr(before, column) != getattr(after, column)]


async def replace_words(tx: Tx, tenant_id: UUID, customer: Customer) -> None:
    """Make what the customer is found by agree with its fields. The customer must be locked."""
    await search_words.replace_of_customers(tx, tenant_id, search_words.of_customers([customer]))


_BEGINS = 'sw.word >= {}::text COLLATE "C" AND sw.word < {}::text COLLATE "C"'
_HAS_HISTORY = """
SELECT EXISTS (SELECT FROM interactions i WHERE i.tenant_id = $1 AND i.customer_id = $2)
    OR EXISTS (SELECT FROM workflows w WHERE w.tenant_id = $1 AND w.customer_id = $2)
    OR EXISTS (SELECT FROM conversations v WHERE v.tenant_id = $1 AND v.customer_id = $2)
    OR EXISTS (SELECT FROM customer_notes n WHERE n.tenant_id = $1 AND n.customer_id = $2)
    OR EXISTS (SELECT FROM merged_customers m WHERE m.tenant_id = $1 AND m.customer_id = $2)
"""


async def has_history(tx: Tx, tenant_id: UUID, customer_id: UUID) -> bool:
    """Whether anything ever happened with the customer. The customer must be locked."""
    return bool(await tx.fetchval(_HAS_HISTORY, tenant_id, customer_id))


async def delete_customer(tx: Tx, tenant_id: UUID, customer_id: UUID) -> None:
    """Remove a customer without history, words included."""
    await search_words.delete_of_customers(tx, tenant_id, [customer_id])
    await tx.execute("DELETE FROM customers WHERE tenant_id = $1 AND id = $2", tenant_id, customer_id)


async def mark_interactions(tx: Tx, tenant_id: UUID, customer_id: UUID, *, is_closed: bool) -> None:
    """Keep the customer's open interactions out of the overdue lists, or let them back in."""
    await tx.execute(
        "UPDATE interactions SET customer_is_closed = $3 "
        "WHERE tenant_id = $1 AND customer_id = $2 AND status IN ('pending', 'in_progress')",
        tenant_id,
        customer_id,
        is_closed,
    )


class Named(msgspec.Struct, frozen=True):
    """As much of a customer as stands beside what is theirs."""

    id: UUID
    name: str
    company: str | None
    timezone: str | None


async def list_named(tx: Tx, tenant_id: UUID, customer_ids: Iterable[UUID]) -> list[Named]:
    """In no order; ids that name nothing are passed over."""
    return [Named(*row) for row in await tx.fetch(_NAMED, tenant_id, list(customer_ids))]


class CustomerFilter(msgspec.Struct, frozen=True):
    """Which customers a list holds; empty lists and None match all. `words` must all be met, by prefix."""

    status: list[str] = []
    owner_ids: list[UUID] = []
    without_owner: bool = False
    external_id: str | None = None
    tags: list[str] = []
    words: list[str] = []
    has_next: bool | None = None


ORDERS: dict[str, Order] = {
    "created_at": Order("c.created_at", "timestamptz"),
    "updated_at": Order("c.updated_at", "timestamptz"),
    "name": Order("c.name", "text"),
}


_HAS_OPEN = (
    "EXISTS (SELECT FROM interactions o WHERE o.tenant_id = c.tenant_id AND o.customer_id = c.id "
    "AND o.status IN ('pending', 'in_progress'))"
)


async def list_customers(tx: Tx, tenant_id: UUID, wanted: CustomerFilter, keyset: Keyset, limit: int) -> list[Customer]:
    """Up to `limit` customers after the keyset's position, in its order."""
    args: list[object] = [tenant_id]
    clauses = conditions(wanted, args)
    clauses += after_key(ORDERS[keyset.sort], "c.id", keyset, args)
    sql = " AND ".join([_SELECT, *clauses])
    sql += f" ORDER BY {order_by(ORDERS[keyset.sort], 'c.id', keyset)} LIMIT {int(limit)}"
    return [Customer(*row) for row in await tx.fetch(sql, *args)]


async def list_ids(tx: Tx, tenant_id: UUID, wanted: CustomerFilter, limit: int) -> list[UUID]:
    """The ids of up to `limit` customers, ascending."""
    args: list[object] = [tenant_id]
    sql = " AND ".join(["SELECT c.id FROM customers c WHERE c.tenant_id = $1", *conditions(wanted, args)])
    return [row[0] for row in await tx.fetch(f"{sql} ORDER BY c.id LIMIT {int(limit)}", *args)]


def conditions(wanted: CustomerFilter, args: list[object]) -> list[str]:
    """What a customer `c` must meet to be in the list; adds the parameters to `args`, whose first is the tenant."""
    clauses: list[str] = []

    def add(template: str, *values: object) -> None:
        numbers = [len(args) + offset for offset in range(1, len(values) + 1)]
        args.extend(values)
        clauses.append(template.format(*(f"${number}" for number in numbers)))

    if wanted.status:
        add("c.status = ANY({}::text[])", wanted.status)
    if wanted.owner_ids and wanted.without_owner:
        add("(c.owner_id = ANY({}::uuid[]) OR c.owner_id IS NULL)", wanted.owner_ids)
    elif wanted.owner_ids:
        add("c.owner_id = ANY({}::uuid[])", wanted.owner_ids)
    elif wanted.without_owner:
        clauses.append("c.owner_id IS NULL")
    if wanted.external_id is not None:
        add("c.external_id = {}", wanted.external_id)
    if wanted.has_next is not None:
        clauses.append(f"{'' if wanted.has_next else 'NOT '}{_HAS_OPEN}")
    if wanted.tags:
        add("c.tags && {}::text[]", wanted.tags)
    for word in wanted.words:
        beginnings = meant(word)
        add(
            f"c.id IN (SELECT sw.id FROM search_words sw WHERE sw.tenant_id = $1 "
            f"AND ({' OR '.join([_BEGINS] * len(beginnings))}))",
            *(text for each in beginnings for text in (each, each + AFTER_EVERY_WORD)),
        )
    return clauses
