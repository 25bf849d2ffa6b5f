"""Who is let in while nobody has a key, and after the first one is made: over the wire, with the seed's calls."""

import uuid
from collections.abc import Iterator

import httpx
import pytest

from tests.acceptance.server import Place, Server, wait_until

CUSTOMERS = "/v1/customers"


@pytest.fixture(scope="module")
def server(place: Place) -> Server:
    return place.start()


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    with server.client() as made:
        yield made


def test_without_the_header_the_tenant_is_the_demo(place: Place, client: httpx.Client) -> None:
    tenant_id = place.run("tenants", "create", "--slug", "acme", "--name", "Acme")
    assert str(uuid.UUID(tenant_id)) == tenant_id
    made = client.post(CUSTOMERS, json={"name": "Initech"}, headers={"X-Tenant-ID": "acme"}).json()
    path = f"{CUSTOMERS}/{made['id']}"
    assert client.get(path, headers={"X-Tenant-ID": tenant_id}).status_code == 200
    assert client.get(path, headers={"X-Tenant-ID": "demo"}).status_code == 404
    assert client.get(path).status_code == 404
    assert client.get(CUSTOMERS).json()["data"], "the demo has customers"


def test_an_unknown_tenant_is_not_found_by_the_name_of_the_header(client: httpx.Client) -> None:
    answer = client.get(CUSTOMERS, headers={"X-Tenant-ID": "nobody"})
    assert answer.status_code == 404
    assert "X-Tenant-ID" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:1234", 200),
        ("127.0.0.1", 200),
        ("[::1]:8000", 200),
        ("evil.example", 403),
        ("localhost.evil.example", 403),
        ("127.0.0.1.evil.example:8000", 403),
        ("192.168.1.7", 403),
        ("0.0.0.0", 403),
    ],
)
def test_only_this_machines_names_are_answered_to(client: httpx.Client, host: str, status: int) -> None:
    assert client.get(CUSTOMERS, headers={"Host": host}).status_code == status


@pytest.mark.parametrize(
    "page",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_other_sites_pages_may_not_write(client: httpx.Client, page: dict[str, str]) -> None:
    before = client.get(CUSTOMERS).json()["data"][0]["id"]
    for path in (CUSTOMERS, f"/api{CUSTOMERS}"):
        assert client.post(path, json={"name": "Evil"}, headers=page).status_code == 403
    assert client.get(CUSTOMERS, headers=page).json()["data"][0]["id"] == before


def test_our_own_pages_may_write(client: httpx.Client) -> None:
    page = {"Origin": str(client.base_url), "Sec-Fetch-Site": "same-origin"}
    assert client.post(CUSTOMERS, json={"name": "Initech"}, headers=page).status_code == 201


def test_it_starts_on_no_other_address(place: Place) -> None:
    refused = place.begin("--host", "0.0.0.0")
    assert refused.wait() == 1
    assert "onward keys create" in refused.words()


def test_the_first_key_ends_local_mode(place: Place, client: httpx.Client) -> None:
    place.run("tenants", "create", "--slug", "globex", "--name", "Globex")
    key = place.run("keys", "create", "--tenant", "globex", "--role", "rep")
    ours = {"Authorization": f"Bearer {key}"}
    assert client.get(CUSTOMERS, headers=ours).status_code == 200
    wait_until(lambda: client.get(CUSTOMERS).status_code == 401, seconds=6)
    refused = client.get(CUSTOMERS)
    assert refused.headers["WWW-Authenticate"] == "Bearer"
    assert refused.json()["type"] == "/problems/unauthenticated"

    assert client.get(CUSTOMERS, headers={**ours, "X-Tenant-ID": "globex"}).status_code == 200
    assert client.get(CUSTOMERS, headers={**ours, "X-Tenant-ID": "demo"}).status_code == 403
    assert client.get(CUSTOMERS, headers={**ours, "X-Tenant-ID": "nobody"}).status_code == 403
    assert client.get(CUSTOMERS, headers={"Authorization": f"Bearer {key[:-1]}"}).status_code == 401
    assert client.post(CUSTOMERS, json={"name": "Initech"}, headers=ours).status_code == 201
    assert client.post("/v1/members", json={"name": "Dan", "role": "rep"}, headers=ours).status_code == 403
    elsewhere = {**ours, "Host": "onward.example", "Origin": "https://app.example"}
    assert client.post(CUSTOMERS, json={"name": "Initech"}, headers=elsewhere).status_code == 201

    key_id = next(line.split()[0] for line in place.run("keys", "list", "--tenant", "globex").splitlines())
    place.run("keys", "revoke", "--tenant", "globex", key_id)
    wait_until(lambda: client.get(CUSTOMERS).status_code == 200, seconds=6)
