"""Reads a second: a customer's next step, and a list of fifty, beside what pgbench gets for the same statements."""

import asyncio
import random
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from benches import fill, loading, pgbench, recording, servers, slices, tables
from benches.complete import CLIENTS, DATABASE
from benches.load import Batch
from benches.pgbench import Script
from benches.recording import PAGE, Message
from benches.servers import Server
from benches.tables import Verdict
from benches.world import World
from onward.embedded import Engine

ROUNDS = 3
_WARMING = 60
_SEED = 20_260_119
_BatchMaker = Callable[[str, int, int, list[int]], Batch]


class Size(Struct, frozen=True):
    """How many of each read every connection does in a round."""

    each: int = 400
    rounds: int = ROUNDS


class Read(Struct):
    """One kind of read, and what came of it by round, for PostgreSQL alone and for the product."""

    name: str
    share: float
    script: Script
    batch: _BatchMaker
    reference: list[float] = field(default_factory=list)
    ours: list[float] = field(default_factory=list)
    latencies_ms: list[float] = field(default_factory=list)

    def forget(self) -> None:
        """What came before was to warm up."""
        for measured in (self.reference, self.ours, self.latencies_ms):
            measured.clear()


def measure(engine: Engine, data_dir: Path, world: World, size: Size) -> str:
    """Run it all and return the report. Raises RuntimeError on a wrong answer."""
    fill.clone(engine, fill.ensure(engine, world), DATABASE)
    reads = _reads(engine, world)
    chance = random.Random(_SEED)
    with servers.onward(None, data_dir) as server:
        for read in reads:
            _round(engine, world, server, read, _WARMING, chance)
        for read in reads:
            read.forget()
        for _ in range(size.rounds):
            for read in reads:
                _round(engine, world, server, read, size.each, chance)
                print(f"{read.name}: {read.ours[-1]:.0f}/s, pgbench {read.reference[-1]:.0f}/s", flush=True)
    return _report(reads, world, size)


def _reads(engine: Engine, world: World) -> list[Read]:
    def next_steps(name: str, port: int, connections: int, customers: list[int]) -> Batch:
        return slices.next_steps(name, port, connections, world, customers)

    return [
        Read("GET next", 0.15, _script(engine, world, recording.next_step), next_steps),
        Read(f"a list of {PAGE}", 0.25, _script(engine, world, recording.first_page), slices.first_pages),
    ]


def _script(engine: Engine, world: World, record: Callable[[str, int], Coroutine[Any, Any, list[Message]]]) -> Script:
    sample = world.customers - 1
    messages = asyncio.run(record(engine.dsn_of(DATABASE), sample))
    return pgbench.script(messages, world, sample, f"random(0, {world.customers - 1})")


def _round(engine: Engine, world: World, server: Server, read: Read, each: int, chance: random.Random) -> None:
    read.reference.append(pgbench.run(engine, DATABASE, read.script, CLIENTS, each).per_second)
    customers = [chance.randrange(world.customers) for _ in range(each * CLIENTS)]
    seen = loading.run([read.batch(read.name, server.port, CLIENTS, customers)])[0]
    read.ours.append(len(customers) / seen.seconds)
    read.latencies_ms += seen.latencies_ms


def _report(reads: Sequence[Read], world: World, size: Size) -> str:
    said = (
        f"{world.interactions:,} interactions; {CLIENTS} connections; the median of {size.rounds} rounds of "
        f"{size.each * CLIENTS:,} reads each; every answer of Onward checked."
    )
    rows = [
        [
            read.name,
            f"{tables.median(read.reference):.0f}",
            f"{tables.median(read.ours):.0f}",
            f"{loading.percentile(read.latencies_ms, 0.50):.1f}",
            f"{loading.percentile(read.latencies_ms, 0.99):.1f}",
        ]
        for read in reads
    ]
    head = ["read", "pgbench, a second", "Onward, a second", "p50 ms", "p99 ms"]
    given = [Verdict(f"{read.name}, of pgbench's", _ratio(read), read.share) for read in reads]
    return "\n".join([said, "", tables.table(head, rows), tables.verdicts(given)])


def _ratio(read: Read) -> float:
    pairs = zip(read.ours, read.reference, strict=True)
    return tables.median([mine / theirs for mine, theirs in pairs])
