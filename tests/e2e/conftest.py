"""A browser, real servers, and pages that may not complain."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.acceptance import server
from tests.acceptance.server import Place, Server
from tests.e2e import browsers
from tests.e2e.browsers import Complaints

OpenPage = Callable[..., Page]

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
