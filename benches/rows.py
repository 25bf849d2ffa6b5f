"""The rows of the made-up world as SQL: one INSERT … SELECT over generate_series for each kind of row.

`c` is a customer's number, `k` the how-manieth interaction or workflow of its customer. A customer's rows
are written far apart, as years of work would: all customers' first interactions, then all their second ones.
"""

from benches.world import (
    CAMPAIGNS,
    DUE_DAYS,
    INTERACTIONS_EACH,
    MEMBERS,
    OPEN_AT,
    TENANTS,
    WORKFLOWS_EACH,
    World,
    sql_id,
)
from onward.store.columns import CUSTOMER_TYPES, INTERACTION_TYPES, WORKFLOW_TYPES

_TENANT = sql_id("tenant", f"c % {TENANTS}")
_MEMBER = sql_id("member", f"c % {TENANTS} * {MEMBERS} + c / {TENANTS} % {MEMBERS}")
_CAMPAIGN = (
    f"CASE WHEN c / {TENANTS * CAMPAIGNS} % 2 = 0 THEN "
    + sql_id("campaign", f"c % {TENANTS} * {CAMPAIGNS} + c / {TENANTS} % {CAMPAIGNS}")
    + " END"
)
_TEMPLATE = sql_id("template", f"c % {TENANTS}")
_CUSTOMER = sql_id("customer", "c")

TYPES = ("phone_call", "send_proposal", "follow_up")
TITLES = ("Initial Phone Call", "Send Proposal", "Follow-up")
_EXPLANATION = (
    "Step 2 of ''Benchmark Sequence'' by outcome success, planned for the day of completion; due 2 days later."
)


_CUSTOMER_WORDS = (
    "ARRAY['0customer', '0' || c, '1company', '1' || (c / 4), '1example', '1customer' || c || '@example.com', '1crm']"
)


def customers(world: World, base: str) -> str:
    """`base` is the instant at which the world was made, as SQL."""
    return _insert(
        "customers",
        {
            "id": _CUSTOMER,
            "external_id": "'crm-' || c",
            "name": "'Customer ' || c",
            "company": "'Company ' || c / 4",
            "email": "'customer' || c || '@example.com'",
            "owner_id": _MEMBER,
            "status": "'active'",
            "do_not_contact": "'{}'",
            "tags": "'{benchmark}'",
            "metadata": "'{}'",
            "version": "1",
            "created_at": f"{base} - interval '90 days'",
            "updated_at": f"{base} - interval '90 days'",
            "words": _CUSTOMER_WORDS,
        },
        {**CUSTOMER_TYPES, "words": "text[]"},
        world,
    )


def workflows(world: World, base: str, k: int) -> str:
    """The k-th run of every customer; the last one is active at its first step."""
    is_active = k == WORKFLOWS_EACH - 1
    return _insert(
        "workflows",
        {
            "id": sql_id("workflow", f"{k * world.customers} + c"),
            "customer_id": _CUSTOMER,
            "template_id": _TEMPLATE,
            "template_version": "1",
            "status": "'active'" if is_active else "'completed'",
            "step_number": "1" if is_active else "3",
            "branch_counts": "'{}'",
            "campaign_id": _CAMPAIGN,
            "assignee_id": _MEMBER,
            "started_at": _created(world, base, 3 * k),
            "ended_at": "NULL" if is_active else _created(world, base, 3 * k + 3),
            "version": "1" if is_active else "4",
        },
        WORKFLOW_TYPES,
        world,
    )


def interactions(world: World, base: str, k: int) -> str:
    """The k-th interaction of every customer; the last one is open, and due from 18 days ago to 22 days ahead."""
    is_open = k == OPEN_AT
    closed = "NULL" if is_open else f"{_created(world, base, k)} + interval '6 days'"
    scheduled = f"{base} + make_interval(days => (c / {TENANTS} % {DUE_DAYS})::int - {DUE_DAYS // 2})"
    if not is_open:
        scheduled = f"{_created(world, base, k)} + interval '3 days'"
    return _insert(
        "interactions",
        {
            **_constant(k),
            "id": _interaction(world, k),
            "customer_id": _CUSTOMER,
            "scheduled_at": scheduled,
            "due_at": f"{scheduled} + interval '2 days'",
            "first_scheduled_at": scheduled,
            "first_due_at": f"{scheduled} + interval '2 days'",
            "completed_at": closed,
            "closed_at": closed,
            "completed_by": "NULL" if is_open else _MEMBER,
            "template_id": _TEMPLATE,
            "workflow_id": sql_id("workflow", f"{k // 3 * world.customers} + c"),
            "campaign_id": _CAMPAIGN,
            "assignee_id": _MEMBER,
            "created_by": _MEMBER,
            "previous_interaction_id": _interaction(world, k - 1) if k else "NULL",
            "next_interaction_id": "NULL" if is_open else _interaction(world, k + 1),
            "next_step": "NULL" if is_open else _next_step(world, k),
            "created_at": _created(world, base, k),
            "updated_at": _created(world, base, k) if is_open else closed,
        },
        INTERACTION_TYPES,
        world,
    )


def _constant(k: int) -> dict[str, str]:
    is_open = k == OPEN_AT
    return {
        "type": f"'{TYPES[k % 3]}'",
        "title": f"'{TITLES[k % 3]}'",
        "description": "'Follow up on what was said the last time'",
        "status": "'pending'" if is_open else "'completed'",
        "priority": "(ARRAY['low', 'normal', 'normal', 'high'])[1 + c % 4]",
        "scheduled_all_day": "false",
        "due_all_day": "true",
        "outcome": "NULL" if is_open else "'success'",
        "outcome_details": "NULL" if is_open else "'Spoke with them, they want to go on'",
        "origin": "'template'",
        "explanation": f"'{_EXPLANATION}'",
        "template_version": "1",
        "step_number": str(k % 3 + 1),
        "reschedule_count": "0",
        "metadata": "'{}'",
        "version": "1" if is_open else "2",
        "customer_is_closed": "false",
    }


def _interaction(world: World, k: int) -> str:
    return sql_id("interaction", f"{k * world.customers} + c")


def _next_step(world: World, k: int) -> str:
    return (
        "jsonb_build_object('created', true, 'reason', 'template', "
        f"'explanation', '{_EXPLANATION}', 'interaction_id', {_interaction(world, k + 1)})"
    )


def _created(world: World, base: str, k: int) -> str:
    """One interaction of each customer a week, the customers evenly over it, the last ones just now."""
    weeks = INTERACTIONS_EACH - k
    return f"({base} - {weeks} * interval '7 days' + c * interval '7 days' / {world.customers})"


def _insert(table: str, values: dict[str, str], types: dict[str, str], world: World) -> str:
    """Every column is named, so that a new one shows up here."""
    unknown = set(values) - set(types)
    if unknown:
        raise ValueError(f"{table} has no columns {sorted(unknown)}")
    selected = ", ".join(f"({values.get(column, 'NULL')})::{kind}" for column, kind in types.items())
    return (
        f"INSERT INTO {table} (tenant_id, {', '.join(types)}) "
        f"SELECT {_TENANT}, {selected} FROM generate_series(0::bigint, {world.customers - 1}) AS c"
    )


def customer_words(world: World) -> str:
    """What customers are found by; `fill.check_words` compares with what the product would write."""
    return _words(world, _CUSTOMER, _CUSTOMER_WORDS)


def title_words(world: World) -> str:
    """What the open interactions are found by."""
    return _words(world, _interaction(world, OPEN_AT), "ARRAY['2initial', '2phone', '2call']")


def _words(world: World, thing: str, words: str) -> str:
    return (
        "INSERT INTO search_words (tenant_id, word, id) "
        f"SELECT DISTINCT {_TENANT}, word, {thing} "
        f"FROM generate_series(0::bigint, {world.customers - 1}) AS c, unnest({words}) AS word ORDER BY 1, 2, 3"
    )
