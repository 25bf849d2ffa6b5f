"""What the app is given besides the database: the means to let people in. Made by the wiring, reads nothing itself."""

import secrets
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from msgspec import Struct, field

from onward.api.afterwards import Afterwards
from onward.api.feeds import FeedLimits
from onward.api.pace import Pace
from onward.api.proxies import Proxies
from onward.crypto.passwords import Passwords
from onward.crypto.sealing import Seal
from onward.domain.letters import Letter
from onward.domain.single_sign_on import Identity, Trip

OnStop = Callable[[Callable[[], object]], None]
Post = Callable[[Letter], Coroutine[Any, Any, None]]


class IdentityProvider(Protocol):
    """Another server that tells who somebody is."""

    @property
    def name(self) -> str:
        """What people call it."""

    async def address(self, trip: Trip) -> str:
        """Where to send a browser. Raises Unavailable."""

    async def identity(self, trip: Trip, code: str, issuer: str | None) -> Identity:
        """Who came back with a code; `issuer` is what stood beside it. Raises Unavailable, and Unauthenticated for an
        answer that does not hold."""


def _never(_: Callable[[], object]) -> None:
    """Nobody tells this app beforehand."""


class Equipment(Struct, frozen=True, kw_only=True):
    """Without a `seal` there is no second factor, without a `post` no letter is sent, without an `identity_provider`
    no single sign-on. `public_url` is where browsers reach the server; links lead there, below `base_path`.
    `new_secret` gives so many random bytes. `on_stop` is given what is to be called, from whatever thread, as soon as
    the server is told to stop: what goes on for ever must end."""

    passwords: Passwords = field(default_factory=Passwords)
    seal: Seal | None = None
    post: Post | None = None
    identity_provider: IdentityProvider | None = None
    public_url: str = ""
    base_path: str = ""
    proxies: Proxies = field(default_factory=Proxies)
    pace: Pace = field(default_factory=lambda: Pace(0))
    feed_limits: FeedLimits = field(default_factory=FeedLimits)
    on_stop: OnStop = _never
    afterwards: Afterwards = field(default_factory=Afterwards)
    new_secret: Callable[[int], bytes] = secrets.token_bytes

    @property
    def address(self) -> str:
        """Where the pages of the browser application lie."""
        return self.public_url + self.base_path
