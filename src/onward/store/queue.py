"""The queue of one assignee: each section counted, and a page of it, in one statement of one moment."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
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
_TODAY = f"{WORKING_AT} < CASE WHEN {_IS_WHOLE_DAY} THEN $7::timestamptz ELSE $6::timestamptz END"
_IN_SECTION = {
    "overdue": f"({_LATE})",
    "today": f"NOT ({_LATE}) AND ({_TODAY})",
    "upcoming": f"NOT ({_LATE}) AND NOT ({_TODAY})",
}
_OPEN = """
FROM interactions i
WHERE i.tenant_id = $1 AND i.assignee_id {is_theirs} AND i.status IN ('pending', 'in_progress')
  AND NOT i.customer_is_closed
"""
_DONE = """
FROM interactions i
WHERE i.tenant_id = $1 AND i.assignee_id {is_theirs} AND i.status = 'completed' AND i.completed_at >= $3::timestamptz
"""


_PLACES = {
    **{section: (f"{_OPEN} AND {within}", WORKING_AT, WORKING_RANK) for section, within in _IN_SECTION.items()},
    "done_today": (_DONE, "i.completed_at", "0"),
}
_NOWHERE = "SELECT i.tenant_id, i.id, i.due_at AS at, 0 AS rank, '' AS section FROM interactions i WHERE false"
_COLUMNS = selected("i", INTERACTION_TYPES).replace("i.next_step", "NULL::jsonb AS next_step")
_QUEUE = f"""
WITH counted AS (
  SELECT count(*) AS open, count(*) FILTER (WHERE {_IN_SECTION["overdue"]}) AS overdue,
    count(*) FILTER (WHERE {_IN_SECTION["today"]}) AS today {_OPEN}
), done AS (
  SELECT count(*) AS today {_DONE}
), placed AS (
  {{pages}}
)
SELECT k.overdue, k.today, k.open - k.overdue - k.today, d.today, f.*
FROM counted k CROSS JOIN done d LEFT JOIN (
  SELECT p.section, CASE WHEN isfinite(p.at) THEN p.at END AS at, p.rank, c.name, c.company, c.timezone, {_COLUMNS}
  FROM placed p
  JOIN interactions i ON i.tenant_id = p.tenant_id AND i.id = p.id
  JOIN customers c ON c.tenant_id = i.tenant_id AND c.id = i.customer_id
) AS f ON true
ORDER BY f.section, f.at, f.rank, f.id
"""


def _page(section: Section, limit: int, *, goes_on: bool) -> str:
    """The first rows of a section in the order of its index, so that no more of it is read than must be."""
    source, at, rank = _PLACES[section]
    after = f"AND ({at}, {rank}, i.id) > ({or_else('$8::timestamptz', _NEVER)}, $9::integer, $10::uuid)"
    return (
        f"(SELECT i.tenant_id, i.id, {at} AS at, {rank} AS rank, '{section}' AS section {source} "
        f"{after if goes_on else ''} ORDER BY at, rank, id LIMIT {int(limit)})"
    )


@lru_cache(maxsize=256)
def _statement(sections: tuple[Section, ...], limit: int, *, is_nobodys: bool, goes_on: bool) -> str:
    """Without sections the totals alone.

    What is asked for stands in the statement and not in its parameters: a plan for whatever might be asked would
    look so dear that PostgreSQL would plan anew each time, which takes as long as the work."""
    pages = " UNION ALL ".join(_page(section, limit, goes_on=goes_on) for section in sections)
    statement = _QUEUE.replace("{pages}", pages or _NOWHERE)
    return statement.replace("{is_theirs}", "IS NULL AND $2::uuid IS NULL" if is_nobodys else "= $2::uuid")


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
    pages = tuple(sections)
    goes_on = after is not None and bool(pages)
    position = (after.at, after.rank, after.id) if after is not None and goes_on else ()
    rows = await tx.fetch(
        _statement(pages, limit, is_nobodys=assignee_id is None, goes_on=goes_on),
        tenant_id,
        assignee_id,
        day.begins_at,
        day.cutoffs.today_starts_at,
        day.cutoffs.now,
        day.ends_at,
        day.ends_for_whole_days_at,
        *position,
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
