"""Which web pages may talk to the server: its own and no other.

In local mode nobody signs in, so a page of another site, or a name that was rebound to this machine, would
otherwise act as the local owner; and where people sign in, a page of another site would act with their cookie.
"""

import re
from functools import lru_cache
from ipaddress import ip_address

from onward.domain import errors

# What no form of another site's page can send without having been allowed to.
_NO_FORM = re.compile(rb"\s*(application/(json|jsonl)|text/csv)\s*(;|$)", re.IGNORECASE)
_FOREIGN_SITES = frozenset({b"cross-site", b"same-site"})
_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_FORWARDING = (b"forwarded", b"x-forwarded-for", b"x-forwarded-host", b"x-real-ip")
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}


def check_page(method: str, scheme: str, headers: dict[bytes, bytes]) -> None:
    """Raises Forbidden for what a proxy passed on, for a Host that is not this machine, and for a write from a
    foreign page."""
    if is_forwarded(headers):
        raise errors.Forbidden(
            "This request came through a proxy, but the server is in local mode, where nobody is asked who they "
            "are. Make a key with `onward keys create`; from then on every request needs one."
        )
    host = headers.get(b"host", b"")
    if not is_loopback_authority(host):
        raise errors.Forbidden(
            "In local mode this server answers only to localhost, 127.0.0.1 or [::1] in the header Host."
        )
    if method not in _READS and _is_foreign(scheme, host, headers):
        raise errors.Forbidden(
            "In local mode only this server's own pages may write; this request came from another one "
            "(headers Origin and Sec-Fetch-Site)."
        )


def check_own_page(method: str, own_origin: str, headers: dict[bytes, bytes]) -> None:
    """Raises Forbidden for a write that a foreign page sent with a person's cookie, UnsupportedMedia for a body that
    a form could have sent."""
    if method in _READS:
        return
    check_own_origin(own_origin, headers)
    if method != "DELETE" and not _NO_FORM.match(headers.get(b"content-type", b"")):
        raise errors.UnsupportedMedia("Send the body as JSON, with the header Content-Type: application/json.")


def check_own_origin(own_origin: str, headers: dict[bytes, bytes]) -> None:
    """Raises Forbidden for a request that a foreign page sent."""
    origin = headers.get(b"origin")
    is_foreign = headers.get(b"sec-fetch-site") in _FOREIGN_SITES
    if is_foreign or (origin is not None and _origin(origin.decode("latin-1")) != _origin(own_origin)):
        raise errors.Forbidden(
            "Only this server's own pages may write, or follow what happens, for people who are signed in; this "
            "request came from another one (headers Origin and Sec-Fetch-Site). Behind a proxy set ONWARD_PUBLIC_URL."
        )


def is_forwarded(headers: dict[bytes, bytes]) -> bool:
    """Whether a proxy passed the request on, so that its sender may be anywhere."""
    return any(name in headers for name in _FORWARDING)


@lru_cache(maxsize=256)
def is_loopback_authority(authority: bytes) -> bool:
    """Whether a Host header names this machine; any port."""
    name = authority.decode("latin-1").lower()
    if name.startswith("["):
        address, bracket, port = name[1:].partition("]")
        return bool(bracket) and _is_port(port) and ":" in address and is_loopback(address)
    name, colon, port = name.partition(":")
    return _is_port(colon + port) and is_loopback(name)


@lru_cache(maxsize=256)
def is_loopback(host: str) -> bool:
    """Whether a bare name or address is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _is_port(text: str) -> bool:
    return not text or (text[0] == ":" and text[1:].isascii() and text[1:].isdigit())


def _is_foreign(scheme: str, host: bytes, headers: dict[bytes, bytes]) -> bool:
    if headers.get(b"sec-fetch-site") in _FOREIGN_SITES:
        return True
    origin = headers.get(b"origin")
    return origin is not None and _origin(origin.decode("latin-1")) != _origin(f"{scheme}://{host.decode('latin-1')}")


def _origin(text: str) -> str:
    """The origin without the port that its scheme has anyway, as browsers leave it out."""
    origin = text.lower()
    return origin.removesuffix(_DEFAULT_PORTS.get(origin.partition(":")[0], ""))
