"""Looking at everything that is stored: whether an act left all as it was, or brought all back."""

import asyncio
import json
from typing import Any

import asyncpg
import httpx

from tests.stage import Stage

PATIENCE_SECONDS = 20
MOVING = frozenset({"version", "updated_at"})
"""What every change moves, also one that takes another back."""


async def tenant_tables(stage: Stage) -> list[str]:
    rows = await stage.rows(
        "SELECT c.relname FROM pg_class c WHERE c.relrowsecurity AND c.relnamespace = 'public'::regnamespace ORDER BY 1"
    )
    return [row[0] for row in rows]


async def everything(stage: Stage, *, but: frozenset[str] = frozenset()) -> dict[str, list[str]]:
    """Every row of every tenant table, to the last character."""
    return {
        table: [row[0] for row in await stage.rows(f"SELECT t::text FROM public.{table} t ORDER BY 1")]
        for table in await tenant_tables(stage)
        if table not in but
    }


async def records(stage: Stage, table: str) -> dict[str, dict[str, Any]]:
    """The rows of a table by id, without what every change moves."""
    rows = [json.loads(row[0]) for row in await stage.rows(f"SELECT to_jsonb(t)::text FROM public.{table} t")]
    return {row["id"]: {name: value for name, value in row.items() if name not in MOVING} for row in rows}


async def state(stage: Stage) -> dict[str, Any]:
    """What an act and its undo leave as it was: interactions, workflows, customers and search words."""
    found: dict[str, Any] = {
        table: await records(stage, table) for table in ("interactions", "workflows", "customers", "conversations")
    }
    found["search_words"] = (await everything(stage))["search_words"]
    return found


async def events_of(stage: Stage, interaction_id: str) -> list[dict[str, Any]]:
    """What was noted about an interaction, in order."""
    rows = await stage.rows(
        "SELECT kind, old::text, new::text, actor_kind, request_id, writer_xid::text FROM events "
        "WHERE interaction_id = $1 ORDER BY id",
        interaction_id,
    )
    return [
        {
            "kind": kind,
            "old": old and json.loads(old),
            "new": new and json.loads(new),
            "actor_kind": actor,
            "request_id": request,
            "xid": xid,
        }
        for kind, old, new, actor, request, xid in rows
    ]


async def ben(stage: Stage) -> str:
    """The id of Ada's rep."""
    members = (await stage.get("/members"))["data"]
    return next(str(member["id"]) for member in members if member["name"] == "Ben")


async def together(*calls: Any) -> list[httpx.Response]:
    """Several requests at the same moment."""
    answers: list[httpx.Response] = await asyncio.gather(*calls)
    return answers


async def until_somebody_waits(stage: Stage, waiting: asyncio.Future[Any]) -> None:
    """Until a lock of the database is waited for, by that call as it should be. A transaction sees who waits as it was
    when it first looked: the owner may be in one, so another connection looks."""
    waits = "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    looking = await asyncpg.connect(stage.url)
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await looking.fetch(waits):
                assert not waiting.done(), "it waits"
                await asyncio.sleep(0.01)
    finally:
        await looking.close()


def faults(problem: dict[str, Any]) -> list[str]:
    return [fault["field"] for fault in problem["errors"]]
