"""Everything out, and into a new tenant again: the same rows, nothing run twice, nothing half-done."""

import csv
import io
import json
from typing import Any

import pytest

from onward.actions import worlds
from onward.domain.records import Tenant
from onward.domain.world import TABLES
from onward.store.tenants import Registry
from tests.api.test_tenancy import populate
from tests.stage import ACME, NOW, Stage, acting_for, new_id


async def a_full_tenant(stage: Stage) -> None:
    """A customer with a run, a branch back, an edit and an undone act; templates with a version and a draft."""
    template = await stage.template({"title": "Call {customer.name}"}, {"title": "Write", "type": "email"})
    await stage.put(f"/interactions/templates/{template['id']}", {"name": "A better sequence"})
    await stage.call(
        "PUT", f"/interactions/templates/{template['id']}/draft", 200, json={"name": "Next", "steps": template["steps"]}
    )
    for number in range(3):
        customer = await stage.customer(
            name=f'Büro {number}, "Nord"', external_id=f"=C-{number}", tags=["a", "b, c"], metadata={"floor": number}
        )
        first = await stage.post(
            "/interactions/workflow/start", {"customer_id": customer["id"], "template_id": template["id"]}, 201
        )
        stage.clock.advance(hours=1)
        done = await stage.post(f"/interactions/{first['id']}/complete", {"outcome": "won_over"})
        await stage.post(f"/interactions/{done['next_interaction']['id']}/skip")
        await stage.post(f"/interactions/{done['next_interaction']['id']}/undo")
    await stage.post("/conversations", {"customer_id": customer["id"], "channel": "email", "subject": "Hm"}, 201)
    await stage.post("/campaigns", {"name": "Spring"}, 201)


async def exported(stage: Stage, tenant: str = "acme") -> list[Any]:
    answer = await stage.http.get("/v1/exports/everything", headers={"X-Tenant-ID": tenant})
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


async def file_of(stage: Stage) -> bytes:
    return (await stage.http.get("/v1/exports/everything")).content


async def a_tenant(stage: Stage, local_member_id: Any) -> Tenant:
    tenant = Tenant(new_id(), "twin", "Twin", local_member_id)
    assert await Registry(stage.owner).insert_tenant(tenant, NOW)
    return tenant


async def taken(stage: Stage, tenant: Tenant, lines: list[bytes]) -> dict[str, int]:
    async with stage.database.transaction(tenant.id) as tx:
        rows = await worlds.take(acting_for(tx, tenant), lines, tenant.local_member_id)
        await tx.commit()
    return rows


async def test_a_new_tenant_made_of_an_export_is_the_same(stage: Stage) -> None:
    await a_full_tenant(stage)
    lines = (await file_of(stage)).splitlines(keepends=True)
    twin = await a_tenant(stage, ACME.local_member_id)
    await taken(stage, twin, lines)
    (head, *rest), (head_of_twin, *rest_of_twin) = await exported(stage), await exported(stage, "twin")
    assert rest == rest_of_twin
    assert rest[-1]["rows"]["interactions"] == 6
    own = {"tenant_id", "tenant_slug", "tenant_name"}
    assert {key: head[key] for key in head.keys() - own} == {key: head_of_twin[key] for key in head.keys() - own}


async def test_something_of_every_table_comes_over(stage: Stage) -> None:
    await populate(stage, "acme")
    await stage.put("/settings", {"zone": "Europe/Berlin"})
    twin = await a_tenant(stage, ACME.local_member_id)
    await taken(stage, twin, (await file_of(stage)).splitlines(keepends=True))
    rest, rest_of_twin = (await exported(stage))[1:], (await exported(stage, "twin"))[1:]
    assert rest == rest_of_twin
    assert {table for table, count in rest[-1]["rows"].items() if count} == set(TABLES)


async def test_what_was_taken_in_goes_on_and_is_found(stage: Stage) -> None:
    await a_full_tenant(stage)
    twin = await a_tenant(stage, ACME.local_member_id)
    await taken(stage, twin, (await file_of(stage)).splitlines(keepends=True))
    stage.http.headers["X-Tenant-ID"] = "twin"
    found = (await stage.get("/customers", q="büro nord", external_id="=C-1"))["data"]
    assert [customer["metadata"] for customer in found] == [{"floor": 1}]
    following = await stage.get(f"/interactions/customers/{found[0]['id']}/next")
    done = await stage.post(f"/interactions/{following['id']}/complete", {"outcome": "success"})
    assert done["next_interaction"] is not None
    assert len((await stage.get("/interactions", q="write"))["data"]) == 3


async def test_over_the_api_a_new_tenant_keeps_its_members(stage: Stage) -> None:
    await a_full_tenant(stage)
    whole = await file_of(stage)
    globex = await stage.call("GET", "/members", headers={"X-Tenant-ID": "globex"})
    answer = await stage.http.post("/v1/imports/everything", content=whole, headers={"X-Tenant-ID": "globex"})
    assert answer.status_code == 200, answer.text
    assert answer.json()["rows"]["customers"] == 3
    after = await stage.call("GET", "/members", headers={"X-Tenant-ID": "globex"})
    assert {one["id"] for one in globex["data"]} < {one["id"] for one in after["data"]}
    assert {one["name"] for one in after["data"]} == {"Owner", "Ben"}
    created = await stage.rows("SELECT DISTINCT created_by FROM interactions WHERE tenant_id <> $1", ACME.id)
    assert str(ACME.local_member_id) not in {str(row[0]) for row in created}


async def test_a_tenant_with_work_of_its_own_takes_nothing(stage: Stage) -> None:
    await a_full_tenant(stage)
    answer = await stage.http.post("/v1/imports/everything", content=await file_of(stage))
    assert answer.status_code == 409
    assert "rows of its own in campaigns" in answer.json()["detail"]


def without_end(lines: list[bytes]) -> list[bytes]:
    return lines[:-1]


def cut(lines: list[bytes]) -> list[bytes]:
    return [*lines[:-5], lines[-5][:40]]


def one_missing(lines: list[bytes]) -> list[bytes]:
    return [line for line in lines if b'"Spring"' not in line or b'"campaigns"' not in line]


def no_zone(lines: list[bytes]) -> list[bytes]:
    return [line.replace(b'"timezone": null', b'"timezone": "Mars/Base"') for line in lines]


def no_status(lines: list[bytes]) -> list[bytes]:
    return [line.replace(b'"status": "pending"', b'"status": "dreamt"') for line in lines]


def not_json(lines: list[bytes]) -> list[bytes]:
    return [lines[0], b"\xff\xfe\x00", *lines[1:]]


def unknown_table(lines: list[bytes]) -> list[bytes]:
    return [line.replace(b'"table": "campaigns"', b'"table": "pg_class"') for line in lines]


def nonsense(lines: list[bytes]) -> list[bytes]:
    return [line.replace(b'"priority": "normal"', b'"priority": 7') for line in lines]


def parentless(lines: list[bytes]) -> list[bytes]:
    return [line for line in lines if not line.startswith(b'{"table": "workflows"')]


def no_head(lines: list[bytes]) -> list[bytes]:
    return lines[1:]


def nothing(lines: list[bytes]) -> list[bytes]:
    return []


@pytest.mark.parametrize(
    "spoil",
    [
        without_end,
        cut,
        one_missing,
        no_zone,
        no_status,
        not_json,
        unknown_table,
        nonsense,
        parentless,
        no_head,
        nothing,
    ],
)
async def test_a_spoilt_file_is_refused_and_leaves_nothing(stage: Stage, spoil: Any) -> None:
    await a_full_tenant(stage)
    lines = spoil((await file_of(stage)).splitlines(keepends=True))
    before = await exported(stage, "globex")
    answer = await stage.http.post("/v1/imports/everything", content=b"".join(lines), headers={"X-Tenant-ID": "globex"})
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"]
    assert await exported(stage, "globex") == before


async def test_two_that_link_in_the_wrong_order_are_linked_all_the_same(stage: Stage) -> None:
    await a_full_tenant(stage)
    lines = (await file_of(stage)).splitlines(keepends=True)
    of_interactions = [line for line in lines if line.startswith(b'{"table": "interactions"')]
    at = lines.index(of_interactions[0])
    lines[at : at + len(of_interactions)] = reversed(of_interactions)
    original = worlds._BATCH
    twin = await a_tenant(stage, ACME.local_member_id)
    worlds._BATCH = 1
    try:
        await taken(stage, twin, lines)
    finally:
        worlds._BATCH = original
    assert (await exported(stage))[1:] == (await exported(stage, "twin"))[1:]


async def test_customers_as_csv_run_no_formula(stage: Stage) -> None:
    await a_full_tenant(stage)
    answer = await stage.http.get("/v1/exports/customers")
    assert answer.headers["content-disposition"] == 'attachment; filename="acme-customers.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["external_id"] for row in rows] == ["'=C-0", "'=C-1", "'=C-2"]
    assert rows[0]["name"] == 'Büro 0, "Nord"'
    assert rows[0]["tags"] == '["a","b, c"]'
    assert rows[0]["owner"] == ""


async def test_interactions_as_csv_name_their_customer(stage: Stage) -> None:
    await a_full_tenant(stage)
    rows = list(csv.DictReader(io.StringIO((await stage.http.get("/v1/exports/interactions")).text)))
    assert len(rows) == 6
    assert rows[0]["customer_external_id"] == "'=C-0"
    assert {row["template"] for row in rows} == {"A better sequence"}
    for row in rows:
        told = await stage.get(f"/interactions/{row['id']}")
        for name in ("scheduled_at", "completed_at", "closed_at", "created_at", "updated_at"):
            assert row[name] == (told[name] or ""), "times are told as everywhere"


async def test_only_an_owner_exports_and_it_is_written_down(stage: Stage) -> None:
    keys = {role: await stage.key(role) for role in ("manager", "owner")}
    caller = stage.client(Authorization=f"Bearer {keys['manager']}")
    assert (await caller.get("/v1/exports/everything")).status_code == 403
    owner = stage.client(Authorization=f"Bearer {keys['owner']}")
    assert (await owner.get("/v1/exports/everything")).status_code == 200
    acts = [entry["act"] for entry in (await owner.get("/v1/audit")).json()["data"]]
    assert acts == ["export_everything", "refused"]


async def test_an_export_is_of_one_moment(stage: Stage) -> None:
    """What is written while it is read does not appear in it."""
    await a_full_tenant(stage)
    head = worlds.head_of(ACME, "test", "test", NOW)
    async with stage.database.snapshot(ACME.id) as view:
        parts = worlds.tell(view, head)
        told = [await anext(parts), await anext(parts)]
        await stage.customer(name="Too late")
        told += [part async for part in parts]
    assert b"Too late" not in b"".join(told)
