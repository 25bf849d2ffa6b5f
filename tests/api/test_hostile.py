"""Whatever is sent, at whatever place: refused in the problem's shape or accepted, never a failure, and a
refusal writes nothing."""

import json
import re
from typing import Any
from urllib.parse import quote

import pytest

from onward.api import openapi
from tests.api import hostile
from tests.api.edge.asking import Asker, Said
from tests.api.hostile import Operation, Sampler
from tests.stage import ADA, Stage

# After so many refusals the whole database is compared.
AT_ONCE = 6
NOBODY = "0190a000-0000-7000-8000-000000000abc"
# How a row of this kind is made, with the customer or the template that it needs.
MADE: dict[str, tuple[str, dict[str, Any]]] = {
    "campaign_id": ("/campaigns", {"name": "Spring", "template_id": "{template}"}),
    "conversation_id": ("/conversations", {"customer_id": "{customer}", "channel": "email"}),
    "member_id": ("/members", {"name": "Dana", "role": "rep"}),
    "note_id": ("/customers/{customer}/notes", {"body": "Likes tea"}),
    "rule_id": ("/conversation-rules", {"name": "Respond", "trigger": "message_received", "step": {}}),
    "view_id": ("/views", {"name": "Late", "screen": "interactions"}),
}
# What is there from the beginning, or need not be there.
FIXED = {
    "assignee_id": str(ADA),
    "owner_id": str(ADA),
    "type_key": "demo",
    "outcome_key": "failed",
    "id": NOBODY,
    "invitation_id": NOBODY,
    "key_id": NOBODY,
}
# A file is what somebody has; what cannot be read in it is told line by line.
TAKES_ANY_TEXT = {"upload_import"}
# A text that the path may hold where it names a key.
PATH_KEY = re.compile(r"[a-z][a-z0-9_]{0,49}", re.ASCII)
# Those that belong to no tenant need people: people/test_hostile.py.
OPERATIONS = [each for each in hostile.operations(openapi.document()) if each.open_to in {None, "caller"}]
STEP = {"step_number": 1, "type": "email", "title": "Write", "next_step": None}
PRESET = {
    "CompleteInteractionIn": {"outcome": "success"},
    "NextIn": {"type": "email", "title": "Write"},
    "CreateTemplateIn": {"name": "One", "steps": [STEP]},
    "DefinitionIn": {"name": "One", "steps": [STEP]},
    "EditTemplateIn": {"name": "One"},
    "SimulateTemplateIn": {"template": {"name": "One", "steps": [STEP]}},
    "RescheduleInteractionIn": {"scheduled_at": "2026-02-02", "due_at": "2026-02-03"},
    "Step": STEP,
    "Branch": {"outcomes": ["success"], "exit": "enough"},
    "CreateMemberIn": {"name": "Ben", "role": "rep"},
    "CreateConversationIn": {"channel": "email"},
    "CreateConversationRuleIn": {"trigger": "message_received", "step": {}},
    "EditMemberIn": {"name": "Ben"},
    "DeactivateMemberIn": {"hand_over_to": "nobody"},
    "InviteIn": {"email": "dana@acme.example", "role": "rep"},
    "CreateKeyIn": {"role": "rep"},
    "BulkCompleteIn": {"filter": {}, "outcome": "success"},
    "BulkSkipIn": {"filter": {}},
    "EnrollIn": {"filter": {}},
    "BulkCancelIn": {"filter": {}},
    "BulkAssignIn": {"filter": {}, "assignee_id": None},
    "BulkRescheduleIn": {"filter": {}, "by_days": 1},
    "SpreadIn": {"days": 2},
    "CreateViewIn": {"screen": "interactions", "query": {}},
    "EditViewIn": {"name": "Late"},
    "TemplateBundleIn": {"format": "onward.templates", "format_version": 1},
    "PackedTemplateIn": {"id": "0190a000-0000-7000-8000-000000000abd", "name": "One", "steps": [STEP]},
    "OrderTypesIn": {"order": ["demo"]},
    "OrderOutcomesIn": {"order": ["failed"]},
}


class Attack:
    """One operation under fire. What is refused must leave no trace; what was accepted is not aimed at again."""

    def __init__(self, stage: Stage, operation: Operation) -> None:
        self.stage = stage
        self.operation = operation
        self.asker = Asker(stage.app)
        self.sampler = Sampler(operation, PRESET, self.id_for)
        self.address = ""
        self.accepted = 0
        self.right: dict[hostile.Path, Any] = {}
        self.before: list[Any] = []
        self.refused: list[bytes] = []

    async def id_for(self, name: str) -> str:
        """The id of a new row of the kind that a parameter or a field names."""
        stage, self.before = self.stage, []
        match name:
            case "customer_id" | "from":
                return str((await stage.customer())["id"])
            case "interaction_id":
                made = await stage.interaction(await self.id_for("customer_id"))
                if self.operation.id == "undo_interaction":
                    await stage.post(f"/interactions/{made['id']}/skip")
                return str(made["id"])
            case "template_id":
                made = await stage.template({}, end_action="stop")
                definition = {"name": "Two", "steps": [STEP]}
                await stage.put(f"/interactions/templates/{made['id']}/draft", definition)
                return str(made["id"])
            case "workflow_id":
                run = {"customer_id": await self.id_for("customer_id"), "template_id": await self.id_for("template_id")}
                return str((await stage.post("/interactions/workflow/start", run, 201))["workflow_id"])
            case "import_id" | "job_id":
                return str(await (self.import_id() if name == "import_id" else self.job_id()))
            case "":
                return await self.id_for("customer_id" if self.operation.id == "repair_coverage" else "interaction_id")
        if name in MADE:
            path, body = await self._filled(*MADE[name])
            return str((await stage.post(path, body, 201))["id"])
        return FIXED[name]

    async def job_id(self) -> Any:
        body = {"ids": [await self.id_for("interaction_id")]}
        return (await self.stage.post("/interactions/bulk/skip", body))["job"]["id"]

    async def import_id(self) -> Any:
        made = await self.stage.call("POST", "/imports", 201, content=b"name,phone\nBo,1\n")
        if self.operation.id == "undo_import":
            await self.stage.post(f"/imports/{made['id']}/run", {}, 202)
        return made["id"]

    async def _filled(self, path: str, body: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """With rows of their own in the places that want them."""
        for thing in ("customer", "template"):
            place = f"{{{thing}}}"
            if place in f"{path}{body}":
                identity = await self.id_for(f"{thing}_id")
                path = path.replace(place, identity)
                body = {name: identity if value == place else value for name, value in body.items()}
        return path, body

    async def aim(self) -> None:
        """Name rows in the address that nothing has happened to."""
        self.right, self.before = {}, []
        self.refused.clear()
        if self.operation.id == "load_demo":
            await self.stage.post("/demo/remove")
        ids = {name: await self.id_for(name) for name in self.operation.path_parameters}
        self.address = self.operation.path.format(**ids)

    async def send(self, **request: Any) -> Said:
        """Send it, to the address aimed at unless another is given; check the answer, and what it wrote."""
        headers = {"X-Tenant-ID": "acme", **request.pop("headers", {})}
        self.before = self.before or await self.traces()
        answer = await self.asker.ask(self.operation.method, **{"path": self.address, **request}, headers=headers)
        check_shape(answer)
        if answer.status < 400:
            # A key that holds would end local mode.
            await self.stage.owner.execute("UPDATE api_keys SET revoked_at = created_at")
            self.accepted += 1
            await self.aim()
        else:
            self.refused.append(answer.body)
            if len(self.refused) == AT_ONCE:
                await self.check_nothing_written()
        return answer

    async def check_nothing_written(self) -> None:
        if self.refused:
            assert await self.traces() == self.before, f"refused, and yet written, by one of {self.refused}"
            self.refused.clear()

    async def send_value(self, place: hostile.Path, raw: str) -> Said:
        if place not in self.right:
            await self.check_nothing_written()
            self.right = {place: await self.sampler.body(place)}
        answer = await self.send(parts=[hostile.put(self.right[place], place, raw)])
        if answer.status == 422:
            check_named(answer, hostile.dotted(place))
        return answer

    async def finish(self) -> None:
        """Nothing was written by the last refused ones either, and the server is as well as before."""
        await self.check_nothing_written()
        customer = await self.stage.customer()
        made = await self.stage.interaction(customer["id"])
        done = await self.stage.post(f"/interactions/{made['id']}/complete", {"outcome": "success"})
        assert done["next_interaction"]["status"] == "pending"

    async def traces(self) -> list[Any]:
        """What tells a database in which nothing was written from any other."""
        tables = await self.stage.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        counted = [f"SELECT '{name}', count(*), max(xmin::text::bigint) FROM {name}" for (name,) in tables]
        return await self.stage.rows(f"{' UNION ALL '.join(counted)} ORDER BY 1")


def check_shape(answer: Said) -> None:
    if answer.status < 400:
        assert answer.status in {200, 201, 202, 204}
        assert (answer.status == 204) == ("content-type" not in answer.headers)
        return
    assert answer.status < 500, answer.body
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json
    assert problem["status"] == answer.status
    assert problem["type"].startswith("/problems/")
    assert problem["title"]
    assert problem["detail"]
    assert len(answer.body) < 20_000
    if problem["type"] == "/problems/invalid":
        assert problem["errors"]
        assert all(fault["field"] and fault["message"] for fault in problem["errors"])


def check_named(answer: Said, place: str) -> None:
    """A problem names the field: that one, one inside it, or the whole that does not hold together with it."""
    fields = answer.fields
    assert any(field.startswith(place) or place.startswith(field) for field in fields), f"{place}: {answer.json}"


async def begin(stage: Stage, operation: Operation) -> Attack:
    attack = Attack(stage, operation)
    await attack.aim()
    return attack


def each_of(operations: list[Operation]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("operation", operations, ids=[each.id for each in operations])


by_any = each_of(OPERATIONS)
by_body = each_of([each for each in OPERATIONS if each.body])
by_field = each_of([each for each in OPERATIONS if any(hostile.places(each, each.body))])
by_writing = each_of([each for each in OPERATIONS if each.method in {"POST", "PUT"}])
by_parameter = each_of([each for each in OPERATIONS if each.path_parameters])
by_method = each_of(list({each.method: each for each in OPERATIONS if each.path_parameters}.values()))


@by_field
async def test_in_every_field_of_every_body(stage: Stage, operation: Operation) -> None:
    attack = await begin(stage, operation)
    texts = [json.dumps(text, ensure_ascii=False) for text in hostile.TEXTS]
    for place in hostile.places(operation, operation.body):
        for raw in [*hostile.VALUES, *texts]:
            await attack.send_value(place, raw)
    if not attack.accepted:
        await attack.send(parts=[json.dumps(await attack.sampler.body()).encode()])
    assert attack.accepted, "no field of it was ever alone at fault"
    await attack.finish()


@by_field
async def test_another_type_than_the_document_says_is_refused_by_the_name_of_the_field(
    stage: Stage, operation: Operation
) -> None:
    attack = await begin(stage, operation)
    for place in hostile.places(operation, operation.body):
        schema = hostile.schema_at(operation, place)
        for kind, raw in hostile.KINDS.items():
            if not hostile.accepts(operation, schema, kind):
                answer = await attack.send_value(place, raw)
                assert answer.status == 422, f"{place} took {raw}: {answer.status}"
    await attack.finish()


@by_writing
async def test_as_a_body(stage: Stage, operation: Operation) -> None:
    attack = await begin(stage, operation)
    for body in hostile.BODIES:
        answer = await attack.send(parts=[body])
        if not body.isspace() and operation.id not in TAKES_ANY_TEXT:
            assert answer.status in {400, 413, 422}, body[:50]
        assert (await attack.send(parts=[body[:7], body[7:]])).status == answer.status
    await attack.finish()


@by_body
async def test_with_a_name_given_twice_or_none_that_is_known(stage: Stage, operation: Operation) -> None:
    attack = await begin(stage, operation)
    right = json.dumps(await attack.sampler.body())
    for name in ["tenant_id", "created_at", "__proto__", "", "\N{PILE OF POO}", "x" * 10_000]:
        body = {**json.loads(right), name: 1}
        answer = await attack.send(parts=[json.dumps(body, ensure_ascii=False).encode()])
        assert answer.status == 422
        assert any(field == (name or "body")[:100] for field in answer.fields), (name, answer.fields)
    if right != "{}":
        twice = right.removesuffix("}") + f", {right[1:]}"
        assert (await attack.send(parts=[twice.encode()])).status < 300
    await attack.finish()


@by_any
async def test_in_every_query_parameter(stage: Stage, operation: Operation) -> None:
    attack = await begin(stage, operation)
    for name in [*operation.query_parameters, "unknown", "", "sort%00", "%ff", "a" * 10_000]:
        for text in [*hostile.ENCODED, *map(quote, hostile.TEXTS)]:
            answer = await attack.send(query=f"{name}={text}".encode(), parts=[b"{}"])
            if name not in operation.query_parameters:
                assert answer.status == 422, (name, text)
    await attack.finish()


@by_parameter
async def test_in_every_part_of_the_path(stage: Stage, operation: Operation) -> None:
    attack = await begin(stage, operation)
    parts = [json.dumps(await attack.sampler.body()).encode()] if operation.body else None
    for text in hostile.TEXTS:
        if text and "/" not in text and text != hostile.NIL and not PATH_KEY.fullmatch(text):
            path = operation.path.format(**dict.fromkeys(operation.path_parameters, text))
            answer = await attack.send(path=path, parts=parts)
            assert answer.status == 404, (path, answer.body)
    await attack.finish()


@by_any
async def test_in_every_header_that_it_declares(stage: Stage, operation: Operation) -> None:
    await attack_headers(stage, operation, operation.header_parameters)


@by_method
async def test_in_headers_that_every_request_may_have(stage: Stage, operation: Operation) -> None:
    await attack_headers(stage, operation, hostile.HEADERS)


async def attack_headers(stage: Stage, operation: Operation, names: list[str]) -> None:
    attack = await begin(stage, operation)
    for name in names:
        for text in hostile.HEADER_TEXTS:
            await attack.send(headers={name: text})
    await attack.finish()
