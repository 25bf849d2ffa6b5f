"""What lines make of customers: new ones, changed ones, and what is told of both. Needs no database, so that a portion
of lines can be decided while the one before it is written."""

from typing import Any
from uuid import UUID

from msgspec import Struct, structs

from onward.actions import changes
from onward.actions.acting import Acting
from onward.actions.import_reading import ReadLines
from onward.domain import importing
from onward.domain.delimited import Record
from onward.domain.import_rows import BadLine
from onward.domain.importing import Duplicate, Match
from onward.domain.imports import LineOutcome, Options
from onward.domain.records import Customer, CustomerStatus, Event
from onward.store import imported, search_words
from onward.store.imported import Insertion
from onward.store.search_words import Words


class Known(Struct):
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


class NewStatus(Struct, frozen=True):
    """A known customer's status that a line changes, which is more than a field; `outcome` is that of the rest."""

    customer_id: UUID
    outcome: LineOutcome
    old: CustomerStatus
    new: CustomerStatus


class Decided(Struct, frozen=True):
    """What is to be written for some lines; `words` are those of the new customers."""

    outcomes: list[LineOutcome]
    new: list[Customer]
    words: Words
    changed: list[Customer]
    statuses: list[NewStatus]
    new_customers: Insertion
    new_events: Insertion


def decide(acting: Acting, options: Options, read: ReadLines, known: Known, records: dict[UUID, Customer]) -> Decided:
    """`records` are those that lines may change, as they are under their locks."""
    deciding = _Deciding(acting, records)
    outcomes = list(read.refused)
    for record, values in read.said:
        try:
            found = importing.known_as(values, known.match(values), options)
            outcomes.append(deciding.add(record, values, found))
        except (BadLine, Duplicate) as wrong:
            outcomes.append(refused(record, wrong))
            continue
        if found is None:
            known.learn(values, deciding.newest_id)
    return deciding.decided(outcomes)


class _Deciding:
    """New and changed customers line by line. A line may change what a line before it made."""

    def __init__(self, acting: Acting, known: dict[UUID, Customer]) -> None:
        self._acting = acting
        self._known = known
        self._before = dict(known)
        self._new: dict[UUID, Customer] = {}
        self._events: list[Event] = []
        self._statuses: list[NewStatus] = []
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
            self._statuses.append(NewStatus(known, outcome, before.status, values["status"]))
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

    def decided(self, outcomes: list[LineOutcome]) -> Decided:
        new = list(self._new.values())
        words = search_words.of_customers(new)
        return Decided(
            outcomes=outcomes,
            new=new,
            words=words,
            changed=[after for after in self._known.values() if after is not self._before[after.id]],
            statuses=self._statuses,
            new_customers=imported.new_customers(new, words),
            new_events=imported.new_events(changes.writing(self._acting), self._events + self._told(new)),
        )

    def _told(self, new: list[Customer]) -> list[Event]:
        return [
            changes.customer_event(self._acting, "customer.imported", each.id, new=changes.everything(each))
            for each in new
        ]


def refused(record: Record, wrong: BadLine | Duplicate) -> LineOutcome:
    if isinstance(wrong, Duplicate):
        return importing.left_out(record, "duplicate", str(wrong), wrong.customer_id)
    return importing.left_out(record, "error", str(wrong))
