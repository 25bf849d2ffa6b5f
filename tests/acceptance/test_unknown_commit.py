"""A COMMIT whose answer never came: nobody is told of a success, and asking again makes nothing twice."""

from collections.abc import Iterator

import httpx
import pytest

from tests.acceptance.postgres import OwnPostgres
from tests.acceptance.proxy import Loss, Proxy
from tests.acceptance.server import Place


@pytest.fixture(scope="module")
def proxy(place: Place) -> Iterator[Proxy]:
    postgres = OwnPostgres(place.data_dir / "elsewhere")
    folder = place.data_dir / "between"
    folder.mkdir()
    made = Proxy(folder, postgres.engine.socket)
    with made.listening():
        yield made
        place.end_servers()
    postgres.stop()


@pytest.fixture(scope="module")
def client(place: Place, proxy: Proxy) -> Iterator[httpx.Client]:
    with place.start(database_url=proxy.dsn, pool_size="4").client() as made:
        yield made


def new_interaction(client: httpx.Client) -> str:
    customer = client.post("/v1/customers", json={"name": "Initech"}).json()
    body = {"customer_id": customer["id"], "type": "phone_call", "title": "Call"}
    return str(client.post("/v1/interactions", json=body).json()["id"])


@pytest.mark.parametrize("has_key", [True, False])
@pytest.mark.parametrize(("loss", "status"), [("the commit", "pending"), ("the answer", "completed")])
def test_it_is_no_success_and_a_repeat_makes_one_successor(
    client: httpx.Client, proxy: Proxy, loss: Loss, status: str, has_key: bool
) -> None:
    interaction_id = new_interaction(client)
    path = f"/v1/interactions/{interaction_id}"
    headers = {"Idempotency-Key": interaction_id} if has_key else {}
    lost_before = proxy.lost
    proxy.lose(loss)

    unknown = client.post(f"{path}/complete", json={"outcome": "success"}, headers=headers)

    assert proxy.lost == lost_before + 1
    assert unknown.status_code == 503
    assert unknown.json()["type"] == "/problems/commit-unknown"
    assert int(unknown.headers["Retry-After"]) > 0
    now = client.get(path).json()
    assert now["status"] == status

    again = client.post(f"{path}/complete", json={"outcome": "success"}, headers=headers)

    assert again.status_code == 200
    assert ("Idempotency-Replayed" in again.headers) == (has_key and status == "completed")
    listed = client.get("/v1/interactions", params={"customer_id": now["customer_id"]})
    successors = [each for each in listed.json()["data"] if each["previous_interaction_id"] == interaction_id]
    assert [each["id"] for each in successors] == [again.json()["next_interaction"]["id"]]


def test_a_read_whose_commit_is_lost_is_told_to_try_again(client: httpx.Client, proxy: Proxy) -> None:
    path = f"/v1/interactions/{new_interaction(client)}"
    proxy.lose("the commit")
    assert client.get(path).status_code == 503
    assert client.get(path).status_code == 200
