"""Lists of interactions: filters, orders and pages over indexes."""

from datetime import datetime
from uuid import UUID

import msgspec

from onward.domain.overdue import Cutoffs
from onward.domain.records import Interaction
from onward.domain.search import AFTER_EVERY_WORD, OF_TITLE, meant
from onward.store.columns import INTERACTION_TYPES, selected
from onward.store.interactions import WORKING_AT, WORKING_ORDER, WORKING_RANK
from onward.store.pages import INSTANT_NULLS, Keyset, Order, after_key, or_else, order_by
from onward.store.search_words import is_of_title
from onward.store.transactions import Tx

# A list shows no decisions: reading them would double the time that a page takes to decode.
_COLUMNS = selected("i", INTERACTION_TYPES).replace("i.next_step", "NULL::jsonb AS next_step")
_SELECT = f"SELECT {_COLUMNS} FROM interactions i WHERE i.tenant_id = $1"
_SELECT_ID = "SELECT i.id FROM interactions i WHERE i.tenant_id = $1"
_COUNT = "SELECT count(*) FROM interactions i WHERE i.tenant_id = $1"
_NEVER = "'infinity'::timestamptz"

ORDERS: dict[str, Order] = {
    "scheduled_at": Order("i.scheduled_at", "timestamptz", *INSTANT_NULLS),
    "due_at": Order("i.due_at", "timestamptz", *INSTANT_NULLS),
    "completed_at": Order("i.completed_at", "timestamptz", *INSTANT_NULLS),
    "created_at": Order("i.created_at", "timestamptz"),
    "priority": Order(
        "CASE i.priority WHEN 'urgent' THEN 3 WHEN 'high' THEN 2 WHEN 'normal' THEN 1 ELSE 0 END", "integer"
    ),
}


class InteractionFilter(msgspec.Struct, frozen=True):
    """Which interactions a list holds: values of one field are alternatives, different fields all hold.

    Empty lists and None match all. Ends of ranges are exclusive, beginnings inclusive. `words` must all be
    met, by prefix, by the title or by the customer.
    """

    status: list[str] = []
    type: list[str] = []
    priority: list[str] = []
    outcome: list[str] = []
    customer_id: list[UUID] = []
    assignee_id: list[UUID] = []
    without_assignee: bool = False
    campaign_id: list[UUID] = []
    conversation_id: list[UUID] = []
    template_id: list[UUID] = []
    workflow_id: list[UUID] = []
    is_overdue: bool | None = None
    scheduled_from: datetime | None = None
    scheduled_before: datetime | None = None
    due_from: datetime | None = None
    due_before: datetime | None = None
    words: list[str] = []


_TEXT_FIELDS = ("status", "type", "priority", "outcome")
_ID_FIELDS = ("customer_id", "campaign_id", "conversation_id", "template_id", "workflow_id")


class _Where:
    """Conditions and their parameters, growing together."""

    def __init__(self, tenant_id: UUID) -> None:
        self.args: list[object] = [tenant_id]
        self.clauses: list[str] = []

    def add(self, template: str, *values: object) -> None:
        first = len(self.args) + 1
        self.args.extend(values)
        self.clauses.append(template.format(*(f"${first + offset}" for offset in range(len(values)))))


async def list_interactions(
    tx: Tx, tenant_id: UUID, wanted: InteractionFilter, cutoffs: Cutoffs, keyset: Keyset, limit: int
) -> list[Interaction]:
    """Up to `limit` interactions after the keyset's position, in its order, without their `next_step`."""
    sql, args = statement(tenant_id, wanted, cutoffs, keyset, limit)
    return [Interaction(*row) for row in await tx.fetch(sql, *args)]


async def list_ids(
    tx: Tx, tenant_id: UUID, wanted: InteractionFilter, cutoffs: Cutoffs, keyset: Keyset, limit: int
) -> list[UUID]:
    """The ids alone of what `list_interactions` finds."""
    sql, args = statement(tenant_id, wanted, cutoffs, keyset, limit, _SELECT_ID)
    return [row[0] for row in await tx.fetch(sql, *args)]


async def count_interactions(tx: Tx, tenant_id: UUID, wanted: InteractionFilter, cutoffs: Cutoffs) -> int:
    """How many `list_interactions` finds on all its pages."""
    where = _where(tenant_id, wanted, cutoffs, is_page=False)
    rows = await tx.fetch(" AND ".join([_COUNT, *where.clauses]), *where.args)
    total: int = rows[0][0]
    return total


def statement(
    tenant_id: UUID,
    wanted: InteractionFilter,
    cutoffs: Cutoffs,
    keyset: Keyset,
    limit: int,
    select: str = _SELECT,
) -> tuple[str, list[object]]:
    """The statement of a page and its parameters; apart, so that a test can look at its plan."""
    where = _where(tenant_id, wanted, cutoffs)
    where.clauses += after_key(ORDERS[keyset.sort], "i.id", keyset, where.args)
    order = order_by(ORDERS[keyset.sort], "i.id", keyset)
    sql = " AND ".join([select, *where.clauses])
    return f"{sql} ORDER BY {order} LIMIT {int(limit)}", where.args


def _where(tenant_id: UUID, wanted: InteractionFilter, cutoffs: Cutoffs, *, is_page: bool = True) -> _Where:
    where = _Where(tenant_id)
    _add_choices(where, wanted)
    _add_assignee(where, wanted)
    _add_ranges(where, wanted)
    if wanted.is_overdue is not None:
        _add_overdue(where, cutoffs, is_overdue=wanted.is_overdue)
    for word in wanted.words:
        _add_word(where, word, is_page)
    return where


def _add_choices(where: _Where, wanted: InteractionFilter) -> None:
    for name, kind in [*((field, "text") for field in _TEXT_FIELDS), *((field, "uuid") for field in _ID_FIELDS)]:
        values = getattr(wanted, name)
        if len(values) == 1:
            where.add(f"i.{name} = {{}}::{kind}", values[0])
        elif values:
            where.add(f"i.{name} = ANY({{}}::{kind}[])", values)


def _add_assignee(where: _Where, wanted: InteractionFilter) -> None:
    if wanted.assignee_id and wanted.without_assignee:
        where.add("(i.assignee_id = ANY({}::uuid[]) OR i.assignee_id IS NULL)", wanted.assignee_id)
    elif len(wanted.assignee_id) == 1:
        where.add("i.assignee_id = {}::uuid", wanted.assignee_id[0])
    elif wanted.assignee_id:
        where.add("i.assignee_id = ANY({}::uuid[])", wanted.assignee_id)
    elif wanted.without_assignee:
        where.clauses.append("i.assignee_id IS NULL")


def _add_ranges(where: _Where, wanted: InteractionFilter) -> None:
    for column in ("scheduled", "due"):
        key = or_else(f"i.{column}_at", _NEVER)
        begins, ends = getattr(wanted, f"{column}_from"), getattr(wanted, f"{column}_before")
        if begins is not None:
            where.add(f"{key} >= {{}}::timestamptz AND i.{column}_at IS NOT NULL", begins)
        if ends is not None:
            where.add(f"{key} < {{}}::timestamptz", ends)


_DUE = or_else("i.due_at", _NEVER)
_LATE = (
    "(i.status IN ('pending', 'in_progress') AND NOT i.customer_is_closed"
    f" AND {_DUE} < CASE WHEN i.due_all_day THEN {{}}::timestamptz ELSE {{}}::timestamptz END)"
)


def _add_overdue(where: _Where, cutoffs: Cutoffs, *, is_overdue: bool) -> None:
    if not is_overdue:
        where.add(f"NOT coalesce({_LATE}, false)", cutoffs.today_starts_at, cutoffs.now)
        return
    where.add(_LATE, cutoffs.today_starts_at, cutoffs.now)
    where.add(f"{_DUE} < {{}}::timestamptz", cutoffs.now)


# So many ids are read once and kept beside; of more, most interactions that are looked at are some.
_FEW = 5_000


def _add_word(where: _Where, word: str, is_page: bool) -> None:
    beginnings = [OF_TITLE + word, *meant(word)]
    of_title, *of_customer = (
        f'sw.word >= {{{2 * at}}}::text COLLATE "C" AND sw.word < {{{2 * at + 1}}}::text COLLATE "C"'
        for at in range(len(beginnings))
    )
    title = (
        f"EXISTS (SELECT FROM search_words sw WHERE sw.tenant_id = $1 AND sw.id = i.id AND {is_of_title('sw')} "
        f"AND {of_title})"
    )
    bounds = (text for each in beginnings for text in (each, each + AFTER_EVERY_WORD))
    where.add(f"({title} OR {_is_of_customer(of_customer, is_page)})", *bounds)


def _is_of_customer(ranges: list[str], is_page: bool) -> str:
    """Whether the customer has such a word: is one of those found by the index if they are few, else asked of each.
    Of all customers at once it is asked only for a count; OFFSET keeps the server from that where a page needs few."""
    offset = " OFFSET 0" if is_page else ""
    found = " UNION ALL ".join(
        f"SELECT sw.id FROM search_words sw WHERE sw.tenant_id = $1 AND {each}" for each in ranges
    )
    return (
        f"CASE WHEN (SELECT count(*) FROM (SELECT FROM ({found}) AS f LIMIT {_FEW + 1}) AS counted) <= {_FEW} "
        f"THEN i.customer_id IN (SELECT f.id FROM ({found}) AS f LIMIT {_FEW}) "
        "ELSE EXISTS (SELECT FROM customers fc, unnest(fc.words) AS sw(word) "
        f"WHERE fc.tenant_id = $1 AND fc.id = i.customer_id AND ({' OR '.join(ranges)}){offset}) END"
    )


class WorkingPosition(msgspec.Struct, frozen=True):
    """The last row of a page in working order: its time (None: last), its rank (0 urgent to 3 low), its id."""

    at: datetime | None
    rank: int
    id: UUID


async def list_in_working_order(
    tx: Tx,
    tenant_id: UUID,
    customer_id: UUID,
    cutoffs: Cutoffs | None,
    after: WorkingPosition | None,
    limit: int,
) -> list[Interaction] | None:
    """Open interactions of one customer in working order; with `cutoffs` only the overdue ones.

    None for an unknown customer.
    """
    where = _Where(tenant_id)
    where.add("i.customer_id = {}::uuid AND i.status IN ('pending', 'in_progress')", customer_id)
    if cutoffs is not None:
        where.add(_LATE, cutoffs.today_starts_at, cutoffs.now)
    if after is not None:
        position = f"({or_else('{0}::timestamptz', _NEVER)}, {{1}}::integer, {{2}}::uuid)"
        where.add(f"({WORKING_AT}, {WORKING_RANK}, i.id) > {position}", after.at, after.rank, after.id)
    page = " AND ".join([_SELECT, *where.clauses]) + f" ORDER BY {WORKING_ORDER} LIMIT {int(limit)}"
    sql = (
        f"SELECT p.* FROM customers c LEFT JOIN LATERAL ({page}) AS p ON true "
        f"WHERE c.tenant_id = $1 AND c.id = $2 ORDER BY {WORKING_ORDER.replace('i.', 'p.')}"
    )
    rows = await tx.fetch(sql, *where.args)
    if not rows:
        return None
    return [Interaction(*row) for row in rows if row[0] is not None]
