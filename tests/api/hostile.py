"""Values that nobody should send, and every place of a request that can hold one, read off the OpenAPI document.

No field can be forgotten: a new one is in the document, and so in here.
"""

import copy
import json
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from msgspec import Struct

Json = dict[str, Any]
Path = tuple[str | int, ...]

NIL = "00000000-0000-0000-0000-000000000000"
# Raw JSON, for much of it no encoder would write.
VALUES = [
    "null",
    "true",
    "0",
    "-1",
    "1.5",
    "1e999",
    "-1e999",
    "1" + "0" * 400,
    "9223372036854775807",
    "9223372036854775808",
    "[]",
    "{}",
    '[["a"]]',
    '{"a": {"b": [null]}}',
    '[null, 1, "a", {}]',
    '{"a": 1, "a": "\\u0000"}',
    '{"\\ud800": 1}',
    "[" * 70 + "]" * 70,
    '{"a":' * 70 + "1" + "}" * 70,
    "[" * 10_000 + "]" * 10_000,
    '{"a":' * 10_000 + "1" + "}" * 10_000,
    "NaN",
    '"\\u0000"',
    '"a\\u0000b"',
    '"\\ud800"',
    '"\\udc00\\ud800"',
    '"\\ud83d\\ude00"',
    '"\\uffff\\ufeff"',
    '"\\u0001\\u001b[31m\\r\\n"',
    '"' + "x" * 10_000 + '"',
    '"' + "\N{PILE OF POO}" * 5_000 + '"',
    '"' + "x" * 1_000_000 + '"',
]
# One of each JSON type, by its name in a schema.
KINDS = {"null": "null", "boolean": "true", "number": "1.5", "string": '"a"', "array": "[]", "object": "{}"}
TEXTS = [
    "",
    " ",
    "-1",
    "0",
    "true",
    "null",
    "NaN",
    "Infinity",
    "1e999",
    "1" + "0" * 400,
    "9999-12-31T23:59:59Z",
    "9999-12-31T23:59:59-23:59",
    "10000-01-01",
    "0000-00-00",
    "0001-01-01T00:00:00+23:59",
    "2026-02-30",
    "2026-01-22T25:61:61Z",
    "2026-01-22 10:00:00" + "9" * 30,
    "24:00",
    "\u202eright to left\u2066",
    "e\u0301" * 50 + "Z\u0351\u036b\u0343",
    "\N{FAMILY}\u200d\N{FAMILY} \N{REGIONAL INDICATOR SYMBOL LETTER D}",
    "１２３٤٥",
    "'; DROP TABLE interactions; --",
    '" OR 1=1 --',
    "\\'; SELECT pg_sleep(9); --",
    "%s %(x)s $1 {0} {} {customer.name.__class__}",
    "{customer.name!r}{assignee.name:>99999999}",
    "../../etc/passwd",
    "template:../../etc/passwd",
    "template:00000000-0000-0000-0000-000000000000",
    NIL,
    "{00000000-0000-0000-0000-000000000000}",
    "urn:uuid:00000000-0000-0000-0000-000000000000",
    "kind:positive",
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "me",
    "a" * 51,
    "a" * 301,
]
# Percent-encoded, as they stand in a query string.
ENCODED = ["%00", "a%00b", "%", "%zz", "%ff%fe", "%ed%a0%80", "%C0%80", "a&", "%0d%0aX: 1", "x" * 70_000]
BODIES = [
    b"null",
    b"[]",
    b"1",
    b'"text"',
    b"{",
    b"{]",
    b"not json",
    b"\xff\xfe\x00",
    b"\xef\xbb\xbf{}",
    b'{"a": "\xed\xa0\x80"}',
    b'{"a": "\xc3("}',
    b"\0" * 100,
    b'{"\\u0000": 1}',
    b'{"\\ud800": 1}',
    b'{"unknown": 1}',
    b'{"__class__": 1}',
    b'{"tenant_id": "00000000-0000-0000-0000-000000000000"}',
    b'{"status": "completed", "version": 7}',
    b"[" * 10_000,
    b'{"a":' * 10_000,
    b"{" * 500_000,
    b'{"a": "' + b"x" * (1024 * 1024) + b'"}',
    b'{"' + b"x" * 900_000 + b'": 1}',
    b" " * 900_000,
    b"{}{}",
    b"{'a': 1}",
    b'{"a": 01}',
    b'{"a": 1e999}',
    b'{"a": ' + b"9" * 5000 + b"}",
]
HEADERS = ["Authorization", "X-Request-ID", "Origin", "Host", "Content-Type", "Content-Length", "Accept"]
HEADERS += ["Sec-Fetch-Site", "Transfer-Encoding", "Cookie", "X-Forwarded-For", "X-HTTP-Method-Override"]
HEADER_TEXTS = [
    "",
    " ",
    "*",
    '"1"',
    'W/"1"',
    '"1", "2"',
    '"99999999999999999999"',
    "-1",
    "null",
    "x" * 10_000,
    "\x00",
    "a\tb",
    "\xff\xfe",
    "Bearer ",
    "Bearer onw_",
    "Bearer onw_" + "0" * 32 + "_" + "A" * 43,
    "Basic OjE=",
    "'; DROP TABLE tenants; --",
    "../../etc/passwd",
    "multipart/form-data; boundary=x",
    "application/json; charset=utf-16",
    "9" * 30,
    "00000000-0000-0000-0000-000000000000",
    "demo",
    "cross-site",
    "https://evil.example",
    "evil.example",
    "[::1",
]


class Operation(Struct, frozen=True):
    """One method on one address, with what the document says of it."""

    id: str
    method: str
    path: str
    declared: Json
    components: Json

    @property
    def path_parameters(self) -> list[str]:
        return [each["name"] for each in self.declared["parameters"] if each.get("in") == "path"]

    @property
    def query_parameters(self) -> list[str]:
        return [each["name"] for each in self.declared["parameters"] if each.get("in") == "query"]

    @property
    def open_to(self) -> str | None:
        """Whom a route is open to that asks for no permission in a tenant."""
        return self.declared.get("x-open-to")

    @property
    def header_parameters(self) -> list[str]:
        """By the names of shared parameters, which are all headers."""
        names = {"TenantId": "X-Tenant-ID", "IdempotencyKey": "Idempotency-Key", "IfMatch": "If-Match"}
        return [names[each["$ref"].rpartition("/")[2]] for each in self.declared["parameters"] if "$ref" in each]

    @property
    def body(self) -> Json | None:
        content: Json = self.declared.get("requestBody", {}).get("content", {})
        return content["application/json"]["schema"] if "application/json" in content else None

    def resolved(self, schema: Json) -> Json:
        """The object behind a reference, and behind `or null`."""
        if "$ref" in schema:
            return self.resolved(self.components[schema["$ref"].rpartition("/")[2]])
        for choice in schema.get("anyOf", []):
            if choice != {"type": "null"}:
                return self.resolved(choice)
        return schema


def operations(document: Json) -> list[Operation]:
    return [
        Operation(declared["operationId"], method.upper(), path, declared, document["components"]["schemas"])
        for path, declarations in document["paths"].items()
        for method, declared in declarations.items()
    ]


def places(operation: Operation, schema: Json | None, above: Path = ()) -> Iterator[Path]:
    """Every field of a body, those inside fields and lists too; a list's first entry stands for all."""
    found = operation.resolved(schema or {})
    if found.get("type") == "array":
        yield (*above, 0)
        yield from places(operation, found["items"], (*above, 0))
    for name, inner in found.get("properties", {}).items():
        yield (*above, name)
        yield from places(operation, inner, (*above, name))


def accepts(operation: Operation, schema: Json, kind: str) -> bool:
    """Whether a JSON type may stand where this schema holds."""
    if "anyOf" in schema:
        return any(accepts(operation, choice, kind) for choice in schema["anyOf"])
    found = operation.resolved(schema)
    return bool(kind == found.get("type", "string"))


def schema_at(operation: Operation, place: Path) -> Json:
    schema = operation.body or {}
    for part in place:
        found = operation.resolved(schema)
        schema = found["items"] if isinstance(part, int) else found["properties"][part]
    return schema


class Sampler:
    """Makes bodies that are right, with real ids of `id_for`, and the least that is required.

    `preset` has the fields of a component (by its title) that are needed beyond those.
    """

    def __init__(self, operation: Operation, preset: Json, id_for: Callable[[str], Awaitable[str]]) -> None:
        self._operation = operation
        self._preset = preset
        self._id_for = id_for

    async def body(self, place: Path = ()) -> Any:
        """A right body in which that place is there to be overwritten."""
        return await self._value("", self._operation.body or {}, place)

    async def _value(self, name: str, schema: Json, place: Path) -> Any:
        schema = self._operation.resolved(schema)
        if schema.get("format") == "uuid":
            return await self._id_for(name)
        if "enum" in schema:
            return schema["enum"][0]
        if "properties" in schema:
            return await self._object(schema, place)
        if schema.get("type") == "array":
            return [await self._value("", schema["items"], place[1:])]
        plain: Json = {"string": "abc", "integer": 1, "boolean": False, "object": {}}
        return plain[schema["type"]]

    async def _object(self, schema: Json, place: Path) -> Json:
        made = dict(self._preset.get(schema["title"], {}))
        wanted = [name for name in schema.get("required", []) if name not in made]
        if place and (len(place) > 1 or place[0] in wanted or place[0] not in made):
            wanted.append(str(place[0]))
        for name in wanted:
            made[name] = await self._value(name, schema["properties"][name], place[1:])
        return made


def put(body: Any, place: Path, raw: str) -> bytes:
    """The body as bytes, with raw JSON at that place."""
    mark = "the place of the hostile value"
    inner = body = copy.deepcopy(body)
    for part in place[:-1]:
        inner = inner[part]
    inner[place[-1]] = mark
    return json.dumps(body).replace(json.dumps(mark), raw, 1).encode("utf-8")


def dotted(place: Path) -> str:
    """A place as problems name it."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place).removeprefix(".")
