"""API keys made, used, rotated and revoked over the API; the audit log of it all."""

import csv
import io
import json

from onward.domain.credentials import parse_key
from tests.stage import ADA, CLEO

from .house import CLEOS_PASSWORD, House


class TestKeys:
    async def test_a_key_is_shown_once_and_works(self, house: House) -> None:
        ada = await house.ada()
        made = await ada.post("/keys", {"name": "Website", "role": "rep"}, 201)
        with_key = house.browser(Authorization=f"Bearer {made['secret']}")
        assert (await with_key.get("/me"))["current"]["role"] == "rep"
        await with_key.post("/customers", {"name": "Initech"}, 201)
        await with_key.get("/keys", 403)
        [listed] = (await ada.get("/keys"))["data"]
        assert made["secret"] not in json.dumps(listed)
        assert (listed["created_by"], listed["last_used_on"]) == (str(ADA), "2026-01-21")
        parsed = parse_key(made["secret"])
        assert parsed is not None
        rows = await house.rows("SELECT secret_hash, k::text AS all FROM api_keys k")
        assert rows[0]["secret_hash"] == parsed[1]
        assert made["secret"].rpartition("_")[2] not in rows[0]["all"]

    async def test_two_live_ones_for_rotation_and_the_old_one_revoked(self, house: House) -> None:
        ada = await house.ada()
        old, new = [await ada.post("/keys", {"name": "Website", "role": "rep"}, 201) for _ in range(2)]
        browsers = [house.browser(Authorization=f"Bearer {made['secret']}") for made in (old, new)]
        for browser in browsers:
            await browser.get("/me")
        await ada.delete(f"/keys/{old['id']}")
        await browsers[0].get("/me", 401)
        await browsers[1].get("/me")
        await ada.delete(f"/keys/{old['id']}", 404)

    async def test_it_ends_when_it_should(self, house: House) -> None:
        ada = await house.ada()
        await ada.post("/keys", {"role": "rep", "expires_at": "2026-01-20"}, 422)
        made = await ada.post("/keys", {"role": "rep", "expires_at": "2026-01-22T10:00:00Z"}, 201)
        with_key = house.browser(Authorization=f"Bearer {made['secret']}")
        await with_key.get("/me")
        house.clock.advance(days=1)
        await with_key.get("/me", 401)

    async def test_it_may_act_for_a_member_of_this_tenant_only(self, house: House) -> None:
        ada = await house.ada()
        await ada.post("/keys", {"role": "rep", "member_id": str(CLEO)}, 422)
        made = await ada.post("/keys", {"role": "owner", "member_id": str(ADA)}, 201)
        with_key = house.browser(Authorization=f"Bearer {made['secret']}")
        assert (await with_key.get("/me"))["current"]["member_id"] == str(ADA)

    async def test_it_may_no_more_than_the_member_whom_it_acts_for(self, house: House) -> None:
        ada, ben = await house.ada(), await house.ben()
        bens = (await ben.get("/me"))["current"]["member_id"]
        refused = await ada.post("/keys", {"role": "owner", "member_id": bens}, 422)
        assert refused["errors"] == [{"field": "role", "message": "must not exceed the member's, which is rep"}]
        await ada.put(f"/members/{bens}", {"role": "owner"})
        made = await ben.post("/keys", {"role": "owner", "member_id": bens}, 201)
        with_key = house.browser(Authorization=f"Bearer {made['secret']}")
        await with_key.get("/keys")
        await ada.put(f"/members/{bens}", {"role": "rep"})
        assert (await with_key.get("/me"))["current"]["role"] == "rep"
        await with_key.get("/keys", 403)
        await with_key.put(f"/members/{bens}", {"role": "owner"}, 403)
        await ada.put(f"/members/{bens}", {"role": "owner"})
        await with_key.get("/keys")

    async def test_another_tenants_key_is_none(self, house: House) -> None:
        made = await (await house.ada()).post("/keys", {"role": "rep"}, 201)
        cleo = house.browser()
        await cleo.sign_in("cleo@globex.example", CLEOS_PASSWORD)
        theirs = await cleo.delete(f"/keys/{made['id']}", 404)
        none = await cleo.delete(f"/keys/{CLEO}", 404)
        assert theirs | {"request_id": 0} == none | {"request_id": 0}
        assert (await cleo.get("/keys"))["data"] == []
        await house.browser(Authorization=f"Bearer {made['secret']}").get("/me")

    async def test_members_who_do_not_own_see_none(self, house: House) -> None:
        ben = await house.ben()
        await ben.post("/keys", {"role": "viewer"}, 403)
        await ben.get("/keys", 403)
        assert await house.rows("SELECT * FROM api_keys") == []

    async def test_the_answer_is_not_kept(self, house: House) -> None:
        ada = await house.ada()
        await ada.post("/keys", {"role": "rep"}, 422, headers={"Idempotency-Key": "once"})
        assert await house.rows("SELECT * FROM api_keys") == []


class TestTheAuditLog:
    async def test_it_tells_who_did_what_from_where(self, house: House) -> None:
        ada = await house.ada()
        made = await ada.post("/keys", {"role": "rep"}, 201)
        await ada.post("/campaigns", {"name": "Spring"}, 201)
        entries = (await ada.get("/audit"))["data"]
        assert [entry["act"] for entry in entries] == ["create_campaign", "create_key", "signed_in"]
        assert entries[1]["subject_id"] == made["id"]
        assert {entry["actor_id"] for entry in entries} == {str(ADA)}
        assert {entry["address"] for entry in entries} == {"203.0.113.7"}
        assert made["secret"] not in json.dumps(entries)

    async def test_it_goes_on_page_by_page(self, house: House) -> None:
        ada = await house.ada()
        for number in range(5):
            await ada.post("/campaigns", {"name": f"Number {number}"}, 201)
        first = await ada.get("/audit", params={"limit": 4})
        rest = await ada.get("/audit", params={"limit": 4, "cursor": first["next_cursor"]})
        ids = [entry["id"] for entry in first["data"] + rest["data"]]
        assert len(set(ids)) == len(ids) == 6
        assert rest["next_cursor"] is None

    async def test_it_is_exported_as_lines_and_as_cells_that_no_spreadsheet_runs(self, house: House) -> None:
        ada = await house.ada()
        lines = (await ada.http.get("/v1/audit/export")).text.splitlines()
        assert [json.loads(line)["act"] for line in lines] == ["signed_in"]
        await house.rows("UPDATE audit_log SET act = '=cmd()'")
        answer = await ada.get("/audit/export", params={"format": "csv"})
        assert answer.headers["content-type"].startswith("text/csv")
        rows = list(csv.DictReader(io.StringIO(answer.text)))
        assert [row["act"] for row in rows] == ["'=cmd()"] * 2
        assert (await house.acts())[-1] == "export_audit"

    async def test_it_is_for_owners_of_this_tenant(self, house: House) -> None:
        ben = await house.ben()
        await ben.get("/audit", 403)
        await ben.get("/audit/export", 403)
        cleo = house.browser()
        await cleo.sign_in("cleo@globex.example", CLEOS_PASSWORD)
        assert [entry["act"] for entry in (await cleo.get("/audit"))["data"]] == ["signed_in"]

    async def test_the_serving_role_only_adds_to_it(self, house: House) -> None:
        granted = await house.rows(
            "SELECT privilege_type FROM information_schema.role_table_grants "
            "WHERE table_name = 'audit_log' AND grantee = 'onward_app'"
        )
        assert {row["privilege_type"] for row in granted} == {"SELECT", "INSERT"}
