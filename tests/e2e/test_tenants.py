"""Somebody who belongs to two tenants: what the browser shows and sends is always of one of them."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, Request, Route, expect

from tests.acceptance.server import Server
from tests.e2e import browsers, people
from tests.e2e.conftest import OpenPage

ACME, GLOBEX = "acme", "globex"
WHOM = {ACME: "Olga of Acme", GLOBEX: "Hank of Globex"}


@pytest.fixture(scope="module")
def both() -> Iterator[Server]:
    """Ada owns both tenants."""
    with people.acme(also_owns=GLOBEX) as server:
        yield server


@pytest.fixture
def ada(both: Server, open_page: OpenPage) -> Page:
    """In the tenant acme. Each tenant has one customer, with a call that is overdue and Ada's."""
    page = people.signed_in(open_page, both, people.ADA)
    for tenant, name in WHOM.items():
        if not read(page, tenant, "/v1/customers")["data"]:
            customer = write(page, tenant, "/v1/customers", {"name": name})["id"]
            plan_for(page, tenant, customer)
    switch(page, "Acme")
    expect(page.get_by_role("row").filter(has_text=WHOM[ACME]).first).to_be_visible()
    return page


def read(page: Page, tenant: str, path: str) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = page.request.get(path, headers={"X-Tenant-ID": tenant}).json()
    return found


def write(page: Page, tenant: str, path: str, body: dict[str, str]) -> dict[str, str]:
    answer = page.request.post(path, headers={"X-Tenant-ID": tenant}, data=body)
    assert answer.ok, answer.text()
    made: dict[str, str] = answer.json()
    return made


def plan_for(page: Page, tenant: str, customer: str) -> str:
    plan = {"customer_id": customer, "type": "phone_call", "title": f"Call {tenant}", "due_at": "2026-03-02"}
    me = page.request.get("/v1/me", headers={"X-Tenant-ID": tenant}).json()["current"]["member_id"]
    return write(page, tenant, "/v1/interactions", {**plan, "assignee_id": me})["id"]


def switch(page: Page, name: str) -> None:
    """By the menu under the tenant's name."""
    opener = page.get_by_role("banner").get_by_role("button", name=re.compile("^Tenant: "))
    # Its menu comes after the page, and takes its place.
    expect(opener).to_have_attribute("aria-haspopup", "true")
    opener.press("Enter")
    page.get_by_role("menuitemradio", name=name).press("Enter")
    expect(opener).to_have_accessible_name(re.compile(name))


def mentioned(page: Page, tenant: str) -> Locator:
    return page.get_by_role("main").get_by_text(WHOM[tenant])


def test_pages_show_only_what_is_of_the_tenant(ada: Page) -> None:
    olga = read(ada, ACME, "/v1/customers")["data"][0]["id"]
    begun = {f"/customers/{olga}": "/customers", "/interactions?q=call": "/interactions", "/today": "/today"}
    for path, place in begun.items():
        ada.goto(path)
        expect(mentioned(ada, ACME).first).to_be_visible()
        switch(ada, "Globex")
        expect(mentioned(ada, GLOBEX).first).to_be_visible()
        expect(mentioned(ada, ACME)).to_have_count(0)
        expect(ada).to_have_url(re.compile(f"{place}$"))
        switch(ada, "Acme")
        expect(mentioned(ada, ACME).first).to_be_visible()
        expect(mentioned(ada, GLOBEX)).to_have_count(0)


def test_what_happens_is_followed_in_the_other_tenant(ada: Page) -> None:
    ada.get_by_role("navigation", name="Main").get_by_role("link", name="Interactions").click()
    expect(mentioned(ada, ACME)).to_have_count(1)
    switch(ada, "Globex")
    expect(mentioned(ada, GLOBEX)).to_have_count(1)
    plan_for(ada, GLOBEX, read(ada, GLOBEX, "/v1/customers")["data"][0]["id"])
    expect(mentioned(ada, GLOBEX)).to_have_count(2)
    expect(mentioned(ada, ACME)).to_have_count(0)


def test_what_waits_is_sent_to_its_own_tenant_only(ada: Page) -> None:
    """The server answers, but no completion reaches it."""
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.url.endswith("/complete"):
            sent.append(request.headers["x-tenant-id"])

    ada.route("**/complete", lambda route: route.abort())
    ada.get_by_role("row").filter(has_text=WHOM[ACME]).first.press("e")
    expect(ada.get_by_role("group", name=re.compile("What came of"))).to_be_visible()
    browsers.wait_until_loaded(ada)
    ada.keyboard.press("1")
    expect(ada.get_by_text("will be sent").first).to_be_visible()
    expect(ada.get_by_text("Offline since")).to_have_count(0)
    switch(ada, "Globex")
    # With the page goes what it may be trying again.
    ada.reload(wait_until="commit")
    ada.on("request", note)
    expect(mentioned(ada, GLOBEX).first).to_be_visible()
    browsers.wait_until_loaded(ada)
    assert sent == []
    ada.unroute_all()
    switch(ada, "Acme")
    expect(ada.get_by_role("region", name="Messages").get_by_text("1 completion was sent")).to_be_visible()
    assert sent == [ACME]


def test_what_is_answered_after_the_switch_is_neither_told_nor_taken_back_there(ada: Page) -> None:
    olga = read(ada, ACME, "/v1/customers")["data"][0]["id"]
    ada.goto(f"/customers/{olga}")
    expect(mentioned(ada, ACME).first).to_be_visible()
    held: list[Route] = []
    ada.route("**/notes", lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    ada.keyboard.press("n")
    ada.keyboard.type("Prefers mornings")
    with ada.expect_request(f"**/{olga}/notes"):
        ada.keyboard.press("Control+Enter")
    switch(ada, "Globex")
    expect(mentioned(ada, GLOBEX).first).to_be_visible()
    with ada.expect_response(f"**/{olga}/notes"):
        held[0].continue_()
    browsers.wait_until_loaded(ada)
    messages = ada.get_by_role("region", name="Messages")
    expect(messages.get_by_text("Noted.")).to_have_count(0)
    ada.keyboard.press("z")
    expect(messages.get_by_text("There is nothing to undo here.")).to_be_visible()
    assert [note["body"] for note in read(ada, ACME, f"/v1/customers/{olga}/notes")["data"]] == ["Prefers mornings"]
