"""Lines of a file as customers: who is known already, and writing what import_deciding.py makes of them, a portion at a
time. While the words of one portion are written, which takes longest, the next one is decided."""

from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID

from msgspec import structs

from onward.actions import customers
from onward.actions.acting import Acting
from onward.actions.import_deciding import Decided, Known, NewStatus, decide, refused
from onward.actions.import_reading import ReadLines, Said, read_lines
from onward.actions.meanwhile import meanwhile
from onward.domain import errors, importing
from onward.domain.delimited import Record
from onward.domain.import_rows import BadLine, Reading
from onward.domain.importing import Duplicate, Match
from onward.domain.imports import Import, LineOutcome
from onward.domain.records import Customer
from onward.store import batches, imported, search_words


class CustomerLines:
    def __init__(self, acting: Acting, of: Import, reading: Reading) -> None:
        self._acting = acting
        self._options = of.options
        self._reading = reading
        self._seen = Known({}, {})

    async def check(self, records: Sequence[Record]) -> list[LineOutcome]:
        """What would become of each; lines before these count as if they had been written."""
        read = read_lines(self._reading, records)
        outcomes = list(read.refused)
        known = await self._known(read.said)
        for record, values in read.said:
            try:
                found = importing.known_as(values, self._match(known, values), self._options)
            except (BadLine, Duplicate) as wrong:
                outcomes.append(refused(record, wrong))
                continue
            outcomes.append(LineOutcome(record.line, "ready"))
            if found is None:
                self._seen.learn(values, self._acting.new_id())
        return outcomes

    def _match(self, known: Known, values: dict[str, Any]) -> Match:
        there, seen = known.match(values), self._seen.match(values)
        return Match(there.by_external_id or seen.by_external_id, there.by_email + seen.by_email)

    async def write(self, portions: Sequence[Sequence[Record]]) -> AsyncIterator[list[LineOutcome]]:
        """A customer is looked up when the rows of the portion before are there, but not yet its words: by their
        e-mail addresses its new customers are remembered."""
        read = read_lines(self._reading, portions[0])
        known = await self._known(read.said)
        at_hand = self._decided(read, known, await self._locked(known))
        for following in [*portions[1:], ()]:
            _, read = await meanwhile(self._save_new(at_hand), read_lines, self._reading, following)
            statuses = await self._save_changed(at_hand)
            known = await self._known(read.said, at_hand.new)
            records = await self._locked(known)
            _, after = await meanwhile(self._save_words(at_hand), self._decided, read, known, records)
            yield [statuses.get(outcome.line, outcome) for outcome in at_hand.outcomes]
            at_hand = after

    def _decided(self, read: ReadLines, known: Known, records: dict[UUID, Customer]) -> Decided:
        return decide(self._acting, self._options, read, known, records)

    async def _known(self, said: Sequence[Said], wordless: Sequence[Customer] = ()) -> Known:
        """`wordless` are customers who are there, but whose words are not."""
        tx, tenant_id = self._acting.tx, self._acting.tenant_id
        external_ids = [values["external_id"] for _, values in said if "external_id" in values]
        emails = {values["email"].casefold() for _, values in said if "email" in values}
        by_external_id = await imported.find_ids_by_external_id(tx, tenant_id, external_ids) if external_ids else {}
        by_email = await imported.find_ids_by_email(tx, tenant_id, emails)
        for each in wordless:
            if (email := (each.email or "").casefold()) in emails:
                by_email.setdefault(email, []).append(each.id)
        return Known(by_external_id, by_email)

    async def _locked(self, known: Known) -> dict[UUID, Customer]:
        """Those that lines may change, as they are once their rows are locked."""
        ids = {*known.by_external_id.values()} if self._options.on_known == "update" else set()
        if self._options.same_email == "update":
            ids |= {found[0] for found in known.by_email.values()}
        if not ids:
            return {}
        await batches.lock_customers(self._acting.tx, self._acting.tenant_id, list(ids))
        return await batches.list_customers(self._acting.tx, self._acting.tenant_id, list(ids))

    async def _save_new(self, decided: Decided) -> None:
        written = await imported.insert_customers(self._acting.tx, self._acting.tenant_id, decided.new_customers)
        if written != len(decided.new):
            raise errors.Unavailable("Somebody added one of these customers at the same moment. Try again.")

    async def _save_words(self, decided: Decided) -> None:
        if decided.new:
            await search_words.insert_words(self._acting.tx, self._acting.tenant_id, decided.words)

    async def _save_changed(self, decided: Decided) -> dict[int, LineOutcome]:
        """Write all but the new customers; the outcomes of lines that also changed a status, by line."""
        tx, tenant_id = self._acting.tx, self._acting.tenant_id
        if decided.changed:
            await imported.update_customers(tx, tenant_id, decided.changed)
        await imported.insert_events(tx, tenant_id, decided.new_events)
        return {each.outcome.line: await self._set_status(each) for each in decided.statuses}

    async def _set_status(self, changing: NewStatus) -> LineOutcome:
        """By the verbs that people use: closing ends planned steps, reopening plans one."""
        changed = await customers.set_status(self._acting, changing.customer_id, changing.new)
        old = {**(changing.outcome.old or {}), "status": changing.old}
        return structs.replace(changing.outcome, result="updated", version=changed.customer.version, old=old)
