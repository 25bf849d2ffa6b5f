"""What people do with their own accounts: passwords, reset links by real mail, second factors."""

import asyncio
from base64 import b32decode
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP

from onward.channels import email
from onward.channels.email import MailServer, Undeliverable
from onward.crypto import codes
from tests.stage import NOW

from .house import ADAS_PASSWORD, BENS_PASSWORD, Browser, House

NEW_PASSWORD = "eleven quiet trains"


class TestChangingThePassword:
    async def test_the_new_one_counts_and_other_sessions_end(self, house: House) -> None:
        here, there = await house.ada(), await house.ada()
        await here.put("/me/password", {"current_password": ADAS_PASSWORD, "new_password": NEW_PASSWORD}, 204)
        await here.get("/me")
        await there.get("/me", 401)
        await there.sign_in("ada@acme.example", ADAS_PASSWORD, 401)
        await there.sign_in("ada@acme.example", NEW_PASSWORD)
        assert "password_changed" in await house.acts()

    async def test_without_the_old_one_nothing_changes(self, house: House) -> None:
        ada = await house.ada()
        refused = await ada.put("/me/password", {"current_password": "a guess", "new_password": NEW_PASSWORD}, 422)
        assert refused["errors"][0]["field"] == "current_password"
        await house.browser().sign_in("ada@acme.example", ADAS_PASSWORD)
        await house.browser().put("/me/password", {"current_password": ADAS_PASSWORD, "new_password": "x"}, 401)

    async def test_guessing_in_a_stolen_session_is_counted(self, house: House) -> None:
        ada = await house.ada()
        body = {"current_password": "a guess", "new_password": NEW_PASSWORD}
        for _ in range(10):
            await ada.put("/me/password", body, 422)
        await ada.put("/me/password", body, 429)

    async def test_of_two_at_once_one_is_told(self, house: House) -> None:
        browsers = [await house.ada(), await house.ada()]
        answers = await asyncio.gather(
            *(
                browser.http.put(
                    "/v1/me/password",
                    json={"current_password": ADAS_PASSWORD, "new_password": f"{NEW_PASSWORD} {number}"},
                )
                for number, browser in enumerate(browsers)
            )
        )
        statuses = [answer.status_code for answer in answers]
        assert sorted(statuses)[0] == 204
        assert sorted(statuses)[1] in {401, 409, 422}
        winner = statuses.index(204)
        await house.browser().sign_in("ada@acme.example", f"{NEW_PASSWORD} {winner}")
        await house.browser().sign_in("ada@acme.example", f"{NEW_PASSWORD} {1 - winner}", 401)


class Inbox:
    """What a real mail server was handed."""

    def __init__(self) -> None:
        self.messages: list[Any] = []

    async def take_address(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address.startswith("nobody@"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def take_letter(self, server: Any, session: Any, envelope: Any) -> str:
        self.messages.append(envelope)
        return "250 OK"


# The names under which the mail server looks for them.
Inbox.handle_RCPT = Inbox.take_address
Inbox.handle_DATA = Inbox.take_letter


@pytest.fixture
async def inbox() -> AsyncIterator[tuple[Inbox, MailServer]]:
    handler = Inbox()
    listening = await asyncio.get_running_loop().create_server(lambda: SMTP(handler), "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    yield handler, MailServer("127.0.0.1", port, "Onward <onward@onward.example>", security="none")
    listening.close()
    await listening.wait_closed()


class TestMail:
    async def test_a_letter_arrives(self, inbox: tuple[Inbox, MailServer]) -> None:
        handler, server = inbox
        await email.send(server, "ada@acme.example", "Grüße", "Ein Link:\nhttps://x.example/#token=abc\n", NOW)
        [envelope] = handler.messages
        assert envelope.rcpt_tos == ["ada@acme.example"]
        assert b"Date: Wed, 21 Jan 2026 10:00:00 +0000" in envelope.content

    async def test_a_refusal_for_good_is_told_from_one_for_now(self, inbox: tuple[Inbox, MailServer]) -> None:
        _, server = inbox
        with pytest.raises(Undeliverable) as refused:
            await email.send(server, "nobody@acme.example", "Hello", "Hello", NOW)
        assert refused.value.is_permanent
        with pytest.raises(Undeliverable) as gone:
            await email.send(MailServer("127.0.0.1", 1, "a@b.example", security="none"), "a@b.example", "x", "x", NOW)
        assert not gone.value.is_permanent


class TestResetLinks:
    async def token(self, house: House, browser: Browser, address: str = "ada@acme.example") -> str:
        await browser.post("/password-resets", {"email": address}, 202)
        return (await house.letter()).text.partition("#token=")[2].split()[0]

    async def test_a_new_password_by_a_link_that_works_once(self, house: House) -> None:
        ada, browser = await house.ada(), house.browser()
        token = await self.token(house, browser)
        body = {"token": token, "new_password": NEW_PASSWORD}
        await browser.post("/password-resets/accept", body, 204)
        await browser.post("/password-resets/accept", body | {"new_password": ADAS_PASSWORD}, 422)
        await ada.get("/me", 401)
        await browser.sign_in("ada@acme.example", ADAS_PASSWORD, 401)
        await browser.sign_in("ada@acme.example", NEW_PASSWORD)
        assert (await house.acts())[:3] == ["signed_in", "password_reset_asked", "password_reset"]

    async def test_the_answer_does_not_tell_who_has_an_account(self, house: House) -> None:
        answers = [
            await house.browser().http.post("/v1/password-resets", json={"email": address})
            for address in ("ada@acme.example", "nobody@acme.example")
        ]
        assert answers[0].content == answers[1].content
        assert answers[0].status_code == answers[1].status_code == 202
        await house.afterwards.wait(10)
        assert [letter.to for letter in house.letters] == ["ada@acme.example"]

    async def test_it_ends_after_thirty_minutes_or_by_a_newer_one(self, house: House) -> None:
        browser = house.browser()
        first = await self.token(house, browser)
        second = await self.token(house, browser)
        await browser.post("/password-resets/accept", {"token": first, "new_password": NEW_PASSWORD}, 422)
        house.clock.advance(minutes=30, seconds=1)
        await browser.post("/password-resets/accept", {"token": second, "new_password": NEW_PASSWORD}, 422)
        await browser.sign_in("ada@acme.example", ADAS_PASSWORD)

    async def test_asking_is_limited(self, house: House) -> None:
        for _ in range(5):
            await house.browser().post("/password-resets", {"email": "ada@acme.example"}, 202)
        await house.browser().post("/password-resets", {"email": "ADA@acme.example"}, 429)

    async def test_many_at_once_with_one_link_change_it_once(self, house: House) -> None:
        token = await self.token(house, house.browser())
        answers = await asyncio.gather(
            *(
                house.browser().http.post(
                    "/v1/password-resets/accept", json={"token": token, "new_password": f"{NEW_PASSWORD} {number}"}
                )
                for number in range(6)
            )
        )
        assert sorted(answer.status_code for answer in answers) == [204, 422, 422, 422, 422, 422]

    async def test_where_the_host_header_leads_nowhere(self, house: House) -> None:
        await house.browser(Host="evil.example").post("/password-resets", {"email": "ada@acme.example"}, 202)
        letter = await house.letter()
        assert "https://onward.example/password-reset#token=" in letter.text
        assert "evil" not in letter.text


class TestTheSecondFactor:
    async def enrolled(self, house: House, browser: Browser) -> tuple[bytes, list[str]]:
        """The secret, and the recovery codes."""
        shown = await browser.post("/me/totp", {"password": ADAS_PASSWORD})
        text = shown["secret"]
        secret = b32decode(text + "=" * (-len(text) % 8))
        made = await browser.post("/me/totp/confirm", {"code": self.code(house, secret)})
        house.clock.advance(seconds=30)
        return secret, made["recovery_codes"]

    def code(self, house: House, secret: bytes, steps: int = 0) -> str:
        return codes.code_at(secret, int(house.clock.now.timestamp()) // 30 + steps)

    async def test_signing_in_needs_the_code(self, house: House) -> None:
        secret, _ = await self.enrolled(house, await house.ada())
        browser = house.browser()
        half = await browser.sign_in("ada@acme.example", ADAS_PASSWORD)
        assert half == {"second_factor_needed": True, "person": None}
        half_token = browser.token
        await browser.get("/me", 401)
        await browser.get("/interactions", 401)
        await browser.post("/customers", {"name": "Initech"}, 401)
        whole = await browser.post("/session/totp", {"code": self.code(house, secret)})
        assert whole["person"]["has_second_factor"] is True
        assert browser.token != half_token
        await browser.get("/interactions")
        await house.browser().get("/me", 401, headers={"Cookie": f"__Host-onward_session={half_token}"})

    async def test_a_code_works_once_even_for_twenty_at_once(self, house: House) -> None:
        secret, _ = await self.enrolled(house, await house.ada())
        browsers = [house.browser() for _ in range(6)]
        for browser in browsers:
            await browser.sign_in("ada@acme.example", ADAS_PASSWORD)
        code = self.code(house, secret)
        answers = await asyncio.gather(
            *(browser.http.post("/v1/session/totp", json={"code": code}) for browser in browsers)
        )
        assert sorted(answer.status_code for answer in answers) == [200, 401, 401, 401, 401, 401]

    async def test_codes_of_other_times_and_other_texts_do_not(self, house: House) -> None:
        secret, _ = await self.enrolled(house, await house.ada())
        browser = house.browser()
        await browser.sign_in("ada@acme.example", ADAS_PASSWORD)
        for code in (self.code(house, secret, -3), self.code(house, secret, 2), "000000", "١٢٣٤٥٦", "12345"):
            await browser.post("/session/totp", {"code": code}, 401)
        await browser.post("/session/totp", {"code": self.code(house, secret, 1)})

    async def test_guessing_ends(self, house: House) -> None:
        secret, _ = await self.enrolled(house, await house.ada())
        browser = house.browser()
        await browser.sign_in("ada@acme.example", ADAS_PASSWORD)
        for _ in range(10):
            await browser.post("/session/totp", {"code": "000000"}, 401)
        await browser.post("/session/totp", {"code": self.code(house, secret)}, 429)

    async def test_the_half_session_ends_after_ten_minutes(self, house: House) -> None:
        secret, _ = await self.enrolled(house, await house.ada())
        browser = house.browser()
        await browser.sign_in("ada@acme.example", ADAS_PASSWORD)
        house.clock.advance(minutes=10, seconds=1)
        await browser.post("/session/totp", {"code": self.code(house, secret)}, 401)

    async def test_a_recovery_code_works_once(self, house: House) -> None:
        _, recovery = await self.enrolled(house, await house.ada())
        assert len(set(recovery)) == 10
        for expect in (200, 401):
            browser = house.browser()
            await browser.sign_in("ada@acme.example", ADAS_PASSWORD)
            await browser.post("/session/totp", {"code": recovery[0].upper().replace("-", " ")}, expect)
        kept = await house.rows("SELECT r::text AS all FROM recovery_codes r")
        assert len(kept) == 10
        assert not any(code in row["all"] for code in recovery for row in kept)

    async def test_a_recovery_code_works_once_even_for_several_at_once(self, house: House) -> None:
        _, recovery = await self.enrolled(house, await house.ada())
        browsers = [house.browser() for _ in range(6)]
        for browser in browsers:
            await browser.sign_in("ada@acme.example", ADAS_PASSWORD)
        answers = await asyncio.gather(
            *(browser.http.post("/v1/session/totp", json={"code": recovery[3]}) for browser in browsers)
        )
        assert sorted(answer.status_code for answer in answers) == [200, 401, 401, 401, 401, 401]

    async def test_the_code_that_turned_it_on_is_used_up(self, house: House) -> None:
        ada = await house.ada()
        secret, _ = await self.enrolled(house, ada)
        browser = house.browser()
        await browser.sign_in("ada@acme.example", ADAS_PASSWORD)
        await browser.post("/session/totp", {"code": self.code(house, secret, -1)}, 401)

    async def test_sessions_begun_without_it_end(self, house: House) -> None:
        here, there = await house.ada(), await house.ada()
        await self.enrolled(house, here)
        await here.get("/me")
        await there.get("/me", 401)

    async def test_guessing_the_code_that_turns_it_on_ends(self, house: House) -> None:
        ada = await house.ada()
        text = (await ada.post("/me/totp", {"password": ADAS_PASSWORD}))["secret"]
        secret = b32decode(text + "=" * (-len(text) % 8))
        for _ in range(10):
            await ada.post("/me/totp/confirm", {"code": "000000"}, 422)
        await ada.post("/me/totp/confirm", {"code": self.code(house, secret)}, 429)
        house.clock.advance(minutes=15, seconds=1)
        await ada.post("/me/totp/confirm", {"code": self.code(house, secret)})

    async def test_new_recovery_codes_end_the_old_ones(self, house: House) -> None:
        ada = await house.ada()
        _, recovery = await self.enrolled(house, ada)
        await ada.post("/me/recovery-codes", {"password": ADAS_PASSWORD})
        browser = house.browser()
        await browser.sign_in("ada@acme.example", ADAS_PASSWORD)
        await browser.post("/session/totp", {"code": recovery[0]}, 401)

    async def test_it_is_turned_on_and_off_with_the_password_only(self, house: House) -> None:
        ada = await house.ada()
        await ada.post("/me/totp", {"password": BENS_PASSWORD}, 422)
        await ada.post("/me/totp/confirm", {"code": "000000"}, 422)
        await self.enrolled(house, ada)
        await ada.post("/me/totp", {"password": ADAS_PASSWORD}, 409)
        await ada.post("/me/totp/disable", {"password": BENS_PASSWORD}, 422)
        await ada.post("/me/totp/disable", {"password": ADAS_PASSWORD}, 204)
        assert (await house.browser().sign_in("ada@acme.example", ADAS_PASSWORD))["second_factor_needed"] is False
        acts = await house.acts()
        assert acts.count("second_factor_turned_on") == acts.count("second_factor_turned_off") == 1

    async def test_the_secret_lies_sealed(self, house: House) -> None:
        secret, _ = await self.enrolled(house, await house.ada())
        [row] = await house.rows("SELECT p::text AS all FROM people p WHERE totp_secret IS NOT NULL")
        assert codes.secret_text(secret) not in row["all"]
        assert secret.hex() not in row["all"]
