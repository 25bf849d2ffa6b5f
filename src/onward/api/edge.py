"""One declared route on the wire: who calls, what they sent, one transaction, one commit, one answer.

The only place that commits. What the request means is the handler's.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp, Receive

from onward.actions import auditing
from onward.actions.acting import Acting
from onward.api import clashes, exchange, headers, problems, repeats, uploads
from onward.api.access import Caller
from onward.api.body import BodyReader, Nothing
from onward.api.clashes import Thing
from onward.api.doors import OpenServed
from onward.api.exchange import Exchange
from onward.api.following import MEDIA_TYPE, FollowedReply, Following
from onward.api.query import NoQuery, QueryReader
from onward.api.replies import Reply, StreamedReply
from onward.api.routing import PATH_PARAMETER, Answer, Call, Follow, Route, Stream
from onward.api.surroundings import Surroundings
from onward.api.uploads import Upload
from onward.api.writing import written
from onward.domain import errors
from onward.domain.roles import AUDITED, Permission, roles_with
from onward.store.transactions import Tx

Calling = Callable[[Tx], Call]
"""Makes the call that a handler is given, in a transaction."""


def handlers(routes: Sequence[Route], surroundings: Surroundings) -> list[HTTPRouteHandler]:
    """The routes as the framework takes them: one handler for each address, whatever the method, for only
    so does OPTIONS name them all."""
    things = {route.name: clashes.thing_of(route, routes) for route in routes}
    by_path: dict[str, list[Route]] = {}
    for route in routes:
        by_path.setdefault(PATH_PARAMETER.sub(r"{\1:str}", route.path), []).append(route)
    return [_handler(path, found, surroundings, things) for path, found in by_path.items()]


def _handler(
    path: str, routes: list[Route], surroundings: Surroundings, things: Mapping[str, Thing | None]
) -> HTTPRouteHandler:
    """Path parameters stay text here: who may ask is settled before what is asked for."""
    served: dict[str, Served | OpenServed] = {
        route.method: Served(route, surroundings, things[route.name])
        if route.open_to is None
        else OpenServed(route, surroundings)
        for route in routes
    }
    if "GET" in served:
        served["HEAD"] = served["GET"]

    async def serve(request: Request[Any, Any, Any]) -> ASGIApp:
        scope = request.scope
        return await served[scope["method"]].reply(scope, request.receive)

    methods: Any = list(served)
    # The framework wants to be told a status; each reply has its own.
    return HTTPRouteHandler(path, http_method=methods, name=path, status_code=200)(serve)


class Served:
    """Answers the requests of one route that asks for a permission in a tenant."""

    def __init__(self, route: Route, surroundings: Surroundings, thing: Thing | None) -> None:
        self._route = route
        self._thing = thing
        self._database = surroundings.database
        self._gate = surroundings.gate
        self._clock = surroundings.clock
        self._new_id = surroundings.new_id
        self._equipment = surroundings.equipment
        self._pace = surroundings.equipment.pace
        self._feeds = surroundings.feeds
        self._follows = MEDIA_TYPE in route.produces
        self._is_write = route.method != "GET"
        self._is_audited = route.permission in AUDITED and (self._is_write or route.permission is Permission.EXPORT)
        self._roles = roles_with(route.permission) if route.permission else []
        self._takes_body = route.method in {"POST", "PUT"}
        self._takes_key = route.method == "POST"
        self._path_keys = route.path_keys
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
        if self._follows:
            self._gate.check_follower(scope, current.headers)
        address = self._gate.address(scope, current.headers)
        is_refused = caller.actor.role not in self._roles
        if (self._is_write or is_refused) and caller.actor.kind != "local":
            self._pace.take(caller.actor.credential, address)
        if is_refused:
            await self._refuse_role(caller, now, current, address)
        path, keys = self._path(scope["path_params"])
        async with self._received(receive, current) as (given, digest):
            arguments = self._arguments(given, scope["query_string"])
            key = self._key(scope, current, caller, digest)
            if_match = self._if_match(current)

            def calling(tx: Tx) -> Call:
                acting = self._acting(tx, caller, now, current, address)
                return Call(acting, caller.tenant, path, if_match, self._equipment, keys)

            reply = await self._saved(caller, calling, arguments, key)
        if self._is_write:
            self._feeds.wake(caller.tenant.id)
        if isinstance(reply, FollowedReply):
            reply.is_let_in = partial(self._is_let_in, scope, current, caller)
        if reply.committed is not None:
            reply.committed()
        return reply

    async def _saved(self, caller: Caller, calling: Calling, arguments: list[Any], key: repeats.Key | None) -> Reply:
        """What came of it, saved; or the refusal of a change, with the thing as somebody else left it."""
        tenant_id = caller.tenant.id
        try:
            async with self._database.transaction(tenant_id) as tx:
                reply = await self._once(calling(tx), arguments, key)
                await tx.commit()
        except (errors.Stale, errors.Conflict) as clash:
            if self._thing is None:
                raise
            async with self._database.transaction(tenant_id) as tx:
                call = calling(tx)
                reply = problems.reply(clash, call.acting.request_id, await self._thing.standing(call))
        return reply

    async def _is_let_in(self, scope: Any, current: Exchange, caller: Caller) -> bool:
        """Whether who was let in would still be, as the same and for the same. A database that is gone says no no."""
        try:
            known = await self._gate.identify(scope, current.headers, self._clock(), is_at_work=False)
        except errors.Unavailable:
            return True
        except errors.Refused:
            return False
        is_same = (known.tenant.id, known.actor.id) == (caller.tenant.id, caller.actor.id)
        return is_same and known.actor.role in self._roles

    @asynccontextmanager
    async def _received(self, receive: Receive, current: Exchange) -> AsyncIterator[tuple[Upload | bytes, bytes]]:
        """The body as the handler needs it, and its SHA-256."""
        if self._route.takes:
            async with uploads.received(receive, current.headers, self._route.max_body_bytes) as upload:
                yield upload, upload.digest
            return
        raw = await self._body.read(receive, current.headers) if self._takes_body else b""
        yield raw, sha256(raw).digest()

    async def _refuse_role(self, caller: Caller, now: datetime, current: Exchange, address: str | None) -> None:
        """Raises Forbidden; that it was tried is written down."""
        async with self._database.transaction(caller.tenant.id) as tx:
            acting = self._acting(tx, caller, now, current, address)
            await auditing.note(acting, "refused", tried=self._route.name, role=caller.actor.role)
            await tx.commit()
        able = " or ".join(self._roles)
        raise errors.Forbidden(f"This needs the role {able}; you act as {caller.actor.role}.")

    def _path(self, texts: dict[str, str]) -> tuple[dict[str, UUID], dict[str, str]]:
        """The ids and the keys that the path names."""
        if not self._path_keys:
            return headers.path_ids(texts), {}
        keys = {name: texts[name] for name in self._path_keys}
        ids = {name: text for name, text in texts.items() if name not in keys}
        return headers.path_ids(ids), headers.path_keys(keys)

    def _arguments(self, given: Upload | bytes, query_string: bytes) -> list[Any]:
        """The body before the query; what the handler does not take is still checked."""
        query = self._query.read(query_string)
        body = self._body.decode(given) if self._takes_body and isinstance(given, bytes) else given
        is_wanted = self._route.body is not None or bool(self._route.takes)
        return [*([body] if is_wanted else []), *([query] if self._route.query else [])]

    def _acting(self, tx: Tx, caller: Caller, now: datetime, current: Exchange, address: str | None) -> Acting:
        return Acting(
            tx, caller.tenant.id, caller.actor, caller.settings, now, self._new_id, current.request_id, address
        )

    def _if_match(self, current: Exchange) -> int | None:
        return headers.if_match(current.headers) if self._route.if_match else None

    def _key(self, scope: Any, current: Exchange, caller: Caller, digest: bytes) -> repeats.Key | None:
        if not self._takes_key or (text := headers.idempotency_key(current.headers)) is None:
            return None
        if self._route.answers_secret:
            raise errors.Invalid.field(
                "Idempotency-Key", "cannot be used here: the answer holds a secret, which is never kept for a repeat"
            )
        return repeats.key(text, caller.actor.credential, scope["method"], scope["path"], digest)

    async def _once(self, call: Call, arguments: list[Any], key: repeats.Key | None) -> Reply:
        if key is None:
            return await self._done(call, await self._route.endpoint(call, *arguments))
        kept = await repeats.kept_reply(call.acting, key)
        if kept is not None:
            return kept
        answer = await self._route.endpoint(call, *arguments)
        reply = await self._done(call, answer)
        await repeats.keep(call.acting, key, reply, answer)
        return reply

    async def _done(self, call: Call, answer: Answer) -> Reply:
        if self._is_audited:
            subject = next(iter(call.path.values()), getattr(answer.content, "id", None))
            details = answer.details or {}
            await auditing.note(call.acting, self._route.name, subject, **details)
        if isinstance(answer.content, Follow):
            return self._followed(call, answer.content)
        if isinstance(answer.content, Stream):
            return self._streamed(call, answer.content)
        reply = written(self._route, answer)
        if answer.changes_access or answer.after:
            reply.committed = partial(self._committed, answer)
        return reply

    def _followed(self, call: Call, follow: Follow) -> Reply:
        limits, credential = self._equipment.feed_limits, call.acting.actor.credential
        return FollowedReply(Following(self._database, self._feeds, limits, call.tenant.id, credential, follow.after))

    def _streamed(self, call: Call, stream: Stream) -> Reply:
        extra = [(name.encode("ascii"), value.encode("ascii")) for name, value in stream.headers.items()]
        refuse = partial(problems.reply, request_id=call.acting.request_id)
        return StreamedReply(self._parts(call.tenant.id, stream), stream.media_type.encode("ascii"), extra, refuse)

    @asynccontextmanager
    async def _parts(self, tenant_id: UUID, stream: Stream) -> AsyncIterator[AsyncIterator[bytes]]:
        async with self._database.snapshot(tenant_id) as view:
            yield stream.source(view)

    def _committed(self, answer: Answer) -> None:
        if answer.changes_access:
            self._gate.forget()
        if answer.after is not None:
            self._equipment.afterwards.start(answer.after())
