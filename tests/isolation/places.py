"""Every place of every operation where an id can stand, read from the OpenAPI document.

A place whose name nobody has judged is an error: a new field must be said to hold an id, or to be plain text.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, Literal

from msgspec import Struct

from onward.api import openapi

Json = dict[str, Any]
Where = Literal["path", "query", "body", "header"]

# What an id in a field of this name is the id of; a name with its operation before a name alone. Texts that are
# unique in a tenant are ids as well: whether one is taken must not depend on another tenant.
KINDS: dict[str, str] = {
    "create_customer.id": "adopted_customer",
    "put_customer.customer_id": "adopted_customer",
    "customer_id": "customer",
    "from": "customer",
    "customer_ids": "customer",
    "interaction_id": "interaction",
    "ids": "interaction",
    "job_id": "job",
    "import_id": "import",
    "template_id": "template",
    "end_action": "template_reference",
    "workflow_id": "workflow",
    "campaign_id": "campaign",
    "conversation_id": "conversation",
    "rule_id": "conversation_rule",
    "get_timeline.member_id": "actor",
    "member_id": "member",
    "hand_over_to": "member",
    "actor_id": "actor",
    "after": "event",
    "subject_id": "subject",
    "note_id": "note",
    "invitation_id": "invitation",
    "key_id": "key",
    "session_id": "session",
    "view_id": "view",
    "import_templates.id": "template",
    "sign_in.email": "person_email",
    "ask_password_reset.email": "person_email",
    "put_type.type_key": "adopted_type",
    "put_outcome.outcome_key": "adopted_outcome",
    "type_key": "type_key",
    "outcome_key": "outcome_key",
    "order_types.order": "type_key",
    "order_outcomes.order": "outcome_key",
    "assignee_id": "member",
    "assignee": "member",
    "assignee_ids": "member",
    "owner_id": "member",
    "external_id": "external_id",
    "email": "email",
    "q": "word",
    "cursor": "cursor",
    "X-Tenant-ID": "tenant",
    "tenant_slug": "tenant_slug",
    "Idempotency-Key": "idempotency_key",
    "Authorization": "authorization",
}

# Text that names nothing: it is stored, compared or parsed, and looks nothing up but the tenant's own words. Secrets
# too: whoever holds one is whom it was made for.
PLAIN = frozenset(
    {
        "If-Match",
        "act",
        "at_time",
        "closes_at",
        "body",
        "code",
        "company",
        "completed_at",
        "conversation_status",
        "current_password",
        "days_off",
        "description",
        "due_at",
        "due_from",
        "due_time",
        "due_to",
        "error",
        "exit",
        "expires_at",
        "fallback_type",
        "file_name",
        "first",
        "holiday_country",
        "holiday_subdivision",
        "iss",
        "kind",
        "label",
        "last",
        "mapping",
        "metadata",
        "name",
        "new_password",
        "notes",
        "opens_at",
        "outcome",
        "outcome_details",
        "outcomes",
        "password",
        "phone",
        "query",
        "reason",
        "resume_at",
        "scheduled_at",
        "scheduled_from",
        "scheduled_to",
        "sent_at",
        "since",
        "start_date",
        "state",
        "starts_on",
        "steps",
        "subject",
        "tag",
        "tags",
        "tenant_name",
        "timezone",
        "title",
        "token",
        "type",
        "until",
        "why",
        "zone",
    }
)


class Forgotten(Exception):
    """The proofs do not know something that the document describes; the message says what to add."""


class Place(Struct, frozen=True):
    """`name` is dotted inside a body: `next.template_id`, `steps[].assignee`."""

    where: Where
    name: str
    kind: str


class Operation(Struct, frozen=True):
    """`roles` is None for an operation that asks for no role, and then `open_to` says to whom it is open."""

    name: str
    method: str
    path: str
    places: tuple[Place, ...]
    roles: tuple[str, ...] | None
    open_to: str | None = None

    @property
    def path_places(self) -> list[Place]:
        return [place for place in self.places if place.where == "path"]

    @property
    def takes_body(self) -> bool:
        return self.method in {"POST", "PUT", "PATCH"}

    @property
    def may_write(self) -> bool:
        return self.method != "GET"

    def __str__(self) -> str:
        return f"{self.method} {self.path} ({self.name})"


@cache
def operations() -> list[Operation]:
    """All that is served, in the order of the document. Raises Forgotten."""
    return described_in(openapi.document())


def described_in(document: Json) -> list[Operation]:
    """All that a document describes. Raises Forgotten."""
    return [
        _operation(document, method.upper(), path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def _operation(document: Json, method: str, path: str, described: Json) -> Operation:
    name = described["operationId"]
    found = [*_parameters(document, described), *_body(document, described)]
    roles, open_to = described.get("x-roles"), described.get("x-open-to")
    if (roles is None) == (open_to is None):
        raise Forgotten(f"{name} says neither which roles may call it nor to whom it is open, or it says both")
    if open_to not in {"public", "person"}:
        found.append(("header", "Authorization"))
    places = [_place(name, where, place) for where, place in found]
    return Operation(
        name=name,
        method=method,
        path=path,
        places=tuple(filter(None, places)),
        roles=None if roles is None else tuple(roles),
        open_to=open_to,
    )


def _place(operation: str, where: Where, name: str) -> Place | None:
    leaf = name.rpartition(".")[2].removesuffix("[]")
    kind = KINDS.get(f"{operation}.{leaf}") or KINDS.get(leaf)
    if kind is not None:
        return Place(where, name, kind)
    if leaf in PLAIN and where != "path":
        return None
    raise Forgotten(
        f"{operation} takes the {where} field {name!r}, and nobody has said whether it can hold an id. In "
        f"tests/isolation/places.py add {leaf!r} to KINDS with what it is the id of, or to PLAIN if it names nothing."
    )


def _parameters(document: Json, described: Json) -> Iterator[tuple[Where, str]]:
    for parameter in described.get("parameters", []):
        given = _resolved(document, parameter)
        if list(_texts(document, given["schema"], given["name"])):
            yield given["in"], given["name"]


def _body(document: Json, described: Json) -> Iterator[tuple[Where, str]]:
    """A body that is a file has no fields."""
    content = described.get("requestBody", {}).get("content", {}).get("application/json")
    if content is not None:
        for name in _texts(document, content["schema"], ""):
            yield "body", name


def _texts(document: Json, schema: Json, name: str) -> Iterator[str]:
    """The dotted names of all fields that hold free text, whatever its format."""
    schema = _resolved(document, schema)
    for inner in [*schema.get("anyOf", []), *schema.get("oneOf", []), *schema.get("allOf", [])]:
        yield from _texts(document, inner, name)
    for key, inner in schema.get("properties", {}).items():
        yield from _texts(document, inner, f"{name}.{key}" if name else key)
    if isinstance(schema.get("items"), dict):
        yield from _texts(document, schema["items"], f"{name}[]")
    is_open = "properties" not in schema and schema.get("type") == "object"
    if is_open or (schema.get("type") == "string" and "enum" not in schema):
        yield name


def _resolved(document: Json, schema: Json) -> Json:
    while "$ref" in schema:
        found: Any = document
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        schema = found
    return schema
