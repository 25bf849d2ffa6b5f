"""The cookies: a session's token, and for a few minutes the secret of a trip to the identity provider. Always `Secure`
and bound to this host; browsers take that from localhost too."""

import re

from onward.domain.single_sign_on import TRIP_LASTS

NAME = "__Host-onward_session"
TRIP_NAME = "__Host-onward_sign_on"
# Until when it counts is the server's to know; the browser keeps it no longer than any session lasts.
_MAX_AGE_SECONDS = 14 * 24 * 3600
_ATTRIBUTES = "Path=/; Secure; HttpOnly; SameSite=Lax"
_TOKENS = {
    name: re.compile(rf"(?:^|;)\s*{re.escape(name)}=([A-Za-z0-9_-]{{43}})\s*(?:;|$)".encode("ascii"))
    for name in (NAME, TRIP_NAME)
}


def session_token(headers: dict[bytes, bytes]) -> str | None:
    return _token(NAME, headers)


def trip_secret(headers: dict[bytes, bytes]) -> str | None:
    return _token(TRIP_NAME, headers)


def _token(name: str, headers: dict[bytes, bytes]) -> str | None:
    given = headers.get(b"cookie")
    match = None if given is None else _TOKENS[name].search(given)
    return None if match is None else match[1].decode("ascii")


def kept(token: str) -> str:
    return f"{NAME}={token}; {_ATTRIBUTES}; Max-Age={_MAX_AGE_SECONDS}"


def gone() -> str:
    return f"{NAME}=; {_ATTRIBUTES}; Max-Age=0"


def trip_kept(secret: str) -> str:
    return f"{TRIP_NAME}={secret}; {_ATTRIBUTES}; Max-Age={int(TRIP_LASTS.total_seconds())}"


def trip_gone() -> str:
    return f"{TRIP_NAME}=; {_ATTRIBUTES}; Max-Age=0"
