"""Killed in the middle of completions, again and again: what a caller was told holds, and nothing is doubled.

More kills in a row: `make campaign-kill`.
"""

import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from itertools import cycle, islice
from typing import Any

import psycopg
from psycopg.rows import namedtuple_row

from tests.acceptance.load import Load
from tests.acceptance.server import Place, Server, kill, wait_until

KILLS = int(os.environ.get("CAMPAIGN_KILLS", "5"))
LOAD_SECONDS = 0.7


def kill_server(_: Place, server: Server) -> None:
    server.send(signal.SIGKILL)


def kill_group(_: Place, server: Server) -> None:
    server.send_to_group(signal.SIGKILL)


def kill_postmaster(place: Place, _: Server) -> None:
    kill(place.postmasters())


def kill_keeper_and_postmaster(place: Place, _: Server) -> None:
    kill(place.keepers())
    kill(place.postmasters())


def kill_everything(place: Place, server: Server) -> None:
    """As a machine that loses its power, but for what the disk holds."""
    kill(place.keepers())
    kill(place.engine_processes() | {server.pid})


VICTIMS = [kill_server, kill_postmaster, kill_group, kill_keeper_and_postmaster, kill_everything]


def test_what_was_answered_is_there_and_nothing_has_two_successors(place: Place) -> None:
    server = place.start()
    with server.client() as client:
        load = Load(client)
    for victim in islice(cycle(VICTIMS), KILLS):
        answered_before = len(load.answers)
        server = kill_under_load(place, server, load, victim)
        assert len(load.answers) > answered_before, f"{victim.__name__}: no load"
        assert len(place.postmasters()) == 1
        repeat_unanswered(server, load)
        check(place, load)
    assert server.stop() == 0
    place.assert_engine_stops()


def kill_under_load(place: Place, server: Server, load: Load, victim: Callable[[Place, Server], None]) -> Server:
    """Kill in the middle of the load; give the server that serves afterwards."""
    load.begin(server.url)
    time.sleep(LOAD_SECONDS)
    victim(place, server)
    if victim in {kill_postmaster, kill_keeper_and_postmaster}:
        told = len(load.answers)
        wait_until(lambda: len(load.answers) > told + 100)
        load.end()
        return server
    server.wait()
    load.end()
    return place.start()


def repeat_unanswered(server: Server, load: Load) -> None:
    """Who was not told asks again, with the same key."""
    assert load.unanswered, "the kill met nobody"
    with server.client() as client:
        for request in load.unanswered:
            if request.key is not None:
                answer = client.post(request.path, content=request.body, headers=request.headers)
                assert answer.status_code == 200, answer.text
                load.note_success(request, answer.json())
    load.unanswered.clear()


def check(place: Place, load: Load) -> None:
    assert load.surprises == [], [server.failures() for server in place.servers]
    with psycopg.connect(place.dsn, row_factory=namedtuple_row) as connection:
        rows: list[Any] = connection.execute(_INTERACTIONS, [list(load.open)]).fetchall()
        completions: list[Any] = connection.execute(_COMPLETIONS, [list(load.open)]).fetchall()
    found = {row.id: row for row in rows}
    for answer in load.answers:
        row = found[answer.request.interaction_id]
        assert (row.status, row.outcome, row.next_id) == ("completed", answer.request.outcome, answer.next_id)
    check_links(found)
    assert Counter(row.customer_id for row in rows if row.status == "pending") == dict.fromkeys(load.open, 1)
    completed = [row.id for row in rows if row.status == "completed"]
    assert Counter(row.interaction_id for row in completions) == dict.fromkeys(completed, 1)


def check_links(found: dict[str, Any]) -> None:
    """Every completed one has its one successor, or a reason why not, and links agree both ways."""
    successors = Counter(row.previous_id for row in found.values() if row.previous_id)
    assert not [each for each, count in successors.items() if count > 1]
    for row in found.values():
        if row.status == "completed" and row.next_id is None:
            assert not row.next_step["created"]
            assert row.next_step["reason"]
        if row.next_id is not None:
            assert found[row.next_id].previous_id == row.id
        if row.previous_id is not None:
            assert found[row.previous_id].next_id == row.id


_INTERACTIONS = """
SELECT id::text, customer_id::text, status, outcome, next_step,
       next_interaction_id::text AS next_id, previous_interaction_id::text AS previous_id
FROM interactions WHERE customer_id = ANY(%s::uuid[])
"""
_COMPLETIONS = """
SELECT interaction_id::text FROM events
WHERE customer_id = ANY(%s::uuid[]) AND kind = 'interaction.completed'
"""
