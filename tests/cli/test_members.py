"""The first owner of a real server: by the command line, and by the set-up link; and real mail from it."""

import asyncio
import re
import stat
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from aiosmtpd.smtp import SMTP

from onward.embedded import Engine, folders
from onward.embedded.folders import Folders
from tests.cli.conftest import Place, Server

PASSWORD = "seven brave otters"
SETUP = re.compile(r"Set up the first tenant here, once, until [-0-9]+ [0-9:]+ UTC: (\S+)#token=(\S+)")


def sign_in(server: Server, email: str, password: str = PASSWORD) -> httpx.Response:
    return httpx.post(f"{server.url}/v1/session", json={"email": email, "password": password})


def cookie_of(answer: httpx.Response) -> dict[str, str]:
    """As a browser sends it back: to this machine's own names it does so without TLS too."""
    return {"Cookie": answer.headers["set-cookie"].partition(";")[0]}


def test_an_owner_made_at_the_command_line_ends_local_mode(place: Place) -> None:
    written = place.data_dir.with_name("password")
    written.write_text(f"{PASSWORD}\n")
    with place.serving() as server:
        assert httpx.get(f"{server.url}/v1/customers").status_code == 200
        owner = ("--tenant", "demo", "--email", "ada@acme.example", "--name", "Ada")
        place.result("members", "create-owner", *owner, "--password-file", written)
        complaint = place.complaint("members", "create-owner", *owner, "--password-file", written)
        assert complaint == "There is a member with this e-mail address already."
        signed_in = sign_in(server, "ada@acme.example")
        assert signed_in.status_code == 200
        me = httpx.get(f"{server.url}/v1/me", headers=cookie_of(signed_in)).json()
        assert me["current"]["role"] == "owner"
        deadline = 60
        while httpx.get(f"{server.url}/v1/customers").status_code != 401:
            deadline -= 1
            assert deadline, "local mode has ended within some seconds"
            asyncio.run(asyncio.sleep(0.1))
    key_file = place.data_dir / "secret.key"
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600


def test_a_bad_password_makes_nobody(place: Place) -> None:
    written = place.data_dir.with_name("weak")
    written.write_text("password1234\n")
    place.run("tenants", "create", "--slug", "initech", "--name", "Initech")
    who = ("--tenant", "initech", "--email", "eve@acme.example", "--name", "Eve", "--password-file", written)
    assert "everybody tries" in place.complaint("members", "create-owner", *who)
    assert place.complaint("members", "reset-link", "--email", "eve@acme.example").startswith("Nobody has an account")


def test_a_reset_link_is_printed(place: Place) -> None:
    written = place.data_dir.with_name("bens-password")
    written.write_text(f"{PASSWORD}\n")
    who = ("--tenant", "demo", "--email", "ben@acme.example", "--name", "Ben", "--password-file", written)
    with place.serving() as server:
        place.result("members", "create-owner", *who)
        link = place.result("members", "reset-link", "--email", "ben@acme.example")
        body = {"token": link.partition("#token=")[2], "new_password": "eleven quiet trains"}
        assert httpx.post(f"{server.url}/v1/password-resets/accept", json=body).status_code == 204
        assert sign_in(server, "ben@acme.example").status_code == 401
        assert sign_in(server, "ben@acme.example", "eleven quiet trains").status_code == 200


class Inbox:
    def __init__(self) -> None:
        self.letters: list[str] = []

    async def take_letter(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.letters.append(envelope.content.decode())
        return "250 OK"


# The name under which the mail server looks for it.
Inbox.handle_DATA = Inbox.take_letter


async def test_the_set_up_link_and_mail_from_a_running_server(make_place: Callable[[str], Place]) -> None:
    inbox = Inbox()
    listening = await asyncio.get_running_loop().create_server(lambda: SMTP(inbox), "127.0.0.1", 0)
    mail = {
        "ONWARD_SMTP_HOST": "127.0.0.1",
        "ONWARD_SMTP_PORT": str(listening.sockets[0].getsockname()[1]),
        "ONWARD_SMTP_SECURITY": "none",
        "ONWARD_SMTP_FROM": "onward@acme.example",
        "ONWARD_PUBLIC_URL": "https://onward.acme.example",
    }
    fresh = make_place("fresh")
    with fresh.serving(ONWARD_LOCAL_MODE="off", **mail) as server:
        found = SETUP.search(server.said())
        assert found is not None
        assert found[1] == "https://onward.acme.example/setup"
        body = {"token": found[2], "tenant_name": "Acme", "tenant_slug": "acme"}
        account = {"name": "Ada", "email": "ada@acme.example", "password": PASSWORD}
        made = await asyncio.to_thread(httpx.post, f"{server.url}/v1/setup", json=body | account)
        assert made.status_code == 201, made.text
        asked = await asyncio.to_thread(
            httpx.post, f"{server.url}/v1/password-resets", json={"email": "ada@acme.example"}
        )
        assert asked.json() == {"is_mail_set_up": True}
        for _ in range(100):
            if inbox.letters:
                break
            await asyncio.sleep(0.1)
        assert "https://onward.acme.example/password-reset#token=" in inbox.letters[0]
        assert found[2] not in server.log.read_text()
        assert PASSWORD not in server.log.read_text()
    listening.close()


def test_every_start_tells_the_one_set_up_link_or_who_has_told_it(make_place: Callable[[str], Place]) -> None:
    fresh = make_place("several")
    with fresh.serving(ONWARD_LOCAL_MODE="off") as first, fresh.serving(ONWARD_LOCAL_MODE="off") as second:
        found = SETUP.search(first.said())
        again = SETUP.search(second.said())
        assert found is not None
        assert again is not None
        assert found[2] == again[2]
        places = Folders(fresh.data_dir.resolve())
        address = Engine(places.socket, folders.PORT, places.cluster, places.log).dsn
        with fresh.serving(ONWARD_LOCAL_MODE="off", ONWARD_DATABASE_URL=address) as keyless:
            said = keyless.said()
        assert SETUP.search(said) is None
        assert "has printed the link to set up the first tenant" in said
        account = {"name": "Ada", "email": "ada@acme.example", "password": PASSWORD}
        body = {"token": found[2], "tenant_name": "Acme", "tenant_slug": "acme", **account}
        assert httpx.post(f"{second.url}/v1/setup", json=body).status_code == 201
    with fresh.serving(ONWARD_LOCAL_MODE="off") as later:
        assert "Nobody can sign in yet" not in later.said()


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"ONWARD_SECRET_KEY": "too short"}, "ONWARD_SECRET_KEY"),
        ({"ONWARD_PUBLIC_URL": "onward.example"}, "ONWARD_PUBLIC_URL"),
        ({"ONWARD_TRUSTED_PROXIES": "10.0.0.0/8, my proxy"}, "ONWARD_TRUSTED_PROXIES"),
        ({"ONWARD_SMTP_HOST": "localhost"}, "ONWARD_SMTP_FROM"),
        ({"ONWARD_OIDC_ISSUER": "https://id.example"}, "ONWARD_OIDC_CLIENT_ID"),
        ({"ONWARD_OIDC_ISSUER": "https://id.example", "ONWARD_OIDC_CLIENT_ID": "onward"}, "ONWARD_PUBLIC_URL"),
        (
            {
                "ONWARD_OIDC_ISSUER": "http://id.example",
                "ONWARD_OIDC_CLIENT_ID": "onward",
                "ONWARD_PUBLIC_URL": "https://onward.example",
            },
            "ONWARD_OIDC_ISSUER",
        ),
    ],
)
def test_settings_that_make_no_sense_stop_the_start(place: Place, variables: dict[str, str], named: str) -> None:
    assert place.complaint("serve", "--port", "0", **variables).startswith(named)
