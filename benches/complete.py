"""Completions a second: pgbench, Onward and the peers, one after another in several rounds of one run."""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from msgspec import Struct, field

from benches import fill, loading, pgbench, recording, servers, slices, tables
from benches.servers import Server, Watch
from benches.slices import Slice, Supply
from benches.tables import Verdict
from benches.world import World, id_of
from onward.embedded import Engine

CLIENTS = 16
ROUNDS = 3
PGBENCH = "pgbench"
DATABASE = "onward"
_WARMING = 480
_SHARE_OF_PGBENCH = 0.60
_TIMES_A_PEER = 3.0
_MOST_MEBIBYTES = 150.0
_MEBIBYTE = 1024 * 1024
_SETTLING_SECONDS = 0.5


class Size(Struct, frozen=True):
    """How much each contender completes in a round, as a multiple of the connections."""

    each: int = 256
    rounds: int = ROUNDS

    @property
    def slice(self) -> int:
        return CLIENTS * self.each


class Round(Struct, frozen=True):
    """One contender's slice. Seconds of processor time are per completion; pgbench has no server of its own."""

    per_second: float
    latencies_ms: list[float]
    server_seconds: float
    engine_seconds: float


class Contender(Struct):
    name: str
    work: Callable[[Slice], tuple[float, list[float]]]
    server: Server | None = None
    rounds: list[Round] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return tables.median([each.per_second for each in self.rounds])


def measure(engine: Engine, data_dir: Path, world: World, size: Size) -> str:
    """Run it all and return the report. Raises RuntimeError on a wrong answer."""
    fill.clone(engine, fill.ensure(engine, world), DATABASE)
    with ExitStack() as stack:
        contenders = [_pgbench(engine, world, size)]
        for server in (
            stack.enter_context(servers.onward(None, data_dir)),
            stack.enter_context(servers.fastapi(engine.dsn_of(DATABASE))),
            stack.enter_context(servers.django(engine.dsn_of(DATABASE))),
        ):
            contenders.append(Contender(server.name, partial(_over_http, server), server))
        watch = stack.enter_context(Watch([each.server for each in contenders if each.server]))
        _run(engine, world, contenders, size)
    return _report(contenders, watch, world, size)


def _pgbench(engine: Engine, world: World, size: Size) -> Contender:
    sample = world.customers - 1
    interaction_id = id_of("interaction", world.open_interaction(sample))
    messages = asyncio.run(recording.completion(engine.dsn_of(DATABASE), sample, interaction_id))
    script = pgbench.script(messages, world, sample, slices.pgbench_customer(world))

    def work(chosen: Slice) -> tuple[float, list[float]]:
        each = chosen.count // CLIENTS
        measured = pgbench.run(engine, DATABASE, script, CLIENTS, each, base=chosen.first, per_client=each)
        return measured.per_second, [measured.mean_ms]

    return Contender(PGBENCH, work)


def _over_http(server: Server, chosen: Slice) -> tuple[float, list[float]]:
    seen = loading.run([slices.completions(server.name, server.port, CLIENTS, chosen)])[0]
    return chosen.count / seen.seconds, seen.latencies_ms


def _run(engine: Engine, world: World, contenders: list[Contender], size: Size) -> None:
    supply = Supply(world)
    with fill.connect(engine, DATABASE) as owner:
        for contender in contenders:
            _measured(engine, owner, contender, supply.take(min(_WARMING, size.slice)))
        for number in range(size.rounds):
            for contender in contenders[number % 4 :] + contenders[: number % 4]:
                done = _measured(engine, owner, contender, supply.take(size.slice))
                contender.rounds.append(done)
                print(f"round {number + 1}: {contender.name}: {done.per_second:.0f} completions/s", flush=True)


def _measured(engine: Engine, owner: fill.Connection, contender: Contender, chosen: Slice) -> Round:
    """Every slice begins after a checkpoint, so that each contender pays for the pages that it is first to touch."""
    fill.execute(owner, "CHECKPOINT")
    engine_began = servers.engine_processor_seconds(engine)
    server_began = contender.server.processor_seconds() if contender.server else 0.0
    per_second, latencies_ms = contender.work(chosen)
    time.sleep(_SETTLING_SECONDS)  # until PostgreSQL has reaped the processes of connections that ended
    server_spent = contender.server.processor_seconds() - server_began if contender.server else 0.0
    engine_spent = servers.engine_processor_seconds(engine) - engine_began
    slices.verify(owner, chosen)
    return Round(per_second, latencies_ms, server_spent / chosen.count, engine_spent / chosen.count)


def _report(contenders: list[Contender], watch: Watch, world: World, size: Size) -> str:
    said = (
        f"{world.interactions:,} interactions of {world.customers:,} customers; {CLIENTS} connections; the median of "
        f"{size.rounds} rounds of {size.slice:,} completions each; every answer checked, and every row afterwards."
    )
    rows = [_row(each, watch) for each in contenders]
    head = ["complete", "a second", "p50 ms", "p99 ms", "server µs each", "PostgreSQL µs each", "most MiB"]
    return "\n".join([said, "", tables.table(head, rows), tables.verdicts(_verdicts(contenders, watch))])


def _row(contender: Contender, watch: Watch) -> list[str]:
    latencies = [each for done in contender.rounds for each in done.latencies_ms]
    engine = f"{tables.median([each.engine_seconds for each in contender.rounds]) * 1e6:.0f}"
    if contender.server is None:
        return [
            contender.name,
            f"{contender.per_second:.0f}",
            f"mean {tables.median(latencies):.1f}",
            "",
            "",
            engine,
            "",
        ]
    return [
        contender.name,
        f"{contender.per_second:.0f}",
        f"{loading.percentile(latencies, 0.50):.1f}",
        f"{loading.percentile(latencies, 0.99):.1f}",
        f"{tables.median([each.server_seconds for each in contender.rounds]) * 1e6:.0f}",
        engine,
        f"{watch.peak_bytes[contender.name] / _MEBIBYTE:.0f}",
    ]


def _verdicts(contenders: Sequence[Contender], watch: Watch) -> list[Verdict]:
    reference, ours, *peers = contenders
    mebibytes = watch.peak_bytes[ours.name] / _MEBIBYTE
    return [
        Verdict("complete, of pgbench's", _ratio(ours, reference), _SHARE_OF_PGBENCH),
        *(Verdict(f"complete, times {peer.name}", _ratio(ours, peer), _TIMES_A_PEER) for peer in peers),
        Verdict("server's resident memory", mebibytes, _MOST_MEBIBYTES, " MiB", at_least=False),
    ]


def _ratio(ours: Contender, other: Contender) -> float:
    """The median of the rounds' ratios: what slows a whole round down slows both."""
    pairs = zip(ours.rounds, other.rounds, strict=True)
    return tables.median([mine.per_second / theirs.per_second for mine, theirs in pairs])
