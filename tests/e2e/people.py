"""A server that asks who one is, and the people who sign in there."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page, expect

from tests.acceptance import server as servers
from tests.acceptance.server import Server
from tests.e2e import browsers

SETUP_LINK = re.compile(r"once, until \S+ \S+ UTC: (\S+)")
PASSWORD = "seven brave otters"
ADA = "ada@acme.example"


@contextmanager
def acme(*, also_owns: str | None = None) -> Iterator[Server]:
    """Ada owns the tenant acme, and another if one is named; nobody else is there yet."""
    with servers.place() as place:
        server = place.start(local_mode="off")
        servers.wait_until(lambda: SETUP_LINK.search(server.words()))
        found = SETUP_LINK.search(server.words())
        assert found is not None
        with server.client() as client:
            body = {"tenant_name": "Acme", "tenant_slug": "acme", "name": "Ada", "email": ADA, "password": PASSWORD}
            made = client.post("/v1/setup", json={"token": found[1].partition("#token=")[2], **body})
            assert made.status_code == 201, made.text
        if also_owns is not None:
            place.run("tenants", "create", "--slug", also_owns, "--name", also_owns.title())
            place.run("members", "create-owner", "--tenant", also_owns, "--email", ADA)
        yield server


def join(owner: Page, server: Server, email: str, name: str, role: str) -> None:
    """The owner invites somebody, who accepts; one who is there already stays."""
    made = owner.request.post("/v1/invitations", data={"email": email, "role": role})
    if made.ok:
        body = {"token": made.json()["link"].partition("#token=")[2], "name": name, "password": PASSWORD}
        with server.client() as client:
            accepted = client.post("/v1/invitations/accept", json=body)
        assert accepted.is_success, accepted.text


def signed_in(open_page: Callable[..., Page], server: Server, email: str, **more: Any) -> Page:
    page = open_page(server.url, "/sign-in", **more)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile("/today$"))
    # The address changes before the page does, and keys pressed meanwhile are the old page's.
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    browsers.wait_until_loaded(page)
    return page
