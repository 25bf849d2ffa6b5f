"""A browser, real servers, and pages that may not complain."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.acceptance import server
from tests.acceptance.server import Place, Server
from tests.e2e import browsers
from tests.e2e.browsers import Complaints

OpenPage = Callable[..., Page]

STEPS = [
    {
        "step_number": 1,
        "type": "phone_call",
        "title": "Call",
        "branches": [{"outcomes": ["no_answer"], "next_step": 1, "scheduled_offset_days": 1, "max_times": 2}],
        "next_step": 2,
    },
    {"step_number": 2, "type": "follow_up", "title": "Ask", "scheduled_offset_days": 2},
]

expect.set_options(timeout=browsers.PATIENCE_MS)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Ends with the file: while it lives, its event loop keeps every other one of this process from running."""
    with browsers.chromium() as launched:
        yield launched


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    """A data folder for the tests of one file."""
    with server.place() as made:
        yield made


@pytest.fixture(scope="module")
def local(place: Place) -> Server:
    """A server in local mode with the demo tenant, as `make run` starts it."""
    return place.start()


@pytest.fixture(scope="module")
def ids(local: Server) -> dict[str, str]:
    """What each kind of page is about; the customer is one of the demo's who has a history and a conversation."""
    with local.client() as client:
        talk = first(client, "/v1/conversations")
        item = first(client, "/v1/interactions", status="pending", customer_id=talk["customer_id"])
        template = client.post("/v1/interactions/templates", json={"name": "Branched", "steps": STEPS}).json()
        upload = {"params": {"file_name": "people.csv"}, "headers": {"Content-Type": "text/csv"}}
        brought = client.post("/v1/imports", content="Name;E-mail\nOlga Brandt;olga@brandt.example\n", **upload).json()
    return {
        "customer": talk["customer_id"],
        "conversation": talk["subject"],
        "interaction": item["id"],
        "template": template["id"],
        "import": brought["id"],
    }


def first(client: httpx.Client, path: str, **filters: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(path, params={"limit": "1", **filters}).json()["data"][0]
    return found


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens a page in a browser profile of its own; at the end of the test none may have complained."""
    complaints: list[Complaints] = []
    with ExitStack() as contexts:

        def open_one(
            base_url: str, path: str = "/", *, theme: str = "light", size: ViewportSize = browsers.WIDE, **more: object
        ) -> Page:
            options: Any = {"base_url": base_url, "color_scheme": theme, "viewport": size, **more}
            context = contexts.enter_context(browser.new_context(**options))
            page = context.new_page()
            page.set_default_timeout(browsers.PATIENCE_MS)
            complaints.append(Complaints(page))
            page.goto(path)
            return page

        yield open_one
    assert [line for each in complaints for line in each.lines] == []
