"""Every page by axe-core, in light and dark, at three widths; none has to be scrolled sideways, down to 320 pixels.

A page that is added gets its line in PAGES; what unfolds over a page, or in it, its test below. One window a theme is
led through all pages and made narrower on each: that is what takes the least time.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance import server as servers
from tests.acceptance.server import Server
from tests.e2e import browsers
from tests.e2e.conftest import OpenPage

THEMES = ("light", "dark")
WIDTHS = (browsers.WIDE, browsers.MIDDLE, browsers.PHONE)
# The address, and the words by which one sees that the page is there.
PAGES = {
    "/today": "Overdue",
    "/today?focus=true": "Before this",
    "/interactions?view=team": "Interactions",
    "/interactions?type=carrier_pigeon": "Interactions",
    "/interactions/{interaction}": "What happens next",
    "/calendar": "Calendar",
    "/calendar?view=week": "Calendar",
    "/calendar?view=day": "Calendar",
    "/calendar?view=agenda": "Calendar",
    "/customers": "Customers",
    "/customers?q=nobodyiscalledthis": "Nobody matches",
    "/customers/{customer}": "History and plan",
    "/customers/nobody": "There is no such customer",
    "/templates": "Templates",
    "/templates?archived=true": "Templates",
    "/templates/{template}": "In real dates",
    "/templates/nothing": "There is no such template",
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
    "/import/{import}": "people.csv",
    "/start": "First steps",
    "/today/nowhere": "There is no such page",
}
ENTRIES = {
    "/sign-in": "Sign in",
    "/welcome": "Nobody can sign in here yet",
    "/setup": "This page opens with a link",
    "/setup#token=x": "Set up Onward",
    "/invitation#token=x": "This link works no more",
    "/password-reset": "Choose a new password",
    "/password-reset#token=x": "Choose a new password",
}


@pytest.fixture(scope="module")
def guarded() -> Iterator[Server]:
    """A server of its own, that lets nobody in whom it does not know."""
    with servers.place() as place:
        yield place.start(local_mode="off")


# A head that stays in sight covers half a row wherever somebody has scrolled to: that is no fault of the page's.
TO_THE_TOP = """() => {
  for (const each of document.querySelectorAll("main *")) if (each.scrollTop > 0) each.scrollTop = 0;
}"""


def faults(page: Page) -> list[str]:
    """What axe-core finds at each width, and whether the page sticks out at any, one line each."""
    found = []
    for size in (*WIDTHS, browsers.NARROWEST):
        page.set_viewport_size(size)
        browsers.wait_until_loaded(page)
        page.evaluate(TO_THE_TOP)
        at = f"{page.url} at {size['width']} pixels"
        if size is not browsers.NARROWEST:
            found += [f"{at}: {fault}" for fault in browsers.axe_violations(page)]
        if browsers.sticks_out(page):
            found.append(f"{at} sticks out")
    page.set_viewport_size(browsers.WIDE)
    return found


def faults_of(page: Page, pages: dict[str, str], ids: dict[str, str]) -> list[str]:
    found = []
    for path, heading in pages.items():
        # By way of nowhere: else two addresses that differ behind the # alone are one page that stays.
        page.goto("about:blank")
        page.goto(path.format(**ids))
        expect(page.get_by_role("heading", name=heading).first).to_be_visible()
        found += faults(page)
    return found


@pytest.mark.parametrize("theme", THEMES)
def test_pages_have_no_fault(local: Server, open_page: OpenPage, ids: dict[str, str], theme: str) -> None:
    page = open_page(local.url, "/today", theme=theme)
    assert faults_of(page, PAGES, ids) == []


@pytest.mark.parametrize("theme", THEMES)
def test_the_ways_in_have_none_either(guarded: Server, open_page: OpenPage, theme: str) -> None:
    page = open_page(guarded.url, "/sign-in", theme=theme)
    assert faults_of(page, ENTRIES, {}) == []


@pytest.mark.parametrize("theme", THEMES)
def test_what_unfolds_has_none(local: Server, open_page: OpenPage, ids: dict[str, str], theme: str) -> None:
    page = open_page(local.url, "/today", theme=theme)
    found = []
    for key in ("Control+k", "?", "c"):
        expect(page.get_by_role("heading", name="Overdue")).to_be_visible()
        page.keyboard.press(key)
        expect(page.get_by_role("dialog")).to_be_visible()
        found += faults(page)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    page.goto(f"/customers/{ids['customer']}")
    page.get_by_role("button", name=ids["conversation"]).click()
    expect(page.get_by_role("dialog", name=ids["conversation"])).to_be_visible()
    found += faults(page)
    assert found == []


@pytest.mark.parametrize("theme", THEMES)
def test_the_fields_of_a_step_have_none(local: Server, open_page: OpenPage, ids: dict[str, str], theme: str) -> None:
    """On phones they are a sheet; the shape of the template is unfolded too."""
    page = open_page(local.url, f"/templates/{ids['template']}", theme=theme, size=browsers.PHONE)
    expect(page.get_by_role("region", name="In real dates").get_by_role("listitem")).to_have_count(2)
    page.get_by_text("Its shape").click()
    found = browsers.axe_violations(page)
    page.get_by_role("treegrid").get_by_role("row").nth(1).get_by_role("button", name="What to do with").click()
    page.get_by_role("menuitem", name="Edit").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert found + browsers.axe_violations(page) == []
    assert not browsers.sticks_out(page)
