"""The two calls that the product's first description gives to try it with, as they stand there."""

import json
import shlex
import shutil
import subprocess
import urllib.request
from typing import Any

import pytest

from tests.acceptance.server import Place, Server

CREATE = """
curl -X POST http://localhost/api/v1/interactions \\
  -H "Content-Type: application/json" \\
  -H "X-Tenant-ID: your-tenant-id" \\
  -d '{
    "customer_id": "customer-uuid",
    "type": "phone_call",
    "title": "Call on Monday",
    "scheduled_at": "2026-01-22 10:00:00",
    "due_at": "2026-01-22 17:00:00"
  }'
"""
COMPLETE = """
curl -X POST http://localhost/api/v1/interactions/{id}/complete \\
  -H "X-Tenant-ID: your-tenant-id" \\
  -d '{"outcome": "success"}'
"""


@pytest.fixture(scope="module")
def server(place: Place) -> Server:
    return place.start()


@pytest.mark.parametrize("tenant", ["demo", "its id"])
def test_both_calls_work_as_they_stand(place: Place, server: Server, tenant: str) -> None:
    with server.client() as client:
        customer_id = client.post("/v1/customers", json={"name": "Initech"}).json()["id"]
    if tenant == "its id":
        tenant = place.run("tenants", "list").split()[0]
    real = {"http://localhost": server.url.replace("127.0.0.1", "localhost"), "your-tenant-id": tenant}

    made = call(CREATE, {**real, "customer-uuid": customer_id})
    assert made["status"] == "pending"
    assert made["scheduled_at"] == "2026-01-22T10:00:00Z"
    assert made["due_at"] == "2026-01-22T17:00:00Z"

    done = call(COMPLETE, {**real, "{id}": made["id"]})
    assert done["interaction"]["outcome"] == "success"
    assert done["interaction"]["next_interaction_id"] == done["next_interaction"]["id"]
    assert done["next_step"]["created"]


def call(command: str, real: dict[str, str]) -> Any:
    """Run a command with the real values in place of its placeholders."""
    for placeholder, value in real.items():
        command = command.replace(placeholder, value)
    if shutil.which("curl"):
        return json.loads(subprocess.run(command, shell=True, capture_output=True, check=True).stdout)
    return call_as_curl_does(shlex.split(command.replace("\\\n", "")))


def call_as_curl_does(words: list[str]) -> Any:
    """The same request on a machine without curl, which says this of a body when nothing else is said."""
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    headers |= dict(words[at + 1].split(": ", 1) for at, word in enumerate(words) if word == "-H")
    url = next(word for word in words if word.startswith("http://"))
    request = urllib.request.Request(url, words[words.index("-d") + 1].encode(), headers, method="POST")
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)
