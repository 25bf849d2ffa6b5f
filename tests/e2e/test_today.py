"""The working day in the browser: by keys alone, by hand on a phone, and without a connection."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.acceptance import server as servers
from tests.acceptance.server import Server
from tests.e2e import browsers
from tests.e2e.conftest import OpenPage


@pytest.fixture
def fresh() -> Iterator[Server]:
    """The demo tenant as it is made: every test finds the same day."""
    with servers.place() as place:
        yield place.start()


@pytest.fixture
def page(fresh: Server, open_page: OpenPage) -> Page:
    page = open_page(fresh.url)
    expect(page.get_by_role("heading", name="Overdue")).to_be_visible()
    return page


def items(page: Page) -> Locator:
    """The open rows, those that can be completed."""
    return page.get_by_role("row").filter(has=page.get_by_role("button", name=re.compile("^Complete ")))


def customer_of(row: Locator) -> str:
    return row.locator("strong").inner_text()


def told(page: Page, words: str | re.Pattern[str]) -> Locator:
    """A message at the foot of the page; those who hear the page are told it elsewhere."""
    return page.get_by_role("region", name="Messages").get_by_text(words)


def section(page: Page, name: str) -> Locator:
    return page.get_by_role("heading", level=2).filter(has_text=name)


def overdue_count(page: Page) -> int:
    heading = section(page, "Overdue")
    return int(re.sub(r"\D", "", heading.inner_text())) if heading.count() else 0


def open_of(server: Server, **filters: Any) -> list[dict[str, Any]]:
    with server.client() as client:
        found: list[dict[str, Any]] = client.get("/v1/interactions", params={"limit": 200, **filters}).json()["data"]
        return found


def queue_of(page: Page, server: Server) -> dict[str, Any]:
    """The sections of the day that the page shows, by name."""
    with server.client() as client:
        answer = client.get("/v1/queue", params={"assignee": page.url.split("of=")[1]}).json()
        return {each["section"]: each for each in answer["sections"]}


def done_today(page: Page, server: Server) -> int:
    total: int = queue_of(page, server)["done_today"]["total"]
    return total


def test_two_keys_complete_and_show_what_is_next(page: Page) -> None:
    before = overdue_count(page)
    first, second = customer_of(items(page).nth(0)), customer_of(items(page).nth(1))
    page.keyboard.press("j")
    page.keyboard.press("e")
    outcomes = page.get_by_role("group", name=re.compile("What came of"))
    expect(outcomes.get_by_role("button", name=re.compile("^Success")).first).to_be_focused()
    page.keyboard.press("1")
    expect(page.get_by_text(re.compile(r"^Next: .+, \w+"))).to_be_visible()
    expect(outcomes).to_have_count(0)
    assert customer_of(items(page).nth(0)) == second
    expect(items(page).nth(0)).to_be_focused()
    expect(section(page, "Overdue")).to_contain_text(str(before - 1))
    page.keyboard.press("z")
    expect(told(page, re.compile("^Taken back"))).to_be_visible()
    expect(section(page, "Overdue")).to_contain_text(str(before))
    assert customer_of(items(page).nth(0)) == first


def test_a_note_goes_with_the_outcome(page: Page, fresh: Server) -> None:
    page.keyboard.press("j")
    page.keyboard.press("e")
    expect(page.get_by_role("group", name=re.compile("What came of"))).to_be_visible()
    for _ in range(9):
        page.keyboard.press("Tab")
        if page.get_by_label("Note about how it went").evaluate("field => field === document.activeElement"):
            break
    page.keyboard.type("Wants 12 <b>seats</b>")
    page.keyboard.press("Enter")
    page.keyboard.press("3")
    expect(page.get_by_text(re.compile(r"^Next: "))).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    details = [each["outcome_details"] for each in open_of(fresh, status="completed", outcome="reached")]
    assert "Wants 12 <b>seats</b>" in details


def test_escape_folds_the_outcomes_and_leaves_the_row_focused(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("e")
    expect(page.get_by_role("group", name=re.compile("What came of"))).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("group", name=re.compile("What came of"))).to_have_count(0)
    expect(items(page).nth(0)).to_be_focused()


@pytest.mark.parametrize("keys", [["1"], ["2"], ["f", "r", "i", " ", "1", "0", "Enter"]])
def test_a_few_keys_reschedule(page: Page, keys: list[str]) -> None:
    before = overdue_count(page)
    page.keyboard.press("j")
    page.keyboard.press("s")
    expect(page.get_by_role("form", name="When instead?")).to_be_visible()
    for key in keys:
        page.keyboard.press(key)
    expect(told(page, re.compile(r" moved to "))).to_be_visible()
    expect(section(page, "Overdue")).to_contain_text(str(before - 1))
    page.keyboard.press("z")
    expect(section(page, "Overdue")).to_contain_text(str(before))


def test_what_is_no_date_moves_nothing(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("s")
    expect(page.get_by_role("form", name="When instead?")).to_be_visible()
    page.keyboard.type("friends")
    page.keyboard.press("Enter")
    expect(page.get_by_text("No date in that.")).to_be_visible()
    expect(page.get_by_role("form", name="When instead?")).to_be_visible()


def test_an_item_is_given_noted_and_cancelled_by_keys(page: Page, fresh: Server) -> None:
    page.keyboard.press("j")
    page.keyboard.press("n")
    expect(page.get_by_label(re.compile("A note about"))).to_be_focused()
    page.keyboard.type("Prefers mornings")
    page.keyboard.press("Control+Enter")
    expect(told(page, re.compile("^Note kept with"))).to_be_visible()
    expect(items(page).nth(0)).to_be_focused()
    page.keyboard.press("a")
    expect(page.get_by_role("combobox", name="Who takes it?")).to_be_focused()
    page.keyboard.type("Priya")
    expect(page.get_by_role("option", name="Priya Raman")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(told(page, "given to Priya Raman")).to_be_visible()
    page.get_by_role("row").and_(page.locator("[tabindex='0']")).focus()
    page.keyboard.press("#")
    expect(page.get_by_label("Why is it cancelled?")).to_be_focused()
    page.keyboard.type("Moved abroad")
    page.keyboard.press("Enter")
    expect(told(page, re.compile("^Cancelled"))).to_be_visible()
    assert [each for each in open_of(fresh, status="cancelled") if each["close_reason"] == "Moved abroad"]


def test_three_keys_spread_what_is_overdue_and_one_takes_it_back(page: Page) -> None:
    before = overdue_count(page)
    page.keyboard.press("Shift+S")
    dialog = page.get_by_role("dialog", name=re.compile("Reschedule"))
    expect(dialog.get_by_role("listitem").first).to_be_visible()
    expect(dialog.get_by_role("button", name="Spread over 5 working days")).to_be_focused()
    page.keyboard.press("Enter")
    expect(told(page, f"{before} items spread over 5 working days.")).to_be_visible()
    expect(section(page, "Overdue")).to_have_count(0)
    page.keyboard.press("z")
    expect(section(page, "Overdue")).to_contain_text(str(before))


def test_one_item_at_a_time(page: Page) -> None:
    first, second = customer_of(items(page).nth(0)), customer_of(items(page).nth(1))
    page.keyboard.press("f")
    expect(page.get_by_role("heading", level=1)).to_have_text(first)
    expect(page).to_have_url(re.compile("focus=true"))
    expect(page.get_by_role("button", name=re.compile("^Success")).first).to_be_focused()
    page.keyboard.press("1")
    expect(page.get_by_role("heading", level=1)).to_have_text(second)
    page.keyboard.press("f")
    expect(page.get_by_role("heading", name="Overdue")).to_be_visible()


def test_a_line_plans_and_another_tells(page: Page, fresh: Server) -> None:
    name = customer_of(items(page).nth(0))
    page.keyboard.press("c")
    expect(page.get_by_label("What, with whom, when, what about")).to_be_focused()
    page.keyboard.type(f"call {name} tue 10 renewal of <i>all</i>")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(name, exact=True)).to_be_visible()
    page.keyboard.press("Enter")
    expect(told(page, re.compile(f"^Planned: {name}, Renewal of <i>all</i>, Tue"))).to_be_visible()
    planned = [each for each in open_of(fresh, status="pending") if each["title"] == "Renewal of <i>all</i>"]
    assert [(each["type"], each["scheduled_at"][11:16]) for each in planned] == [("phone_call", "10:00")]
    page.keyboard.press("c")
    page.keyboard.type(f"called {name} yesterday asked for a quote")
    expect(dialog.get_by_text(re.compile("^Has happened"))).to_be_visible()
    expect(dialog.get_by_role("button", name="Record it")).to_be_disabled()
    dialog.get_by_role("button", name=re.compile("What came of it")).click()
    page.get_by_role("option", name="Reached").click()
    dialog.get_by_role("button", name="Record it").click()
    expect(told(page, re.compile(f"^Recorded: {name}"))).to_be_visible()


def test_a_name_that_nobody_has_plans_nothing(page: Page) -> None:
    page.keyboard.press("c")
    expect(page.get_by_label("What, with whom, when, what about")).to_be_focused()
    page.keyboard.type("call Xyzzy tomorrow")
    expect(page.get_by_text("No customer is called “Xyzzy”.")).to_be_visible()
    expect(page.get_by_role("button", name="Plan it")).to_be_disabled()


def test_on_a_phone_fingers_do_it(fresh: Server, open_page: OpenPage) -> None:
    page = open_page(fresh.url, size=browsers.PHONE, has_touch=True, is_mobile=True)
    expect(page.get_by_role("heading", name="Overdue")).to_be_visible()
    browsers.wait_until_loaded(page)
    before = overdue_count(page)
    swipe(page, items(page).nth(0), 140)
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("button", name=re.compile("^Success")).tap()
    expect(sheet).to_have_count(0)
    expect(page.get_by_text(re.compile("^Next: ")).first).to_be_visible()
    expect(section(page, "Overdue")).to_contain_text(str(before - 1))
    swipe(page, items(page).nth(0), -140)
    sheet.get_by_role("button", name=re.compile("^Tomorrow")).tap()
    expect(told(page, " moved to ")).to_be_visible()
    expect(section(page, "Overdue")).to_contain_text(str(before - 2))
    items(page).nth(0).get_by_role("button", name=re.compile("^More for")).tap()
    expect(sheet.get_by_role("link").first).to_be_visible()
    sheet.get_by_role("button", name="Complete").tap()
    expect(sheet.get_by_role("button", name=re.compile("^Success"))).to_be_visible()


def swipe(page: Page, row: Locator, distance: int) -> None:
    """One finger, as the browser itself reports it."""
    row.scroll_into_view_if_needed()
    box = row.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + 20
    touch = page.context.new_cdp_session(page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 6):
        moved = {"x": x + distance * step / 5, "y": y}
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [moved]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    # The sheet slides in; a finger waits for it.
    expect(page.get_by_role("dialog")).to_be_visible()
    page.wait_for_timeout(600)


def test_without_a_connection_nothing_done_is_lost(page: Page, fresh: Server) -> None:
    done_before = done_today(page, fresh)
    page.keyboard.press("j")
    page.keyboard.press("e")
    expect(page.get_by_role("group", name=re.compile("What came of"))).to_be_visible()
    browsers.wait_until_loaded(page)
    page.context.set_offline(True)
    page.keyboard.press("1")
    expect(page.get_by_text("1 completion will be sent")).to_be_visible()
    page.keyboard.press("e")
    page.keyboard.press("2")
    expect(page.get_by_text("2 completions will be sent")).to_be_visible()
    assert done_today(page, fresh) == done_before
    page.context.set_offline(False)
    expect(told(page, "2 completions were sent")).to_be_visible()
    expect(page.get_by_text("Offline since")).to_have_count(0)
    assert done_today(page, fresh) == done_before + 2


def test_what_the_server_refuses_comes_back_with_its_reason(page: Page, fresh: Server) -> None:
    name = customer_of(items(page).nth(0))
    page.keyboard.press("j")
    page.keyboard.press("e")
    expect(page.get_by_role("group", name=re.compile("What came of"))).to_be_visible()
    browsers.wait_until_loaded(page)
    with fresh.client() as other:
        late = queue_of(page, fresh)["overdue"]["data"]
        found = next(each["interaction"]["id"] for each in late if each["customer"]["name"] == name)
        other.post(f"/v1/interactions/{found}/complete", json={"outcome": "no_answer"})
    page.keyboard.press("1")
    expect(page.get_by_role("region", name="Messages").get_by_role("button", name="Close")).to_be_visible()
    expect(page.get_by_text(re.compile("^Next: "))).to_have_count(0)


def test_what_one_does_another_sees_within_two_seconds(page: Page, open_page: OpenPage, fresh: Server) -> None:
    other = open_page(fresh.url, "/today" + page.url[page.url.index("?") :])
    expect(section(other, "Overdue")).to_be_visible()
    other.wait_for_load_state("domcontentloaded")
    before = overdue_count(other)
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.get_by_role("button", name=re.compile("^Success")).first.click()
    expect(section(other, "Overdue")).to_contain_text(str(before - 1), timeout=2000)
