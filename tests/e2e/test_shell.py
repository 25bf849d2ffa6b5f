"""The frame around every page, in local mode: who is here, what keys do, how things look."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.acceptance.server import Place, Server
from tests.e2e import browsers
from tests.e2e.conftest import OpenPage


@pytest.fixture
def page(local: Server, open_page: OpenPage) -> Page:
    page = open_page(local.url)
    expect(page).to_have_url(re.compile(r"/today(\?|$)"))
    expect(page.get_by_role("heading", name="Overdue")).to_be_visible()
    return page


def test_on_ones_own_machine_nobody_asks_who_one_is(page: Page) -> None:
    expect(page.get_by_role("button", name="Account of Local owner")).to_be_visible()
    expect(page.get_by_role("heading", name="Overdue")).to_be_visible()


def test_the_first_key_leads_past_the_navigation(page: Page) -> None:
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the work")
    expect(skip).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_the_palette_finds_and_does(page: Page) -> None:
    page.keyboard.press("Control+k")
    field = page.get_by_role("searchbox", name="Find or do")
    expect(field).to_be_focused()
    page.keyboard.type("keys")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_palette_says_when_it_finds_nothing(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("<b>xyzzy")
    expect(page.get_by_text("Nothing matches “<b>xyzzy”.")).to_be_visible()


def test_the_key_map_can_switch_single_letters_off(page: Page) -> None:
    page.keyboard.press("?")
    switch = page.get_by_role("switch", name="Single-letter keys")
    expect(switch).to_be_checked()
    page.keyboard.press("Tab")
    switch.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.reload()
    page.get_by_role("button", name="Keys").click()
    expect(page.get_by_role("switch", name="Single-letter keys")).not_to_be_checked()


def test_a_chosen_theme_is_there_before_the_first_paint(page: Page) -> None:
    page.get_by_role("button", name="Account of").click()
    page.get_by_role("menuitemradio", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.route("**/assets/*.js", lambda route: route.abort())
    page.reload(wait_until="commit")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_rows_are_as_high_as_chosen_also_before_the_first_paint(page: Page) -> None:
    row = page.get_by_role("row").filter(has=page.get_by_role("button", name=re.compile("^Complete "))).first
    heights = []
    for choice in ("Usual", "Compact", "Roomy"):
        page.get_by_role("button", name="Account of").click()
        page.get_by_role("menuitemradio", name=choice).click()
        expect(page.get_by_role("menu")).to_have_count(0)
        expect(row).to_be_visible()
        heights.append(row.evaluate("row => row.firstElementChild.getBoundingClientRect().height"))
    assert heights == [44, 36, 56]
    page.route("**/assets/*.js", lambda route: route.abort())
    page.reload(wait_until="commit")
    expect(page.locator("html")).to_have_attribute("data-density", "roomy")


def test_the_focus_in_the_navigation_leaves_the_page_where_it_is(page: Page) -> None:
    """Today is longer than its window, which keeps room below for what lies over the page."""
    account = page.get_by_role("button", name="Account of")
    # Its menu comes after the page, and takes its place.
    expect(account).to_have_attribute("aria-haspopup", "true")
    account.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitemradio").first).to_be_visible()
    assert page.evaluate("[scrollY, document.documentElement.scrollHeight > 2 * innerHeight]") == [0, True]


def test_the_focus_stays_on_a_button_whose_menu_comes_later(local: Server, open_page: OpenPage) -> None:
    page = open_page(local.url, "/app-config.json")
    held: list[Route] = []
    page.route("**/AccountMenu*.js", lambda route: held.append(route))
    page.goto("/today")
    opener = page.get_by_role("button", name="Account of")
    opener.focus()
    expect(opener).not_to_have_attribute("aria-haspopup", "true")
    browsers.wait_until_loaded(page)
    for script in held:
        script.continue_()
    expect(opener).to_have_attribute("aria-haspopup", "true")
    expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menu")).to_be_visible()


def test_another_language_is_spoken_at_once_and_kept(page: Page) -> None:
    page.goto("/settings/hours")
    page.get_by_role("button", name="Account of").click()
    page.get_by_role("menuitemradio", name="Deutsch").click()
    expect(page.get_by_role("heading", name="Arbeitszeit und Feiertage")).to_be_visible()
    page.goto("/calendar?day=2026-12-01&view=month")
    expect(page.get_by_role("heading", level=1, name="Dezember 2026")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "de")


def test_the_system_decides_where_nobody_chose(local: Server, open_page: OpenPage) -> None:
    page = open_page(local.url, theme="dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.emulate_media(color_scheme="light")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")


def test_on_a_phone_the_navigation_lies_below(local: Server, open_page: OpenPage) -> None:
    page = open_page(local.url, size=browsers.PHONE, has_touch=True, is_mobile=True)
    expect(page.get_by_role("navigation", name="Main").get_by_role("link", name="Today")).to_be_in_viewport()
    browsers.tap(page.get_by_role("button", name="More", exact=True))
    browsers.tap(page.get_by_role("menuitemradio", name="Dark"))
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_what_fails_says_so_and_is_tried_again_when_asked(local: Server, open_page: OpenPage) -> None:
    page = open_page(local.url)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    # An answer, not a lost connection, from which the page comes back by itself.
    page.route("**/v1/queue?*", lambda route: route.fulfill(status=500, content_type="text/plain", body="Broken"))
    page.reload()
    expect(page.get_by_text("We couldn't load the queue.")).to_be_visible()
    page.unroute_all()
    page.get_by_role("button", name="Try again").first.click()
    expect(page.get_by_role("heading", name="Overdue")).to_be_visible()


def test_a_page_without_what_it_rests_on_says_so(local: Server, open_page: OpenPage) -> None:
    page = open_page("about:blank", "about:blank")
    page.route("**/v1/settings", lambda route: route.fulfill(status=500, content_type="text/plain", body="Broken"))
    page.goto(f"{local.url}/calendar")
    expect(page.get_by_text("We couldn't load this part.")).to_be_visible()
    page.unroute_all()
    page.get_by_role("button", name="Try again").first.click()
    expect(page.get_by_role("heading", level=2, name="Monday").first).to_be_visible()


def test_a_link_to_nobody_leads_to_everybody(local: Server, open_page: OpenPage) -> None:
    page = open_page(local.url, "/customers/nobody")
    expect(page.get_by_role("heading", name="There is no such customer")).to_be_visible()
    page.get_by_role("link", name="All customers").click()
    expect(page.get_by_role("heading", level=1, name="Customers")).to_be_visible()


def test_what_an_answer_takes_long_for_is_sketched_until_it_is_there(local: Server, open_page: OpenPage) -> None:
    """How long it takes for the sketch to come is told by the sketch's own test."""
    page = open_page("about:blank", "about:blank")
    held: list[Route] = []
    page.route("**/v1/queue?*", lambda route: held.append(route), times=1)
    page.goto(f"{local.url}/today")
    sketch = page.get_by_role("status").filter(has_text="Loading")
    expect(sketch).to_be_visible()
    held[0].continue_()
    expect(page.get_by_role("heading", name="Overdue")).to_be_visible()
    expect(sketch).to_have_count(0)


def test_a_part_that_could_not_come_comes_with_the_connection(local: Server, open_page: OpenPage) -> None:
    page = open_page("about:blank", "about:blank")
    page.route("**/assets/KeyMap*", lambda route: route.abort())
    page.goto(f"{local.url}/today")
    expect(page.get_by_role("heading", name="Overdue")).to_be_visible()
    page.context.set_offline(True)
    page.keyboard.press("?")
    expect(page.get_by_text("Offline since")).to_be_visible()
    page.unroute_all()
    page.context.set_offline(False)
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()


def test_an_address_that_is_no_page_says_so(local: Server, open_page: OpenPage) -> None:
    page = open_page(local.url, "/today/nowhere")
    expect(page.get_by_role("heading", name="There is no such page")).to_be_visible()
    page.get_by_role("link", name="Go to Today").click()
    expect(page).to_have_url(re.compile("/today(?!/)"))


def test_below_a_path_everything_works_the_same(place: Place, open_page: OpenPage) -> None:
    """The server of its own place: two servers may share a data folder."""
    started = place.start(base_path="/onward")
    page = open_page(started.url, "/onward/")
    expect(page).to_have_url(re.compile("/onward/today(?!/)"))
    expect(page.get_by_role("heading", name="Overdue")).to_be_visible()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("searchbox")).to_be_visible()


def test_rows_are_walked_by_keys_and_titles_passed_over(page: Page) -> None:
    rows = page.get_by_role("row").filter(has=page.get_by_role("gridcell"))
    items = rows.filter(has=page.locator("time"))
    expect(items.nth(0)).to_be_visible()
    page.keyboard.press("j")
    expect(items.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(items.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(items.nth(0)).to_be_focused()
    page.keyboard.press("k")
    expect(items.nth(0)).to_be_focused()
    for _ in range(5):
        page.keyboard.press("j")
    expect(items.nth(5)).to_be_focused()
    expect(items.nth(5)).to_be_in_viewport()
    expect(page.get_by_role("grid").get_by_role("row").and_(page.locator("[tabindex='0']"))).to_have_count(1)


def test_a_lost_connection_is_told_and_its_return_noticed(page: Page) -> None:
    page.context.set_offline(True)
    expect(page.get_by_text(re.compile(r"Offline since \d"))).to_be_visible()
    expect(page.get_by_role("heading", name="Overdue")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("Offline since")).to_have_count(0)


def test_the_window_is_named_for_its_page(page: Page) -> None:
    expect(page).to_have_title("Today · Onward")
    page.goto("/sign-in")
    expect(page).to_have_title("Sign in · Onward")


def test_it_speaks_the_browsers_language_where_it_can(local: Server, open_page: OpenPage) -> None:
    page = open_page(local.url, locale="de-AT")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.get_by_role("link", name="Heute")).to_be_visible()
    expect(open_page(local.url, locale="fr-FR").locator("html")).to_have_attribute("lang", "en")
