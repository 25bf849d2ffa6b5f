"""The list of interactions and the page of one: filters as links, acts on many, ten thousand rows, editing."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.acceptance import server as servers
from tests.acceptance.server import Server
from tests.e2e import browsers
from tests.e2e.conftest import OpenPage

MANY = 10_000
BATCH = 500
MOST_DOM_ROWS = 80
LONG_TASK_MS = 50
SCROLLS = 120
TASK = "ThreadControllerImpl::RunTask"  # as Chromium names it in its traces
HOSTILE = "<script>alert(1)</script> \u202eגבא 🙂 " + "x" * 200


def api(server: Server) -> httpx.Client:
    return httpx.Client(base_url=f"{server.url}/v1", timeout=60)


def made(client: httpx.Client, path: str, body: dict[str, Any]) -> Any:
    answer = client.post(path, json=body)
    assert answer.is_success, answer.text
    return answer.json()


def planned(server: Server, title: str, count: int = 1, **more: Any) -> list[Any]:
    """Interactions of a customer of their own, in working order."""
    with api(server) as client:
        customer = made(client, "/customers", {"name": f"Customer of {title[:60]}", "timezone": "Asia/Tokyo"})
        body = {"customer_id": customer["id"], "type": "phone_call", "due_at": "2026-03-02", **more}
        numbers = [""] if count == 1 else [f" {number}" for number in range(count)]
        return [made(client, "/interactions", {**body, "title": f"{title}{number}"}) for number in numbers]


def rows(page: Page) -> Locator:
    return page.get_by_role("grid").get_by_role("row").filter(has=page.get_by_role("gridcell"))


def listed(open_page: OpenPage, server: Server, words: str, **more: Any) -> Page:
    page = open_page(server.url, f"/interactions?q={words}", **more)
    expect(rows(page).first).to_be_visible()
    return page


class TestByKeysAlone:
    def test_from_anywhere_to_the_list_and_into_one_and_back(self, local: Server, open_page: OpenPage) -> None:
        planned(local, "Walkabout", 3)
        page = open_page(local.url, "/today")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.keyboard.press("g")
        page.keyboard.press("i")
        expect(page.get_by_role("heading", name="Interactions", level=1)).to_be_visible()
        page.get_by_role("link", name="Team").press("Enter")
        page.keyboard.press("/")
        page.keyboard.type("walkabout")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("q=walkabout"))
        expect(rows(page)).to_have_count(3)
        browsers.wait_until_loaded(page)
        page.keyboard.press("j")
        page.keyboard.press("j")
        expect(rows(page).nth(1)).to_be_focused()
        page.keyboard.press("Enter")
        sheet = page.get_by_role("dialog")
        expect(sheet.get_by_role("button", name="Success")).to_be_visible()
        expect(page).to_have_url(re.compile(r"/interactions/[0-9a-f-]{36}"))
        expect(sheet.get_by_role("article")).to_be_focused()
        page.keyboard.press("e")
        expect(sheet.get_by_role("button", name="Success")).to_be_focused()
        page.keyboard.press("Escape")
        expect(sheet).to_have_count(0)
        expect(rows(page)).to_have_count(3)
        expect(rows(page).nth(1)).to_be_focused()
        expect(page).to_have_url(re.compile("/interactions\\?.*q=walkabout"))

    def test_words_are_heard_while_the_filters_are_still_on_their_way(self, local: Server, open_page: OpenPage) -> None:
        planned(local, "Headlong", 2)
        page = open_page(local.url, "/today")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        held: list[Route] = []
        page.route("**/FilterPills*", lambda route: held.append(route))
        page.keyboard.press("g")
        page.keyboard.press("i")
        expect(page.get_by_role("heading", name="Interactions", level=1)).to_be_visible()
        page.get_by_role("link", name="Team").press("Enter")
        page.keyboard.press("/")
        page.keyboard.type("headlong")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("q=headlong"))
        expect(rows(page)).to_have_count(2)
        expect(page.get_by_role("button", name="Filter", exact=True)).to_have_count(0)
        assert held
        for script in held:
            script.continue_()
        expect(page.get_by_role("button", name="Filter", exact=True)).to_be_visible()
        expect(page.get_by_role("searchbox")).to_have_value("headlong")

    def test_two_hundred_are_given_to_somebody_by_name_and_taken_back(self, local: Server, open_page: OpenPage) -> None:
        with api(local) as client:
            customer = made(client, "/customers", {"name": "Customer of Handover"})
            plan = {"customer_id": customer["id"], "type": "email", "due_at": "2026-03-02"}
            items = [{**plan, "title": f"Handover {number}"} for number in range(200)]
            made(client, "/interactions/bulk/create", {"interactions": items})
        page = listed(open_page, local, "handover")
        page.keyboard.press("j")
        page.keyboard.press("Control+a")
        expect(page.get_by_text("200 selected of 200")).to_be_visible()
        page.keyboard.press("a")
        dialog = page.get_by_role("dialog", name="Assign 200 interactions")
        expect(dialog).to_be_visible()
        page.keyboard.type("priya")
        expect(dialog.get_by_text("200 would change.")).to_be_visible()
        page.keyboard.press("Enter")
        expect(dialog.get_by_text("200 assigned")).to_be_visible()
        page.keyboard.press("Escape")
        expect(rows(page).first).to_contain_text("Priya Raman")
        page.keyboard.press("z")
        expect(rows(page).first).to_contain_text("Nobody")
        with api(local) as client:
            asked = {"q": "handover", "assignee_id": "none"}
            assert client.get("/interactions/count", params=asked).json()["total"] == 200

    def test_a_completion_of_many_tells_its_next_steps_before_and_what_failed_after(
        self, local: Server, open_page: OpenPage
    ) -> None:
        steps = [planned(local, f"Sweeping {number}")[0] for number in range(3)]
        page = listed(open_page, local, "sweeping")
        page.keyboard.press("j")
        page.keyboard.press("x")
        page.keyboard.press("Shift+J")
        page.keyboard.press("Shift+J")
        expect(page.get_by_text("3 selected of 3")).to_be_visible()
        page.keyboard.press("e")
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_role("radio").first).to_be_focused()
        page.keyboard.press("1")
        expect(dialog.get_by_text("3 next steps would be created.")).to_be_visible()
        with api(local) as client:
            made(client, f"/interactions/{steps[0]['id']}/cancel", {"reason": "Gone", "then": "exit"})
        page.keyboard.press("Enter")
        expect(dialog.get_by_text("2 completed")).to_be_visible()
        expect(dialog.get_by_role("heading", name="1 was not done")).to_be_visible()
        expect(dialog.get_by_text("Sweeping 0", exact=False)).to_be_visible()
        with api(local) as client:
            made(client, f"/interactions/{steps[0]['id']}/undo", {})
        dialog.get_by_role("button", name="Retry 1").press("Enter")
        expect(dialog.get_by_text("1 completed")).to_be_visible()

    def test_a_spread_shows_each_days_load_before_it_is_done(self, local: Server, open_page: OpenPage) -> None:
        planned(local, "Spreading", 5)
        page = listed(open_page, local, "spreading")
        page.keyboard.press("j")
        page.keyboard.press("Control+a")
        page.keyboard.press("s")
        dialog = page.get_by_role("dialog")
        bars = dialog.get_by_role("table", name="Planned for each day, before and after").get_by_role("rowheader")
        expect(bars).to_have_count(5)
        page.keyboard.press("Enter")
        expect(dialog.get_by_text("5 rescheduled")).to_be_visible()

    def test_an_edit_is_saved_and_asks_only_where_something_would_be_lost(
        self, local: Server, open_page: OpenPage
    ) -> None:
        (step,) = planned(local, "Editing")
        page = open_page(local.url, f"/interactions/{step['id']}")
        page.get_by_role("button", name="Edit", exact=True).press("Enter")
        field = page.get_by_label("Subject")
        expect(field).to_be_focused()
        page.keyboard.press("Escape")
        expect(field).to_have_count(0)
        page.get_by_role("button", name="Edit", exact=True).press("Enter")
        field.fill("Edited")
        page.keyboard.press("Escape")
        expect(page.get_by_text("Your changes are not saved yet.")).to_be_visible()
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("heading", name="Edited", level=1)).to_be_visible()
        page.keyboard.press("z")
        expect(page.get_by_role("heading", name="Editing", level=1)).to_be_visible()


class TestLinks:
    def test_a_link_shows_another_person_the_same(self, local: Server, open_page: OpenPage) -> None:
        planned(local, "Linked", priority="high")
        planned(local, "Linked low", priority="low")
        page = listed(open_page, local, "linked&priority=high&sort=-due_at")
        expect(rows(page)).to_have_count(1)
        expect(page.get_by_role("columnheader", name="Due")).to_have_attribute("aria-sort", "descending")
        page.get_by_role("button", name="Remove the filter “Priority”").press("Enter")
        expect(rows(page)).to_have_count(2)
        expect(page.get_by_role("button", name="Filter", exact=True)).to_be_focused()
        expect(page).not_to_have_url(re.compile("priority"))

    def test_an_empty_list_names_the_filter_that_empties_it(self, local: Server, open_page: OpenPage) -> None:
        planned(local, "Emptied")
        page = open_page(local.url, "/interactions?q=emptied&priority=urgent")
        expect(page.get_by_role("heading", name="Nothing matches these 2 filters")).to_be_visible()
        page.get_by_role("button", name="Remove “Priority: Urgent” (1 match)").click()
        expect(rows(page)).to_have_count(1)

    def test_what_is_hostile_shows_as_text(self, local: Server, open_page: OpenPage) -> None:
        (step,) = planned(local, HOSTILE, description=HOSTILE)
        page = open_page(local.url, f"/interactions/{step['id']}")
        expect(page.get_by_role("heading", level=1)).to_contain_text("<script>alert(1)</script>")
        assert not browsers.sticks_out(page)

    def test_an_id_that_names_nothing_says_so(self, local: Server, open_page: OpenPage) -> None:
        page = open_page(local.url, "/interactions/01890000-0000-7000-8000-000000000000")
        expect(page.get_by_role("heading", name="There is no such interaction")).to_be_visible()


def test_what_is_archived_keeps_its_name(local: Server, open_page: OpenPage) -> None:
    with api(local) as client:
        assert client.put("/types/courier", json={"label": "Bike messenger"}).is_success
        assert client.put("/outcomes/dropped_off", json={"label": "Left at the door", "kind": "positive"}).is_success
        (step,) = planned(local, "Parcel", type="courier")
        made(client, f"/interactions/{step['id']}/complete", {"outcome": "dropped_off"})
        made(client, "/types/courier/archive", {})
        made(client, "/outcomes/dropped_off/archive", {})
    page = listed(open_page, local, "parcel&type=courier&outcome=dropped_off&status=completed")
    expect(rows(page)).to_contain_text("Left at the door")
    filters = page.get_by_role("search").or_(page.get_by_role("main"))
    expect(filters.get_by_text("Bike messenger").first).to_be_visible()
    expect(filters.get_by_text("Courier")).to_have_count(0)


def test_without_a_connection_many_at_once_are_refused_with_the_reason(local: Server, open_page: OpenPage) -> None:
    planned(local, "Cut off", 3)
    page = listed(open_page, local, "cut off")
    page.keyboard.press("j")
    page.keyboard.press("Control+a")
    selected = page.get_by_role("region", name="What is selected")
    expect(selected.get_by_role("button", name="Reschedule")).to_be_visible()
    page.context.set_offline(True)
    expect(selected.get_by_text("Without a connection only one at a time can be completed")).to_be_visible()
    expect(selected.get_by_role("button", name="Reschedule")).to_have_count(0)
    page.keyboard.press("s")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.context.set_offline(False)
    expect(selected.get_by_role("button", name="Reschedule")).to_be_visible()


class TestTwoAtOnce:
    def test_both_values_are_shown_and_one_is_chosen(self, local: Server, open_page: OpenPage) -> None:
        (step,) = planned(local, "Clash")
        page = open_page(local.url, f"/interactions/{step['id']}")
        page.get_by_role("button", name="Edit", exact=True).click()
        page.get_by_label("Subject").fill("Mine")
        with api(local) as client:
            assert client.put(f"/interactions/{step['id']}", json={"title": "Theirs"}).is_success
        page.keyboard.press("Control+Enter")
        clash = page.get_by_role("group", name="Subject")
        expect(clash.get_by_label("Yours: Mine")).to_be_checked()
        clash.get_by_label("Theirs: Theirs").check()
        clash.get_by_label("Yours: Mine").check()
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("heading", name="Mine", level=1)).to_be_visible()

    def test_what_somebody_else_completed_says_who_and_what_comes_next(
        self, local: Server, open_page: OpenPage
    ) -> None:
        (step,) = planned(local, "Overtaken")
        page = open_page(local.url, f"/interactions/{step['id']}")
        choice = page.get_by_role("button", name="Success")
        expect(choice).to_be_visible()
        with api(local) as client:
            made(client, f"/interactions/{step['id']}/complete", {"outcome": "no_answer"})
        choice.click()
        expect(page.get_by_text(re.compile("completed this, .*: No answer. Next:")).first).to_be_visible()

    def test_another_due_date_says_what_it_means_for_later_steps(self, local: Server, open_page: OpenPage) -> None:
        with api(local) as client:
            customer = made(client, "/customers", {"name": "Customer of Effect"})
            found = client.get("/interactions/templates").json()["data"]
            template = next(each for each in found if each["name"] == "Standard Follow-up Sequence")
            start = {"customer_id": customer["id"], "template_id": template["id"], "start_date": "2099-01-05"}
            first = made(client, "/interactions/workflow/start", start)
        page = open_page(local.url, f"/interactions/{first['id']}")
        page.get_by_role("button", name="Edit", exact=True).click()
        due = page.get_by_role("group", name="Due").get_by_role("spinbutton", name=re.compile("^day"))
        due.press("ArrowUp")
        expect(page.get_by_text(re.compile("2 later steps move to"))).to_be_visible()


def test_on_a_phone_a_finger_that_rests_selects(local: Server, open_page: OpenPage) -> None:
    planned(local, "Touched", 3)
    page = listed(open_page, local, "touched", size=browsers.PHONE, has_touch=True, is_mobile=True)
    first = rows(page).first
    box = first.bounding_box()
    assert box is not None
    at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    touch = {"pointerType": "touch", "bubbles": True, "clientX": at["x"], "clientY": at["y"]}
    link = first.get_by_role("link")
    link.dispatch_event("pointerdown", touch)
    expect(page.get_by_text("1 selected of 3")).to_be_visible()
    link.dispatch_event("pointerup", touch)
    browsers.tap(rows(page).nth(1).get_by_role("link"))
    expect(page.get_by_text("2 selected of 3")).to_be_visible()
    browsers.tap(page.get_by_role("button", name="Clear the selection"))
    browsers.tap(page.get_by_role("button", name="Select", exact=True))
    hint = page.get_by_text("Touch what you mean.").bounding_box()
    assert hint is not None
    assert hint["width"] > hint["height"] * 4, "the hint has no room to be read"
    browsers.tap(rows(page).nth(2).get_by_role("link"))
    expect(page.get_by_text("1 selected of 3")).to_be_visible()
    assert not browsers.sticks_out(page)
    assert browsers.axe_violations(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_is_selected_has_no_fault_on_a_wide_screen(local: Server, open_page: OpenPage, theme: str) -> None:
    page = open_page(local.url, "/interactions?view=team", theme=theme, size={"width": 1920, "height": 1000})
    expect(rows(page).first).to_be_visible()
    assert browsers.axe_violations(page) == []
    page.keyboard.press("j")
    page.keyboard.press("Control+a")
    expect(page.get_by_role("region", name="What is selected")).to_be_visible()
    assert browsers.axe_violations(page) == []


@pytest.fixture(scope="module")
def crowded() -> Iterator[Server]:
    """A server of its own whose tenant has ten thousand open interactions."""
    with servers.place() as place:
        server = place.start()
        with api(server) as client:
            customer = made(client, "/customers", {"name": "Globe Corporation"})
            plan = {"customer_id": customer["id"], "type": "email", "due_at": "2026-03-02"}
            for first in range(0, MANY, BATCH):
                items = [{**plan, "title": f"Crowd {number}"} for number in range(first, first + BATCH)]
                made(client, "/interactions/bulk/create", {"interactions": items})
        yield server


def longest_task(page: Page, act: Callable[[], None]) -> float:
    """Do something; the most time that one task of the page's main thread computed meanwhile, in milliseconds. What
    else runs on the machine makes a task last longer, but not compute longer."""
    session = page.context.new_cdp_session(page)
    events: list[dict[str, Any]] = []
    over: list[bool] = []
    session.on("Tracing.dataCollected", lambda batch: events.extend(batch["value"]))
    session.on("Tracing.tracingComplete", lambda _: over.append(True))
    session.send("Tracing.start", {"transferMode": "ReportEvents", "categories": "toplevel,devtools.timeline"})
    act()
    session.send("Tracing.end")
    while not over:
        page.wait_for_timeout(50)
    session.detach()
    mains = {event["tid"] for event in events if event["name"] == "FunctionCall"}
    tasks = [each["tdur"] for each in events if each["tid"] in mains and each["name"] == TASK and "tdur" in each]
    assert len(tasks) > SCROLLS, "the trace has no tasks in it"
    return max(tasks) / 1000


def test_ten_thousand_rows_scroll_without_a_long_task(crowded: Server, open_page: OpenPage) -> None:
    page = listed(open_page, crowded, "crowd&sort=due_at")
    expect(page.get_by_text("10,000 interactions")).to_be_visible()
    browsers.wait_until_loaded(page)
    page.mouse.move(600, 500)
    drawn: list[int] = []

    def scroll() -> None:
        for _ in range(SCROLLS):
            page.mouse.wheel(0, 300)
            page.wait_for_timeout(16)
            drawn.append(page.evaluate("document.querySelectorAll('[role=row]').length"))

    assert longest_task(page, scroll) < LONG_TASK_MS
    assert max(drawn) <= MOST_DOM_ROWS
    expect(page.get_by_text(re.compile(r"^Crowd \d+$")).first).to_be_visible()


def test_the_end_of_ten_thousand_rows_can_be_reached_and_the_beginning_again(
    crowded: Server, open_page: OpenPage
) -> None:
    page = listed(open_page, crowded, "crowd&sort=due_at")
    expect(page.get_by_text("10,000 interactions")).to_be_visible()
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    expect(rows(page).last).to_have_attribute("aria-rowindex", str(MANY + 1))
    expect(rows(page).last.get_by_text("Globe Corporation")).to_be_visible(timeout=60_000)
    page.evaluate("scrollTo(0, 0)")
    expect(rows(page).first.get_by_text("Globe Corporation")).to_be_visible()
