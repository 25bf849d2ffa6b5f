"""A tenant's settings: read by all, changed by owners, in force from the next decision on."""

from typing import Any

import pytest

from tests.api.looking import everything, faults, together
from tests.stage import Stage

SETTINGS = "/settings"


async def follow_up_after_completion(stage: Stage) -> Any:
    customer = await stage.customer()
    call = await stage.interaction(customer["id"])
    return (await stage.post(f"/interactions/{call['id']}/complete", {"outcome": "success"}))["next_interaction"]


async def test_a_new_tenant_has_the_ways_of_the_engine(stage: Stage) -> None:
    found = await stage.get(SETTINGS)
    assert found["zone"] == "UTC"
    assert found["calendar"] == {
        "weekdays": [1, 2, 3, 4, 5],
        "opens_at": "09:00",
        "closes_at": "17:00",
        "holiday_country": None,
        "holiday_subdivision": None,
        "days_off": [],
    }
    assert found["follow_up"]["title"] == "Follow up with {customer.name}"
    assert (found["roll_rule"], found["always_create_fallback"], found["version"]) == ("keep", False, 1)
    assert found["next_working_moment"] == "2026-01-21T10:00:00Z"


async def test_only_what_is_sent_changes(stage: Stage) -> None:
    answer = await stage.http.put(
        "/v1/settings",
        json={"zone": "Europe/Berlin", "calendar": {"holiday_country": "DE", "holiday_subdivision": "BY"}},
        headers={"If-Match": '"1"'},
    )
    changed = answer.json()
    assert (answer.status_code, answer.headers["etag"], changed["version"]) == (200, '"2"', 2)
    assert (changed["calendar"]["opens_at"], changed["calendar"]["holiday_subdivision"]) == ("09:00", "BY")
    again = await stage.put(SETTINGS, {"calendar": {"holiday_country": "AT", "days_off": ["2026-05-15", "2026-01-02"]}})
    assert (again["zone"], again["calendar"]["holiday_subdivision"]) == ("Europe/Berlin", None)
    assert again["calendar"]["days_off"] == ["2026-01-02", "2026-05-15"]
    same = await stage.put(SETTINGS, {"zone": "Europe/Berlin"})
    assert same["version"] == 3
    assert await stage.get(SETTINGS) == same


async def test_the_next_decision_goes_by_them(stage: Stage) -> None:
    await stage.no_default_template()
    before = await follow_up_after_completion(stage)
    assert (before["type"], before["scheduled_on"]) == ("follow_up", "2026-01-24")
    await stage.put(
        SETTINGS,
        {
            "zone": "Europe/Berlin",
            "roll_rule": "forward",
            "calendar": {"days_off": ["2026-01-26"]},
            "follow_up": {"type": "phone_call", "title": "Ring {customer.name}"},
        },
    )
    after = await follow_up_after_completion(stage)
    assert (after["type"], after["title"], after["scheduled_on"]) == ("phone_call", "Ring Initech", "2026-01-27")
    mine = await stage.interaction((await stage.customer())["id"], scheduled_at="2026-01-22 10:00")
    assert mine["scheduled_at"] == "2026-01-22T09:00:00Z"


async def test_the_guard_of_fallbacks_can_be_turned_off(stage: Stage) -> None:
    await stage.put(SETTINGS, {"always_create_fallback": True})
    customer = await stage.customer()
    calls = [await stage.interaction(customer["id"]) for _ in range(2)]
    done = await stage.post(f"/interactions/{calls[0]['id']}/complete", {"outcome": "success"})
    assert done["next_step"]["created"]


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"zone": "Mars/Olympus"}, ["zone"]),
        ({"calendar": {"weekdays": [1, 1, 8]}}, ["calendar.weekdays", "calendar.weekdays"]),
        ({"calendar": {"opens_at": "18:00"}}, ["calendar.closes_at"]),
        ({"calendar": {"holiday_country": "DE", "holiday_subdivision": "TX"}}, ["calendar.holiday_subdivision"]),
        ({"follow_up": {"title": "Dear {name}"}}, ["follow_up.title"]),
        ({"follow_up": {"due_offset_days": 3651}}, ["follow_up.due_offset_days"]),
        ({"colour": "red"}, ["colour"]),
        ({"version": 3}, ["version"]),
    ],
)
async def test_what_cannot_be_used_is_refused_with_its_place(
    stage: Stage, body: dict[str, Any], fields: list[str]
) -> None:
    before = await everything(stage)
    assert faults(await stage.put(SETTINGS, body, 422)) == fields
    if "colour" not in body:
        assert faults(await stage.post(f"{SETTINGS}/preview", body, 422)) == fields
    assert await everything(stage) == before


async def test_a_preview_writes_nothing(stage: Stage) -> None:
    before = await everything(stage)
    stage.clock.advance(hours=8)
    seen = await stage.post(f"{SETTINGS}/preview", {"calendar": {"holiday_country": "DE", "days_off": ["2026-01-22"]}})
    assert seen["next_working_moment"] == "2026-01-23T09:00:00Z"
    assert seen["days_off"][0] == {"on": "2026-01-22", "name": None}
    assert {"on": "2026-05-01", "name": "Labor Day"} in seen["days_off"]
    assert await everything(stage) == before


async def test_days_off_of_a_span(stage: Stage) -> None:
    await stage.put(SETTINGS, {"calendar": {"holiday_country": "DE", "days_off": ["2026-05-15"]}})
    found = await stage.get("/days-off", first="2026-05-01", last="2026-05-31")
    assert [day["on"] for day in found["data"]] == ["2026-05-01", "2026-05-14", "2026-05-15", "2026-05-25"]
    assert (await stage.get("/days-off"))["data"][0]["on"] == "2026-04-03"
    assert faults(await stage.get("/days-off", 422, first="2026-05-01", last="2026-04-01")) == ["last"]
    assert faults(await stage.get("/days-off", 422, first="2026-05-01", last="2028-04-01")) == ["last"]
    assert faults(await stage.get("/days-off", 422, first="9999-12-30")) == ["first"]
    assert faults(await stage.get("/days-off", 422, first="yesterday")) == ["first"]


async def test_who_saw_an_older_version_is_refused(stage: Stage) -> None:
    await stage.put(SETTINGS, {"roll_rule": "forward"})
    problem = await stage.put(SETTINGS, {"roll_rule": "backward"}, 412, **{"If-Match": '"1"'})
    assert problem["type"] == "/problems/stale"
    assert (await stage.get(SETTINGS))["roll_rule"] == "forward"


async def test_of_two_at_once_one_wins(stage: Stage) -> None:
    def changing(rule: str) -> Any:
        return stage.http.put("/v1/settings", json={"roll_rule": rule}, headers={"If-Match": '"1"'})

    answers = await together(changing("forward"), changing("backward"))
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    assert (await stage.get(SETTINGS))["version"] == 2


async def test_two_at_once_on_different_fields_both_stay(stage: Stage) -> None:
    await together(
        stage.http.put("/v1/settings", json={"roll_rule": "forward"}),
        stage.http.put("/v1/settings", json={"zone": "Europe/Berlin"}),
    )
    found = await stage.get(SETTINGS)
    assert (found["roll_rule"], found["zone"], found["version"]) == ("forward", "Europe/Berlin", 3)


async def test_a_change_is_told_in_the_log_and_to_auditors(stage: Stage) -> None:
    await stage.put(SETTINGS, {"zone": "Europe/Berlin"})
    (event,) = await stage.rows("SELECT old::text, new::text FROM events WHERE kind = 'settings.updated'")
    assert (event[0], event[1]) == ('{"zone": "UTC"}', '{"zone": "Europe/Berlin"}')
    entry = (await stage.get("/audit"))["data"][0]
    assert (entry["act"], entry["details"]) == ("edit_settings", {"changed": ["zone"]})


async def test_only_an_owner_changes_them(stage: Stage) -> None:
    async with stage.client(Authorization=f"Bearer {await stage.key('manager')}") as manager:
        assert (await manager.get("/v1/settings")).status_code == 200
        refused = await manager.put("/v1/settings", json={"zone": "Europe/Berlin"})
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/forbidden")
