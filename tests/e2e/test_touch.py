"""The main things done on a phone, by fingers: everything that keys do has a place to touch, and none is small."""

import re
import time
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.acceptance.server import Server
from tests.e2e import browsers
from tests.e2e.conftest import OpenPage

PHONE: ViewportSize = {"width": 390, "height": 844}
LEAST_PX = 44
SIDEWAYS_PX = 140

PATHS = (
    "/today",
    "/today?focus=true",
    "/interactions?view=team",
    "/interactions/{interaction}",
    "/calendar?view=day",
    "/calendar?view=agenda",
    "/customers",
    "/customers/{customer}",
    "/templates",
    "/templates/{template}",
    "/settings",
    "/settings/account",
    "/settings/members",
    "/settings/keys",
    "/settings/hours",
    "/settings/follow-up",
    "/settings/rules",
    "/settings/types",
    "/settings/outcomes",
    "/settings/audit",
    "/settings/data",
    "/import",
    "/import/{import}",
    "/start",
    "/today/nowhere",
)

# What can be touched and is smaller than a finger; a link within a sentence is as high as its line. Where things stand
# on fractions of a pixel the last digits waver: a tenth of a pixel is the finest that counts.
SMALL = """least =>
  [...document.querySelectorAll('button, a[href], input, select, textarea, summary,' +
    '[role=button], [role=option], [role=menuitem], [role=tab]')]
  .filter(each => each.checkVisibility({checkOpacity: true, checkVisibilityCSS: true}))
  .filter(each => !each.matches('p a, a[href="#main"], [aria-hidden=true] *'))
  .filter(each => each.closest('[inert], .visually-hidden') === null)
  .map(each => [each, (each.closest('label') ?? each).getBoundingClientRect()])
  .map(([each, {width, height}]) => [each, width.toFixed(1), height.toFixed(1)])
  .filter(([, width, height]) => width > 1 && (width < least || height < least))
  .map(([each, width, height]) =>
    `${each.textContent.trim() || each.getAttribute('aria-label')}: ${width} x ${height}`)"""


@pytest.fixture
def page(local: Server, open_page: OpenPage) -> Page:
    page = on_phone(open_page, local, "/today")
    expect(page.get_by_role("heading", name="Overdue")).to_be_visible()
    browsers.wait_until_loaded(page)
    return page


def on_phone(open_page: OpenPage, server: Server, path: str) -> Page:
    return open_page(server.url, path, size=PHONE, has_touch=True, is_mobile=True)


def items(page: Page) -> Locator:
    return page.get_by_role("row").filter(has=page.get_by_role("button", name=re.compile("^Complete ")))


def overdue(page: Page) -> Locator:
    return page.get_by_role("heading", level=2).filter(has_text="Overdue")


def overdue_count(page: Page) -> int:
    return int(re.sub(r"\D", "", overdue(page).inner_text()))


def told(page: Page, words: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("region", name="Messages").get_by_text(words)


def sheet(page: Page) -> Locator:
    return page.get_by_role("dialog")


def swipe(page: Page, row: Locator, distance: int) -> None:
    """One finger, as the browser itself reports it. It rests before it leaves: where it goes on gliding, the next tap
    only stops it."""
    row.scroll_into_view_if_needed()
    box = row.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + 20
    touch = page.context.new_cdp_session(page)
    began_at = time.time() - 1

    def report(kind: str, seconds: float, moved: float) -> None:
        points = [] if kind == "touchEnd" else [{"x": x + moved, "y": y}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points, "timestamp": began_at + seconds})

    report("touchStart", 0, 0)
    for step in range(1, 6):
        report("touchMove", 0.04 * step, distance * step / 5)
    report("touchMove", 0.6, distance)
    report("touchEnd", 0.7, distance)
    expect(sheet(page)).to_be_visible()


def small(page: Page) -> list[str]:
    browsers.wait_until_still(page)
    found: list[str] = page.evaluate(SMALL, LEAST_PX)
    return found


def test_an_item_is_completed_by_swipe_and_by_button_and_taken_back(page: Page) -> None:
    before = overdue_count(page)
    swipe(page, items(page).nth(0), SIDEWAYS_PX)
    browsers.tap(sheet(page).get_by_role("button", name=re.compile("^Success")))
    expect(sheet(page)).to_have_count(0)
    expect(page.get_by_text(re.compile("^Next: ")).first).to_be_visible()
    expect(overdue(page)).to_contain_text(str(before - 1))
    browsers.tap(items(page).nth(0).get_by_role("button", name=re.compile("^Complete ")))
    expect(sheet(page).get_by_role("button", name=re.compile("^Success"))).to_be_visible()
    assert small(page) == []
    browsers.tap(sheet(page).get_by_role("button", name=re.compile("^No answer")))
    expect(sheet(page)).to_have_count(0)
    expect(overdue(page)).to_contain_text(str(before - 2))
    browsers.tap(page.get_by_role("button", name="Undo").first)
    expect(told(page, re.compile("^Taken back"))).to_be_visible()
    expect(overdue(page)).to_contain_text(str(before - 1))


def test_an_item_is_moved_by_swipe_and_by_button_and_taken_back(page: Page) -> None:
    before = overdue_count(page)
    swipe(page, items(page).nth(0), -SIDEWAYS_PX)
    browsers.tap(sheet(page).get_by_role("button", name=re.compile("^Tomorrow")))
    expect(told(page, " moved to ")).to_be_visible()
    expect(overdue(page)).to_contain_text(str(before - 1))
    browsers.tap(page.get_by_role("region", name="Messages").get_by_role("button", name="Undo"))
    expect(overdue(page)).to_contain_text(str(before))
    browsers.tap(items(page).nth(0).get_by_role("button", name=re.compile("^More for")))
    expect(sheet(page).get_by_role("link").first).to_be_visible()
    assert small(page) == []
    browsers.tap(sheet(page).get_by_role("button", name="Reschedule"))
    expect(sheet(page).get_by_role("button", name=re.compile("^Next week"))).to_be_visible()
    assert small(page) == []
    browsers.tap(sheet(page).get_by_role("button", name=re.compile("^Next week")))
    expect(overdue(page)).to_contain_text(str(before - 1))


def test_something_is_planned_and_something_told(page: Page) -> None:
    name = items(page).nth(0).locator("strong").inner_text()
    write(page, f"call {name} tue 10 renewal")
    assert small(page) == []
    browsers.tap(sheet(page).get_by_role("button", name="Plan it"))
    expect(told(page, re.compile(f"^Planned: {name}, Renewal, Tue"))).to_be_visible()
    browsers.tap(page.get_by_role("region", name="Messages").get_by_role("button", name="Undo"))
    expect(told(page, re.compile("^Taken back"))).to_be_visible()
    write(page, f"called {name} yesterday asked for a quote")
    browsers.tap(sheet(page).get_by_role("button", name=re.compile("What came of it")))
    browsers.tap(page.get_by_role("option", name="Reached"))
    browsers.tap(sheet(page).get_by_role("button", name="Record it"))
    expect(told(page, re.compile(f"^Recorded: {name}"))).to_be_visible()


def write(page: Page, line: str) -> None:
    browsers.tap(page.get_by_role("navigation", name="Main").get_by_role("button", name="New"))
    field = sheet(page).get_by_label("What, with whom, when, what about")
    browsers.tap(field)
    field.fill(line)
    expect(sheet(page).locator("strong").first).to_be_visible()


def test_somebody_is_found_and_completed_under_the_thumb(page: Page, local: Server) -> None:
    plan_for(local, "Ottilie Quandt")
    browsers.tap(page.get_by_role("button", name="Find"))
    page.get_by_role("searchbox", name="Find or do").fill("otti")
    assert small(page) == []
    browsers.tap(sheet(page).get_by_role("menuitem", name="Ottilie Quandt"))
    expect(page.get_by_role("heading", level=1, name="Ottilie Quandt")).to_be_visible()
    expect(page.get_by_role("region", name="Next step")).to_be_in_viewport()
    browsers.tap(page.get_by_role("button", name=re.compile("^Complete")))
    browsers.tap(sheet(page).get_by_role("button", name=re.compile("^Success")))
    expect(page.get_by_role("region", name="Next step")).to_contain_text("Initial Phone Call")


def plan_for(server: Server, name: str) -> None:
    with server.client() as client:
        customer: dict[str, Any] = client.post("/v1/customers", json={"name": name}).json()
        plan = {"customer_id": customer["id"], "type": "phone_call", "title": "Call", "due_at": "2099-01-05"}
        assert client.post("/v1/interactions", json=plan).is_success


def test_nothing_is_smaller_than_a_finger(local: Server, open_page: OpenPage, ids: dict[str, str]) -> None:
    page = on_phone(open_page, local, "/today")
    found = []
    for path in (each.format(**ids) for each in PATHS):
        page.goto(path)
        expect(page.get_by_role("heading", level=1).first).to_be_visible()
        browsers.wait_until_loaded(page)
        found += [f"{path}: {each}" for each in small(page)]
    assert found == []


def test_steps_of_a_template_are_edited_and_moved(local: Server, open_page: OpenPage, ids: dict[str, str]) -> None:
    page = on_phone(open_page, local, f"/templates/{ids['template']}")
    steps = page.get_by_role("treegrid").get_by_role("row", level=1)
    expect(steps).to_have_text([re.compile("Call"), re.compile("Ask")])
    browsers.tap(steps.nth(0).get_by_text("Call", exact=True))
    expect(sheet(page).get_by_label("Subject")).to_have_value("Call")
    assert small(page) == []
    browsers.tap(sheet(page).get_by_role("button", name="Close"))
    expect(sheet(page)).to_have_count(0)
    browsers.tap(steps.nth(0).get_by_role("button", name="Move down"))
    expect(steps).to_have_text([re.compile("Ask"), re.compile("Call")])
    assert small(page) == []
