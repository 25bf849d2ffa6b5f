"""Requests made of the recipes, and what an id that names nothing must answer at each of their places."""

import copy
from typing import Any

from msgspec import Struct

from tests.isolation.places import Forgotten, Operation, Place
from tests.isolation.recipes import RECIPES, Recipe
from tests.isolation.things import STATES

# What an id that names nothing answers; None: as if nothing had been said.
_UNKNOWN: dict[str, int | None] = {"path": 404, "body": 422, "query": None}
_UNKNOWN_OF_KIND: dict[str, int | None] = {
    "external_id": None,
    "email": None,
    "tenant": 403,
    "authorization": 401,
    "person_email": None,
    "tenant_slug": None,
    "idempotency_key": None,
}


def recipe_of(operation: Operation) -> Recipe:
    """Raises Forgotten."""
    recipe = RECIPES.get(operation.name)
    if recipe is None:
        raise Forgotten(
            f"{operation} has no recipe. Add a sound request for it under {operation.name!r} to RECIPES in "
            "tests/isolation/recipes.py."
        )
    return recipe


def unknown_status(operation: Operation, place: Place) -> int | None:
    """The status that an id which names nothing must answer; None for a success."""
    named = recipe_of(operation).unknown
    if place.name in named:
        return named[place.name]
    status = _UNKNOWN_OF_KIND[place.kind] if place.kind in _UNKNOWN_OF_KIND else _UNKNOWN[place.where]
    return recipe_of(operation).answers if status is None else status


class Asked(Struct):
    """One request before the caller's own things are put in. `needs`: what is not sent, but must be there."""

    path: dict[str, str]
    body: Any
    query: dict[str, str]
    headers: dict[str, str]
    needs: list[str]


def sound(operation: Operation, place: Place | None = None) -> Asked:
    """A request that succeeds, in the form that has this place."""
    recipe = recipe_of(operation)
    path = {
        one.name: f"<{recipe.things.get(one.name) or _first_state(operation, one)}>" for one in operation.path_places
    }
    is_in_body = place is not None and place.where == "body"
    body = recipe.forms.get(place.name, recipe.body) if is_in_body and place else recipe.body
    query = dict(recipe.with_cursor) if place is not None and place.name == "cursor" else {}
    needs = [f"<{thing}>" for thing in recipe.needs]
    return Asked(path, copy.deepcopy(body) if operation.takes_body else None, query, {}, needs)


def with_id(operation: Operation, place: Place, text: str) -> Asked:
    """The sound request with this id at this place. Raises Forgotten for a place that it has not got."""
    asked = sound(operation, place)
    match place.where:
        case "path":
            asked.path[place.name] = text
        case "query":
            asked.query[place.name] = text
        case "header":
            asked.headers[place.name] = text
        case "body":
            _put(operation, place, asked.body, text)
    return asked


def _first_state(operation: Operation, place: Place) -> str:
    if place.kind not in STATES:
        raise Forgotten(
            f"{operation}: nothing of the kind {place.kind!r} can be made. Add a maker to MAKERS and its states to "
            "STATES in tests/isolation/things.py."
        )
    return STATES[place.kind][0]


def _put(operation: Operation, place: Place, body: Any, text: str) -> None:
    *parents, leaf = place.name.split(".")
    found = body
    for name in parents:
        key, is_list = name.removesuffix("[]"), name.endswith("[]")
        if key not in found:
            raise Forgotten(
                f"{operation}: its recipe has no body with the place {place.name!r}. Add one to `forms` of "
                f"RECIPES[{operation.name!r}] in tests/isolation/recipes.py."
            )
        found = found[key][0] if is_list else found[key]
    key = leaf.removesuffix("[]")
    found[key] = [text] if leaf.endswith("[]") else text
