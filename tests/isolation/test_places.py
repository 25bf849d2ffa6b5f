"""Nothing that is served escapes the proofs, and every request that they send is one that would have worked."""

import copy

import pytest
from litestar import Litestar

from onward.api import openapi
from tests.isolation import places
from tests.isolation.asking import Asked, recipe_of, sound, with_id
from tests.isolation.cast import Caller
from tests.isolation.conftest import OpenPair
from tests.isolation.matrix import KEY, NOWHERE, concerns, next_cursor
from tests.isolation.pair import Pair
from tests.isolation.places import Forgotten, Operation, Place, operations
from tests.isolation.recipes import RECIPES, Recipe
from tests.isolation.things import STATES
from tests.isolation.world import Answer
from tests.stage import ACME, Stage

# Served beside the document: they know no tenant and read no row.
OF_THE_SERVER = {"/healthz", "/readyz", "/metrics", "/openapi.json", "/docs", "/docs/{name}", "/app-config.json"}


def test_every_operation_has_a_recipe_and_every_recipe_an_operation() -> None:
    assert {recipe_of(operation).body is not None for operation in operations()} == {True}
    assert set(RECIPES) == {operation.name for operation in operations()}


async def test_every_route_that_is_served_is_in_the_document(stage: Stage) -> None:
    app = stage.app._app
    assert isinstance(app, Litestar)
    served = {
        (route.path_format, method)
        for route in app.routes
        for method in getattr(route, "methods", set()) - {"HEAD", "OPTIONS"}
        if route.path_format not in OF_THE_SERVER
    }
    assert served == {(operation.path, operation.method) for operation in operations()}


def test_a_field_that_nobody_has_judged_is_named() -> None:
    document = copy.deepcopy(openapi.document())
    document["components"]["schemas"]["SkipInteractionIn"]["properties"]["blamed_id"] = {"type": "string"}
    with pytest.raises(Forgotten, match=r"skip_interaction takes the body field 'blamed_id'.*KINDS.*PLAIN"):
        places.described_in(document)


def test_an_operation_without_a_recipe_is_named() -> None:
    with pytest.raises(Forgotten, match=r"POST /v1/spells \(cast_spell\) has no recipe.*RECIPES"):
        recipe_of(Operation("cast_spell", "POST", "/v1/spells", (), None))


def test_a_place_that_no_body_of_the_recipe_has_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RECIPES, "complete_interaction", Recipe({"outcome": "success"}))
    complete = next(operation for operation in operations() if operation.name == "complete_interaction")
    with pytest.raises(Forgotten, match=r"no body with the place 'next\.assignee_id'.*forms"):
        with_id(complete, Place("body", "next.assignee_id", "member"), "an id")


def test_every_kind_of_id_is_used() -> None:
    used = {place.kind for operation in operations() for place in operation.places}
    assert set(places.KINDS.values()) == used


@pytest.mark.parametrize("caller", ["owner", "session"])
async def test_acmes_own_ids_are_welcome_at_every_place(open_pair: OpenPair, caller: Caller) -> None:
    """Else another tenant's could be refused for a reason that has nothing to do with whose they are."""
    wrong: list[str] = []
    async with open_pair(caller) as pair:
        for thing in ["campaign", "conversation", "idle_template", "bare_customer", "done_import"] * 2:
            await pair.make(thing)
        for operation in operations():
            for place in (NOWHERE, *operation.places) if concerns(operation, caller) else ():
                wrong += [
                    f"{operation}, {place.where} {place.name}: {one}" for one in await _try(pair, operation, place)
                ]
    assert "\n".join(wrong) == ""


async def _try(pair: Pair, operation: Operation, place: Place) -> list[str]:
    if place.kind == "authorization":
        return []
    asked = await pair.filled(await _asked(pair, operation, place))
    if place.kind == "idempotency_key":
        await pair.keep_answer(ACME, KEY, operation, asked)
    shared, alone = await pair.send(operation, asked)
    if shared != alone:
        return [f"answered {shared}, but {alone} where there is no globex"]
    return _faults(operation, place, shared)


async def _asked(pair: Pair, operation: Operation, place: Place) -> Asked:
    if place is NOWHERE:
        return sound(operation)
    return with_id(operation, place, await _own_text(pair, operation, place))


async def _own_text(pair: Pair, operation: Operation, place: Place) -> str:
    match place.kind:
        case "tenant":
            return ACME.slug
        case "tenant_slug":
            return ACME.slug
        case "idempotency_key":
            return KEY
        case "cursor":
            recipe = recipe_of(operation)
            path = operation.path.format(**{one.name: await pair.own(one.kind) for one in operation.path_places})
            return next_cursor(operation, await pair.ask_as_acme(path, {"limit": "1", **recipe.with_cursor}))
        case kind:
            first = recipe_of(operation).things.get(place.name, STATES[kind][0])
            return f"<{first}>"


def _faults(operation: Operation, place: Place, answer: Answer) -> list[str]:
    expected = recipe_of(operation).own.get(place.name)
    if expected is not None:
        return [] if answer.status == expected else [f"answered {answer}, expected {expected}"]
    sound_status = recipe_of(operation).answers
    if not answer.is_success and answer.status != sound_status:
        return [f"answered {answer}, expected {sound_status or 'a success'}"]
    if place.kind == "idempotency_key" and answer.json != {"kept": ACME.slug}:
        return [f"the kept answer was not given again, but {answer}"]
    if place.where == "query" and not _shows_something(answer):
        return ["found nothing"]
    return []


def _shows_something(answer: Answer) -> bool:
    """A list has rows, or one of its sections has; a count is above nothing; a file is not empty."""
    if not answer.is_json:
        return bool(answer.body)
    if set(answer.json) == {"total"}:
        return bool(answer.json["total"])
    parts = answer.json.values()
    return any(part if isinstance(part, list) else isinstance(part, dict) and part.get("data") for part in parts)
