"""Requests generated from the OpenAPI document, right and wrong ones: what it promises is what is answered.

A longer run, with other requests each time: `make campaign-fuzz`.
"""

import asyncio
import os
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import asyncpg
import pytest
import requests
import schemathesis
import uvicorn
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.config import GenerationConfig, ProjectConfig, ProjectsConfig, SchemathesisConfig
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi import checks

from onward.api import openapi
from onward.domain.credentials import make_key
from onward.embedded import Engine
from onward.store.tenants import ApiKey, Registry
from onward.store.transactions import Database
from tests.conftest import TEMPLATE, url_of
from tests.stage import ACME, ADA, NOW, Stage, new_id

LONGER = os.environ.get("CAMPAIGN_EXAMPLES")
GENERATION = GenerationConfig(
    max_examples=int(LONGER or 15),
    deterministic=LONGER is None,
    database="none",
    with_security_parameters=False,
)
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
    checks.negative_data_rejection,
    checks.unsupported_method,
    checks.allow_header_conformance,
]
DOCUMENT = openapi.document()
# They need people: people/ has them.
OF_PEOPLE = [
    declared["operationId"]
    for declarations in DOCUMENT["paths"].values()
    for declared in declarations.values()
    if declared.get("x-open-to") in {"public", "person"}
]
# What is in a file, a schema cannot say: imports/ and test_exports.py send them, right and wrong.
OF_FILES = ["upload_import", "import_everything"]

schema = schemathesis.openapi.from_dict(
    DOCUMENT,
    config=SchemathesisConfig(
        seed=None if LONGER else 1,
        projects=ProjectsConfig(default=ProjectConfig(generation=GENERATION)),
    ),
).exclude(operation_id=[*OF_PEOPLE, *OF_FILES])


FIXED = {"owner_id": str(ADA), "assignee_id": str(ADA), "type_key": "demo", "outcome_key": "failed"}


class World:
    """The server under test, called with an owner's key, and rows of each kind to name in a request."""

    def __init__(self, url: str, key: str) -> None:
        self.url = url
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {key}"
        self.statuses: dict[str, Counter[int]] = defaultdict(Counter)

    def make(self, path: str, **body: Any) -> str:
        return str(self.ask(path, **body)["id"])

    def ask(self, path: str, **body: Any) -> Any:
        answer = self.session.post(f"{self.url}/v1{path}", json=body, headers={"X-Tenant-ID": "acme"})
        assert answer.ok, answer.text
        return answer.json()

    def bulk(self, verb: str, **body: Any) -> str:
        """The job of a bulk act."""
        return str(self.ask(f"/interactions/bulk/{verb}", **body)["job"]["id"])

    def job_id(self, *, waiting: bool) -> str:
        """A job that is done, or one that waits for a worker."""
        if not waiting:
            return self.bulk("skip", ids=[self.id_for("interaction_id")])
        plan = {"customer_id": self.id_for("customer_id"), "type": "email", "title": "Write"}
        return self.bulk("create", interactions=[plan] * 1001)

    def import_id(self, act: str) -> str:
        """An import that an act can be tried on: one that is done to undo, one that waits to cancel."""
        lines = 1001 if act == "cancel" else 1
        answer = self.session.post(
            f"{self.url}/v1/imports", data=b"name,phone\n" + b"Bo,1\n" * lines, headers={"X-Tenant-ID": "acme"}
        )
        assert answer.ok, answer.text
        import_id = str(answer.json()["id"])
        if act in {"cancel", "undo"}:
            self.ask(f"/imports/{import_id}/run")
        return import_id

    def id_for(self, name: str) -> str:
        """A fresh row of the kind that a parameter or a field names, so that requests can succeed."""
        if name in FIXED:
            return FIXED[name]
        path, body = MADE[name]
        if "{customer}" in path:
            path = path.replace("{customer}", self.id_for("customer_id"))
        if "customer_id" in body:
            body = {**body, "customer_id": self.id_for("customer_id")}
        if name == "workflow_id":
            return str(self.ask(path, **body, template_id=self.id_for("template_id"))["workflow_id"])
        return self.make(path, **body)


STEP: Any = {"step_number": 1, "type": "email", "title": "Write"}
# How a row is made for a parameter or a field of this name; a customer_id is filled in.
MADE: dict[str, tuple[str, dict[str, Any]]] = {
    "customer_id": ("/customers", {"name": "Initech"}),
    "interaction_id": ("/interactions", {"customer_id": "", "type": "email", "title": "Write"}),
    "template_id": ("/interactions/templates", {"name": "One", "steps": [STEP]}),
    "workflow_id": ("/interactions/workflow/start", {"customer_id": ""}),
    "conversation_id": ("/conversations", {"customer_id": "", "channel": "email"}),
    "campaign_id": ("/campaigns", {"name": "Spring"}),
    "member_id": ("/members", {"name": "Dana", "role": "rep"}),
    "invitation_id": ("/invitations", {"email": "dana@acme.example", "role": "rep"}),
    "key_id": ("/keys", {"role": "rep"}),
    "from": ("/customers", {"name": "Initek"}),
    "rule_id": ("/conversation-rules", {"name": "Respond", "trigger": "message_received", "step": {}}),
    "view_id": ("/views", {"name": "Late", "screen": "interactions"}),
    "note_id": ("/customers/{customer}/notes", {"body": "Likes tea"}),
}


@pytest.fixture(scope="module")
def world(engine: Engine, template_url: str) -> Iterator[World]:
    """A real server, in a thread, on a database of its own."""
    name = f"t_schemathesis_{os.getpid()}"
    asyncio.run(execute(engine.dsn, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY file_copy"))
    database = Database(url_of(engine, name), size=4)
    app = Stage(database, url_of(engine, name), None).app
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, lifespan="on"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        thread.join(0.01)
    (port,) = {sock.getsockname()[1] for each in server.servers for sock in each.sockets}
    yield World(f"http://localhost:{port}", asyncio.run(owner_key(url_of(engine, name))))
    server.should_exit = True
    thread.join()
    asyncio.run(execute(engine.dsn, f"DROP DATABASE {name} WITH (FORCE)"))


async def owner_key(url: str) -> str:
    text, secret_hash = make_key(ACME.id, new_id().bytes + new_id().bytes)
    connection = await asyncpg.connect(url)
    key = ApiKey(new_id(), ACME.id, "owner", "owner", ADA, NOW, None, None)
    await Registry(connection).insert_key(key, secret_hash)
    await connection.close()
    return text


async def execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(statement)
    await connection.close()


@pytest.fixture(autouse=True)
def some_requests_succeed(request: pytest.FixtureRequest, world: World) -> Iterator[None]:
    """A run in which everything is refused would prove little."""
    yield
    statuses = world.statuses[request.node.operation_label]
    assert any(status < 300 for status in statuses), f"nothing succeeded: {statuses}"


# Only beside another parameter do the operations get node ids of their own, by which parallel runs tell them apart.
@schema.parametrize()
@pytest.mark.parametrize("tenant", ["acme"])
def test_the_server_answers_as_the_document_says(case: Case[Any], world: World, tenant: str) -> None:
    name_real_rows(case, world, tenant)
    answer = case.call(base_url=world.url, session=world.session)
    world.statuses[case.operation.label][answer.status_code] += 1
    case.validate_response(answer, checks=CHECKS)


def name_real_rows(case: Case[Any], world: World, tenant: str) -> None:
    """In what was generated to be right, let ids be those of rows that there are."""
    assert case.meta is not None
    if not case.meta.is_negative_at(ParameterLocation.HEADER):
        case.headers["X-Tenant-ID"] = tenant
        if "Idempotency-Key" in case.headers:
            case.headers["Idempotency-Key"] = str(new_id())
    if not case.meta.is_negative_at(ParameterLocation.PATH):
        for name in case.path_parameters:
            case.path_parameters[name] = path_id(case.operation.path, name, world)
    if not case.meta.is_negative_at(ParameterLocation.BODY) and isinstance(case.body, dict):
        name_rows_in_body(case.operation.path, case.body, world)


def path_id(path: str, name: str, world: World) -> str:
    if name == "import_id":
        return world.import_id(path.rpartition("/")[2])
    if name == "job_id":
        return world.job_id(waiting=path.endswith("/cancel"))
    return world.id_for(name)


def name_rows_in_body(path: str, body: dict[str, Any], world: World) -> None:
    for name in body.keys() & IDS:
        if body[name] is not None:
            body[name] = world.id_for(name)
    if body.get("conversation_id") is not None and "customer_id" in body:
        body["conversation_id"] = world.make("/conversations", customer_id=body["customer_id"], channel="email")
    if "hand_over_to" in body:
        body["hand_over_to"] = "nobody"
    if "/bulk/" in path:
        body.update(bulk_body(path, body, world))
    if isinstance(body.get("steps"), list):  # how steps must hang together is more than a schema can say
        body["steps"] = [STEP]
    if path.startswith("/v1/imports/"):
        body.pop("delimiter", None)
        body.pop("has_heading", None)
    body.update({name: known for name, known in KNOWN.get(path, {}).items() if name in body})


# What must be known to the tenant, or to the list that a view is for.
KNOWN: dict[str, dict[str, Any]] = {
    "/v1/types": {"order": [FIXED["type_key"]]},
    "/v1/outcomes": {"order": [FIXED["outcome_key"]]},
    "/v1/views": {"query": {}},
    "/v1/views/{view_id}": {"query": {}},
    "/v1/interactions/templates/import": {"templates": [{"id": str(ADA), "name": "One", "steps": [STEP]}]},
    "/v1/imports/{import_id}": {"mapping": ["name", None]},
}


def bulk_body(path: str, body: dict[str, Any], world: World) -> dict[str, Any]:
    """What a bulk act is done to, and one way of doing it: which fields go together a schema does not say."""
    if path.endswith("create"):
        return {"interactions": [{"customer_id": world.id_for("customer_id"), "type": "email", "title": "Write"}]}
    for name in {"ids", "filter", "scheduled_at", "due_at", "spread", "day_unit", "assignee_ids"} & body.keys():
        del body[name]
    more: dict[str, Any] = {"ids": [world.id_for("interaction_id")]}
    if path.endswith("complete"):
        more["outcome"] = "success"
    if path.endswith("reschedule"):
        more |= {"by_days": 1}
    if path.endswith("assign"):
        more["assignee_id"] = str(ADA)
    return more


IDS = {"from", "customer_id", "template_id", "campaign_id", "conversation_id", "assignee_id", "owner_id"}
