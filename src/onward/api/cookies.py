"""The one cookie: a session's token. Always `Secure` and bound to this host; browsers take that from localhost too."""

import re

NAME = "__Host-onward_session"
# Until when it counts is the server's to know; the browser keeps it no longer than any session lasts.
_MAX_AGE_SECONDS = 14 * 24 * 3600
_ATTRIBUTES = "Path=/; Secure; HttpOnly; SameSite=Lax"
_TOKEN = re.compile(rf"(?:^|;)\s*{re.escape(NAME)}=([A-Za-z0-9_-]{{43}})\s*(?:;|$)".encode("ascii"))


def session_token(headers: dict[bytes, bytes]) -> str | None:
    given = headers.get(b"cookie")
    match = None if given is None else _TOKEN.search(given)
    return None if match is None else match[1].decode("ascii")


def kept(token: str) -> str:
    return f"{NAME}={token}; {_ATTRIBUTES}; Max-Age={_MAX_AGE_SECONDS}"


def gone() -> str:
    return f"{NAME}=; {_ATTRIBUTES}; Max-Age=0"
