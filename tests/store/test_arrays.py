"""Many records in one statement: what comes out is what went in, whatever is the same for all."""

from typing import Any

import msgspec

from onward.store.arrays import rows_of
from tests.stage import ACME, Stage

TYPES = {"id": "integer", "word": "text", "is_good": "boolean", "number": "integer", "told": "jsonb"}


class Record(msgspec.Struct, frozen=True):
    id: int
    word: str | None
    is_good: bool
    number: int
    told: Any


async def read_back(stage: Stage, records: list[Record]) -> list[Record]:
    rows = rows_of(records, TYPES, 2)
    async with stage.database.transaction(ACME.id) as tx:
        found = await tx.fetch(f"SELECT {rows.columns} FROM {rows.source} WHERE $1 ORDER BY n.id", True, *rows.args)
    return [Record(*row) for row in found]


async def test_all_alike_and_all_different(stage: Stage) -> None:
    alike = [Record(number, "same", True, 7, {}) for number in range(3)]
    different = [Record(number, str(number), bool(number % 2), number, {"at": number}) for number in range(3)]
    empty = [Record(number, None, False, 0, None) for number in range(3)]
    for records in (alike, different, empty, [alike[0]], [empty[1]]):
        assert await read_back(stage, records) == records


async def test_what_python_takes_for_equal_stays_itself_in_json(stage: Stage) -> None:
    records = [Record(0, None, True, 1, {"a": True}), Record(1, None, True, 1, {"a": 1})]
    found = await read_back(stage, records)
    assert [type(record.told["a"]) for record in found] == [bool, int]


async def test_an_empty_object_is_not_nothing(stage: Stage) -> None:
    records = [Record(0, None, True, 1, {}), Record(1, None, True, 1, None)]
    assert [record.told for record in await read_back(stage, records)] == [{}, None]


def test_what_is_the_same_for_all_is_sent_once() -> None:
    rows = rows_of([Record(number, "same", True, number, {}) for number in range(3)], TYPES, 5)
    assert rows.args == [[0, 1, 2], "same", True, [0, 1, 2], {}]
    assert rows.columns == "n.id, $6::text, $7::boolean, n.number, $9::jsonb"
    assert rows.assigned(["word", "number"]) == "word = $6::text, number = n.number"
