"""Plans of the statements that an act sends: how each is carried out, and what it looks at."""

import json
from collections.abc import Iterator
from typing import Any

import asyncpg

from onward.store.transactions import Tx

MODES = ["force_custom_plan", "force_generic_plan"]


class Watched(Tx):
    """Runs statements as a transaction does, and keeps what they were."""

    __slots__ = ("ran",)

    def __init__(self, tx: Tx) -> None:
        super().__init__(tx._connection, tx.tenant_id)
        self._is_open = True
        self.ran: list[tuple[str, tuple[object, ...]]] = []

    async def fetch(self, sql: str, *args: object) -> list[asyncpg.Record]:
        self.ran.append((sql, args))
        return await super().fetch(sql, *args)

    async def fetchrow(self, sql: str, *args: object) -> asyncpg.Record | None:
        self.ran.append((sql, args))
        return await super().fetchrow(sql, *args)


def literal(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, list):
        return f"'{{{', '.join(map(str, value))}}}'"
    return f"'{value}'"


async def explained(tx: Tx, sql: str, args: tuple[object, ...], mode: str) -> Any:
    """The plan as it was carried out; a generic one is what a statement gets that has run a few times."""
    await tx.execute(f"SET LOCAL plan_cache_mode = {mode}")
    await tx.begin(f"PREPARE watched AS {sql}")
    try:
        text = await tx.fetchval(f"EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE watched({', '.join(map(literal, args))})")
    finally:
        await tx.begin("DEALLOCATE watched")
    return json.loads(text)[0]["Plan"]


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", []):
        yield from nodes(inner)


def examined(node: dict[str, Any]) -> float:
    """Rows that a node looked at, kept or not."""
    removed = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    return float((node["Actual Rows"] + removed) * node["Actual Loops"])


class Unsent(Watched):
    """Keeps what is to be written, and does not write it."""

    __slots__ = ()

    async def execute(self, sql: str, *args: object) -> int:
        self.ran.append((sql, args))
        return 0


def reads(node: dict[str, Any], table: str) -> bool:
    return node.get("Relation Name") == table and node["Node Type"] != "ModifyTable"
