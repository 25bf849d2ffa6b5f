"""The log of events, read and followed: nothing lost, nothing twice, nothing out of order for a customer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest

from onward.api.app import create_app
from onward.api.equipment import Equipment
from onward.api.feeds import PAGE, FeedLimits
from onward.domain.event_log import Position
from onward.domain.records import Event
from onward.domain.roles import Actor
from onward.embedded import Engine
from onward.store import event_log, events, schema
from onward.store.events import Writing
from onward.store.transactions import Tx
from tests.api.streaming import Message, Stream, app_over, following
from tests.stage import ACME, ADA, GLOBEX, NOW, Stage, new_id

NIL = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
async def stream(stage: Stage) -> AsyncIterator[Stream]:
    async with following(app_over(stage)) as opened:
        assert (await opened.messages(1))[0].kind == "ready"
        yield opened


async def note(stage: Stage, tx: Tx, *marks: Any, customer_id: UUID | None = None) -> None:
    """Events by themselves, written as any act writes them; `new` holds the mark of each."""
    writing = Writing(Actor("local", ADA, "owner", ADA, "local"), stage.clock(), "a-test")
    written = [
        Event(id=new_id(), kind="customer.updated", customer_id=customer_id, new={"mark": mark}) for mark in marks
    ]
    await events.insert_events(tx, tx.tenant_id, writing, written)


def marks(messages: list[Message]) -> list[Any]:
    return [each.told["new"]["mark"] for each in messages]


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[None]:
    """An app that was started, and is told to end."""
    asked: asyncio.Queue[Any] = asyncio.Queue()
    said: asyncio.Queue[Any] = asyncio.Queue()
    running = asyncio.ensure_future(
        app({"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}, asked.get, said.put)
    )
    await asked.put({"type": "lifespan.startup"})
    assert (await said.get())["type"] == "lifespan.startup.complete"
    yield
    await asked.put({"type": "lifespan.shutdown"})
    assert (await said.get())["type"] == "lifespan.shutdown.complete"
    await running


def client(app: Any, **headers: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=app)
    return httpx.AsyncClient(
        transport=transport, base_url="http://localhost:8000", headers={"X-Tenant-ID": "acme", **headers}
    )


class TestFollowing:
    async def test_what_happens_is_told_as_it_happens(self, stage: Stage, stream: Stream) -> None:
        customer = await stage.customer()
        (made,) = await stream.messages(1)
        assert (made.kind, made.told["kind"], made.told["customer_id"]) == (
            "message",
            "customer.created",
            customer["id"],
        )
        assert (made.id, made.told["new"]["name"], made.told["actor_kind"]) == (made.told["id"], "Initech", "local")
        call = await stage.interaction(customer["id"])
        await stage.post(f"/interactions/{call['id']}/complete", {"outcome": "success"})
        assert await stream.kinds(4) == [
            "interaction.created",
            "interaction.completed",
            "workflow.started",
            "interaction.created",
        ]

    async def test_what_this_server_writes_is_told_without_waiting_for_the_next_look(self, stage: Stage) -> None:
        app = app_over(stage, FeedLimits(poll_seconds=60))
        async with following(app) as stream, client(app) as http:
            await stream.messages(1)
            assert await stream.is_silent(0.1)
            await http.post("/v1/customers", json={"name": "Initech"})
            assert await stream.kinds(1) == ["customer.created"]

    async def test_what_an_older_transaction_hides_is_told_soon_after_its_end(self, stage: Stage) -> None:
        app = app_over(stage, FeedLimits(poll_seconds=60))
        async with following(app) as stream, client(app) as http:
            await stream.messages(1)
            async with stage.database.transaction(GLOBEX.id) as older:
                await note(stage, older, "elsewhere")
                await http.post("/v1/customers", json={"name": "Initech"})
                assert await stream.is_silent()
            assert await stream.kinds(1) == ["customer.created"]

    async def test_a_write_to_another_database_of_the_server_holds_nothing_back(
        self, stage: Stage, stream: Stream, engine: Engine
    ) -> None:
        neighbour = await asyncpg.connect(engine.dsn)
        try:
            async with neighbour.transaction():
                number = await neighbour.fetchval("SELECT pg_current_xact_id()::text::bigint")
                await stage.customer()
                assert await stream.kinds(1) == ["customer.created"]
                position = await stage.owner.fetchval("SELECT max(log_xid) FROM events")
                assert position > number, "it would have to wait for the neighbour"
        finally:
            await neighbour.close()

    async def test_how_it_goes_over_the_wire(self, stream: Stream) -> None:
        assert stream.status == 200
        assert stream.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert stream.headers["x-accel-buffering"] == "no"
        assert stream.headers["cache-control"] in {"no-transform", "no-store"}
        assert "content-length" not in stream.headers

    async def test_who_comes_back_misses_nothing_and_gets_nothing_twice(self, stage: Stage) -> None:
        app = app_over(stage)
        async with following(app) as stream:
            await stream.messages(1)
            await stage.customer(name="One")
            (last,) = await stream.messages(1)
        for name in ("Two", "Three"):
            await stage.customer(name=name)
        async with following(app, after=last.id) as stream:
            ready, *missed = await stream.messages(3)
            assert (ready.kind, ready.id) == ("ready", last.id)
            assert [each.told["new"]["name"] for each in missed] == ["Two", "Three"]
            await stage.customer(name="Four")
            (four,) = await stream.messages(1)
            assert four.told["new"]["name"] == "Four"
            assert await stream.is_silent()

    async def test_who_comes_second_hears_what_happens_from_then_on(self, stage: Stage) -> None:
        app = app_over(stage)
        async with following(app) as first:
            await first.messages(1)
            customer = await stage.customer()
            assert await first.kinds(1) == ["customer.created"]
            async with following(app) as second:
                assert (await second.messages(1))[0].kind == "ready"
                await stage.interaction(customer["id"])
                assert await second.kinds(1) == ["interaction.created"]

    async def test_who_heard_nothing_yet_knows_where_it_was(self, stage: Stage) -> None:
        app = app_over(stage)
        async with following(app) as stream:
            (ready,) = await stream.messages(1)
        await stage.customer(name="One")
        async with following(app, after=ready.id) as stream:
            _, made = await stream.messages(2)
            assert made.told["new"]["name"] == "One"

    async def test_it_can_begin_at_the_beginning(self, stage: Stage) -> None:
        async with following(app_over(stage), query=f"after={NIL}") as stream:
            await stream.messages(1)
            assert await stream.kinds(3) == ["template.created", "template.created", "member.created"]

    async def test_a_place_that_is_not_known_is_said_to_be_new(self, stage: Stage) -> None:
        app = app_over(stage)
        (foreign,) = await stage.rows("SELECT id FROM events WHERE tenant_id = $1 LIMIT 1", GLOBEX.id)
        for last in (str(new_id()), "nonsense", str(foreign[0])):
            async with following(app, after=last) as stream:
                (first,) = await stream.messages(1)
                assert first.kind == "reset"
                await stage.customer()
                assert await stream.kinds(1) == ["customer.created"]

    async def test_the_header_comes_before_the_query(self, stage: Stage) -> None:
        app = app_over(stage)
        async with following(app) as stream:
            (ready,) = await stream.messages(1)
        async with following(app, after=ready.id, query=f"after={NIL}") as stream:
            assert (await stream.messages(1))[0].id == ready.id
            assert await stream.is_silent(0.1)

    async def test_a_long_absence_is_made_up_for_page_by_page(self, stage: Stage) -> None:
        before = len((await stage.get("/events", limit=200))["data"])
        async with stage.database.transaction(ACME.id) as tx:
            await note(stage, tx, *range(2 * PAGE + 7))
            await tx.commit()
        async with following(app_over(stage), query=f"after={NIL}") as stream:
            _, *told = await stream.messages(1 + before + 2 * PAGE + 7)
        assert marks(told[before:]) == list(range(2 * PAGE + 7))

    async def test_two_servers_tell_the_same(self, stage: Stage) -> None:
        async with following(app_over(stage)) as one, following(app_over(stage)) as other:
            await one.messages(1)
            await other.messages(1)
            for _ in range(3):
                await stage.customer()
            assert await one.messages(3) == await other.messages(3)


class TestOrder:
    async def test_a_transaction_that_commits_later_is_never_lost(self, stage: Stage, stream: Stream) -> None:
        async with stage.database.transaction(ACME.id) as early, stage.database.transaction(ACME.id) as late:
            await note(stage, early, "early")
            await note(stage, late, "late")
            await late.commit()
            assert await stream.is_silent(), "what an open transaction may still precede is not told"
            await early.commit()
        assert marks(await stream.messages(2)) == ["early", "late"]

    async def test_what_was_told_once_is_held_back_from_nobody(self, stage: Stage) -> None:
        """How far the log can be told is found anew each time, and may for a moment be less far."""
        transaction = stage.database.transaction
        async with transaction(ACME.id) as older, transaction(ACME.id) as newer, transaction(ACME.id) as reading:
            await note(stage, older, "older")
            await note(stage, newer, "newer")
            await newer.commit()
            (row,) = await stage.rows("SELECT log_xid, log_lsn, id FROM events WHERE new->>'mark' = 'newer'")
            told = Position(*row)
            before = Position(told.xid, told.lsn - 1, told.id)
            everything = event_log.EVERYTHING
            assert await event_log.list_logged_events(reading, ACME.id, before, everything, 10) == []
            (found,) = await event_log.list_logged_events(reading, ACME.id, before, everything, 10, told)
            assert found.position == told

    async def test_who_waited_for_the_lock_comes_second_though_it_began_first(
        self, stage: Stage, stream: Stream
    ) -> None:
        """As with an Idempotency-Key, which is written before the customer is locked."""
        customer = UUID((await stage.customer())["id"])
        await stream.messages(1)
        lock = f"SELECT FROM customers WHERE id = '{customer}' FOR UPDATE"
        async with stage.database.transaction(ACME.id) as first, stage.database.transaction(ACME.id) as second:
            await first.fetchval("SELECT pg_current_xact_id()::text")
            await second.begin(lock)
            waiting = asyncio.ensure_future(first.begin(lock))
            await note(stage, second, "second", customer_id=customer)
            await asyncio.sleep(0.1)
            assert not waiting.done()
            await second.commit()
            await waiting
            await note(stage, first, "first", customer_id=customer)
            await first.commit()
        assert marks(await stream.messages(2)) == ["second", "first"]
        listed = (await stage.get("/events", customer_id=str(customer)))["data"]
        assert [each["new"]["mark"] for each in listed[1:]] == ["second", "first"]

    async def test_what_was_taken_back_is_not_told(self, stage: Stage, stream: Stream) -> None:
        async with stage.database.transaction(ACME.id) as tx:
            await note(stage, tx, "never")
        await stage.customer()
        assert await stream.kinds(1) == ["customer.created"]

    async def test_many_writers_at_once_lose_nothing_and_keep_each_customers_order(
        self, stage: Stage, stream: Stream
    ) -> None:
        customers = [(await stage.customer())["id"] for _ in range(4)]

        async def work(customer_id: str) -> None:
            for number in range(5):
                call = await stage.interaction(customer_id, title=str(number))
                headers = {"Idempotency-Key": str(new_id())}
                path = f"/v1/interactions/{call['id']}/complete"
                await asyncio.gather(
                    *(stage.http.post(path, json={"outcome": "success"}, headers=headers) for _ in range(2))
                )

        await asyncio.gather(*(work(each) for each in customers * 2))
        written = {
            str(row[0])
            for row in await stage.rows("SELECT id FROM events WHERE tenant_id = $1 AND at = $2", ACME.id, NOW)
        }
        told = [each.told for each in await stream.messages(len(written))]
        assert {each["id"] for each in told} == written
        for interaction in {each["interaction_id"] for each in told if each["interaction_id"]}:
            of_it = [each["kind"] for each in told if each["interaction_id"] == interaction]
            assert of_it == ["interaction.created", "interaction.completed"][: len(of_it)]


class TestEnding:
    async def test_other_tenants_are_never_told_of(self, stage: Stage, stream: Stream) -> None:
        async with stage.client(**{"X-Tenant-ID": "globex"}) as globex:
            assert (await globex.post("/v1/customers", json={"name": "Theirs"})).status_code == 201
        assert await stream.is_silent()
        await stage.customer(name="Ours")
        assert (await stream.messages(1))[0].told["new"]["name"] == "Ours"

    async def test_a_revoked_key_ends_it(self, stage: Stage) -> None:
        app = app_over(stage)
        key = await stage.key("viewer")
        async with following(app, authorization=f"Bearer {key}") as stream:
            await stream.messages(1)
            async with client(app, Authorization=f"Bearer {await stage.key('owner')}") as owner:
                keys = (await owner.get("/v1/keys")).json()["data"]
                (key_id,) = [each["id"] for each in keys if each["role"] == "viewer"]
                assert (await owner.delete(f"/v1/keys/{key_id}")).status_code == 204
            assert await stream.message() is None

    async def test_it_ends_with_local_mode(self, stage: Stage) -> None:
        app = app_over(stage)
        async with following(app) as stream:
            await stream.messages(1)
            async with client(app) as http:
                assert (await http.post("/v1/keys", json={"name": "x", "role": "owner"})).status_code == 201
            assert await stream.message() is None

    async def test_who_does_not_keep_up_is_let_go_and_comes_back(self, stage: Stage) -> None:
        app = app_over(stage, FeedLimits(poll_seconds=0.05, most_waiting=3))
        written, got = 0, list[Message]()
        async with following(app) as stream:
            (ready,) = await stream.messages(1)
            while not stream.is_over:  # what is written while one comes in is read at one go, however much it is
                async with stage.database.transaction(ACME.id) as tx:
                    await note(stage, tx, *range(written, written + 10))
                    await tx.commit()
                written += 10
                while len(got) < written and (each := await stream.message()) is not None:
                    got.append(each)
        assert len(got) < written
        async with following(app, after=got[-1].id if got else ready.id) as stream:
            _, *rest = await stream.messages(1 + written - len(got))
        assert marks([*got, *rest]) == list(range(written))

    async def test_a_stream_does_not_last_for_ever(self, stage: Stage) -> None:
        async with following(app_over(stage, FeedLimits(longest_seconds=0.1))) as stream:
            await stream.messages(1)
            assert await stream.message() is None

    async def test_signs_of_life_while_nothing_happens(self, stage: Stage) -> None:
        limits = FeedLimits(poll_seconds=0.05, check_seconds=0.05, heartbeat_seconds=0.1)
        async with following(app_over(stage, limits)) as stream:
            await stream.messages(1)
            assert [await stream.is_sign_of_life() for _ in range(2)] == [True, True]

    async def test_a_database_that_is_gone_for_a_moment_loses_nothing(self, stage: Stage, stream: Stream) -> None:
        await stage.customer()
        assert await stream.kinds(1) == ["customer.created"]
        await stage.owner.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        for _ in range(20):
            answer = await stage.http.post("/v1/customers", json={"name": "Initech"})
            if answer.status_code == 201:
                break
        assert await stream.kinds(1) == ["customer.created"]

    async def test_when_the_server_stops_streams_end_at_once(self, stage: Stage) -> None:
        told: list[Any] = []
        app = create_app(
            stage.database,
            local_mode="auto",
            is_loopback=True,
            metrics_token=None,
            clock=stage.clock,
            new_id=new_id,
            expected_revision=schema.expected_revision(),
            log_requests=False,
            equipment=Equipment(on_stop=told.append),
        )
        async with lifespan(app):
            async with following(app) as stream:
                await stream.messages(1)
                told[0]()
                assert await stream.message() is None
            async with following(app) as stream:
                assert stream.status == 503
                assert stream.headers["retry-after"]
