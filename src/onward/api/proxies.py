"""Where a request really comes from: what proxies say counts only when it is one of ours that says it."""

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any

Network = IPv4Network | IPv6Network


class Proxies:
    """The networks of the proxies that are believed; none by default."""

    def __init__(self, networks: Iterable[str] = ()) -> None:
        """Raises ValueError for what is no network, such as `10.0.0.0/8` or `::1`."""
        self._networks: list[Network] = [ip_network(network, strict=False) for network in networks]

    def address(self, scope: Any, headers: dict[bytes, bytes]) -> str | None:
        """The nearest sender that is none of our proxies."""
        client = scope.get("client")
        nearest: str | None = client[0] if client else None
        if not self._networks or nearest is None or not self._is_ours(nearest):
            return nearest
        named = headers.get(b"x-forwarded-for", b"").decode("latin-1").split(",")
        for hop in reversed([part.strip() for part in named if part.strip()]):
            if not _is_address(hop):
                return nearest
            nearest = hop
            if not self._is_ours(hop):
                return hop
        return nearest

    def origin(self, scope: Any, headers: dict[bytes, bytes]) -> str:
        """Scheme and authority as the sender's browser knows them."""
        scheme, host = scope["scheme"], headers.get(b"host", b"").decode("latin-1")
        client = scope.get("client")
        if client and self._networks and self._is_ours(client[0]):
            scheme = _last(headers, b"x-forwarded-proto") or scheme
            host = _last(headers, b"x-forwarded-host") or host
        return f"{scheme}://{host}"

    def _is_ours(self, address: str) -> bool:
        if not _is_address(address):
            return False
        parsed = ip_address(address)
        mapped = getattr(parsed, "ipv4_mapped", None)
        return any((mapped or parsed) in network for network in self._networks)


def _last(headers: dict[bytes, bytes], name: bytes) -> str:
    return headers.get(name, b"").decode("latin-1").rpartition(",")[2].strip()


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
