"""What those who run the server ask it."""

from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from onward.api import docs_page
from tests.stage import DEMO

from .asking import Asker
from .serving import AskedDatabase, serve


async def test_it_is_alive_whatever_the_database_does(keyless: AskedDatabase, local: Asker) -> None:
    await keyless.close()
    assert (await local.get("/healthz")).json == {"status": "ok"}


async def test_it_is_ready_when_the_database_is(keyless: AskedDatabase, local: Asker) -> None:
    assert (await local.get("/readyz")).status == 200
    await keyless.close()
    said = await local.get("/readyz")
    assert (said.status, said.headers["retry-after"]) == (503, "1")
    assert "reached" in said.json["detail"]


async def test_it_is_not_ready_before_the_migration(keyless: AskedDatabase) -> None:
    said = await serve(keyless, expected_revision="9999").get("/readyz")
    assert said.status == 503
    assert "onward migrate" in said.json["detail"]


def figure(text: bytes, name: str, **labels: str) -> float:
    return next(
        sample.value
        for family in text_string_to_metric_families(text.decode())
        for sample in family.samples
        if sample.name == name and labels.items() <= sample.labels.items()
    )


async def test_the_metrics_count_by_route_and_never_by_address(local: Asker) -> None:
    for path in ("/v1/notes", "/v1/notes/x", "/v1/notes/y", "/nothing", "/nowhere"):
        await local.get(path)
    await local.ask("GOSSIP", "/v1/notes")
    text = (await local.get("/metrics")).body
    name = "onward_http_requests_total"
    assert figure(text, name, method="GET", route="/v1/notes", status="200") == 1
    assert figure(text, name, method="GET", route="/v1/notes/{note_id}", status="404") == 2
    assert figure(text, name, method="GET", route="unmatched", status="404") == 2
    assert figure(text, name, method="OTHER", route="unmatched", status="405") == 1
    assert figure(text, "onward_http_requests_in_flight") == 1
    assert figure(text, "onward_http_request_duration_seconds_count", route="/v1/notes") == 1


async def test_the_metrics_say_how_busy_the_database_is(keyless: AskedDatabase, local: Asker) -> None:
    async with keyless.transaction(DEMO.id) as tx:
        await tx.begin()
        text = (await local.get("/metrics")).body
    assert figure(text, "onward_database_connections_in_use") == 1
    assert figure(text, "onward_database_connections") >= 1
    await keyless.close()
    assert figure((await local.get("/metrics")).body, "onward_database_connections") == 0


@pytest.mark.parametrize(
    ("peer", "headers"),
    [
        ("10.0.0.1", {}),
        ("127.0.0.1", {"host": "onward.example"}),
        ("127.0.0.1", {"x-forwarded-for": "10.0.0.1"}),
        ("10.0.0.1", {"authorization": "Bearer wrong"}),
        ("10.0.0.1", {"authorization": "Bearer "}),
        ("10.0.0.1", {"authorization": "Bearer tokén"}),
        ("10.0.0.1", {"authorization": "Bearer None"}),
    ],
)
async def test_the_metrics_are_not_for_everybody(keyless: AskedDatabase, peer: str, headers: dict[str, str]) -> None:
    assert (await serve(keyless, metrics_token="token").get("/metrics", peer=peer, headers=headers)).status == 403
    assert (await serve(keyless).get("/metrics", peer=peer, headers=headers)).status == 403
    assert (await serve(keyless, metrics_token="").get("/metrics", peer=peer, headers=headers)).status == 403


async def test_the_metrics_are_for_this_machine_and_for_the_tokens_holder(
    keyless: AskedDatabase,
) -> None:
    asker = serve(keyless, metrics_token="token")
    assert (await asker.get("/metrics")).status == 200
    headers = {"authorization": "Bearer token"}
    assert (await asker.get("/metrics", peer="10.0.0.1", headers=headers)).status == 200


@pytest.fixture
def docs_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    docs_page._content.cache_clear()
    for name in docs_page.NAMES:
        (tmp_path / name).write_text(f"this is {name}")
        monkeypatch.setitem(docs_page._FILES, name, (tmp_path / name, b"text/plain"))


@pytest.mark.usefixtures("docs_files")
async def test_the_docs_load_only_their_own_files(local: Asker) -> None:
    said = await local.get("/docs")
    assert said.headers["content-type"].startswith("text/html")
    assert "script-src 'self';" in said.headers["content-security-policy"]
    for name in docs_page.NAMES:
        assert f'"/docs/{name}"'.encode() in said.body
        assert (await local.get(f"/docs/{name}")).body == f"this is {name}".encode()
    assert b"<script>" not in said.body


@pytest.mark.parametrize("name", ["x", "..", "../docs-init.js", "%2e%2e", "docs-init.js\0", "nodejs"])
async def test_the_docs_give_no_other_file(local: Asker, name: str) -> None:
    assert (await local.get(f"/docs/{name}")).status == 404


async def test_without_their_files_the_docs_point_to_the_document(
    local: Asker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(docs_page._FILES, "swagger-ui.css", (tmp_path / "gone", b"text/css"))
    said = await local.get("/docs")
    assert b'href="/openapi.json"' in said.body
    assert b"<script" not in said.body
    assert (await local.get("/docs/swagger-ui.css")).status == 404


async def test_the_database_is_open_as_long_as_the_app_is(keyless_url: str) -> None:
    database = AskedDatabase(keyless_url)
    said: list[str] = []
    steps = iter(["lifespan.startup", "lifespan.shutdown"])

    async def receive() -> object:
        return {"type": next(steps)}

    async def send(message: dict[str, str]) -> None:
        said.append(f"{message['type']} {database._pool is not None}")

    await serve(database)._app({"type": "lifespan", "state": {}}, receive, send)
    assert said == ["lifespan.startup.complete True", "lifespan.shutdown.complete False"]
