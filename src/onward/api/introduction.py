"""What the browser application must know before anybody has come in: where it lies, and how one comes in."""

import msgspec
from msgspec import Struct

import onward
from onward.api.access import Gate


class SignOn(Struct, frozen=True):
    """Another way to sign in than by password: the words on its button, and where that leads."""

    label: str
    path: str


class IntroductionOut(Struct, frozen=True):
    """`is_local`: nobody is asked who they are. `is_set_up`: somebody has a password or a key; if nobody has, the
    server's log has the link to begin with. `signs_in_with` is null where there are passwords only."""

    version: str
    base_path: str
    is_local: bool
    is_set_up: bool
    signs_in_with: SignOn | None


class Introduction(Struct, frozen=True):
    gate: Gate
    base_path: str = ""
    signs_in_with: SignOn | None = None

    async def __call__(self) -> bytes:
        """As JSON. Raises Unavailable."""
        told = IntroductionOut(
            version=onward.__version__,
            base_path=self.base_path,
            is_local=await self.gate.is_local(),
            is_set_up=await self.gate.has_credentials(),
            signs_in_with=self.signs_in_with,
        )
        return msgspec.json.encode(told)
