"""The first steps of a new tenant, by keys: from its hours to the first item that waits on Today."""

import re
import time

from playwright.sync_api import expect

from tests.acceptance.server import Place
from tests.e2e.conftest import OpenPage

FIRST_VALUE_SECONDS = 60


def test_the_first_step_waits_on_today_within_a_minute(place: Place, open_page: OpenPage) -> None:
    place.run("tenants", "create", "--slug", "fresh", "--name", "Fresh")
    server = place.start()
    page = open_page(server.url, "/health/live", timezone_id="Europe/Vienna")
    page.evaluate("localStorage.setItem('onward.tenant', 'fresh')")
    page.goto("/start")
    begun = time.monotonic()
    expect(page.get_by_role("combobox", name="Time zone")).to_have_value("Europe/Vienna")
    page.get_by_role("button", name="Continue").press("Enter")
    page.get_by_role("radio", name="Quick Outreach Sequence").check(force=True)
    expect(page.get_by_role("list", name="Quick Outreach Sequence").get_by_role("listitem")).to_have_count(3)
    page.get_by_role("button", name="Begin with this one").press("Enter")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    page.keyboard.type("Olga Brandt")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("waits on Today"))).to_be_visible()
    page.get_by_role("link", name="Go to Today").press("Enter")
    expect(page.get_by_text("Initial Email").first).to_be_visible()
    assert time.monotonic() - begun < FIRST_VALUE_SECONDS
    headers = {"X-Tenant-ID": "fresh"}
    assert page.request.get("/v1/settings", headers=headers).json()["zone"] == "Europe/Vienna"
