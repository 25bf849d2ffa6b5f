"""What the app is given besides the database: the means to let people in. Made by the wiring, reads nothing itself."""

import secrets
from collections.abc import Callable, Coroutine
from typing import Any

from msgspec import Struct, field

from onward.api.afterwards import Afterwards
from onward.api.pace import Pace
from onward.api.proxies import Proxies
from onward.crypto.passwords import Passwords
from onward.crypto.sealing import Seal
from onward.domain.letters import Letter

Post = Callable[[Letter], Coroutine[Any, Any, None]]


class Equipment(Struct, frozen=True, kw_only=True):
    """Without a `seal` there is no second factor, without a `post` no letter is sent. `public_url` is where browsers
    reach the server; links lead there, below `base_path`. `new_secret` gives so many random bytes."""

    passwords: Passwords = field(default_factory=Passwords)
    seal: Seal | None = None
    post: Post | None = None
    public_url: str = ""
    base_path: str = ""
    proxies: Proxies = field(default_factory=Proxies)
    pace: Pace = field(default_factory=lambda: Pace(0))
    afterwards: Afterwards = field(default_factory=Afterwards)
    new_secret: Callable[[int], bytes] = secrets.token_bytes

    @property
    def address(self) -> str:
        """Where the pages of the browser application lie."""
        return self.public_url + self.base_path
