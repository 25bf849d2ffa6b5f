"""Secrets that must be read again, such as those of second factors, sealed with a key that is not in the database."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography import fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from onward.domain import errors

KEY_BYTES = 32


class Seal:
    """`key` is 32 random bytes as base64; of several with commas between, the first seals and all open."""

    def __init__(self, key: str) -> None:
        """Raises ValueError for what is no key."""
        parts = [part.strip() for part in key.split(",")]
        try:
            self._keys = fernet.MultiFernet([fernet.Fernet(_normal(part)) for part in parts])
            self._first = urlsafe_b64decode(_normal(parts[0]))
        except (ValueError, binascii.Error) as wrong:
            raise ValueError(f"must be {KEY_BYTES} random bytes as base64") from wrong

    def derived(self, purpose: str) -> bytes:
        """A key of its own for one purpose: the same for all who hold the first key, and nobody else's to find."""
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=purpose.encode()).derive(self._first)

    def sealed(self, secret: bytes) -> str:
        return self._keys.encrypt(secret).decode("ascii")

    def opened(self, text: str) -> bytes:
        """Raises Unavailable for what another key sealed: that is for the administrator."""
        try:
            return self._keys.decrypt(text)
        except fernet.InvalidToken:
            raise errors.Unavailable(
                "A sealed secret cannot be opened: ONWARD_SECRET_KEY is not the one that it was sealed with."
            ) from None


def _normal(text: str) -> bytes:
    """Either alphabet of base64, with or without its padding."""
    plain = text.replace("+", "-").replace("/", "_").rstrip("=")
    return urlsafe_b64encode(urlsafe_b64decode(plain + "=" * (-len(plain) % 4)))
