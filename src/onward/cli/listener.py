"""The address that the server listens on: bound before anything is started, so that a taken port is told at once."""

import errno
import http.client
import socket
import threading
import time
from collections.abc import Callable
from ipaddress import ip_address

from msgspec import Struct

from onward.domain import errors

_ANSWER_SECONDS = 5
_PAUSE_SECONDS = 0.02


class Listener(Struct, frozen=True):
    """A bound socket that does not listen yet."""

    socket: socket.socket
    address: str
    port: int

    @property
    def is_loopback(self) -> bool:
        return ip_address(self.address).is_loopback

    @property
    def reachable_address(self) -> str:
        """Where this machine itself reaches the server."""
        address = ip_address(self.address)
        if not address.is_unspecified:
            return self.address
        return "127.0.0.1" if address.version == 4 else "::1"

    @property
    def url(self) -> str:
        host = self.reachable_address
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


def bind(host: str, port: int) -> Listener:
    """Take the address; port 0 takes any free one. Raises Refused."""
    family, address = _resolve(host, port)
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind(address)
    except OSError as problem:
        bound.close()
        raise refusal(host, port, problem) from problem
    found = bound.getsockname()
    return Listener(bound, str(found[0]), int(found[1]))


def refusal(host: str, port: int, problem: OSError) -> errors.Refused:
    if problem.errno == errno.EADDRINUSE:
        return errors.Refused(
            f"Port {port} on {host} is taken by another program. Stop that one, or choose another port with "
            f"--port or ONWARD_PORT."
        )
    if problem.errno == errno.EACCES:
        return errors.Refused(f"This user may not listen on port {port}. Choose one above 1023 with --port.")
    return errors.Refused(f"Onward cannot listen on {host!r} port {port}: {problem.strerror}.")


def _resolve(host: str, port: int) -> tuple[int, tuple[str, int]]:
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as problem:
        raise errors.Refused(f"{host!r} is no address of this machine; 127.0.0.1 or 0.0.0.0 are.") from problem
    found.sort(key=lambda each: each[0] != socket.AF_INET)
    family, _, _, _, address = found[0]
    return family, (str(address[0]), int(address[1]))


def when_ready(listener: Listener, tell: Callable[[], None]) -> None:
    """Call `tell` in a thread of its own once somebody answers at the address."""
    threading.Thread(target=_wait, args=(listener, tell), name="onward-ready", daemon=True).start()


def _wait(listener: Listener, tell: Callable[[], None]) -> None:
    while not _answers(listener):
        time.sleep(_PAUSE_SECONDS)
    tell()


def _answers(listener: Listener) -> bool:
    """Whether the app itself answers: a socket that is bound takes connections before anybody serves them, and a
    signal that comes so early can be lost."""
    asking = http.client.HTTPConnection(listener.reachable_address, listener.port, timeout=_ANSWER_SECONDS)
    try:
        asking.request("HEAD", "/health/live")
        asking.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asking.close()
    return True
