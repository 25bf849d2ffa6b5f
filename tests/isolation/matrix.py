"""The isolation matrix: every operation, every place where an id can stand, another tenant's id at it.

Each probe must be answered as if the other tenant did not exist, with the status of an id that names nothing, and
must leave the other tenant's rows as they were.
"""

from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any

from msgspec import Struct

from tests.isolation.asking import Asked, recipe_of, sound, unknown_status, with_id
from tests.isolation.cast import ROLES, Caller, secret_key
from tests.isolation.pair import Pair, Unlike
from tests.isolation.places import Forgotten, Operation, Place, operations
from tests.isolation.things import ADOPTED, STATES
from tests.isolation.world import Answer
from tests.stage import ACME, GLOBEX

KEY = "a key of one's own"
NOWHERE = Place("header", "none", "nothing")


class Probe(Struct, frozen=True):
    """`status` is the expected one, None for a success."""

    asked: Asked
    status: int | None
    what: str


class Finding(Struct, frozen=True):
    operation: str
    place: str
    what: str
    wrong: str

    def __str__(self) -> str:
        return f"{self.operation}, {self.place} = {self.what}: {self.wrong}"


# They would end local mode in the midst of the matrix.
ENDS_LOCAL_MODE = frozenset({"create_key", "revoke_key"})


def concerns(operation: Operation, caller: Caller) -> bool:
    """Whether the operation looks at this caller's credential: what people do for themselves needs a session."""
    if operation.open_to in {"public", "person"}:
        return caller == "session"
    return caller != "local" or operation.name not in ENDS_LOCAL_MODE


async def findings(pair: Pair, wanted: Iterable[Operation] | None = None) -> AsyncIterator[Finding]:
    """Everything that is wrong for one caller, as it is found. Raises Forgotten."""
    for operation in operations() if wanted is None else wanted:
        if not concerns(operation, pair.caller):
            continue
        for place in (NOWHERE, *operation.places):
            async for probe in _probes(pair, operation, place):
                for wrong in await _try(pair, operation, place, probe):
                    yield Finding(str(operation), f"{place.where} {place.name}", probe.what, wrong)
    for table in await pair.tables_unlike():
        yield Finding("afterwards", table, "acme's rows", "they are not as they would be if globex did not exist")


async def _try(pair: Pair, operation: Operation, place: Place, probe: Probe) -> list[str]:
    try:
        asked = await pair.filled(probe.asked)
    except Unlike as unlike:
        return [str(unlike)]
    await pair.make_twins()
    if place.kind == "idempotency_key":
        await pair.keep_answer(GLOBEX, KEY, operation, asked)
    await pair.remember_globex()
    shared, alone = await pair.send(operation, asked)
    wrong = []
    if shared != alone:
        wrong.append(f"answered {shared}, but {alone} where there is no globex")
    if not _is_expected(pair, operation, probe, alone):
        wrong.append(f"an id that names nothing answered {alone}, expected {probe.status or 'a success'}")
    if not await pair.is_globex_untouched():
        wrong.append("globex's rows were changed")
    return wrong


def _is_expected(pair: Pair, operation: Operation, probe: Probe, answer: Answer) -> bool:
    if probe.status != 401 and _is_refused(pair, operation):
        return answer.status == 403
    return answer.is_success if probe.status is None else answer.status == probe.status


def _is_refused(pair: Pair, operation: Operation) -> bool:
    """Whether the caller's role does not allow it, whatever the request holds."""
    return pair.caller in ROLES and operation.roles is not None and pair.caller not in operation.roles


async def _probes(pair: Pair, operation: Operation, place: Place) -> AsyncIterator[Probe]:
    if place is NOWHERE:
        yield Probe(sound(operation), recipe_of(operation).answers, "nothing of globex's")
        return
    status = unknown_status(operation, place)
    if place.kind == "tenant" and pair.caller == "session":
        status = None if operation.open_to == "caller" else 404  # who one is, one may ask without a tenant
    async for what, text in _foreign_texts(pair, operation, place):
        yield Probe(with_id(operation, place, text), status, what)
        if status != 401 and _is_refused(pair, operation):
            return  # one is as good as another


async def _foreign_texts(pair: Pair, operation: Operation, place: Place) -> AsyncIterator[tuple[str, str]]:
    """What of globex's could stand at this place."""
    match place.kind:
        case "tenant":
            if pair.caller != "local":  # in local mode whoever sits at the machine owns every tenant
                yield "globex by id", str(GLOBEX.id)
                yield "globex by slug", GLOBEX.slug
        case "tenant_slug":
            yield "globex's slug", GLOBEX.slug
        case "authorization":
            if pair.caller in ROLES:
                own = secret_key(ACME, pair.caller)[0]
                foreign = secret_key(GLOBEX, pair.caller)[0]
                yield "acme's secret with globex's id", f"Bearer {own.replace(ACME.id.hex, GLOBEX.id.hex)}"
                yield "globex's secret with acme's id", f"Bearer {foreign.replace(GLOBEX.id.hex, ACME.id.hex)}"
        case "idempotency_key":
            yield "a key that globex has used for the same", KEY
        case "cursor":
            yield "a cursor of globex's list", await foreign_cursor(pair, operation)
        case kind if kind in STATES:
            for thing in STATES[kind]:
                yield f"globex's {thing}", await pair.foreign(thing, is_new=kind in ADOPTED)
        case kind:
            raise Forgotten(
                f"{operation}: nobody has said what of another tenant's could stand at {place.name!r} ({kind}). Add "
                "the kind to STATES in tests/isolation/things.py, or to _foreign_texts in tests/isolation/matrix.py."
            )


async def foreign_cursor(pair: Pair, operation: Operation) -> str:
    path = operation.path.format(**{place.name: pair.globex[place.kind] for place in operation.path_places})
    return next_cursor(operation, await pair.ask_as_globex(path, {"limit": "1", **recipe_of(operation).with_cursor}))


def _cursors(answer: Any) -> Iterator[str]:
    """Wherever in an answer a page goes on: some hold several lists."""
    if isinstance(answer, dict):
        if answer.get("next_cursor") is not None:
            yield answer["next_cursor"]
        for value in answer.values():
            yield from _cursors(value)
    if isinstance(answer, list):
        for value in answer:
            yield from _cursors(value)


def next_cursor(operation: Operation, page: Answer) -> str:
    """Where the next page begins, which the body says, or a header beside a file."""
    cursor = next(_cursors(page.json), None) if page.is_json else page.header("x-next-cursor")
    assert cursor is not None, f"{operation}: two rows are needed in this list"
    return str(cursor)
