"""Secrets that are easy to recognise are handed to a real server, rightly and wrongly; then they are looked for
everywhere but where they belong."""

import asyncio
import base64
import io
import json
import re
import time
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
import structlog

from onward.api import logs
from onward.api.cookies import NAME as COOKIE
from onward.crypto import codes
from onward.crypto.passwords import Passwords
from onward.embedded import Engine
from tests.acceptance.server import Place, Server
from tests.stage import Stage

PASSWORD = "canary of a password"
WRONG_PASSWORD = "canary that is mistyped"
NEW_PASSWORD = "canary that comes after"
SECRET_KEY = base64.b64encode(b"canary in the coal mine, byte 32").decode()
METRICS_TOKEN = "canary-of-the-metrics"
DATABASE_PASSWORD = "canary-of-the-database"
CLIENT_SECRET = "canary of the client at the provider"
SIGN_ON_CODE = "canary-of-a-code-from-the-provider"
EMAIL = "ada@acme.example"


class Secrets:
    """What must appear nowhere: the texts, and what they look like in a dump of bytes."""

    def __init__(self) -> None:
        self.texts = {PASSWORD, WRONG_PASSWORD, NEW_PASSWORD, SECRET_KEY, METRICS_TOKEN, DATABASE_PASSWORD}
        self.texts |= {CLIENT_SECRET, SIGN_ON_CODE}

    def add(self, text: str) -> str:
        assert len(text) >= 6
        self.texts.add(text)
        return text

    def in_(self, where: str) -> list[str]:
        forms = {form: text for text in self.texts for form in (text, text.encode().hex())}
        return [text for form, text in forms.items() if form.lower() in where.lower()]


class Errand:
    """Somebody at work with a real server; `refusals` are the answers to what went wrong."""

    def __init__(self, server: Server, secrets: Secrets) -> None:
        self.secrets = secrets
        self.refusals: list[str] = []
        self.http = server.client()
        self.key = ""

    def ask(self, method: str, path: str, expect: int, **options: Any) -> httpx.Response:
        answer = self.http.request(method, f"/v1{path}", **options)
        assert answer.status_code == expect, f"{method} {path}: {answer.status_code} {answer.text}"
        if not answer.is_success:
            self.refusals.append(f"{answer.headers} {answer.text}")
        return answer

    def with_key(self, method: str, path: str, expect: int, **options: Any) -> httpx.Response:
        return self.ask(method, path, expect, headers={"Authorization": f"Bearer {self.key}"}, **options)

    def as_person(self, method: str, path: str, expect: int, token: str, **options: Any) -> httpx.Response:
        return self.ask(method, path, expect, headers={"Cookie": f"{COOKIE}={token}"}, **options)


def key_errands(errand: Errand) -> None:
    """A key that works, and one after another that does not; a new one and an invitation, each shown this once."""
    errand.with_key("GET", "/customers", 200)
    made = errand.with_key("POST", "/keys", 201, json={"name": "another", "role": "rep"}).json()
    secret = errand.secrets.add(made["secret"])
    errand.secrets.add(secret.split("_", 2)[2])
    link = errand.with_key("POST", "/invitations", 201, json={"email": "eve@acme.example", "role": "rep"}).json()[
        "link"
    ]
    token = errand.secrets.add(link.partition("token=")[2])
    errand.ask("POST", "/invitations/preview", 200, json={"token": token})
    errand.ask("POST", "/invitations/preview", 422, json={"token": token[:-1]})
    errand.ask("POST", "/invitations/accept", 422, json={"token": token, "password": "short", "name": "Eve"})
    for wrong in (errand.key[:-1], errand.key.upper(), f"{errand.key}x"):
        errand.ask("GET", "/customers", 401, headers={"Authorization": f"Bearer {wrong}"})
    errand.ask("GET", "/customers", 401, headers={"Authorization": f"Basic {errand.key}"})
    errand.ask("GET", "/customers", 401, headers={"X-Api-Key": errand.key})
    errand.with_key("GET", "/customers", 422, params={"key": errand.key})
    errand.with_key("POST", "/keys", 422, json={"name": errand.key * 4, "role": "rep"})
    errand.with_key("POST", "/keys", 422, json={"name": "one more", "role": errand.key})
    errand.with_key("POST", "/campaigns", 400, content=f'{{"name": "{errand.key}'.encode())
    errand.with_key("DELETE", f"/keys/{made['id']}", 204)
    errand.ask("GET", "/customers", 401, headers={"Authorization": f"Bearer {secret}"})


def sign_in(errand: Errand, password: str, expect: int = 200) -> str:
    answer = errand.ask("POST", "/session", expect, json={"email": EMAIL, "password": password})
    errand.http.cookies.clear()
    found = re.search(rf"{COOKIE}=([A-Za-z0-9_-]+);", answer.headers.get("set-cookie", ""))
    return errand.secrets.add(found[1]) if found else ""


def password_errands(errand: Errand) -> None:
    """Every wrong way to send a password, then the right one; a second factor; a change of the password."""
    sign_in(errand, WRONG_PASSWORD, 401)
    errand.ask("POST", "/session", 422, json={"email": EMAIL, "password": [PASSWORD]})
    errand.ask("POST", "/session", 422, json={"email": EMAIL, "password": PASSWORD, "pin": PASSWORD})
    errand.ask("POST", "/session", 422, json={"email": PASSWORD, "password": PASSWORD})
    errand.ask("POST", "/session", 422, params={"password": PASSWORD}, json={"email": EMAIL, "password": PASSWORD})
    broken = {"content": f'{{"email": "{EMAIL}", "password": "{PASSWORD}'.encode()}
    errand.ask("POST", "/session", 400, headers={"Content-Type": "application/json"}, **broken)
    token = sign_in(errand, PASSWORD)
    errand.as_person("GET", "/me", 200, token)
    errand.as_person("GET", "/customers", 401, token[:-1] + "!")
    enrolled = errand.as_person("POST", "/me/totp", 200, token, json={"password": PASSWORD}).json()
    errand.secrets.add(enrolled["secret"])
    errand.as_person("POST", "/me/totp/confirm", 422, token, json={"code": "canary"})
    second_factor_errands(errand, token, enrolled["secret"])
    errand.as_person("POST", "/me/totp/disable", 422, token, json={"password": WRONG_PASSWORD})
    change = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    errand.as_person("PUT", "/me/password", 422, token, json=change | {"current_password": WRONG_PASSWORD})
    errand.as_person("PUT", "/me/password", 422, token, json=change | {"new_password": "canary"})
    errand.as_person("PUT", "/me/password", 204, token, json=change)


def second_factor_errands(errand: Errand, token: str, secret: str) -> None:
    """Turned on by the app's code; then a recovery code that is mistyped, and one that is right."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    code = codes.code_at(key, int(time.time()) // 30)
    made = errand.as_person("POST", "/me/totp/confirm", 200, token, json={"code": code}).json()
    for each in made["recovery_codes"]:
        errand.secrets.add(each)
        errand.secrets.add(each.replace("-", ""))
    half, recovery = sign_in(errand, PASSWORD), made["recovery_codes"][0]
    errand.as_person("POST", "/session/totp", 401, half, json={"code": recovery[:-1]})
    errand.as_person("POST", "/session/totp", 422, half, json={"code": [recovery]})
    errand.as_person("POST", "/session/totp", 200, half, json={"code": recovery})
    errand.secrets.add(errand.http.cookies[COOKIE])
    errand.http.cookies.clear()


def sign_on_errands(errand: Errand) -> None:
    """Off to a provider that is not there, and back from it with nothing that holds."""
    errand.ask("GET", "/session/oidc", 303)
    back = {"state": SIGN_ON_CODE, "code": SIGN_ON_CODE}
    errand.ask("GET", "/session/oidc/callback", 303, params=back)
    errand.ask("GET", "/session/oidc/callback", 422, params={**back, "iss": SIGN_ON_CODE * 200})


def reset_errands(errand: Errand, link: str) -> None:
    token = errand.secrets.add(link.partition("token=")[2])
    wanted = {"token": token, "new_password": PASSWORD}
    errand.ask("POST", "/password-resets/accept", 422, json=wanted | {"new_password": "canary"})
    errand.ask("POST", "/password-resets/accept", 422, json=wanted | {"token": token + "x"})
    errand.ask("POST", "/password-resets/accept", 204, json=wanted)
    errand.ask("POST", "/password-resets/accept", 422, json=wanted)
    sign_in(errand, PASSWORD)


async def break_sign_in(url: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute("DROP FUNCTION public.find_person_by_email(text)")
    await connection.close()


def dump(engine: Engine, url: str) -> str:
    return engine.run("pg_dump", "--inserts", database=httpx.URL(url).path.removeprefix("/"))


def with_password(url: str) -> str:
    changed = url.replace("@/", f":{DATABASE_PASSWORD}@/")
    assert changed != url
    return changed


def test_no_secret_is_told_to_anybody_else(engine: Engine, database_url: str, tmp_path: Path) -> None:
    place, secrets = Place(tmp_path), Secrets()
    told = {
        "database_url": with_password(database_url),
        "secret_key": SECRET_KEY,
        "metrics_token": METRICS_TOKEN,
        "public_url": "https://onward.example",
        "log_level": "debug",
        "oidc_issuer": "http://127.0.0.1:1",
        "oidc_client_id": "onward",
        "oidc_client_secret": CLIENT_SECRET,
    }
    (tmp_path / "password").write_text(f"{PASSWORD}\n")
    owner = ("--tenant", "acme", "--email", EMAIL, "--name", "Ada")
    place.run("members", "create-owner", *owner, "--password-file", str(tmp_path / "password"), **told)
    key = secrets.add(place.run("keys", "create", "--tenant", "acme", "--role", "owner", **told))
    secrets.add(key.split("_", 2)[2])
    server = place.start(**told)
    errand = Errand(server, secrets)
    errand.key = key
    key_errands(errand)
    password_errands(errand)
    sign_on_errands(errand)
    reset_errands(errand, place.run("members", "reset-link", "--email", EMAIL, **told))
    stored = dump(engine, database_url)
    asyncio.run(break_sign_in(database_url))
    sign_in(errand, PASSWORD, 500)
    metrics = errand.http.get("/metrics", headers={"Authorization": f"Bearer {METRICS_TOKEN}"}).text
    errand.http.close()
    assert server.stop() == 0
    assert len(secrets.texts) > 12, "they were made"
    assert "onward_http_requests" in metrics
    assert "unexpected error" in server.words(), "the traceback was logged"
    assert "secret_hash" in stored
    assert len(errand.refusals) > 20
    found = {
        "the database": secrets.in_(stored),
        "the log": secrets.in_(server.words()),
        "the metrics": secrets.in_(metrics),
        "the refusals": secrets.in_("\n".join(errand.refusals)),
    }
    assert {where: texts for where, texts in found.items() if texts} == {}


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(params=[Terminal, io.StringIO])
def log(request: pytest.FixtureRequest) -> Any:
    """What is logged, as a person sees it and as a machine reads it."""
    stream = request.param()
    logs.configure("debug", stream)
    yield stream
    structlog.reset_defaults()


async def test_a_traceback_holds_no_secret(stage: Stage, log: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even where local variables are at hand, as in front of a terminal."""

    async def broken(self: Passwords, password_hash: str | None, password: str) -> bool:
        raise RuntimeError("this machine has no memory left")

    monkeypatch.setattr(Passwords, "matches", broken)
    key = await stage.key("owner")
    answer = await stage.http.post(
        "/v1/session",
        json={"email": EMAIL, "password": PASSWORD},
        headers={"Authorization": f"Bearer {key}", "Cookie": f"{COOKIE}={'c' * 43}"},
    )
    assert answer.status_code == 500
    assert "no memory left" in log.getvalue()
    for secret in (PASSWORD, key, "c" * 43):
        assert secret not in log.getvalue()
        assert secret not in answer.text


def test_a_secret_that_is_dumped_would_be_found() -> None:
    secrets = Secrets()
    assert secrets.in_(json.dumps({"password": PASSWORD})) == [PASSWORD]
    assert secrets.in_(f"\\x{PASSWORD.encode().hex()}") == [PASSWORD]
    assert secrets.in_("nothing of the kind") == []
