"""Plans on a filled database, under row security: indexes lead to the rows of a page, however many there are.

Looked at are the very statements that the store runs, as the role that runs them.
"""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from onward.domain import search
from onward.domain.overdue import cutoffs
from onward.domain.queue import SECTIONS, Section, day_of
from onward.embedded import Engine
from onward.store import (
    coverage,
    customer_search,
    customers,
    interaction_lists,
    interactions,
    outlooks,
    queue,
    search_words,
    situations,
    timeline,
    workflow_lists,
    workflows,
)
from onward.store.coverage import CoverageFilter
from onward.store.customer_search import Place
from onward.store.customers import CustomerFilter
from onward.store.interaction_lists import InteractionFilter, WorkingPosition
from onward.store.pages import Keyset
from onward.store.queue import QueuePosition
from onward.store.timeline import TimelineFilter
from onward.store.transactions import Database, Tx
from onward.store.workflow_lists import WorkflowFilter
from tests.conftest import TEMPLATE, url_of
from tests.stage import ACME
from tests.store.filled import (
    BUSY,
    BUSY_WITH,
    CAMPAIGN,
    CUSTOMER,
    CUSTOMERS,
    INTERACTION,
    INTERACTIONS,
    MEMBER,
    WORKFLOW,
    fill,
)
from tests.store.plans import MODES, Unsent, Watched, examined, explained, nodes, reads

NOW = datetime(2026, 1, 21, 10, tzinfo=UTC)
AS_OF = cutoffs(NOW, "UTC")
PAGE = 51
# A page and a little: what an index holds beside it.
MOST_ROWS = 120
LARGE = {"interactions", "customers", "workflows"}


def numbered(kind: int, number: int) -> UUID:
    return UUID(f"00000000-0000-7{kind}00-8000-{number:012}")


@pytest.fixture(scope="module")
def filled_url(engine: Engine, template_url: str) -> Iterator[str]:
    name = f"filled_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    asyncio.run(_execute(engine.dsn, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY file_copy"))
    asyncio.run(fill(url_of(engine, name)))
    yield url_of(engine, name)
    asyncio.run(_execute(engine.dsn, f"DROP DATABASE {name} WITH (FORCE)"))


async def _execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(statement)
    await connection.close()


@pytest.fixture
async def tx(filled_url: str) -> AsyncIterator[Tx]:
    database = Database(filled_url, size=1)
    await database.open()
    async with database.transaction(ACME.id) as tx:
        assert await tx.fetchval("SELECT current_user") == "onward_app"
        yield tx
    await database.close()


async def assert_lean(tx: Tx, act: Callable[[Tx], Awaitable[Any]], most_rows: int = MOST_ROWS, *more: str) -> Any:
    watched = Watched(tx)
    found = await act(watched)
    assert watched.ran
    for sql, args in watched.ran:
        for mode in MODES:
            plan = await explained(tx, sql, args, mode)
            scans = [node for node in nodes(plan) if node.get("Relation Name") in {*LARGE, *more}]
            assert scans, plan
            for node in scans:
                assert node["Node Type"] != "Seq Scan", f"{mode}: {json.dumps(plan, indent=1)}"
                assert examined(node) <= most_rows, f"{mode}: {json.dumps(plan, indent=1)}"
    return found


LISTS: dict[str, tuple[InteractionFilter, Keyset]] = {
    "everything": (InteractionFilter(), Keyset("created_at", True)),
    "the oldest first": (InteractionFilter(), Keyset("created_at", False)),
    "a customer's": (InteractionFilter(customer_id=[numbered(CUSTOMER, 7)]), Keyset("created_at", True)),
    "an assignee's": (InteractionFilter(assignee_id=[numbered(MEMBER, 7)]), Keyset("created_at", True)),
    "a workflow's": (InteractionFilter(workflow_id=[numbered(WORKFLOW, 7)]), Keyset("created_at", True)),
    "a campaign's": (InteractionFilter(campaign_id=[numbered(CAMPAIGN, 5)]), Keyset("created_at", True)),
    "what is planned": (InteractionFilter(status=["pending"]), Keyset("scheduled_at", False)),
    "what falls due": (InteractionFilter(status=["pending"]), Keyset("due_at", False)),
    "what is planned from a day on": (
        InteractionFilter(status=["pending"], scheduled_from=datetime(2025, 4, 1, tzinfo=UTC)),
        Keyset("scheduled_at", False),
    ),
    "what falls due until a day": (
        InteractionFilter(status=["pending"], due_before=datetime(2025, 4, 20, tzinfo=UTC)),
        Keyset("due_at", False),
    ),
}


@pytest.mark.parametrize("which", LISTS)
async def test_a_first_page_and_one_deep_down(tx: Tx, which: str) -> None:
    wanted, keyset = LISTS[which]

    async def page(tx: Tx, after: Keyset = keyset, limit: int = PAGE) -> Any:
        return await interaction_lists.list_interactions(tx, ACME.id, wanted, AS_OF, after, limit)

    assert await assert_lean(tx, page)
    row = (await page(tx, limit=3_000))[-1]
    deep = Keyset(keyset.sort, keyset.descending, getattr(row, keyset.sort), row.id)
    await assert_lean(tx, lambda tx: page(tx, deep))


async def test_a_customers_next_step(tx: Tx) -> None:
    found = await assert_lean(tx, lambda tx: interactions.find_next_of_customer(tx, ACME.id, numbered(CUSTOMER, 7)))
    assert found is not None


@pytest.mark.parametrize("late", [True, False], ids=["overdue", "pending"])
async def test_a_customers_open_items(tx: Tx, late: bool) -> None:
    position = WorkingPosition(NOW, 1, numbered(INTERACTION, 1))
    for after in (None, position):

        async def act(tx: Tx, after: WorkingPosition | None = after) -> Any:
            return await interaction_lists.list_in_working_order(
                tx, ACME.id, numbered(CUSTOMER, 7), AS_OF if late else None, after, PAGE
            )

        assert await assert_lean(tx, act) is not None


async def test_what_an_actreads(tx: Tx) -> None:
    last = numbered(INTERACTION, INTERACTIONS[ACME.id])
    loaded = await assert_lean(tx, lambda tx: situations.get_situation(tx, ACME.id, last, "success", []))
    assert loaded.situation.interaction.status == "pending"


async def test_what_a_page_of_peeksreads(tx: Tx) -> None:
    last = INTERACTIONS[ACME.id]
    ids = [numbered(INTERACTION, number) for number in range(last - 49, last + 1)]
    assert len(await assert_lean(tx, lambda tx: tx.fetch(outlooks.ROWS, ACME.id, ids), most_rows=300)) == 50
    assert len((await outlooks.list_outlooks(tx, ACME.id, ids))[0]) == 50
    assert len(await assert_lean(tx, lambda tx: interactions.list_interactions_by_id(tx, ACME.id, ids))) == 50


async def test_what_a_verb_of_workflowsreads(tx: Tx) -> None:
    run = numbered(WORKFLOW, 7)
    loaded = await assert_lean(tx, lambda tx: situations.get_workflow_situation(tx, ACME.id, run))
    assert loaded.situation.workflow.id == run
    assert await assert_lean(tx, lambda tx: workflow_lists.list_steps_of_workflow(tx, ACME.id, run))


WORKFLOW_LISTS: dict[str, WorkflowFilter] = {
    "everything": WorkflowFilter(),
    "a customer's": WorkflowFilter(customer_id=[numbered(CUSTOMER, 7)]),
    "an assignee's": WorkflowFilter(assignee_id=[numbered(MEMBER, 7)]),
    "what runs": WorkflowFilter(status=["active"]),
}


@pytest.mark.parametrize("which", WORKFLOW_LISTS)
@pytest.mark.parametrize("descending", [False, True])
async def test_a_page_of_workflows(tx: Tx, which: str, descending: bool) -> None:
    keyset = Keyset("started_at", descending)
    found = await assert_lean(
        tx, lambda tx: workflow_lists.list_workflows(tx, ACME.id, WORKFLOW_LISTS[which], keyset, PAGE)
    )
    deep = Keyset("started_at", descending, found[-1].workflow.started_at, found[-1].workflow.id) if found else keyset
    await assert_lean(tx, lambda tx: workflow_lists.list_workflows(tx, ACME.id, WORKFLOW_LISTS[which], deep, PAGE))


async def test_what_is_due_to_be_resumed(tx: Tx) -> None:
    watched = Watched(tx)
    await workflows.list_due_resumes(watched, ACME.id, NOW, None, PAGE)
    await workflows.find_next_resume(watched, ACME.id, NOW, NOW)
    for sql, args in watched.ran:
        for mode in MODES:
            plan = await explained(tx, sql, args, mode)
            indexes = {node.get("Index Name") for node in nodes(plan)}
            assert "ix_workflows_resume" in indexes, f"{mode}: {json.dumps(plan, indent=1)}"


async def test_what_a_startreads(tx: Tx) -> None:
    await assert_lean(tx, lambda tx: situations.get_customer_situation(tx, ACME.id, numbered(CUSTOMER, 7), []))


async def test_whether_a_customer_has_a_history(tx: Tx) -> None:
    assert await assert_lean(tx, lambda tx: customers.has_history(tx, ACME.id, numbered(CUSTOMER, 7)))


# The better of a customer's words are looked for at each; a second word is tried at all whom the first one found.
SEARCHES = {"customer": 1_000, "77": 1_000, "exam": 1_000, "7244": 1_000, "customer 77": 1_500, "customer 7244": 1_500}


@pytest.mark.parametrize("asked", SEARCHES)
async def test_a_page_of_what_is_found_and_one_deep_down(tx: Tx, asked: str) -> None:
    wanted, most_rows = CustomerFilter(words=search.words(asked)), SEARCHES[asked]

    async def page(tx: Tx, after: Place | None = None, limit: int = PAGE) -> Any:
        return await customer_search.find_customers(tx, ACME.id, wanted, after, limit)

    assert len(await assert_lean(tx, page, most_rows, "search_words")) == PAGE
    deep = (await page(tx, limit=90))[-1].place
    assert await assert_lean(tx, lambda tx: page(tx, deep), most_rows, "search_words")


async def test_interactions_are_found_by_a_rare_word_of_their_customer(tx: Tx) -> None:
    """Its place in the index is read once, and no customer, however many interactions are looked at."""
    wanted, keyset = InteractionFilter(words=["n7244"]), Keyset("created_at", True)
    watched = Watched(tx)
    found = await interaction_lists.list_interactions(watched, ACME.id, wanted, AS_OF, keyset, PAGE)
    total = await interaction_lists.count_interactions(watched, ACME.id, wanted, AS_OF)
    of_customer = InteractionFilter(customer_id=[numbered(CUSTOMER, 7244)])
    assert len(found) == total == await interaction_lists.count_interactions(tx, ACME.id, of_customer, AS_OF) > 0
    for sql, args in watched.ran:
        for mode in MODES:
            plan = await explained(tx, sql, args, mode)
            assert sum(examined(node) for node in nodes(plan) if reads(node, "customers")) == 0, plan
            assert sum(examined(node) for node in nodes(plan) if reads(node, "search_words")) <= MOST_ROWS, plan


async def test_interactions_are_found_by_a_word_that_many_customers_have(tx: Tx) -> None:
    """Each customer is asked: reading all who have it would take longer than to find a page."""
    wanted, keyset = InteractionFilter(words=["customer"]), Keyset("created_at", True)
    watched = Watched(tx)
    found = await interaction_lists.list_interactions(watched, ACME.id, wanted, AS_OF, keyset, PAGE)
    assert len(found) == PAGE
    ((sql, args),) = watched.ran
    for mode in MODES:
        plan = await explained(tx, sql, args, mode)
        assert sum(examined(node) for node in nodes(plan) if reads(node, "customers")) <= MOST_ROWS, plan


REMOVALS = {
    "pk_search_words": (search_words.delete_of_customers, CUSTOMER),
    "ix_search_words_title": (search_words.delete_of_titles, INTERACTION),
}


@pytest.mark.parametrize("index", REMOVALS)
async def test_words_are_removed_by_what_they_are_of(tx: Tx, index: str) -> None:
    unsent = Unsent(tx)
    remove, kind = REMOVALS[index]
    await remove(unsent, ACME.id, [numbered(kind, number) for number in range(1, 101)])
    ((sql, args),) = unsent.ran
    for mode in MODES:
        async with tx.savepoint(keep=False):
            plan = await explained(tx, sql, args, mode)
        scans = [node for node in nodes(plan) if reads(node, "search_words")]
        assert {node.get("Index Name") for node in scans if "Index Name" in node} == {index}, plan
        assert sum(examined(node) for node in scans) <= WORDS_EACH * 100, plan


# Five of each customer; an index that leads to rows by way of a map counts them twice.
WORDS_EACH = 10


async def test_a_customers_timeline(tx: Tx) -> None:
    async def page(tx: Tx) -> Any:
        return await timeline.list_entries(
            tx, ACME.id, numbered(CUSTOMER, 7), TimelineFilter(), Keyset("at", True), PAGE
        )

    assert len(await assert_lean(tx, page)) == INTERACTIONS[ACME.id] // CUSTOMERS


async def test_a_page_of_uncovered_customers(tx: Tx) -> None:
    """All customers that are filled in are covered: two hundred are taken from the end, where a search begins last."""
    await tx.execute(
        "UPDATE interactions SET status = 'completed', closed_at = created_at "
        "WHERE customer_id < $1 AND status = 'pending'",
        numbered(CUSTOMER, 200),
    )
    found = await assert_lean(tx, lambda tx: coverage.list_uncovered(tx, ACME.id, CoverageFilter(), None, PAGE), 300)
    assert len(found) == PAGE
    assert {each.why for each in found} == {"imported"}


async def test_whether_some_customers_are_covered(tx: Tx) -> None:
    ids = [numbered(CUSTOMER, number) for number in range(1, 51)]
    assert await assert_lean(tx, lambda tx: coverage.find_uncovered(tx, ACME.id, ids)) == []


async def test_the_figures_of_coverage_need_no_row_but_the_pages(tx: Tx) -> None:
    watched = Watched(tx)
    counts, _ = await coverage.get_coverage(watched, ACME.id, CoverageFilter(), None, PAGE)
    assert counts.active == 8_000
    ((sql, args),) = watched.ran
    for mode in MODES:
        scans = [node for node in nodes(await explained(tx, sql, args, mode)) if "Relation Name" in node]
        assert [node for node in scans if node["Node Type"] == "Seq Scan"] == []
        of_interactions = {node.get("Index Name") for node in scans if node["Relation Name"] == "interactions"}
        assert of_interactions <= {"ix_interactions_open", "ix_interactions_closed"}


@pytest.mark.parametrize("sections", [SECTIONS, ("upcoming",)], ids=str)
async def test_the_queue_of_somebody_with_thousands_open(tx: Tx, sections: tuple[Section, ...]) -> None:
    """All of them are counted, and the pages found, from an index alone; of the table no more is read than the pages
    hold."""
    busy, day = numbered(MEMBER, BUSY), day_of(NOW, "UTC", "UTC")
    after = QueuePosition(NOW, 0, numbered(INTERACTION, 1)) if len(sections) == 1 else None
    watched = Watched(tx)
    totals, queued = await queue.list_queue(watched, ACME.id, busy, day, sections, after, PAGE)
    assert totals.overdue + totals.today + totals.upcoming == BUSY_WITH
    assert len(queued) >= PAGE
    ((sql, args),) = watched.ran
    for mode in MODES:
        plan = await explained(tx, sql, args, mode)
        scans = [node for node in nodes(plan) if node.get("Relation Name") == "interactions"]
        sorting = [node for node in scans if node.get("Index Name") == "ix_interactions_queue"]
        assert {node["Node Type"] for node in sorting} == {"Index Only Scan"}, json.dumps(plan, indent=1)
        assert max(examined(node) for node in sorting) == BUSY_WITH
        for node in scans:
            assert node["Node Type"] != "Seq Scan", json.dumps(plan, indent=1)
            assert node in sorting or examined(node) <= len(SECTIONS) * PAGE + totals.done_today, mode


async def test_a_scan_of_everything_would_show(tx: Tx) -> None:
    with pytest.raises(AssertionError):
        await assert_lean(tx, lambda tx: tx.fetch("SELECT FROM interactions WHERE title = $1::text", "Call 7"))
