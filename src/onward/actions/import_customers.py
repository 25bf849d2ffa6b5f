"""Lines of a file as customers: who is known already, who is new, and writing both, a batch at a time."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from msgspec import Struct, structs

from onward.actions import changes, customers
from onward.actions.acting import Acting
from onward.actions.import_reading import ReadLines, Said, read_lines
from onward.actions.meanwhile import meanwhile
from onward.domain import errors, importing
from onward.domain.delimited import Record
from onward.domain.import_rows import BadLine, Reading
from onward.domain.importing import Duplicate, Match
from onward.domain.imports import Import, LineOutcome
from onward.domain.records import Customer, Event
from onward.store import batches, imported


class _Batch(Struct):
    """What is known of the customers that some lines are about, new ones of these lines included."""

    by_external_id: dict[str, UUID]
    by_email: dict[str, list[UUID]]

    def match(self, values: dict[str, Any]) -> Match:
        email = values.get("email", "").casefold()
        found = self.by_external_id.get(values.get("external_id", ""))
        return Match(found, tuple(self.by_email.get(email, ())))

    def learn(self, values: dict[str, Any], customer_id: UUID) -> None:
        if "external_id" in values:
            self.by_external_id[values["external_id"]] = customer_id
        if "email" in values:
            self.by_email.setdefault(values["email"].casefold(), []).append(customer_id)


class CustomerLines:
    def __init__(self, acting: Acting, of: Import, reading: Reading) -> None:
        self._acting = acting
        self._options = of.options
        self._reading = reading
        self._seen = _Batch({}, {})

    def read(self, records: Sequence[Record]) -> ReadLines:
        return read_lines(self._reading, records)

    async def check(self, read: ReadLines) -> list[LineOutcome]:
        """What would become of each; lines before these count as if they had been written."""
        outcomes = list(read.refused)
        batch = await self._known(read.said)
        for record, values in read.said:
            try:
                known = importing.known_as(values, self._match(batch, values), self._options)
            except (BadLine, Duplicate) as wrong:
                outcomes.append(_refused(record, wrong))
                continue
            outcomes.append(LineOutcome(record.line, "ready"))
            if known is None:
                self._seen.learn(values, self._acting.new_id())
        return outcomes

    def _match(self, batch: _Batch, values: dict[str, Any]) -> Match:
        there, seen = batch.match(values), self._seen.match(values)
        return Match(there.by_external_id or seen.by_external_id, there.by_email + seen.by_email)

    async def write(self, read: ReadLines) -> list[LineOutcome]:
        outcomes = list(read.refused)
        batch = await self._known(read.said)
        writing = _Writing(self._acting, await self._locked(batch))
        for record, values in read.said:
            try:
                known = importing.known_as(values, batch.match(values), self._options)
                outcomes.append(writing.add(record, values, known))
            except (BadLine, Duplicate) as wrong:
                outcomes.append(_refused(record, wrong))
                continue
            if known is None:
                batch.learn(values, writing.newest_id)
        statuses = await writing.save()
        return [statuses.get(outcome.line, outcome) for outcome in outcomes]

    async def _known(self, said: Iterable[Said]) -> _Batch:
        tx, tenant_id = self._acting.tx, self._acting.tenant_id
        external_ids = [values["external_id"] for _, values in said if "external_id" in values]
        emails = {values["email"].casefold() for _, values in said if "email" in values}
        return _Batch(
            await imported.find_ids_by_external_id(tx, tenant_id, external_ids) if external_ids else {},
            await imported.find_ids_by_email(tx, tenant_id, emails),
        )

    async def _locked(self, batch: _Batch) -> dict[UUID, Customer]:
        """Those that lines may change, as they are once their rows are locked."""
        ids = {*batch.by_external_id.values()} if self._options.on_known == "update" else set()
        if self._options.same_email == "update":
            ids |= {found[0] for found in batch.by_email.values()}
        if not ids:
            return {}
        await batches.lock_customers(self._acting.tx, self._acting.tenant_id, list(ids))
        return await batches.list_customers(self._acting.tx, self._acting.tenant_id, list(ids))


class _Writing:
    """New and changed customers on their way to the database. A line may change what a line before it made."""

    def __init__(self, acting: Acting, known: dict[UUID, Customer]) -> None:
        self._acting = acting
        self._known = known
        self._before = dict(known)
        self._new: dict[UUID, Customer] = {}
        self._events: list[Event] = []
        self._statuses: list[tuple[Record, UUID, LineOutcome, Any]] = []
        self.newest_id = acting.tenant_id

    def add(self, record: Record, values: dict[str, Any], known: UUID | None) -> LineOutcome:
        """Raises BadLine for somebody who is gone, or whose data was erased."""
        if known is None:
            return self._create(record, values)
        before = self._new.get(known) or self._known.get(known)
        if before is None:
            raise BadLine("is about a customer who has just been removed")
        if before.erased_at is not None:
            raise BadLine("is about a customer whose data was erased")
        after = importing.changed(before, values, self._acting.now)
        if known in self._new:
            self._new[known] = structs.replace(after, version=1)
            return LineOutcome(record.line, "updated", subject_id=known)
        outcome = self._change(record, before, after)
        if values.get("status", before.status) != before.status:
            self._statuses.append((record, known, outcome, values["status"]))
        return outcome

    def _create(self, record: Record, values: dict[str, Any]) -> LineOutcome:
        made = importing.created(values, self._acting.new_id(), self._acting.now)
        self._new[made.id] = made
        self.newest_id = made.id
        return LineOutcome(record.line, "created", subject_id=made.id, version=1)

    def _change(self, record: Record, before: Customer, after: Customer) -> LineOutcome:
        if after is before:
            return LineOutcome(record.line, "unchanged", subject_id=before.id)
        self._known[after.id] = after
        columns = [name for name in after.__struct_fields__ if getattr(before, name) != getattr(after, name)]
        old, new = changes.picked(before, columns), changes.picked(after, columns)
        self._events.append(changes.customer_event(self._acting, "customer.imported", after.id, old, new))
        return LineOutcome(record.line, "updated", subject_id=after.id, version=after.version, old=old)

    async def save(self) -> dict[int, LineOutcome]:
        """Write everything; the outcomes of lines that also changed a status, by line."""
        await self._save_new()
        await self._save_changed()
        await imported.insert_events(
            self._acting.tx, self._acting.tenant_id, changes.writing(self._acting), self._events
        )
        return {record.line: await self._set_status(*rest) for record, *rest in self._statuses}

    async def _save_new(self) -> None:
        made = list(self._new.values())
        if not made:
            return
        tx, tenant_id = self._acting.tx, self._acting.tenant_id
        written, words = await meanwhile(imported.insert_customers(tx, tenant_id, made), imported.customer_words, made)
        if written != len(made):
            raise errors.Unavailable("Somebody added one of these customers at the same moment. Try again.")
        _, events = await meanwhile(imported.insert_words(tx, tenant_id, words), self._told, made)
        self._events += events

    def _told(self, made: list[Customer]) -> list[Event]:
        return [
            changes.customer_event(self._acting, "customer.imported", each.id, new=changes.everything(each))
            for each in made
        ]

    async def _save_changed(self) -> None:
        changed = [after for after in self._known.values() if after is not self._before[after.id]]
        if not changed:
            return
        await imported.update_customers(self._acting.tx, self._acting.tenant_id, changed)
        await imported.delete_words(self._acting.tx, self._acting.tenant_id, [each.id for each in changed])
        await imported.insert_customer_words(self._acting.tx, self._acting.tenant_id, changed)

    async def _set_status(self, customer_id: UUID, outcome: LineOutcome, status: Any) -> LineOutcome:
        """By the verbs that people use: closing ends planned steps, reopening plans one."""
        before = self._known[customer_id]
        changed = await customers.set_status(self._acting, customer_id, status)
        old = {**(outcome.old or {}), "status": before.status}
        return structs.replace(outcome, result="updated", version=changed.customer.version, old=old)


def _refused(record: Record, wrong: BadLine | Duplicate) -> LineOutcome:
    if isinstance(wrong, Duplicate):
        return importing.left_out(record, "duplicate", str(wrong), wrong.customer_id)
    return importing.left_out(record, "error", str(wrong))
