"""What publishing means for those who run, and templates in files."""

from typing import Any

from tests.api.looking import everything, faults, together
from tests.stage import ADA, Stage, new_id

TEMPLATES = "/interactions/templates"
STEP: dict[str, Any] = {"step_number": 1, "type": "phone_call", "title": "Call"}


async def start(stage: Stage, template_id: str) -> Any:
    customer = await stage.customer()
    body = {"customer_id": customer["id"], "template_id": template_id}
    return await stage.post("/interactions/workflow/start", body, 201)


class TestRunning:
    async def test_who_runs_stays_where_it_began(self, stage: Stage) -> None:
        template = await stage.template({}, {"type": "email"}, end_action="stop")
        path = f"{TEMPLATES}/{template['id']}"
        assert template["running"] == []
        for _ in range(2):
            await start(stage, template["id"])
        await stage.put(f"{path}/draft", {"name": "Next", "steps": [STEP], "end_action": "stop"})
        published = await stage.post(f"{path}/publish")
        assert (published["version"], published["running"]) == (2, [{"version": 1, "workflows": 2}])
        first = await start(stage, template["id"])
        expected = [{"version": 1, "workflows": 2}, {"version": 2, "workflows": 1}]
        assert (await stage.get(path))["running"] == expected
        listed = {one["id"]: one["running"] for one in (await stage.get(TEMPLATES))["data"]}
        assert listed[template["id"]] == expected
        await stage.post(f"/interactions/{first['id']}/complete", {"outcome": "success"})
        assert (await stage.get(path))["running"] == [{"version": 1, "workflows": 2}]

    async def test_undoing_the_last_step_lets_it_run_again(self, stage: Stage) -> None:
        template = await stage.template({}, end_action="stop")
        first = await start(stage, template["id"])
        await stage.post(f"/interactions/{first['id']}/complete", {"outcome": "success"})
        await stage.post(f"/interactions/{first['id']}/undo")
        assert (await stage.get(f"{TEMPLATES}/{template['id']}"))["running"] == [{"version": 1, "workflows": 1}]


class TestDiff:
    async def test_what_a_draft_would_change_and_for_whom_nothing_does(self, stage: Stage) -> None:
        template = await stage.template({"title": "Call"}, {"type": "email"}, end_action="stop")
        path = f"{TEMPLATES}/{template['id']}"
        await start(stage, template["id"])
        one = {**template["steps"][0], "title": "Ring", "next_step": 3}
        three = {"step_number": 3, "type": "demo", "title": "Show"}
        await stage.put(f"{path}/draft", {"name": "A sequence", "steps": [one, three], "end_action": "follow_up"})
        before = await everything(stage)
        assert await stage.get(f"{path}/draft/diff") == {
            "version": 1,
            "fields": [{"field": "end_action", "before": "stop", "after": "follow_up"}],
            "steps": [
                {
                    "step_number": 1,
                    "change": "changed",
                    "title": "Ring",
                    "fields": [
                        {"field": "title", "before": "Call", "after": "Ring"},
                        {"field": "next_step", "before": 2, "after": 3},
                    ],
                },
                {"step_number": 2, "change": "removed", "title": "Step 2", "fields": []},
                {"step_number": 3, "change": "added", "title": "Show", "fields": []},
            ],
            "running": [{"version": 1, "workflows": 1}],
        }
        assert await everything(stage) == before

    async def test_without_a_draft_there_is_none(self, stage: Stage) -> None:
        template = await stage.template({})
        await stage.get(f"{TEMPLATES}/{template['id']}/draft/diff", 404)
        await stage.get(f"{TEMPLATES}/{new_id()}/draft/diff", 404)


class TestFiles:
    async def test_from_one_tenant_into_another(self, stage: Stage) -> None:
        end = await stage.template({"type": "demo"}, name="End")
        branch = {"outcomes": ["no_answer"], "template_id": end["id"]}
        begin = await stage.template({"branches": [branch]}, name="Begin", end_action=f"template:{end['id']}")
        await stage.put(f"{TEMPLATES}/{end['id']}", {"end_action": f"template:{begin['id']}", "is_active": False})
        file = await stage.get(f"{TEMPLATES}/export", template_id=begin["id"])
        assert [one["name"] for one in file["templates"]] == ["Begin", "End"]
        async with stage.client(**{"X-Tenant-ID": "globex"}) as globex:
            answer = await globex.post(f"/v1{TEMPLATES}/import", json=file)
            assert answer.status_code == 201, answer.text
            first, second = answer.json()["data"]
            back = (await globex.get(f"/v1{TEMPLATES}/export?template_id={first['id']}")).json()
        assert answer.json()["notes"] == []
        assert (first["name"], first["is_active"], first["is_default"], first["version"]) == ("Begin", True, False, 1)
        assert second["is_active"] is False
        assert first["steps"][0]["branches"][0]["template_id"] == second["id"]
        assert first["end_action"] == f"template:{second['id']}"
        assert second["end_action"] == f"template:{first['id']}"
        assert {first["id"], second["id"]} & {begin["id"], end["id"]} == set()
        again = await stage.post(f"{TEMPLATES}/import", back, 201)
        assert [one["name"] for one in again["data"]] == ["Begin", "End"]

    async def test_everything_that_is_not_archived(self, stage: Stage) -> None:
        template = await stage.template({}, name="Gone")
        await stage.post(f"{TEMPLATES}/{template['id']}/archive")
        names = [one["name"] for one in (await stage.get(f"{TEMPLATES}/export"))["templates"]]
        assert sorted(names) == ["Quick Outreach Sequence", "Standard Follow-up Sequence"]
        chosen = await stage.get(f"{TEMPLATES}/export", template_id=template["id"])
        assert [one["name"] for one in chosen["templates"]] == ["Gone"]

    async def test_members_that_are_strangers_are_left_out(self, stage: Stage) -> None:
        template = await stage.template({"assignee": str(ADA)})
        file = await stage.get(f"{TEMPLATES}/export", template_id=template["id"])
        at_home = await stage.post(f"{TEMPLATES}/import", file, 201)
        assert (at_home["data"][0]["steps"][0]["assignee"], at_home["notes"]) == (str(ADA), [])
        async with stage.client(**{"X-Tenant-ID": "globex"}) as globex:
            abroad = (await globex.post(f"/v1{TEMPLATES}/import", json=file)).json()
        assert abroad["data"][0]["steps"][0]["assignee"] is None
        assert [note["field"] for note in abroad["notes"]] == ["templates[0].steps[0].assignee"]

    async def test_all_or_nothing(self, stage: Stage) -> None:
        file = await stage.get(f"{TEMPLATES}/export")
        good, other = file["templates"][:2]
        before = await everything(stage)

        async def refused(**changed: Any) -> list[str]:
            return faults(await stage.post(f"{TEMPLATES}/import", {**file, **changed}, 422))

        wrong = {**other, "steps": [{**STEP, "next_step": 7}]}
        assert await refused(templates=[good, wrong]) == ["templates[1].steps[0].next_step"]
        lost = {**other, "end_action": f"template:{new_id()}"}
        assert await refused(templates=[lost]) == ["templates[0].end_action"]
        assert await refused(templates=[good, good]) == ["templates"]
        assert await refused(format_version=2) == ["format_version"]
        await stage.get(f"{TEMPLATES}/export", 404, template_id=str(new_id()))
        assert await everything(stage) == before

    async def test_a_repeat_makes_none_twice(self, stage: Stage) -> None:
        file = await stage.get(f"{TEMPLATES}/export")
        count = len((await stage.get(TEMPLATES))["data"])
        path, headers = f"/v1{TEMPLATES}/import", {"Idempotency-Key": "once"}
        answers = await together(*(stage.http.post(path, json=file, headers=headers) for _ in range(3)))
        assert {answer.status_code for answer in answers} == {201}
        assert len((await stage.get(TEMPLATES))["data"]) == count + len(file["templates"])
