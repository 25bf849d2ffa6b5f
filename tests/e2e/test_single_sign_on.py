"""What a browser is told that comes back from single sign-on with empty hands."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.acceptance import server as servers
from tests.acceptance.server import Server
from tests.e2e.conftest import OpenPage

# Nothing listens there, so the provider cannot be reached.
NOWHERE = "http://127.0.0.1:1/realms/acme"
TOLD = {
    "unauthenticated": "Begin again; in one browser window, within ten minutes.",
    "forbidden": "nobody has invited that address here",
    "conflict": "belongs to another identity there",
    "unavailable": "does not answer at the moment",
    "something-new": "the server's log says why",
}


@pytest.fixture(scope="module")
def guarded() -> Iterator[Server]:
    with servers.place() as place:
        yield place.start(
            local_mode="off",
            public_url="https://onward.example.com",
            oidc_issuer=NOWHERE,
            oidc_client_id="onward",
            oidc_client_secret="a secret of this test",
            oidc_name="Acme's directory",
        )


@pytest.mark.parametrize("code", TOLD)
def test_each_refusal_says_what_to_do(guarded: Server, open_page: OpenPage, code: str) -> None:
    page = open_page(guarded.url, f"/sign-in#problem={code}")
    expect(page.get_by_role("alert")).to_contain_text(TOLD[code])
    expect(page.get_by_role("button", name="Sign in with Acme's directory")).to_be_visible()


def test_nothing_is_told_where_nothing_happened(guarded: Server, open_page: OpenPage) -> None:
    page = open_page(guarded.url, "/sign-in#problem=<b>x</b>")
    expect(page.get_by_role("button", name="Sign in with Acme's directory")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_provider_that_does_not_answer_leads_back_with_its_reason(guarded: Server, open_page: OpenPage) -> None:
    page = open_page(guarded.url, "/sign-in")
    page.get_by_role("button", name="Sign in with Acme's directory").click()
    expect(page.get_by_role("alert")).to_contain_text("use your password")
