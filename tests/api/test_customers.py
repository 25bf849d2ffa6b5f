"""Customers: made, changed, found, deleted; closing, pausing and reopening are in test_customer_status.py."""

from typing import Any
from uuid import UUID

import pytest

from tests.api.looking import ben, everything, faults, together
from tests.stage import ADA, CLEO, GLOBEX, Stage, new_id

FULL: dict[str, Any] = {
    "name": "Initech",
    "external_id": "CRM-1",
    "company": "Initech GmbH",
    "email": "bill@initech.example",
    "phone": "+49 30 5551234",
    "timezone": "Europe/Berlin",
    "do_not_contact": ["sms"],
    "tags": ["vip", "north"],
    "notes": "Likes cake",
    "metadata": {"size": 40},
}


class TestCreate:
    async def test_all_that_can_be_said(self, stage: Stage) -> None:
        body = {**FULL, "owner_id": await ben(stage)}
        answer = await stage.http.post("/v1/customers", json=body)
        made = answer.json()
        assert {name: made[name] for name in body} == body
        assert (made["status"], made["version"], made["closed_at"]) == ("active", 1, None)
        assert made["created_at"] == made["updated_at"] == "2026-01-21T10:00:00Z"
        assert (answer.headers["location"], answer.headers["etag"]) == (f"/v1/customers/{made['id']}", '"1"')
        assert await stage.get(f"/customers/{made['id']}") == made
        events = await stage.rows("SELECT kind, customer_id FROM events WHERE customer_id IS NOT NULL")
        assert [(row[0], str(row[1])) for row in events] == [("customer.created", made["id"])]

    async def test_it_makes_no_step(self, stage: Stage) -> None:
        customer = await stage.customer()
        await stage.get(f"/interactions/customers/{customer['id']}/next", 204)

    async def test_under_an_id_of_the_callers_own(self, stage: Stage) -> None:
        mine = str(new_id())
        assert (await stage.customer(id=mine))["id"] == mine
        problem = await stage.post("/customers", {"name": "Twin", "id": mine}, 409)
        assert "id" in problem["detail"]

    async def test_two_tenants_may_choose_the_same_id(self, stage: Stage) -> None:
        mine = await stage.customer(id=str(new_id()))
        async with stage.client(**{"X-Tenant-ID": "globex"}) as cleo:
            theirs = await cleo.post("/v1/customers", json={"name": "Hooli", "id": mine["id"]})
        assert theirs.status_code == 201
        assert (await stage.get(f"/customers/{mine['id']}"))["name"] == "Initech"

    async def test_an_external_id_is_the_tenants_only_one(self, stage: Stage) -> None:
        await stage.customer(external_id="CRM-1")
        before = await everything(stage)
        problem = await stage.post("/customers", {"name": "Twin", "external_id": "CRM-1"}, 409)
        assert "external_id" in problem["detail"]
        assert await everything(stage) == before
        async with stage.client(**{"X-Tenant-ID": "globex"}) as cleo:
            assert (await cleo.post("/v1/customers", json={"name": "H", "external_id": "CRM-1"})).status_code == 201

    async def test_of_many_at_once_with_one_external_id_one_is_made(self, stage: Stage) -> None:
        body = {"name": "Initech", "external_id": "CRM-1"}
        answers = await together(*(stage.http.post("/v1/customers", json=body) for _ in range(6)))
        assert sorted(answer.status_code for answer in answers) == [201] + [409] * 5

    async def test_hostile_names_are_kept_to_the_letter(self, stage: Stage) -> None:
        names = [
            "Robert'); DROP TABLE customers;--",
            "{customer.name} {assignee.name} {0} %s %(x)s",
            "\u202egnirts\u202c \u200b\ufeff ‮",
            "<script>alert(1)</script>",
            "=HYPERLINK(1)",
            "👩‍👩‍👧‍👦" * 20,
            "\u0301" * 200,
            "\\u0041 \\x00 \\",
            "A\nB\tC",
        ]
        for name in names:
            made = await stage.customer(name=name, company=name)
            call = await stage.interaction(made["id"])
            done = await stage.post(f"/interactions/{call['id']}/complete", {"outcome": "success"})
            assert (await stage.get(f"/customers/{made['id']}"))["name"] == name
            assert done["next_interaction"] is not None
        assert len((await stage.get("/customers"))["data"]) == len(names)

    async def test_what_is_refused(self, stage: Stage) -> None:
        rep = await ben(stage)
        await stage.owner.execute("UPDATE members SET is_active = false WHERE id = $1", rep)
        before = await everything(stage)
        for fields, field in [
            ({"name": ""}, "name"),
            ({"name": "x" * 201}, "name"),
            ({"name": None}, "name"),
            ({"email": "nobody"}, "email"),
            ({"timezone": "Mars/Olympus"}, "timezone"),
            ({"timezone": "../../etc/passwd"}, "timezone"),
            ({"owner_id": str(CLEO)}, "owner_id"),
            ({"owner_id": rep}, "owner_id"),
            ({"do_not_contact": ["pigeon"]}, "do_not_contact[0]"),
            ({"tags": [""]}, "tags[0]"),
            ({"status": "closed"}, "status"),
            ({"version": 2}, "version"),
            ({"id": "mine"}, "id"),
            ({"external_id": ""}, "external_id"),
            ({"metadata": {str(number): 1 for number in range(51)}}, "metadata"),
        ]:
            assert faults(await stage.post("/customers", {"name": "Initech", **fields}, 422)) == [field], fields
        assert await everything(stage) == before


class TestPut:
    async def test_only_the_fields_sent_change(self, stage: Stage) -> None:
        made = await stage.customer(**FULL)
        stage.clock.advance(hours=1)
        changed = await stage.put(f"/customers/{made['id']}", {"phone": None, "tags": []})
        assert changed == {**made, "phone": None, "tags": [], "version": 2, "updated_at": "2026-01-21T11:00:00Z"}
        (event,) = await stage.rows("SELECT old::text, new::text FROM events WHERE kind = 'customer.updated'")
        assert ("vip" in event[0], "vip" in event[1], "Initech" in event[0]) == (True, False, False)

    async def test_nothing_changed_is_no_change(self, stage: Stage) -> None:
        made = await stage.customer(**FULL)
        before = await everything(stage)
        assert await stage.put(f"/customers/{made['id']}", {**FULL, "status": "active"}) == made
        assert await everything(stage) == before

    async def test_an_unknown_id_makes_the_customer(self, stage: Stage) -> None:
        mine = str(new_id())
        answer = await stage.http.put(f"/v1/customers/{mine}", json={"name": "Initech"})
        assert (answer.status_code, answer.json()["id"]) == (201, mine)
        assert answer.headers["location"] == f"/v1/customers/{mine}"
        answer = await stage.http.put(f"/v1/customers/{mine}", json={"name": "Initrode"})
        assert (answer.status_code, answer.json()["name"], answer.json()["version"]) == (200, "Initrode", 2)

    async def test_then_it_needs_a_name(self, stage: Stage) -> None:
        assert faults(await stage.put(f"/customers/{new_id()}", {"phone": "1"}, 422)) == ["name"]

    async def test_of_many_at_once_one_makes_it_and_the_others_change_it(self, stage: Stage) -> None:
        mine = new_id()
        answers = await together(
            *(stage.http.put(f"/v1/customers/{mine}", json={"name": f"Name {number}"}) for number in range(6))
        )
        assert sorted(answer.status_code for answer in answers) == [200] * 5 + [201]
        assert (await stage.get(f"/customers/{mine}"))["version"] == 6

    async def test_another_tenants_id_is_like_an_unknown_one(self, stage: Stage) -> None:
        made = await stage.customer()
        async with stage.client(**{"X-Tenant-ID": "globex"}) as cleo:
            assert (await cleo.put(f"/v1/customers/{made['id']}", json={"name": "Hooli"})).status_code == 201
        assert await stage.get(f"/customers/{made['id']}") == made

    async def test_the_version_that_the_caller_saw(self, stage: Stage) -> None:
        made = await stage.customer()
        path = f"/customers/{made['id']}"
        await stage.put(path, {"name": "One"}, 200, **{"If-Match": '"1"'})
        await stage.put(path, {"name": "Two"}, 412, **{"If-Match": '"1"'})
        await stage.put(f"/customers/{new_id()}", {"name": "New"}, 412, **{"If-Match": '"1"'})
        assert (await stage.get(path))["name"] == "One"

    async def test_an_external_id_that_another_has(self, stage: Stage) -> None:
        await stage.customer(external_id="CRM-1")
        made = await stage.customer(external_id="CRM-2")
        await stage.put(f"/customers/{made['id']}", {"external_id": "CRM-1"}, 409)
        assert await stage.get(f"/customers/{made['id']}") == made

    async def test_what_is_refused(self, stage: Stage) -> None:
        made = await stage.customer()
        for sent, field in [
            ({"name": None}, "name"),
            ({"status": "gone"}, "status"),
            ({"timezone": "Mars/Olympus"}, "timezone"),
            ({"owner_id": str(CLEO)}, "owner_id"),
            ({"id": str(ADA)}, "id"),
            ({"metadata": {"a": "x" * 16384}}, "metadata"),
        ]:
            assert faults(await stage.put(f"/customers/{made['id']}", sent, 422)) == [field], sent
        assert await stage.get(f"/customers/{made['id']}") == made


class TestDelete:
    async def test_without_a_history(self, stage: Stage) -> None:
        made = await stage.customer(**FULL)
        await stage.call("DELETE", f"/customers/{made['id']}", 204)
        await stage.get(f"/customers/{made['id']}", 404)
        await stage.call("DELETE", f"/customers/{made['id']}", 404)
        assert await stage.rows("SELECT FROM search_words WHERE id = $1", made["id"]) == []
        (event,) = await stage.rows("SELECT old->>'name' FROM events WHERE kind = 'customer.deleted'")
        assert event[0] == "Initech"

    @pytest.mark.parametrize("history", ["interaction", "final interaction", "conversation"])
    async def test_with_one_it_stays(self, stage: Stage, history: str) -> None:
        made = await stage.customer()
        if history == "conversation":
            await stage.post("/conversations", {"customer_id": made["id"], "channel": "email"}, 201)
        else:
            call = await stage.interaction(made["id"])
            if history == "final interaction":
                await stage.post(f"/interactions/{call['id']}/cancel", {"then": "exit"})
        before = await everything(stage)
        problem = await stage.call("DELETE", f"/customers/{made['id']}", 409)
        assert "Close the customer" in problem["detail"]
        assert await everything(stage) == before

    async def test_the_version_that_the_caller_saw(self, stage: Stage) -> None:
        made = await stage.customer()
        path = f"/customers/{made['id']}"
        await stage.call("DELETE", path, 412, headers={"If-Match": '"2"'})
        await stage.call("DELETE", path, 204, headers={"If-Match": '"1"'})

    async def test_while_a_history_begins(self, stage: Stage) -> None:
        """Either it is gone before, or it stays."""
        for number in range(12):
            made = await stage.customer()
            talk = {"customer_id": made["id"], "channel": "email"}
            call = {"customer_id": made["id"], "type": "email", "title": "Write"}
            begin = stage.http.post(
                "/v1/conversations" if number % 2 else "/v1/interactions", json=talk if number % 2 else call
            )
            pair = [stage.http.delete(f"/v1/customers/{made['id']}"), begin]
            deleted, begun = await together(*pair)
            assert (deleted.status_code, begun.status_code) in {(204, 422), (409, 201)}


class TestList:
    async def test_filters(self, stage: Stage) -> None:
        rep = await ben(stage)
        made = {
            "a": await stage.customer(name="a", owner_id=rep, tags=["vip"], external_id="1"),
            "b": await stage.customer(name="b", owner_id=str(ADA), tags=["vip", "north"]),
            "c": await stage.customer(name="c", tags=["south"]),
        }
        await stage.post(f"/customers/{made['c']['id']}/close")
        for params, names in [
            ({}, "abc"),
            ({"status": "closed"}, "c"),
            ({"status": ["closed", "active"]}, "abc"),
            ({"owner_id": rep}, "a"),
            ({"owner_id": "me"}, "b"),
            ({"owner_id": ["none", rep]}, "ac"),
            ({"tag": "vip"}, "ab"),
            ({"tag": ["north", "south"]}, "bc"),
            ({"external_id": "1"}, "a"),
            ({"tag": "vip", "owner_id": "me", "status": "active"}, "b"),
        ]:
            page = await stage.get("/customers", sort="name", **params)
            assert "".join(row["name"] for row in page["data"]) == names, params

    async def test_pages_in_every_order(self, stage: Stage) -> None:
        made = []
        for number in range(7):
            stage.clock.advance(seconds=number % 2)
            made.append(await stage.customer(name=f"N{number % 3}"))
        for sort in ("created_at", "-created_at", "updated_at", "-updated_at", "name", "-name"):
            name, backwards = sort.removeprefix("-"), sort.startswith("-")
            expected = sorted(made, key=lambda row: (row[name], row["id"]), reverse=backwards)
            seen: list[Any] = []
            cursor: dict[str, str] = {}
            while cursor is not None:
                page = await stage.get("/customers", sort=sort, limit=2, **cursor)
                seen += page["data"]
                if page["next_cursor"] is None:
                    break
                cursor = {"cursor": page["next_cursor"]}
            assert seen == expected, sort

    async def test_what_is_refused(self, stage: Stage) -> None:
        for query, field in [
            ("colour=red", "colour"),
            ("limit=0", "limit"),
            ("owner_id=nobody", "owner_id"),
            ("sort=phone", "sort"),
            ("external_id=1&external_id=2", "external_id"),
            ("status=gone", "status"),
            ("cursor=x", "cursor"),
        ]:
            answer = await stage.http.get(f"/v1/customers?{query}")
            assert (answer.status_code, faults(answer.json())) == (422, [field]), query

    async def test_what_is_no_id_is_not_found(self, stage: Stage) -> None:
        for identity in ("x", str(UUID(int=0))[:-1], str(GLOBEX.id)):
            assert (await stage.get(f"/customers/{identity}", 404))["type"] == "/problems/not-found"
