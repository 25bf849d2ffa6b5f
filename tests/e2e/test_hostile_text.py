"""Hostile text in every text field that the product keeps: it shows as text everywhere, and breaks no layout.

Script tags, links that run, signs that turn the direction of writing, one word as long as a field takes, emoji.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from playwright.sync_api import Dialog, Page, ViewportSize, expect

from tests.acceptance.server import Server
from tests.e2e import browsers
from tests.e2e.conftest import OpenPage

TAG = "<script>alert(1)</script><img src=x onerror=alert(2)>"
HOSTILE = f"{TAG} javascript:alert(3) \u202edlrow\u2066 {{customer}} \U0001f469\u200d\U0001f469\u200d\U0001f467 \"'"
# As long as each field allows, in one word.
SHORT = HOSTILE[:100]
NAME = HOSTILE + "W" * (190 - len(HOSTILE))
TITLE = HOSTILE + "W" * (290 - len(HOSTILE))
LONG = HOSTILE + "W" * 8_000
# None of these may have come of it.
COME_ALIVE = "script:not([src]), img[src=x], a[href^='javascript:' i]"
# Where it shows, and whether it does: settings that hold none of it only must not break.
PAGES = {
    "/today?of={member}": True,
    "/today?of={member}&focus=true": True,
    "/interactions?view=team&customer_id={customer}": True,
    "/interactions/{interaction}": True,
    "/interactions/{done}": True,
    "/customers?q=%3Cscript": True,
    "/customers/{customer}": True,
    "/templates": True,
    "/templates/{template}": True,
    "/calendar?who={member}": True,
    "/calendar?view=day&who={member}": True,
    "/calendar?view=agenda&who={member}": True,
    "/settings/members": True,
    "/settings/types": True,
    "/settings/outcomes": True,
    "/settings/rules": True,
    "/settings/follow-up": False,
    "/settings/audit": False,
    "/import/{import}": True,
}


@pytest.fixture(scope="module")
def ids(local: Server) -> Iterator[dict[str, str]]:
    with httpx.Client(base_url=f"{local.url}/v1", timeout=30) as api:
        yield planted(api)


def planted(api: httpx.Client) -> dict[str, str]:
    """Hostile text in each field, and the ids of what carries it."""

    def made(path: str, body: object, method: str = "POST") -> Any:
        answer = api.request(method, path, json=body)
        assert answer.is_success, (path, answer.text)
        return answer.json()

    made("/types/hostile", {"label": SHORT}, "PUT")
    made("/outcomes/hostile", {"label": SHORT, "kind": "positive"}, "PUT")
    member = made("/members", {"name": NAME, "role": "rep"})["id"]
    customer = made(
        "/customers",
        {
            "name": NAME,
            "company": TITLE,
            "phone": "<b>1</b>",
            "external_id": NAME,
            "owner_id": member,
            "notes": LONG,
            "tags": [SHORT[:50]],
            "metadata": {SHORT[:40]: LONG[:1000]},
        },
    )["id"]
    made(f"/customers/{customer}/notes", {"body": LONG})
    talk = made("/conversations", {"customer_id": customer, "channel": "email", "subject": TITLE})["id"]
    made(f"/conversations/{talk}/messages", {"direction": "inbound", "body": LONG})
    made("/conversation-rules", rule())
    step = {"step_number": 1, "type": "hostile", "title": TITLE.replace("{customer}", ""), "description": LONG[:9000]}
    step["description"] = str(step["description"]).replace("{customer}", "")
    lane = {"outcomes": ["hostile"], "exit": SHORT}
    template = made(
        "/interactions/templates",
        {"name": NAME, "description": LONG, "steps": [{**step, "branches": [lane]}]},
    )["id"]
    run = {"customer_id": customer, "template_id": template, "assignee_id": member}
    started = made("/interactions/workflow/start", run)
    now = datetime.now(UTC).isoformat()
    item = {"customer_id": customer, "type": "hostile", "assignee_id": member, "title": TITLE, "scheduled_at": now}
    interaction = made("/interactions", {**item, "description": LONG, "metadata": {"k": LONG[:1000]}})["id"]
    done = made("/interactions", item)["id"]
    made(f"/interactions/{done}/complete", {"outcome": "hostile", "outcome_details": LONG})
    made("/views", {"name": NAME, "screen": "interactions", "query": {}, "scope": "team"})
    made("/settings", {"follow_up": {"title": TITLE.replace("{customer}", "")}}, "PUT")
    text = (
        f"Name;{SHORT.replace(';', '').replace(chr(34), '')}\nOlga;{LONG[:500].replace(';', '').replace(chr(34), '')}\n"
    )
    brought = api.post(
        "/imports", content=text.encode(), params={"file_name": NAME}, headers={"Content-Type": "text/csv"}
    )
    assert brought.is_success, brought.text
    return {
        "member": member,
        "customer": customer,
        "template": template,
        "interaction": interaction,
        "done": done,
        "run": started["workflow_id"],
        "import": brought.json()["id"],
    }


def rule() -> dict[str, object]:
    return {
        "name": NAME,
        "trigger": "message_received",
        "step": {"type": "hostile", "title": TITLE.replace("{customer}", "")},
    }


def watched(page: Page) -> list[str]:
    """The questions that scripts of a page ask; to be looked at in the end."""
    asked: list[str] = []

    def note(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    return asked


def faults(page: Page, path: str) -> list[str]:
    found = [f"{path} sticks out"] if browsers.sticks_out(page) else []
    return found + [f"{path}: something came alive"] * (page.locator(COME_ALIVE).count() > 0)


def everything_said(page: Page) -> str:
    """The page's words, and what stands in its fields."""
    fields = page.locator("input, textarea").evaluate_all("all => all.map(each => each.value).join(' ')")
    return f"{page.locator('main').text_content()} {fields}"


@pytest.mark.parametrize("size", [browsers.PHONE, browsers.WIDE], ids=["phone", "wide"])
def test_it_is_text_wherever_it_shows(
    local: Server, open_page: OpenPage, ids: dict[str, str], size: ViewportSize
) -> None:
    page = open_page(local.url, "/today", size=size)
    asked = watched(page)
    wrong = []
    for path, shows in PAGES.items():
        page.goto(path.format(**ids))
        expect(page.get_by_role("heading").first).to_be_visible()
        browsers.wait_until_loaded(page)
        wrong += faults(page, path)
        if shows and "script>" not in everything_said(page):
            wrong.append(f"{path} does not show it")
    assert wrong == []
    assert asked == []


def test_it_is_text_in_messages_and_the_palette(local: Server, open_page: OpenPage, ids: dict[str, str]) -> None:
    page = open_page(local.url, f"/today?of={ids['member']}", size=browsers.PHONE)
    asked = watched(page)
    expect(page.get_by_role("row").filter(has_text="<script>").first).to_be_visible()
    browsers.wait_until_loaded(page)
    page.keyboard.press("s")
    page.get_by_role("button", name="Tomorrow").click()
    told = page.get_by_role("region", name="Messages").get_by_text("<script>")
    expect(told).to_be_visible()
    # Signs that turn the direction of writing would turn the sentence around the name too.
    assert "\u202e" not in told.inner_text()
    found = faults(page, "a message")
    page.keyboard.press("Control+k")
    page.get_by_role("searchbox", name="Find or do").fill("alert")
    expect(page.get_by_role("dialog").get_by_text("<script>").first).to_be_visible()
    assert found + faults(page, "the palette") == []
    assert asked == []


def test_what_is_too_long_is_refused_at_its_field(local: Server, open_page: OpenPage) -> None:
    page = open_page(local.url, "/customers", size=browsers.PHONE)
    page.get_by_role("button", name="New customer").first.click()
    dialog = page.get_by_role("dialog", name="New customer")
    dialog.get_by_label("Name", exact=True).fill("x" * 10_000)
    dialog.get_by_role("button", name="Create the customer").click()
    expect(dialog.get_by_text("200")).to_be_visible()
    assert not browsers.sticks_out(page)
