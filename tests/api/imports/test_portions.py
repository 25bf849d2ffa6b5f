"""The lines of a unit are written in portions, and the next one is decided meanwhile: each line is answered as if all
before it were there already."""

import asyncio
import threading
from typing import Any

import pytest

from onward.actions import import_customers, import_runs
from onward.store import search_words
from tests.api.imports.desk import Desk, told
from tests.api.imports.test_words import kept, meant
from tests.stage import Stage

PATIENCE_SECONDS = 20


@pytest.fixture(autouse=True)
def portions_of_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_runs, "_LINES_IN_THE_FIRST", 1)
    monkeypatch.setattr(import_runs, "_LINES_IN_A_PORTION", 1)


async def test_an_external_id_that_the_portion_before_made(desk: Desk) -> None:
    content = "external_id,name,phone,notes\nC-1,Anna,1,first\nC-1,Anna,2,\nC-1,Anne,,third\n"
    assert told(await desk.imported(content)) == ("done", 1, 2, 0)
    assert told(await desk.imported(content, on_known="update")) == ("done", 2, 1, 0)
    (anne,) = (await desk.customers()).values()
    assert (anne["name"], anne["phone"], anne["notes"]) == ("Anne", "2", "third")


@pytest.mark.parametrize(
    ("same_email", "expected", "names"),
    [
        ("skip", ("done", 1, 2, 0), {"Anna"}),
        ("update", ("done", 3, 0, 0), {"Anne"}),
        ("create", ("done", 3, 0, 0), {"Anna", "Anni", "Anne"}),
    ],
)
async def test_an_address_that_the_portion_before_made(
    desk: Desk, stage: Stage, same_email: str, expected: Any, names: set[str]
) -> None:
    content = "name,email\nAnna,a@a.example\nAnni,A@a.example\nAnne,a@A.example\n"
    assert told(await desk.imported(content, same_email=same_email)) == expected
    assert set(await desk.customers()) == names
    assert await kept(stage) == await meant(stage)


async def test_an_address_that_the_portion_before_changed(desk: Desk, stage: Stage) -> None:
    await stage.customer(name="Anna", email="old@a.example", external_id="C-1")
    content = "external_id,name,email\nC-1,,new@a.example\n,Anne,new@a.example\n,Otto,old@a.example\n"
    assert told(await desk.imported(content, on_known="update", same_email="update")) == ("done", 3, 0, 0)
    assert {name: one["email"] for name, one in (await desk.customers()).items()} == {
        "Anne": "new@a.example",
        "Otto": "old@a.example",
    }
    assert await kept(stage) == await meant(stage)


async def test_a_status_that_the_portion_before_changed(desk: Desk, stage: Stage) -> None:
    await stage.customer(name="Anna", external_id="C-1")
    content = "external_id,name,status\nC-1,Anni,closed\nC-1,Anne,\nC-1,,active\n"
    made = await desk.imported(content, on_known="update")
    assert told(made) == ("done", 3, 0, 0)
    (anne,) = (await desk.customers()).values()
    assert (anne["name"], anne["status"], anne["version"]) == ("Anne", "active", 5)
    told_of = [row[0] for row in await stage.rows("SELECT kind FROM events ORDER BY log_xid, log_lsn, id")]
    assert [kind for kind in told_of if kind.startswith("customer.")] == [
        "customer.created",
        "customer.imported",
        "customer.updated",
        "customer.imported",
        "customer.updated",
    ]


async def test_a_portion_is_decided_while_the_words_of_the_one_before_it_are_written(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, written = threading.Semaphore(0), 0
    decide, write = import_customers.decide, search_words.insert_words

    def deciding(*given: Any) -> Any:
        begun.release()
        return decide(*given)

    async def writing(*given: Any) -> None:
        nonlocal written
        written += 1
        for _ in range(2 if written == 1 else 1):
            assert await asyncio.to_thread(begun.acquire, timeout=PATIENCE_SECONDS), "nothing was decided meanwhile"
        await write(*given)

    monkeypatch.setattr(import_customers, "decide", deciding)
    monkeypatch.setattr(search_words, "insert_words", writing)
    made = await desk.imported("name\nAnna\nBen\nCem\n")
    assert told(made) == ("done", 3, 0, 0)
    assert written == 3
