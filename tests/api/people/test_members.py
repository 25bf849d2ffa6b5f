"""Members change, leave and come back; the last owner stays."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import force_setattr

from onward.actions.finishing import Completion, complete_interaction
from onward.actions.leaving import deactivate_member
from onward.domain.people import HandOver
from onward.store import interactions
from tests.api.streaming import QUICK, following
from tests.stage import ACME, ADA, CLEO, acting_for

from .house import BENS_PASSWORD, Browser, House


async def ben_of(house: House) -> str:
    return str((await house.rows("SELECT id FROM members WHERE email = 'ben@acme.example'"))[0]["id"])


async def second_owner(house: House, ada: Browser) -> str:
    """Ben, made an owner."""
    ben = await ben_of(house)
    await ada.put(f"/members/{ben}", {"role": "owner"})
    return ben


class TestChanging:
    async def test_a_role_counts_at_once(self, house: House) -> None:
        ada, ben = await house.ada(), await house.ben()
        await ben.get("/keys", 403)
        bens = await second_owner(house, ada)
        await ben.get("/keys")
        await ada.put(f"/members/{bens}", {"role": "viewer"})
        await ben.post("/customers", {"name": "Initech"}, 403)

    async def test_only_owners_may(self, house: House) -> None:
        ben = await house.ben()
        bens = await ben_of(house)
        refused = await ben.put(f"/members/{bens}", {"role": "owner"}, 403)
        assert refused["detail"] == "This needs the role owner; you act as rep."
        assert (await ben.get(f"/members/{bens}"))["role"] == "rep"
        [entry] = await house.rows("SELECT act, details FROM audit_log WHERE act = 'refused'")
        assert '"tried": "edit_member"' in entry["details"]

    async def test_the_log_tells_the_role_before_and_after(self, house: House) -> None:
        await second_owner(house, await house.ada())
        [entry] = (await (await house.ada()).get("/audit", params={"act": "edit_member"}))["data"]
        assert entry["details"] == {"role": "owner", "role_before": "rep"}
        assert entry["actor_id"] == str(ADA)
        assert entry["address"] == "203.0.113.7"

    async def test_another_tenants_member_is_none(self, house: House) -> None:
        ada = await house.ada()
        for body in ({"role": "viewer"}, {"name": "Mine"}):
            theirs = await ada.put(f"/members/{CLEO}", body, 404)
            none = await ada.put(f"/members/{ACME.id}", body, 404)
            assert theirs | {"request_id": 0} == none | {"request_id": 0}
        await ada.post(f"/members/{CLEO}/deactivate", {"hand_over_to": "nobody"}, 404)
        assert await house.rows("SELECT * FROM members WHERE id = $1 AND role = 'owner' AND is_active", CLEO)

    async def test_fields_that_nobody_sets_are_refused(self, house: House) -> None:
        ada = await house.ada()
        for field in ("version", "person_id", "is_active", "email", "tenant_id", "created_at"):
            await ada.put(f"/members/{ADA}", {field: None}, 422)

    async def test_a_stale_version_changes_nothing(self, house: House) -> None:
        ada = await house.ada()
        await ada.put(f"/members/{ADA}", {"name": "Ada L."}, headers={"If-Match": '"1"'})
        await ada.put(f"/members/{ADA}", {"name": "Ada"}, 412, headers={"If-Match": '"1"'})
        assert (await ada.get(f"/members/{ADA}"))["name"] == "Ada L."


class TestTheLastOwner:
    async def test_cannot_step_down_or_leave(self, house: House) -> None:
        ada = await house.ada()
        await ada.put(f"/members/{ADA}", {"role": "manager"}, 409)
        await ada.post(f"/members/{ADA}/deactivate", {"hand_over_to": "nobody"}, 409)
        # One whom nobody can sign in as does not count.
        await ada.post("/members", {"name": "Ghost", "role": "owner"}, 201)
        await ada.put(f"/members/{ADA}", {"role": "manager"}, 409)

    async def test_can_once_there_is_another(self, house: House) -> None:
        ada = await house.ada()
        await second_owner(house, ada)
        await ada.put(f"/members/{ADA}", {"role": "manager"})

    async def test_two_who_deactivate_each_other_leave_one(self, house: House) -> None:
        for _ in range(4):
            ada, ben = await house.ada(), await house.ben()
            bens = await second_owner(house, ada)
            answers = await asyncio.gather(
                *(
                    browser.http.post(f"/v1/members/{other}/deactivate", json={"hand_over_to": "nobody"})
                    for browser, other in ((ada, bens), (ben, ADA))
                )
            )
            assert sorted(answer.status_code for answer in answers)[0] == 200
            owners = await house.rows(
                "SELECT id FROM members WHERE tenant_id = $1 AND role = 'owner' AND is_active", ACME.id
            )
            assert len(owners) == 1
            survivor, gone = (ada, bens) if owners[0]["id"] == ADA else (ben, str(ADA))
            await survivor.post(f"/members/{gone}/reactivate")
            await survivor.put(f"/members/{gone}", {"role": "owner"})

    async def test_two_who_step_down_at_once_leave_one(self, house: House) -> None:
        ada, ben = await house.ada(), await house.ben()
        bens = await second_owner(house, ada)
        answers = await asyncio.gather(
            ada.http.put(f"/v1/members/{ADA}", json={"role": "rep"}),
            ben.http.put(f"/v1/members/{bens}", json={"role": "rep"}),
        )
        assert sorted(answer.status_code for answer in answers) == [200, 409]


class TestLeaving:
    async def work_of(self, house: House, ada: Browser, member: str) -> dict[str, Any]:
        """Two customers with an open step of the member's each; one is Ada's, with a paused workflow."""
        mine = await ada.post("/customers", {"name": "Initech", "owner_id": str(ADA)}, 201)
        theirs = await ada.post("/customers", {"name": "Initrode", "owner_id": member}, 201)
        [template] = (await ada.get("/interactions/templates"))["data"][:1]
        await ada.post(
            "/interactions/workflow/start",
            {"customer_id": mine["id"], "template_id": template["id"], "assignee_id": member},
            201,
        )
        body = {"customer_id": theirs["id"], "type": "email", "title": "Write", "assignee_id": member}
        await ada.post("/interactions", body, 201)
        done = await ada.post("/interactions", body | {"title": "Done"}, 201)
        await ada.post(
            f"/interactions/{done['id']}/complete", {"outcome": "success", "next": {"none": True, "why": "x"}}
        )
        await house.rows("UPDATE workflows SET status = 'paused'")
        return {"mine": mine["id"], "theirs": theirs["id"], "done": done["id"]}

    async def assignees(self, house: House) -> dict[str, UUID | None]:
        rows = await house.rows(
            "SELECT title, assignee_id FROM interactions UNION ALL SELECT 'workflow', assignee_id FROM workflows"
        )
        return {row["title"]: row["assignee_id"] for row in rows}

    async def test_the_work_goes_to_a_member(self, house: House) -> None:
        ada, ben = await house.ada(), await ben_of(house)
        await self.work_of(house, ada, ben)
        left = await ada.post(f"/members/{ben}/deactivate", {"hand_over_to": str(ADA)})
        assert (left["moved_interactions"], left["moved_workflows"]) == (2, 1)
        assert left["member"]["is_active"] is False
        assignees = await self.assignees(house)
        assert str(assignees.pop("Done")) == ben
        assert set(assignees.values()) == {ADA}
        events = await house.rows("SELECT kind FROM events WHERE kind LIKE '%.assigned' ORDER BY kind")
        assert [row["kind"] for row in events] == ["interaction.assigned", "interaction.assigned", "workflow.assigned"]

    async def test_or_to_each_customers_owner(self, house: House) -> None:
        ada, ben = await house.ada(), await ben_of(house)
        await self.work_of(house, ada, ben)
        await ada.post(f"/members/{ben}/deactivate", {"hand_over_to": "owners"})
        assignees = await self.assignees(house)
        # Initrode was Ben's own.
        assert (assignees["workflow"], assignees["Write"]) == (ADA, None)

    async def test_or_to_nobody(self, house: House) -> None:
        ada, ben = await house.ada(), await ben_of(house)
        await self.work_of(house, ada, ben)
        await ada.post(f"/members/{ben}/deactivate", {"hand_over_to": "nobody"})
        assignees = await self.assignees(house)
        assert (assignees["workflow"], assignees["Write"]) == (None, None)

    async def test_nobody_unfit_takes_over(self, house: House) -> None:
        ada, ben = await house.ada(), await ben_of(house)
        ghost = (await ada.post("/members", {"name": "Ghost", "role": "rep"}, 201))["id"]
        await ada.post(f"/members/{ghost}/deactivate", {"hand_over_to": "nobody"})
        for taker in (ghost, ben, str(CLEO), "somebody", ""):
            refused = await ada.post(f"/members/{ben}/deactivate", {"hand_over_to": taker}, 422)
            assert refused["errors"][0]["field"] == "hand_over_to"
        assert (await ada.get(f"/members/{ben}"))["is_active"] is True

    async def test_the_member_is_locked_out_with_all_keys(self, house: House) -> None:
        ada, ben = await house.ada(), await house.ben()
        bens = await ben_of(house)
        key = (await ada.post("/keys", {"role": "rep", "member_id": bens}, 201))["secret"]
        with_key = house.browser(Authorization=f"Bearer {key}")
        await with_key.get("/me")
        await ada.post(f"/members/{bens}/deactivate", {"hand_over_to": "nobody"})
        await ben.get("/interactions", 403)
        await ben.get("/interactions", 404, headers={"X-Tenant-ID": "acme"})
        assert (await ben.get("/me"))["memberships"] == []
        await with_key.get("/me", 401)
        await ada.post(f"/members/{bens}/reactivate")
        await ben.get("/interactions")
        await with_key.get("/me", 401)

    @pytest.mark.parametrize("ending", ["leaving", "signing out", "a session ended elsewhere", "a new password"])
    async def test_a_persons_stream_of_events_ends(self, house: House, ending: str) -> None:
        ada, ben = await house.ada(), await house.ben()
        force_setattr(house.equipment, "feed_limits", QUICK)
        async with following(house.app, cookie=f"__Host-onward_session={ben.token}") as stream:
            assert (await stream.messages(1))[0].kind == "ready"
            assert await stream.is_silent()
            await self.end(house, ada, ben, ending)
            while (told := await stream.message()) is not None:
                assert told.told["kind"] == "member.deactivated"

    async def end(self, house: House, ada: Browser, ben: Browser, ending: str) -> None:
        if ending == "leaving":
            await ada.post(f"/members/{await ben_of(house)}/deactivate", {"hand_over_to": "nobody"})
        elif ending == "signing out":
            await ben.delete("/session")
        elif ending == "a new password":
            body = {"current_password": BENS_PASSWORD, "new_password": "eleven quiet trains"}
            await (await house.ben()).put("/me/password", body, 204)
        else:
            [other] = [each for each in (await ben.get("/sessions"))["data"] if each["is_current"]]
            await (await house.ben()).delete(f"/sessions/{other['id']}")

    async def test_while_a_step_is_completed_nothing_stays_behind(self, house: House) -> None:
        ada, ben = await house.ada(), await house.ben()
        bens = await ben_of(house)
        await self.work_of(house, ada, bens)
        open_ones = await house.rows("SELECT id FROM interactions WHERE status = 'pending'")
        await house.rows("UPDATE workflows SET status = 'active'")
        answers = await asyncio.gather(
            *(
                ben.http.post(f"/v1/interactions/{row['id']}/complete", json={"outcome": "success"})
                for row in open_ones
            ),
            ada.http.post(f"/v1/members/{bens}/deactivate", json={"hand_over_to": str(ADA)}),
        )
        assert answers[-1].status_code == 200
        left = await house.rows(
            "SELECT * FROM interactions WHERE status IN ('pending', 'in_progress') AND assignee_id = $1", UUID(bens)
        )
        assert left == []

    async def test_it_waits_for_a_completion_that_has_begun(self, house: House) -> None:
        ada, ben = await house.ada(), await ben_of(house)
        customer = (await ada.post("/customers", {"name": "Initech"}, 201))["id"]
        body = {"customer_id": customer, "type": "email", "title": "Write", "assignee_id": ben}
        interaction = (await ada.post("/interactions", body, 201))["id"]
        async with house.database.transaction(ACME.id) as tx:
            await interactions.lock_customer_of(tx, ACME.id, UUID(interaction))
            leaving = asyncio.create_task(ada.post(f"/members/{ben}/deactivate", {"hand_over_to": str(ADA)}))
            while not await house.rows("SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'"):
                assert not leaving.done(), "it waits"
                await asyncio.sleep(0.01)
            acting = acting_for(tx, ACME)
            await complete_interaction(acting, UUID(interaction), Completion(outcome="success"))
            await tx.commit()
        assert (await leaving)["moved_interactions"] == 1
        rows = await house.rows("SELECT assignee_id FROM interactions WHERE status = 'pending'")
        assert [row["assignee_id"] for row in rows] == [ADA]

    async def test_a_step_that_another_ones_completion_makes_is_not_left_behind(self, house: House) -> None:
        """The customer is none of the leaving member's until then, so that nothing else makes the two wait."""
        ada, ben = await house.ada(), await ben_of(house)
        first = await self.step_before_bens(ada, ben)
        async with house.database.transaction(ACME.id) as tx:
            await complete_interaction(acting_for(tx, ACME), UUID(first), Completion(outcome="success"))
            leaving = asyncio.create_task(
                ada.http.post(f"/v1/members/{ben}/deactivate", json={"hand_over_to": str(ADA)})
            )
            await self.wait_for_a_lock(house, leaving)
            await tx.commit()
        assert (await leaving).status_code == 503
        assert (await ada.get(f"/members/{ben}"))["is_active"] is True
        left = await ada.post(f"/members/{ben}/deactivate", {"hand_over_to": str(ADA)})
        assert left["moved_interactions"] == 1
        assert await self.open_ones_of(house, ben) == 0

    async def test_nor_does_one_who_is_leaving_get_it(self, house: House) -> None:
        ada, ben = await house.ada(), await ben_of(house)
        first = await self.step_before_bens(ada, ben)
        async with house.database.transaction(ACME.id) as tx:
            await deactivate_member(acting_for(tx, ACME), UUID(ben), HandOver())
            completing = asyncio.create_task(ada.post(f"/interactions/{first}/complete", {"outcome": "success"}))
            await self.wait_for_a_lock(house, completing)
            await tx.commit()
        following = (await completing)["next_interaction"]
        assert (following["step_number"], following["assignee_id"]) == (2, str(ADA))
        assert await self.open_ones_of(house, ben) == 0

    @pytest.mark.parametrize("how", ["create", "assign", "start", "key"])
    async def test_nor_is_it_given_to_them_by_name(self, house: House, how: str) -> None:
        ada, ben = await house.ada(), await ben_of(house)
        first = await self.step_before_bens(ada, ben)
        customer = (await ada.post("/customers", {"name": "Initrode"}, 201))["id"]
        [template] = (await ada.get("/interactions/templates"))["data"][:1]
        path, body = {
            "create": ("/interactions", {"customer_id": customer, "type": "email", "title": "A", "assignee_id": ben}),
            "assign": (f"/interactions/{first}/assign", {"assignee_id": ben}),
            "start": (
                "/interactions/workflow/start",
                {"customer_id": customer, "template_id": template["id"], "assignee_id": ben},
            ),
            "key": ("/keys", {"role": "rep", "member_id": ben}),
        }[how]
        async with house.database.transaction(ACME.id) as tx:
            await deactivate_member(acting_for(tx, ACME), UUID(ben), HandOver())
            giving = asyncio.create_task(ada.post(path, body, 422))
            await self.wait_for_a_lock(house, giving)
            await tx.commit()
        assert "not active" in (await giving)["detail"]
        assert await self.open_ones_of(house, ben) == 0

    async def test_what_is_undone_later_does_not_come_back_to_them(self, house: House) -> None:
        ada, ben = await house.ada(), await ben_of(house)
        work = await self.work_of(house, ada, ben)
        await ada.post(f"/members/{ben}/deactivate", {"hand_over_to": "owners"})
        undone = await ada.post(f"/interactions/{work['done']}/undo")
        assert undone["interaction"]["assignee_id"] is None
        assert await self.open_ones_of(house, ben) == 0

    async def test_somebody_who_is_leaving_cannot_join(self, house: House) -> None:
        ada = await house.ada()
        body = {"name": "Dora", "role": "rep", "email": "dora@acme.example"}
        dora = (await ada.post("/members", body, 201))["id"]
        await ada.post("/invitations", {"email": body["email"], "role": "rep"}, 201)
        token = (await house.letter()).text.split("#token=")[1].split()[0]
        async with house.database.transaction(ACME.id) as tx:
            await deactivate_member(acting_for(tx, ACME), UUID(dora), HandOver())
            accepted = {"token": token, "name": "Dora", "password": "an orchard in May"}
            joining = asyncio.create_task(house.browser().post("/invitations/accept", accepted, 409))
            await self.wait_for_a_lock(house, joining)
            await tx.commit()
        await joining
        assert (await ada.get(f"/members/{dora}"))["is_active"] is False
        assert await house.rows("SELECT * FROM people WHERE email = 'dora@acme.example'") == []

    async def step_before_bens(self, ada: Browser, ben: str) -> str:
        """Ada's first step of a template whose second is Ben's."""
        steps = [
            {"step_number": 1, "type": "email", "title": "Write", "next_step": 2},
            {"step_number": 2, "type": "phone_call", "title": "Call", "assignee": ben},
        ]
        template = (await ada.post("/interactions/templates", {"name": "Two of us", "steps": steps}, 201))["id"]
        customer = (await ada.post("/customers", {"name": "Initech", "owner_id": str(ADA)}, 201))["id"]
        body = {"customer_id": customer, "template_id": template, "assignee_id": str(ADA)}
        return str((await ada.post("/interactions/workflow/start", body, 201))["id"])

    async def wait_for_a_lock(self, house: House, waiting: "asyncio.Task[Any]") -> None:
        while not await house.rows("SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'"):
            assert not waiting.done(), "it waits"
            await asyncio.sleep(0.01)

    async def open_ones_of(self, house: House, member: str) -> int:
        rows = await house.rows(
            "SELECT id FROM interactions WHERE status IN ('pending', 'in_progress') AND assignee_id = $1 "
            "UNION ALL SELECT id FROM workflows WHERE status IN ('active', 'paused') AND assignee_id = $1",
            UUID(member),
        )
        return len(rows)

    async def test_the_password_still_opens_the_account_but_no_tenant(self, house: House) -> None:
        ada = await house.ada()
        await ada.post(f"/members/{await ben_of(house)}/deactivate", {"hand_over_to": "nobody"})
        ben = house.browser()
        await ben.sign_in("ben@acme.example", BENS_PASSWORD)
        await ben.get("/interactions", 403)
