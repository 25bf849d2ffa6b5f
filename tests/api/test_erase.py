"""A customer's personal data goes from everywhere it was ever written; that something was done, and when, stays."""

from typing import Any

import pytest

from tests.api.looking import everything, together
from tests.stage import Stage

CANARY = "canary"


async def found(stage: Stage) -> dict[str, list[str]]:
    """Every row of every table that holds a canary, as text or as the bytes of one."""
    rows = {
        table: [row for row in texts if CANARY in row.lower() or CANARY.encode().hex() in row.lower()]
        for table, texts in (await everything(stage)).items()
    }
    return {table: texts for table, texts in rows.items() if texts}


async def planted(stage: Stage) -> Any:
    """A customer about whom there is something everywhere."""
    customer = await stage.post(
        "/customers",
        {
            "name": "Canary Inc.",
            "company": "Canary Inc.",
            "email": "canary@canary.example",
            "phone": "0301234567",
            "external_id": "canary-1",
            "notes": "canary",
            "tags": ["canary"],
            "metadata": {"canary": "canary"},
            "timezone": "Atlantic/Canary",
        },
        201,
        **{"Idempotency-Key": "first"},
    )
    duplicate = await stage.customer(name="Canary Ltd.", email="other@canary.example")
    await stage.put(f"/customers/{duplicate['id']}", {"name": "Canary & Sons"})
    await stage.post(f"/customers/{customer['id']}/merge", {"from": duplicate["id"]})
    await _steps(stage, customer["id"])
    await _runs(stage, customer["id"])
    path = f"/customers/{customer['id']}/notes"
    note = await stage.post(path, {"body": "canary"}, 201, **{"Idempotency-Key": "noted"})
    await stage.put(f"/notes/{note['id']}", {"body": "canary again"})
    talk = {"customer_id": customer["id"], "channel": "email", "subject": "canary", "external_id": "canary-2"}
    opened = await stage.post("/conversations", talk, 201)
    said = {"direction": "inbound", "body": "canary", "external_id": "canary-3"}
    await stage.post(f"/conversations/{opened['id']}/messages", said, 201)
    return customer


async def _steps(stage: Stage, customer_id: str) -> None:
    words = {"title": "Ask about the canary", "description": "canary", "metadata": {"a": "canary"}}
    steps = [await stage.interaction(customer_id, **words) for _ in range(5)]
    paths = [f"/interactions/{step['id']}" for step in steps]
    done = {"outcome": "success", "outcome_details": "canary"}
    await stage.post(f"{paths[0]}/complete", done, 200, **{"Idempotency-Key": "done"})
    await stage.post(f"{paths[1]}/complete", {**done, "next": {"none": True, "why": "canary"}})
    await stage.post(f"{paths[2]}/skip", {"reason": "canary"})
    await stage.post(f"{paths[3]}/cancel", {"reason": "canary", "then": "exit"})
    await stage.put(paths[4], {"title": "Feed the canary"})
    log = {"customer_id": customer_id, "type": "sms", "outcome": "success", "title": "canary"}
    logged = await stage.post("/interactions/log", log, 201)
    await stage.post(f"/interactions/{logged['interaction']['id']}/undo")
    wishes = [{"customer_id": customer_id, "type": "email", "title": "canary", "description": "canary"}]
    await stage.post("/interactions/bulk/create", {"interactions": wishes}, 200, **{"Idempotency-Key": "bulk"})


async def _runs(stage: Stage, customer_id: str) -> None:
    for number in range(2):
        template = await stage.template({"title": "Ask {customer.name}"}, {}, name=f"Template {number}")
        body = {"customer_id": customer_id, "template_id": template["id"]}
        step = await stage.post("/interactions/workflow/start", body, 201)
        verb = ("pause", "exit")[number]
        await stage.post(f"/workflows/{step['workflow_id']}/{verb}", {"reason": "canary"})


HEADING = "external_id,name,email,timezone,notes\n"
LINES = (
    "canary-1,,,,yellow\n"
    ",Canary,canary@canary.example,,\n"
    ",Bo,canary@canary.example,Nowhere,\n"
    ",Dana,dana@canary-wharf.example,Nowhere,\n"
)


async def upload(stage: Stage, content: str, **query: Any) -> Any:
    headers = {"Idempotency-Key": f"upload {len(content)}"}
    return await stage.call("POST", "/imports", 201, content=content.encode(), params=query, headers=headers)


async def imported(stage: Stage, content: str, **query: Any) -> Any:
    made = await upload(stage, content, **query)
    await stage.put(f"/imports/{made['id']}", {"options": {"on_known": "update", "repair": False}})
    return await stage.post(f"/imports/{made['id']}/run", {}, 202)


async def erase(stage: Stage, customer: Any, expect: int = 200) -> Any:
    return await stage.post(f"/customers/{customer['id']}/erase", {}, expect)


async def test_nothing_of_it_is_left_anywhere(stage: Stage) -> None:
    customer = await planted(stage)
    seen = await found(stage)
    tables = {"customers", "interactions", "search_words", "events", "idempotency_keys", "customer_notes"}
    assert tables | {"conversations", "workflows", "job_items"} <= set(seen)
    erased = await erase(stage, customer)
    assert await found(stage) == {}
    assert (erased["name"], erased["status"], erased["erased_at"]) == (
        "Erased customer",
        "closed",
        "2026-01-21T10:00:00Z",
    )
    assert [erased[name] for name in ("email", "phone", "external_id", "notes", "company", "timezone")] == [None] * 6
    assert (erased["tags"], erased["metadata"]) == ([], {})


async def test_files_forget_it(stage: Stage) -> None:
    """One that waits goes; one that was run keeps what it tells of others."""
    customer = await planted(stage)
    run = await imported(stage, HEADING + LINES)
    assert run["progress"] | {"lines_per_second": None} == {
        "lines": 4,
        "ready": 1,
        "duplicates": 1,
        "errors": 2,
        "lines_per_second": None,
        "seconds_left": None,
    }
    history = "customer_external_id,date,title\ncanary-1,2025-11-03,Fed the canary\n"
    assert (await imported(stage, history, kind="interactions"))["progress"]["ready"] == 1
    waiting = await upload(stage, HEADING + LINES[:40])
    assert {"imports", "import_parts", "import_lines", "idempotency_keys"} <= set(await found(stage))
    await erase(stage, customer)
    left = await found(stage)
    assert set(left) == {"import_lines"}
    assert ["dana@canary-wharf.example" in row for row in left["import_lines"]] == [True]
    await stage.get(f"/imports/{waiting['id']}", 404)
    assert (await stage.get(f"/imports/{run['id']}"))["columns"][0] == {
        "name": "external_id",
        "field": "external_id",
        "samples": [],
    }


async def test_nothing_can_be_imported_any_more(stage: Stage) -> None:
    customer = await stage.customer(external_id="C-1")
    await erase(stage, customer)
    history = f"customer_id,date,title\n{customer['id']},2025-11-03,Fed the canary\n"
    progress = (await imported(stage, history, kind="interactions"))["progress"]
    assert (progress["ready"], progress["errors"]) == (0, 1)
    assert await stage.rows("SELECT FROM interactions") == []


async def test_a_file_at_work_comes_first(stage: Stage) -> None:
    customer = await stage.customer()
    at_work = await imported(stage, HEADING + ",Canary,,,\n" * 1001)
    await erase(stage, customer, 409)
    await stage.post(f"/imports/{at_work['id']}/cancel", {})
    await erase(stage, customer)
    assert await found(stage) == {}


async def test_what_was_done_and_when_stays(stage: Stage) -> None:
    customer = await planted(stage)
    kept = ("status", "outcome", "completed_at", "scheduled_at", "type", "assignee_id")

    async def figures() -> Any:
        rows = (await stage.get("/interactions", customer_id=customer["id"], limit=200))["data"]
        return sorted([str(row[name]) for name in kept] for row in rows if row["close_reason"] != "customer_erased")

    done = [row for row in await figures() if row[0] not in {"pending", "in_progress"}]
    await erase(stage, customer)
    assert await figures() == done
    timeline = (await stage.get(f"/customers/{customer['id']}/timeline", limit=200))["data"]
    assert {entry["interaction"]["title"] for entry in timeline if entry["interaction"]} == {"Erased"}
    assert "customer.erased" in {entry["event"]["kind"] for entry in timeline if entry["event"]}
    assert all(entry["note"] is None for entry in timeline)


async def test_nothing_is_written_about_what_was_done_any_more(stage: Stage) -> None:
    """Text that somebody adds afterwards would never be erased."""
    customer = await stage.customer()
    step = await stage.interaction(customer["id"])
    await stage.post(f"/interactions/{step['id']}/complete", {"outcome": "success"})
    path = f"/interactions/{step['id']}"
    await stage.put(path, {"outcome_details": "Talked to the canary"})
    await erase(stage, customer)
    before = await stage.get(path)
    for field, value in {"description": "C", "outcome_details": "C", "metadata": {"k": "C"}}.items():
        refused = await stage.put(path, {field: value}, 409)
        assert "was erased" in refused["detail"]
    assert await stage.get(path) == before


async def test_nobody_begins_anything_with_them_any_more(stage: Stage) -> None:
    customer = await stage.customer()
    talk = {"customer_id": customer["id"], "channel": "email"}
    opened = await stage.post("/conversations", talk, 201)
    template = await stage.template({})
    await erase(stage, customer)
    before = await everything(stage)
    step = {"customer_id": customer["id"], "type": "email", "title": "Write"}
    for path, body in [
        ("/conversations", talk),
        (f"/conversations/{opened['id']}/messages", {"direction": "inbound", "body": "Hello?"}),
        (f"/conversations/{opened['id']}/interactions", {"type": "email", "title": "Write"}),
        (f"/customers/{customer['id']}/notes", {"body": "Hello"}),
        ("/interactions", step),
        ("/interactions/log", {"customer_id": customer["id"], "type": "email", "outcome": "reached"}),
        ("/interactions/workflow/start", {"customer_id": customer["id"], "template_id": template["id"]}),
        (f"/customers/{customer['id']}/reopen", {}),
    ]:
        await stage.post(path, body, 409)
    created = await stage.post("/interactions/bulk/create", {"interactions": [step]})
    assert (created["failed"], created["data"][0]["code"]) == (1, "conflict")
    but = frozenset({"audit_log", "jobs", "job_items"})
    after = await everything(stage, but=but)
    assert after == {table: rows for table, rows in before.items() if table not in but}


async def test_all_that_was_planned_ends(stage: Stage) -> None:
    customer = await planted(stage)
    await erase(stage, customer)
    assert await stage.rows("SELECT FROM interactions WHERE status IN ('pending', 'in_progress')") == []
    assert await stage.rows("SELECT FROM workflows WHERE status IN ('active', 'paused')") == []


async def test_nobody_elses_is_touched(stage: Stage) -> None:
    other = await planted(stage)
    async with stage.client(**{"X-Tenant-ID": "globex"}) as cleo:
        theirs = (await cleo.post("/v1/customers", json={"name": "Their canary", "id": other["id"]})).json()
    customer = await stage.customer(name="Somebody")
    before = await found(stage)
    await erase(stage, customer)
    assert await found(stage) == before
    await erase(stage, other)
    async with stage.client(**{"X-Tenant-ID": "globex"}) as cleo:
        assert (await cleo.get(f"/v1/customers/{theirs['id']}")).json() == theirs
    (event,) = await stage.rows("SELECT new->>'name' FROM events WHERE new->>'name' = 'Their canary'")
    assert event[0] == "Their canary"


async def test_a_second_time_is_answered_as_it_is(stage: Stage) -> None:
    customer = await stage.customer()
    erased = await erase(stage, customer)
    before = await everything(stage, but=frozenset({"audit_log"}))
    assert await erase(stage, customer) == erased
    assert await everything(stage, but=frozenset({"audit_log"})) == before


async def test_nothing_can_be_changed_or_added_any_more(stage: Stage) -> None:
    customer, other = await stage.customer(), await stage.customer()
    done = await stage.interaction(customer["id"])
    await stage.post(f"/interactions/{done['id']}/complete", {"outcome": "success", "next": {"none": True}})
    await erase(stage, customer)
    path = f"/customers/{customer['id']}"
    before = await everything(stage)
    await stage.put(path, {"name": "Canary"}, 409)
    await stage.post(f"{path}/reopen", {}, 409)
    await stage.post(f"{path}/notes", {"body": "canary"}, 409)
    await stage.post(f"{path}/merge", {"from": other["id"]}, 409)
    await stage.post(f"/customers/{other['id']}/merge", {"from": customer["id"]}, 409)
    await stage.post(f"/interactions/{done['id']}/undo", {}, 409)
    contact = {"customer_id": customer["id"], "type": "email", "outcome": "success"}
    await stage.post("/interactions/log", contact, 409)
    await stage.post("/interactions", {"customer_id": customer["id"], "type": "email", "title": "Hello"}, 409)
    assert await everything(stage) == before


async def test_it_takes_an_owner_and_is_written_down(stage: Stage) -> None:
    customer = await stage.customer()
    keys = {role: await stage.key(role) for role in ("manager", "owner")}
    for role, status in (("manager", 403), ("owner", 200)):
        async with stage.client(Authorization=f"Bearer {keys[role]}") as caller:
            answer = await caller.post(f"/v1/customers/{customer['id']}/erase", json={})
            assert answer.status_code == status, answer.text
    (entry,) = await stage.rows("SELECT subject_id::text FROM audit_log WHERE act = 'erase_customer'")
    assert entry[0] == customer["id"]


@pytest.mark.parametrize("headers", [{"If-Match": '"7"'}])
async def test_of_another_version_or_of_nobody(stage: Stage, headers: dict[str, str]) -> None:
    customer = await stage.customer()
    before = await everything(stage)
    await stage.post(f"/customers/{customer['id']}/erase", {}, 412, **headers)
    await erase(stage, {"id": "0190a000-0000-7000-8000-00000000dead"}, 404)
    assert await everything(stage) == before


async def test_while_somebody_completes_a_step(stage: Stage) -> None:
    """Whichever comes first, nothing is open or told afterwards."""
    for _ in range(6):
        customer = await stage.customer(name="Canary")
        step = await stage.interaction(customer["id"], title="canary")
        body = {"outcome": "success", "outcome_details": "canary"}
        erased, completed = await together(
            stage.http.post(f"/v1/customers/{customer['id']}/erase", json={}),
            stage.http.post(f"/v1/interactions/{step['id']}/complete", json=body),
        )
        assert (erased.status_code, completed.status_code in {200, 409}) == (200, True)
        assert await found(stage) == {}
    assert await stage.rows("SELECT FROM interactions WHERE status = 'pending'") == []
