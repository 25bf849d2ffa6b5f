"""Coverage: the active customers whom nothing covers, how many there are, and what happened to each last.

Nothing is kept for it: what is open says it, and an index leads to what was finished last.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import msgspec

from onward.domain.coverage import Uncovered
from onward.store.interactions import WORKING_AT
from onward.store.transactions import Tx


class CoverageFilter(msgspec.Struct, frozen=True):
    """Whose customers count; empty and false match all."""

    owner_ids: list[UUID] = []
    without_owner: bool = False


class Counts(msgspec.Struct, frozen=True):
    """Active customers, and how many of them nothing covers."""

    active: int
    uncovered: int


_ACTIVE = "c.status = 'active'"
_NOT_COVERED = """
  AND NOT EXISTS (
    SELECT FROM interactions o
    WHERE o.tenant_id = c.tenant_id AND o.customer_id = c.id AND o.status IN ('pending', 'in_progress'))
  AND NOT EXISTS (
    SELECT FROM workflows p
    WHERE p.tenant_id = c.tenant_id AND p.customer_id = c.id AND p.status = 'paused' AND p.resume_at IS NOT NULL)
"""
_FACTS = """
  c.id, c.name, c.company, c.owner_id, c.created_at,
  l.closed_at, l.status, l.next_step IS NOT NULL,
  CASE WHEN NOT (l.next_step ->> 'created')::boolean THEN l.next_step ->> 'reason' END,
  r.status, r.ended_at
"""
_LAST = """
LEFT JOIN LATERAL (
  SELECT i.closed_at, i.status, i.next_step FROM interactions i
  WHERE i.tenant_id = c.tenant_id AND i.customer_id = c.id AND i.closed_at IS NOT NULL
  ORDER BY i.closed_at DESC, i.id DESC LIMIT 1
) AS l ON true
LEFT JOIN LATERAL (
  SELECT w.status, w.ended_at FROM workflows w
  WHERE w.tenant_id = c.tenant_id AND w.customer_id = c.id AND w.status <> 'active'
  ORDER BY w.ended_at DESC NULLS FIRST, w.id DESC LIMIT 1
) AS r ON true
"""


# {owned} and {after} are put in where they are wanted: conditions that hold for everybody hide the way to an index.
_UNCOVERED_PAGE = f"""
SELECT {_FACTS} FROM customers c {_LAST}
WHERE c.tenant_id = $1 AND {_ACTIVE} {{owned}} {{after}} {_NOT_COVERED}
ORDER BY c.id LIMIT {{limit}}
"""
_UNCOVERED = f"""
WITH uncovered AS MATERIALIZED (
  SELECT c.tenant_id, c.id FROM customers c WHERE c.tenant_id = $1 AND {_ACTIVE} {{owned}} {_NOT_COVERED}
), page AS (
  SELECT c.tenant_id, c.id FROM uncovered c WHERE true {{after}} ORDER BY c.id LIMIT {{limit}}
)
SELECT {{counts}}, f.*
FROM (SELECT count(*) AS uncovered FROM uncovered) AS k
LEFT JOIN (
  SELECT {_FACTS} FROM page p JOIN customers c ON c.tenant_id = p.tenant_id AND c.id = p.id {_LAST}
) AS f ON true
ORDER BY f.id
"""
_COUNT_ACTIVE = f"(SELECT count(*) FROM customers c WHERE c.tenant_id = $1 AND {_ACTIVE} {{owned}})"

_STILL = f"SELECT c.id FROM customers c WHERE c.tenant_id = $1 AND {_ACTIVE} AND c.id = ANY($2::uuid[]) {_NOT_COVERED}"


async def list_uncovered(
    tx: Tx, tenant_id: UUID, wanted: CoverageFilter, after_id: UUID | None, limit: int
) -> list[Uncovered]:
    """Up to `limit` uncovered customers after this id, by id."""
    words, args = _narrowed(wanted, after_id)
    rows = await tx.fetch(_UNCOVERED_PAGE.format(limit=int(limit), **words), tenant_id, *args)
    return [Uncovered(*row) for row in rows]


async def get_coverage(
    tx: Tx, tenant_id: UUID, wanted: CoverageFilter, after_id: UUID | None, limit: int
) -> tuple[Counts, list[Uncovered]]:
    """The figures, and a page of `list_uncovered`, both of one moment."""
    words, args = _narrowed(wanted, after_id)
    counts = f"{_COUNT_ACTIVE}, k.uncovered".format(**words)
    rows = await tx.fetch(_UNCOVERED.format(counts=counts, limit=int(limit), **words), tenant_id, *args)
    return Counts(*rows[0][:2]), [Uncovered(*row[2:]) for row in rows if row[2] is not None]


async def list_loose_ends(
    tx: Tx, tenant_id: UUID, wanted: CoverageFilter, after_id: UUID | None, limit: int
) -> tuple[int, list[Uncovered]]:
    """How many are uncovered, and a page of `list_uncovered`, both of one moment. The active ones are not counted,
    which would take as long again."""
    words, args = _narrowed(wanted, after_id)
    rows = await tx.fetch(_UNCOVERED.format(counts="k.uncovered", limit=int(limit), **words), tenant_id, *args)
    return rows[0][0], [Uncovered(*row[1:]) for row in rows if row[1] is not None]


async def lock_uncovered(tx: Tx, tenant_id: UUID, customer_ids: Iterable[UUID]) -> list[UUID]:
    """Lock these customers in ascending id until the transaction ends; which of them nothing covers, by id.

    What was read of them before may be old.
    """
    ids = sorted(set(customer_ids))
    await tx.execute(
        "SELECT c.id FROM customers c WHERE c.tenant_id = $1 AND c.id = ANY($2::uuid[]) ORDER BY c.id "
        "FOR NO KEY UPDATE",
        tenant_id,
        ids,
    )
    return await find_uncovered(tx, tenant_id, ids)


async def find_uncovered(tx: Tx, tenant_id: UUID, customer_ids: Iterable[UUID]) -> list[UUID]:
    """Which of these customers are active and nothing covers, by id."""
    return sorted(row[0] for row in await tx.fetch(_STILL, tenant_id, list(customer_ids)))


async def find_customers(tx: Tx, tenant_id: UUID, customer_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these customers there are."""
    sql = "SELECT c.id FROM customers c WHERE c.tenant_id = $1 AND c.id = ANY($2::uuid[])"
    return {row[0] for row in await tx.fetch(sql, tenant_id, list(customer_ids))}


_LOAD = f"""
SELECT i.assignee_id, (({WORKING_AT}) AT TIME ZONE $2)::date, count(*) FROM interactions i
WHERE i.tenant_id = $1 AND i.status IN ('pending', 'in_progress') AND NOT i.customer_is_closed
  AND isfinite({WORKING_AT})
GROUP BY 1, 2
"""


async def list_load(tx: Tx, tenant_id: UUID, zone: str) -> list[tuple[UUID | None, date, int]]:
    """How many open interactions each assignee has on each local day: where planned, else where due."""
    return [(row[0], row[1], row[2]) for row in await tx.fetch(_LOAD, tenant_id, zone)]


def _narrowed(wanted: CoverageFilter, after_id: UUID | None) -> tuple[dict[str, str], list[object]]:
    """What stands in a statement for whose customers count and where the page begins, with its parameters."""
    args: list[object] = []
    owners = ["c.owner_id IS NULL"] if wanted.without_owner else []
    if len(wanted.owner_ids) == 1:
        args.append(wanted.owner_ids[0])
        owners.append("c.owner_id = $2::uuid")
    elif wanted.owner_ids:
        args.append(wanted.owner_ids)
        owners.append("c.owner_id = ANY($2::uuid[])")
    after = ""
    if after_id is not None:
        args.append(after_id)
        after = f"AND c.id > ${len(args) + 1}::uuid"
    return {"owned": f"AND ({' OR '.join(owners)})" if owners else "", "after": after}, args
