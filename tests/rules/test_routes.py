"""What every endpoint declares."""

import importlib
import pkgutil

import onward.api
from onward.api import nouns, routing
from onward.api.routing import Route, Routes
from onward.domain.roles import PERMISSIONS, Permission

# A POST that only answers a question.
ASKING = {"simulate_template"}


def routes() -> list[Route]:
    return routing.collect(nouns.ROOMS)


def test_every_route_declares_a_permission() -> None:
    assert len(routes()) > 30
    assert [route.name for route in routes() if not isinstance(route.permission, Permission)] == []


def test_what_changes_something_takes_more_than_reading() -> None:
    writing = [route for route in routes() if route.method != "GET" and route.name not in ASKING]
    assert [route.name for route in writing if route.permission is Permission.READ] == []
    assert [route.name for route in routes() if route.method == "GET" and route.permission is not Permission.READ] == []


def test_a_viewer_reads_only_and_an_owner_may_everything() -> None:
    assert PERMISSIONS["viewer"] == {Permission.READ}
    assert PERMISSIONS["owner"] == set(Permission)


def test_no_noun_is_left_out() -> None:
    names = [module.name for module in pkgutil.iter_modules(onward.api.__path__, "onward.api.")]
    declared = [getattr(importlib.import_module(name), "ROUTES", None) for name in names]
    rooms = [room for room in declared if isinstance(room, Routes)]
    assert {id(room) for room in rooms} == {id(room) for room in nouns.ROOMS}
