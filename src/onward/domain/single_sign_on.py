"""Single sign-on: what an identity provider says of somebody, and the secrets of one trip there and back.

Records and derivations only. The random texts are arguments.
"""

from base64 import urlsafe_b64encode
from datetime import timedelta
from hashlib import sha256

from msgspec import Struct

TRIP_LASTS = timedelta(minutes=10)


class Identity(Struct, frozen=True):
    """Who somebody is at a provider. `email` is there only if the provider has verified it."""

    issuer: str
    subject: str
    email: str | None
    name: str | None


class Trip(Struct, frozen=True):
    """`state` travels in addresses, `secret` stays in the browser's cookie; what else is needed follows from it."""

    state: str
    secret: str

    @property
    def mark(self) -> bytes:
        """What is stored: it is found again only by who brings both back."""
        return sha256(f"{self.state}\0{self.secret}".encode()).digest()

    @property
    def nonce(self) -> str:
        return _text(f"nonce\0{self.secret}")

    @property
    def verifier(self) -> str:
        """Of PKCE (RFC 7636), as is the challenge."""
        return _text(f"verifier\0{self.secret}")

    @property
    def challenge(self) -> str:
        return _text(self.verifier)


def _text(source: str) -> str:
    return urlsafe_b64encode(sha256(source.encode()).digest()).rstrip(b"=").decode("ascii")
