"""What lists cost a person who has thousands of things to do: the queue, and what would come next beside each item.

Asked one after another of a server of its own, by turns, so that all meet the same load.
"""

import asyncio
import http.client
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import uuid_utils.compat
from msgspec import Struct, field

from benches import bulk, fill, loading, servers, tables
from benches.load import HOST
from benches.tables import Verdict
from benches.world import id_of
from onward.domain import credentials
from onward.embedded import Engine
from onward.store import schema
from onward.store.tenants import ApiKey, Registry

DATABASE = "bench_lists"
OPEN = 5000
ROUNDS = 60
_PAGE = 50
_MOST_TIMES = 5.0
_WARMING = 5
_TENANT = 0
_SECRET = bytes(range(32))
# A fifth are overdue, some are for today, the rest lies ahead.
_SPREAD = """
UPDATE interactions SET scheduled_at = at, due_at = at FROM (
  SELECT i.tenant_id, i.id, now() + (row_number() OVER (ORDER BY i.id) % 50 - 10) * interval '1 day' AS at
  FROM interactions i) AS spread
WHERE interactions.tenant_id = spread.tenant_id AND interactions.id = spread.id
"""


class Asked(Struct):
    """One kind of list, how a right answer is known, and how long each took."""

    name: str
    path: str
    is_right: Callable[[Any], bool]
    milliseconds: list[float] = field(default_factory=list)


def measure(engine: Engine, data_dir: Path, rounds: int) -> str:
    """Run it and return the report. Raises RuntimeError on a wrong answer."""
    with fill.connect(engine, "postgres") as server:
        fill.execute(server, f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        fill.execute(server, f"CREATE DATABASE {DATABASE}")
    dsn = engine.dsn_of(DATABASE)
    schema.migrate(dsn)
    asyncio.run(_found(dsn))
    bulk.fill_firsts(engine, OPEN, DATABASE)
    with fill.connect(engine, DATABASE) as owner:
        fill.execute(owner, _SPREAD)
        fill.execute(owner, "VACUUM (ANALYZE)")
    asked = _asked()
    with servers.onward(dsn, data_dir) as running:
        _ask_by_turns(running.port, asked, rounds)
    with fill.connect(engine, "postgres") as server:
        fill.execute(server, f"DROP DATABASE {DATABASE} WITH (FORCE)")
    return _report(asked, rounds)


async def _found(dsn: str) -> None:
    await bulk.found(dsn)
    owner = await asyncpg.connect(dsn)
    now, tenant_id = datetime.now(UTC), id_of("tenant", _TENANT)
    key = ApiKey(uuid_utils.compat.uuid7(), tenant_id, "benchmark", "rep", None, now, None, None)
    await Registry(owner).insert_key(key, credentials.make_key(tenant_id, _SECRET)[1])
    await owner.close()


def _asked() -> list[Asked]:
    member_id = id_of("member", _TENANT)
    plain = f"/v1/interactions?limit={_PAGE}&assignee_id={member_id}"
    return [
        Asked(f"a list of {_PAGE}", plain, lambda said: len(said["data"]) == _PAGE),
        Asked(f"a list of {_PAGE} with include=peek", f"{plain}&include=peek", _is_peeked),
        Asked("the queue: four sections", f"/v1/queue?assignee={member_id}", _is_queue),
    ]


def _is_peeked(said: Any) -> bool:
    return len(said["data"]) == _PAGE and all(len(each["peek"]) > 2 for each in said["data"])


def _is_queue(said: Any) -> bool:
    return sum(section["total"] for section in said["sections"]) == OPEN


def _ask_by_turns(port: int, asked: list[Asked], rounds: int) -> None:
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    headers = {"Authorization": f"Bearer {credentials.make_key(id_of('tenant', _TENANT), _SECRET)[0]}"}
    for number in range(-_WARMING, rounds):
        for each in asked:
            began = time.perf_counter()
            connection.request("GET", each.path, headers=headers)
            answer = connection.getresponse()
            body = answer.read()
            took = (time.perf_counter() - began) * 1000
            if answer.status != 200 or not each.is_right(json.loads(body)):
                raise RuntimeError(f"{each.path}: {answer.status} {body[:500]!r}")
            if number >= 0:
                each.milliseconds.append(took)
    connection.close()


def _report(asked: list[Asked], rounds: int) -> str:
    said = f"A member with {OPEN:,} open interactions; one connection; the median of {rounds} rounds, asked by turns."
    plain = tables.median(asked[0].milliseconds)
    rows = [
        [
            each.name,
            f"{tables.median(each.milliseconds):.1f}",
            f"{loading.percentile(each.milliseconds, 0.99):.1f}",
            f"{tables.median(each.milliseconds) / plain:.1f}",
        ]
        for each in asked
    ]
    limits = [
        Verdict(
            f"{each.name}, times the plain one", tables.median(each.milliseconds) / plain, _MOST_TIMES, at_least=False
        )
        for each in asked[1:]
    ]
    head = ["asked", "p50 ms", "p99 ms", "times the plain list"]
    return "\n".join([said, "", tables.table(head, rows), tables.verdicts(limits)])
