"""What every endpoint declares."""

import importlib
import pkgutil

import onward.api
from onward.api import nouns, routing
from onward.api.routing import Route, Routes
from onward.domain.roles import PERMISSIONS, Permission

# A POST that only answers a question.
ASKING = {"simulate_template", "preview_settings"}
# What reading is not enough for.
GUARDED_READS = {
    "list_invitations",
    "list_keys",
    "list_audit",
    "export_audit",
    "export_customers",
    "export_interactions",
    "export_everything",
    "list_imports",
    "get_import",
    "download_import_lines",
}
# Nobody need be signed in; each asks for a secret, or tells none.
PUBLIC = {
    "sign_in",
    "send_second_factor",
    "sign_out",
    "start_single_sign_on",
    "finish_single_sign_on",
    "ask_password_reset",
    "accept_password_reset",
    "preview_invitation",
    "accept_invitation",
    "get_setup",
    "set_up",
}


def routes() -> list[Route]:
    return routing.collect(nouns.ROOMS)


def test_every_route_declares_a_permission_or_whom_it_is_open_to() -> None:
    assert len(routes()) > 30
    closed = [route for route in routes() if route.open_to is None]
    assert [route.name for route in closed if not isinstance(route.permission, Permission)] == []


def test_nothing_is_public_by_mistake() -> None:
    assert {route.name for route in routes() if route.open_to == "public"} == PUBLIC
    assert {route.name for route in routes() if route.open_to == "caller"} == {"get_me"}


def test_what_changes_something_takes_more_than_reading() -> None:
    writing = [route for route in routes() if route.method != "GET" and route.name not in ASKING]
    assert [route.name for route in writing if route.permission is Permission.READ] == []
    reading = [route for route in routes() if route.method == "GET" and route.open_to is None]
    assert {route.name for route in reading if route.permission is not Permission.READ} == GUARDED_READS


def test_a_viewer_reads_only_and_an_owner_may_everything() -> None:
    assert PERMISSIONS["viewer"] == {Permission.READ}
    assert PERMISSIONS["owner"] == set(Permission)


def test_no_noun_is_left_out() -> None:
    names = [module.name for module in pkgutil.iter_modules(onward.api.__path__, "onward.api.")]
    declared = [getattr(importlib.import_module(name), "ROUTES", None) for name in names]
    rooms = [room for room in declared if isinstance(room, Routes)]
    assert {id(room) for room in rooms} == {id(room) for room in nouns.ROOMS}
