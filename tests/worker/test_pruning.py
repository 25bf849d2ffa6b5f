"""What has had its time goes, and nothing else does."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from onward.worker import pruning
from onward.worker.steps import STEPS
from tests.stage import ADA, NOW, Stage, new_id
from tests.worker.shifts import worker


async def keep_answer(stage: Stage, key: str) -> None:
    await stage.post("/customers", {"name": "Initech"}, 201, **{"Idempotency-Key": key})


async def kept(stage: Stage) -> set[str]:
    return {row["key"] for row in await stage.rows("SELECT key FROM idempotency_keys")}


async def test_answers_go_after_seven_days(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pruning, "BATCH", 2)
    for number in range(5):
        await keep_answer(stage, f"old-{number}")
    stage.clock.advance(days=2)
    await keep_answer(stage, "young")
    stage.clock.advance(days=5)
    await worker(stage, *STEPS).run_due()
    assert len(await kept(stage)) == 6, "seven days are not over"
    stage.clock.advance(days=1.1)
    await worker(stage, *STEPS).run_due()
    assert await kept(stage) == {"young"}


async def person(stage: Stage) -> Any:
    made = new_id()
    await stage.owner.execute(
        "INSERT INTO people (id, email, email_folded, name, totp_last_step, created_at, updated_at) "
        "VALUES ($1, 'ada@acme.example', 'ada@acme.example', 'Ada', 0, $2, $2)",
        made,
        NOW,
    )
    return made


async def test_sessions_go_when_they_have_ended(stage: Stage) -> None:
    ada = await person(stage)
    ends = {"idle": (NOW - timedelta(1), NOW + timedelta(1)), "over": (NOW + timedelta(1), NOW - timedelta(1))}
    ends["live"] = (NOW + timedelta(1), NOW + timedelta(2))
    for name, (idle_ends_at, ends_at) in ends.items():
        await stage.owner.execute(
            "INSERT INTO sessions (id, person_id, token_hash, is_complete, created_at, seen_at, idle_ends_at, ends_at, "
            "user_agent) VALUES ($1, $2, $3, true, $4, $4, $5, $6, $7)",
            new_id(),
            ada,
            name.encode(),
            NOW - timedelta(9),
            idle_ends_at,
            ends_at,
            name,
        )
    await worker(stage, *STEPS).run_due()
    assert [row[0] for row in await stage.rows("SELECT user_agent FROM sessions")] == ["live"]


async def insert_link(stage: Stage, name: str, person_id: Any, ends_at: datetime, used_at: datetime | None) -> None:
    await stage.owner.execute(
        "INSERT INTO one_time_links (id, kind, token_hash, person_id, name, created_by, created_at, ends_at, used_at) "
        "VALUES ($1, 'reset', $2, $3, $4, $5, $6, $7, $8)",
        new_id(),
        name.encode(),
        person_id,
        name,
        ADA,
        NOW - timedelta(60),
        ends_at,
        used_at,
    )


async def test_links_go_a_month_after_their_end(stage: Stage) -> None:
    ada = await person(stage)
    await insert_link(stage, "long over", ada, NOW - timedelta(31), None)
    await insert_link(stage, "used long ago", ada, NOW + timedelta(1), NOW - timedelta(31))
    await insert_link(stage, "over", ada, NOW - timedelta(29), None)
    await insert_link(stage, "open", ada, NOW + timedelta(1), None)
    await worker(stage, *STEPS).run_due()
    rows = await stage.rows("SELECT name FROM one_time_links ORDER BY name")
    assert [row[0] for row in rows] == ["open", "over"]
