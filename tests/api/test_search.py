"""Finding by words: prefixes of the title's and the customer's, also after either is renamed."""

from typing import Any

import pytest

from tests.stage import Stage


async def found(stage: Stage, q: str) -> set[str]:
    return {row["title"] for row in (await stage.get("/interactions", q=q))["data"]}


@pytest.fixture
async def initech(stage: Stage) -> Any:
    made = await stage.customer(
        name="Initech GmbH", company="Größe & Söhne", email="bill@initech.example", phone="+49 30 555-12 34"
    )
    await stage.interaction(made["id"], title="Call about the Proposal")
    await stage.interaction((await stage.customer(name="Hooli"))["id"], title="Propose a merger")
    return made


async def test_words_of_title_and_customer_by_prefix(stage: Stage, initech: Any) -> None:
    call, merger = "Call about the Proposal", "Propose a merger"
    for q, titles in {
        "propos": {call, merger},
        "proposal": {call},
        "PROPOSE": {merger},
        "posal": set(),
        "hoo": {merger},
        "init call": {call},
        "call initech about": {call},
        "call hooli": set(),
        "GRÖSSE": {call},
        "söhn": {call},
        "bill": {call},
        "bill@initech.example": {call},
        "1234": {call},
        "5551234": {call},
        "   ": {call, merger},
        "!?": {call, merger},
        "": {call, merger},
        "100%": set(),
        "_": {call, merger},
        "%": {call, merger},
        "' OR 1=1 --": set(),
        "\U0010ffff": {call, merger},
    }.items():
        assert await found(stage, q) == titles, q


async def test_a_renamed_title_is_found_by_its_new_words_only(stage: Stage, initech: Any) -> None:
    (call,) = (await stage.get("/interactions", q="init"))["data"]
    await stage.put(f"/interactions/{call['id']}", {"title": "Visit the plant"})
    assert await found(stage, "plant") == {"Visit the plant"}
    assert await found(stage, "about") == set()


async def test_a_renamed_customer_is_found_by_its_new_words_only(stage: Stage, initech: Any) -> None:
    await stage.put(f"/customers/{initech['id']}", {"name": "Initrode", "phone": None})
    assert await found(stage, "initrode") == {"Call about the Proposal"}
    assert await found(stage, "gmbh") == await found(stage, "1234") == set()


async def test_another_tenants_words_find_nothing(stage: Stage, initech: Any) -> None:
    async with stage.client(**{"X-Tenant-ID": "globex"}) as cleo:
        assert (await cleo.get("/v1/interactions?q=call")).json()["data"] == []
        assert (await cleo.get("/v1/customers?q=initech")).json()["data"] == []


async def test_customers_are_found_by_all_that_names_them(stage: Stage, initech: Any) -> None:
    await stage.put(f"/customers/{initech['id']}", {"external_id": "CRM-77/b"})
    for q in ("initech", "gmbh init", "söhne", "bill@in", "example", "1234", "crm-77/b", "crm", "77"):
        assert [row["id"] for row in (await stage.get("/customers", q=q))["data"]] == [initech["id"]], q
    for q in ("proposal", "chnitech", "initech hooli"):
        assert (await stage.get("/customers", q=q))["data"] == [], q


async def test_pages_of_what_was_found(stage: Stage) -> None:
    customer = await stage.customer(name="Initech")
    for number in range(5):
        await stage.interaction(customer["id"], title=f"Word {number}")
    page = await stage.get("/interactions", q="wor ini", limit=3)
    rest = await stage.get("/interactions", q="wor ini", limit=3, cursor=page["next_cursor"])
    assert len({row["id"] for row in page["data"] + rest["data"]}) == 5


async def test_very_many_and_very_long_words(stage: Stage) -> None:
    customer = await stage.customer(name=" ".join(f"w{number}" for number in range(60))[:200])
    title = "x" * 300
    await stage.interaction(customer["id"], title=title)
    assert await found(stage, "x" * 200) == {title}
    assert await found(stage, "w0 w1 w2") == {title}


@pytest.mark.parametrize("written", ["+49 30 555-12 34", "+49305551234", "0049 30 5551234", "030 555 1234"])
async def test_a_phone_number_is_found_as_people_type_it(stage: Stage, written: str) -> None:
    made = await stage.customer(name="Initech", phone=written)
    await stage.customer(name="Hooli", phone="+49 40 9876555")
    await stage.interaction(made["id"], title="Call")
    for q in ("1234", "51234", "5551234", "305551234", "30555", "3055512"):
        assert [row["name"] for row in (await stage.get("/customers", q=q))["data"]] == ["Initech"], q
        assert [row["name"] for row in (await stage.get("/customers", q=q, sort="name"))["data"]] == ["Initech"], q
        assert await found(stage, q) == {"Call"}, q


async def test_pages_of_numbers_with_the_same_end(stage: Stage) -> None:
    for number in range(5):
        await stage.customer(name=f"Initech {number}", phone=f"+49 30 {number}1234")
    await stage.customer(name="1234 Ltd")
    names: list[str] = []
    cursor: dict[str, str] = {}
    while not names or cursor:
        page = await stage.get("/customers", q="1234", limit=2, **cursor)
        names += [row["name"] for row in page["data"]]
        cursor = {"cursor": page["next_cursor"]} if page["next_cursor"] else {}
    assert names == ["1234 Ltd", *(f"Initech {number}" for number in range(5))]


class TestRanking:
    """Names before all else, whole words before those that only begin so."""

    @pytest.fixture(autouse=True)
    async def several(self, stage: Stage) -> None:
        for name, more in {
            "Works for Anna": {"company": "Ann GmbH"},
            "Annabel Lee": {},
            "Ann": {},
            "Anna Ann": {},
            "Bob": {"email": "ann@bob.example", "phone": "0171 2345678"},
            "Annette Smith": {},
        }.items():
            await stage.customer(name=name, **more)

    async def names(self, stage: Stage, **query: Any) -> list[str]:
        return [row["name"] for row in (await stage.get("/customers", **query))["data"]]

    async def test_the_best_match_comes_first(self, stage: Stage) -> None:
        found = await self.names(stage, q="ann")
        assert found == ["Ann", "Anna Ann", "Works for Anna", "Annabel Lee", "Annette Smith", "Bob"]
        assert await self.names(stage, q="anna") == ["Works for Anna", "Anna Ann", "Annabel Lee"]
        assert await self.names(stage, q="5678") == ["Bob"]
        assert await self.names(stage, q="smi anne") == ["Annette Smith"]

    async def test_page_after_page(self, stage: Stage) -> None:
        whole = await self.names(stage, q="ann")
        for limit in (1, 2, 4):
            found: list[str] = []
            cursor: dict[str, str] = {}
            while True:
                page = await stage.get("/customers", q="ann", limit=limit, **cursor)
                found += [row["name"] for row in page["data"]]
                if page["next_cursor"] is None:
                    break
                cursor = {"cursor": page["next_cursor"]}
            assert found == whole

    async def test_an_order_that_is_asked_for_is_kept(self, stage: Stage) -> None:
        assert await self.names(stage, q="ann", sort="-name") == sorted(await self.names(stage, q="ann"), reverse=True)

    async def test_with_filters(self, stage: Stage) -> None:
        (bob,) = (await stage.get("/customers", q="bob"))["data"]
        await stage.interaction(bob["id"])
        assert await self.names(stage, q="ann", has_next=True) == ["Bob"]
        assert "Bob" not in await self.names(stage, q="ann", has_next=False)
        await stage.put(f"/customers/{bob['id']}", {"tags": ["vip"]})
        assert await self.names(stage, q="ann", tag="vip") == ["Bob"]
        assert await self.names(stage, tag="vip", has_next=False) == []

    async def test_a_new_name_ranks_anew(self, stage: Stage) -> None:
        (bob,) = (await stage.get("/customers", q="bob"))["data"]
        await stage.put(f"/customers/{bob['id']}", {"name": "Ann Bob"})
        assert (await self.names(stage, q="ann"))[:3] == ["Ann", "Anna Ann", "Ann Bob"]
