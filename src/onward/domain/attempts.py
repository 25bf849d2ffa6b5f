"""How often somebody may try: limits in windows of time, by what is tried and from where."""

from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address, ip_network

from msgspec import Struct

from onward.domain.errors import TooMany

WINDOW = timedelta(minutes=15)


class Limit(Struct, frozen=True):
    """At most `most` within a window for one `key`; what the key was made of is not stored."""

    key: bytes
    most: int


class Count(Struct, frozen=True):
    key: bytes
    begun_at: datetime
    count: int


def place(address: str) -> str:
    """What an address counts as: whoever has an IPv6 address has 2^64 of them, its network counts as one."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4 or parsed.ipv4_mapped is not None:
        return str(parsed if parsed.version == 4 else parsed.ipv4_mapped)
    return str(ip_network((int(parsed) >> 64 << 64, 64)))


def _limit(kind: str, most: int, *parts: str) -> Limit:
    return Limit(sha256("\0".join([kind, *parts]).encode()).digest(), most)


def sign_in_limits(account: str, address: str | None) -> list[Limit]:
    """An account is locked for one address long before it is for all, so that a stranger cannot lock it easily."""
    found = [_limit("account", 100, account), _limit("account from", 10, account, place(address or ""))]
    return [*found, _limit("address", 60, place(address))] if address else found


def second_factor_limits(person: str) -> list[Limit]:
    return [_limit("second factor", 10, person)]


def reset_limits(account: str, address: str | None) -> list[Limit]:
    found = [_limit("reset", 5, account)]
    return [*found, _limit("reset from", 30, place(address))] if address else found


def link_limits(address: str | None) -> list[Limit]:
    return [_limit("link from", 60, place(address))] if address else []


def trip_limits(address: str | None) -> list[Limit]:
    return [_limit("trip from", 60, place(address))] if address else []


def check_counts(limits: list[Limit], counts: list[Count], now: datetime) -> None:
    """Raises TooMany with the time until the window of the first limit that is passed ends."""
    most = {limit.key: limit.most for limit in limits}
    for counted in counts:
        if counted.count > most[counted.key]:
            left_seconds = max(1, int((counted.begun_at + WINDOW - now).total_seconds()))
            minutes = -(-left_seconds // 60)
            again = "in a minute" if minutes == 1 else f"in {minutes} minutes"
            raise TooMany(f"That was tried too often. Try again {again}.", left_seconds)
