"""Which customers a contender works on: fresh ones for each slice, spread over tenants and tables.

The n-th customer of a run is number n * STRIDE modulo the number of customers, which visits each one once.
"""

from msgspec import Struct

from benches.fill import Connection, fetch, key_of
from benches.load import Batch, Request
from benches.recording import COMPLETION, PAGE
from benches.world import TENANTS, World, id_of, sql_id, tenant_of

STRIDE = 48_271
_BODY = f'{{"outcome": "{COMPLETION.outcome}", "outcome_details": "{COMPLETION.outcome_details}"}}'


class Slice(Struct, frozen=True):
    """The customers from the `first`-th to before the `first + count`-th of a run."""

    world: World
    first: int
    count: int

    def customers(self) -> list[int]:
        return [n * STRIDE % self.world.customers for n in range(self.first, self.first + self.count)]


class Supply:
    """Hands out slices that nobody has worked on. Raises ValueError when the world is used up."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._used = 0

    def take(self, count: int) -> Slice:
        if self._used + count > self._world.customers:
            raise ValueError(f"{self._world.customers} customers are too few for this run")
        taken = Slice(self._world, self._used, count)
        self._used += count
        return taken


def pgbench_customer(world: World) -> str:
    """The customer of a client's i-th transaction, as an expression of pgbench."""
    return f"(:base + :client_id * :per_client + :i - 1) * {STRIDE} % {world.customers}"


def completions(name: str, port: int, connections: int, chosen: Slice) -> Batch:
    world = chosen.world
    requests = [_completion(c, str(id_of("interaction", world.open_interaction(c)))) for c in chosen.customers()]
    return Batch(name, port, connections, "completion", requests)


def _completion(customer: int, interaction_id: str) -> Request:
    path = f"/v1/interactions/{interaction_id}/complete"
    return Request("POST", path, key_of(tenant_of(customer)), _BODY, interaction_id)


def next_steps(name: str, port: int, connections: int, world: World, customers: list[int]) -> Batch:
    """`GET next` of customers whose open interaction is still the one that they were filled with."""
    requests = [
        Request(
            "GET",
            f"/v1/interactions/customers/{id_of('customer', c)}/next",
            key_of(tenant_of(c)),
            "",
            str(id_of("interaction", world.open_interaction(c))),
        )
        for c in customers
    ]
    return Batch(name, port, connections, "next", requests)


def first_pages(name: str, port: int, connections: int, customers: list[int]) -> Batch:
    """The newest fifty of the customers' tenants."""
    path = f"/v1/interactions?limit={PAGE}"
    requests = [Request("GET", path, key_of(tenant_of(c)), "", "") for c in customers]
    return Batch(name, port, connections, "page", requests, rows=PAGE)


_CUSTOMER = "(n * {stride} % {customers})"
_VERIFY = """
SELECT count(*) FROM generate_series({first}::bigint, {last}) AS n
JOIN interactions i ON i.tenant_id = {tenant} AND i.id = {interaction} AND i.status = 'completed' AND i.version = 2
JOIN interactions s ON s.tenant_id = i.tenant_id AND s.id = i.next_interaction_id AND s.status = 'pending'
  AND s.previous_interaction_id = i.id AND s.customer_id = i.customer_id AND s.workflow_id = i.workflow_id
  AND s.step_number = 2 AND s.title = 'Send Proposal'
JOIN workflows w ON w.tenant_id = i.tenant_id AND w.id = i.workflow_id AND w.step_number = 2 AND w.version = 2
WHERE 2 = (SELECT count(*) FROM events e WHERE e.tenant_id = i.tenant_id AND e.interaction_id IN (i.id, s.id))
  AND 2 = (SELECT count(*) FROM search_words sw WHERE sw.tenant_id = i.tenant_id AND sw.id = s.id
    AND sw.word >= '2' AND sw.word < '3')
"""


def verify(owner: Connection, chosen: Slice) -> None:
    """Raises when one of the slice's completions is not in the database with all that belongs to it."""
    world = chosen.world
    customer = _CUSTOMER.format(stride=STRIDE, customers=world.customers)
    sql = _VERIFY.format(
        first=chosen.first,
        last=chosen.first + chosen.count - 1,
        tenant=sql_id("tenant", f"{customer} % {TENANTS}"),
        interaction=sql_id("interaction", f"{world.open_interaction(0)} + {customer}"),
    )
    found = fetch(owner, sql)[0][0]
    if found != chosen.count:
        raise RuntimeError(f"only {found} of {chosen.count} completions are whole in the database")
