"""A tenant's whole world: told line by line from a frozen view, and taken into a tenant that is new.

A world is taken in whole or not at all, in one transaction. Nothing that it tells of happens again: no step is made,
nobody is told.
"""

import re
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from onward.actions.acting import Acting
from onward.domain import conversations, errors, world
from onward.domain.records import Customer, Tenant
from onward.domain.world import Entry, Head
from onward.store import conversations as store_conversations
from onward.store import search_words, worlds
from onward.store.transactions import Snapshot

_BATCH = 500
_encode = msgspec.json.Encoder().encode
_head = msgspec.json.Decoder(Head)
_entry = msgspec.json.Decoder(Entry)
# Nesting without end is one more way in which a line cannot be read.
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
_UUID = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def head_of(tenant: Tenant, onward: str, revision: str, now: datetime) -> Head:
    return Head(
        format=world.FORMAT,
        version=world.VERSION,
        onward=onward,
        revision=revision,
        exported_at=now,
        tenant_id=tenant.id,
        tenant_slug=tenant.slug,
        tenant_name=tenant.name,
        local_member_id=tenant.local_member_id,
    )


async def tell(view: Snapshot, head: Head) -> AsyncIterator[bytes]:
    """The world of the view's tenant, in parts of some lines each."""
    counts: Counter[str] = Counter()
    yield _encode(head) + b"\n"
    for table in world.TABLES:
        lines: list[str] = []
        async for row in worlds.list_rows(view, view.tenant_id, table):
            counts[table] += 1
            lines.append(f'{{"table": "{table}", "row": {row}}}\n')
            if len(lines) == _BATCH:
                yield "".join(lines).encode()
                lines = []
        yield "".join(lines).encode()
    yield _encode({"rows": counts}) + b"\n"


def read_head(raw: bytes) -> Head:
    """Raises Invalid for a file that is no world, or one of a later kind."""
    try:
        head = _head.decode(raw)
    except _UNREADABLE:
        raise _fault(1, "is not the beginning of an export of everything") from None
    if head.format != world.FORMAT or head.version > world.VERSION:
        raise _fault(1, f"tells of a file that this version cannot read: {head.format} {head.version}")
    return head


async def take(acting: Acting, lines: Iterable[bytes], local_member_id: UUID) -> dict[str, int]:
    """Put a world in the place of what the tenant began with; rows by table.

    `local_member_id` is the tenant's own, and stands for the file's. A member of the file whose e-mail address a
    member here has already is that member. Raises Conflict for a tenant that is not new, Invalid with the line.
    """
    await _check_new(acting)
    numbered = enumerate(lines, 1)
    head = read_head(next(numbered, (1, b""))[1])
    await worlds.clear(acting.tx, acting.tenant_id)
    taking = _Taking(acting, {str(head.local_member_id).encode(): str(local_member_id).encode()})
    for table, batch in _batches(numbered, taking.named):
        await taking.add(table, batch)
    await worlds.link(acting.tx, acting.tenant_id, taking.late)
    return dict(taking.counts)


async def _check_new(acting: Acting) -> None:
    obstacle = await worlds.find_obstacle(acting.tx, acting.tenant_id)
    if obstacle is not None:
        raise errors.Conflict(
            f"Only a new tenant can take everything in, and this one has rows of its own in {obstacle}. "
            "Make a new tenant, or use `onward import`, which makes one."
        )


class _Numbered(NamedTuple):
    line: int
    row: dict[str, Any]


def _batches(
    numbered: Iterator[tuple[int, bytes]], named: Callable[[bytes], bytes]
) -> Iterator[tuple[str, list[_Numbered]]]:
    """Rows of one table each, all members at once. Raises Invalid for what stands out of its place."""
    places = list(world.TABLES)
    table, batch, counts = places[0], list[_Numbered](), Counter[str]()
    for line, raw in numbered:
        entry = _entry_of(line, named(raw))
        if entry.rows is not None:
            yield table, batch
            _check_end(line, entry.rows, counts, next(numbered, None))
            return
        if entry.table not in places or places.index(entry.table) < places.index(table):
            raise _fault(line, "holds no row of a table, or one out of order")
        if entry.table != table or (len(batch) == _BATCH and table != "members"):
            yield table, batch
            table, batch = entry.table, []
        counts[table] += 1
        batch.append(_Numbered(line, entry.row))
    raise errors.Invalid.field("file", "ends before its last line: it was not received or written whole")


def _entry_of(line: int, raw: bytes) -> Entry:
    try:
        return _entry.decode(raw)
    except _UNREADABLE as wrong:
        raise _fault(line, f"cannot be read: {wrong}") from None


def _check_end(line: int, told: dict[str, int], counts: Counter[str], after: tuple[int, bytes] | None) -> None:
    if told != dict(counts):
        raise _fault(line, "tells of other numbers of rows than the file holds")
    if after is not None and after[1].strip():
        raise _fault(after[0], "comes after the last line")


class _Taking:
    """Rows on their way into the tenant. `late`: what came before an interaction, where the file has it after."""

    def __init__(self, acting: Acting, names: dict[bytes, bytes]) -> None:
        self._acting = acting
        self._names = names
        self._inserters: dict[str, worlds.Inserter] = {}
        self.counts: Counter[str] = Counter()
        self.late: dict[UUID, UUID] = {}

    def named(self, raw: bytes) -> bytes:
        """A line with the ids of this tenant's members in the place of the file's."""
        return _UUID.sub(lambda found: self._names.get(found[0], found[0]), raw)

    async def add(self, table: str, batch: list[_Numbered]) -> None:
        if not batch:
            return
        for each in batch:
            _check_row(table, each)
        if table == "members":
            await self._know_members(batch)
        if table in {"workflows", "interactions"}:
            await self._check_conversations(batch)
        if table == "interactions":
            await self._part_from_late(batch)
        await self._insert(table, batch)
        await self._word(table, batch)
        self.counts[table] += len(batch)

    async def _insert(self, table: str, batch: list[_Numbered]) -> None:
        if table not in self._inserters:
            self._inserters[table] = await worlds.inserter(self._acting.tx, self._acting.tenant_id, table)
        try:
            await self._inserters[table].insert([each.row for each in batch])
        except errors.Invalid as wrong:
            message = wrong.faults[0].message
            raise errors.Invalid.field(f"lines {batch[0].line} to {batch[-1].line}", message) from None

    async def _know_members(self, batch: list[_Numbered]) -> None:
        emails = [each.row["email"] for each in batch if each.row.get("email")]
        here = await worlds.member_ids_by_email(self._acting.tx, self._acting.tenant_id, emails)
        for each in batch:
            there = str(each.row.get("id"))
            known = here.get(each.row.get("email") or "")
            if known is not None and str(known) != there:
                self._names[there.encode()] = str(known).encode()
                each.row["id"] = str(known)

    async def _check_conversations(self, batch: list[_Numbered]) -> None:
        """Those that there are not, the tables refuse."""
        named = {row["conversation_id"] for _, row in batch if row.get("conversation_id")}
        talks_with = await store_conversations.list_customer_ids(self._acting.tx, self._acting.tenant_id, _ids(named))
        for line, row in batch:
            known = talks_with.get(UUID(row["conversation_id"])) if row.get("conversation_id") else None
            if known is not None:
                _check_conversation(line, UUID(row["customer_id"]), known)

    async def _part_from_late(self, batch: list[_Numbered]) -> None:
        """An interaction whose predecessor is not there yet is told of it at the end."""
        rows = [each.row for each in batch]
        previous = {row["previous_interaction_id"] for row in rows if row.get("previous_interaction_id")}
        missing = previous - {row.get("id") for row in rows}
        known = await worlds.list_known(self._acting.tx, self._acting.tenant_id, _ids(missing))
        for row in rows:
            before = row.get("previous_interaction_id")
            if before in missing and UUID(before) not in known:
                self.late[UUID(row["id"])] = UUID(before)
                row["previous_interaction_id"] = None

    async def _word(self, table: str, batch: list[_Numbered]) -> None:
        tx, tenant_id, rows = self._acting.tx, self._acting.tenant_id, [each.row for each in batch]
        if table == "customers":
            customers = msgspec.convert(rows, list[Customer])
            await search_words.replace_of_customers(tx, tenant_id, search_words.of_customers(customers))
        elif table == "interactions":
            titles = {UUID(row["id"]): row["title"] for row in rows}
            await search_words.insert_words(tx, tenant_id, search_words.of_titles(titles))


def _check_row(table: str, each: _Numbered) -> None:
    try:
        world.check_row(table, each.row)
    except ValueError as wrong:
        raise _fault(each.line, str(wrong)) from None


def _check_conversation(line: int, customer_id: UUID, talks_with_id: UUID) -> None:
    try:
        conversations.check_link(customer_id, talks_with_id)
    except errors.Invalid as wrong:
        raise _fault(line, f"{wrong.faults[0].field} {wrong.faults[0].message}") from None


def _ids(texts: Iterable[str]) -> list[UUID]:
    return [msgspec.convert(text, UUID) for text in texts]


def _fault(line: int, message: str) -> errors.Invalid:
    return errors.Invalid.field(f"line {line}", message)
