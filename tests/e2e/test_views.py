"""Saved views of the interactions: kept by keys, changed, shared with the team, and what is refused. And, as two people
are here, who of two was faster."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.acceptance.server import Server
from tests.e2e import browsers, people
from tests.e2e.conftest import OpenPage

BEN = "ben@acme.example"
ONE_VIEW = re.compile(r"/interactions\?view=[0-9a-f-]{36}$")


@pytest.fixture(scope="module")
def acme() -> Iterator[Server]:
    """Ada owns the tenant; Ben, a rep, joins when he is asked for. Two calls are planned, one of them urgent."""
    with people.acme() as server:
        yield server


@pytest.fixture
def ada(acme: Server, open_page: OpenPage) -> Page:
    page = people.signed_in(open_page, acme, people.ADA)
    if page.request.get("/v1/interactions").json()["data"] == []:
        customer = page.request.post("/v1/customers", data={"name": "Globe"}).json()["id"]
        for title, priority in (("Fire", "urgent"), ("Tea", "low")):
            plan = {"customer_id": customer, "type": "phone_call", "title": title, "priority": priority}
            assert page.request.post("/v1/interactions", data=plan).ok
    return page


@pytest.fixture
def ben(acme: Server, ada: Page, open_page: OpenPage) -> Page:
    people.join(ada, acme, BEN, "Ben", "rep")
    return people.signed_in(open_page, acme, BEN)


def rows(page: Page) -> Locator:
    return page.get_by_role("grid").get_by_role("row").filter(has=page.get_by_role("gridcell"))


def tab(page: Page, name: str) -> Locator:
    return page.get_by_role("navigation", name="Views").get_by_role("link", name=name)


def go(page: Page, address: str) -> None:
    page.goto(address)
    expect(rows(page).first).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("More about the view"))).to_be_visible()


def name_it(page: Page, name: str, scope: str = "") -> None:
    """By keys alone."""
    page.keyboard.press("Shift+V")
    expect(page.get_by_role("textbox", name="Name")).to_be_focused()
    page.keyboard.type(name)
    if scope == "team":
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def save_as(page: Page, name: str, scope: str = "") -> None:
    name_it(page, name, scope)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(tab(page, name)).to_have_attribute("aria-current", "page")


def choose(page: Page, entry: str) -> None:
    page.get_by_role("button", name=re.compile("More about the view")).press("Enter")
    page.get_by_role("menuitem", name=entry).press("Enter")


def view_of(page: Page) -> str:
    """The id of the view that is shown."""
    expect(page).to_have_url(ONE_VIEW)
    return page.url.rpartition("=")[2]


class TestByKeysAlone:
    def test_what_is_shown_is_kept_under_a_name_and_taken_back(self, ada: Page) -> None:
        go(ada, "/interactions?view=team&priority=urgent")
        save_as(ada, "Burning")
        expect(ada).to_have_url(ONE_VIEW)
        ada.goto("/customers")
        expect(ada.get_by_role("heading", name="Customers", level=1)).to_be_visible()
        ada.keyboard.press("Control+K")
        ada.keyboard.type("bur")
        expect(ada.get_by_role("menuitem", name="Burning")).to_be_visible()
        ada.keyboard.press("Enter")
        expect(ada).to_have_url(ONE_VIEW)
        expect(rows(ada)).to_have_count(1)
        choose(ada, "Delete")
        expect(tab(ada, "Burning")).to_have_count(0)
        expect(tab(ada, "Mine")).to_have_attribute("aria-current", "page")
        ada.keyboard.press("z")
        expect(tab(ada, "Burning")).to_be_visible()

    def test_a_change_shows_a_dot_until_it_is_saved_or_reset(self, ada: Page) -> None:
        go(ada, "/interactions?view=team&priority=low")
        save_as(ada, "Quiet")
        expect(tab(ada, "Quiet changed")).to_have_count(0)
        ada.get_by_role("button", name="Remove the filter “Priority”").press("Enter")
        expect(tab(ada, "Quiet changed")).to_be_visible()
        expect(rows(ada).filter(has_text="Fire")).to_be_visible()
        ada.get_by_role("button", name="Reset").press("Enter")
        expect(rows(ada)).to_have_count(1)
        expect(tab(ada, "Quiet changed")).to_have_count(0)
        ada.get_by_role("button", name="Remove the filter “Priority”").press("Enter")
        ada.get_by_role("button", name="Save", exact=True).press("Enter")
        expect(ada.get_by_text("“Quiet” shows this from now on.").first).to_be_visible()
        expect(ada).to_have_url(ONE_VIEW)
        expect(rows(ada).filter(has_text="Fire")).to_be_visible()
        ada.keyboard.press("z")
        expect(rows(ada)).to_have_count(1)

    def test_it_is_renamed_and_no_two_have_the_same_name(self, ada: Page) -> None:
        go(ada, "/interactions?view=team&sort=-due_at")
        save_as(ada, "Backwards")
        name_it(ada, "backwards ")
        expect(ada.get_by_text("There is a view of this name already.")).to_be_visible()
        ada.keyboard.press("Escape")
        choose(ada, "Rename")
        expect(ada.get_by_role("textbox", name="Name")).to_have_value("Backwards")
        ada.keyboard.press("Control+a")
        ada.keyboard.type("The other way")
        ada.keyboard.press("Enter")
        expect(tab(ada, "The other way")).to_be_visible()
        expect(tab(ada, "Backwards")).to_have_count(0)


class TestTheTeam:
    def test_others_open_what_is_shared_and_only_that(self, ada: Page, ben: Page) -> None:
        go(ada, "/interactions?view=team&priority=urgent")
        save_as(ada, "Everybody's fires", "team")
        shared = view_of(ada)
        go(ben, f"/interactions?view={shared}")
        expect(tab(ben, "Everybody's fires")).to_have_attribute("aria-current", "page")
        expect(rows(ben)).to_have_count(1)
        ben.get_by_role("button", name=re.compile("More about the view")).press("Enter")
        expect(ben.get_by_role("menuitem")).to_have_count(1)
        ben.keyboard.press("Escape")
        choose(ada, "Keep to myself")
        expect(ben.get_by_role("heading", name="There is no such view")).to_be_visible()
        ben.get_by_role("link", name="Show “Mine”").press("Enter")
        expect(tab(ben, "Mine")).to_have_attribute("aria-current", "page")
        choose(ada, "Share with the team")
        expect(tab(ben, "Everybody's fires")).to_be_visible()

    def test_who_was_faster_is_named_in_the_row_too(self, ada: Page, ben: Page) -> None:
        customer = ada.request.get("/v1/customers").json()["data"][0]["id"]
        plan = {"customer_id": customer, "type": "email", "title": "Race"}
        step = ada.request.post("/v1/interactions", data=plan).json()["id"]
        # Ada's page hears of nothing until it asks.
        ada.route("**/v1/events/stream*", lambda route: route.abort())
        go(ada, "/interactions?view=team&q=race")
        ada.get_by_role("row").filter(has_text="Race").press("e")
        expect(ada.get_by_role("button", name=re.compile("^Success"))).to_be_visible()
        assert ben.request.post(f"/v1/interactions/{step}/cancel", data={"reason": "Double", "then": "exit"}).ok
        ada.keyboard.press("1")
        expect(ada.get_by_text(re.compile("^Ben cancelled this, ")).first).to_be_visible()


class TestRefusals:
    """What happens to a personal view is in no log, so the page cannot know of it before it asks."""

    def test_somebody_was_faster(self, ada: Page) -> None:
        go(ada, "/interactions?view=team&priority=urgent")
        save_as(ada, "Contested")
        view = view_of(ada)
        assert ada.request.put(f"/v1/views/{view}", data={"name": "Contested elsewhere"}).ok
        ada.get_by_role("button", name="Remove the filter “Priority”").press("Enter")
        ada.get_by_role("button", name="Save", exact=True).press("Enter")
        expect(ada.get_by_text("Somebody changed this view meanwhile").first).to_be_visible()
        expect(tab(ada, "Contested elsewhere changed")).to_be_visible()
        ada.get_by_role("button", name="Save", exact=True).press("Enter")
        expect(ada.get_by_text("“Contested elsewhere” shows this from now on.").first).to_be_visible()

    def test_somebody_deleted_it(self, ada: Page) -> None:
        go(ada, "/interactions?view=team&priority=urgent")
        save_as(ada, "Doomed")
        view = view_of(ada)
        assert ada.request.delete(f"/v1/views/{view}").ok
        ada.get_by_role("button", name="Remove the filter “Priority”").press("Enter")
        ada.get_by_role("button", name="Save", exact=True).press("Enter")
        expect(ada.get_by_text("This view was deleted meanwhile.").first).to_be_visible()
        expect(tab(ada, "Doomed")).to_have_count(0)
        expect(rows(ada).filter(has_text="Tea")).to_be_visible()


def test_on_a_phone_it_fits_and_has_no_fault(ada: Page) -> None:
    ada.set_viewport_size(browsers.NARROWEST)
    go(ada, "/interactions?priority=low")
    expect(ada.get_by_role("button", name="Save as")).to_be_visible()
    assert not browsers.sticks_out(ada)
    assert browsers.axe_violations(ada) == []
    ada.get_by_role("button", name="Save as").click()
    expect(ada.get_by_role("textbox", name="Name")).to_be_focused()
    assert browsers.axe_violations(ada) == []
