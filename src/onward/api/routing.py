"""How an endpoint is declared, what its handler is given and what it gives back.

Each noun module has its own `ROUTES`; the app collects them. No HTTP here: reading requests and
writing answers is the edge's.
"""

import inspect
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable
from typing import Any, Literal, TypedDict, TypeVar, Unpack, get_args
from uuid import UUID

from msgspec import Struct, field

from onward.actions.acting import Acting
from onward.api.equipment import Equipment
from onward.domain.records import Tenant
from onward.domain.roles import Permission
from onward.store.transactions import Snapshot

Method = Literal["GET", "POST", "PUT", "DELETE"]
# Who may call a route that asks for no permission in a tenant: anybody, a signed-in person, or whoever is let in.
OpenTo = Literal["public", "person", "caller"]
# An id, or a key of the tenant's own vocabulary.
PATH_PARAMETER = re.compile(r"\{([a-z_]+):(?:uuid|key)\}")
_PATH_KEY = re.compile(r"\{([a-z_]+):key\}")
MEBIBYTE = 1024 * 1024


class Call(Struct, frozen=True):
    """One request on its way through a handler.

    `if_match` is the version that the caller saw, None when any will do, NEVER_MATCHES when the header
    names nothing that a version could be.
    """

    acting: Acting
    tenant: Tenant
    path: dict[str, UUID]
    if_match: int | None = None
    equipment: Equipment = field(default_factory=Equipment)
    keys: dict[str, str] = {}

    def id(self, name: str) -> UUID:
        return self.path[name]

    def key(self, name: str) -> str:
        return self.keys[name]


class Raw(Struct, frozen=True):
    """An answer that is not JSON, such as an export."""

    body: bytes
    media_type: str
    headers: dict[str, str] = field(default_factory=dict)


class Stream(Struct, frozen=True):
    """An answer as long as it takes: `source` reads on in a frozen view of the tenant while it is sent, after the
    handler's own transaction was committed."""

    source: Callable[[Snapshot], AsyncIterator[bytes]]
    media_type: str
    headers: dict[str, str] = field(default_factory=dict)


class Follow(Struct, frozen=True):
    """An answer that goes on as things happen, from the event `after` on; without one, from now."""

    after: UUID | None


class Answer(Struct, frozen=True):
    """What a handler answers; without a `status` the route's own, without `content` 204.

    `etag` is the version of the thing answered. The two interaction ids let `undo` drop stored answers
    that name a withdrawn one. `details` go to the audit log. `changes_access`: what this process remembers of
    people and keys is old now. `cookies` are set on the browser; `after` is done once all is committed.
    """

    content: object = None
    status: int | None = None
    etag: int | None = None
    location: str | None = None
    interaction_id: UUID | None = None
    next_interaction_id: UUID | None = None
    details: dict[str, Any] | None = None
    changes_access: bool = False
    cookies: tuple[str, ...] = ()
    after: Callable[[], Coroutine[Any, Any, None]] | None = None


Endpoint = Callable[..., Awaitable[Answer]]
E = TypeVar("E", bound=Endpoint)


class Declaration(TypedDict, total=False):
    """The keywords of a declaration; `permission` or `open_to`, `summary` and `tag` must be there."""

    permission: Permission
    open_to: OpenTo
    summary: str
    tag: str
    answers: Any
    status: int
    also: tuple[int, ...]
    body: Any
    takes: tuple[str, ...]
    query: Any
    may_hold_more: bool
    if_match: bool
    max_body_bytes: int
    answers_secret: bool
    produces: tuple[str, ...]


class Route(Struct, frozen=True, kw_only=True):
    """One method on one path. `also` lists further success statuses that the handler may answer.

    It asks for a permission in a tenant, or says to whom it is open: such a handler is given a Visit in place of a
    Call, and ends its transactions itself. `answers_secret`: the answer is never kept for a repeat.
    `takes` and `produces`: the media types of a body and of an answer that are not JSON; a handler is given such a
    body as an Upload. `may_hold_more`: unknown parameters of the query are passed over.
    """

    method: Method
    path: str
    endpoint: Endpoint
    permission: Permission | None = None
    open_to: OpenTo | None = None
    summary: str = ""
    tag: str = ""
    answers: Any = None
    status: int = 200
    also: tuple[int, ...] = ()
    body: Any = None
    takes: tuple[str, ...] = ()
    query: Any = None
    may_hold_more: bool = False
    if_match: bool = False
    max_body_bytes: int = MEBIBYTE
    answers_secret: bool = False
    produces: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        name: str = getattr(self.endpoint, "__name__", "")
        return name

    @property
    def path_parameters(self) -> list[str]:
        return PATH_PARAMETER.findall(self.path)

    @property
    def path_keys(self) -> frozenset[str]:
        """Those of the path's parameters that are keys and no ids."""
        return frozenset(_PATH_KEY.findall(self.path))


class Routes:
    """The endpoints that one noun module declares, in their order."""

    def __init__(self) -> None:
        self.declared: list[Route] = []

    def get(self, path: str, **declaration: Unpack[Declaration]) -> Callable[[E], E]:
        return self._declare("GET", path, declaration)

    def post(self, path: str, **declaration: Unpack[Declaration]) -> Callable[[E], E]:
        return self._declare("POST", path, declaration)

    def put(self, path: str, **declaration: Unpack[Declaration]) -> Callable[[E], E]:
        return self._declare("PUT", path, declaration)

    def delete(self, path: str, **declaration: Unpack[Declaration]) -> Callable[[E], E]:
        return self._declare("DELETE", path, declaration)

    def _declare(self, method: Method, path: str, declaration: Declaration) -> Callable[[E], E]:
        def keep(endpoint: E) -> E:
            self.declared.append(Route(method=method, path=path, endpoint=endpoint, **declaration))
            return endpoint

        return keep


class Undeclared(Exception):
    """A route is declared in a way that cannot be served; the app does not start."""


def collect(rooms: Iterable[Routes]) -> list[Route]:
    """All routes of all noun modules; raises Undeclared for one that must not be served."""
    routes = [route for room in rooms for route in room.declared]
    for route in routes:
        _check(route)
    _check_unique([f"{route.method} {route.path}" for route in routes])
    _check_unique([route.name for route in routes])
    return routes


def _check(route: Route) -> None:
    where = f"{route.method} {route.path}"
    if route.open_to not in get_args(OpenTo) and not isinstance(route.permission, Permission):
        raise Undeclared(f"{where} declares no permission, and does not say to whom it is open")
    if route.open_to is not None and route.permission is not None:
        raise Undeclared(f"{where} declares a permission, and yet says to whom it is open")
    if not (route.summary and route.tag):
        raise Undeclared(f"{where} declares no summary or no tag")
    if "{" in PATH_PARAMETER.sub("", route.path) or not route.path.startswith("/v1/"):
        raise Undeclared(f"{where}: a path begins with /v1/ and takes parameters as {{name:uuid}} or {{name:key}}")
    expected = [
        "visit" if route.open_to else "call",
        *(["body"] if route.body else ["upload"] if route.takes else []),
        *(["query"] if route.query else []),
    ]
    if list(inspect.signature(route.endpoint).parameters) != expected:
        raise Undeclared(f"{where}: {route.name} must take ({', '.join(expected)})")


def _check_unique(names: list[str]) -> None:
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise Undeclared(f"declared twice: {', '.join(repeated)}")
