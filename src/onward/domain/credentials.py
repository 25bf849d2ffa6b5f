"""The text of an API key: `onw_<tenant as 32 hex digits>_<secret>`. Only the secret's hash is ever stored.

No storing and no randomness here: the secret's bytes are an argument.
"""

import re
from base64 import urlsafe_b64encode
from hashlib import sha256
from uuid import UUID

SECRET_BYTES = 32

_KEY = re.compile(r"onw_([0-9a-fA-F]{32}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})_([A-Za-z0-9_-]{43})")


def key_text(tenant_id: UUID, secret: bytes) -> str:
    """The key as it is shown once to the person who makes it; `secret` is 32 random bytes."""
    return f"onw_{tenant_id.hex}_{_secret_text(secret)}"


def make_key(tenant_id: UUID, secret: bytes) -> tuple[str, bytes]:
    """The key's text and the hash to store."""
    return key_text(tenant_id, secret), secret_hash(_secret_text(secret))


def parse_key(text: str) -> tuple[UUID, bytes] | None:
    """The tenant and the secret's hash; None for what is no key."""
    match = _KEY.fullmatch(text)
    return None if match is None else (UUID(match[1]), secret_hash(match[2]))


def secret_hash(secret_text: str) -> bytes:
    """SHA-256 suffices: the secret is 256 random bits, not something that a person thought of."""
    return sha256(secret_text.encode("ascii")).digest()


def _secret_text(secret: bytes) -> str:
    if len(secret) != SECRET_BYTES:
        raise ValueError(f"a secret has {SECRET_BYTES} bytes")
    return urlsafe_b64encode(secret).rstrip(b"=").decode("ascii")
