"""Every page by axe-core, in light and dark, at three widths; none has to be scrolled sideways, down to 320 pixels.

A page that is added gets its line in PAGES.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.acceptance import server as servers
from tests.acceptance.server import Server
from tests.e2e import browsers
from tests.e2e.conftest import OpenPage

WIDTHS = {"wide": browsers.WIDE, "middle": browsers.MIDDLE, "phone": browsers.PHONE}
# The address, and the words by which one sees that the page is there.
PAGES = {
    "/today": "Overdue",
    "/interactions?view=team": "Interactions",
    "/calendar": "Calendar",
    "/calendar?view=week": "Calendar",
    "/customers": "Customers",
    "/customers/{customer}": "History and plan",
    "/templates": "Templates",
    "/settings": "Settings",
    "/settings/account": "My account",
    "/settings/members": "Members",
    "/settings/keys": "API keys",
    "/settings/hours": "Hours and holidays",
    "/settings/follow-up": "Follow-up",
    "/settings/rules": "Conversations",
    "/settings/types": "Types",
    "/settings/outcomes": "Outcomes",
    "/settings/audit": "Audit log",
    "/settings/data": "Data",
    "/import": "Import",
    "/start": "First steps",
}
ENTRIES = {
    "/sign-in": "Sign in",
    "/welcome": "Nobody can sign in here yet",
    "/setup": "This page opens with a link",
    "/setup#token=x": "Set up Onward",
    "/invitation#token=x": "This page opens with a link",
    "/password-reset": "Choose a new password",
    "/password-reset#token=x": "Choose a new password",
}


@pytest.fixture(scope="module")
def guarded() -> Iterator[Server]:
    """A server of its own, that lets nobody in whom it does not know."""
    with servers.place() as place:
        yield place.start(local_mode="off")


def at(local: Server, path: str) -> str:
    """The address, with somebody of the demo tenant who has a history."""
    if "{" not in path:
        return path
    with local.client() as client:
        running = client.get("/v1/workflows", params={"status": "active", "limit": 1}).json()["data"]
    return path.format(customer=running[0]["customer_id"])


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_pages_have_no_fault_that_axe_finds(local: Server, open_page: OpenPage, theme: str, width: str) -> None:
    for path, heading in PAGES.items():
        check(open_page, local.url, at(local, path), heading, theme, WIDTHS[width])


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_ways_in_have_none_either(guarded: Server, open_page: OpenPage, theme: str, width: str) -> None:
    for path, heading in ENTRIES.items():
        check(open_page, guarded.url, path, heading, theme, WIDTHS[width])


def check(open_page: OpenPage, url: str, path: str, heading: str, theme: str, size: ViewportSize) -> None:
    page = open_page(url, path, theme=theme, size=size)
    expect(page.get_by_role("heading", name=heading).first).to_be_visible()
    browsers.wait_until_loaded(page)
    assert browsers.axe_violations(page) == [], path
    page.context.close()


@pytest.mark.parametrize("overlay", ["Control+k", "?"])
def test_what_lies_over_the_page_has_none(local: Server, open_page: OpenPage, overlay: str) -> None:
    page = open_page(local.url, "/today")
    expect(page.get_by_role("heading", name="Overdue")).to_be_visible()
    page.keyboard.press(overlay)
    expect(page.get_by_role("dialog")).to_be_visible()
    assert browsers.axe_violations(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_at_320_pixels_nothing_sticks_out(local: Server, open_page: OpenPage, path: str) -> None:
    page = open_page(local.url, at(local, path), size=browsers.NARROWEST)
    expect(page.get_by_role("heading", name=PAGES[path]).first).to_be_visible()
    assert not browsers.sticks_out(page)


@pytest.mark.parametrize("path", ENTRIES)
def test_at_320_pixels_the_ways_in_do_not_stick_out(guarded: Server, open_page: OpenPage, path: str) -> None:
    page = open_page(guarded.url, path, size=browsers.NARROWEST)
    expect(page.get_by_role("heading", name=ENTRIES[path])).to_be_visible()
    assert not browsers.sticks_out(page)
