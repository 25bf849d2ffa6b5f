"""The load generator: a process of its own that reads a plan from standard input and writes what it saw.

Speaks just enough HTTP/1.1 to keep its own use of the processor small; every answer is checked. A connection
sends its next request as soon as the last answer is there.
"""

import asyncio
import sys
import time
from collections.abc import Callable
from typing import Literal, cast

import msgspec
import uvloop

HOST = "127.0.0.1"
Check = Literal["completion", "next", "page"]
_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = b"content-length:"


class Request(msgspec.Struct, frozen=True, array_like=True):
    """`key` is the API key, `expected` the id that the answer must be about."""

    method: str
    path: str
    key: str
    body: str
    expected: str


class Batch(msgspec.Struct, frozen=True):
    """Requests of one kind to one server; a page's rows must all have `expected` in `field`."""

    name: str
    port: int
    connections: int
    check: Check
    requests: list[Request]
    field: str = ""
    rows: int = 0
    deadline_seconds: float = 300.0


class Plan(msgspec.Struct, frozen=True):
    batches: list[Batch]


class Seen(msgspec.Struct):
    """What one batch came to; `failure` is the first answer that was not as it should be."""

    name: str
    seconds: float
    latencies_ms: list[float]
    processor_seconds: float
    failures: int = 0
    failure: str = ""


class Report(msgspec.Struct, frozen=True):
    batches: list[Seen]


class _Row(msgspec.Struct):
    id: str
    status: str
    customer_id: str
    assignee_id: str | None
    workflow_id: str | None
    campaign_id: str | None
    previous_interaction_id: str | None
    next_interaction_id: str | None


class _Step(msgspec.Struct):
    created: bool


class _Completion(msgspec.Struct):
    interaction: _Row
    next_interaction: _Row
    next_step: _Step


class _Page(msgspec.Struct):
    data: list[_Row]
    next_cursor: str | None


_completion = msgspec.json.Decoder(_Completion)
_row = msgspec.json.Decoder(_Row)
_page = msgspec.json.Decoder(_Page)


def _check_completion(batch: Batch, request: Request, body: bytes) -> bool:
    answer = _completion.decode(body)
    done, following = answer.interaction, answer.next_interaction
    return (
        done.id == request.expected
        and done.status == "completed"
        and done.next_interaction_id == following.id
        and following.previous_interaction_id == done.id
        and following.customer_id == done.customer_id
        and following.status == "pending"
        and answer.next_step.created
    )


def _check_next(batch: Batch, request: Request, body: bytes) -> bool:
    found = _row.decode(body)
    return found.id == request.expected and found.status == "pending"


def _check_page(batch: Batch, request: Request, body: bytes) -> bool:
    page = _page.decode(body)
    if len(page.data) != batch.rows or (page.next_cursor is None) != (batch.rows < _PAGE):
        return False
    return not batch.field or all(getattr(row, batch.field) == request.expected for row in page.data)


_PAGE = 50
_CHECKS: dict[Check, Callable[[Batch, Request, bytes], bool]] = {
    "completion": _check_completion,
    "next": _check_next,
    "page": _check_page,
}


def _encoded(request: Request) -> bytes:
    body = request.body.encode()
    head = [
        f"{request.method} {request.path} HTTP/1.1",
        f"Host: {HOST}",
        f"Authorization: Bearer {request.key}",
        *(["Content-Type: application/json", f"Content-Length: {len(body)}"] if body else []),
    ]
    return "\r\n".join([*head, "", ""]).encode() + body


class _Work:
    """The requests of a batch that are still to be sent, and what came of those that were."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.waiting = [(request, _encoded(request)) for request in reversed(batch.requests)]
        self.seen = Seen(batch.name, 0.0, [], 0.0)
        self.left = len(batch.requests)
        self.done = asyncio.get_running_loop().create_future()
        self._is_right = _CHECKS[batch.check]

    def take_answer(self, request: Request, status: int, body: bytes, latency_seconds: float) -> None:
        self.seen.latencies_ms.append(latency_seconds * 1000)
        if status != 200 or not self._holds(request, body):
            self.seen.failures += 1
            self.seen.failure = self.seen.failure or f"{request.method} {request.path}: {status} {body[:500]!r}"
        self.left -= 1
        if not self.left:
            self.done.set_result(None)

    def _holds(self, request: Request, body: bytes) -> bool:
        try:
            return self._is_right(self.batch, request, body)
        except msgspec.MsgspecError:
            return False

    def stop(self, why: str) -> None:
        if not self.done.done():
            self.done.set_exception(ConnectionError(why))


class _Connection(asyncio.Protocol):
    """One keep-alive connection, with one request at a time on it."""

    def __init__(self) -> None:
        self.is_open = False
        self._work: _Work | None = None
        self._request: Request | None = None
        self._received = b""
        self._sent_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is no subclass
        self.is_open = True

    def connection_lost(self, problem: Exception | None) -> None:
        self.is_open = False
        if self._request is not None and self._work is not None:
            self._work.stop(f"the server closed a connection during {self._request.path}: {problem}")

    def begin(self, work: _Work) -> None:
        self._work = work
        self._send(work)

    def close(self) -> None:
        self._transport.close()

    def _send(self, work: _Work) -> None:
        if not work.waiting:
            self._request = None
            return
        self._request, encoded = work.waiting.pop()
        self._received = b""
        self._sent_at = time.perf_counter()
        self._transport.write(encoded)

    def data_received(self, data: bytes) -> None:
        self._received = self._received + data if self._received else data
        body = _whole_body(self._received)
        if body is None or self._work is None or self._request is None:
            return
        latency_seconds = time.perf_counter() - self._sent_at
        self._work.take_answer(self._request, int(self._received[9:12]), body, latency_seconds)
        self._send(self._work)


def _whole_body(received: bytes) -> bytes | None:
    """The body, once all of it is there; an answer without a length has none."""
    head_end = received.find(_END_OF_HEAD)
    if head_end < 0:
        return None
    head = received[:head_end].lower()
    at = head.find(_LENGTH)
    body = received[head_end + len(_END_OF_HEAD) :]
    if at < 0:
        return body
    length = int(head[at + len(_LENGTH) :].split(b"\r\n", 1)[0])
    return body if len(body) >= length else None


async def _run(batch: Batch, pools: dict[int, list[_Connection]]) -> Seen:
    open_ones = [connection for connection in pools.get(batch.port, []) if connection.is_open]
    while len(open_ones) < batch.connections:
        _, made = await asyncio.get_running_loop().create_connection(_Connection, HOST, batch.port)
        open_ones.append(made)
    pools[batch.port] = open_ones
    work = _Work(batch)
    began, processor_began = time.perf_counter(), time.process_time()
    for connection in open_ones[: batch.connections]:
        connection.begin(work)
    await asyncio.wait_for(work.done, batch.deadline_seconds)
    work.seen.seconds = time.perf_counter() - began
    work.seen.processor_seconds = time.process_time() - processor_began
    return work.seen


async def _main() -> None:
    plan = msgspec.json.decode(sys.stdin.buffer.read(), type=Plan)
    pools: dict[int, list[_Connection]] = {}
    report = Report([await _run(batch, pools) for batch in plan.batches])
    for connection in [connection for pool in pools.values() for connection in pool]:
        connection.close()
    sys.stdout.buffer.write(msgspec.json.encode(report))


if __name__ == "__main__":
    uvloop.run(_main())
