"""Secrets that the server makes: session tokens, link tokens, recovery codes. Only their hashes are stored.

No randomness here: the bytes are an argument.
"""

from base64 import b32encode, urlsafe_b64encode
from hashlib import sha256

TOKEN_BYTES = 32
RECOVERY_CODE_BYTES = 10
RECOVERY_CODES = 10
_GROUP = 4


def token_text(secret: bytes) -> str:
    """256 random bits as they travel; raises ValueError for another length."""
    if len(secret) != TOKEN_BYTES:
        raise ValueError(f"a token has {TOKEN_BYTES} bytes")
    return urlsafe_b64encode(secret).rstrip(b"=").decode("ascii")


def token_hash(text: str) -> bytes:
    """SHA-256 suffices: the token is random, not something that a person thought of."""
    return sha256(text.encode("utf-8")).digest()


def recovery_code(secret: bytes) -> str:
    """80 random bits in groups that a person can copy by hand; raises ValueError for another length."""
    if len(secret) != RECOVERY_CODE_BYTES:
        raise ValueError(f"a recovery code has {RECOVERY_CODE_BYTES} bytes")
    text = b32encode(secret).decode("ascii").lower()
    return "-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))


def recovery_code_hash(text: str) -> bytes:
    """Of a code as somebody typed it: case, spaces and hyphens do not count."""
    return token_hash("".join(character for character in text.lower() if character.isalnum()))
