"""The round trips are the cost: an act takes four messages to the database, a read three."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import pytest

from onward.actions import bulk_finishing, import_runs, job_runs, jobs
from onward.domain import bulk
from onward.store.transactions import Database
from tests.api.imports.desk import Desk
from tests.api.running import started
from tests.stage import ACME, ADA, Stage, new_id


class Counted:
    """A connection that keeps what it was asked."""

    def __init__(self, connection: Any, asked: list[str]) -> None:
        self._connection = connection
        self._asked = asked

    def __getattr__(self, name: str) -> Any:
        asked = getattr(self._connection, name)
        if name not in {"execute", "fetch", "fetchrow", "fetchval", "executemany"}:
            return asked

        async def counted(sql: str, *args: object, **options: object) -> Any:
            self._asked.append(sql)
            return await asked(sql, *args, **options)

        return counted


class CountedDatabase(Database):
    def __init__(self, dsn: str) -> None:
        super().__init__(dsn, size=4)
        self.asked: list[str] = []

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Any]:
        async with super()._connection() as connection:
            yield Counted(connection, self.asked)


@pytest.fixture
async def counted(database_url: str) -> AsyncIterator[CountedDatabase]:
    opened = CountedDatabase(database_url)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
async def stage(counted: CountedDatabase, database_url: str) -> AsyncIterator[Stage]:
    async with Stage.over(counted, database_url) as stage:
        yield stage


async def test_what_lies_ahead_of_runs_takes_as_many_however_many_they_are(
    stage: Stage, counted: CountedDatabase
) -> None:
    """The runs, their open steps, the situations of these, what they share; begin and commit."""
    for runs in (1, 12):
        while len((await stage.get("/workflows"))["data"]) < runs:
            await started(stage)
        counted.asked.clear()
        await stage.get("/workflows", include="projection")
        assert len(counted.asked) == 6, counted.asked


@pytest.mark.parametrize("verb", ["complete", "skip", "cancel"])
async def test_an_act_takes_four(stage: Stage, counted: CountedDatabase, verb: str) -> None:
    """Begin with the customer's lock, one read, one write, commit."""
    template = await stage.template({}, {}, {})
    body = {"customer_id": (await stage.customer())["id"], "template_id": template["id"]}
    step = await stage.post("/interactions/workflow/start", body, 201)
    counted.asked.clear()
    done = await stage.post(f"/interactions/{step['id']}/{verb}", {"outcome": "success"} if verb == "complete" else {})
    assert done["next_interaction"] is not None
    begin, read, write, commit = counted.asked
    assert begin.startswith("BEGIN; SET LOCAL onward.tenant_id = ")
    assert "lock_customer_of" in begin
    assert read.lstrip().startswith("SELECT")
    assert write.lstrip().startswith("WITH")
    assert commit == "COMMIT"


READS = [
    "/interactions/{interaction}",
    "/interactions",
    "/interactions?status=pending&sort=scheduled_at&q=call",
    "/interactions?overdue=true",
    "/interactions/customers/{customer}/next",
    "/interactions/customers/{customer}/pending",
    "/interactions/customers/{customer}/overdue",
    "/interactions/templates",
    "/customers",
    "/customers?q=initech",
    "/customers/{customer}",
    "/customers/{customer}/notes",
    "/customers/{customer}/timeline",
    "/workflows",
    "/workflows?status=active&customer_id={customer}",
    "/members",
    "/campaigns",
    "/conversations",
]


async def test_a_read_takes_three(stage: Stage, counted: CountedDatabase) -> None:
    """Begin, one statement, commit."""
    call = await stage.interaction((await stage.customer())["id"])
    for path in READS:
        counted.asked.clear()
        await stage.call("GET", path.format(interaction=call["id"], customer=call["customer_id"]))
        begin, read, commit = counted.asked
        assert begin.startswith("BEGIN; SET LOCAL onward.tenant_id = ")
        assert read.lstrip().startswith("SELECT")
        assert commit == "COMMIT", path


PEEKS = {
    "/interactions/{interaction}/peek": 4,
    "/interactions/{interaction}?include=peek": 5,
    "/interactions?include=peek": 5,
    "/interactions?include=peek&limit=200&status=pending": 5,
    "/interactions/customers/{customer}/pending?include=peek": 5,
}


@pytest.mark.parametrize("path", PEEKS)
async def test_a_peek_takes_as_many_however_long_the_list_is(stage: Stage, counted: CountedDatabase, path: str) -> None:
    """What is open, its situations, what these share, what stands already; begin and commit."""
    customer = await stage.customer()
    call = await stage.interaction(customer["id"])
    for open_items in (1, 2, 30):
        while len((await stage.get(f"/interactions/customers/{customer['id']}/pending"))["data"]) < open_items:
            await stage.interaction(customer["id"])
        counted.asked.clear()
        await stage.call("GET", path.format(interaction=call["id"], customer=customer["id"]))
        assert len(counted.asked) == PEEKS[path] + (open_items > 1), counted.asked


@pytest.mark.parametrize("verb", ["complete", "skip", "cancel"])
async def test_a_batch_takes_as_many_however_many_are_in_it(stage: Stage, counted: CountedDatabase, verb: str) -> None:
    template = await stage.template({}, {})
    asked: list[list[str]] = []
    for count in (2, 7, 25):
        steps = [await _first_step(stage, template["id"]) for _ in range(count)]
        counted.asked.clear()
        outcome = {"outcome": "success"} if verb == "complete" else {}
        ran = await stage.post(f"/interactions/bulk/{verb}", {"ids": [step["id"] for step in steps]} | outcome)
        assert ran["done"] == count
        asked.append(list(counted.asked))
    assert [len(each) for each in asked] == [len(asked[0])] * 3
    for writes in (
        "INSERT INTO events ",
        "INSERT INTO interactions ",
        "UPDATE interactions ",
        "INSERT INTO search_words ",
    ):
        assert [sum(writes in sql for sql in each) for each in asked] == [1, 1, 1], writes


async def test_portions_of_a_batch_share_what_is_read(
    stage: Stage, counted: CountedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_finishing, "_PORTION", 2)
    template = await stage.template({}, {})
    steps = [await _first_step(stage, template["id"]) for _ in range(5)]
    counted.asked.clear()
    await stage.post("/interactions/bulk/complete", {"ids": [step["id"] for step in steps], "outcome": "success"})
    for statement, times in {"WITH running AS": 1, "UPDATE interactions ": 3, "INSERT INTO events ": 3}.items():
        assert sum(statement in sql for sql in counted.asked) == times, statement


async def test_a_unit_of_a_job_takes_as_many_however_many_are_in_it(
    stage: Stage, counted: CountedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MOST_AT_ONCE", 1)
    template = await stage.template({}, {})
    asked: list[int] = []
    for count in (2, 7, 25):
        steps = [await _first_step(stage, template["id"]) for _ in range(count)]
        body = {"ids": [step["id"] for step in steps], "outcome": "success"}
        job = (await stage.post("/interactions/bulk/complete", body, 202))["job"]
        asked.append(await _statements_of_a_unit(stage, counted, UUID(job["id"])))
        assert (await stage.get(f"/jobs/{job['id']}"))["done"] == count
    assert asked == [asked[0]] * 3


async def _first_step(stage: Stage, template_id: str) -> Any:
    body = {"customer_id": (await stage.customer())["id"], "template_id": template_id}
    return await stage.post("/interactions/workflow/start", body, 201)


async def _statements_of_a_unit(stage: Stage, counted: CountedDatabase, job_id: UUID) -> int:
    async with counted.transaction(ACME.id) as tx:
        await jobs.start_job(tx, ACME.id, job_id, stage.clock.now)
        counted.asked.clear()
        assert not await jobs.advance_job(tx, ACME.id, job_id, job_runs.UNITS, stage.clock, new_id)
        await tx.commit()
    return len(counted.asked)


async def test_a_workflow_is_looked_at_in_two_reads_however_long_it_is(stage: Stage, counted: CountedDatabase) -> None:
    template = await stage.template({"next_step": 1, "scheduled_offset_days": 1})
    body = {"customer_id": (await stage.customer())["id"], "template_id": template["id"]}
    step = await stage.post("/interactions/workflow/start", body, 201)
    for _ in range(3):
        counted.asked.clear()
        await stage.get(f"/workflows/{step['workflow_id']}")
        assert len(counted.asked) == 4
        step = (await stage.post(f"/interactions/{step['id']}/complete", {"outcome": "success"}))["next_interaction"]


async def test_a_refusal_is_rolled_back(stage: Stage, counted: CountedDatabase) -> None:
    call = await stage.interaction((await stage.customer())["id"])
    counted.asked.clear()
    await stage.post(f"/interactions/{call['id']}/complete", {"outcome": "skipped"}, 422)
    assert counted.asked[-1] == "ROLLBACK"
    assert len(counted.asked) == 3


async def test_the_queue_takes_as_many_however_long_it_is(stage: Stage, counted: CountedDatabase) -> None:
    """The member, the sections, the templates, the loose ends."""
    template = await stage.template({}, {})
    asked: list[int] = []
    for _ in range(3):
        customer = (await stage.customer(owner_id=str(ADA)))["id"]
        body = {"customer_id": customer, "template_id": template["id"], "assignee_id": str(ADA)}
        await stage.post("/interactions/workflow/start", body, 201)
        for number in range(3):
            await stage.interaction(customer, assignee_id=str(ADA), due_at=f"2026-01-2{number}")
        counted.asked.clear()
        await stage.get("/queue")
        asked.append(len(counted.asked))
    assert asked == [6, 6, 6], "with begin and commit"


async def test_a_campaigns_figures_take_as_many_however_many_are_in_it(stage: Stage, counted: CountedDatabase) -> None:
    """The campaign, its steps with their template, who is enrolled, the workflows, the outcomes."""
    template = await stage.template({}, {})
    campaign = await stage.post("/campaigns", {"name": "Spring", "template_id": template["id"]}, 201)
    asked: list[int] = []
    for count in (1, 5, 20):
        chosen = [(await stage.customer())["id"] for _ in range(count)]
        await stage.post(f"/campaigns/{campaign['id']}/enroll", {"customer_ids": chosen})
        counted.asked.clear()
        await stage.get(f"/campaigns/{campaign['id']}/performance")
        asked.append(len(counted.asked))
    assert asked == [8, 8, 8], "with begin and commit"


async def test_a_portion_of_an_import_takes_as_many_however_many_lines_it_has(
    stage: Stage, counted: CountedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two to look who is known, and one each for customers, words, events, and what became of the lines."""
    desk, portions = Desk(stage), 3
    for each in (2, 30):
        monkeypatch.setattr(import_runs, "_LINES_IN_THE_FIRST", each)
        monkeypatch.setattr(import_runs, "_LINES_IN_A_PORTION", each)
        lines = [f"{each}-{number},Person,p{each}-{number}@example.com" for number in range(portions * each)]
        made = await desk.upload("\n".join(["external_id,name,email", *lines]))
        await desk.change(made, options={"repair": False})
        counted.asked.clear()
        assert (await desk.act(made, "run"))["progress"]["ready"] == portions * each
        for writes in ("customers", "search_words", "events", "import_lines"):
            asked = [sql for sql in counted.asked if f"INSERT INTO {writes} " in sql]
            assert len(asked) == portions, writes
        assert sum("c.external_id = w.word" in sql for sql in counted.asked) == portions
        assert sum("sw.word = w.word" in sql for sql in counted.asked) == portions
