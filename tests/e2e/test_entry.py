"""Coming in and going out, as people do it: set-up, sign-in, second factor, invitation, a forgotten password."""

import re
import time
from base64 import b32decode
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from onward.crypto import codes
from tests.acceptance import server as servers
from tests.acceptance.server import Place, Server
from tests.e2e import people
from tests.e2e.conftest import OpenPage

SETUP_LINK = re.compile(r"once, until \S+ \S+ UTC: (\S+)")
PASSWORD = "seven brave otters"
ADA = "ada@acme.example"


@pytest.fixture(scope="module")
def guarded(place: Place) -> Server:
    """A server that lets nobody in whom it does not know."""
    return place.start(local_mode="off")


@pytest.fixture(scope="module")
def setup_link(guarded: Server) -> str:
    servers.wait_until(lambda: SETUP_LINK.search(guarded.words()))
    found = SETUP_LINK.search(guarded.words())
    assert found is not None
    return found[1]


@pytest.fixture(scope="module")
def acme(guarded: Server, setup_link: str) -> None:
    """Ada owns the tenant acme."""
    token = setup_link.partition("#token=")[2]
    with guarded.client() as client:
        body = {"tenant_name": "Acme", "tenant_slug": "acme", "name": "Ada", "email": ADA, "password": PASSWORD}
        made = client.post("/v1/setup", json={"token": token, **body})
    assert made.status_code in {201, 422}, made.text


@pytest.fixture
def ada(guarded: Server, open_page: OpenPage, acme: None) -> Page:
    """Ada's page, signed in."""
    return people.signed_in(open_page, guarded, ADA)


def sign_in(page: Page, email: str, password: str) -> None:
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def path_of(link: str) -> str:
    parts = urlsplit(link)
    return f"{parts.path}#{parts.fragment}"


class TestTheFirstRun:
    """In this order: before, by the link, and after."""

    def test_before_it_browsers_are_led_to_the_link(self, guarded: Server, open_page: OpenPage) -> None:
        page = open_page(guarded.url)
        expect(page.get_by_role("heading", name="Nobody can sign in here yet")).to_be_visible()
        expect(page).to_have_url(re.compile("/welcome$"))

    def test_without_the_link_there_is_nothing_to_fill_in(self, guarded: Server, open_page: OpenPage) -> None:
        page = open_page(guarded.url, "/setup")
        expect(page.get_by_text("the link that the server printed")).to_be_visible()

    def test_the_link_makes_the_first_tenant_and_lets_its_owner_in(
        self, guarded: Server, setup_link: str, open_page: OpenPage
    ) -> None:
        page = open_page(guarded.url, path_of(setup_link))
        page.get_by_label("Organisation").fill("Acme & Söhne")
        expect(page.get_by_label("Short name")).to_have_value("acme-sohne")
        page.get_by_label("Short name").fill("acme")
        page.get_by_label("Your name").fill("Ada")
        page.get_by_label("E-mail address").fill(ADA)
        page.get_by_label("Password", exact=True).fill("short")
        page.get_by_role("button", name="Set up and sign in").click()
        expect(page.get_by_text("Must have 12 to")).to_be_visible()
        page.get_by_label("Password", exact=True).press_sequentially(f" {PASSWORD}")
        # Gone while one types: it must not move the button away from under the pointer.
        expect(page.get_by_text("Must have 12 to")).to_have_count(0)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Set up and sign in").click()
        expect(page).to_have_url(re.compile("/start$"))
        expect(page.get_by_text("Acme & Söhne")).to_be_visible()

    def test_the_link_works_once(self, guarded: Server, setup_link: str, open_page: OpenPage) -> None:
        page = open_page(guarded.url, path_of(setup_link))
        for label, text in (("Organisation", "Evil"), ("Your name", "Eve"), ("E-mail address", "eve@evil.example")):
            page.get_by_label(label).fill(text)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Set up and sign in").click()
        expect(page.get_by_role("alert")).to_contain_text("wrong, used already or too old")


class TestSigningIn:
    def test_a_wrong_password_says_so_and_keeps_what_was_typed(
        self, guarded: Server, open_page: OpenPage, acme: None
    ) -> None:
        page = open_page(guarded.url)
        expect(page).to_have_url(re.compile("/sign-in$"))
        sign_in(page, ADA, "seven shy otters")
        expect(page.get_by_role("alert")).to_contain_text("wrong")
        expect(page.get_by_label("E-mail address")).to_have_value(ADA)

    def test_one_lands_where_one_wanted_to_go(self, guarded: Server, open_page: OpenPage, acme: None) -> None:
        page = open_page(guarded.url, "/today?x=1")
        expect(page).to_have_url(re.compile("/sign-in.*next="))
        sign_in(page, ADA, PASSWORD)
        expect(page).to_have_url(re.compile(r"/today\?x=1$"))

    def test_no_link_leads_from_here_to_another_site(self, guarded: Server, open_page: OpenPage, acme: None) -> None:
        page = open_page(guarded.url, "/sign-in?next=//evil.example")
        sign_in(page, ADA, PASSWORD)
        expect(page).to_have_url(f"{guarded.url}/today")

    def test_signing_out_ends_it(self, ada: Page) -> None:
        ada.get_by_role("button", name="Account of Ada").click()
        ada.get_by_role("menuitem", name="Sign out").click()
        expect(ada.get_by_role("heading", name="Sign in")).to_be_visible()
        ada.goto("/today")
        expect(ada).to_have_url(re.compile("/sign-in"))

    def test_a_session_ended_elsewhere_ends_here(self, ada: Page) -> None:
        ended = ada.request.delete("/v1/session", headers={"Content-Type": "application/json"})
        assert ended.status == 204
        ada.reload()
        expect(ada.get_by_role("heading", name="Sign in")).to_be_visible()


class TestTheSecondFactor:
    @pytest.fixture
    def recovery_codes(self, ada: Page) -> Iterator[list[str]]:
        """Ada has a second factor, and these codes for when she has lost it."""
        enrolled = ada.request.post("/v1/me/totp", data={"password": PASSWORD}).json()
        secret = b32decode(enrolled["secret"] + "=" * (-len(enrolled["secret"]) % 8))
        confirmed = ada.request.post("/v1/me/totp/confirm", data={"code": code_now(secret)})
        yield confirmed.json()["recovery_codes"]
        off = ada.request.post("/v1/me/totp/disable", data={"password": PASSWORD})
        assert off.status == 204, off.text()

    def test_the_password_alone_is_not_enough(
        self, guarded: Server, recovery_codes: list[str], open_page: OpenPage
    ) -> None:
        page = open_page(guarded.url, "/sign-in")
        sign_in(page, ADA, PASSWORD)
        expect(page.get_by_role("heading", name="One more step")).to_be_visible()
        page.get_by_label("Code", exact=True).fill("000000")
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("alert")).to_contain_text("code is wrong")
        page.get_by_role("button", name="Use a recovery code").click()
        page.get_by_label("Recovery code").fill(recovery_codes[0])
        page.get_by_role("button", name="Continue").click()
        expect(page).to_have_url(re.compile("/today$"))


class TestInvitations:
    def invite(self, ada: Page, email: str) -> str:
        made = ada.request.post("/v1/invitations", data={"email": email, "role": "rep"})
        assert made.status == 201, made.text()
        return str(made.json()["link"])

    def test_somebody_new_makes_an_account_and_is_in(self, guarded: Server, ada: Page, open_page: OpenPage) -> None:
        page = open_page(guarded.url, path_of(self.invite(ada, "ben@acme.example")))
        expect(page.get_by_text("For ben@acme.example")).to_be_visible()
        expect(page.get_by_text("As a rep")).to_be_visible()
        page.get_by_label("Your name").fill("Ben")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Accept the invitation").click()
        expect(page).to_have_url(re.compile("/today$"))
        expect(page.get_by_role("button", name="Account of Ben")).to_be_visible()

    def test_an_old_link_says_so(self, guarded: Server, ada: Page, open_page: OpenPage) -> None:
        link = self.invite(ada, "dan@acme.example")
        found = ada.request.get("/v1/invitations").json()["data"]
        open_id = next(each["id"] for each in found if each["email"] == "dan@acme.example")
        ada.request.delete(f"/v1/invitations/{open_id}", headers={"Content-Type": "application/json"})
        page = open_page(guarded.url, path_of(link))
        expect(page.get_by_text("used already, was withdrawn, or is too old")).to_be_visible()


class TestAForgottenPassword:
    def test_without_mail_the_administrator_helps(self, guarded: Server, open_page: OpenPage) -> None:
        page = open_page(guarded.url, "/sign-in")
        page.get_by_role("link", name="Forgotten your password?").click()
        page.get_by_label("E-mail address").fill("ada@acme.example")
        page.get_by_role("button", name="Send the link").click()
        expect(page.get_by_role("heading", name="Ask your administrator")).to_be_visible()

    def test_the_link_sets_a_new_one(self, place: Place, guarded: Server, acme: None, open_page: OpenPage) -> None:
        link = place.run("members", "reset-link", "--email", ADA)
        page = open_page(guarded.url, path_of(link))
        page.get_by_label("New password").fill(f"{PASSWORD} again")
        page.get_by_role("button", name="Save the password").click()
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        sign_in(page, ADA, f"{PASSWORD} again")
        expect(page).to_have_url(re.compile("/today$"))
        late = open_page(guarded.url, path_of(link))
        late.get_by_label("New password").fill(f"{PASSWORD} once more")
        late.get_by_role("button", name="Save the password").click()
        expect(late.get_by_role("heading", name="This link works no more")).to_be_visible()
        expect(late.get_by_role("link", name="Go to sign-in")).to_be_visible()


def code_now(secret: bytes) -> str:
    return codes.code_at(secret, int(time.time()) // 30)
