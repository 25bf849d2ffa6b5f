"""The queue of one assignee: sorted into sections, counted, and a page of each, in one statement of one moment."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from onward.domain.queue import Day, Section
from onward.domain.records import Definition, Interaction
from onward.store.columns import INTERACTION_TYPES, selected
from onward.store.interactions import WORKING_AT, WORKING_RANK
from onward.store.pages import or_else
from onward.store.situations import definition_from
from onward.store.transactions import Tx

Version = tuple[UUID, int]
"""A template and the number of one of its published versions."""


class QueuePosition(msgspec.Struct, frozen=True):
    """The last row of a page: its time (None: last), its rank (0 urgent to 3 low), its id."""

    at: datetime | None
    rank: int
    id: UUID


class Queued(msgspec.Struct, frozen=True):
    """An interaction in a section, without its `next_step`, and whose it is."""

    section: Section
    position: QueuePosition
    customer_name: str
    customer_company: str | None
    customer_zone: str | None
    interaction: Interaction


class Totals(msgspec.Struct, frozen=True):
    """How many there are in each section, on whatever page."""

    overdue: int
    today: int
    upcoming: int
    done_today: int


# In these words the index alone answers, however many are open.
_NEVER = "'infinity'::timestamptz"
_LATE = f"{or_else('i.due_at', _NEVER)} < CASE WHEN i.due_all_day THEN $4::timestamptz ELSE $5::timestamptz END"
_IS_WHOLE_DAY = "CASE WHEN i.scheduled_at IS NULL THEN i.due_all_day ELSE i.scheduled_all_day END"
_SORTED = f"""
  SELECT i.tenant_id, i.id, {WORKING_AT} AS at, {WORKING_RANK} AS rank,
    CASE WHEN {_LATE} THEN 'overdue'
      WHEN {WORKING_AT} < CASE WHEN {_IS_WHOLE_DAY} THEN $7::timestamptz ELSE $6::timestamptz END THEN 'today'
      ELSE 'upcoming' END AS section
  FROM interactions i
  WHERE i.tenant_id = $1 AND i.assignee_id {{is_theirs}} AND i.status IN ('pending', 'in_progress')
    AND NOT i.customer_is_closed
  UNION ALL
  SELECT i.tenant_id, i.id, i.completed_at, 0, 'done_today' FROM interactions i
  WHERE i.tenant_id = $1 AND i.assignee_id {{is_theirs}} AND i.status = 'completed'
    AND i.completed_at >= $3::timestamptz
"""
_COLUMNS = selected("i", INTERACTION_TYPES).replace("i.next_step", "NULL::jsonb AS next_step")
_QUEUE = f"""
WITH queued AS MATERIALIZED ({_SORTED}), counted AS (
  SELECT count(*) FILTER (WHERE q.section = 'overdue') AS overdue,
    count(*) FILTER (WHERE q.section = 'today') AS today,
    count(*) FILTER (WHERE q.section = 'upcoming') AS upcoming,
    count(*) FILTER (WHERE q.section = 'done_today') AS done_today
  FROM queued q
), placed AS (
  SELECT q.*, row_number() OVER (PARTITION BY q.section ORDER BY q.at, q.rank, q.id) AS place FROM queued q
  WHERE q.section = ANY($8::text[]) AND ($11::uuid IS NULL OR (q.at, q.rank, q.id)
    > ({or_else("$9::timestamptz", _NEVER)}, $10::integer, $11::uuid))
)
SELECT k.overdue, k.today, k.upcoming, k.done_today, f.*
FROM counted k LEFT JOIN (
  SELECT p.section, CASE WHEN isfinite(p.at) THEN p.at END AS at, p.rank, c.name, c.company, c.timezone, {_COLUMNS}
  FROM placed p
  JOIN interactions i ON i.tenant_id = p.tenant_id AND i.id = p.id
  JOIN customers c ON c.tenant_id = i.tenant_id AND c.id = i.customer_id
  WHERE p.place <= $12
) AS f ON true
ORDER BY f.section, f.at, f.rank, f.id
"""
_OF_SOMEBODY = _QUEUE.replace("{is_theirs}", "= $2::uuid")
_OF_NOBODY = _QUEUE.replace("{is_theirs}", "IS NULL AND $2::uuid IS NULL")

_DEFINITIONS = """
SELECT v.template_id, v.version, v.definition::text
FROM unnest($2::uuid[], $3::integer[]) AS n(template_id, version)
JOIN template_versions v ON v.tenant_id = $1 AND v.template_id = n.template_id AND v.version = n.version
"""


async def list_queue(
    tx: Tx,
    tenant_id: UUID,
    assignee_id: UUID | None,
    day: Day,
    sections: Iterable[Section],
    after: QueuePosition | None,
    limit: int,
) -> tuple[Totals, list[Queued]]:
    """The totals of all sections, and of the wanted ones up to `limit` each after the position: in working order,
    what is done by the time of its completion. `assignee_id` None: what is nobody's."""
    rows = await tx.fetch(
        _OF_NOBODY if assignee_id is None else _OF_SOMEBODY,
        tenant_id,
        assignee_id,
        day.begins_at,
        day.cutoffs.today_starts_at,
        day.cutoffs.now,
        day.ends_at,
        day.ends_for_whole_days_at,
        list(sections),
        after.at if after else None,
        after.rank if after else None,
        after.id if after else None,
        limit,
    )
    return Totals(*rows[0][:4]), [_queued(row) for row in rows if row[4] is not None]


async def list_definitions(tx: Tx, tenant_id: UUID, versions: Iterable[Version]) -> dict[Version, Definition]:
    """Published definitions by template and version."""
    wanted = sorted(set(versions))
    if not wanted:
        return {}
    ids, numbers = [version[0] for version in wanted], [version[1] for version in wanted]
    rows = await tx.fetch(_DEFINITIONS, tenant_id, ids, numbers)
    return {(row[0], row[1]): definition_from(row[2]) for row in rows}


def _queued(row: asyncpg.Record) -> Queued:
    section, at, rank, name, company, zone = row[4:10]
    interaction = Interaction(*row[10:])
    return Queued(section, QueuePosition(at, rank, interaction.id), name, company, zone, interaction)
