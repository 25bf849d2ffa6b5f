"""How reads slow down as the data grows: the same requests to a small and to a hundred times bigger database.

Two servers run at once and the load goes to them by turns in short bursts, so that noise hits both. What is read
is read once before it is measured.
"""

import random
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from benches import fill, loading, servers, tables
from benches.fill import key_of
from benches.load import Batch, Check, Request
from benches.recording import PAGE
from benches.servers import Server
from benches.tables import Verdict
from benches.world import (
    INTERACTIONS_EACH,
    World,
    campaign_of,
    id_of,
    is_in_campaign,
    member_of,
    tenant_of,
)
from onward.embedded import Engine

SMALL = World(100_000)
CONNECTIONS = 4
_MOST_GROWTH = 1.3
_BURST = 100
_SEED = 20_260_119


class Size(Struct, frozen=True):
    """`samples` of each kind of request to each database, of `distinct` customers, tenants and so on."""

    big: World
    small: World = SMALL
    samples: int = 4000
    distinct: int = 1000


class Kind(Struct, frozen=True):
    """A kind of request: its path for a customer of a world, and what the answer must look like."""

    name: str
    path: Callable[[World, int], str]
    check: Check
    expected: Callable[[World, int], str] = lambda world, customer: ""
    field: str = ""
    rows: int = 0


def _list(parameters: str) -> Callable[[World, int], str]:
    """`{customer}`, `{member}`, `{workflow}` and `{campaign}` stand for those of the customer."""

    def path(world: World, c: int) -> str:
        ids = {
            "customer": id_of("customer", c),
            "member": id_of("member", member_of(c)),
            "workflow": id_of("workflow", world.active_workflow(c)),
            "campaign": id_of("campaign", campaign_of(c)),
        }
        return f"/v1/interactions?{parameters.format(**ids)}"

    return path


def _of_customer(what: str) -> Callable[[World, int], str]:
    return lambda world, c: f"/v1/interactions/customers/{id_of('customer', c)}/{what}"


KINDS = (
    Kind(
        "next",
        _of_customer("next"),
        "next",
        lambda world, c: str(id_of("interaction", world.open_interaction(c))),
    ),
    Kind("overdue", _of_customer("overdue"), "page", lambda world, c: str(id_of("customer", c)), "customer_id", 1),
    Kind(
        "by customer",
        _list("customer_id={customer}"),
        "page",
        lambda world, c: str(id_of("customer", c)),
        "customer_id",
        INTERACTIONS_EACH,
    ),
    Kind(
        "by assignee",
        _list("assignee_id={member}"),
        "page",
        lambda world, c: str(id_of("member", member_of(c))),
        "assignee_id",
        PAGE,
    ),
    Kind("by status and scheduled date", _list("status=pending&sort=scheduled_at"), "page", rows=PAGE),
    Kind("by status and due date", _list("status=pending&sort=due_at"), "page", rows=PAGE),
    Kind(
        "by workflow",
        _list("workflow_id={workflow}"),
        "page",
        lambda world, c: str(id_of("workflow", world.active_workflow(c))),
        "workflow_id",
        1,
    ),
    Kind(
        "by campaign",
        _list("campaign_id={campaign}"),
        "page",
        lambda world, c: str(id_of("campaign", campaign_of(c))),
        "campaign_id",
        PAGE,
    ),
)


def measure(engine: Engine, data_dir: Path, size: Size) -> str:
    """Run it all and return the report. Raises RuntimeError on a wrong answer."""
    databases = [fill.ensure(engine, world) for world in (size.small, size.big)]
    with (
        servers.onward(engine.dsn_of(databases[0]), data_dir, "small") as small,
        servers.onward(engine.dsn_of(databases[1]), data_dir, "big") as big,
    ):
        latencies = {kind.name: _measured(kind, ((small, size.small), (big, size.big)), size) for kind in KINDS}
    return _report(latencies, size)


class _Target(Struct, frozen=True):
    """A server and what is asked of it."""

    server: Server
    requests: list[Request]


def _measured(kind: Kind, served: Sequence[tuple[Server, World]], size: Size) -> tuple[list[float], list[float]]:
    """The latencies of the small and of the big database."""
    chance = random.Random(_SEED)
    targets = [_Target(server, _requests(kind, world, size, chance)) for server, world in served]
    warming = [_batch(kind, target, 0, size.distinct) for target in targets]
    ends = range(size.distinct + _BURST, size.distinct + size.samples + 1, _BURST)
    bursts = [
        _batch(kind, target, end - _BURST, end)
        for turn, end in enumerate(ends)
        for target in (targets if turn % 2 else reversed(targets))
    ]
    seen = loading.run([*warming, *bursts])[len(warming) :]
    small, big = ([ms for each in seen if each.name == server.name for ms in each.latencies_ms] for server, _ in served)
    p99s = " and ".join(f"{loading.percentile(each, 0.99):.2f}" for each in (small, big))
    print(f"{kind.name}: p99 {p99s} ms", flush=True)
    return small, big


def _requests(kind: Kind, world: World, size: Size, chance: random.Random) -> list[Request]:
    """Each of the distinct ones once, then as many as are to be measured."""
    chosen = _suited(world, chance, size.distinct)
    order = [*chosen, *(chance.choice(chosen) for _ in range(size.samples))]
    return [Request("GET", kind.path(world, c), key_of(tenant_of(c)), "", kind.expected(world, c)) for c in order]


def _suited(world: World, chance: random.Random, count: int) -> list[int]:
    """Customers who belong to a campaign and have something overdue."""
    found: list[int] = []
    while len(found) < count:
        customer = chance.randrange(world.customers)
        if is_in_campaign(customer) and world.is_overdue(customer):
            found.append(customer)
    return found


def _batch(kind: Kind, target: _Target, first: int, end: int) -> Batch:
    requests = target.requests[first:end]
    return Batch(target.server.name, target.server.port, CONNECTIONS, kind.check, requests, kind.field, kind.rows)


def _report(latencies: dict[str, tuple[list[float], list[float]]], size: Size) -> str:
    said = (
        f"{size.small.interactions:,} and {size.big.interactions:,} interactions; {CONNECTIONS} connections to each; "
        f"{size.samples:,} answers of each kind from each, all checked; milliseconds."
    )
    rows = [[name, *_figures(small), *_figures(big)] for name, (small, big) in latencies.items()]
    head = ["read", "small p50", "small p99", "big p50", "big p99"]
    given = [
        Verdict(
            f"growth of p99: {name}",
            loading.percentile(big, 0.99) / loading.percentile(small, 0.99),
            _MOST_GROWTH,
            at_least=False,
        )
        for name, (small, big) in latencies.items()
    ]
    return "\n".join([said, "", tables.table(head, rows), tables.verdicts(given)])


def _figures(latencies_ms: list[float]) -> list[str]:
    return [f"{loading.percentile(latencies_ms, share):.2f}" for share in (0.50, 0.99)]
