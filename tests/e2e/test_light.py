"""That Today needs little to begin with, and stands still: what no load of the machine can change.

How long it takes is measured by `make bench-web`, where nothing else runs.
"""

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.server import Server
from tests.e2e import browsers
from tests.e2e.conftest import OpenPage
from tests.e2e.hands import SEEN

SLOWER = 4
MOST_SHIFT = 0.02
MOST_ROWS = 80
# Scripts and styles that are asked for until the queue is there.
MOST_FILES = 50
FILES = """() => {
  const all = performance.getEntriesByType("resource");
  const queue = all.find(({name}) => name.includes("/v1/queue"));
  return all.filter(({name, startTime}) => /\\.(js|css)$/.test(name) && startTime < queue.responseEnd).length;
}"""


@pytest.fixture
def busy(local: Server, open_page: OpenPage) -> Page:
    """The day of somebody who has much to do, on a slow processor; nothing is in the cache."""
    with local.client() as client:
        query = {"status": "pending", "sort": "due_at", "limit": 1}
        whose = client.get("/v1/interactions", params=query).json()["data"][0]["assignee_id"]
    page = open_page("about:blank", "about:blank")
    page.add_init_script(SEEN)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(f"{local.url}/today?of={whose}")
    expect(page.get_by_role("heading", name="Overdue")).to_be_visible()
    browsers.wait_until_loaded(page)
    return page


def test_today_begins_with_little_and_stands_still(busy: Page) -> None:
    assert busy.evaluate("window.seen.shift") <= MOST_SHIFT
    assert busy.evaluate(FILES) <= MOST_FILES
    assert busy.get_by_role("row").count() <= MOST_ROWS


def test_nothing_moves_for_who_asks_for_no_motion(local: Server, open_page: OpenPage) -> None:
    page = open_page(local.url, "/today", reduced_motion="reduce")
    expect(page.get_by_role("heading", name="Overdue")).to_be_visible()
    browsers.wait_until_loaded(page)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_be_visible()
    lasting = "document.getAnimations().filter(each => each.effect.getComputedTiming().duration > 0).length"
    assert page.evaluate(lasting) == 0
