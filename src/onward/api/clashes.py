"""What a refused change is told of the thing: which version the caller saw, and how it stands now.

Of whatever stands at an address of its own and has versions, as `GET` at that address answers it.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from onward.actions.changes import NEVER_MATCHES
from onward.api.routing import Call, Route
from onward.domain import errors
from onward.domain.roles import roles_with


class Standing(Struct, frozen=True):
    """`seen_version`: what If-Match named, if it did."""

    seen_version: int | UnsetType
    current_version: int
    current: dict[str, Any]


class Thing:
    """What the address of a route's last path parameter answers."""

    def __init__(self, route: Route) -> None:
        self._route = route
        self._roles = roles_with(route.permission) if route.permission else []

    async def standing(self, call: Call) -> Standing | None:
        """As it stands now; None for what the caller may not read, what has no version, and what is gone meanwhile."""
        if call.acting.actor.role not in self._roles:
            return None
        query = [self._route.query()] if self._route.query else []
        try:
            shown = await self._route.endpoint(call, *query)
        except errors.NotFound:
            return None
        if shown.etag is None:
            return None
        seen = UNSET if call.if_match is None or call.if_match == NEVER_MATCHES else call.if_match
        return Standing(seen, shown.etag, msgspec.to_builtins(shown.content))


def thing_of(route: Route, routes: Sequence[Route]) -> Thing | None:
    """What a route changes: the address up to its last path parameter, where that can be read."""
    address = route.path[: route.path.rfind("}") + 1]
    if route.method == "GET" or not address:
        return None
    found = [one for one in routes if one.method == "GET" and one.path == address and one.permission is not None]
    return Thing(found[0]) if found else None
