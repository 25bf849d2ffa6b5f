"""One route outside the tenants on the wire: who comes, what they sent, one answer.

Such a handler ends its own transactions, for passwords must not be hashed while one is open; and there is no
Idempotency-Key, for these answers hold secrets.
"""

from typing import Any

from litestar.types import Receive

from onward.api import cookies, exchange, headers, problems
from onward.api.body import BodyReader, Nothing
from onward.api.exchange import Exchange
from onward.api.query import NoQuery, QueryReader
from onward.api.replies import Reply
from onward.api.routing import Route
from onward.api.surroundings import Surroundings
from onward.api.visits import Visit
from onward.api.writing import written
from onward.domain import errors

_LONGEST_USER_AGENT = 300


class OpenServed:
    """Answers the requests of one route that asks for no permission in a tenant."""

    def __init__(self, route: Route, surroundings: Surroundings) -> None:
        self._route = route
        self._surroundings = surroundings
        self._is_write = route.method != "GET"
        self._takes_body = route.method in {"POST", "PUT"}
        self._body: BodyReader[Any] = BodyReader(route.body or Nothing, route.max_body_bytes)
        self._query: QueryReader[Any] = QueryReader(route.query or NoQuery, is_strict=not route.may_hold_more)

    async def reply(self, scope: Any, receive: Receive) -> Reply:
        current = exchange.current(scope)
        try:
            return await self._reply(scope, receive, current)
        except errors.OnwardError as error:
            return problems.reply(error, current.request_id)

    async def _reply(self, scope: Any, receive: Receive, current: Exchange) -> Reply:
        visit = await self._visit(scope, current)
        if self._is_write and visit.signed_in is not None:
            self._surroundings.equipment.pace.take(f"person {visit.signed_in.person.id}", visit.address)
        raw = await self._body.read(receive, current.headers) if self._takes_body else b""
        query = self._query.read(scope["query_string"])
        body = self._body.decode(raw) if self._takes_body else None
        arguments = [*([body] if self._route.body else []), *([query] if self._route.query else [])]
        answer = await self._route.endpoint(visit, *arguments)
        if answer.changes_access:
            self._surroundings.gate.forget()
        return written(self._route, answer)

    async def _visit(self, scope: Any, current: Exchange) -> Visit:
        given, around = current.headers, self._surroundings
        now, is_for_callers = around.clock(), self._route.open_to == "caller"
        agent = given.get(b"user-agent", b"").decode("ascii", "replace")[:_LONGEST_USER_AGENT]
        signed_in = await around.gate.visit(scope, given, now)
        is_caller = is_for_callers and (signed_in is None or b"authorization" in given)
        caller = await around.gate.identify(scope, given, now) if is_caller else None
        visit = Visit(
            database=around.database,
            gate=around.gate,
            equipment=around.equipment,
            now=now,
            new_id=around.new_id,
            request_id=current.request_id,
            path=headers.path_ids(scope["path_params"]),
            address=around.gate.address(scope, given),
            user_agent=agent.replace("\0", "") or None,
            token=cookies.session_token(given),
            trip_secret=cookies.trip_secret(given),
            tenant_key=headers.tenant_key(given),
            signed_in=None if is_caller else signed_in,
            caller=caller,
        )
        if self._route.open_to == "person":
            current.actor_kind = "member" if visit.person else None
        return visit
