"""Sixteen callers that complete interactions over real connections, and remember all that they were told."""

import http.client
import json
import threading
import time
import uuid
from itertools import cycle
from typing import Any
from urllib.parse import urlsplit

import httpx
from msgspec import Struct

CALLERS = 16
CUSTOMERS = 24
_OUTCOMES = ["success", "no_answer", "left_message"]


class Request(Struct, frozen=True):
    """A completion that was sent; half of them carry an Idempotency-Key."""

    interaction_id: str
    customer_id: str
    key: str | None

    @property
    def outcome(self) -> str:
        """Two callers that complete the same interaction agree on what came of it."""
        return _OUTCOMES[uuid.UUID(self.interaction_id).int % len(_OUTCOMES)]

    @property
    def path(self) -> str:
        return f"/v1/interactions/{self.interaction_id}/complete"

    @property
    def body(self) -> bytes:
        return json.dumps({"outcome": self.outcome, "outcome_details": "under load"}).encode()

    @property
    def headers(self) -> dict[str, str]:
        return {} if self.key is None else {"Idempotency-Key": self.key}


class Answer(Struct, frozen=True):
    """What a caller was told: it is completed, and this one is next."""

    request: Request
    next_id: str


class Load:
    """Completes each customer's open interaction again and again; two callers always share a customer."""

    def __init__(self, client: httpx.Client) -> None:
        self.open = dict(_new_interaction(client, number) for number in range(CUSTOMERS))
        self.answers: list[Answer] = []
        self.unanswered: list[Request] = []
        self.surprises: list[str] = []
        self._is_over = threading.Event()
        self._callers: list[threading.Thread] = []

    def begin(self, url: str) -> None:
        self._is_over.clear()
        self._callers = [threading.Thread(target=self._call, args=(url, number)) for number in range(CALLERS)]
        for caller in self._callers:
            caller.start()

    def end(self) -> None:
        self._is_over.set()
        for caller in self._callers:
            caller.join()

    def _call(self, url: str, number: int) -> None:
        pairs = CALLERS // 2
        customers = cycle([each for index, each in enumerate(self.open) if index % pairs == number % pairs])
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
        for turn, customer_id in enumerate(customers):
            if self._is_over.is_set():
                break
            key = str(uuid.uuid4()) if turn % 2 else None
            self._complete(connection, Request(self.open[customer_id], customer_id, key))
        connection.close()

    def _complete(self, connection: http.client.HTTPConnection, request: Request) -> None:
        try:
            connection.request("POST", request.path, request.body, request.headers)
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException):
            connection.close()
            self._note_unanswered(request)
        else:
            self._note(request, answer.status, body)

    def _note(self, request: Request, status: int, body: bytes) -> None:
        if status == 200:
            self.note_success(request, json.loads(body))
        elif status == 503:
            self._note_unanswered(request)
        else:
            self.surprises.append(f"{status} {body.decode()}")

    def note_success(self, request: Request, body: Any) -> None:
        next_id = body["next_interaction"]["id"]
        self.answers.append(Answer(request, next_id))
        self.open[request.customer_id] = next_id

    def _note_unanswered(self, request: Request) -> None:
        """Sent, perhaps, and perhaps done: nobody was told. A pause keeps a dead server from being flooded."""
        self.unanswered.append(request)
        time.sleep(0.1)


def _new_interaction(client: httpx.Client, number: int) -> tuple[str, str]:
    customer = client.post("/v1/customers", json={"name": f"Customer {number}"}).raise_for_status().json()
    body = {"customer_id": customer["id"], "type": "phone_call", "title": "Call"}
    return customer["id"], client.post("/v1/interactions", json=body).raise_for_status().json()["id"]
