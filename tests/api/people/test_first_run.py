"""A server that nobody can sign in to yet; where requests come from; how fast they may come."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

import pytest

from onward.actions import owners
from onward.actions.acting import Visiting
from onward.actions.owners import Opening
from onward.api import headers
from onward.api.pace import Pace
from onward.api.proxies import Proxies
from onward.domain import attempts, tokens
from onward.store.transactions import Database
from tests.stage import new_id

from .house import ADAS_PASSWORD, House, open_house

ACCOUNT = {"name": "Ada", "email": "ada@initech.example", "password": ADAS_PASSWORD}
FORWARDED = {b"host": b"inside:8000", b"x-forwarded-proto": b"https", b"x-forwarded-host": b"onward.example"}
TENANT = {"tenant_name": "Initech", "tenant_slug": "initech"}


@pytest.fixture
async def empty(database: Database, database_url: str) -> AsyncIterator[House]:
    async with open_house(database, database_url) as house:
        yield house


def by_key(key: str) -> Callable[[UUID], str]:
    """How servers make a link's token: with one key always the same."""
    return lambda link_id: tokens.token_text(sha256(f"{key} {link_id}".encode()).digest())


async def start(house: House, key: str = "ours") -> Opening | None:
    """What a server does as it starts."""
    async with house.database.outside() as tx:
        opening = await owners.open_setup(Visiting(tx, house.clock.now, new_id, "a-test"), by_key(key))
        await tx.commit()
    return opening


async def setup_token(house: House) -> str:
    opening = await start(house)
    assert opening is not None
    assert opening.token is not None
    return opening.token


class TestSettingUp:
    async def test_the_link_makes_a_tenant_and_its_owner(self, empty: House) -> None:
        browser = empty.browser()
        assert (await browser.get("/setup")) == {"is_set_up": False}
        made = await browser.post("/setup", {"token": await setup_token(empty), **TENANT, **ACCOUNT}, 201)
        me = await browser.get("/me")
        assert (me["current"]["tenant_slug"], me["current"]["role"]) == ("initech", "owner")
        assert me["current"]["member_id"] == made["member_id"]
        assert (await browser.get("/setup")) == {"is_set_up": True}
        assert len((await browser.get("/interactions/templates"))["data"]) == 2
        [owner] = (await browser.get("/members"))["data"]
        assert (owner["name"], owner["email"], owner["has_account"]) == ("Ada", "ada@initech.example", True)

    async def test_it_works_once_however_many_hold_it(self, empty: House) -> None:
        token = await setup_token(empty)
        answers = await asyncio.gather(
            *(
                empty.browser().http.post(
                    "/v1/setup",
                    json={
                        "token": token,
                        "tenant_name": "One",
                        "tenant_slug": f"tenant-{number}",
                        **ACCOUNT,
                        "email": f"ada{number}@initech.example",
                    },
                )
                for number in range(5)
            )
        )
        assert sorted(answer.status_code for answer in answers) == [201, 422, 422, 422, 422]
        assert len(await empty.rows("SELECT * FROM tenants WHERE slug LIKE 'tenant-%'")) == 1
        assert len(await empty.rows("SELECT * FROM people")) == 1

    async def test_servers_that_start_at_once_tell_the_same_link(self, empty: House) -> None:
        openings = await asyncio.gather(*(start(empty) for _ in range(5)))
        told = {opening.token for opening in openings if opening is not None}
        assert len(told) == 1
        assert len(await empty.rows("SELECT * FROM one_time_links")) == 1
        [token] = told
        await empty.browser().post("/setup", {"token": token, **TENANT, **ACCOUNT}, 201)

    async def test_a_start_with_another_key_voids_no_link(self, empty: House) -> None:
        token = await setup_token(empty)
        empty.clock.advance(hours=1)
        stranger = await start(empty, "another")
        assert stranger is not None
        assert (stranger.token, stranger.begun_at) == (None, empty.clock.now - timedelta(hours=1))
        await empty.browser().post("/setup", {"token": token, **TENANT, **ACCOUNT}, 201)

    async def test_a_link_that_has_ended_is_followed_by_another(self, empty: House) -> None:
        old = await setup_token(empty)
        empty.clock.advance(hours=24)
        newer = await setup_token(empty)
        assert newer != old
        await empty.browser().post("/setup", {"token": old, **TENANT, **ACCOUNT}, 422)
        await empty.browser().post("/setup", {"token": newer, **TENANT, **ACCOUNT}, 201)

    async def test_made_up_and_ended_links_make_nothing(self, empty: House) -> None:
        newer = await setup_token(empty)
        house_body = {**TENANT, **ACCOUNT}
        for token in ("made up", tokens.token_text(b"x" * 32)):
            await empty.browser().post("/setup", {"token": token, **house_body}, 422)
        for slug in ("acme", "A", "0190a000-0000-7000-8000-000000000001", "-"):
            body = {"token": newer, **house_body, "tenant_slug": slug}
            assert (await empty.browser().http.post("/v1/setup", json=body)).status_code in {409, 422}
        empty.clock.advance(hours=24, seconds=1)
        await empty.browser().post("/setup", {"token": newer, **house_body}, 422)
        assert await empty.rows("SELECT * FROM people") == []

    async def test_it_ends_once_anybody_has_a_password(self, house: House) -> None:
        await house.browser().post("/setup", {"token": await setup_token(house), **TENANT, **ACCOUNT}, 422)
        assert await house.rows("SELECT * FROM tenants WHERE slug = 'initech'") == []


class TestProxies:
    @pytest.mark.parametrize(
        ("trusted", "client", "forwarded", "address"),
        [
            ([], "10.0.0.1", "203.0.113.9", "10.0.0.1"),
            (["10.0.0.0/8"], "203.0.113.1", "203.0.113.9", "203.0.113.1"),
            (["10.0.0.0/8"], "10.0.0.1", "203.0.113.9", "203.0.113.9"),
            (["10.0.0.0/8"], "10.0.0.1", "1.2.3.4, 203.0.113.9", "203.0.113.9"),
            (["10.0.0.0/8"], "10.0.0.1", "1.2.3.4, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
            (["10.0.0.0/8"], "10.0.0.1", "", "10.0.0.1"),
            (["10.0.0.0/8"], "10.0.0.1", "203.0.113.9, nonsense", "10.0.0.1"),
            (["10.0.0.0/8"], "10.0.0.1", "10.0.0.3", "10.0.0.3"),
            (["::1"], "::1", "2001:db8::7", "2001:db8::7"),
            (["10.0.0.0/8"], "::ffff:10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ],
    )
    def test_only_ours_are_believed(self, trusted: list[str], client: str, forwarded: str, address: str) -> None:
        headers = {b"x-forwarded-for": forwarded.encode()}
        assert Proxies(trusted).address({"client": (client, 1)}, headers) == address

    def test_a_proxy_may_write_its_hop_on_a_line_of_its_own(self) -> None:
        lines = [(b"x-forwarded-for", hop) for hop in (b"1.2.3.4, 203.0.113.9", b"10.0.0.3", b"10.0.0.2")]
        given = headers.received([(b"host", b"inside"), *lines])
        assert Proxies(["10.0.0.0/8"]).address({"client": ("10.0.0.1", 1)}, given) == "203.0.113.9"
        assert headers.received([(b"host", b"inside")]) == {b"host": b"inside"}

    def test_so_is_what_they_say_of_scheme_and_host(self) -> None:
        scope = {"client": ("10.0.0.1", 1), "scheme": "http"}
        assert Proxies(["10.0.0.1"]).origin(scope, FORWARDED) == "https://onward.example"
        assert Proxies(["10.0.0.2"]).origin(scope, FORWARDED) == "http://inside:8000"

    async def test_a_forged_header_opens_no_new_count(self, house: House) -> None:
        for number in range(10):
            browser = house.browser(**{"X-Forwarded-For": f"198.51.100.{number}"})
            await browser.sign_in("ada@acme.example", "a guess", 401)
        await house.browser(**{"X-Forwarded-For": "198.51.100.77"}).sign_in("ada@acme.example", "a guess", 429)

    async def test_nor_does_another_address_of_the_same_ipv6_network(self, house: House) -> None:
        for number in range(10):
            await house.browser(f"2001:db8::{number:x}").sign_in("ada@acme.example", "a guess", 401)
        await house.browser("2001:db8:0:0:ffff::1").sign_in("ada@acme.example", "a guess", 429)
        await house.browser("2001:db8:0:1::1").sign_in("ada@acme.example", "a guess", 401)

    @pytest.mark.parametrize(
        ("address", "counts_as"),
        [
            ("203.0.113.9", "203.0.113.9"),
            ("::ffff:203.0.113.9", "203.0.113.9"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("fe80::1%eth0", "fe80::/64"),
            ("", ""),
            ("a socket", "a socket"),
        ],
    )
    def test_what_an_address_counts_as(self, address: str, counts_as: str) -> None:
        assert attempts.place(address) == counts_as


class TestPace:
    def test_a_caller_who_is_too_fast_waits(self) -> None:
        at = [0.0]
        pace = Pace(2, timer=lambda: at[0])
        for _ in range(20):
            pace.take("a key", None)
        with pytest.raises(Exception, match="more writes"):
            pace.take("a key", None)
        pace.take("another key", None)
        at[0] += 0.5
        pace.take("a key", None)

    async def test_writes_are_held_back_and_reads_are_not(self, database: Database, database_url: str) -> None:
        async with open_house(database, database_url, pace=Pace(1, timer=lambda: 0.0)) as house:
            token = await setup_token(house)
            browser = house.browser()
            await browser.post("/setup", {"token": token, **TENANT, **ACCOUNT}, 201)
            for number in range(10):
                await browser.post("/customers", {"name": f"Number {number}"}, 201)
            refused = await browser.http.post("/v1/customers", json={"name": "One too many"})
            assert (refused.status_code, refused.headers["retry-after"]) == (429, "1")
            assert refused.json()["type"] == "/problems/too-many"
            await browser.get("/customers")
            assert len(await house.rows("SELECT * FROM customers")) == 10

    async def test_so_is_what_people_do_to_their_accounts(self, database: Database, database_url: str) -> None:
        async with open_house(database, database_url, pace=Pace(1, timer=lambda: 0.0)) as house:
            token = await setup_token(house)
            browser = house.browser()
            await browser.post("/setup", {"token": token, **TENANT, **ACCOUNT}, 201)
            for _ in range(10):
                await browser.delete("/sessions", 200)
            await browser.delete("/sessions", 429)
            await browser.get("/sessions")
