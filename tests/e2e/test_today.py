"""The working day in the browser, by keys: what else an item can do, a long day, fast hands, no connection."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

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


def test_a_note_goes_with_the_outcome(page: Page, fresh: Server) -> None:
    page.keyboard.press("j")
    page.keyboard.press("e")
    outcomes = page.get_by_role("group", name=re.compile("What came of"))
    expect(outcomes.get_by_role("listitem").first).to_be_visible()
    note = page.get_by_label("Note about how it went")
    for _ in range(9):
        page.keyboard.press("Tab")
        if note.evaluate("field => field === document.activeElement"):
            break
    expect(note).to_be_focused()
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


LATE = re.compile(r"/assets/(RarePanels|Sweep|DialogParts|ComboBoxParts|Composer)-|/v1/.*(peek|members|bulk)")


def slowly(page: Page) -> None:
    """What unfolds is still on its way when it is wanted."""

    def late(route: Route) -> None:
        page.wait_for_timeout(700)
        route.continue_()

    page.route(LATE, late)


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (["s", *"fri 10", "Enter"], " moved to Fri, "),
        (["e", "1"], "^Next: "),
        (["a", *"priya", "Enter"], "given to Priya Raman"),
        (["n", *"Prefers mornings", "Control+Enter"], "^Note kept with"),
        (["#", *"Moved abroad", "Enter"], "^Cancelled"),
        (["c", *"call Anneke tue 10 renewal", "Enter"], "^Planned: Anneke de Vries, Renewal, Tue"),
        (["Shift+S", "Enter"], "^\\d+ items spread over 5 working days"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_what_fast_hands_type_waits_for_what_it_is_meant_for(
    local: Server, open_page: OpenPage, keys: list[str], words: str
) -> None:
    """Nothing is waited for between the keys, and nothing had been loaded ahead."""
    page = open_page("about:blank", "about:blank")
    slowly(page)
    page.goto(f"{local.url}/today")
    expect(items(page).nth(0)).to_be_visible()
    for key in ["j", *keys]:
        page.keyboard.press(key)
    expect(page.get_by_text(re.compile(words)).first).to_be_visible()
    page.unroute_all(behavior="ignoreErrors")


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
    browsers.wait_until_loaded(page)
    row = page.get_by_role("row").and_(page.locator("[tabindex='0']"))
    row.focus()
    expect(row).to_be_focused()
    page.keyboard.press("#")
    expect(page.get_by_label("Why is it cancelled?")).to_be_focused()
    page.keyboard.type("Moved abroad")
    page.keyboard.press("Enter")
    expect(told(page, re.compile("^Cancelled"))).to_be_visible()
    assert [each for each in open_of(fresh, status="cancelled") if each["close_reason"] == "Moved abroad"]


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


def test_a_line_tells_what_has_happened(page: Page) -> None:
    name = customer_of(items(page).nth(0))
    dialog = page.get_by_role("dialog")
    page.keyboard.press("c")
    expect(page.get_by_label("What, with whom, when, what about")).to_be_focused()
    page.keyboard.type(f"called {name} yesterday asked for a quote")
    expect(dialog.get_by_label("What, with whom, when, what about")).to_have_value(re.compile("asked for a quote$"))
    expect(dialog.get_by_text(re.compile("^Has happened"))).to_be_visible()
    expect(dialog.get_by_role("button", name="Record it")).to_be_disabled()
    browsers.wait_until_loaded(page)
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


def unfold_the_first(page: Page) -> None:
    """Until its outcomes are there, and nothing is on its way that a lost connection would take along."""
    page.keyboard.press("j")
    page.keyboard.press("e")
    expect(page.get_by_role("group", name=re.compile("What came of"))).to_be_visible()
    browsers.wait_until_loaded(page)


def test_without_a_connection_nothing_done_is_lost(page: Page, fresh: Server) -> None:
    done_before = done_today(page, fresh)
    unfold_the_first(page)
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


def test_what_a_busy_server_does_not_take_then_is_sent_again(page: Page, fresh: Server) -> None:
    done_before = done_today(page, fresh)
    unfold_the_first(page)
    page.context.set_offline(True)
    page.keyboard.press("1")
    expect(page.get_by_text("1 completion will be sent")).to_be_visible()
    busy = {"type": "about:blank", "title": "Busy", "status": 503, "code": "unavailable", "detail": "Try again."}
    page.route(
        "**/complete",
        lambda route: route.fulfill(status=503, content_type="application/problem+json", body=json.dumps(busy)),
    )
    page.context.set_offline(False)
    expect(page.get_by_text("1 completion waits here")).to_be_visible()
    assert done_today(page, fresh) == done_before
    page.unroute_all()
    expect(told(page, "1 completion was sent")).to_be_visible()
    expect(page.get_by_text("1 completion waits here")).to_have_count(0)
    assert done_today(page, fresh) == done_before + 1


def test_what_was_done_while_its_answer_was_lost_is_not_done_twice(page: Page, fresh: Server) -> None:
    def lose_the_answer(route: Route) -> None:
        assert route.fetch().ok
        route.abort()

    done_before, name = done_today(page, fresh), customer_of(items(page).nth(0))
    late = queue_of(page, fresh)["overdue"]["data"]
    of_theirs = {"customer_id": next(each["customer"]["id"] for each in late if each["customer"]["name"] == name)}
    there_before = len(open_of(fresh, **of_theirs))
    unfold_the_first(page)
    page.route("**/complete", lose_the_answer)
    page.keyboard.press("1")
    expect(page.get_by_text(re.compile("1 completion (will be sent|waits here)"))).to_be_visible()
    page.unroute_all(behavior="wait")
    expect(told(page, "1 completion was sent")).to_be_visible()
    expect(told(page, "could not be completed")).to_have_count(0)
    assert done_today(page, fresh) == done_before + 1
    assert len(open_of(fresh, **of_theirs)) == there_before + 1


def test_without_a_connection_the_sweep_says_that_it_needs_one(local: Server, open_page: OpenPage) -> None:
    page = open_page(local.url)
    expect(section(page, "Overdue")).to_be_visible()
    browsers.wait_until_loaded(page)
    page.context.set_offline(True)
    reason = "Rescheduling all needs a connection."
    expect(page.get_by_role("grid").get_by_text(reason)).to_be_visible()
    expect(page.get_by_role("button", name="Reschedule all")).to_have_count(0)
    page.keyboard.press("Shift+S")
    expect(told(page, reason)).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="Reschedule all").press("Enter")
    expect(page.get_by_role("dialog").get_by_role("button", name="Spread")).to_be_focused()


def test_what_the_server_refuses_comes_back_with_its_reason(page: Page, fresh: Server) -> None:
    name = customer_of(items(page).nth(0))
    unfold_the_first(page)
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


MANY = 230


def test_a_long_day_can_be_read_to_its_end(local: Server, open_page: OpenPage) -> None:
    page = open_page(local.url, "/today", size={"width": 1280, "height": 1600})
    expect(page.get_by_role("heading", name="Overdue")).to_be_visible()
    plan_many(local, page.url.split("of=")[1])
    page.reload()
    last = page.get_by_text(f"Long day {MANY - 1}", exact=True)
    more = page.get_by_role("button", name=re.compile(r"^Show more \(\d+ left\)")).first
    for _ in range(2):
        scroll_to(page, more)
        left = more.inner_text()
        more.press("Enter")
        expect(page.get_by_role("button", name=left)).to_have_count(0)
    scroll_to(page, last)
    expect(last).to_be_visible()


def scroll_to(page: Page, wanted: Locator) -> None:
    """Down the list, which draws the rows in sight only; from its beginning."""
    page.evaluate("scrollTo(0, 0)")
    for _ in range(60):
        if wanted.is_visible():
            return
        page.mouse.wheel(0, 700)
        page.wait_for_timeout(50)


def plan_many(server: Server, assignee: str) -> None:
    """The oldest first: they fill the overdue."""
    with server.client() as client:
        customer = client.post("/v1/customers", json={"name": "Longinus"}).json()["id"]
        plan = {"customer_id": customer, "type": "email", "assignee_id": assignee}
        many = [
            {**plan, "title": f"Long day {each}", "due_at": f"2020-01-01 {each // 60:02}:{each % 60:02}"}
            for each in range(MANY)
        ]
        assert client.post("/v1/interactions/bulk/create", json={"interactions": many}).is_success
