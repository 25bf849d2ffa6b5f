"""What customers and interactions are found by is what their rows say, whatever became of them; also of rows that were
there before words were marked."""

import importlib
from typing import Any

from onward.domain import search
from onward.domain.records import Customer
from onward.store.columns import CUSTOMER_TYPES, selected
from tests.api.imports.desk import Desk
from tests.stage import ACME, Stage

marks: Any = importlib.import_module("onward.store.migrations.versions.0015_word_marks")
backwards: Any = importlib.import_module("onward.store.migrations.versions.0017_phones_backwards")
in_rows: Any = importlib.import_module("onward.store.migrations.versions.0019_words_in_customers")
plain: Any = importlib.import_module("onward.store.migrations.versions.0020_words_without_accents")
FILE = """external_id,name,company,email,phone
C-1,Anna Meier,Meier & Söhne,anna@meier.example,+49 30 123456
C-2,Ben Bruch,Bruch GmbH,BEN@bruch.example,030/9876
C-3,Ｃarla,,carla@c.example,
"""


async def kept(stage: Stage) -> set[tuple[Any, str]]:
    """Those of customers stand in their rows too: from there they are removed."""
    found = {(row[0], row[1]) for row in await stage.rows("SELECT id, word FROM search_words")}
    assert await in_the_rows(stage) == {(of, word) for of, word in found if not word.startswith(search.OF_TITLE)}
    return found


async def in_the_rows(stage: Stage) -> set[tuple[Any, str]]:
    return {(row[0], row[1]) for row in await stage.rows("SELECT id, unnest(words) FROM customers")}


async def meant(stage: Stage) -> set[tuple[Any, str]]:
    """What the rows that are there should be found by; nobody whose data was erased is."""
    customers = await stage.rows(f"SELECT {selected('c', CUSTOMER_TYPES)} FROM customers c WHERE erased_at IS NULL")
    titles = await stage.rows(
        "SELECT i.id, i.title FROM interactions i JOIN customers c ON c.id = i.customer_id WHERE c.erased_at IS NULL"
    )
    found = {(row[0], word) for row in customers for word in search.customer_words(Customer(*row))}
    return found | {(row[0], word) for row in titles for word in search.title_words(row[1])}


async def test_they_agree_with_the_rows_after_each_act(desk: Desk, stage: Stage) -> None:
    await desk.imported(FILE)
    assert await kept(stage) == await meant(stage)
    people = await desk.customers()
    anna, ben = people["Anna Meier"], people["Ben Bruch"]
    await stage.put(f"/customers/{anna['id']}", {"name": "Anna Maier", "phone": "040 5555"})
    await stage.interaction(anna["id"], title="Call about the roof")
    assert await kept(stage) == await meant(stage)
    again = await desk.imported("external_id,email\nC-2,b@bruch.example\nC-3,c@c.example\n", on_known="update")
    assert await kept(stage) == await meant(stage)
    await desk.act(again, "undo")
    assert await kept(stage) == await meant(stage)
    await stage.post(f"/customers/{anna['id']}/merge", {"from": ben["id"]})
    assert await kept(stage) == await meant(stage)
    await stage.post(f"/customers/{anna['id']}/erase", {})
    assert await kept(stage) == await meant(stage)
    assert {of for of, _ in await kept(stage)} == {row[0] for row in await stage.rows(_WITH_WORDS)}


_WITH_WORDS = "SELECT id FROM customers WHERE name = 'Ｃarla'"


async def test_an_undone_import_leaves_no_word(desk: Desk, stage: Stage) -> None:
    made = await desk.imported(FILE)
    await desk.act(made, "undo")
    assert await kept(stage) == set()


async def test_names_come_before_all_else_and_whole_words_before_longer_ones(desk: Desk) -> None:
    await desk.imported("name,company,email\nZoe,Meier,z@z.example\nMeierhof,,m@m.example\nMeier,,n@n.example\n")
    assert list(await desk.customers(q="meier")) == ["Meier", "Meierhof", "Zoe"]
    page = await desk.stage.get("/customers", q="meier", limit=1)
    following = await desk.stage.get("/customers", q="meier", limit=2, cursor=page["next_cursor"])
    assert [one["name"] for one in following["data"]] == ["Meierhof", "Zoe"]


async def test_words_from_before_they_were_marked(desk: Desk, stage: Stage) -> None:
    await desk.imported(FILE)
    anna = (await desk.customers())["Anna Meier"]
    await stage.interaction(anna["id"], title="Anna")
    marked = await kept(stage)
    for statement in [*in_rows.DOWNGRADE, *backwards.DOWNGRADE, *marks.DOWNGRADE]:
        await stage.rows(statement)
    of_anna = await stage.rows("SELECT kind, rank FROM search_words WHERE word = 'anna' AND tenant_id = $1", ACME.id)
    assert sorted(map(tuple, of_anna)) == [("customer", 0), ("interaction", 1)]
    for statement in [*marks.UPGRADE, *backwards.UPGRADE, *in_rows.UPGRADE]:
        await stage.rows(statement)
    assert await kept(stage) >= marked == await meant(stage)
    assert {word for _, word in await kept(stage) - marked} == {*_ENDINGS}
    assert list(await desk.customers(q="anna")) == ["Anna Meier"]


_ENDINGS = ["1930123456", "10123456", "123456", "13456", "109876"]


async def test_phone_numbers_from_before_they_were_kept_backwards(desk: Desk, stage: Stage) -> None:
    """Each of their endings was a word; those stay until the customer is changed."""
    await desk.imported(FILE)
    for statement in [*in_rows.DOWNGRADE, *backwards.DOWNGRADE]:
        await stage.rows(statement)
    assert await stage.rows("SELECT FROM search_words WHERE word >= '3'") == []
    for statement in [*backwards.UPGRADE, *in_rows.UPGRADE]:
        await stage.rows(statement)
    for asked in ("4930123456", "30123", "123456", "3456", "+49 30 123456"):
        assert list(await desk.customers(q=asked)) == ["Anna Meier"], asked
    anna = (await desk.customers())["Anna Meier"]
    await stage.put(f"/customers/{anna['id']}", {"phone": "+49 30 654321"})
    assert await desk.customers(q="3456") == {}
    assert list(await desk.customers(q="4321")) == ["Anna Meier"]


ACCENTS = "name,company,email\nZoë Müller,Sørensen & Ærø,jürgen@müller.example\nZoe Muller,Łódź,muller@muller.example\n"


async def test_accents_are_nothing_to_be_found_by(desk: Desk) -> None:
    await desk.imported(ACCENTS)
    for asked in ("muller", "Müller", "MU\u0308LLER", "zoe mull"):
        assert set(await desk.customers(q=asked)) == {"Zoë Müller", "Zoe Muller"}, asked
    for asked in ("sorensen", "Sørensen", "aero", "Ærø", "jurgen", "jürgen@müller.example"):
        assert list(await desk.customers(q=asked)) == ["Zoë Müller"], asked
    assert list(await desk.customers(q="lodz")) == ["Zoe Muller"]


async def test_words_from_before_accents_were_taken_off(desk: Desk, stage: Stage) -> None:
    """One who had both spellings has one word for them."""
    await desk.imported(ACCENTS + "Bjørn Bjorn,,b@b.example\n")
    folded = await kept(stage)
    written = {"0muller": "0müller", "0zoe": "0zoë", "1sorensen": "1sørensen", "1aero": "1ærø", "1lodz": "1łódź"}
    zoe = (await desk.customers())["Zoë Müller"]
    for now, before in written.items():
        of_whom = "" if now == "1lodz" else f" AND id = '{zoe['id']}'"
        await stage.rows(f"UPDATE search_words SET word = '{before}' WHERE word = '{now}'{of_whom}")
        await stage.rows(f"UPDATE customers SET words = array_replace(words, '{now}', '{before}') WHERE true{of_whom}")
    bjorn = (await desk.customers())["Bjørn Bjorn"]
    await stage.rows(f"INSERT INTO search_words VALUES ('{ACME.id}', '0bjørn', '{bjorn['id']}')")
    await stage.rows(f"UPDATE customers SET words = words || '{{0bjørn}}' WHERE id = '{bjorn['id']}'")
    assert len(await kept(stage) - folded) == len(written) + 1
    for statement in plain.UPGRADE:
        await stage.rows(statement)
    assert await kept(stage) == folded == await meant(stage)


async def test_words_that_a_row_does_not_tell_of_stand_in_nobodys_way(desk: Desk, stage: Stage) -> None:
    """As a server of an older version would have written them."""
    await desk.imported(FILE)
    await stage.rows("UPDATE customers SET words = '{}'")
    people = await desk.customers()
    anna, ben = people["Anna Meier"], people["Ben Bruch"]
    await stage.put(f"/customers/{anna['id']}", {"name": "Anna Maier"})
    assert list(await desk.customers(q="maier")) == ["Anna Maier"]
    await stage.post(f"/customers/{ben['id']}/erase", {})
    left = await stage.rows("SELECT DISTINCT id FROM search_words")
    assert str(ben["id"]) not in {str(row[0]) for row in left}
    assert str(anna["id"]) in {str(row[0]) for row in left}
