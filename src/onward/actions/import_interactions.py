"""Lines of a file as past interactions: whose they are, and writing them, a batch at a time.

They are over: no next step is decided, no workflow moves, nobody is told.
"""

from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Any
from uuid import UUID

from msgspec import Struct

from onward.actions import changes
from onward.actions.acting import Acting
from onward.actions.import_reading import ReadLines, read_lines
from onward.actions.meanwhile import meanwhile
from onward.domain import importing
from onward.domain.delimited import Record
from onward.domain.import_rows import BadLine, Reading
from onward.domain.imports import LineOutcome
from onward.domain.records import Interaction, Outcome
from onward.store import batches, imported, search_words
from onward.store.outcomes import OUTCOMES
from onward.store.vocabulary import insert_words

Made = tuple[Record, Interaction]


class _Customers(Struct, frozen=True):
    """The customers that some lines are about."""

    by_external_id: dict[str, UUID]
    by_email: dict[str, list[UUID]]
    ids: set[UUID]

    def id_for(self, values: dict[str, Any]) -> UUID:
        """By external_id, id or e-mail address, the first that the line has; an id of elsewhere gives way to the
        address. Raises BadLine."""
        told: UUID | None = values.get("customer_id")
        known = told if told in self.ids else None
        if "customer_external_id" in values:
            return self._by_external_id(values["customer_external_id"], known)
        if known is not None:
            return known
        if "customer_email" in values:
            return self._by_email(values["customer_email"])
        raise BadLine(f"no customer has the id {told}")

    def _by_external_id(self, external_id: str, known: UUID | None) -> UUID:
        found = self.by_external_id.get(external_id)
        if found is None:
            raise BadLine(f"no customer has the external_id {external_id}")
        if known not in (None, found):
            raise BadLine(f"the id {known} and the external_id {external_id} are of different customers")
        return found

    def _by_email(self, email: str) -> UUID:
        found = self.by_email.get(email.casefold(), [])
        if len(found) != 1:
            raise BadLine(f"{len(found) or 'no'} customer{'s have' if found else ' has'} the e-mail address {email}")
        return found[0]


class InteractionLines:
    def __init__(self, acting: Acting, reading: Reading) -> None:
        self._acting = acting
        self._reading = reading

    async def check(self, records: Sequence[Record]) -> list[LineOutcome]:
        """What would become of each."""
        outcomes, made = await self._made(read_lines(self._reading, records))
        refused, made = await self._of_somebody(made)
        return [*outcomes, *refused, *(LineOutcome(record.line, "ready") for record, _ in made)]

    async def write(self, portions: Sequence[Sequence[Record]]) -> AsyncIterator[list[LineOutcome]]:
        """A portion is read while the one before it is written."""
        read = read_lines(self._reading, portions[0])
        for following in [*portions[1:], ()]:
            outcomes, read = await meanwhile(self._write(read), read_lines, self._reading, following)
            yield outcomes

    async def _write(self, read: ReadLines) -> list[LineOutcome]:
        outcomes, made = await self._made(read)
        await batches.lock_customers(
            self._acting.tx, self._acting.tenant_id, list({one.customer_id for _, one in made})
        )
        refused, made = await self._of_somebody(made)
        if made:
            await self._save([interaction for _, interaction in made])
        written = [LineOutcome(record.line, "created", subject_id=one.id, version=1) for record, one in made]
        return [*outcomes, *refused, *written]

    async def _of_somebody(self, made: list[Made]) -> tuple[list[LineOutcome], list[Made]]:
        """Without those whose customer is gone, or of whom nothing may be written any more."""
        ids = list({one.customer_id for _, one in made})
        there = await batches.list_customers(self._acting.tx, self._acting.tenant_id, ids)
        kept = [(record, one) for record, one in made if one.customer_id in there]
        outcomes = [
            importing.left_out(record, "error", "is about a customer who has just been removed")
            for record, one in made
            if one.customer_id not in there
        ]
        outcomes += [
            importing.left_out(record, "error", "is about a customer whose data was erased")
            for record, one in kept
            if there[one.customer_id].erased_at is not None
        ]
        return outcomes, [(record, one) for record, one in kept if there[one.customer_id].erased_at is None]

    async def _made(self, read: ReadLines) -> tuple[list[LineOutcome], list[Made]]:
        outcomes = list(read.refused)
        known = await self._customers([values for _, values in read.said])
        made: list[Made] = []
        for record, values in read.said:
            try:
                made.append((record, self._interaction(values, known.id_for(values))))
            except BadLine as wrong:
                outcomes.append(importing.left_out(record, "error", str(wrong)))
        return outcomes, made

    def _interaction(self, values: dict[str, Any], customer_id: UUID) -> Interaction:
        acting = self._acting
        return importing.past_interaction(values, customer_id, acting.new_id(), acting.actor.id, acting.now)

    async def _customers(self, said: Iterable[dict[str, Any]]) -> _Customers:
        tx, tenant_id = self._acting.tx, self._acting.tenant_id
        external_ids = _told(said, "customer_external_id")
        emails = {email.casefold() for email in _told(said, "customer_email")}
        return _Customers(
            await imported.find_ids_by_external_id(tx, tenant_id, external_ids),
            await imported.find_ids_by_email(tx, tenant_id, emails),
            await imported.find_ids(tx, tenant_id, _told(said, "customer_id")),
        )

    async def _save(self, made: list[Interaction]) -> None:
        tx, tenant_id = self._acting.tx, self._acting.tenant_id
        outcomes = {one.outcome for one in made if one.outcome is not None}
        await insert_words(tx, tenant_id, OUTCOMES, [Outcome(key, "neutral") for key in sorted(outcomes)])
        await imported.insert_interactions(tx, tenant_id, made)
        await search_words.insert_words(tx, tenant_id, search_words.of_titles({one.id: one.title for one in made}))
        events = [
            changes.interaction_event(self._acting, "interaction.imported", one, new=changes.everything(one))
            for one in made
        ]
        await imported.insert_events(tx, tenant_id, imported.new_events(changes.writing(self._acting), events))


def _told(said: Iterable[dict[str, Any]], field: str) -> list[Any]:
    return list(dict.fromkeys(values[field] for values in said if field in values))
