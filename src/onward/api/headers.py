"""What single headers and path parameters mean."""

import re
from uuid import UUID

import msgspec

from onward.actions.changes import NEVER_MATCHES
from onward.domain import errors

_VERSIONS = re.compile(rb'\s*"(?:0|[1-9][0-9]{0,17})"\s*(?:,\s*"(?:0|[1-9][0-9]{0,17})"\s*)*')
_VERSION = re.compile(rb"[0-9]+")
_KEY = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?")
_PATH_KEY = re.compile(r"[a-z][a-z0-9_]{0,49}", re.ASCII)
_HOPS = b"x-forwarded-for"
_REQUEST_ID = re.compile(rb"[A-Za-z0-9_-]{1,64}")


def received(sent: list[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """The headers by name. Of one that comes twice the last counts; but each proxy may add its hop on a line of its
    own."""
    given = dict(sent)
    if _HOPS in given:
        given[_HOPS] = b",".join(value for name, value in sent if name == _HOPS)
    return given


def if_match(headers: dict[bytes, bytes]) -> int | None:
    """The version that may be changed; None for any. Of several the newest, for versions only grow."""
    given = headers.get(b"if-match")
    if given is None or given.strip() == b"*":
        return None
    if not _VERSIONS.fullmatch(given):
        return NEVER_MATCHES
    return max(map(int, _VERSION.findall(given)))


def idempotency_key(headers: dict[bytes, bytes]) -> str | None:
    """Raises Invalid for a key that is empty, too long or not printable."""
    given = headers.get(b"idempotency-key")
    if given is None:
        return None
    text = given.decode("latin-1").strip()
    if not _KEY.fullmatch(text):
        raise errors.Invalid.field("Idempotency-Key", "must be 1 to 255 printable ASCII characters")
    return text


def tenant_key(headers: dict[bytes, bytes]) -> str | None:
    """The tenant that the caller names, by id or slug."""
    given = headers.get(b"x-tenant-id")
    return None if given is None else given.decode("latin-1").strip()


def request_id(headers: dict[bytes, bytes]) -> str | None:
    """The caller's own request id, when it is one that can be logged as it is."""
    given = headers.get(b"x-request-id")
    return given.decode("ascii") if given is not None and _REQUEST_ID.fullmatch(given) else None


def path_keys(texts: dict[str, str]) -> dict[str, str]:
    """Raises NotFound for what is no key: nothing can have it."""
    if not all(map(_PATH_KEY.fullmatch, texts.values())):
        raise errors.NotFound("Nothing here has such a key; a key is a-z, 0-9 and _, a letter first, at most 50.")
    return texts


def path_ids(texts: dict[str, str]) -> dict[str, UUID]:
    """Raises NotFound for what is no id: nothing can have it."""
    try:
        return {name: msgspec.convert(text, UUID) for name, text in texts.items()}
    except msgspec.ValidationError:
        raise errors.NotFound("Nothing here has such an id; an id is a UUID.") from None
