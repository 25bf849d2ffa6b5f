"""Tenants and keys at the command line, while a server runs on the same folder."""

import re
import time
from collections.abc import Iterator

import httpx
import pytest

from tests.cli.conftest import Place, Server

WAIT_SECONDS = 10
UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"


@pytest.fixture(scope="module")
def server(place: Place) -> Iterator[Server]:
    with place.serving() as running:
        yield running


def statuses(server: Server, **headers: str) -> int:
    return httpx.get(f"{server.url}/v1/customers", headers=headers).status_code


def wait_for(server: Server, status: int, **headers: str) -> None:
    until = time.monotonic() + WAIT_SECONDS
    while statuses(server, **headers) != status:
        assert time.monotonic() < until, f"never {status}"
        time.sleep(0.1)


def test_tenants_and_keys_are_made_while_a_server_runs(place: Place, server: Server) -> None:
    """One story: each step needs the one before."""
    tenant_id = place.result("tenants", "create", "--slug", "acme", "--name", "Acme Inc.")
    assert re.fullmatch(UUID, tenant_id)
    headers = {"X-Tenant-ID": "acme"}
    templates = httpx.get(f"{server.url}/v1/interactions/templates", headers=headers).json()["data"]
    assert {template["name"] for template in templates} == {"Standard Follow-up Sequence", "Quick Outreach Sequence"}
    assert f"{tenant_id}\tacme\tAcme Inc." in place.result("tenants", "list").splitlines()
    assert "acme" in place.complaint("tenants", "create", "--slug", "acme", "--name", "Again")

    made = place.run("keys", "create", "--tenant", "acme", "--role", "viewer", "--name", "wall board")
    assert made.returncode == 0, made.stderr
    key = made.stdout.strip()
    assert re.fullmatch(r"onw_[0-9a-f]{32}_[A-Za-z0-9_-]{43}", key)
    assert "every request needs a key" in made.stderr
    wait_for(server, 401)
    bearer = {"Authorization": f"Bearer {key}"}
    assert statuses(server, **bearer) == 200
    assert httpx.post(f"{server.url}/v1/customers", headers=bearer, content="{}").status_code == 403
    assert statuses(server, **bearer, **{"X-Tenant-ID": "demo"}) == 403

    key_id, role, name, _, state = place.result("keys", "list", "--tenant", tenant_id).split("\t")
    assert (role, name, state) == ("viewer", "wall board", "holds")
    assert key not in place.result("keys", "list", "--tenant", "acme")

    second = place.run("keys", "create", "--tenant", "demo", "--role", "owner", "--expires-in-days", "2")
    assert "every request" not in second.stderr
    place.result("keys", "revoke", "--tenant", "acme", key_id)
    wait_for(server, 401, **bearer)
    assert statuses(server, Authorization=f"Bearer {second.stdout.strip()}") == 200
    assert "no live key" in place.complaint("keys", "revoke", "--tenant", "acme", key_id)
    third = place.run("keys", "create", "--tenant", "acme", "--role", "owner").stdout.strip()
    log = httpx.get(f"{server.url}/v1/audit?sort=at", headers={"Authorization": f"Bearer {third}"}).json()["data"]
    assert [(each["act"], each["details"].get("role")) for each in log if "key" in each["act"]] == [
        ("create_key", "viewer"),
        ("revoke_key", None),
        ("create_key", "owner"),
    ]
    assert key_id in [each["subject_id"] for each in log if each["act"] == "revoke_key"]


def test_a_key_may_act_as_a_member_of_its_tenant_only(place: Place, server: Server) -> None:
    owner = place.run("keys", "create", "--tenant", "demo", "--role", "owner").stdout.strip()
    listed = httpx.get(f"{server.url}/v1/members", headers={"Authorization": f"Bearer {owner}"}).json()["data"]
    rep = next(member["id"] for member in listed if member["role"] == "rep")
    place.result("keys", "create", "--tenant", "demo", "--role", "rep", "--member", rep)
    assert "--role" in place.complaint("keys", "create", "--tenant", "demo", "--role", "manager", "--member", rep)
    place.result("tenants", "create", "--slug", "globex", "--name", "Globex")
    assert "member" in place.complaint("keys", "create", "--tenant", "globex", "--role", "rep", "--member", rep)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["tenants", "create", "--slug", "Acme", "--name", "A"], 1, "--slug"),
        (["tenants", "create", "--slug", "a" * 64, "--name", "A"], 1, "--slug"),
        (["tenants", "create", "--slug", "a0000000-0000-7000-8000-000000000001", "--name", "A"], 1, "--slug"),
        (["tenants", "create", "--slug", "fine", "--name", " "], 1, "--name"),
        (["tenants", "create", "--slug", "fine", "--name", "two\nlines"], 1, "--name"),
        (["tenants", "create", "--slug", "fine"], 2, "--name"),
        (["keys", "create", "--tenant", "nobody", "--role", "rep"], 1, "nobody"),
        (["keys", "create", "--tenant", "demo", "--role", "king"], 2, "viewer"),
        (["keys", "create", "--tenant", "demo", "--role", "rep", "--expires-in-days", "0"], 2, "--expires-in-days"),
        (["keys", "revoke", "--tenant", "demo", "no-id"], 2, "no-id"),
        (["keys", "list"], 2, "--tenant"),
        (["demo", "--tenant", "../x"], 1, "--slug"),
        (["dmeo"], 2, "demo"),
        (["serve", "--prot", "1"], 2, "--prot"),
        (["serve", "--port", "70000"], 1, "ONWARD_PORT"),
        (["serve", "--host", "no.such.host.invalid"], 1, "no.such.host.invalid"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(
    place: Place, server: Server, arguments: list[str], code: int, words: str
) -> None:
    assert words in place.complaint(*arguments, code=code)


@pytest.mark.parametrize("command", [["migrate"], ["tenants", "list"], ["serve", "--port", "0"]])
def test_a_database_that_does_not_answer_is_told_in_one_line(place: Place, command: list[str]) -> None:
    url = "postgresql://nobody@127.0.0.1:1/none"
    assert "cannot be reached" in place.complaint(*command, ONWARD_DATABASE_URL=url)


def test_an_address_that_is_none_is_told_in_one_line(place: Place) -> None:
    assert "ONWARD_DATABASE_URL" in place.complaint("migrate", ONWARD_DATABASE_URL="somewhere")
