"""Somebody is invited, and comes."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from onward.store.transactions import Database
from tests.stage import ACME, ADA

from .house import ADAS_PASSWORD, CLEOS_PASSWORD, Browser, House, open_house

DANAS_PASSWORD = "nine blue bicycles"


async def invited(house: House, ada: Browser, email: str = "dana@acme.example", role: str = "rep") -> str:
    """The token that the letter brings."""
    made = await ada.post("/invitations", {"email": email, "role": role}, 201)
    assert made["link"] is None
    letter = await house.letter()
    assert letter.to == email
    return letter.text.partition("#token=")[2].split()[0]


class TestAccepting:
    async def test_somebody_new_is_signed_in_at_once(self, house: House) -> None:
        token = await invited(house, await house.ada())
        dana = house.browser()
        seen = await dana.post("/invitations/preview", {"token": token})
        assert seen == {"tenant_name": "Acme", "email": "dana@acme.example", "role": "rep", "has_account": False}
        body = {"token": token, "name": "Dana", "password": DANAS_PASSWORD}
        accepted = await dana.post("/invitations/accept", body)
        assert accepted["signed_in"] is True
        me = await dana.get("/me")
        assert (me["person"]["name"], me["current"]["role"]) == ("Dana", "rep")
        await house.browser().sign_in("dana@acme.example", DANAS_PASSWORD)
        assert "invitation_accepted" in await house.acts()

    async def test_a_member_without_an_account_gets_one(self, house: House) -> None:
        ada = await house.ada()
        made = await ada.post("/members", {"name": "Dana", "role": "viewer", "email": "Dana@acme.example"}, 201)
        token = await invited(house, ada)
        body = {"token": token, "name": "Dana", "password": DANAS_PASSWORD}
        accepted = await house.browser().post("/invitations/accept", body)
        assert accepted["member_id"] == made["id"]
        assert (await ada.get(f"/members/{made['id']}"))["has_account"] is True

    async def test_an_account_of_another_tenant_takes_its_own_password(self, house: House) -> None:
        token = await invited(house, await house.ada(), "cleo@globex.example", "manager")
        cleo = house.browser()
        for password in (None, "not hers at all"):
            await cleo.post("/invitations/accept", {"token": token, "name": "Mallory", "password": password}, 422)
        accepted = await cleo.post("/invitations/accept", {"token": token, "password": CLEOS_PASSWORD})
        assert accepted["signed_in"] is False
        await cleo.sign_in("cleo@globex.example", CLEOS_PASSWORD)
        me = await cleo.get("/me")
        assert [(each["tenant_slug"], each["role"]) for each in me["memberships"]] == [
            ("acme", "manager"),
            ("globex", "owner"),
        ]

    async def test_or_its_session(self, house: House) -> None:
        token = await invited(house, await house.ada(), "cleo@globex.example")
        cleo = house.browser()
        await cleo.sign_in("cleo@globex.example", CLEOS_PASSWORD)
        assert (await cleo.post("/invitations/accept", {"token": token}))["signed_in"] is True
        await cleo.get("/interactions", headers={"X-Tenant-ID": "acme"})

    async def test_the_session_that_the_browser_had_ends(self, house: House) -> None:
        ada = await house.ada()
        before = ada.token
        token = await invited(house, ada)
        await ada.post("/invitations/accept", {"token": token, "name": "Dana", "password": DANAS_PASSWORD})
        assert (await ada.get("/me"))["person"]["name"] == "Dana"
        await house.browser().get("/me", 401, headers={"Cookie": f"__Host-onward_session={before}"})

    async def test_it_works_once_however_many_try(self, house: House) -> None:
        token = await invited(house, await house.ada())
        answers = await asyncio.gather(
            *(
                house.browser(f"198.51.100.{number}").http.post(
                    "/v1/invitations/accept", json={"token": token, "name": "Dana", "password": DANAS_PASSWORD}
                )
                for number in range(6)
            )
        )
        statuses = sorted(answer.status_code for answer in answers)
        assert statuses[0] == 200
        assert set(statuses[1:]) <= {409, 422}
        assert len(await house.rows("SELECT * FROM members WHERE email = 'dana@acme.example'")) == 1
        assert len(await house.rows("SELECT * FROM people WHERE email = 'dana@acme.example'")) == 1

    @pytest.mark.parametrize(
        "password", ["short", "password12345", "dana@acme.example", "abcabcabcabc", "xyxyxyxyxyxyxy", "x y z w " * 26]
    )
    async def test_a_bad_password_leaves_the_link_unused(self, house: House, password: str) -> None:
        token = await invited(house, await house.ada())
        body = {"token": token, "name": "Dana", "password": password}
        refused = await house.browser().post("/invitations/accept", body, 422)
        assert refused["errors"][0]["field"] == "password"
        assert password not in str(refused)
        await house.browser().post("/invitations/accept", body | {"password": DANAS_PASSWORD})


class TestNotAccepting:
    async def test_links_end_after_seven_days_or_when_withdrawn(self, house: House) -> None:
        ada = await house.ada()
        body = {"name": "Dana", "password": DANAS_PASSWORD}
        token = await invited(house, ada)
        [open_one] = (await ada.get("/invitations"))["data"]
        await ada.delete(f"/invitations/{open_one['id']}")
        await ada.delete(f"/invitations/{open_one['id']}", 404)
        await house.browser().post("/invitations/accept", body | {"token": token}, 422)
        token = await invited(house, ada)
        house.clock.advance(days=7, seconds=1)
        await house.browser().post("/invitations/accept", body | {"token": token}, 422)
        await house.browser().post("/invitations/preview", {"token": token}, 422)
        assert await house.rows("SELECT * FROM people WHERE name = 'Dana'") == []

    async def test_members_are_not_invited_again_and_reps_invite_nobody(self, house: House) -> None:
        ada, ben = await house.ada(), await house.ben()
        await ada.post("/invitations", {"email": "BEN@acme.example", "role": "rep"}, 409)
        await ben.post("/invitations", {"email": "dana@acme.example", "role": "owner"}, 403)
        await ben.get("/invitations", 403)
        assert await house.rows("SELECT * FROM one_time_links") == []

    async def test_what_a_leaver_or_a_former_owner_has_sent_out_ends(self, house: House) -> None:
        ada = await house.ada()
        bens = str((await house.rows("SELECT id FROM members WHERE email = 'ben@acme.example'"))[0]["id"])
        for ending in ("role", "leaving"):
            await ada.put(f"/members/{bens}", {"role": "owner"})
            ben = await house.ben()
            token = await invited(house, ben, f"{ending}@acme.example", "owner")
            await invited(house, ada, f"kept-{ending}@acme.example")
            await ada.put(f"/members/{bens}", {"name": "Benjamin" + ending})
            await house.browser().post("/invitations/preview", {"token": token})
            if ending == "role":
                await ada.put(f"/members/{bens}", {"role": "manager"})
            else:
                await ada.post(f"/members/{bens}/deactivate", {"hand_over_to": "nobody"})
            body = {"token": token, "name": "Back door", "password": DANAS_PASSWORD}
            await house.browser().post("/invitations/accept", body, 422)
        left = [each["email"] for each in (await ada.get("/invitations"))["data"]]
        assert left == ["kept-role@acme.example", "kept-leaving@acme.example"]
        assert (await house.acts()).count("withdraw_invitation") == 2

    async def test_the_last_owner_does_not_step_down_by_one(self, mailless: House) -> None:
        """Nobody but Dana owns acme, and she has no account yet: as a rep she would leave it without any owner."""
        ada = await mailless.ada()
        body = {"name": "Dana", "email": "dana@acme.example", "role": "owner"}
        dana = await ada.post("/members", body, 201)
        link = (await ada.post("/invitations", {"email": "dana@acme.example", "role": "rep"}, 201))["link"]
        await mailless.rows(
            "UPDATE members SET is_active = false WHERE tenant_id = $1 AND id <> $2", ACME.id, dana["id"]
        )
        accepted = {"token": link.partition("#token=")[2], "name": "Dana", "password": DANAS_PASSWORD}
        refused = await mailless.browser().post("/invitations/accept", accepted, 409)
        assert "last owner" in refused["detail"]
        assert await mailless.rows("SELECT FROM people WHERE name = 'Dana'") == []

    async def test_another_tenants_invitation_is_none(self, house: House) -> None:
        await invited(house, await house.ada())
        cleo = house.browser()
        await cleo.sign_in("cleo@globex.example", CLEOS_PASSWORD)
        [row] = await house.rows("SELECT id FROM one_time_links")
        await cleo.delete(f"/invitations/{row['id']}", 404)
        assert (await cleo.get("/invitations"))["data"] == []

    async def test_the_secret_answer_is_kept_for_no_repeat(self, house: House) -> None:
        ada = await house.ada()
        body = {"email": "dana@acme.example", "role": "rep"}
        await ada.post("/invitations", body, 422, headers={"Idempotency-Key": "once"})
        assert await house.rows("SELECT * FROM one_time_links") == []


@pytest.fixture
async def mailless(database: Database, database_url: str) -> AsyncIterator[House]:
    async with open_house(database, database_url, post=None) as house:
        await house.join(await house.person("ada@acme.example", "Ada", ADAS_PASSWORD), ACME, ADA)
        yield house


async def test_without_mail_the_owner_hands_the_link_over(mailless: House) -> None:
    ada = await mailless.ada()
    made = await ada.post("/invitations", {"email": "dana@acme.example", "role": "rep"}, 201)
    address, _, token = made["link"].partition("#token=")
    assert address == "https://onward.example/invitation"
    body = {"token": token, "name": "Dana", "password": DANAS_PASSWORD}
    await mailless.browser().post("/invitations/accept", body)
