"""Customers in the browser: found in three letters, what comes next at once, the relationship as one thread."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.server import Server
from tests.e2e import browsers
from tests.e2e.conftest import OpenPage


@pytest.fixture(scope="module")
def api(local: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{local.url}/v1", timeout=30) as client:
        yield client


def add_customer(api: httpx.Client, name: str, **more: Any) -> str:
    made = api.post("/customers", json={"name": name, **more})
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


def plan(api: httpx.Client, customer_id: str, title: str, due_at: str, kind: str = "phone_call") -> str:
    body = {"customer_id": customer_id, "type": kind, "title": title, "due_at": due_at}
    made = api.post("/interactions", json=body)
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


def open_customer(open_page: OpenPage, local: Server, customer_id: str, name: str, **more: Any) -> Page:
    page = open_page(local.url, f"/customers/{customer_id}", **more)
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    return page


def choose(page: Page, menu: str, entry: str) -> None:
    # What is read anew draws the button anew, and its menu would go with it.
    browsers.wait_until_loaded(page)
    page.get_by_role("button", name=menu).click()
    page.get_by_role("menuitem", name=entry).click()


class TestTheList:
    def test_one_finds_while_one_types(self, local: Server, open_page: OpenPage) -> None:
        page = open_page(local.url, "/customers")
        rows = page.get_by_role("row")
        expect(rows.nth(5)).to_be_visible()
        page.keyboard.press("/")
        page.keyboard.type("annek")
        expect(rows).to_have_count(1)
        expect(rows).to_contain_text("Anneke de Vries")
        expect(page).to_have_url(re.compile("q=annek"))
        page.keyboard.press("Enter")
        page.keyboard.press("j")
        expect(rows).to_be_focused()
        page.reload()
        expect(rows).to_have_count(1)

    def test_those_without_a_next_step_are_one_press_away(
        self, local: Server, api: httpx.Client, open_page: OpenPage
    ) -> None:
        add_customer(api, "Aaron Alone")
        page = open_page(local.url, "/customers")
        page.get_by_role("button", name="No next step").click()
        expect(page.get_by_role("link", name="Aaron Alone")).to_be_visible()
        expect(page.get_by_role("link", name="Anneke de Vries")).to_have_count(0)

    def test_nobody_found_says_so_and_shows_the_way_back(self, local: Server, open_page: OpenPage) -> None:
        page = open_page(local.url, "/customers?q=<b>xyzzy")
        expect(page.get_by_text("No customer matches “<b>xyzzy”")).to_be_visible()
        page.get_by_role("button", name="Show everything").click()
        expect(page.get_by_role("row").nth(3)).to_be_visible()

    def test_a_new_one_is_made_and_shown(self, local: Server, open_page: OpenPage) -> None:
        page = open_page(local.url, "/customers")
        page.get_by_role("button", name="New customer").click()
        page.get_by_label("Name", exact=True).fill("Hopper Works")
        page.get_by_label("E-mail").fill("no address")
        page.get_by_label("Tags").fill("vip, new")
        page.get_by_role("button", name="Create the customer").click()
        expect(page.get_by_role("dialog")).to_contain_text("e-mail", ignore_case=True)
        page.get_by_label("E-mail").fill("grace@hopper.example")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1, name="Hopper Works")).to_be_visible()
        expect(page.get_by_text("Nothing planned for Hopper Works")).to_be_visible()
        expect(page.get_by_role("link", name="E-mail")).to_have_attribute("href", "mailto:grace%40hopper.example")


class TestTheNextStep:
    def test_with_somebody_new_enter_starts_a_template(
        self, local: Server, api: httpx.Client, open_page: OpenPage
    ) -> None:
        customer = add_customer(api, "Newcomer")
        page = open_customer(open_page, local, customer, "Newcomer")
        expect(page.get_by_role("heading", name="No history yet")).to_be_visible()
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog", name="Start a template for Newcomer")
        expect(dialog.get_by_role("list", name="The steps")).to_be_visible()
        expect(dialog.get_by_role("button", name="Template")).to_be_focused()
        dialog.get_by_role("button", name="Start", exact=True).press("Enter")
        expect(page.get_by_role("region", name="Next step").get_by_role("button", name="Complete")).to_be_visible()
        expect(page.get_by_role("heading", name="No history yet")).to_have_count(0)

    def test_a_letter_and_a_digit_complete_it_and_the_next_one_stands_there(
        self, local: Server, api: httpx.Client, open_page: OpenPage
    ) -> None:
        customer = add_customer(api, "Completa")
        plan(api, customer, "Call about the offer", "2099-01-05")
        page = open_customer(open_page, local, customer, "Completa")
        following = page.get_by_role("region", name="Next step")
        expect(following).to_contain_text("Call about the offer")
        page.keyboard.press("e")
        expect(page.get_by_role("group", name=re.compile("Call about the offer"))).to_be_visible()
        page.keyboard.press("1")
        expect(following).not_to_contain_text("Call about the offer")
        expect(following).to_contain_text("Initial Phone Call")
        page.keyboard.press("z")
        expect(following).to_contain_text("Call about the offer")

    def test_it_is_put_off_by_two_keys(self, local: Server, api: httpx.Client, open_page: OpenPage) -> None:
        customer = add_customer(api, "Later Please")
        plan(api, customer, "Write", "2020-01-06", "email")
        page = open_customer(open_page, local, customer, "Later Please")
        expect(page.get_by_text("Overdue since").first).to_be_visible()
        page.keyboard.press("s")
        expect(page.get_by_role("region", name="Next step").get_by_role("textbox")).to_be_visible()
        page.keyboard.press("1")
        expect(page.get_by_text("Overdue since")).to_have_count(0)

    def test_what_is_late_besides_is_said_beside_it(
        self, local: Server, api: httpx.Client, open_page: OpenPage
    ) -> None:
        customer = add_customer(api, "Twice Late")
        plan(api, customer, "First", "2020-01-06")
        plan(api, customer, "Second", "2020-01-07")
        page = open_customer(open_page, local, customer, "Twice Late")
        expect(page.get_by_role("heading", name="1 more is overdue")).to_be_visible()

    def test_on_a_phone_completing_stays_under_the_thumb(
        self, local: Server, api: httpx.Client, open_page: OpenPage
    ) -> None:
        customer = add_customer(api, "Thumb")
        plan(api, customer, "Call", "2099-01-05")
        page = open_customer(open_page, local, customer, "Thumb", size=browsers.PHONE, has_touch=True, is_mobile=True)
        page.mouse.wheel(0, 4_000)
        button = page.get_by_role("button", name=re.compile("^Complete"))
        expect(button).to_be_in_viewport()
        browsers.tap(button)
        browsers.tap(page.get_by_role("dialog").get_by_role("button", name=re.compile("Success|Reached")).first)
        expect(page.get_by_role("region", name="Next step")).to_contain_text("Initial Phone Call")


class TestOneRelationship:
    def test_a_note_is_written_by_key_and_taken_back(
        self, local: Server, api: httpx.Client, open_page: OpenPage
    ) -> None:
        customer = add_customer(api, "Note Worthy")
        plan(api, customer, "Call", "2099-01-05")
        page = open_customer(open_page, local, customer, "Note Worthy")
        expect(page.get_by_role("grid", name="History and plan")).to_be_visible()
        page.keyboard.press("n")
        page.keyboard.type("Prefers <i>mornings</i>")
        page.keyboard.press("Control+Enter")
        thread = page.get_by_role("grid", name="History and plan")
        expect(thread.get_by_text("Prefers <i>mornings</i>")).to_be_visible()
        page.keyboard.press("Escape")
        page.keyboard.press("z")
        expect(thread.get_by_text("Prefers <i>mornings</i>")).to_have_count(0)

    def test_a_template_starts_pauses_jumps_and_stops(
        self, local: Server, api: httpx.Client, open_page: OpenPage
    ) -> None:
        customer = add_customer(api, "Running Ltd")
        page = open_customer(open_page, local, customer, "Running Ltd")
        page.get_by_role("button", name="Start a template").first.click()
        page.get_by_role("button", name=re.compile("Template$")).click()
        page.get_by_role("option", name="Quick Outreach Sequence").click()
        expect(page.get_by_role("list", name="The steps, if each is done when due")).to_contain_text("Follow-up Call")
        page.get_by_role("button", name="Start", exact=True).click()
        running = page.get_by_role("region", name="Running templates")
        expect(running).to_contain_text("Initial Email")
        expect(page.get_by_role("region", name="Next step")).to_contain_text("Initial Email")
        expect(page.get_by_text("Projected by Quick Outreach Sequence").first).to_be_visible()

        menu = "What to do with Quick Outreach Sequence"
        choose(page, menu, "Pause …")
        page.get_by_label("Why (optional)").fill("On holiday")
        page.get_by_role("button", name="Pause", exact=True).click()
        expect(running).to_contain_text("Paused · On holiday")
        choose(page, menu, "Resume")
        expect(running).not_to_contain_text("Paused")

        choose(page, menu, "Go to another step …")
        page.get_by_role("button", name=re.compile("Step")).last.click()
        page.get_by_role("option", name=re.compile("Final Follow-up")).click()
        page.get_by_role("button", name="Go to this step").click()
        expect(page.get_by_role("region", name="Next step")).to_contain_text("Final Follow-up")

        choose(page, menu, "Stop …")
        page.get_by_label("Why (optional)").fill("They bought")
        page.get_by_role("button", name="Stop the template").click()
        expect(page.get_by_text("Left Quick Outreach Sequence: They bought")).to_be_visible()

    def test_a_step_is_skipped_and_the_skipping_undone(
        self, local: Server, api: httpx.Client, open_page: OpenPage
    ) -> None:
        customer = add_customer(api, "Skipper")
        (template,) = [
            each
            for each in api.get("/interactions/templates").json()["data"]
            if each["name"] == "Quick Outreach Sequence"
        ]
        api.post("/interactions/workflow/start", json={"customer_id": customer, "template_id": template["id"]})
        page = open_customer(open_page, local, customer, "Skipper")
        choose(page, "What to do with Quick Outreach Sequence", "Skip this step")
        expect(page.get_by_role("region", name="Next step")).to_contain_text("Follow-up Call")
        page.keyboard.press("z")
        expect(page.get_by_role("region", name="Next step")).to_contain_text("Initial Email")

    def test_what_happened_is_logged_and_the_thread_narrowed(
        self, local: Server, api: httpx.Client, open_page: OpenPage
    ) -> None:
        customer = add_customer(api, "Logan")
        page = open_customer(open_page, local, customer, "Logan")
        page.get_by_role("button", name="Log what happened").first.click()
        browsers.wait_until_loaded(page)
        page.get_by_role("button", name=re.compile("What came of it")).click()
        page.get_by_role("option", name="Interested", exact=True).click()
        page.get_by_label("Details (optional)").fill("Met at the fair")
        page.get_by_role("button", name="Log it").click()
        thread = page.get_by_role("grid", name="History and plan")
        expect(thread.get_by_text("Met at the fair")).to_be_visible()
        page.get_by_role("button", name=re.compile("Show")).click()
        page.get_by_role("option", name="Notes").click()
        expect(page.get_by_text("Nothing of this kind")).to_be_visible()
        page.get_by_role("button", name="Show everything").click()
        expect(thread.get_by_text("Met at the fair")).to_be_visible()

    def test_closing_says_what_it_does_and_reopening_plans_anew(
        self, local: Server, api: httpx.Client, open_page: OpenPage
    ) -> None:
        customer = add_customer(api, "Closing Time")
        page = open_customer(open_page, local, customer, "Closing Time")
        choose(page, "More about this customer", "Close the relationship")
        expect(page.get_by_role("dialog")).to_contain_text("running templates end")
        page.get_by_role("button", name="Close the relationship").last.click()
        expect(page.get_by_text("Onward plans nothing while")).to_be_visible()
        choose(page, "More about this customer", "Reopen")
        expect(page.get_by_role("heading", name="Next step")).to_be_visible()

    def test_a_blocked_channel_is_no_longer_offered(
        self, local: Server, api: httpx.Client, open_page: OpenPage
    ) -> None:
        customer = add_customer(api, "Quiet Please", phone="+49 30 1234", email="q@quiet.example")
        page = open_customer(open_page, local, customer, "Quiet Please")
        expect(page.get_by_role("link", name="Call")).to_have_attribute("href", "tel:+49301234")
        choose(page, "More about this customer", "Change details")
        page.get_by_role("checkbox", name="Phone").check(force=True)
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("link", name="Call")).to_have_count(0)
        expect(page.get_by_role("link", name="E-mail")).to_be_visible()

    def test_a_duplicate_is_merged_after_a_look_at_what_that_does(
        self, local: Server, api: httpx.Client, open_page: OpenPage
    ) -> None:
        kept, twin = add_customer(api, "Merge Me"), add_customer(api, "Mergemann Twin", email="twin@merge.example")
        plan(api, twin, "Call the twin", "2099-01-05")
        page = open_customer(open_page, local, kept, "Merge Me")
        choose(page, "More about this customer", "Merge a duplicate")
        page.get_by_role("combobox", name="The duplicate").fill("mergem")
        # Before the search has ended others are there, and the one that is meant still moves.
        expect(page.get_by_role("option")).to_have_count(1)
        page.get_by_role("option", name="Mergemann Twin").click()
        expect(page.get_by_role("dialog")).to_contain_text("1 interaction")
        expect(page.get_by_role("dialog")).to_contain_text("Next step afterwards: Call the twin")
        page.get_by_role("button", name="Merge for good").click()
        expect(page.get_by_role("region", name="Next step")).to_contain_text("Call the twin")
        page.goto(f"/customers/{twin}")
        expect(page.get_by_text("This is the customer it was merged into.").first).to_be_visible()
        expect(page).to_have_url(re.compile(f"/customers/{kept}$"))
        expect(page.get_by_role("heading", level=1, name="Merge Me")).to_be_visible()

    def test_a_note_of_ones_own_is_changed_and_removed_where_it_stands(
        self, local: Server, api: httpx.Client, open_page: OpenPage
    ) -> None:
        customer = add_customer(api, "Second Thoughts")
        note = api.post(f"/customers/{customer}/notes", json={"body": "Likes tea"}).json()["id"]
        page = open_customer(open_page, local, customer, "Second Thoughts")
        thread = page.get_by_role("grid", name="History and plan")
        row = thread.get_by_role("row").filter(has_text="Likes tea")
        row.press("Enter")
        expect(thread.get_by_label("Note")).to_be_focused()
        api.put(f"/notes/{note}", json={"body": "Likes milk"})
        thread.get_by_label("Note").fill("Likes coffee")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("It says now: “Likes milk”.")).to_be_visible()
        page.keyboard.press("Control+Enter")
        expect(thread.get_by_text("Likes coffee", exact=True)).to_be_visible()
        thread.get_by_role("button", name="Change this note").click()
        thread.get_by_role("button", name="Remove").click()
        expect(thread.get_by_text("Likes coffee")).to_have_count(0)
        page.get_by_role("button", name="Write it again").click()
        expect(thread.get_by_text("Likes coffee", exact=True)).to_be_visible()

    def test_personal_data_is_erased_once_its_name_was_written(
        self, local: Server, api: httpx.Client, open_page: OpenPage
    ) -> None:
        customer = add_customer(api, "Forget Me", email="me@forget.example")
        plan(api, customer, "Call", "2099-01-05")
        page = open_customer(open_page, local, customer, "Forget Me")
        choose(page, "More about this customer", "Erase personal data")
        dialog = page.get_by_role("dialog", name="Erase Forget Me?")
        expect(dialog).to_contain_text("This cannot be undone")
        dialog.get_by_label("To go on, write the name: Forget Me").fill("Forget you")
        dialog.get_by_role("button", name="Erase for good").click()
        expect(dialog.get_by_text("That is not the name of this customer.")).to_be_visible()
        assert api.get(f"/customers/{customer}").json()["name"] == "Forget Me"
        dialog.get_by_label("To go on, write the name: Forget Me").fill("Forget Me")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1, name="Erased customer")).to_be_visible()
        expect(page.get_by_role("button", name="More about this customer")).to_have_count(0)
        expect(page.get_by_role("textbox", name="Note")).to_have_count(0)
        assert "me@forget.example" not in page.content()

    def test_one_jumps_back_to_now(self, local: Server, api: httpx.Client, open_page: OpenPage) -> None:
        customer = add_customer(api, "Long Story")
        plan(api, customer, "Call", "2099-01-05")
        for number in range(60):
            api.post(f"/customers/{customer}/notes", json={"body": f"Note {number}"})
        page = open_customer(open_page, local, customer, "Long Story")
        now = page.get_by_role("grid", name="History and plan").get_by_text("Now", exact=True)
        expect(now).to_be_visible()
        oldest = page.get_by_text("Note 0", exact=True)
        for _ in range(20):
            page.mouse.wheel(0, 2_000)
            page.wait_for_timeout(100)
            if oldest.is_visible():
                break
        expect(oldest).to_be_visible()
        expect(now).not_to_be_in_viewport()
        page.keyboard.press(".")
        expect(now).to_be_in_viewport()


def test_on_a_phone_the_next_step_comes_first(local: Server, api: httpx.Client, open_page: OpenPage) -> None:
    customer = add_customer(api, "Pocket Size", phone="030 1234")
    plan(api, customer, "Call", "2099-01-05")
    page = open_customer(open_page, local, customer, "Pocket Size", size=browsers.PHONE, has_touch=True, is_mobile=True)
    expect(page.get_by_role("region", name="Next step")).to_be_in_viewport()
    tops = [
        page.get_by_role("region", name=name).evaluate("each => each.getBoundingClientRect().top")
        for name in ("Next step", "Running templates", "History and plan")
    ]
    assert tops == sorted(tops)


def test_hostile_text_is_only_text(local: Server, api: httpx.Client, open_page: OpenPage) -> None:
    name = "<script>alert(1)</script> \u202egnirts " + "W" * 150
    notes = "javascript:alert(1) " + "x" * 9_000
    customer = add_customer(api, name, notes=notes, company="<b>bold</b>", tags=["<i>tag</i>"])
    api.post(f"/customers/{customer}/notes", json={"body": "🧵" * 2_000})
    page = open_page(local.url, f"/customers/{customer}", size=browsers.NARROWEST)
    expect(page.get_by_role("heading", level=1)).to_contain_text("<script>alert(1)</script>")
    expect(page.get_by_text("<b>bold</b>").first).to_be_visible()
    browsers.wait_until_loaded(page)
    assert not browsers.sticks_out(page)
