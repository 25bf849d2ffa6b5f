"""The calendar in the browser: the right day in whatever zone, and moving by keys, mouse and name."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.acceptance.server import Server
from tests.e2e import browsers
from tests.e2e.conftest import OpenPage

# With summer time of an hour, of half an hour, none, and the tenant's own.
ZONES = [
    "Pacific/Auckland",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Europe/Berlin",
    "UTC",
    "America/Los_Angeles",
]


@pytest.fixture(scope="module")
def api(local: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{local.url}/v1", timeout=30) as client:
        changed = client.put("/settings", json={"zone": "Europe/Berlin", "calendar": {"holiday_country": "DE"}})
        assert changed.status_code == 200, changed.text
        yield client


def somebody(api: httpx.Client, name: str) -> str:
    """A member whose calendar holds nothing of other tests."""
    return str(api.post("/members", json={"name": name, "role": "rep"}).json()["id"])


def plan(api: httpx.Client, title: str, scheduled_at: str, who: str | None = None) -> str:
    customer = api.post("/customers", json={"name": f"Customer of {title}"}).json()["id"]
    body: dict[str, Any] = {
        "customer_id": customer,
        "type": "meeting",
        "title": title,
        "scheduled_at": scheduled_at,
        "due_at": scheduled_at,
        "assignee_id": who,
    }
    made = api.post("/interactions", json=body)
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


def day(page: Page, date: str) -> Locator:
    return page.locator(f"[data-day='{date}']")


def scheduled(api: httpx.Client, interaction_id: str) -> str:
    return str(api.get(f"/interactions/{interaction_id}").json()["scheduled_at"])


@pytest.mark.parametrize("zone", ZONES)
def test_wherever_the_browser_is_items_stand_on_the_tenants_day(
    local: Server, api: httpx.Client, open_page: OpenPage, zone: str
) -> None:
    """Summer time begins on 28 March 2032 in Berlin; 00:30 and 23:30 are other days nearly everywhere else."""
    who = somebody(api, zone)
    title = f"Night in {zone.replace('/', ' ')}"
    for at in ("2032-03-27 23:30", "2032-03-28 00:30", "2032-03-28", "2032-03-28 03:30", "2032-10-31 02:30"):
        plan(api, f"{title} {at[5:]}", at, who)
    page = open_page(local.url, f"/calendar?view=week&day=2032-03-28&who={who}", timezone_id=zone)
    expect(day(page, "2032-03-27").get_by_role("button", name=f"{title} 03-27 23:30")).to_be_visible()
    for at in ("03-28 00:30", "03-28", "03-28 03:30"):
        chip = day(page, "2032-03-28").get_by_role("button", name=re.compile(f"{title} {at}$"))
        expect(chip).to_be_visible()
    expect(day(page, "2032-03-28").get_by_role("button", name=re.compile(f"3:30.*{title}")).first).to_be_visible()
    page.goto(f"/calendar?view=day&day=2032-10-31&who={who}")
    expect(day(page, "2032-10-31").get_by_role("button", name=re.compile(f"2:30.*{title}"))).to_be_visible()


def test_the_hours_of_another_zone_stand_beside_and_the_address_keeps_it(
    local: Server, api: httpx.Client, open_page: OpenPage
) -> None:
    """In this week Berlin has summer time already, and so has New York; in the one before only New York has it."""
    page = open_page(
        local.url, "/calendar?view=day&day=2032-03-29&zone=America/New_York", timezone_id="America/Los_Angeles"
    )
    other = page.locator("[data-zone='America/New_York']")
    expect(other).to_contain_text("New York")
    assert hours(other)[8:10] == ["3 AM", "4 AM"]
    page.goto("/calendar?view=day&day=2032-03-24&zone=America/New_York")
    expect(other).to_contain_text("New York")
    assert hours(other)[8:10] == ["4 AM", "5 AM"]
    page.get_by_role("button", name="Hours of another zone").click()
    page.get_by_role("option", name="Los Angeles").click()
    expect(page).to_have_url(re.compile("zone=America%2FLos_Angeles"))
    expect(page.locator("[data-zone='America/Los_Angeles']")).to_be_visible()
    page.goto("/calendar?view=day&day=2032-03-29&zone=Nowhere/Atall")
    expect(page.locator("[data-zone]")).to_have_count(1)


def hours(axis: Locator) -> list[str]:
    """Those of the axis, from one o'clock on in the calendar's own zone."""
    return [words.replace("\u202f", " ") for words in axis.locator("[data-hour]").all_text_contents()]


def test_steps_ahead_are_ghosts_that_lead_to_their_customer(
    local: Server, api: httpx.Client, open_page: OpenPage
) -> None:
    member = somebody(api, "Ghost Seer")
    customer = api.post("/customers", json={"name": "Casper Falk"}).json()["id"]
    steps = [
        {"step_number": 1, "type": "phone_call", "title": "Ring", "next_step": 2},
        {"step_number": 2, "type": "email", "title": "Haunt", "scheduled_offset_days": 2},
    ]
    template = api.post("/interactions/templates", json={"name": "Ghosts", "steps": steps}).json()["id"]
    begun = {"customer_id": customer, "template_id": template, "start_date": "2032-08-03", "assignee_id": member}
    assert api.post("/interactions/workflow/start", json=begun).status_code == 201
    page = open_page(local.url, f"/calendar?view=month&day=2032-08-03&who={member}")
    expect(day(page, "2032-08-03").get_by_role("button", name="Casper Falk Ring")).to_be_visible()
    ghost = day(page, "2032-08-05").get_by_role("link", name=re.compile("Casper Falk Haunt.*not planned yet"))
    expect(ghost).to_have_count(0)
    page.get_by_role("button", name="Steps ahead").click()
    expect(ghost).to_be_visible()
    page.get_by_role("button", name="Whose").click()
    page.get_by_role("option", name="Everybody's").click()
    expect(ghost).to_be_visible()
    page.go_back()
    expect(ghost).to_be_visible()
    page.reload()
    for view in ("Week", "Day", "Agenda"):
        page.get_by_role("button", name=view, exact=True).click()
        page.goto(page.url.replace("2032-08-03", "2032-08-05"))
        expect(ghost).to_be_visible()
    ghost.click()
    expect(page.get_by_role("heading", level=1, name="Casper Falk")).to_be_visible()


def test_where_not_every_step_ahead_is_drawn_the_calendar_says_so(local: Server, open_page: OpenPage) -> None:
    page = open_page("about:blank", "about:blank")

    def without_end(route: Route) -> None:
        """The first page of the list, time and again."""
        found = route.fetch(url=re.sub("&?cursor=[^&]*", "", route.request.url)).json()
        route.fulfill(json={**found, "next_cursor": "there-is-always-more"})

    page.route("**/v1/workflows?*", without_end)
    page.goto(f"{local.url}/calendar?view=month&ahead=true")
    expect(page.get_by_text("only the steps of the first 1,000 are drawn")).to_be_visible()


def test_a_crowd_says_how_many_more_there_are(local: Server, api: httpx.Client, open_page: OpenPage) -> None:
    for number in range(8):
        plan(api, f"Crowd {number}", "2032-09-07 10:00")
    page = open_page(local.url, "/calendar?view=week&day=2032-09-07")
    expect(day(page, "2032-09-07").get_by_role("button", name=re.compile("Crowd"))).to_have_count(1)
    page.get_by_role("button", name="7 more").click()
    expect(day(page, "2032-09-07").get_by_role("button", name=re.compile("Crowd"))).to_have_count(5)
    page.get_by_role("button", name="3 more").click()
    expect(day(page, "2032-09-07").get_by_role("button", name=re.compile("Crowd"))).to_have_count(8)


class TestMoving:
    def test_into_the_hour_that_summer_time_takes_it_comes_after_it(
        self, local: Server, api: httpx.Client, open_page: OpenPage
    ) -> None:
        """On 28 March 2032 there is no 2:30 in Berlin; and a day later at the same time is 23 hours later."""
        who = somebody(api, "Summer")
        item = plan(api, "Springs", "2032-03-28 01:30", who)
        later = plan(api, "Follows", "2032-03-27 09:00", who)
        address = f"/calendar?view=week&day=2032-03-28&who={who}"
        page = open_page(local.url, address, timezone_id="America/Los_Angeles")
        page.get_by_role("button", name="Springs").focus()
        for key in ("m", "Shift+ArrowDown", "Enter"):
            page.keyboard.press(key)
        expect(day(page, "2032-03-28").get_by_role("button", name=re.compile("3:30.*Springs"))).to_be_visible()
        assert scheduled(api, item) == "2032-03-28T01:30:00Z"
        page.get_by_role("button", name="Follows").focus()
        for key in ("m", "ArrowRight", "Enter"):
            page.keyboard.press(key)
        expect(day(page, "2032-03-28").get_by_role("button", name=re.compile("9:00.*Follows"))).to_be_visible()
        assert scheduled(api, later) == "2032-03-28T07:00:00Z"

    def test_by_arrows_until_enter_and_back_again(self, local: Server, api: httpx.Client, open_page: OpenPage) -> None:
        item = plan(api, "Arrows", "2032-05-04 10:00")
        page = open_page(local.url, "/calendar?view=week&day=2032-05-04")
        page.get_by_role("button", name="Arrows").focus()
        page.keyboard.press("m")
        expect(page.get_by_role("button", name="Put it here")).to_be_visible()
        for key in ("ArrowDown", "Shift+ArrowDown", "ArrowRight"):
            page.keyboard.press(key)
        expect(page.get_by_text("11:15").first).to_be_visible()
        page.keyboard.press("Enter")
        expect(day(page, "2032-05-05").get_by_role("button", name=re.compile("11:15.*Arrows"))).to_be_visible()
        assert scheduled(api, item) == "2032-05-05T09:15:00Z"
        page.keyboard.press("z")
        expect(day(page, "2032-05-04").get_by_role("button", name=re.compile("10:00.*Arrows"))).to_be_visible()

    def test_escape_leaves_it(self, local: Server, api: httpx.Client, open_page: OpenPage) -> None:
        item = plan(api, "Stays", "2032-05-11 10:00")
        page = open_page(local.url, "/calendar?view=month&day=2032-05-11")
        page.get_by_role("button", name="Stays").focus()
        page.keyboard.press("m")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name="Put it here")).to_have_count(0)
        assert scheduled(api, item) == "2032-05-11T08:00:00Z"

    def test_by_mouse_a_whole_day_stays_one(self, local: Server, api: httpx.Client, open_page: OpenPage) -> None:
        item = plan(api, "Dragged", "2032-06-08")
        page = open_page(local.url, "/calendar?view=month&day=2032-06-08")
        chip = page.get_by_role("button", name="Dragged")
        expect(chip).to_be_visible()
        chip.hover()
        page.mouse.down()
        target = day(page, "2032-06-10").bounding_box()
        assert target is not None
        page.mouse.move(target["x"] + 40, target["y"] + 60, steps=6)
        page.mouse.up()
        expect(day(page, "2032-06-10").get_by_role("button", name="Dragged")).to_be_visible()
        moved = api.get(f"/interactions/{item}").json()
        assert (moved["scheduled_on"], moved["scheduled_all_day"]) == ("2032-06-10", True)

    def test_a_holiday_is_asked_about(self, local: Server, api: httpx.Client, open_page: OpenPage) -> None:
        item = plan(api, "Festive", "2031-12-23")
        page = open_page(local.url, "/calendar?view=month&day=2031-12-23")
        page.get_by_role("button", name="Festive").focus()
        page.keyboard.press("m")
        for _ in range(2):
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        question = page.get_by_role("dialog")
        expect(question).to_contain_text("is a day off")
        question.get_by_role("button", name="Next working day").click()
        expect(day(page, "2031-12-29").get_by_role("button", name="Festive")).to_be_visible()
        assert scheduled(api, item).startswith("2031-12-28T23")

    def test_by_name_on_a_phone(self, local: Server, api: httpx.Client, open_page: OpenPage) -> None:
        plan(api, "Pocket", "2032-07-06")
        page = open_page(local.url, "/calendar?day=2032-07-06", size=browsers.PHONE, has_touch=True, is_mobile=True)
        browsers.tap(page.get_by_role("button", name="Pocket"))
        browsers.tap(page.get_by_role("button", name="Move to …"))
        page.get_by_role("spinbutton", name=re.compile("^day")).first.focus()
        page.keyboard.type("08")
        browsers.tap(page.get_by_role("button", name="Move", exact=True))
        expect(day(page, "2032-07-08").get_by_role("button", name="Pocket")).to_be_visible()
