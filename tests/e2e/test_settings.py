"""Settings, as an owner keeps them and as others see them."""

import re
import time
from base64 import b32decode
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from onward.crypto import codes
from tests.acceptance import server as servers
from tests.acceptance.server import Server
from tests.e2e import browsers, people
from tests.e2e.conftest import OpenPage
from tests.e2e.people import ADA, PASSWORD, signed_in

VERA = "vera@acme.example"
HOSTILE = "<script>alert(1)</script> \u202eגבא"


@pytest.fixture(scope="module")
def guarded() -> Iterator[Server]:
    """Ada owns the tenant acme; Vera only reads there."""
    with people.acme() as server:
        yield server


@pytest.fixture
def ada(guarded: Server, open_page: OpenPage) -> Page:
    return signed_in(open_page, guarded, ADA)


@pytest.fixture
def vera(guarded: Server, ada: Page, open_page: OpenPage) -> Page:
    people.join(ada, guarded, VERA, "Vera", "viewer")
    return signed_in(open_page, guarded, VERA)


def settings_of(page: Page) -> Any:
    return page.request.get("/v1/settings").json()


def drawing_beside(page: Page, label: str) -> str:
    return page.get_by_role("listitem").filter(has_text=label).locator("svg").first.inner_html()


def go(page: Page, section: str, heading: str) -> None:
    page.goto(f"/settings/{section}")
    expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()


class TestByKeysAlone:
    def test_hours_are_found_changed_saved_and_taken_back(self, ada: Page) -> None:
        expect(ada.get_by_role("heading", level=1)).to_be_visible()
        ada.keyboard.press("g")
        ada.keyboard.press("s")
        expect(ada.get_by_role("heading", name="Settings", level=1)).to_be_visible()
        ada.keyboard.press("/")
        ada.keyboard.type("holiday")
        ada.keyboard.press("Enter")
        expect(ada.get_by_role("heading", name="Hours and holidays")).to_be_visible()
        expect(ada.get_by_text(re.compile("Next working moment: "))).to_be_visible()
        ada.get_by_role("checkbox", name="Saturday").focus()
        ada.keyboard.press("Space")
        expect(ada.get_by_text("Unsaved changes").first).to_be_visible()
        ada.keyboard.press("Control+Enter")
        expect(ada.get_by_text("Settings saved.").first).to_be_visible()
        assert settings_of(ada)["calendar"]["weekdays"] == [1, 2, 3, 4, 5, 6]
        ada.get_by_role("heading", name="Hours and holidays").click()
        ada.keyboard.press("z")
        expect(ada.get_by_role("checkbox", name="Saturday")).not_to_be_checked()
        assert settings_of(ada)["calendar"]["weekdays"] == [1, 2, 3, 4, 5]


class TestHours:
    def test_what_follows_is_told_before_anything_is_saved(self, ada: Page) -> None:
        go(ada, "hours", "Hours and holidays")
        ada.get_by_role("combobox", name="Public holidays of").fill("Germ")
        ada.get_by_role("option", name=re.compile("^Germany")).click()
        expect(ada.get_by_text("Christmas Day")).to_be_visible()
        ada.get_by_label("Part of the country").fill("zz")
        expect(ada.get_by_text(re.compile("holiday_subdivision"))).to_be_visible()
        assert settings_of(ada)["calendar"]["holiday_country"] is None

    def test_nobody_leaves_unsaved_changes_by_mistake(self, ada: Page) -> None:
        go(ada, "hours", "Hours and holidays")
        ada.get_by_role("checkbox", name="Sunday").focus()
        ada.keyboard.press("Space")
        ada.get_by_role("link", name="Follow-up").click()
        ada.get_by_role("button", name="Stay here").click()
        expect(ada.get_by_role("checkbox", name="Sunday")).to_be_checked()
        ada.get_by_role("link", name="Follow-up").click()
        ada.get_by_role("button", name="Leave without saving").click()
        expect(ada.get_by_role("heading", name="Follow-up", level=1)).to_be_visible()

    def test_two_who_change_at_once_see_each_other(self, ada: Page) -> None:
        go(ada, "hours", "Hours and holidays")
        ada.get_by_label("Until").fill("18:00")
        ada.request.put("/v1/settings", data={"calendar": {"opens_at": "08:00"}})
        ada.get_by_role("button", name="Save").click()
        expect(ada.get_by_text("Somebody else saved these settings")).to_be_visible()
        ada.get_by_role("button", name="Show theirs").click()
        expect(ada.get_by_label("From")).to_have_value("08:00")
        expect(ada.get_by_label("Until")).to_have_value("17:00")


class TestFollowUp:
    def test_a_fault_stands_at_its_field(self, ada: Page) -> None:
        go(ada, "follow-up", "Follow-up")
        ada.get_by_label("Title").fill("Ask {customer.shoe_size}")
        ada.get_by_role("button", name="Save").click()
        expect(ada.get_by_label("Title")).to_have_attribute("aria-invalid", "true")
        ada.get_by_label("Title").fill("Ask {customer.name} how it goes")
        ada.get_by_role("radio", name=re.compile("moves to the next working day")).check(force=True)
        ada.get_by_role("button", name="Save").click()
        expect(ada.get_by_text("Settings saved.").first).to_be_visible()
        kept = settings_of(ada)
        assert (kept["follow_up"]["title"], kept["roll_rule"]) == ("Ask {customer.name} how it goes", "forward")


class TestMembers:
    def test_an_invitation_by_link(self, ada: Page) -> None:
        go(ada, "members", "Members")
        ada.get_by_role("button", name="Invite somebody").click()
        ada.get_by_label("E-mail address").fill("dora@acme.example")
        ada.get_by_role("radio", name=re.compile("^Manager")).check(force=True)
        ada.get_by_role("button", name="Invite", exact=True).click()
        expect(ada.get_by_label("Invitation link")).to_have_value(re.compile("/invitation#token="))
        ada.get_by_role("button", name="Done").click()
        ada.get_by_role("button", name="Withdraw the invitation of dora@acme.example").click()
        expect(ada.get_by_text("The invitation of dora@acme.example is withdrawn.").first).to_be_visible()

    def test_a_role_is_changed_and_taken_back_and_work_handed_over(self, ada: Page) -> None:
        ben = ada.request.post("/v1/members", data={"name": f"Ben {HOSTILE}", "role": "rep"}).json()
        customer = ada.request.post("/v1/customers", data={"name": "Olga Brandt"}).json()
        item = {"customer_id": customer["id"], "type": "phone_call", "title": "Call", "assignee_id": ben["id"]}
        item = ada.request.post("/v1/interactions", data={**item, "due_at": "2020-01-01"}).json()
        go(ada, "members", "Members")
        row = ada.get_by_role("listitem").filter(has_text="Ben <script>")
        row.get_by_role("button", name="Edit").click()
        ada.get_by_role("radio", name=re.compile("^Manager")).check(force=True)
        ada.get_by_role("button", name="Save").click()
        expect(row).to_contain_text("Manager")
        ada.get_by_role("button", name="Undo").last.click()
        expect(row).to_contain_text("Rep")
        row.get_by_role("button", name="Deactivate").click()
        expect(ada.get_by_text("1 open item goes elsewhere")).to_be_visible()
        ada.get_by_role("radio", name="Another member").check(force=True)
        ada.get_by_role("dialog").get_by_role("button", name="Deactivate").click()
        expect(ada.get_by_text("1 has left")).to_be_visible()
        moved = ada.request.get(f"/v1/interactions/{item['id']}").json()
        assert moved["assignee_id"] not in {None, ben["id"]}

    def test_the_last_owner_is_told_why_not(self, ada: Page) -> None:
        go(ada, "members", "Members")
        ada.get_by_role("button", name="Edit Ada").click()
        ada.get_by_role("radio", name=re.compile("^Rep")).check(force=True)
        ada.get_by_role("button", name="Save").click()
        expect(ada.get_by_role("alert")).to_contain_text("owner")


class TestOnesAccount:
    def test_the_second_factor_from_the_code_to_the_recovery_codes(self, ada: Page) -> None:
        go(ada, "account", "My account")
        ada.get_by_role("button", name="Set up the second factor").click()
        ada.get_by_label("Your password").fill(PASSWORD)
        ada.get_by_role("button", name="Continue").click()
        expect(ada.get_by_role("img", name="QR code for the authenticator app")).to_be_visible()
        text = ada.get_by_label("Secret").input_value()
        secret = b32decode(text + "=" * (-len(text) % 8))
        ada.get_by_label("The six digits that the app shows now").fill(codes.code_at(secret, int(time.time()) // 30))
        ada.get_by_role("button", name="Turn on").click()
        shown = ada.get_by_role("textbox", name="Recovery codes").input_value()
        assert len(shown.split("\n")) == 10
        ada.get_by_role("button", name="I have kept them").click()
        ada.get_by_role("button", name="Switch it off").click()
        ada.get_by_label("Your password").fill(PASSWORD)
        ada.get_by_role("dialog").get_by_role("button", name="Switch it off").click()
        expect(ada.get_by_role("button", name="Set up the second factor")).to_be_visible()

    def test_another_session_is_ended_from_here(self, guarded: Server, ada: Page, open_page: OpenPage) -> None:
        other = signed_in(open_page, guarded, ADA)
        go(ada, "account", "My account")
        ada.get_by_role("button", name="Sign out everywhere else").click()
        expect(ada.get_by_text(re.compile("other sessions? ha")).first).to_be_visible()
        other.reload()
        expect(other.get_by_role("heading", name="Sign in")).to_be_visible()


class TestKeys:
    def test_a_key_is_shown_once_works_and_is_revoked(self, guarded: Server, ada: Page) -> None:
        go(ada, "keys", "API keys")
        ada.get_by_role("button", name="Create a key").click()
        ada.get_by_label("Name").fill("The shop")
        ada.get_by_role("dialog").get_by_role("button", name="Create a key").click()
        secret = ada.get_by_label("The key").input_value()
        with guarded.client(authorization=f"Bearer {secret}") as program:
            assert program.get("/v1/customers").status_code == 200
        ada.get_by_role("button", name="I have copied it").click()
        expect(ada.locator("main")).not_to_contain_text(secret)
        ada.get_by_role("button", name="Revoke The shop").click()
        ada.get_by_role("dialog").get_by_role("button", name="Revoke").click()
        expect(ada.get_by_text("1 has been revoked")).to_be_visible()


class TestWords:
    def test_a_type_is_added_moved_and_archived(self, ada: Page) -> None:
        go(ada, "types", "Types")
        ada.get_by_role("button", name="Add a type").click()
        ada.get_by_label("Label").fill("Site visit")
        expect(ada.get_by_label("Key", exact=True)).to_have_value("site_visit")
        ada.get_by_role("radio", name="Two people").check(force=True)
        ada.get_by_role("button", name="Save").click()
        expect(ada.get_by_role("button", name="Move Site visit up")).to_be_visible()
        servers.wait_until(lambda: drawing_beside(ada, "Site visit") == drawing_beside(ada, "Meeting"))
        before = self.keys(ada)
        assert before[-1] == "site_visit"
        ada.get_by_role("button", name="Move Site visit up").click()
        servers.wait_until(lambda: self.keys(ada) == [*before[:-2], "site_visit", before[-2]])
        ada.get_by_role("button", name="Archive Site visit").click()
        expect(ada.get_by_text("1 archived")).to_be_visible()
        ada.get_by_role("button", name="Undo").last.click()
        expect(ada.get_by_role("button", name="Archive Site visit")).to_be_visible()

    def keys(self, page: Page) -> list[str]:
        return [each["key"] for each in page.request.get("/v1/types").json()["data"]]

    def test_an_outcome_says_of_which_kind_it_is(self, ada: Page) -> None:
        go(ada, "outcomes", "Outcomes")
        ada.get_by_role("button", name="Add an outcome").click()
        ada.get_by_label("Label").fill("Sent flowers")
        ada.get_by_role("radio", name=re.compile("^Positive")).check(force=True)
        ada.get_by_role("button", name="Save").click()
        expect(ada.get_by_role("listitem").filter(has_text="Sent flowers")).to_contain_text("Positive")


class TestRules:
    def test_a_rule_is_made_removed_and_brought_back(self, ada: Page) -> None:
        go(ada, "rules", "Conversations")
        ada.get_by_role("button", name="Add a rule").click()
        ada.get_by_label("Name").fill("Answer today")
        ada.get_by_role("button", name="Save").click()
        expect(ada.get_by_text("When somebody writes on any channel: plan")).to_be_visible()
        ada.get_by_role("button", name="Remove “Answer today”").click()
        expect(ada.get_by_text("No rules yet.")).to_be_visible()
        ada.get_by_role("button", name="Undo").last.click()
        expect(ada.get_by_text("When somebody writes on any channel: plan")).to_be_visible()


class TestRecordAndData:
    def test_the_log_is_narrowed_by_its_address_and_taken_along(self, ada: Page) -> None:
        ada.goto("/settings/audit?act=members")
        log = ada.get_by_role("list", name="Audit log")
        expect(log).to_contain_text("Owner created")
        expect(log).not_to_contain_text("Signed in")
        with ada.expect_download() as file:
            ada.get_by_role("button", name="Export as CSV").click()
        assert file.value.suggested_filename == "audit.csv"

    def test_everything_is_exported(self, ada: Page) -> None:
        go(ada, "data", "Data")
        with ada.expect_download() as file:
            ada.get_by_role("button", name="Export: Everything").click()
        assert file.value.suggested_filename.startswith("acme-everything-")
        assert '"tenant_slug":"acme"' in file.value.path().read_text("utf-8").splitlines()[0]


class TestWhoMayNot:
    def test_a_viewer_is_told_who_may(self, vera: Page) -> None:
        go(vera, "hours", "Hours and holidays")
        expect(vera.get_by_text("You are a viewer here; only owners change this. Ask Ada.")).to_be_visible()
        expect(vera.get_by_label("From")).to_be_disabled()
        expect(vera.get_by_text(re.compile("Next working moment"))).to_be_visible()
        go(vera, "keys", "API keys")
        expect(vera.get_by_text("Ask Ada.")).to_be_visible()
        expect(vera.get_by_role("button", name="Create a key")).to_have_count(0)


def test_on_a_phone_by_touch(guarded: Server, open_page: OpenPage) -> None:
    page = signed_in(open_page, guarded, ADA, size=browsers.PHONE, has_touch=True, is_mobile=True)
    browsers.tap(page.get_by_role("button", name="More", exact=True))
    browsers.tap(page.get_by_role("menuitem", name="Settings"))
    browsers.tap(page.get_by_role("link", name=re.compile("^Outcomes")))
    browsers.tap(page.get_by_role("button", name="Archive No answer"))
    expect(page.get_by_text("1 archived")).to_be_visible()
    browsers.tap(page.get_by_role("button", name="Undo").last)
    expect(page.get_by_role("button", name="Archive No answer")).to_be_visible()
    browsers.tap(page.get_by_role("link", name="Settings"))
    expect(page.get_by_role("heading", name="Settings", level=1)).to_be_visible()
