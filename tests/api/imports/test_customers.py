"""A file of customers: looked at, tried, run, run again, and taken back."""

from typing import Any

import pytest

from onward.domain import imports
from tests.api.imports.desk import Desk, told
from tests.api.looking import together
from tests.stage import ACME, Stage

PEOPLE = """\
Customer number,First name,Last name,Company,E-mail,Phone,Owner,Tags,Colour
C-1,Anna,Meier,Meier GmbH,anna@meier.example,+49 30 1234567,ben@acme.example,"food, retail",green
C-2,Bo,Berg,,bo@berg.example,,,,
C-3,Cem,Kaya,Kaya & Co,cem@kaya.example,,,,red
"""
MAPPING = ["external_id", "first_name", "last_name", "company", "email", "phone", "owner", "tags", "metadata.colour"]


async def test_an_upload_shows_how_it_would_be_read(desk: Desk) -> None:
    made = await desk.upload(PEOPLE, file_name="people.csv")
    assert made["status"] == "uploaded"
    assert (made["encoding"], made["delimiter"], made["has_heading"]) == ("utf-8", ",", True)
    assert [column["field"] for column in made["columns"]] == [*MAPPING[:-1], None]
    assert made["columns"][1]["samples"] == ["Anna", "Bo", "Cem"]
    assert made["progress"] is None
    assert await desk.customers() == {}


async def test_what_is_in_the_file_is_in_the_list(desk: Desk) -> None:
    made = await desk.imported(PEOPLE, MAPPING)
    assert told(made) == ("done", 3, 0, 0)
    found = await desk.customers()
    anna = found["Anna Meier"]
    assert anna["external_id"] == "C-1"
    assert anna["company"] == "Meier GmbH"
    assert anna["tags"] == ["food", "retail"]
    assert anna["metadata"] == {"colour": "green"}
    assert anna["owner_id"] is not None
    assert anna["version"] == 1
    assert found["Bo Berg"]["metadata"] == {}
    assert list(await desk.customers(q="kaya")) == ["Cem Kaya"]
    assert list(await desk.customers(q="4567")) == ["Anna Meier"]


async def test_importing_makes_no_step_and_tells_what_it_did(desk: Desk, stage: Stage) -> None:
    await desk.imported(PEOPLE, MAPPING)
    assert (await stage.get("/interactions"))["data"] == []
    kinds = await stage.rows("SELECT kind, new ->> 'name' FROM events WHERE customer_id IS NOT NULL ORDER BY id")
    assert [tuple(row) for row in kinds] == [
        ("customer.imported", f"{name}") for name in ("Anna Meier", "Bo Berg", "Cem Kaya")
    ]


async def test_a_check_counts_and_writes_nothing(desk: Desk, stage: Stage) -> None:
    await stage.customer(name="Anna", external_id="C-1")
    made = await desk.upload(PEOPLE + "C-4,,,,not an address,,,,\nC-2,Bo,Again,,,,,,\n")
    checked = await desk.act(made, "check")
    assert told(checked) == ("checked", 2, 2, 1)
    assert checked["progress"]["lines"] == 5
    assert await desk.reasons(made) == [
        (2, "duplicate", "external_id C-1 is known already"),
        (5, "error", "E-mail: is no e-mail address"),
        (6, "duplicate", "external_id C-2 is known already"),
    ]
    assert list(await desk.customers()) == ["Anna"]
    ran = await desk.act(made, "run")
    assert told(ran) == ("done", 2, 2, 1)
    assert set(await desk.customers()) == {"Anna", "Bo Berg", "Cem Kaya"}


async def test_the_same_file_again_changes_nothing_and_says_so(desk: Desk) -> None:
    await desk.imported(PEOPLE, MAPPING)
    again = await desk.upload(PEOPLE)
    assert again["imported_before_at"] is not None
    assert [column["field"] for column in again["columns"]] == MAPPING
    assert told(await desk.act(again, "run")) == ("done", 0, 3, 0)
    assert len(await desk.customers()) == 3


async def test_known_customers_are_changed_where_the_file_says_something(desk: Desk, stage: Stage) -> None:
    await desk.imported(PEOPLE, MAPPING)
    made = await desk.imported(
        "external_id,name,company,email\nC-1,Anna Maier,,anna@maier.example\nC-2,,,\nC-9,Neu,,\n", on_known="update"
    )
    assert told(made) == ("done", 2, 1, 0)
    found = await desk.customers()
    anna = found["Anna Maier"]
    assert (anna["company"], anna["email"], anna["version"]) == ("Meier GmbH", "anna@maier.example", 2)
    assert list(await desk.customers(q="maier")) == ["Anna Maier"]
    words = {row[0] for row in await stage.rows("SELECT word FROM search_words")}
    assert "1anna@maier.example" in words
    assert "1anna@meier.example" not in words
    (row,) = await stage.rows("SELECT old, new FROM events WHERE kind = 'customer.imported' AND old IS NOT NULL")
    assert '"name": "Anna Meier"' in row[0]
    assert '"name": "Anna Maier"' in row[1]


@pytest.mark.parametrize(
    ("same_email", "expected", "names"),
    [
        ("skip", ("done", 0, 2, 0), {"Anna Meier"}),
        ("update", ("done", 1, 1, 0), {"Anna M."}),
        ("create", ("done", 2, 0, 0), {"Anna Meier", "Anna M.", "Anton"}),
    ],
)
async def test_the_same_address_is_reported_or_taken_as_asked(
    desk: Desk, stage: Stage, same_email: str, expected: Any, names: set[str]
) -> None:
    await stage.customer(name="Anna Meier", email="Anna@Meier.example", external_id="C-1")
    content = "name,email\nAnna M.,anna@meier.example\nAnna M.,anna@meier.example\n"
    if same_email == "create":
        content = "name,email\nAnna M.,anna@meier.example\nAnton,ANNA@meier.example\n"
    assert told(await desk.imported(content, same_email=same_email)) == expected
    assert set(await desk.customers()) == names


async def test_several_lines_about_one_customer_count_in_their_order(desk: Desk) -> None:
    content = "external_id,name,phone,notes\nC-1,Anna,1,first\nC-1,Anna,2,\nC-1,Anne,,third\n"
    assert told(await desk.imported(content)) == ("done", 1, 2, 0)
    assert told(await desk.imported(content, on_known="update")) == ("done", 2, 1, 0)
    (anne,) = (await desk.customers()).values()
    assert (anne["name"], anne["phone"], anne["notes"]) == ("Anne", "2", "third")


async def test_closing_by_a_file_is_closing(desk: Desk, stage: Stage) -> None:
    customer = await stage.customer(external_id="C-1")
    template = await stage.template({}, {})
    await stage.post(
        "/interactions/workflow/start", {"customer_id": customer["id"], "template_id": template["id"]}, 201
    )
    made = await desk.imported("external_id,name,status\nC-1,Initech,Closed\nC-2,New,closed\n", on_known="update")
    assert told(made) == ("done", 2, 0, 0)
    (step,) = (await stage.get("/interactions"))["data"]
    assert (step["status"], step["close_reason"]) == ("cancelled", "customer_closed")
    found = await desk.customers()
    assert {found["Initech"]["status"], found["New"]["status"]} == {"closed"}
    assert found["New"]["closed_at"] is not None


async def test_undo_takes_back_what_nobody_has_touched(desk: Desk, stage: Stage) -> None:
    known = await stage.customer(name="Known", external_id="C-0", phone="1")
    made = await desk.imported(
        "external_id,name,phone\nC-0,Renamed,2\nC-1,Gone,\nC-2,Touched,\nC-3,Worked with,\nC-0,Twice,\n",
        on_known="update",
    )
    assert told(made) == ("done", 5, 0, 0)
    assert made["undo_until"] == "2026-01-22T10:00:00Z"
    found = await desk.customers()
    await stage.put(f"/customers/{found['Touched']['id']}", {"notes": "Hello"})
    await stage.interaction(found["Worked with"]["id"])
    undone = await desk.act(made, "undo")
    assert told(undone) == ("undone", 3, 0, 2)
    assert await desk.reasons(undone, "kept") == [
        (4, "kept", "it was changed since"),
        (5, "kept", "something happened with this customer since"),
    ]
    found = await desk.customers()
    assert set(found) == {"Known", "Touched", "Worked with"}
    assert (found["Known"]["phone"], found["Known"]["id"]) == ("1", known["id"])
    assert list(await desk.customers(q="known")) == ["Known"]
    assert await desk.customers(q="twice") == {}
    leftovers = await stage.rows(
        "SELECT word FROM search_words w WHERE word < '2' COLLATE \"C\" "
        "AND NOT EXISTS (SELECT FROM customers c WHERE c.id = w.id)"
    )
    assert leftovers == []


async def test_undo_comes_in_time_or_not_at_all(desk: Desk, stage: Stage) -> None:
    made = await desk.upload(PEOPLE)
    refused = await stage.post(f"/imports/{made['id']}/undo", {}, 409)
    assert "nothing to undo" in refused["detail"]
    await desk.act(made, "run")
    stage.clock.advance(hours=25)
    refused = await stage.post(f"/imports/{made['id']}/undo", {}, 409)
    assert "more than 24 hours" in refused["detail"]


async def test_what_was_run_is_not_run_again(desk: Desk, stage: Stage) -> None:
    made = await desk.imported(PEOPLE, MAPPING)
    for verb in ("run", "check"):
        refused = await stage.post(f"/imports/{made['id']}/{verb}", {}, 409)
        assert "was run already" in refused["detail"]
    assert (await desk.change(made, 409, has_heading=False))["type"] == "/problems/conflict"
    assert await stage.rows("SELECT FROM import_parts") == [], "the file is not kept once it is in"


async def test_a_cancelled_import_leaves_whole_lines_and_can_be_taken_back(
    desk: Desk, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await desk.upload(PEOPLE)
    await stage.post(f"/imports/{made['id']}/run", {}, 202)
    cancelled = await stage.post(f"/imports/{made['id']}/cancel")
    assert cancelled["status"] == "cancelled"
    await desk.work()
    assert await desk.customers() == {}
    refused = await stage.post(f"/imports/{made['id']}/run", {}, 409)
    assert "was run already" in refused["detail"]
    assert told(await desk.act(made, "undo"))[:2] == ("undone", 0)


async def test_two_at_once_add_nobody_twice(desk: Desk, stage: Stage) -> None:
    first, second = await desk.upload(PEOPLE), await desk.upload(PEOPLE + "C-5,Eva,Eder,,,,,,\n")
    for made in (first, second):
        await stage.post(f"/imports/{made['id']}/run", {}, 202)
    await desk.work()
    ended = [told(await stage.get(f"/imports/{made['id']}")) for made in (first, second)]
    assert sorted(ended) == [("done", 1, 3, 0), ("done", 3, 0, 0)]
    assert len(await desk.customers()) == 4


@pytest.mark.parametrize("verb", ["run", "undo"])
async def test_asked_for_by_two_at_once_it_is_done_once(desk: Desk, stage: Stage, verb: str) -> None:
    made = await desk.upload(PEOPLE)
    if verb == "undo":
        await desk.act(made, "run")
    answers = await together(*(stage.http.post(f"/v1/imports/{made['id']}/{verb}", json={}) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [202, 409, 409], [answer.text for answer in answers]
    await desk.work()
    assert len(await desk.customers()) == (3 if verb == "run" else 0)
    assert told(await stage.get(f"/imports/{made['id']}"))[1] == 3


async def test_another_mapping_is_used_and_checked(desk: Desk) -> None:
    made = await desk.upload("a,b\nAnna,C-1\n")
    assert [column["field"] for column in made["columns"]] == [None, None]
    refused = await desk.change(made, 422, mapping=["name", "colour"])
    assert refused["errors"][0]["field"] == "mapping[1]"
    assert "names name twice" in (await desk.change(made, 422, mapping=["name", "name"]))["errors"][0]["message"]
    assert "2 columns" in (await desk.change(made, 422, mapping=["name"]))["errors"][0]["message"]
    assert "names no column" in (await desk.change(made, 422, mapping=[None, "email"]))["errors"][0]["message"]
    changed = await desk.change(made, mapping=["name", "external_id"])
    assert changed["version"] == 2
    await desk.act(made, "run")
    assert list(await desk.customers()) == ["Anna"]


async def test_without_a_mapping_nothing_is_run(desk: Desk, stage: Stage) -> None:
    made = await desk.upload("a,b\nAnna,C-1\n")
    assert (await stage.post(f"/imports/{made['id']}/run", {}, 422))["errors"][0]["field"] == "mapping"


async def test_removing_an_import_leaves_what_came_of_it(desk: Desk, stage: Stage) -> None:
    made = await desk.imported(PEOPLE, MAPPING)
    await stage.call("DELETE", f"/imports/{made['id']}", 204)
    await stage.get(f"/imports/{made['id']}", 404)
    assert len(await desk.customers()) == 3
    assert await stage.rows("SELECT FROM import_lines") == []


async def test_imports_are_listed_newest_first_and_belong_to_managers(desk: Desk, stage: Stage) -> None:
    first, second = await desk.upload(PEOPLE), await desk.upload("name\nBo\n")
    listed = (await stage.get("/imports"))["data"]
    assert [made["id"] for made in listed] == [second["id"], first["id"]]
    rep = stage.client(Authorization=f"Bearer {await stage.key('rep')}")
    assert (await rep.get("/v1/imports")).status_code == 403
    manager = stage.client(Authorization=f"Bearer {await stage.key('manager')}")
    assert (await manager.post("/v1/imports?kind=customers", content=b"name\nBo\n")).status_code == 201
    assert ACME.slug == "acme"


async def test_afterwards_everybody_has_a_next_step_if_that_is_asked_for(desk: Desk, stage: Stage) -> None:
    made = await desk.upload(PEOPLE)
    assert made["options"]["repair"] is True
    assert told(await desk.act(made, "run")) == ("done", 3, 0, 0)
    (repair,) = (await stage.get("/jobs", kind="import_repair"))["data"]
    assert (repair["status"], repair["done"]) == ("done", 3)
    steps = (await stage.get("/interactions"))["data"]
    assert [step["origin"] for step in steps] == ["default_template"] * 3
    assert (await stage.get("/coverage"))["covered"] == 3
    undone = await desk.act(made, "undo")
    assert told(undone) == ("undone", 3, 0, 0), "steps that nobody has touched go with their customers"
    assert (await stage.get("/interactions"))["data"] == []


async def test_a_small_file_is_done_at_once(desk: Desk, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "MOST_AT_ONCE", 1000)
    made = await desk.upload(PEOPLE)
    assert told(await stage.post(f"/imports/{made['id']}/check", {}, 202)) == ("checked", 3, 0, 0)
    assert told(await stage.post(f"/imports/{made['id']}/run", {}, 202)) == ("done", 3, 0, 0)
    assert len(await desk.customers()) == 3
    assert told(await stage.post(f"/imports/{made['id']}/undo", {}, 202)) == ("undone", 3, 0, 0)
    assert await desk.customers() == {}
