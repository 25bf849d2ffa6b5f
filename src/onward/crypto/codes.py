"""One-time codes of authenticator apps (TOTP, RFC 6238): six digits, SHA-1, thirty seconds, as those apps expect."""

import hmac
from base64 import b32encode
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

SECRET_BYTES = 20
_STEP_SECONDS = 30
_DIGITS = 6
# A clock may be this many steps away, either way.
_DRIFT = 1


def matching_step(secret: bytes, code: str, now: datetime, after_step: int) -> int | None:
    """The step that a code belongs to, if it is one of now and newer than `after_step`; else None."""
    at = int(now.timestamp()) // _STEP_SECONDS
    if len(code) != _DIGITS or not (code.isascii() and code.isdigit()):
        return None
    for step in range(max(at - _DRIFT, after_step + 1), at + _DRIFT + 1):
        if hmac.compare_digest(code_at(secret, step), code):
            return step
    return None


def code_at(secret: bytes, step: int) -> str:
    return _totp(secret).generate(step * _STEP_SECONDS).decode("ascii")


def secret_text(secret: bytes) -> str:
    """As a person types it into an app."""
    return b32encode(secret).decode("ascii").rstrip("=")


def address(secret: bytes, account: str, issuer: str) -> str:
    """The `otpauth://` address that an app reads from a picture."""
    return _totp(secret).get_provisioning_uri(account, issuer)


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, _DIGITS, SHA1(), _STEP_SECONDS)
