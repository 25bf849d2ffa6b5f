"""A COMMIT whose answer never came: nobody is told of a success, and asking again makes nothing twice."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.acceptance.postgres import OwnPostgres
from tests.acceptance.proxy import Loss, Proxy
from tests.acceptance.server import Place

pytestmark = pytest.mark.xdist_group("unknown-commit")


@pytest.fixture
async def proxy(place: Place) -> AsyncIterator[Proxy]:
    postgres = OwnPostgres(place.data_dir / "elsewhere")
    folder = place.data_dir / "between"
    folder.mkdir(exist_ok=True)
    made = Proxy(folder, postgres.engine.socket)
    async with made.listening():
        yield made
        place.end_servers()
    postgres.stop()


@pytest.fixture
async def client(place: Place, proxy: Proxy) -> AsyncIterator[httpx.AsyncClient]:
    server = await asyncio.to_thread(place.start, database_url=proxy.dsn, pool_size="4")
    async with httpx.AsyncClient(base_url=server.url, timeout=30) as made:
        yield made


async def new_interaction(client: httpx.AsyncClient) -> str:
    customer = (await client.post("/v1/customers", json={"name": "Initech"})).json()
    body = {"customer_id": customer["id"], "type": "phone_call", "title": "Call"}
    return str((await client.post("/v1/interactions", json=body)).json()["id"])


async def complete(client: httpx.AsyncClient, interaction_id: str, **headers: str) -> httpx.Response:
    path = f"/v1/interactions/{interaction_id}/complete"
    return await client.post(path, json={"outcome": "success"}, headers=headers)


@pytest.mark.parametrize("key", [{"Idempotency-Key": "call-1"}, {}], ids=["with key", "without key"])
@pytest.mark.parametrize(("loss", "status"), [("the commit", "pending"), ("the answer", "completed")])
async def test_it_is_no_success_and_a_repeat_makes_one_successor(
    client: httpx.AsyncClient, proxy: Proxy, loss: Loss, status: str, key: dict[str, str]
) -> None:
    interaction_id = await new_interaction(client)
    proxy.lose(loss)

    unknown = await complete(client, interaction_id, **key)

    assert proxy.lost == 1
    assert unknown.status_code == 503
    assert unknown.json()["type"] == "/problems/commit-unknown"
    assert int(unknown.headers["Retry-After"]) > 0
    now = (await client.get(f"/v1/interactions/{interaction_id}")).json()
    assert now["status"] == status

    again = await complete(client, interaction_id, **key)

    assert again.status_code == 200
    assert ("Idempotency-Replayed" in again.headers) == (bool(key) and status == "completed")
    listed = await client.get("/v1/interactions", params={"customer_id": now["customer_id"]})
    successors = [each for each in listed.json()["data"] if each["previous_interaction_id"] == interaction_id]
    assert [each["id"] for each in successors] == [again.json()["next_interaction"]["id"]]


async def test_a_read_whose_commit_is_lost_is_told_to_try_again(client: httpx.AsyncClient, proxy: Proxy) -> None:
    interaction_id = await new_interaction(client)
    proxy.lose("the commit")
    assert (await client.get(f"/v1/interactions/{interaction_id}")).status_code == 503
    assert (await client.get(f"/v1/interactions/{interaction_id}")).status_code == 200
