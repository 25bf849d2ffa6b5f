"""Signing in, staying signed in, signing out."""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest

from onward.crypto.passwords import Passwords
from onward.domain import tokens
from onward.store.transactions import Database
from tests.stage import ACME, GLOBEX

from .house import ADAS_PASSWORD, CLEOS_PASSWORD, HOME, Browser, House, open_house


class TestSigningIn:
    async def test_ada_is_let_in_and_is_herself(self, house: House) -> None:
        browser = house.browser()
        signed_in = await browser.sign_in("Ada@ACME.example", ADAS_PASSWORD)
        assert signed_in["second_factor_needed"] is False
        assert signed_in["person"]["email"] == "ada@acme.example"
        me = await browser.get("/me")
        assert [each["tenant_slug"] for each in me["memberships"]] == ["acme"]
        assert me["current"]["role"] == "owner"
        assert "members:write" in me["current"]["permissions"]
        assert (await browser.get("/interactions"))["data"] == []
        assert await house.acts() == ["signed_in"]

    @pytest.mark.parametrize(
        ("email", "password"),
        [("ada@acme.example", "not her password"), ("nobody@acme.example", ADAS_PASSWORD), ("ada@acme.example", "")],
    )
    async def test_others_are_not(self, house: House, email: str, password: str) -> None:
        browser = house.browser()
        refused = await browser.sign_in(email, password, 401)
        assert refused["detail"] == "The e-mail address or the password is wrong."
        assert browser.token is None
        assert await house.rows("SELECT * FROM sessions") == []
        await browser.get("/interactions", 401)

    async def test_a_failure_is_told_to_the_tenants_of_that_person_only(self, house: House) -> None:
        await house.browser().sign_in("ada@acme.example", "not her password", 401)
        await house.afterwards.wait(10)
        assert await house.acts() == ["sign_in_failed"]
        assert await house.acts(GLOBEX) == []

    async def test_the_cookie_is_bound_to_the_host_and_out_of_scripts_reach(self, house: House) -> None:
        answer = await house.browser().http.post(
            "/v1/session", json={"email": "ada@acme.example", "password": ADAS_PASSWORD}
        )
        name, _, rest = answer.headers["set-cookie"].partition("=")
        assert name == "__Host-onward_session"
        assert {"Path=/", "Secure", "HttpOnly", "SameSite=Lax"} <= set(rest.split("; "))
        assert "Domain" not in rest

    async def test_the_database_holds_no_token_and_no_password(self, house: House) -> None:
        browser = await house.ada()
        assert browser.token is not None
        rows = await house.rows("SELECT token_hash, s::text AS all FROM sessions s")
        assert [row["token_hash"] for row in rows] == [tokens.token_hash(browser.token)]
        assert browser.token not in rows[0]["all"]
        kept = await house.rows("SELECT p::text AS all FROM people p")
        assert not any(ADAS_PASSWORD in row["all"] for row in kept)

    async def test_each_sign_in_has_a_token_of_its_own_and_ends_the_one_before(self, house: House) -> None:
        browser = await house.ada()
        before = browser.token
        await browser.sign_in("ada@acme.example", ADAS_PASSWORD)
        assert browser.token not in {None, before}
        browser.http.cookies.clear()
        await browser.get("/me", 401, headers={"Cookie": f"__Host-onward_session={before}"})

    async def test_a_made_up_token_opens_nothing(self, house: House) -> None:
        for token in ("A" * 43, "A" * 42, "", "../" * 14):
            await house.browser().get("/me", 401, headers={"Cookie": f"__Host-onward_session={token}"})

    async def test_a_hash_of_other_costs_is_renewed(self, house: House) -> None:
        await house.ada()
        dearer = house.another_node()
        before = await house.rows("SELECT password_hash FROM people WHERE name = 'Ada'")
        msgspec.structs.force_setattr(house.equipment, "passwords", Passwords(memory_kib=128, rounds=1, lanes=1))
        browser = Browser(dearer)
        await browser.sign_in("ada@acme.example", ADAS_PASSWORD)
        after = await house.rows("SELECT password_hash FROM people WHERE name = 'Ada'")
        assert before != after
        assert "m=128" in after[0]["password_hash"]
        await browser.sign_in("ada@acme.example", ADAS_PASSWORD)


class TestHowLong:
    async def test_twelve_idle_hours_end_it(self, house: House) -> None:
        browser = await house.ada()
        house.clock.advance(hours=11, minutes=59)
        await browser.get("/me")
        house.clock.advance(hours=11, minutes=59)
        await browser.get("/me")
        house.clock.advance(hours=12, seconds=1)
        await browser.get("/me", 401)

    async def test_fourteen_days_end_it_however_busy(self, house: House) -> None:
        browser = await house.ada()
        for _ in range(14 * 24 // 8 - 1):
            house.clock.advance(hours=8)
            await browser.get("/me")
        house.clock.advance(hours=8, seconds=1)
        await browser.get("/me", 401)


class TestSigningOut:
    async def test_the_token_is_worth_nothing_afterwards(self, house: House) -> None:
        browser = await house.ada()
        token = browser.token
        await browser.delete("/session")
        assert browser.token is None
        await browser.get("/me", 401, headers={"Cookie": f"__Host-onward_session={token}"})
        assert await house.acts() == ["signed_in", "signed_out"]

    async def test_one_of_several_is_ended_from_another(self, house: House) -> None:
        here, there = await house.ada(), await house.ada()
        found = (await here.get("/sessions"))["data"]
        assert [each["is_current"] for each in found] == [True, False]
        assert found[0]["address"] == "203.0.113.7"
        await here.delete(f"/sessions/{found[1]['id']}")
        await there.get("/me", 401)
        await here.get("/me")

    async def test_somebody_elses_is_not_found(self, house: House) -> None:
        ada, ben = await house.ada(), await house.ben()
        bens = (await ben.get("/sessions"))["data"][0]["id"]
        await ada.delete(f"/sessions/{bens}", 404)
        await ben.get("/me")

    async def test_everywhere_else_at_once(self, house: House) -> None:
        here, there, elsewhere = await house.ada(), await house.ada(), await house.ada()
        assert (await here.delete("/sessions", 200))["ended"] == 2
        await there.get("/me", 401)
        await elsewhere.get("/me", 401)
        await here.get("/me")


class TestForeignPages:
    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": "https://evil.example"},
            {"Origin": "http://onward.example"},
            {"Origin": "null"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
        ],
    )
    async def test_they_do_not_write_with_a_persons_cookie(self, house: House, headers: dict[str, str]) -> None:
        browser = await house.ada()
        await browser.post("/customers", {"name": "Initech"}, 403, headers=headers)
        await browser.delete("/session", 403, headers=headers)
        await browser.post("/session", {"email": "a@b.example", "password": "x"}, 403, headers=headers)
        assert await house.rows("SELECT * FROM customers") == []
        await browser.get("/me", headers=headers)

    async def test_our_own_pages_do(self, house: House) -> None:
        browser = await house.ada()
        await browser.post("/customers", {"name": "Initech"}, 201, headers={"Origin": HOME})
        await browser.post("/customers", {"name": "Initrode"}, 201, headers={"Sec-Fetch-Site": "same-origin"})

    @pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""])
    async def test_what_a_form_could_send_is_not_read(self, house: House, kind: str) -> None:
        browser = await house.ada()
        options: dict[str, Any] = {"json": None, "content": b'{"name": "Initech"}', "headers": {"Content-Type": kind}}
        await browser.ask("POST", "/customers", 415, **options)
        await browser.ask("POST", "/session", 415, **options)


class TestTenants:
    async def test_a_tenant_of_somebody_else_is_as_unknown_as_none(self, house: House) -> None:
        browser = await house.ada()
        theirs, none = [
            await browser.get("/interactions", 404, headers={"X-Tenant-ID": name}) for name in ("globex", "nowhere")
        ]
        assert theirs | {"request_id": 0} == none | {"request_id": 0}
        by_id = await browser.get("/interactions", 404, headers={"X-Tenant-ID": str(GLOBEX.id)})
        assert by_id | {"request_id": 0} == none | {"request_id": 0}

    async def test_several_tenants_need_a_name(self, house: House) -> None:
        cleo = (await house.rows("SELECT id FROM people WHERE name = 'Cleo'"))[0]["id"]
        ben = (await house.rows("SELECT id FROM members WHERE email = 'ben@acme.example'"))[0]["id"]
        await house.rows("DELETE FROM memberships WHERE member_id = $1", ben)
        await house.join(cleo, ACME, ben)
        browser = house.browser()
        await browser.sign_in("cleo@globex.example", CLEOS_PASSWORD)
        refused = await browser.get("/interactions", 400)
        assert "X-Tenant-ID" in refused["detail"]
        me = await browser.get("/me")
        assert [(each["tenant_slug"], each["role"]) for each in me["memberships"]] == [
            ("acme", "rep"),
            ("globex", "owner"),
        ]
        assert me["current"] is None
        await browser.get("/interactions", headers={"X-Tenant-ID": "globex"})
        await browser.get("/audit", 403, headers={"X-Tenant-ID": str(ACME.id)})
        assert (await browser.get("/me", headers={"X-Tenant-ID": "acme"}))["current"]["role"] == "rep"


class TestGuessing:
    async def test_an_account_is_closed_to_an_address_that_guesses(self, house: House) -> None:
        browser = house.browser()
        for _ in range(10):
            await browser.sign_in("ada@acme.example", "a guess", 401)
        refused = await browser.http.post("/v1/session", json={"email": "ada@acme.example", "password": ADAS_PASSWORD})
        assert refused.status_code == 429
        assert 0 < int(refused.headers["retry-after"]) <= 900
        await house.browser("198.51.100.1").sign_in("ada@acme.example", ADAS_PASSWORD)
        house.clock.advance(minutes=15, seconds=1)
        await browser.sign_in("ada@acme.example", ADAS_PASSWORD)

    async def test_the_count_is_shared_by_all_nodes_and_exact_under_a_flood(self, house: House) -> None:
        nodes = [house.app, house.another_node()]
        browsers = [Browser(nodes[number % 2]) for number in range(30)]
        answers = await asyncio.gather(
            *(
                browser.http.post("/v1/session", json={"email": "ada@acme.example", "password": "a guess"})
                for browser in browsers
            )
        )
        told = {answer.json()["detail"] for answer in answers if answer.status_code == 429}
        assert told == {"That was tried too often. Try again in 15 minutes."}
        statuses = [answer.status_code for answer in answers]
        assert statuses.count(401) == 10
        assert statuses.count(429) == 20

    async def test_right_passwords_are_not_counted(self, house: House) -> None:
        for _ in range(15):
            await house.ada()


@pytest.fixture
async def slow_house(database: Database, database_url: str) -> AsyncIterator[House]:
    async with open_house(database, database_url, passwords=Passwords(memory_kib=8192, rounds=3, lanes=1)) as house:
        yield house


async def test_an_unknown_address_takes_as_long_as_a_known_one(slow_house: House) -> None:
    slow_house.passwords = slow_house.equipment.passwords
    await slow_house.person("ada@acme.example", "Ada", ADAS_PASSWORD)
    known, unknown = [], []
    for number in range(9):
        browser = slow_house.browser(f"203.0.113.{number}")
        for email, times in (("ada@acme.example", known), ("nobody@acme.example", unknown)):
            began = time.perf_counter()
            await browser.sign_in(email, "a guess", 401)
            times.append(time.perf_counter() - began)
    # Without the stand-in hash it is a tenth; the machine may be busy.
    assert 0.5 < statistics.median(unknown) / statistics.median(known) < 2


async def test_the_answer_waits_for_nothing_that_only_a_known_address_has(house: House) -> None:
    async with house.owner.transaction():
        await house.rows("LOCK TABLE audit_log, memberships IN ACCESS EXCLUSIVE MODE")
        await house.browser().sign_in("ada@acme.example", "a guess", 401)
        assert await house.rows("SELECT * FROM audit_log") == []
    await house.afterwards.wait(10)
    assert await house.acts() == ["sign_in_failed"]
