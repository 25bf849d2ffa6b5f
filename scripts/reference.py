"""Write docs/reference/api.md from the OpenAPI document: `reference.py`, or `reference.py --check` to compare only."""

import json
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onward.api import openapi

TARGET = Path(__file__).resolve().parent.parent / "docs" / "reference" / "api.md"
LINE_WIDTH = 116
Json = dict[str, Any]

# What people come for first; all other tags follow in the document's order.
FIRST = ("Interactions", "Interactions of a customer", "Workflows", "Templates")

HEAD = """\
<!-- Made by scripts/reference.py from the OpenAPI document; do not edit. -->
# API reference

Every address begins with the server's own, such as `http://127.0.0.1:8000`; `/api/v1/…` is the same as `/v1/…`.
A running server has the same reference at `/docs` and its source, OpenAPI 3.1, at `/openapi.json`.

Bodies are JSON. Times in answers are UTC; a time without an offset in a request is in the tenant's zone. What a
request may send beside its body: [keys and tenants](../access.md), [`Idempotency-Key` and
`If-Match`](../concurrency.md), [filters, orders and cursors](../lists.md). What a refusal looks like:
[errors](../errors.md).
"""


OPEN_TO = {
    "public": "For everybody.",
    "person": "For people who are signed in.",
    "caller": "For every caller who is let in.",
}


def _who(operation: Json) -> str:
    if "x-open-to" in operation:
        return OPEN_TO[operation["x-open-to"]]
    return f"Roles: {', '.join(operation['x-roles'])}."


class Reference:
    """The document as Markdown: the operations by tag, then the shapes that they name."""

    def __init__(self, document: Json) -> None:
        self._document = document
        self._components: Json = document["components"]
        self._operations = [
            (f"{method.upper()} {path}", operation)
            for path, methods in document["paths"].items()
            for method, operation in methods.items()
        ]

    def text(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield HEAD
        tags = list(dict.fromkeys([*FIRST, *(operation["tags"][0] for _, operation in self._operations)]))
        yield from self._contents(tags)
        for tag in tags:
            yield f"## {tag}\n"
            for address, operation in self._of(tag):
                yield from self._operation(address, operation)
        yield "## Shapes\n"
        for name, schema in sorted(self._components["schemas"].items()):
            yield from self._shape(name, schema)

    def _of(self, tag: str) -> list[tuple[str, Json]]:
        return [found for found in self._operations if tag in found[1]["tags"]]

    def _contents(self, tags: list[str]) -> Iterator[str]:
        for tag in tags:
            yield f"**{tag}**\n"
            yield "| address | what it does |\n|---|---|"
            for address, operation in self._of(tag):
                yield f"| `{address}` | [{operation['summary']}](#{operation['operationId']}) |"
            yield ""

    def _operation(self, address: str, operation: Json) -> Iterator[str]:
        yield f'<a id="{operation["operationId"]}"></a>\n### {operation["summary"]}\n'
        yield f"`{address}`\n"
        if "description" in operation:
            yield _paragraph(operation["description"])
        yield f"{_who(operation)}\n"
        yield from self._parameters(operation["parameters"])
        if "requestBody" in operation:
            need = "required" if operation["requestBody"]["required"] else "may be left out"
            yield f"Body ({need}): {_content_kind(operation['requestBody'])}\n"
        yield from self._answers(operation["responses"])

    def _parameters(self, listed: list[Json]) -> Iterator[str]:
        found = [self._resolved(parameter) for parameter in listed]
        if not found:
            return
        yield "| parameter | in | value | meaning |\n|---|---|---|---|"
        for parameter in found:
            meaning = _cell(parameter.get("description", ""))
            yield f"| `{parameter['name']}` | {parameter['in']} | {_value(parameter['schema'])} | {meaning} |"
        yield ""

    def _answers(self, responses: Json) -> Iterator[str]:
        problems = [status for status, response in responses.items() if "$ref" in response]
        for status, response in responses.items():
            if "$ref" in response:
                continue
            content = _content_kind(response)
            headers = "".join(f", `{name}`" for name in response.get("headers", {}))
            yield f"Answers {status}: {content}{headers}\n"
        if problems:
            yield f"Problems: {', '.join(problems)}.\n"

    def _shape(self, name: str, schema: Json) -> Iterator[str]:
        yield f'<a id="{name}"></a>\n### {name}\n'
        if "description" in schema:
            yield _paragraph(schema["description"])
        if not schema.get("properties"):
            yield "No fields.\n"
            return
        required = set(schema.get("required", []))
        yield "| field | value | meaning |\n|---|---|---|"
        for field, kind in schema["properties"].items():
            value = _value(kind) + (" (required)" if field in required and name.endswith("In") else "")
            yield f"| `{field}` | {value} | {_cell(_meaning(kind))} |"
        yield ""

    def _resolved(self, thing: Json) -> Json:
        if "$ref" not in thing:
            return thing
        found: Json = self._components["parameters"][thing["$ref"].rpartition("/")[2]]
        return found


def _content_kind(holder: Json) -> str:
    """Of a body or an answer."""
    media_types = holder.get("content", {})
    if "application/json" in media_types:
        return _kind(media_types["application/json"]["schema"])
    return " or ".join(f"`{media_type}`" for media_type in media_types) or "no body"


def _value(schema: Json) -> str:
    """The kind, its bounds and its default."""
    parts = [_kind(schema), *_bounds(schema)]
    if schema.get("default") not in (None, (), [], {}):
        parts.append(f"default `{json.dumps(schema['default'])}`")
    return _cell(", ".join(parts))


def _kind(schema: Json) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name})"
    if "anyOf" in schema:
        return " or ".join(_kind(kind) for kind in schema["anyOf"])
    if "enum" in schema:
        return " ".join(f"`{value}`" for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    return {"uuid": "UUID", "date-time": "instant", "date": "day"}.get(
        schema.get("format", ""), str(schema.get("type", "any"))
    )


def _bounds(schema: Json) -> Iterator[str]:
    for kind in [schema, *schema.get("anyOf", []), *([schema["items"]] if "items" in schema else [])]:
        least, most = kind.get("minimum", kind.get("minLength")), kind.get("maximum", kind.get("maxLength"))
        unit = " characters" if "maxLength" in kind else ""
        if least is not None and most is not None:
            yield f"{least} to {most}{unit}"
        elif most is not None:
            yield f"at most {most}{unit}"
        if "maxItems" in kind:
            yield f"at most {kind['maxItems']} entries"


def _meaning(schema: Json) -> str:
    kinds = [schema, *schema.get("anyOf", []), *([schema["items"]] if "items" in schema else [])]
    return next((_one_line(kind["description"]) for kind in kinds if "description" in kind), "")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _paragraph(text: str) -> str:
    return textwrap.fill(_one_line(text), width=LINE_WIDTH, break_on_hyphens=False) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main(*arguments: str) -> None:
    text = Reference(openapi.document()).text()
    if "--check" not in arguments:
        TARGET.parent.mkdir(parents=True, exist_ok=True)
        TARGET.write_text(text, encoding="utf-8")
    elif not TARGET.exists() or TARGET.read_text(encoding="utf-8") != text:
        sys.exit("docs/reference/api.md is stale: run `.venv/bin/python scripts/reference.py` and commit the result.")


if __name__ == "__main__":
    main(*sys.argv[1:])
