"""One declared route on the wire: who calls, what they sent, one transaction, one commit, one answer.

The only place that commits. What the request means is the handler's.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp, Receive
from msgspec import Struct

from onward.actions.acting import Acting
from onward.api import exchange, headers, problems, repeats
from onward.api.access import Caller, Gate
from onward.api.body import BodyReader, Nothing
from onward.api.exchange import Exchange
from onward.api.query import NoQuery, QueryReader
from onward.api.replies import Reply
from onward.api.routing import PATH_PARAMETER, Answer, Call, Route
from onward.domain import errors
from onward.domain.roles import roles_with
from onward.store.transactions import Database, Tx

_encode = msgspec.json.Encoder().encode


class Surroundings(Struct, frozen=True):
    """What every route of one app shares."""

    database: Database
    gate: Gate
    clock: Callable[[], datetime]
    new_id: Callable[[], UUID]


def handlers(routes: Sequence[Route], surroundings: Surroundings) -> list[HTTPRouteHandler]:
    """The routes as the framework takes them: one handler for each address, whatever the method, for only
    so does OPTIONS name them all."""
    by_path: dict[str, list[Route]] = {}
    for route in routes:
        by_path.setdefault(PATH_PARAMETER.sub(r"{\1:str}", route.path), []).append(route)
    return [_handler(path, found, surroundings) for path, found in by_path.items()]


def _handler(path: str, routes: list[Route], surroundings: Surroundings) -> HTTPRouteHandler:
    """Path parameters stay text here: who may ask is settled before what is asked for."""
    served: dict[str, Served] = {route.method: Served(route, surroundings) for route in routes}
    if "GET" in served:
        served["HEAD"] = served["GET"]

    async def serve(request: Request[Any, Any, Any]) -> ASGIApp:
        scope = request.scope
        return await served[scope["method"]].reply(scope, request.receive)

    methods: Any = list(served)
    # The framework wants to be told a status; each reply has its own.
    return HTTPRouteHandler(path, http_method=methods, name=path, status_code=200)(serve)


class Served:
    """Answers the requests of one route."""

    def __init__(self, route: Route, surroundings: Surroundings) -> None:
        self._route = route
        self._database = surroundings.database
        self._gate = surroundings.gate
        self._clock = surroundings.clock
        self._new_id = surroundings.new_id
        self._roles = roles_with(route.permission) if route.permission else []
        self._takes_body = route.method in {"POST", "PUT"}
        self._takes_key = route.method == "POST"
        self._body: BodyReader[Any] = BodyReader(route.body or Nothing, route.max_body_bytes)
        self._query: QueryReader[Any] = QueryReader(route.query or NoQuery)

    async def reply(self, scope: Any, receive: Receive) -> Reply:
        current = exchange.current(scope)
        try:
            return await self._reply(scope, receive, current)
        except errors.OnwardError as error:
            return problems.reply(error, current.request_id)

    async def _reply(self, scope: Any, receive: Receive, current: Exchange) -> Reply:
        now = self._clock()
        caller = await self._gate.identify(scope, current.headers, now)
        current.tenant_slug, current.actor_kind = caller.tenant.slug, caller.actor.kind
        self._check_role(caller)
        path = headers.path_ids(scope["path_params"])
        raw = await self._body.read(receive, current.headers) if self._takes_body else b""
        arguments = self._arguments(raw, scope["query_string"])
        async with self._database.transaction(caller.tenant.id) as tx:
            call = Call(self._acting(tx, caller, now, current), caller.tenant, path, self._if_match(current))
            key = self._key(scope, current, caller, raw)
            reply = await self._once(call, arguments, key)
            await tx.commit()
        return reply

    def _check_role(self, caller: Caller) -> None:
        if caller.actor.role not in self._roles:
            able = " or ".join(self._roles)
            raise errors.Forbidden(f"This needs the role {able}; you act as {caller.actor.role}.")

    def _arguments(self, raw: bytes, query_string: bytes) -> list[Any]:
        """The body before the query; what the handler does not take is still checked."""
        query = self._query.read(query_string)
        body = self._body.decode(raw) if self._takes_body else None
        return [*([body] if self._route.body else []), *([query] if self._route.query else [])]

    def _acting(self, tx: Tx, caller: Caller, now: datetime, current: Exchange) -> Acting:
        return Acting(tx, caller.tenant.id, caller.actor, caller.settings, now, self._new_id, current.request_id)

    def _if_match(self, current: Exchange) -> int | None:
        return headers.if_match(current.headers) if self._route.if_match else None

    def _key(self, scope: Any, current: Exchange, caller: Caller, raw: bytes) -> repeats.Key | None:
        if not self._takes_key or (text := headers.idempotency_key(current.headers)) is None:
            return None
        return repeats.key(text, caller.actor.credential, scope["method"], scope["path"], raw)

    async def _once(self, call: Call, arguments: list[Any], key: repeats.Key | None) -> Reply:
        if key is None:
            return self._written(await self._route.endpoint(call, *arguments))
        kept = await repeats.kept_reply(call.acting, key)
        if kept is not None:
            return kept
        answer = await self._route.endpoint(call, *arguments)
        reply = self._written(answer)
        await repeats.keep(call.acting, key, reply, answer)
        return reply

    def _written(self, answer: Answer) -> Reply:
        extra: list[tuple[bytes, bytes]] = []
        if answer.etag is not None:
            extra.append((b"etag", b'"%d"' % answer.etag))
        if answer.location is not None:
            extra.append((b"location", answer.location.encode("ascii")))
        if answer.content is None:
            return Reply(answer.status or 204, headers=extra)
        return Reply(answer.status or self._route.status, _encode(answer.content), headers=extra)
