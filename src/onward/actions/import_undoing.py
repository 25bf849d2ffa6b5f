"""Taking back what an import wrote: rows that nobody has touched since. The others are kept, and reported.

Lines are taken back from the last to the first, so that of several that changed one customer the newest goes first.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct, structs

from onward.actions import changes
from onward.actions.acting import Acting
from onward.domain import jobs
from onward.domain.imports import Import, LineOutcome
from onward.domain.jobs import Job
from onward.domain.records import Customer, Event, Interaction
from onward.store import batches, events, imported, removal
from onward.store import imports as store_imports

_LINES_IN_A_UNIT = 1000


class _Progress(Struct, frozen=True):
    """The line that was taken back last; the next unit goes on before it."""

    line: int | None = None


async def undo_unit(acting: Acting, job: Job) -> Job:
    of = await store_imports.get_import(acting.tx, acting.tenant_id, UUID(job.parameters["import_id"]))
    before = msgspec.convert(job.progress, _Progress).line
    lines = await store_imports.list_written(acting.tx, acting.tenant_id, of.id, before, _LINES_IN_A_UNIT)
    if not lines:
        return jobs.ended(job, "done", acting.now)
    taking_back = _customers if of.kind == "customers" else _interactions
    outcomes = await taking_back(acting, of, lines)
    await store_imports.update_lines(acting.tx, acting.tenant_id, of.id, outcomes)
    kept = sum(outcome.result == "kept" for outcome in outcomes)
    return structs.replace(
        job,
        done=job.done + len(outcomes) - kept,
        failed=job.failed + kept,
        total=max(job.total, job.done + job.failed + len(outcomes)),
        progress={"line": lines[-1].line},
    )


async def _interactions(acting: Acting, of: Import, lines: Sequence[LineOutcome]) -> list[LineOutcome]:
    ids = [line.subject_id for line in lines if line.subject_id is not None]
    found = await batches.list_interactions(acting.tx, acting.tenant_id, ids)
    await batches.lock_customers(acting.tx, acting.tenant_id, [one.customer_id for one in found.values()])
    found = await batches.list_interactions(acting.tx, acting.tenant_id, ids)
    outcomes = [_interaction_outcome(line, found) for line in lines]
    gone = [found[line.subject_id] for line in outcomes if line.result == "removed" and line.subject_id is not None]
    await removal.delete_interactions(acting.tx, acting.tenant_id, [one.id for one in gone])
    told = [
        changes.interaction_event(acting, "interaction.withdrawn", one, old=changes.everything(one)) for one in gone
    ]
    await events.insert_events(acting.tx, acting.tenant_id, changes.writing(acting), told)
    return outcomes


def _interaction_outcome(line: LineOutcome, found: dict[UUID, Interaction]) -> LineOutcome:
    one = None if line.subject_id is None else found.get(line.subject_id)
    if one is None:
        return structs.replace(line, result="kept", reason="it was removed by somebody else")
    if one.version != line.version or one.next_interaction_id is not None:
        return structs.replace(line, result="kept", reason="it was changed since")
    return structs.replace(line, result="removed", reason=None)


async def _customers(acting: Acting, of: Import, lines: Sequence[LineOutcome]) -> list[LineOutcome]:
    ids = [line.subject_id for line in lines if line.subject_id is not None]
    await batches.lock_customers(acting.tx, acting.tenant_id, ids)
    taking = _TakingBack(
        acting,
        await batches.list_customers(acting.tx, acting.tenant_id, ids),
        await removal.list_touched(acting.tx, acting.tenant_id, ids),
        await store_imports.list_restored(acting.tx, acting.tenant_id, of.id, ids),
    )
    outcomes = [taking.take_back(line) for line in lines]
    await taking.save()
    return outcomes


class _TakingBack:
    """Customers on their way back. `versions`: what lines that were taken back already have left them at."""

    def __init__(
        self, acting: Acting, found: dict[UUID, Customer], touched: set[UUID], versions: dict[UUID, int]
    ) -> None:
        self._acting = acting
        self._found = found
        self._before = dict(found)
        self._touched = touched
        self._versions = versions
        self._gone: list[Customer] = []
        self._events: list[Event] = []

    def take_back(self, line: LineOutcome) -> LineOutcome:
        customer = self._found.get(line.subject_id or self._acting.tenant_id)
        if customer is None:
            return structs.replace(line, result="kept", reason="it was removed by somebody else")
        if customer.version not in {line.version, self._versions.get(customer.id)}:
            return structs.replace(line, result="kept", reason="it was changed since")
        if line.result == "updated":
            return self._restore(line, customer, line.old or {})
        if customer.id in self._touched:
            return structs.replace(line, result="kept", reason="something happened with this customer since")
        self._gone.append(customer)
        del self._found[customer.id]
        event = changes.customer_event(
            self._acting, "customer.deleted", customer.id, old=changes.everything(self._before[customer.id])
        )
        self._events.append(event)
        return structs.replace(line, result="removed", reason=None)

    def _restore(self, line: LineOutcome, customer: Customer, old: dict[str, Any]) -> LineOutcome:
        if "status" in old:
            return structs.replace(line, result="kept", reason="its status was changed too, and steps with it")
        fields = {name: value for name, value in old.items() if name not in {"version", "updated_at"}}
        plain = msgspec.to_builtins(structs.asdict(customer)) | fields
        after = structs.replace(
            msgspec.convert(plain, Customer), version=customer.version + 1, updated_at=self._acting.now
        )
        self._found[customer.id] = after
        self._versions[customer.id] = after.version
        columns = [*fields, "version", "updated_at"]
        before, new = changes.picked(customer, columns), changes.picked(after, columns)
        self._events.append(changes.customer_event(self._acting, "customer.updated", customer.id, before, new))
        return structs.replace(line, result="restored", reason=None, version=after.version)

    async def save(self) -> None:
        tx, tenant_id = self._acting.tx, self._acting.tenant_id
        changed = [one for one in self._found.values() if one is not self._before[one.id]]
        if changed:
            await imported.update_customers(tx, tenant_id, changed)
        await removal.delete_customers(tx, tenant_id, [one.id for one in self._gone])
        await events.insert_events(tx, tenant_id, changes.writing(self._acting), self._events)
