"""The document says what the server does, in the same bytes every time."""

import json
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from schemathesis.core.result import Ok

from onward.api import openapi, routing

from . import notes
from .asking import Asker

ROUTES = routing.collect([notes.ROUTES])


@pytest.fixture
def document() -> Any:
    return openapi.document(ROUTES)


def test_it_is_the_same_every_time() -> None:
    backwards = openapi.encoded(list(reversed(ROUTES)))
    assert openapi.encoded(ROUTES) == openapi.encoded(ROUTES) == backwards
    assert backwards.endswith(b"}\n")


async def test_the_server_gives_these_very_bytes(local: Asker) -> None:
    assert (await local.get("/openapi.json")).body == openapi.encoded(ROUTES)


def test_another_reader_understands_it(document: Any) -> None:
    found = list(schemathesis.openapi.from_dict(document).get_all_operations())
    labels = {result.ok().label for result in found if isinstance(result, Ok)}
    assert len(found) == len(ROUTES)
    assert labels == {f"{route.method} {route.path.replace(':uuid', '')}" for route in ROUTES}


def test_every_schema_is_one(document: Any) -> None:
    for schema in document["components"]["schemas"].values():
        jsonschema_rs.Draft202012Validator(schema | {"components": document["components"]})


def test_every_reference_leads_somewhere(document: Any) -> None:
    def walk(node: Any) -> None:
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            if key == "$ref":
                place = document
                for part in value.removeprefix("#/").split("/"):
                    place = place[part]
            elif isinstance(value, dict | list):
                walk(value)

    walk(document)


def test_an_operation_says_everything(document: Any) -> None:
    operation = document["paths"]["/v1/notes"]["post"]
    assert operation["operationId"] == "create_note"
    assert operation["tags"] == ["Notes"]
    assert (operation["summary"], operation["description"]) == ("Write a note", "Notes are short.")
    assert operation["x-roles"] == ["rep", "manager", "owner"]
    assert operation["requestBody"]["required"]
    assert operation["parameters"] == [
        {"$ref": "#/components/parameters/TenantId"},
        {"$ref": "#/components/parameters/IdempotencyKey"},
    ]
    assert set(operation["responses"]) == {
        *("201", "400", "401", "403", "404", "409", "413", "415", "422", "429", "503")
    }
    assert set(operation["responses"]["201"]["headers"]) == {"ETag", "Location"}


def test_if_match_is_told_where_it_is_taken(document: Any) -> None:
    note = document["paths"]["/v1/notes/{note_id}"]
    assert {"$ref": "#/components/parameters/IfMatch"} in note["put"]["parameters"]
    assert "412" in note["put"]["responses"]
    assert "412" not in note["get"]["responses"]
    assert "content" not in note["get"]["responses"]["204"]


def test_parameters_are_taken_apart(document: Any) -> None:
    parameters = {
        parameter["name"]: parameter
        for parameter in document["paths"]["/v1/notes"]["get"]["parameters"]
        if "name" in parameter
    }
    assert parameters["limit"] == {
        "name": "limit",
        "in": "query",
        "description": "How many at the most.",
        "schema": {"type": "integer", "minimum": 1, "maximum": 200, "default": 50},
    }
    assert parameters["status"]["schema"] == {"type": "array", "items": {"enum": ["done", "open"]}}
    assert parameters["status"]["explode"] is True
    assert parameters["author_id"]["schema"] == {"type": "string", "format": "uuid"}
    assert "ListNotesQuery" not in document["components"]["schemas"]


def test_a_problem_has_its_shape(document: Any) -> None:
    problem = document["components"]["schemas"]["Problem"]
    assert set(problem["required"]) == {"type", "title", "status", "detail", "request_id"}
    assert "Problem422" in json.dumps(document["paths"])
