"""A route that is declared wrongly keeps the app from starting."""

from typing import Any

import pytest

from onward.api import routing
from onward.api.routing import Answer, Call, Routes, Undeclared
from onward.domain.roles import Permission

from . import notes
from .serving import AskedDatabase, serve


async def read(call: Call) -> Answer:
    return Answer()


async def write(call: Call, body: notes.NoteIn) -> Answer:
    return Answer()


def declared(endpoint: Any, path: str = "/v1/a", **declaration: Any) -> Routes:
    room = Routes()
    room.post(path, **({"permission": Permission.READ, "summary": "Do it", "tag": "A"} | declaration))(endpoint)
    return room


def test_what_is_declared_well_is_collected_in_order() -> None:
    routes = routing.collect([notes.ROUTES, declared(read)])
    assert [route.name for route in routes][-3:] == ["shred_note", "send_note", "read"]


@pytest.mark.parametrize("permission", [None, "read", "everything", 1])
def test_a_route_without_a_permission_is_refused(permission: object) -> None:
    with pytest.raises(Undeclared, match="POST /v1/a declares no permission"):
        routing.collect([declared(read, permission=permission)])


async def test_the_app_does_not_start_with_one(keyless: AskedDatabase) -> None:
    room = Routes()
    room.get("/v1/open", summary="Open to all", tag="A")(read)
    with pytest.raises(Undeclared, match="permission"):
        serve(keyless, rooms=[room])


@pytest.mark.parametrize("path", ["/a", "v1/a", "/v1/{a}", "/v1/{a:int}", "/v1/{a:uuid", "/v1/{A:uuid}"])
def test_a_path_that_is_none_is_refused(path: str) -> None:
    with pytest.raises(Undeclared, match="path"):
        routing.collect([declared(read, path)])


@pytest.mark.parametrize(
    ("endpoint", "declaration"),
    [(write, {}), (read, {"body": notes.NoteIn}), (write, {"query": notes.ListNotesQuery})],
)
def test_a_handler_must_take_what_is_declared(endpoint: Any, declaration: dict[str, Any]) -> None:
    with pytest.raises(Undeclared, match="must take"):
        routing.collect([declared(endpoint, **declaration)])


@pytest.mark.parametrize("missing", ["summary", "tag"])
def test_a_route_says_what_it_is_for(missing: str) -> None:
    with pytest.raises(Undeclared, match="summary"):
        routing.collect([declared(read, **{missing: ""})])


def test_an_address_or_a_name_is_declared_once() -> None:
    with pytest.raises(Undeclared, match="POST /v1/a"):
        routing.collect([declared(read), declared(write, body=notes.NoteIn)])
    with pytest.raises(Undeclared, match="twice: read"):
        routing.collect([declared(read), declared(read, "/v1/b")])
