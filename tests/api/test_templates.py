"""Templates: published at once, edited in versions or in a draft, at most one of them the default."""

from typing import Any

import pytest

from onward.actions.tenants import seed_tenant
from onward.store.tenants import Registry
from tests.api.looking import everything, faults, together
from tests.stage import ACME, CLEO, GLOBEX, Stage, acting_for, new_id

TEMPLATES = "/interactions/templates"
STEPS: list[dict[str, Any]] = [{"step_number": 1, "type": "phone_call", "title": "Call"}]


def plain(step: dict[str, Any]) -> dict[str, Any]:
    """A step by the document's own fields, and whatever else it has that is not out of the box."""
    document = ("step_number", "type", "title", "description", "scheduled_offset_days", "due_offset_days", "next_step")
    extra = {
        name: value
        for name, value in step.items()
        if name not in document and value not in (None, [], "completed", "calendar")
    }
    return {**{name: step[name] for name in document}, **extra}


async def defaults(stage: Stage) -> list[str]:
    return [one["name"] for one in (await stage.get(TEMPLATES, is_default=True))["data"]]


class TestSeeds:
    async def test_both_are_as_the_document_lists_them(self, stage: Stage) -> None:
        standard, quick = (await stage.get(TEMPLATES))["data"]
        assert (standard["name"], standard["description"]) == (
            "Standard Follow-up Sequence",
            "Call → Proposal → Follow-up",
        )
        assert [plain(step) for step in standard["steps"]] == [
            {
                "step_number": 1,
                "type": "phone_call",
                "title": "Initial Phone Call",
                "description": "Make initial contact call on Monday",
                "scheduled_offset_days": 0,
                "due_offset_days": 0,
                "next_step": 2,
                "scheduled_weekday": "monday",
            },
            {
                "step_number": 2,
                "type": "send_proposal",
                "title": "Send Proposal",
                "description": "Send proposal by Wednesday",
                "scheduled_offset_days": 0,
                "due_offset_days": 2,
                "next_step": 3,
            },
            {
                "step_number": 3,
                "type": "follow_up",
                "title": "Follow-up",
                "description": "Follow up on proposal",
                "scheduled_offset_days": 3,
                "due_offset_days": 2,
                "next_step": None,
            },
        ]
        assert quick["name"] == "Quick Outreach Sequence"
        assert [(step["type"], step["title"], step["scheduled_offset_days"]) for step in quick["steps"]] == [
            ("email", "Initial Email", 0),
            ("phone_call", "Follow-up Call", 1),
            ("follow_up", "Final Follow-up", 2),
        ]
        assert [(one["is_active"], one["is_default"], one["version"]) for one in (standard, quick)] == [
            (True, True, 1),
            (True, False, 1),
        ]

    async def test_seeding_again_changes_nothing(self, stage: Stage) -> None:
        standard, quick = (await stage.get(TEMPLATES))["data"]
        await stage.put(f"{TEMPLATES}/{standard['id']}", {"name": "Ours now"})
        await stage.post(f"{TEMPLATES}/{quick['id']}/archive")
        before = await everything(stage)
        async with stage.database.transaction(ACME.id) as tx:
            assert await seed_tenant(acting_for(tx, ACME), ACME) == 0
            await tx.commit()
        assert await everything(stage) == before

    async def test_two_at_once_seed_once(self, stage: Stage) -> None:
        tenant = type(ACME)(new_id(), "umbrella", "Umbrella", new_id())
        await Registry(stage.owner).insert_tenant(tenant, stage.clock.now)

        async def seed() -> int:
            async with stage.database.transaction(tenant.id) as tx:
                added = await seed_tenant(acting_for(tx, tenant), tenant)
                await tx.commit()
                return added

        assert sorted(await together(*(seed() for _ in range(4)))) == [0, 0, 0, 2]

    async def test_an_old_seed_that_is_missing_comes_back_but_not_as_a_second_default(self, stage: Stage) -> None:
        for table, column in (("template_versions", "template_id"), ("interaction_templates", "id")):
            await stage.owner.execute(
                f"DELETE FROM {table} WHERE {column} IN (SELECT id FROM interaction_templates "
                "WHERE tenant_id = $1 AND is_default)",
                ACME.id,
            )
        await stage.template({}, name="Ours", is_default=True)
        async with stage.database.transaction(ACME.id) as tx:
            assert await seed_tenant(acting_for(tx, ACME), ACME) == 1
            await tx.commit()
        assert await defaults(stage) == ["Ours"]


class TestSaving:
    async def test_a_new_one_is_published_at_once(self, stage: Stage) -> None:
        body = {
            "name": "Care",
            "description": "Look after them",
            "steps": [{**STEPS[0], "branches": [{"outcomes": ["kind:negative"], "exit": "no"}], "priority": "high"}],
            "end_action": "stop",
            "on_reply": "pause",
            "is_active": True,
            "is_default": False,
        }
        answer = await stage.http.post("/v1" + TEMPLATES, json=body)
        made = answer.json()
        assert {name: made[name] for name in body if name != "steps"} == {n: v for n, v in body.items() if n != "steps"}
        assert (made["version"], made["revision"], made["draft"], made["archived_at"]) == (1, 1, None, None)
        assert made["steps"][0]["branches"][0]["exit"] == "no"
        assert (answer.headers["location"], answer.headers["etag"]) == (f"/v1{TEMPLATES}/{made['id']}", '"1"')
        assert await stage.get(f"{TEMPLATES}/{made['id']}") == made

    async def test_an_edit_is_the_next_version(self, stage: Stage) -> None:
        made = await stage.template({}, {})
        edited = await stage.put(f"{TEMPLATES}/{made['id']}", {"steps": STEPS, "name": "Shorter"})
        assert (edited["version"], edited["revision"], edited["name"], len(edited["steps"])) == (2, 2, "Shorter", 1)
        assert edited["end_action"] == made["end_action"], "only the fields sent change"
        again = await stage.put(f"{TEMPLATES}/{made['id']}", {"name": "Shorter", "is_active": True})
        assert again == edited, "nothing changed"

    async def test_flags_make_no_version(self, stage: Stage) -> None:
        made = await stage.template({})
        edited = await stage.put(f"{TEMPLATES}/{made['id']}", {"is_active": False})
        assert (edited["version"], edited["revision"], edited["is_active"]) == (1, 2, False)

    async def test_a_draft_waits_until_it_is_published(self, stage: Stage) -> None:
        made = await stage.template({}, {})
        path = f"{TEMPLATES}/{made['id']}"
        drafted = await stage.put(f"{path}/draft", {"name": "Better", "steps": STEPS})
        assert (drafted["version"], drafted["name"], drafted["draft"]["name"]) == (1, made["name"], "Better")
        published = await stage.post(f"{path}/publish")
        assert (published["version"], published["name"], published["draft"]) == (2, "Better", None)
        await stage.post(f"{path}/publish", {}, 409)

    async def test_a_draft_may_be_dropped_and_an_edit_drops_it(self, stage: Stage) -> None:
        made = await stage.template({})
        path = f"{TEMPLATES}/{made['id']}"
        await stage.put(f"{path}/draft", {"name": "Better", "steps": STEPS})
        assert (await stage.call("DELETE", f"{path}/draft"))["draft"] is None
        await stage.put(f"{path}/draft", {"name": "Better", "steps": STEPS})
        assert (await stage.put(path, {"name": "Best"}))["draft"] is None

    async def test_every_version_stays(self, stage: Stage) -> None:
        made = await stage.template({})
        for name in ("Two", "Three"):
            await stage.put(f"{TEMPLATES}/{made['id']}", {"name": name})
        rows = await stage.rows(
            "SELECT version, definition->>'name' FROM template_versions WHERE template_id = $1 ORDER BY 1", made["id"]
        )
        assert [tuple(row) for row in rows] == [(1, "A sequence"), (2, "Two"), (3, "Three")]

    @pytest.mark.parametrize("verb", ["PUT", "draft", "publish", "archive", "restore"])
    async def test_the_revision_that_the_caller_saw(self, stage: Stage, verb: str) -> None:
        made = await stage.template({})
        path = f"{TEMPLATES}/{made['id']}"
        await stage.put(f"{path}/draft", {"name": "Better", "steps": STEPS})
        if verb == "restore":
            await stage.post(f"{path}/archive")
        before = await everything(stage)
        stale = {"If-Match": '"1"'}
        if verb in {"PUT", "draft"}:
            await stage.put(path + ("/draft" if verb == "draft" else ""), {"name": "x", "steps": STEPS}, 412, **stale)
        else:
            await stage.post(f"{path}/{verb}", {}, 412, **stale)
        assert await everything(stage) == before

    async def test_two_edits_at_once_are_two_versions(self, stage: Stage) -> None:
        made = await stage.template({})
        path = f"/v1{TEMPLATES}/{made['id']}"
        answers = await together(*(stage.http.put(path, json={"name": f"By {who}"}) for who in range(5)))
        assert sorted(answer.json()["version"] for answer in answers) == [2, 3, 4, 5, 6]

    async def test_published_by_many_at_once_it_is_published_once(self, stage: Stage) -> None:
        made = await stage.template({})
        path = f"{TEMPLATES}/{made['id']}"
        await stage.put(f"{path}/draft", {"name": "Better", "steps": STEPS})
        answers = await together(*(stage.http.post(f"/v1{path}/publish", json={}) for _ in range(4)))
        assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
        assert (await stage.get(path))["version"] == 2


FAULTY: list[tuple[dict[str, Any], list[str]]] = [
    ({"steps": []}, ["steps"]),
    ({"name": " "}, ["name"]),
    ({"end_action": "explode"}, ["end_action"]),
    ({"end_action": f"template:{GLOBEX.id}"}, ["end_action"]),
    ({"steps": [{**STEPS[0], "step_number": 2}]}, ["steps"]),
    ({"steps": [{**STEPS[0], "next_step": 7}]}, ["steps[0].next_step"]),
    ({"steps": [STEPS[0], STEPS[0]]}, ["steps[1].step_number"]),
    ({"steps": [STEPS[0], {**STEPS[0], "step_number": 2}]}, ["steps[1].step_number"]),
    ({"steps": [{**STEPS[0], "next_step": 1}]}, ["steps[0].next_step"]),
    ({"steps": [{**STEPS[0], "title": "{customer.phone}"}]}, ["steps[0].title"]),
    ({"steps": [{**STEPS[0], "due_offset_days": 3651, "type": "X"}]}, ["steps[0].type", "steps[0].due_offset_days"]),
    ({"steps": [{**STEPS[0], "scheduled_offset_days": 1.5}]}, ["steps[0].scheduled_offset_days"]),
    ({"steps": [{**STEPS[0], "scheduled_weekday": "someday"}]}, ["steps[0].scheduled_weekday"]),
    ({"steps": [{**STEPS[0], "assignee": str(CLEO)}]}, ["steps[0].assignee"]),
    ({"steps": [{**STEPS[0], "colour": "red"}]}, ["steps[0].colour"]),
    ({"steps": [{**STEPS[0], "branches": [{"outcomes": ["failed"]}]}]}, ["steps[0].branches[0]"]),
    (
        {"steps": [{**STEPS[0], "branches": [{"outcomes": ["failed"], "template_id": str(GLOBEX.id)}]}]},
        ["steps[0].branches[0].template_id"],
    ),
    (
        {"steps": [{**STEPS[0], "branches": [{"outcomes": ["failed"], "exit": "x", "max_times": 0}]}]},
        ["steps[0].branches[0].max_times"],
    ),
]


class TestFaults:
    async def test_each_with_its_place_on_every_save(self, stage: Stage) -> None:
        made = await stage.template({})
        path = f"{TEMPLATES}/{made['id']}"
        before = await everything(stage)
        for part, places in FAULTY:
            body = {"name": "Faulty", "steps": STEPS, **part}
            assert faults(await stage.post(TEMPLATES, body, 422)) == places, part
            assert faults(await stage.put(path, body, 422)) == places, part
            assert faults(await stage.put(f"{path}/draft", body, 422)) == places, part
            simulated = await stage.post(f"{TEMPLATES}/simulate", {"template": body}, 422)
            assert faults(simulated) == [f"template.{place}" for place in places], part
        assert await everything(stage) == before

    async def test_another_tenants_template_and_member_are_like_unknown_ones(self, stage: Stage) -> None:
        (theirs,) = await stage.rows("SELECT id FROM interaction_templates WHERE tenant_id = $1 LIMIT 1", GLOBEX.id)
        for action, other in ((str(theirs[0]), str(new_id())), (str(new_id()), str(theirs[0]))):
            bodies = [{"name": "x", "steps": STEPS, "end_action": f"template:{one}"} for one in (action, other)]
            problems = [(await stage.post(TEMPLATES, body, 422))["errors"] for body in bodies]
            assert problems[0] == problems[1]


class TestDefault:
    async def test_a_new_one_takes_over(self, stage: Stage) -> None:
        await stage.template({}, name="Ours", is_default=True)
        assert await defaults(stage) == ["Ours"]
        standard = (await stage.get(TEMPLATES))["data"][0]
        await stage.put(f"{TEMPLATES}/{standard['id']}", {"is_default": True})
        assert await defaults(stage) == ["Standard Follow-up Sequence"]

    async def test_that_is_a_change_of_the_old_one_too(self, stage: Stage) -> None:
        before = (await stage.get(TEMPLATES))["data"][0]
        await stage.template({}, name="Ours", is_default=True)
        after = await stage.get(f"{TEMPLATES}/{before['id']}")
        assert (after["is_default"], after["revision"]) == (False, before["revision"] + 1)
        (event,) = await stage.rows(
            "SELECT old->>'is_default', new->>'is_default' FROM events WHERE kind = 'template.updated' "
            "AND new->>'id' = $1",
            before["id"],
        )
        assert tuple(event) == ("true", "false")

    async def test_there_may_be_none(self, stage: Stage) -> None:
        standard = (await stage.get(TEMPLATES))["data"][0]
        await stage.put(f"{TEMPLATES}/{standard['id']}", {"is_default": False})
        assert await defaults(stage) == []

    async def test_an_inactive_or_archived_one_is_none(self, stage: Stage) -> None:
        made = await stage.template({}, is_default=True)
        path = f"{TEMPLATES}/{made['id']}"
        assert faults(await stage.put(path, {"is_active": False}, 422)) == ["is_default"]
        body = {"name": "x", "steps": STEPS, "is_active": False, "is_default": True}
        assert faults(await stage.post(TEMPLATES, body, 422)) == ["is_default"]
        archived = await stage.post(f"{path}/archive")
        assert (archived["is_default"], await defaults(stage)) == (False, [])
        await stage.put(path, {"is_default": True}, 409)
        assert (await stage.post(f"{path}/restore"))["is_default"] is False

    async def test_two_at_once_leave_one(self, stage: Stage) -> None:
        made = [await stage.template({}, name=f"Ours {number}") for number in range(4)]
        for _ in range(5):
            answers = await together(
                *(stage.http.put(f"/v1{TEMPLATES}/{one['id']}", json={"is_default": True}) for one in made),
                stage.http.post("/v1" + TEMPLATES, json={"name": "New", "steps": STEPS, "is_default": True}),
            )
            assert {answer.status_code for answer in answers} <= {200, 201, 409}
            assert len(await defaults(stage)) == 1

    async def test_each_tenant_has_its_own(self, stage: Stage) -> None:
        await stage.template({}, name="Ours", is_default=True)
        rows = await stage.rows("SELECT tenant_id FROM interaction_templates WHERE is_default")
        assert len({row[0] for row in rows}) == len(rows) == 3


class TestArchive:
    async def test_it_starts_no_more_and_comes_back(self, stage: Stage) -> None:
        made, customer = await stage.template({}), await stage.customer()
        path = f"{TEMPLATES}/{made['id']}"
        archived = await stage.post(f"{path}/archive")
        assert archived["archived_at"] == "2026-01-21T10:00:00Z"
        assert await stage.post(f"{path}/archive") == archived
        body = {"customer_id": customer["id"], "template_id": made["id"]}
        await stage.post("/interactions/workflow/start", body, 409)
        assert [one["id"] for one in (await stage.get(TEMPLATES, archived=True))["data"]] == [made["id"]]
        await stage.post(f"{path}/restore")
        await stage.post("/interactions/workflow/start", body, 201)

    async def test_archived_while_it_is_started(self, stage: Stage) -> None:
        """Whoever is first: who began it goes on, and nobody begins it afterwards."""
        for _ in range(4):
            made, customer = await stage.template({}, {}), await stage.customer()
            body = {"customer_id": customer["id"], "template_id": made["id"]}
            archived, started = await together(
                stage.http.post(f"/v1{TEMPLATES}/{made['id']}/archive", json={}),
                stage.http.post("/v1/interactions/workflow/start", json=body),
            )
            assert (archived.status_code, started.status_code in {201, 409}) == (200, True), started.text
            if started.status_code == 201:
                path = f"/interactions/{started.json()['id']}/complete"
                assert (await stage.post(path, {"outcome": "success"}))["next_interaction"]["step_number"] == 2

    async def test_it_cannot_be_edited(self, stage: Stage) -> None:
        made = await stage.template({})
        path = f"{TEMPLATES}/{made['id']}"
        await stage.put(f"{path}/draft", {"name": "Better", "steps": STEPS})
        await stage.post(f"{path}/archive")
        before = await everything(stage)
        await stage.put(path, {"name": "x"}, 409)
        await stage.put(f"{path}/draft", {"name": "x", "steps": STEPS}, 409)
        await stage.post(f"{path}/publish", {}, 409)
        assert await everything(stage) == before


class TestSimulate:
    async def test_the_dated_path_of_a_template(self, stage: Stage) -> None:
        standard = (await stage.get(TEMPLATES))["data"][0]
        before = await everything(stage)
        body = {"template_id": standard["id"], "start_date": "2026-01-22", "outcomes": ["success"]}
        path = (await stage.post(f"{TEMPLATES}/simulate", body))["data"]
        assert [(step["title"], step["scheduled_on"], step["due_on"]) for step in path] == [
            ("Initial Phone Call", "2026-01-26", "2026-01-26"),
            ("Send Proposal", "2026-01-26", "2026-01-28"),
            ("Follow-up", "2026-01-31", "2026-02-02"),
        ]
        assert [step["outcome"] for step in path] == ["success", None, None]
        assert [bool(step["ended_because"]) for step in path] == [False, False, True]
        assert await everything(stage) == before

    async def test_one_that_is_not_saved_and_a_draft(self, stage: Stage) -> None:
        branches = [{"outcomes": ["kind:negative"], "exit": "enough"}]
        draft = {"name": "New", "steps": [{**STEPS[0], "branches": branches}]}
        made = await stage.template({}, {})
        await stage.put(f"{TEMPLATES}/{made['id']}/draft", draft)
        for source in ({"template": draft}, {"template_id": made["id"], "draft": True}):
            path = (await stage.post(f"{TEMPLATES}/simulate", {**source, "outcomes": ["failed"]}))["data"]
            assert ["enough" in step["ended_because"] for step in path] == [True]

    async def test_what_is_hardly_meant_is_told_at_its_place(self, stage: Stage) -> None:
        branches = [{"outcomes": ["sucess"], "exit": "a slip of the pen"}]
        draft = {"name": "New", "steps": [{**STEPS[0], "branches": branches, "next_step": None}]}
        told = (await stage.post(f"{TEMPLATES}/simulate", {"template": draft}))["warnings"]
        assert [one["field"] for one in told] == ["template.steps[0].branches[0].outcomes"]
        made = await stage.template(STEPS[0])
        assert (await stage.post(f"{TEMPLATES}/simulate", {"template_id": made["id"]}))["warnings"] == []

    async def test_what_is_refused(self, stage: Stage) -> None:
        made = await stage.template({})
        for body, field in [
            ({}, "template_id"),
            ({"template_id": made["id"], "template": {"name": "x", "steps": STEPS}}, "template_id"),
            ({"template_id": made["id"], "start_date": "soon"}, "start_date"),
            ({"template_id": made["id"], "outcomes": ["success"] * 201}, "outcomes"),
        ]:
            assert faults(await stage.post(f"{TEMPLATES}/simulate", body, 422)) == [field]
        await stage.post(f"{TEMPLATES}/simulate", {"template_id": str(new_id())}, 404)


async def test_another_tenants_template_is_like_an_unknown_one(stage: Stage) -> None:
    made = await stage.template({})
    before = await everything(stage)
    async with stage.client(**{"X-Tenant-ID": "globex"}) as cleo:
        for method, verb in [("GET", ""), ("PUT", ""), ("PUT", "/draft"), ("POST", "/publish"), ("POST", "/archive")]:
            body = {"name": "x", "steps": STEPS} if method == "PUT" else {}
            answers = [
                await cleo.request(method, f"/v1{TEMPLATES}/{one}{verb}", **({"json": body} if method != "GET" else {}))
                for one in (made["id"], new_id())
            ]
            assert [answer.status_code for answer in answers] == [404, 404]
            assert answers[0].json()["detail"] == answers[1].json()["detail"]
    assert await everything(stage) == before
