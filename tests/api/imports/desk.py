"""Somebody who imports files: uploads them, has them checked and run by a worker, and looks at what came of it."""

import csv
import io
from typing import Any

from onward.worker.steps import STEPS
from tests.stage import Stage
from tests.worker.shifts import worker

JOBS = next(step for step in STEPS if step.name == "jobs")
PRUNE = next(step for step in STEPS if step.name == "prune_imports")
Rows = list[dict[str, str]]


class Desk:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    async def upload(self, content: str | bytes, expect: int = 201, **query: Any) -> Any:
        raw = content.encode() if isinstance(content, str) else content
        params = {"kind": "customers", **query}
        return await self.stage.call("POST", "/imports", expect, content=raw, params=params)

    async def change(self, made: Any, expect: int = 200, **body: Any) -> Any:
        return await self.stage.put(f"/imports/{made['id']}", body, expect)

    async def work(self) -> None:
        """A worker does all that waits."""
        await worker(self.stage, JOBS).run_due()

    async def prune(self) -> None:
        await worker(self.stage, PRUNE).run_due()

    async def act(self, made: Any, verb: str) -> Any:
        """Ask for something, have the worker do it, and give the import as it is then."""
        await self.stage.post(f"/imports/{made['id']}/{verb}", {}, 202)
        await self.work()
        return await self.stage.get(f"/imports/{made['id']}")

    async def imported(self, content: str | bytes, mapping: list[str | None] | None = None, **options: Any) -> Any:
        """A file uploaded and run; `kind` is a query, the rest are options."""
        made = await self.upload(content, kind=options.pop("kind", "customers"))
        await self.change(made, **({"mapping": mapping} if mapping else {}), options={"repair": False, **options})
        return await self.act(made, "run")

    async def lines(self, made: Any, *results: str) -> Rows:
        """The lines that were left out, as the CSV file tells them."""
        answer = await self.stage.http.get(f"/v1/imports/{made['id']}/lines", params={"result": results})
        assert answer.status_code == 200, answer.text
        return list(csv.DictReader(io.StringIO(answer.text, newline="")))

    async def reasons(self, made: Any, *results: str) -> list[tuple[int, str, str]]:
        found = await self.lines(made, *results)
        return [(int(row["import_line"]), row["import_result"], row["import_reason"]) for row in found]

    async def customers(self, **query: Any) -> dict[str, Any]:
        """By name."""
        found = await self.stage.get("/customers", limit=200, **query)
        return {customer["name"]: customer for customer in found["data"]}


def told(made: Any) -> tuple[str, int, int, int]:
    """How an import ended: its status, and how many lines were ready, known already and wrong."""
    progress = made["progress"]
    return made["status"], progress["ready"], progress["duplicates"], progress["errors"]
