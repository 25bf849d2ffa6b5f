"""Templates, written by keys alone and by touch, with dates beside them, published while others run."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.acceptance.server import Server
from tests.e2e import browsers
from tests.e2e.conftest import OpenPage

FOLDER = "/v1/interactions/templates"
CALL = {"step_number": 1, "type": "phone_call", "title": "Call", "next_step": 2}
ASK = {"step_number": 2, "type": "follow_up", "title": "Ask", "scheduled_offset_days": 2}
# A list draws the rows in sight only.
TALL: ViewportSize = {"width": 1280, "height": 2400}


class Api:
    """The same server without a browser: what is there before, what came of it."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def call(self, method: str, path: str, body: object = None) -> Any:
        with self._server.client() as client:
            answer = client.request(method, path, **({} if body is None else {"json": body}))
            answer.raise_for_status()
            return answer.json()

    def template(self, name: str, *steps: dict[str, object]) -> Any:
        return self.call("POST", FOLDER, {"name": name, "steps": steps or (CALL, ASK)})

    def read(self, template: Any) -> Any:
        return self.call("GET", f"{FOLDER}/{template['id']}")

    def named(self, name: str) -> Any:
        (found,) = [one for one in self.call("GET", f"{FOLDER}?limit=200")["data"] if one["name"] == name]
        return found

    def started(self, template: Any) -> Any:
        customer = self.call("POST", "/v1/customers", {"name": "Ida Falk"})
        body = {"customer_id": customer["id"], "template_id": template["id"]}
        first = self.call("POST", "/v1/interactions/workflow/start", body)
        return {"id": first["workflow_id"]}


@pytest.fixture
def api(local: Server) -> Api:
    return Api(local)


def rows(page: Page) -> Locator:
    return page.get_by_role("treegrid", name="Steps").get_by_role("row")


def builder(open_page: OpenPage, local: Server, template: Any, **options: object) -> Page:
    page = open_page(local.url, f"/templates/{template['id']}", **options)
    expect(rows(page).first).to_be_visible()
    return page


def messages(page: Page) -> Locator:
    return page.get_by_role("region", name="Messages")


def kept(page: Page) -> None:
    expect(page.get_by_text("draft saved, not published")).to_be_visible()


def test_steps_are_moved_doubled_removed_and_put_back_by_keys(local: Server, open_page: OpenPage, api: Api) -> None:
    template = api.template("By keys")
    page = builder(open_page, local, template)
    keys = page.keyboard
    keys.press("j")
    keys.press("Alt+ArrowDown")
    expect(rows(page).nth(1)).to_contain_text("Call")
    expect(rows(page).nth(1)).to_be_focused()
    keys.press("d")
    expect(rows(page)).to_have_count(3)
    kept(page)
    titles = [step["title"] for step in api.read(template)["draft"]["steps"]]
    assert titles == ["Ask", "Call", "Call"]
    keys.press("Delete")
    expect(rows(page)).to_have_count(2)
    expect(messages(page)).to_contain_text("Removed step 3, Call")
    keys.press("z")
    expect(rows(page)).to_have_count(3)
    kept(page)
    assert [step["next_step"] for step in api.read(template)["draft"]["steps"]] == [2, 3, None]


def test_a_step_is_dragged_by_keys_too(local: Server, open_page: OpenPage, api: Api) -> None:
    template = api.template("Dragged")
    page = builder(open_page, local, template)
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(rows(page).nth(1).get_by_role("button", name="Move by dragging")).to_be_focused()
    page.keyboard.press("Enter")
    target = page.get_by_role("button", name=re.compile("^Insert "))
    expect(target.and_(page.locator(":focus"))).to_have_count(1)
    page.keyboard.press("Home")
    expect(page.get_by_role("button", name="Insert before ")).to_be_focused()
    page.keyboard.press("Enter")
    expect(rows(page).first).to_contain_text("Ask")
    kept(page)
    assert [step["title"] for step in api.read(template)["draft"]["steps"]] == ["Ask", "Call"]


def test_a_step_is_dragged_by_its_handle(local: Server, open_page: OpenPage, api: Api) -> None:
    template = api.template("Pulled")
    page = builder(open_page, local, template)
    rows(page).nth(1).drag_to(rows(page).first, source_position={"x": 12, "y": 30}, target_position={"x": 60, "y": 4})
    expect(rows(page).first).to_contain_text("Ask")
    kept(page)


def test_dates_follow_what_is_typed_and_the_outcomes_picked(local: Server, open_page: OpenPage, api: Api) -> None:
    again = {"outcomes": ["no_answer"], "next_step": 1, "scheduled_offset_days": 7, "max_times": 2}
    page = builder(open_page, local, api.template("Dated", {**CALL, "branches": [again]}, ASK))
    dock = page.get_by_role("region", name="In real dates")
    lines = dock.get_by_role("listitem")
    expect(lines).to_have_count(2)
    before = rows(page).nth(3).get_by_role("time").get_attribute("datetime")
    dock.get_by_role("button", name="Outcome of Call").click()
    page.get_by_role("menuitemradio", name="No answer").click()
    expect(lines).to_have_count(3)
    expect(lines.nth(1)).to_contain_text("by branch 1 of step 1")
    rows(page).nth(3).click()
    page.get_by_label("Wait, in days").fill("9")
    expect(rows(page).nth(3)).to_contain_text("9 days later")
    expect(rows(page).nth(3).get_by_role("time")).not_to_have_attribute("datetime", before or "")
    dock.get_by_text("Its shape").click()
    expect(dock.get_by_role("img", name="2 steps, 1 way leads elsewhere")).to_be_visible()


def test_who_runs_it_stays_unless_taken_along(local: Server, open_page: OpenPage, api: Api) -> None:
    template = api.template("Running")
    runs = [api.started(template) for _ in range(2)]
    page = builder(open_page, local, template)
    for version, takes_along in [(2, False), (3, True)]:
        page.get_by_label("Subject").fill(f"Call, version {version}")
        kept(page)
        page.get_by_role("button", name="Publish…").click()
        dialog = page.get_by_role("dialog")
        expect(
            dialog.get_by_text(
                f"2 running customers stay on the version they began with; new starts use version {version}."
            )
        ).to_be_visible()
        expect(dialog.get_by_text(f"Step 1 changes: Call, version {version}")).to_be_visible()
        if takes_along:
            dialog.get_by_text("Take the 2 running customers along").click()
        dialog.get_by_role("button", name=f"Publish version {version}").click()
        expect(dialog).to_have_count(0)
        versions = [api.call("GET", f"/v1/workflows/{run['id']}")["workflow"]["template_version"] for run in runs]
        assert versions == ([3, 3] if takes_along else [1, 1])
    page.goto("/templates")
    expect(page.get_by_role("row").filter(has_text="Running")).to_contain_text("2 customers run it")


def test_who_stays_behind_is_told_with_the_reason(local: Server, open_page: OpenPage, api: Api) -> None:
    template = api.template("Left behind")
    run = api.started(template)
    page = builder(open_page, local, template)
    page.keyboard.press("j")
    page.keyboard.press("Delete")
    expect(rows(page)).to_have_count(1)
    kept(page)
    api.call("POST", f"/v1/workflows/{run['id']}/jump", {"step_number": 2})
    page.get_by_role("button", name="Publish…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Take the running customer along").click()
    dialog.get_by_role("button", name="Publish version 2").click()
    told = page.get_by_role("dialog", name="Version 2 is published.")
    expect(told.get_by_text("0 customers taken along, 1 stays")).to_be_visible()
    expect(told.get_by_role("listitem")).to_contain_text("Stands at step 2, which the new version does not have.")
    expect(told.get_by_role("link", name="Ida Falk")).to_be_visible()
    told.get_by_role("button", name="Close").last.click()
    expect(told).to_have_count(0)


def test_the_dates_are_those_of_somebody_in_particular(local: Server, open_page: OpenPage, api: Api) -> None:
    api.call("POST", "/v1/customers", {"name": "Petra Vorschau", "company": "Vorschau & Co"})
    page = builder(open_page, local, api.template("For one", {**CALL, "title": "Call {customer.name}"}, ASK))
    dock = page.get_by_role("region", name="In real dates")
    expect(dock.get_by_role("listitem").first).to_contain_text("Call the customer")
    dock.get_by_role("combobox", name="For").fill("Petra Vor")
    expect(page.get_by_role("option")).to_have_count(1)
    page.get_by_role("option", name="Petra Vorschau").click()
    expect(dock.get_by_role("listitem").first).to_contain_text("Call Petra Vorschau")
    dock.get_by_role("combobox", name="For").fill("")
    page.keyboard.press("Escape")
    expect(dock.get_by_role("listitem").first).to_contain_text("Call the customer")


def test_faults_stand_at_their_place_and_keep_the_draft_unsaved(local: Server, open_page: OpenPage, api: Api) -> None:
    template = api.template("Faulty")
    page = builder(open_page, local, template)
    page.get_by_label("Subject").fill("Call {customer.first}")
    expect(rows(page).first).to_contain_text("{customer.first} is unknown")
    expect(page.get_by_text("draft not saved: 1 thing to settle")).to_be_visible()
    expect(page.get_by_role("button", name="Publish…")).to_be_disabled()
    assert api.read(template)["draft"] is None
    page.get_by_role("button", name="Templates").click()
    warning = page.get_by_role("dialog", name="Leave without saving?")
    warning.get_by_role("button", name="Stay here").click()
    page.get_by_label("Subject").fill("Call {customer.name}")
    kept(page)
    page.get_by_role("complementary").get_by_label("Then").click()
    page.get_by_role("option", name="end of the template").click()
    expect(rows(page).filter(has_text="Ask")).to_contain_text("This step cannot be reached from step 1.")


def test_a_loop_without_a_limit_and_a_date_beyond_a_year_are_told(local: Server, open_page: OpenPage, api: Api) -> None:
    again = {"outcomes": ["no_answer"], "next_step": 1, "scheduled_offset_days": 1}
    page = builder(open_page, local, api.template("Odd", {**CALL, "branches": [again]}, ASK))
    rows(page).nth(1).click()
    page.get_by_label("Wait, in days").fill("0")
    expect(rows(page).nth(1)).to_contain_text("closes a loop that takes no time", ignore_case=True)
    page.get_by_label("At most, times").fill("3")
    kept(page)
    rows(page).nth(3).click()
    page.get_by_label("Wait, in days").fill("800")
    expect(rows(page).nth(3)).to_contain_text("more than a year after the start")
    kept(page)


def test_two_who_write_the_same_template_lose_nothing(local: Server, open_page: OpenPage, api: Api) -> None:
    """The other's draft comes too late to be seen before one writes: nothing is heard of events here."""
    template = api.template("Twice")
    page = open_page("about:blank", "about:blank")
    page.route("**/v1/events/stream*", lambda route: None)
    page.goto(f"{local.url}/templates/{template['id']}")
    expect(rows(page).first).to_be_visible()
    body = {"name": "Twice", "steps": [{**CALL, "title": "Theirs"}, ASK]}
    api.call("PUT", f"{FOLDER}/{template['id']}/draft", body)
    page.get_by_label("Subject").fill("Mine")
    expect(page.get_by_text("Somebody else changed this template")).to_be_visible()
    page.get_by_role("button", name="Keep mine").click()
    kept(page)
    assert api.read(template)["draft"]["steps"][0]["title"] == "Mine"
    api.call("PUT", f"{FOLDER}/{template['id']}/draft", body)
    page.get_by_label("Subject").fill("Mine again")
    page.get_by_role("button", name="Take theirs").click()
    expect(rows(page).first).to_contain_text("Theirs")
    assert api.read(template)["draft"]["steps"][0]["title"] == "Theirs"


def test_a_file_takes_templates_from_here_to_there(
    local: Server, open_page: OpenPage, api: Api, tmp_path: Path
) -> None:
    api.template("Carried")
    page = open_page(local.url, "/templates", size=TALL)
    browsers.wait_until_loaded(page)
    page.get_by_role("button", name="What to do with Carried").click()
    with page.expect_download() as waiting:
        page.get_by_role("menuitem", name="Export as JSON").click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    assert file.name == "Carried.json"
    bundle = json.loads(file.read_text("utf-8"))
    bundle["templates"][0]["name"] = "Carried over"
    file.write_text(json.dumps(bundle), "utf-8")
    page.locator("input[type=file]").set_input_files(file)
    expect(messages(page)).to_contain_text("1 template imported.")
    assert api.named("Carried over")["steps"][0]["title"] == "Call"
    broken = tmp_path / "broken.json"
    broken.write_text("{", "utf-8")
    page.locator("input[type=file]").set_input_files(broken)
    expect(messages(page)).to_contain_text("is not a file of templates")


def test_archived_ones_wait_apart_and_are_only_looked_at(local: Server, open_page: OpenPage, api: Api) -> None:
    api.template("Old ways")
    page = open_page(local.url, "/templates", size=TALL)
    browsers.wait_until_loaded(page)
    page.get_by_role("button", name="What to do with Old ways").click()
    page.get_by_role("menuitem", name="Archive").click()
    expect(messages(page)).to_contain_text("“Old ways” is archived.")
    expect(page.get_by_role("link", name="Old ways")).to_have_count(0)
    page.get_by_role("link", name="Archived").click()
    page.get_by_role("link", name="Old ways").click()
    expect(page.get_by_text("This template is archived. Restore it")).to_be_visible()
    expect(page.get_by_role("button", name="Publish…")).to_have_count(0)
    page.get_by_role("button", name="What to do with Old ways").click()
    page.get_by_role("menuitem", name="Restore").click()
    expect(page.get_by_role("button", name="Publish…")).to_be_visible()


def test_on_a_phone_by_touch(local: Server, open_page: OpenPage, api: Api) -> None:
    template = api.template("Pocket")
    page = builder(open_page, local, template, size=browsers.PHONE, has_touch=True, is_mobile=True)
    browsers.tap(rows(page).first)
    sheet = page.get_by_role("dialog", name="Step 1")
    sheet.get_by_label("Subject").fill("Ring them")
    sheet.get_by_label("Wait, in days").fill("4")
    browsers.tap(sheet.get_by_role("button", name="Close"))
    expect(rows(page).first).to_contain_text("4 days later")
    browsers.tap(rows(page).first.get_by_role("button", name="What to do with"))
    browsers.tap(page.get_by_role("menuitem", name="Move down"))
    expect(rows(page).nth(1)).to_contain_text("Ring them")
    kept(page)
    draft = api.read(template)["draft"]
    assert [(step["title"], step["scheduled_offset_days"]) for step in draft["steps"]] == [("Ask", 2), ("Ring them", 4)]


def test_hostile_words_are_words(local: Server, open_page: OpenPage, api: Api) -> None:
    hostile = "<script>alert(1)</script> javascript:alert(2) \u202eevil \U0001f600" + "x" * 150
    template = api.template(hostile[:200], {**CALL, "title": hostile, "next_step": None})
    for size in (browsers.WIDE, browsers.NARROWEST):
        page = builder(open_page, local, template, size=size)
        expect(rows(page).first).to_contain_text("<script>alert(1)</script>")
        assert not browsers.sticks_out(page)
        page.goto("/templates")
        expect(page.get_by_role("link", name="<script>alert(1)</script>").first).to_be_visible()
        assert not browsers.sticks_out(page)


def test_without_a_connection_a_template_is_only_read(local: Server, open_page: OpenPage, api: Api) -> None:
    page = builder(open_page, local, api.template("Cut off"))
    page.context.set_offline(True)
    expect(page.get_by_text("Without a connection templates can only be read")).to_be_visible()
    expect(rows(page).first).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_role("button", name="Publish…")).to_be_visible()
