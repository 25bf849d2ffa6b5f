"""Customers from a file, from the first look at it to taking it back; and the demo's rows removed."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import FilePayload, Page, Route, expect

from tests.acceptance import server as servers
from tests.acceptance.server import Server
from tests.e2e import browsers
from tests.e2e.conftest import OpenPage

LINES = [
    "Kundennummer;Name;Firma;E-Mail;Schuhgröße",
    "K-1;Olga Brandt;Brandt & Söhne;olga@brandt.example;38",
    "K-2;<script>alert(1)</script>;Evil;eve@evil.example;44",
    "K-3;Ivo;Ivo GmbH;no address;41",
    "K-1;Olga again;;;",
]

LOADING_MS = 120_000


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """One of its own: its demo data goes."""
    with servers.place() as place:
        yield place.start()


@pytest.fixture
def page(server: Server, open_page: OpenPage) -> Page:
    page = open_page(server.url, "/import")
    expect(page.get_by_role("heading", name="Import", level=1)).to_be_visible()
    return page


def choose(page: Page, lines: list[str], name: str = "customers.csv") -> None:
    file: FilePayload = {"name": name, "mimeType": "text/csv", "buffer": "\r\n".join(lines).encode("cp1252")}
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose a file").click()
    chooser.value.set_files(file)
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def test_a_file_is_matched_checked_imported_and_taken_back(page: Page) -> None:
    choose(page, LINES)
    expect(page.get_by_role("button", name=re.compile("External id Kundennummer"))).to_be_visible()
    expect(page.get_by_text("olga@brandt.example")).to_be_visible()
    page.get_by_role("button", name=re.compile("Schuhgröße$")).click()
    page.get_by_role("option", name="Keep as “Schuhgröße”").click()
    assert browsers.axe_violations(page) == []
    page.get_by_role("button", name="Check every line").click()
    expect(page.get_by_role("heading", name="If you import it now")).to_be_visible()
    with page.expect_download() as file:
        page.get_by_role("button", name=re.compile("^Save .* with the reason")).click()
    reasons = file.value.path().read_text("utf-8")
    assert "K-3" in reasons
    assert "import_reason" in reasons
    page.get_by_role("button", name=re.compile("^Import 2 customers")).click()
    expect(page.get_by_role("heading", name="Imported", exact=True)).to_be_visible()
    found = page.request.get("/v1/customers?external_id=K-1").json()["data"]
    assert [(each["company"], each["metadata"]) for each in found] == [("Brandt & Söhne", {"Schuhgröße": "38"})]
    page.get_by_role("button", name="Undo this import").click()
    page.get_by_role("dialog").get_by_role("button", name="Undo this import").click()
    expect(page.get_by_role("heading", name="Taken back")).to_be_visible()
    assert page.request.get("/v1/customers?external_id=K-1").json()["data"] == []
    page.get_by_role("link", name="Import another file").click()
    expect(page.get_by_role("list", name="Earlier imports")).to_contain_text("Taken back")
    # What each column is, is remembered for the next file with the same columns.
    choose(page, [LINES[0], "K-9;Nora;;;40"], "more.csv")
    expect(page.get_by_role("button", name=re.compile("Schuhgröße.*Schuhgröße$"))).to_be_visible()


def test_a_large_file_shows_how_far_it_is_and_can_be_ended(page: Page) -> None:
    lines = ["id,name", *(f"L-{number},Customer {number}" for number in range(20_000))]
    choose(page, lines, "large.csv")
    page.get_by_role("button", name="Check every line").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("progressbar")).to_have_count(0, timeout=20_000)


def test_what_is_no_table_is_told_where_it_was_chosen(page: Page) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose a file").click()
    chooser.value.set_files({"name": "empty.csv", "mimeType": "text/csv", "buffer": b""})
    expect(page.get_by_role("alert")).to_be_visible()


def test_on_a_phone_nothing_sticks_out(server: Server, open_page: OpenPage) -> None:
    page = open_page(server.url, "/import", size=browsers.NARROWEST)
    choose(page, LINES, "narrow.csv")
    assert not browsers.sticks_out(page)
    page.get_by_role("button", name="Check every line").click()
    expect(page.get_by_role("heading", name="If you import it now")).to_be_visible()
    assert not browsers.sticks_out(page)


def remove_demo(page: Page) -> None:
    page.goto("/settings/data")
    page.get_by_role("button", name=re.compile(r"^Remove demo data \(\d+")).click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^Remove demo data")).click()
    expect(page.get_by_text(re.compile("The demo data is gone")).first).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Remove demo data"))).to_have_count(0)


def test_the_demos_rows_go_in_one_click_and_come_back_to_an_empty_today(server: Server, open_page: OpenPage) -> None:
    page = open_page(server.url, "/settings/data")
    remove_demo(page)
    page.goto("/interactions?view=team")
    expect(page.get_by_text("No interactions yet")).to_be_visible()
    page.goto("/today")
    expect(page.get_by_role("heading", name="Nothing here yet")).to_be_visible()
    assert browsers.axe_violations(page) == []
    page.get_by_role("button", name="Load demo data").click()
    expect(page.get_by_text("The demo data is on its way")).to_be_visible()
    complete = page.get_by_role("button", name=re.compile("^Complete ")).first
    expect(complete).to_be_visible(timeout=LOADING_MS)
    remove_demo(page)
    page.goto("/today")
    expect(page.get_by_role("heading", name="Nothing here yet")).to_be_visible()


def test_what_ended_the_loading_of_the_demo_is_told_beside_its_button(server: Server, open_page: OpenPage) -> None:
    page = open_page(server.url, "/settings/data")
    assert page.request.post("/v1/demo/remove", data={}).ok

    def load_and_cancel(route: Route) -> None:
        answer = route.fetch()
        assert page.request.post(f"/v1/jobs/{answer.json()['id']}/cancel", data={}).ok
        assert page.request.post("/v1/demo/remove", data={}).ok
        route.fulfill(response=answer)

    page.route(
        "**/v1/demo", lambda route: route.fallback() if route.request.method == "GET" else load_and_cancel(route)
    )
    page.goto("/today")
    page.get_by_role("button", name="Load demo data").click()
    expect(page.get_by_role("alert")).to_have_text("Somebody stopped the loading of the demo data.")
    expect(page.get_by_role("button", name="Load demo data")).to_be_visible()
