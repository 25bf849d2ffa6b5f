"""The eleven things that people do most, by keys alone: how many keys and how long each takes, and how many it may.

Hands are fast here: no key waits for what the one before it opens.
"""

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.acceptance.server import Place, Server
from tests.e2e import browsers
from tests.e2e.conftest import OpenPage
from tests.e2e.hands import STOPWATCH, Hands, Measures

COMPLETIONS = 60
ROUNDS = 3
PAINTED_SECONDS = 0.1
CONFIRMED_SECONDS = 0.4
OVERDUE = 20
BUILT_SECONDS = 60
KNOWN_SECONDS = 1
ASSIGNED = 200
FIRST_VALUE_SECONDS = 60
LINES = 10_000
DECISIONS = 4
KEEP_IN_TOUCH: list[str | re.Pattern[str]] = [
    re.compile("Check-in Call .*No answer: again 1 day later, up to 3 times"),
    "Write Down What Was Said 1 working day later",
    "Ask Whether All Is Well 30 days later",
]
TALL: ViewportSize = {"width": 1280, "height": 1600}


@pytest.fixture(scope="module")
def measures(request: pytest.FixtureRequest) -> Iterator[Measures]:
    found = Measures()
    yield found
    found.show(request)


@pytest.fixture(scope="module")
def member(local: Server) -> str:
    """Whose day it is: somebody of the demo, with more overdue than the tests complete."""
    (first,) = read(local, "/interactions", status="pending", sort="due_at", limit=1)["data"]
    whose: str = first["assignee_id"]
    late = {"type": "phone_call", "title": "Late call", "assignee_id": whose}
    names = [f"Latecomer {number}" for number in range(COMPLETIONS + OVERDUE)]
    with local.client() as client:
        customers = [client.post("/v1/customers", json={"name": name}).json()["id"] for name in names]
    many = [{**late, "customer_id": each, "due_at": "2026-03-02"} for each in customers]
    made(local, "/interactions/bulk/create", {"interactions": many})
    return whose


def open_today(open_page: OpenPage, server: Server, member: str) -> tuple[Page, Hands]:
    page = open_page(server.url, f"/today?of={member}", size=TALL)
    expect(page.get_by_role("heading", name="Overdue")).to_be_visible()
    return page, Hands(page)


def items(page: Page) -> Locator:
    """The open rows, those that can be completed."""
    return page.get_by_role("row").filter(has=page.get_by_role("button", name=re.compile("^Complete ")))


def told(page: Page, words: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("region", name="Messages").get_by_text(words)


def count_in(page: Page, name: str) -> int:
    heading = page.get_by_role("heading", level=2).filter(has_text=name)
    return int(re.sub(r"\D", "", heading.inner_text()))


def made(server: Server, path: str, body: dict[str, Any]) -> Any:
    with server.client() as client:
        answer = client.post(f"/v1{path}", json=body)
        assert answer.is_success, answer.text
        return answer.json()


def read(server: Server, path: str, **query: Any) -> Any:
    with server.client() as client:
        return client.get(f"/v1{path}", params=query).json()


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[max(round(share * len(values) + 0.499) - 1, 0)]


def completed(page: Page, hands: Hands) -> tuple[list[float], list[float]]:
    """Complete one after the other; the seconds until each next step is painted, and until it is confirmed."""
    page.evaluate("window.done.length = 0")
    for number in range(1, COMPLETIONS + 1):
        hands.press("e", "1")
        page.wait_for_function("count => window.done.length === count && window.done.at(-1).confirmed", arg=number)
    done = page.evaluate("window.done")
    painted, confirmed = ([each[what] / 1000 for each in done] for what in ("painted", "confirmed"))
    return painted, confirmed


def test_1_complete_and_see_what_is_next(local: Server, open_page: OpenPage, member: str, measures: Measures) -> None:
    """The clock runs on while other tests have the processor: what the application needs shows in the quickest tenth,
    and all of it is told."""
    page, hands = open_today(open_page, local, member)
    hands.press("j")
    expect(items(page).nth(0)).to_be_focused()
    page.evaluate(STOPWATCH)
    painted, confirmed = completed(page, hands)
    measures.keys("1 complete", (hands.keys - 1) // COMPLETIONS, 2)
    measures.clock("1 next step painted, median", percentile(painted, 0.5), PAINTED_SECONDS)
    measures.clock("1 confirmed, p95", percentile(confirmed, 0.95), CONFIRMED_SECONDS)
    measures.seconds("1 next step painted", percentile(painted, 0.1), PAINTED_SECONDS)
    measures.seconds("1 confirmed", percentile(confirmed, 0.1), CONFIRMED_SECONDS)
    expect(items(page).and_(page.locator(":focus"))).to_have_count(1)


@pytest.mark.parametrize(("keys", "most"), [(["s", "1"], 2), (["s", "2"], 2), (["s", *"fri 10", "Enter"], 8)])
def test_2_reschedule_one(
    local: Server, open_page: OpenPage, member: str, measures: Measures, keys: list[str], most: int
) -> None:
    page, hands = open_today(open_page, local, member)
    before = count_in(page, "Overdue")
    hands.press("j")
    hands.begin()
    hands.press(*keys)
    expect(told(page, re.compile(" moved to "))).to_be_visible()
    measures.keys(f"2 reschedule by {''.join(keys)}", hands.keys, most)
    expect(page.get_by_role("heading", name="Overdue")).to_contain_text(str(before - 1))
    hands.press("z")
    expect(page.get_by_role("heading", name="Overdue")).to_contain_text(str(before))


def test_3_reschedule_everything_overdue(local: Server, open_page: OpenPage, member: str, measures: Measures) -> None:
    page, hands = open_today(open_page, local, member)
    before = count_in(page, "Overdue")
    assert before >= OVERDUE
    hands.begin()
    hands.press("Shift+S")
    dialog = page.get_by_role("dialog", name=re.compile("Reschedule"))
    expect(dialog.get_by_role("listitem").first).to_be_visible()
    hands.press("Enter")
    expect(told(page, f"{before} items spread over 5 working days.")).to_be_visible()
    measures.keys(f"3 reschedule {before} overdue", hands.keys, 3)
    expect(page.get_by_role("heading", name="Overdue")).to_have_count(0)
    hands.press("z")
    expect(page.get_by_role("heading", name="Overdue")).to_contain_text(str(before))


def steps_of(page: Page) -> Locator:
    return page.get_by_role("treegrid", name="Steps").get_by_role("row")


def test_4_build_a_template_of_three_steps_and_a_branch(
    local: Server, open_page: OpenPage, member: str, measures: Measures
) -> None:
    page, hands = open_today(open_page, local, member)
    hands.begin()
    hands.press("g", "p")
    expect(page.get_by_role("heading", name="Templates")).to_be_visible()
    hands.press("c")
    expect(page.get_by_role("textbox", name="Name")).to_be_focused()
    hands.type("Spring leads")
    hands.press("Enter")
    rows = steps_of(page)
    expect(rows).to_have_count(1)
    hands.press("j", "Enter")
    expect(page.get_by_label("New step below step 1")).to_be_focused()
    hands.type("proposal the offer +2d")
    expect(page.get_by_text("Send proposal · The offer · 2 days later")).to_be_visible()
    hands.press("Enter")
    expect(rows.nth(1).get_by_role("time")).to_be_visible()
    hands.type("meeting talk it through +3wd 10:00")
    hands.press("Enter")
    expect(rows).to_have_count(3)
    hands.press("Escape")
    expect(rows.nth(2)).to_be_focused()
    hands.press("Home", "b")
    expect(page.get_by_role("treegrid").get_by_text("if No answer")).to_be_visible()
    expect(page.get_by_role("complementary", name="Step 1, if No answer").locator(":focus")).to_have_count(1)
    hands.press("Escape")
    expect(rows.nth(1)).to_be_focused()
    expect(page.get_by_text("draft saved, not published")).to_be_visible()
    hands.press("Control+Enter")
    dialog = page.get_by_role("dialog", name="Publish “Spring leads”")
    publish = dialog.get_by_role("button", name="Publish version 2")
    expect(dialog.get_by_text("Step 2 is new: The offer")).to_be_visible()
    while not publish.evaluate("button => button === document.activeElement"):
        hands.press("Tab")
    hands.press("Enter")
    expect(page.get_by_text("Version 2 published · nothing changed since")).to_be_visible()
    measures.seconds(f"4 build a template ({hands.keys} keys)", hands.seconds, BUILT_SECONDS)
    assert_is_spring_leads(local)


def assert_is_spring_leads(server: Server) -> None:
    templates = read(server, "/interactions/templates", limit=200)["data"]
    (template,) = [each for each in templates if each["name"] == "Spring leads"]
    assert (template["version"], template["is_active"], template["draft"]) == (2, True, None)
    first, second, third = template["steps"]
    assert [step["next_step"] for step in template["steps"]] == [2, 3, None]
    assert first["branches"][0] == {
        "outcomes": ["no_answer"],
        "next_step": 1,
        "template_id": None,
        "exit": None,
        "scheduled_offset_days": 1,
        "max_times": 3,
    }
    assert (second["type"], second["title"], second["scheduled_offset_days"]) == ("send_proposal", "The offer", 2)
    assert (third["type"], third["day_unit"], third["at_time"]) == ("meeting", "business", "10:00")


def test_5_where_are_we_with_somebody(local: Server, open_page: OpenPage, member: str, measures: Measures) -> None:
    customer = made(local, "/customers", {"name": "Zebedee Quill"})
    late = {"customer_id": customer["id"], "type": "phone_call", "title": "Ask about the lease"}
    made(local, "/interactions", {**late, "due_at": "2020-02-03 10:00"})
    taken = []
    for _ in range(ROUNDS):
        page, hands = open_today(open_page, local, member)
        hands.begin()
        hands.press("Control+k", *"zeb", "Enter")
        began = time.monotonic()
        expect(page.get_by_role("heading", name="Next step")).to_be_visible()
        expect(page.get_by_text("Overdue since").first).to_be_visible()
        taken.append(time.monotonic() - began)
        expect(page.get_by_role("heading", level=1, name="Zebedee Quill")).to_be_visible()
        measured = hands.keys
    measures.keys("5 where are we with X", measured, 5)
    measures.clock("5 next step and overdue readable", min(taken), KNOWN_SECONDS)


def test_6_assign_two_hundred_filtered_items(local: Server, open_page: OpenPage, measures: Measures) -> None:
    customer = made(local, "/customers", {"name": "Globe Corporation"})
    plan = {"customer_id": customer["id"], "type": "email", "due_at": "2031-03-03"}
    many = [{**plan, "title": f"Handover {number}"} for number in range(ASSIGNED)]
    made(local, "/interactions/bulk/create", {"interactions": many})
    page = open_page(local.url, "/interactions?view=team")
    expect(page.get_by_role("gridcell").first).to_be_visible()
    browsers.wait_until_loaded(page)
    hands = Hands(page)
    hands.press("/", *"handover")
    expect(page.get_by_text(f"{ASSIGNED} interactions")).to_be_visible()
    hands.press("Tab")
    hands.begin()
    hands.press("j", "Control+a")
    expect(page.get_by_text(f"{ASSIGNED} selected of {ASSIGNED}")).to_be_visible()
    hands.press("a", *"priya", "Enter")
    dialog = page.get_by_role("dialog", name=f"Assign {ASSIGNED} interactions")
    expect(dialog.get_by_text(f"{ASSIGNED} assigned")).to_be_visible()
    measures.keys(f"6 assign {ASSIGNED} filtered", hands.keys, 10)
    (priya,) = [each for each in read(local, "/members")["data"] if each["name"] == "Priya Raman"]
    given = read(local, "/interactions/count", q="handover", assignee_id=priya["id"])
    assert given["total"] == ASSIGNED
    hands.press("Escape", "z")
    expect(page.get_by_text("Priya Raman")).to_have_count(0)


def test_7_plan_something_unplanned(local: Server, open_page: OpenPage, member: str, measures: Measures) -> None:
    page, hands = open_today(open_page, local, member)
    name = items(page).nth(0).locator("strong").inner_text()
    line = f"call {name} tue 10 renewal of <i>all</i>"
    hands.begin()
    hands.press("c", *line, "Enter")
    expect(told(page, re.compile(f"^Planned: {name}, Renewal of <i>all</i>, Tue"))).to_be_visible()
    measures.keys("7 plan something unplanned, besides its words", hands.keys - len(line), 2)
    planned = read(local, "/interactions", status="pending", q="renewal")["data"]
    assert [(each["type"], each["scheduled_at"][11:16]) for each in planned] == [("phone_call", "10:00")]


def test_8_undo_a_wrong_completion(local: Server, open_page: OpenPage, member: str, measures: Measures) -> None:
    page, hands = open_today(open_page, local, member)
    before = count_in(page, "Overdue")
    first, second = (items(page).nth(place).locator("strong").inner_text() for place in (0, 1))
    hands.press("j", "e", "1")
    expect(page.get_by_text(re.compile(r"^Next: .+, \w+"))).to_be_visible()
    assert items(page).nth(0).locator("strong").inner_text() == second
    (last,) = read(local, "/interactions", status="completed", sort="-completed_at", limit=1)["data"]
    hands.begin()
    hands.press("z")
    expect(told(page, re.compile("^Taken back"))).to_be_visible()
    measures.keys("8 undo", hands.keys, 1)
    expect(page.get_by_role("heading", name="Overdue")).to_contain_text(str(before))
    assert items(page).nth(0).locator("strong").inner_text() == first
    assert read(local, f"/interactions/{last['id']}")["status"] == "pending"
    with local.client() as client:
        assert client.get(f"/v1/interactions/{last['next_interaction_id']}").status_code == 404


def test_9_move_in_the_calendar(local: Server, open_page: OpenPage, measures: Measures) -> None:
    customer = made(local, "/customers", {"name": "Mover"})
    at = "2032-05-04T10:00:00Z"
    plan = {"customer_id": customer["id"], "type": "meeting", "title": "Movable", "scheduled_at": at, "due_at": at}
    item = made(local, "/interactions", plan)
    page = open_page(local.url, "/calendar?view=week&day=2032-05-04")
    page.get_by_role("button", name="Movable").focus()
    hands = Hands(page)
    hands.press("m", "ArrowDown", "ArrowRight", "Enter")
    moved = page.locator("[data-day='2032-05-05']").get_by_role("button", name=re.compile("10:15.*Movable"))
    expect(moved).to_be_visible()
    measures.keys("9 move by a day and a quarter of an hour", hands.keys, 4)
    assert read(local, f"/interactions/{item['id']}")["scheduled_at"] == "2032-05-05T10:15:00Z"


def test_10_keep_a_view(local: Server, open_page: OpenPage, measures: Measures) -> None:
    page = open_page(local.url, "/interactions?priority=high&status=pending")
    expect(page.get_by_role("gridcell").first).to_be_visible()
    browsers.wait_until_loaded(page)
    hands = Hands(page)
    hands.press("Shift+V", *"urgent", "Enter")
    tab = page.get_by_role("navigation", name="Views").get_by_role("link", name="urgent")
    expect(tab).to_have_attribute("aria-current", "page")
    measures.keys("10 keep a view, besides its name", hands.keys - len("urgent"), 2)
    expect(page).to_have_url(re.compile("/interactions\\?view=[0-9a-f-]{36}$"))


@pytest.fixture(scope="module")
def new_tenant(place: Place, local: Server) -> Server:
    place.run("tenants", "create", "--slug", "fresh", "--name", "Fresh")
    return local


def open_as_new(open_page: OpenPage, server: Server) -> tuple[Page, Hands]:
    page = open_page(server.url, "/health/live", timezone_id="Europe/Vienna")
    page.evaluate("localStorage.setItem('onward.tenant', 'fresh')")
    page.goto("/today")
    expect(page.get_by_role("heading", name="Nothing here yet")).to_be_visible()
    return page, Hands(page)


def test_11_from_nothing_to_the_first_completed_item(
    new_tenant: Server, open_page: OpenPage, measures: Measures
) -> None:
    page, hands = open_as_new(open_page, new_tenant)
    hands.begin()
    page.get_by_role("link", name="First steps").focus()
    hands.press("Enter")
    expect(page.get_by_role("combobox", name="Time zone")).to_have_value("Europe/Vienna")
    page.get_by_role("button", name="Continue").focus()
    hands.press("Enter")
    expect(page.get_by_role("radio")).to_have_count(3)
    expect(page.get_by_role("radio", name="Standard Follow-up Sequence")).to_be_focused()
    hands.press("ArrowDown", "ArrowDown")
    thread = page.get_by_role("list", name="Keep in Touch").get_by_role("listitem")
    expect(thread).to_have_text(KEEP_IN_TOUCH)
    hands.press("Enter")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    hands.type("Olga Brandt")
    hands.press("Enter")
    expect(page.get_by_role("article", name="Check-in Call")).to_be_focused()
    hands.press("e", "1")
    expect(page.get_by_text(re.compile("^Next: Write Down What Was Said, "))).to_be_visible()
    measures.seconds(f"11 first completed item ({hands.keys} keys)", hands.seconds, FIRST_VALUE_SECONDS)
    headers = {"X-Tenant-ID": "fresh"}
    assert page.request.get("/v1/settings", headers=headers).json()["zone"] == "Europe/Vienna"
    templates = page.request.get("/v1/interactions/templates", headers=headers).json()["data"]
    assert [each["name"] for each in templates if each["is_default"]] == ["Keep in Touch"]


def test_11_ten_thousand_customers_in_four_decisions(
    new_tenant: Server, open_page: OpenPage, measures: Measures
) -> None:
    page, _ = open_as_new_again(open_page, new_tenant)
    lines = ["id,name", *(f"L-{number},Customer {number}" for number in range(LINES))]
    began, decisions = time.monotonic(), 0
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose a file").press("Enter")
    chooser.value.set_files({"name": "all.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()})
    decisions += 1
    for button in ("Check every line", re.compile(f"^Import {LINES:,} customers")):
        page.get_by_role("button", name=button).press("Enter", timeout=60_000)
        decisions += 1
    expect(page.get_by_role("heading", name="Imported", exact=True)).to_be_visible(timeout=60_000)
    taken = f"{decisions} decisions, {time.monotonic() - began:.0f} s"
    measures.note(f"11 import {LINES:,} customers", taken, f"{DECISIONS} decisions")
    assert decisions <= DECISIONS
    page.get_by_role("link", name="On with the first steps").press("Enter")
    expect(page.get_by_role("heading", name="Do one for real")).to_be_visible()


def open_as_new_again(open_page: OpenPage, server: Server) -> tuple[Page, Hands]:
    page = open_page(server.url, "/health/live", timezone_id="Europe/Vienna")
    page.evaluate("localStorage.setItem('onward.tenant', 'fresh')")
    page.goto("/start?step=customers")
    page.get_by_role("link", name="Import a CSV file").press("Enter")
    return page, Hands(page)
