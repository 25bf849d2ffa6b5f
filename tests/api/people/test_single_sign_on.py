"""Single sign-on by a real OpenID provider in a process of its own: who is let in, and what is not believed."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from onward.actions import accounts
from onward.actions.acting import Visiting
from onward.api.single_sign_on import CALLBACK
from onward.channels import openid
from onward.domain import tokens
from onward.store.people import People
from onward.store.transactions import Database
from tests.stage import ACME, ADA, CLEO, GLOBEX, new_id

from .house import ADAS_PASSWORD, CLEOS_PASSWORD, HOME, Browser, House, open_house
from .identity_provider import CLAIM_FAULTS, CLIENT_ID, CLIENT_SECRET

ADA_AT_HOME = {"sub": "ada-1", "email": "Ada@acme.example"}
DORA = {"sub": "dora-1", "email": "dora@acme.example", "name": "Dora"}
REFUSED = "/sign-in#problem=unauthenticated"
TOKEN_FAULTS = [
    *CLAIM_FAULTS,
    "alg none",
    "alg none, signed",
    "our secret as key",
    "public key as secret",
    "another key",
    "unknown key",
    "embedded key",
    "embedded key, rightly signed",
    "key elsewhere",
    "changed afterwards",
    "nonsense",
]


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    program = Path(__file__).with_name("identity_provider.py")
    process = subprocess.Popen([sys.executable, str(program)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()


def clock() -> datetime:
    """The provider's, which is another process."""
    return datetime.now(UTC)


def provider_of(issuer: str, clock: Callable[[], datetime] = clock, **differently: Any) -> openid.Provider:
    chosen = {
        "issuer": issuer,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "redirect_address": f"{HOME}{CALLBACK}",
        "scopes": "openid email profile",
        "name": "Acme's directory",
    }
    return openid.Provider(openid.Client(**(chosen | differently)), clock)


@pytest.fixture
async def sso(database: Database, database_url: str, issuer: str) -> AsyncIterator[House]:
    """Ada has an account with a password, and owns acme."""
    async with open_house(database, database_url, identity_provider=provider_of(issuer)) as house:
        await house.join(await house.person("ada@acme.example", "Ada", ADAS_PASSWORD), ACME, ADA)
        yield house


async def sent_off(browser: Browser) -> str:
    """Where the browser is led to."""
    answer = await browser.get("/session/oidc", 303)
    return str(answer.headers["location"])


async def sent_back(address: str, **more: str) -> str:
    """What the provider sends the browser back with, once somebody has proved to be somebody there."""
    async with httpx.AsyncClient() as http:
        answer = await http.get(address, params={**parse_qs(urlsplit(address).query), **more})
    assert answer.status_code == 302, answer.text
    return str(answer.headers["location"])


async def came_back(browser: Browser, address: str) -> str:
    """Where the browser is led to at last."""
    answer = await browser.http.get(address)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def signed_on(browser: Browser, **more: str) -> str:
    return await came_back(browser, await sent_back(await sent_off(browser), **more))


async def assert_nobody_is_in(house: House, browser: Browser) -> None:
    assert browser.token is None
    assert await house.rows("SELECT * FROM sessions") == []
    assert await house.rows("SELECT * FROM identities") == []
    assert await house.rows("SELECT * FROM sign_on_trips") == []


class TestLettingIn:
    async def test_an_account_with_the_verified_address_is_signed_in(self, sso: House) -> None:
        browser = sso.browser()
        told = (await browser.http.get("/app-config.json")).json()
        assert told["signs_in_with"] == {"label": "Acme's directory", "path": "/v1/session/oidc"}
        assert await signed_on(browser, **ADA_AT_HOME) == "/"
        me = await browser.get("/me")
        assert (me["person"]["email"], me["current"]["tenant_slug"]) == ("ada@acme.example", "acme")
        assert browser.http.cookies.get("__Host-onward_sign_on") is None
        assert await sso.acts() == ["single_sign_on_linked", "signed_in"]

    async def test_from_then_on_the_subject_counts_and_no_address(self, sso: House) -> None:
        await signed_on(sso.browser(), **ADA_AT_HOME)
        browser = sso.browser()
        assert await signed_on(browser, sub="ada-1", email="ada.married@acme.example") == "/"
        assert (await browser.get("/me"))["person"]["email"] == "ada@acme.example"
        stranger = sso.browser()
        assert await signed_on(stranger, sub="ada-2", email="ada@acme.example") == "/sign-in#problem=conflict"
        assert stranger.token is None

    async def test_an_address_may_stand_beside_the_token(self, sso: House) -> None:
        assert await signed_on(sso.browser(), **ADA_AT_HOME, claims_in="userinfo") == "/"

    async def test_somebody_invited_gets_an_account_without_a_password(self, sso: House) -> None:
        ada = await sso.ada()
        for role in ("viewer", "rep"):
            await ada.post("/invitations", {"email": "Dora@acme.example", "role": role}, 201)
        browser = sso.browser()
        assert await signed_on(browser, **DORA) == "/"
        me = await browser.get("/me")
        assert (me["person"]["name"], me["current"]["role"]) == ("Dora", "rep")
        assert (await ada.get("/invitations"))["data"] == []
        await sso.browser().sign_in("dora@acme.example", "", 401)
        refused = await browser.post("/me/totp", {"password": "a guess"}, 422)
        assert "was never chosen" in refused["errors"][0]["message"]
        await sso.rows("UPDATE people SET password_hash = NULL")
        assert await sso.database.has_credentials(), "who can sign in this way ends local mode too"
        again = sso.browser()
        assert await signed_on(again, **DORA) == "/"
        assert (await again.get("/me"))["person"]["id"] == me["person"]["id"]

    async def test_the_same_first_time_twice_at_once_makes_one_account(self, sso: House) -> None:
        ada = await sso.ada()
        await ada.post("/invitations", {"email": "dora@acme.example", "role": "rep"}, 201)
        browsers = [sso.browser() for _ in range(4)]
        backs = [await sent_back(await sent_off(browser), **DORA) for browser in browsers]
        ends = await asyncio.gather(*(came_back(browser, back) for browser, back in zip(browsers, backs, strict=True)))
        assert "/" in ends
        assert set(ends) <= {"/", "/sign-in#problem=conflict", "/sign-in#problem=forbidden"}
        assert len(await sso.rows("SELECT * FROM people WHERE email_folded = 'dora@acme.example'")) == 1
        assert len(await sso.rows("SELECT * FROM identities")) == 1

    async def test_the_providers_second_factor_replaces_ours(self, sso: House) -> None:
        await sso.rows("UPDATE people SET totp_enabled_at = now(), totp_secret = 'sealed'")
        browser = sso.browser()
        assert await signed_on(browser, **ADA_AT_HOME) == "/"
        assert (await browser.get("/me"))["person"]["has_second_factor"] is True

    async def test_the_session_before_ends(self, sso: House) -> None:
        browser = await sso.ada()
        before = browser.token
        await signed_on(browser, **ADA_AT_HOME)
        assert browser.token not in {None, before}
        assert len(await sso.rows("SELECT * FROM sessions")) == 1

    async def test_who_left_comes_into_no_tenant(self, sso: House) -> None:
        await sso.rows("UPDATE memberships SET is_active = false WHERE tenant_id = $1", ACME.id)
        browser = sso.browser()
        assert await signed_on(browser, **ADA_AT_HOME) == "/"
        assert (await browser.get("/me"))["memberships"] == []
        await browser.get("/customers", 403)


@pytest.fixture
async def mailless(database: Database, database_url: str, issuer: str) -> AsyncIterator[House]:
    """Invitations are handed over by whoever sends them out."""
    async with open_house(database, database_url, identity_provider=provider_of(issuer), post=None) as house:
        await house.join(await house.person("ada@acme.example", "Ada", ADAS_PASSWORD), ACME, ADA)
        await house.join(await house.person("cleo@globex.example", "Cleo", CLEOS_PASSWORD), GLOBEX, CLEO)
        yield house


class TestAnAddressThatNobodyProved:
    """Cleo invites Dora to globex, and takes the link herself. Later Dora comes, and ada invites her to acme."""

    async def taken(self, house: House) -> Browser:
        cleo, impostor = house.browser(), house.browser()
        await cleo.sign_in("cleo@globex.example", CLEOS_PASSWORD)
        link = (await cleo.post("/invitations", {"email": DORA["email"], "role": "rep"}, 201))["link"]
        body = {"token": link.partition("#token=")[2], "name": "Dora", "password": CLEOS_PASSWORD}
        await impostor.post("/invitations/accept", body)
        await impostor.post("/me/totp", {"password": CLEOS_PASSWORD})
        return impostor

    async def test_what_an_impostor_had_set_up_opens_nothing_any_more(self, mailless: House) -> None:
        impostor, dora = await self.taken(mailless), mailless.browser()
        assert await signed_on(dora, **DORA) == "/"
        assert (await dora.get("/me"))["person"]["email"] == DORA["email"]
        await impostor.get("/me", 401)
        await impostor.sign_in(DORA["email"], CLEOS_PASSWORD, 401)
        assert await mailless.rows("SELECT FROM people WHERE name = 'Dora' AND totp_secret IS NOT NULL") == []
        assert "unproven_password_ended" in await mailless.acts(GLOBEX)

    async def test_a_reset_proves_it_and_the_password_stays(self, mailless: House) -> None:
        await self.taken(mailless)
        dora, token = mailless.browser(), tokens.token_text(b"r" * 32)
        async with mailless.database.outside() as tx:
            visiting = Visiting(tx, mailless.clock.now, new_id, "a-test")
            person = await People(tx).find_by_email(DORA["email"])
            assert person is not None
            await accounts.make_reset_link(visiting, person, tokens.token_hash(token))
            await tx.commit()
        await dora.post("/password-resets/accept", {"token": token, "new_password": ADAS_PASSWORD}, 204)
        assert await signed_on(dora, **DORA) == "/"
        await mailless.browser().sign_in(DORA["email"], ADAS_PASSWORD)

    async def test_a_letter_proves_it_too(self, sso: House) -> None:
        await (await sso.ada()).post("/invitations", {"email": DORA["email"], "role": "rep"}, 201)
        token = (await sso.letter()).text.partition("#token=")[2].split()[0]
        dora = sso.browser()
        await dora.post("/invitations/accept", {"token": token, "name": "Dora", "password": CLEOS_PASSWORD})
        assert await signed_on(dora, **DORA) == "/"
        await sso.browser().sign_in(DORA["email"], CLEOS_PASSWORD)


class TestRefusing:
    async def test_tokens_that_do_not_hold(self, sso: House, issuer: str) -> None:
        ends = {fault: await signed_on(sso.browser(), **ADA_AT_HOME, fault=fault) for fault in TOKEN_FAULTS}
        assert ends == dict.fromkeys(TOKEN_FAULTS, REFUSED)
        await assert_nobody_is_in(sso, sso.browser())
        async with httpx.AsyncClient() as http:
            assert "/keys-of-mine" not in (await http.get(f"{issuer}/visited")).json()["paths"]

    @pytest.mark.parametrize("fault", ["refused", "from another provider", "from nobody"])
    async def test_an_answer_that_does_not_hold(self, sso: House, fault: str) -> None:
        browser = sso.browser()
        assert await signed_on(browser, **ADA_AT_HOME, fault=fault) == REFUSED
        await assert_nobody_is_in(sso, browser)

    async def test_word_of_somebody_else(self, sso: House) -> None:
        browser = sso.browser()
        more = {**ADA_AT_HOME, "claims_in": "userinfo", "fault": "tells of somebody else"}
        assert await signed_on(browser, **more) == REFUSED
        await assert_nobody_is_in(sso, browser)

    async def test_an_answer_that_comes_twice(self, sso: House) -> None:
        browser = sso.browser()
        back = await sent_back(await sent_off(browser), **ADA_AT_HOME)
        secret = browser.http.cookies.get("__Host-onward_sign_on")
        assert await came_back(browser, back) == "/"
        again = sso.browser(Cookie=f"__Host-onward_sign_on={secret}")
        assert await came_back(again, back) == REFUSED
        assert again.token is None

    async def test_the_answer_to_another_browser(self, sso: House) -> None:
        """Somebody's own answer, slipped to a victim who would then work in that account."""
        theirs, victim = sso.browser(), sso.browser()
        back = await sent_back(await sent_off(theirs), **ADA_AT_HOME)
        assert await came_back(victim, back) == REFUSED
        await sent_off(victim)
        assert await came_back(victim, back) == REFUSED
        assert victim.token is None
        assert await came_back(theirs, back) == "/"

    async def test_a_code_from_another_trip(self, sso: House) -> None:
        stolen = await sent_back(await sent_off(sso.browser()), **ADA_AT_HOME)
        code = parse_qs(urlsplit(stolen).query)["code"][0]
        browser = sso.browser()
        own = urlsplit(await sent_off(browser))
        state = parse_qs(own.query)["state"][0]
        iss = parse_qs(urlsplit(stolen).query)["iss"][0]
        answer = await browser.get("/session/oidc/callback", 303, params={"state": state, "code": code, "iss": iss})
        assert answer.headers["location"] == REFUSED
        assert browser.token is None

    async def test_an_answer_that_comes_too_late(self, sso: House) -> None:
        browser = sso.browser()
        back = await sent_back(await sent_off(browser), **ADA_AT_HOME)
        sso.clock.advance(minutes=10, seconds=1)
        assert await came_back(browser, back) == REFUSED
        assert browser.token is None

    async def test_an_answer_to_nothing(self, sso: House) -> None:
        for query in ("", "state=made-up&code=made-up", "state=&code=x&scope=openid&authuser=0"):
            answer = await sso.browser().get(f"/session/oidc/callback?{query}", 303)
            assert answer.headers["location"] == REFUSED
        await sso.browser().get("/session/oidc/callback?state=a&state=b", 422)

    async def test_strangers_and_unverified_addresses(self, sso: House) -> None:
        for who in (DORA, {**ADA_AT_HOME, "verified": "no"}, {"sub": "nobody"}):
            browser = sso.browser()
            assert await signed_on(browser, **who) == "/sign-in#problem=forbidden"
            await assert_nobody_is_in(sso, browser)

    async def test_an_invitation_that_has_ended(self, sso: House) -> None:
        ada = await sso.ada()
        made = await ada.post("/invitations", {"email": "dora@acme.example", "role": "rep"}, 201)
        await ada.delete(f"/invitations/{made['id']}")
        await ada.post("/invitations", {"email": "dora@acme.example", "role": "rep"}, 201)
        sso.clock.advance(days=7, seconds=1)
        assert await signed_on(sso.browser(), **DORA) == "/sign-in#problem=forbidden"
        assert len(await sso.rows("SELECT * FROM people")) == 1

    async def test_too_many_beginnings(self, sso: House) -> None:
        browser = sso.browser()
        for _ in range(60):
            await browser.get("/session/oidc", 303)
        await browser.get("/session/oidc", 429)
        assert len(await sso.rows("SELECT * FROM sign_on_trips")) == 60
        sso.clock.advance(minutes=16)
        await browser.get("/session/oidc", 303)
        assert len(await sso.rows("SELECT * FROM sign_on_trips")) == 41


class TestProviders:
    async def test_without_one_there_is_no_such_way(self, house: House) -> None:
        assert (await house.browser().http.get("/app-config.json")).json()["signs_in_with"] is None
        await house.browser().get("/session/oidc", 404)
        await house.browser().get("/session/oidc/callback?state=a&code=b", 404)

    @pytest.mark.parametrize("address", ["http://127.0.0.1:1", "{issuer}/", "{issuer}/keys?", "{issuer}/nowhere"])
    async def test_one_that_is_gone_or_another(
        self, database: Database, database_url: str, issuer: str, address: str
    ) -> None:
        wrong = provider_of(address.format(issuer=issuer))
        async with open_house(database, database_url, identity_provider=wrong) as house:
            answer = await house.browser().get("/session/oidc", 303)
            assert answer.headers["location"] == "/sign-in#problem=unavailable"

    async def test_one_that_does_not_know_our_secret(self, database: Database, database_url: str, issuer: str) -> None:
        wrong = provider_of(issuer, client_secret="guessed")
        async with open_house(database, database_url, identity_provider=wrong) as house:
            browser = house.browser()
            assert await signed_on(browser, **ADA_AT_HOME) == REFUSED
            await assert_nobody_is_in(house, browser)

    async def test_a_new_key_is_looked_for_but_not_at_every_turn(
        self, database: Database, database_url: str, issuer: str
    ) -> None:
        later = [timedelta()]
        watched = provider_of(issuer, lambda: clock() + later[0])
        async with open_house(database, database_url, identity_provider=watched) as house:
            await house.person("ada@acme.example", "Ada", None)
            assert await signed_on(house.browser(), **ADA_AT_HOME) == "/"
            async with httpx.AsyncClient() as http:
                await http.get(f"{issuer}/rotate")
            assert await signed_on(house.browser(), **ADA_AT_HOME) == REFUSED
            later[0] = timedelta(seconds=61)
            assert await signed_on(house.browser(), **ADA_AT_HOME) == "/"

    @pytest.mark.parametrize(
        ("address", "is_safe"),
        [
            ("https://id.example.com", True),
            ("http://127.0.0.1:8080", True),
            ("http://[::1]/a", True),
            ("http://id.example.com", False),
            ("http://localhost.example.com", False),
            ("file:///etc/passwd", False),
            ("", False),
        ],
    )
    def test_only_over_tls_or_on_this_machine(self, address: str, is_safe: bool) -> None:
        assert openid.is_safe(address) is is_safe

    async def test_below_a_path(self, database: Database, database_url: str, issuer: str) -> None:
        below = provider_of(issuer, redirect_address=f"{HOME}/crm{CALLBACK}")
        async with open_house(database, database_url, identity_provider=below, base_path="/crm") as house:
            browser = house.browser()
            away = await sent_off(browser)
            assert away.startswith(f"{issuer}/authorize?")
            back = await sent_back(away, **DORA)
            assert back.startswith(f"{HOME}/crm{CALLBACK}?")
            assert await came_back(browser, back) == "/crm/sign-in#problem=forbidden"

    async def test_tenants_stay_apart(self, sso: House) -> None:
        """Who is let into one tenant by an invitation is let into no other."""
        ada = await sso.ada()
        await ada.post("/invitations", {"email": "dora@acme.example", "role": "rep"}, 201)
        browser = sso.browser()
        await signed_on(browser, **DORA)
        await browser.get("/customers", 404, headers={"X-Tenant-ID": GLOBEX.slug})
