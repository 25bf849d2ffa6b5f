"""The browser application on the wire: its built files, and its shell at the addresses of its pages.

The files lie in memory by their exact address, so that no address reaches any other file. What the application
shows is not known here.
"""

import hashlib
import json
import mimetypes
import re
from pathlib import Path
from typing import Any

from litestar.types import ASGIApp
from msgspec import Struct

from onward.api import exchange
from onward.api.replies import Reply

FOLDER = Path(__file__).parent / "static" / "app"
_SHELL = "index.html"
# The addresses of pages begin with one of these words; the build writes the list.
_PAGES = "pages.json"
_ASSETS = "assets/"
_COMPRESSED = {".br": b"br", ".gz": b"gzip"}
_PLAIN = b""

_UNCHANGING = b"public, max-age=31536000, immutable"
_CHECKED = b"no-cache"
# Elements are placed by style attributes; no script and no style sheet stands in the page.
_POLICY = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; "
    b"font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
    b"frame-ancestors 'none'"
)
_SHELL_HEADERS = [
    (b"content-security-policy", _POLICY),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
]
_MEDIA_TYPES = {".js": "text/javascript", ".woff2": "font/woff2", ".webmanifest": "application/manifest+json"}
_TEXTS = ("text/", "application/json", "application/manifest+json", "image/svg+xml")
_REFUSED = re.compile(r";\s*q=0(?:\.0*)?\s*(?:;|$)")


class Body(Struct, frozen=True):
    content: bytes
    tag: bytes

    @classmethod
    def of(cls, content: bytes) -> "Body":
        return cls(content, b'"%s"' % hashlib.sha256(content).hexdigest()[:32].encode("ascii"))


class Built(Struct, frozen=True):
    """One file: `bodies` by content coding, the plain one always among them. `is_shell`: any page begins with it."""

    bodies: dict[bytes, Body]
    media_type: bytes
    cache_control: bytes
    is_shell: bool = False

    def reply(self, headers: dict[bytes, bytes]) -> Reply:
        """The body that the caller can read, or 304 when it has it already."""
        coding = self._coding(headers.get(b"accept-encoding", b"").decode("latin-1").lower())
        body = self.bodies[coding]
        sent = [(b"cache-control", self.cache_control), (b"etag", body.tag), (b"vary", self._vary)]
        if coding:
            sent.append((b"content-encoding", coding))
        if self.is_shell:
            sent.extend(_SHELL_HEADERS)
        if _names(headers.get(b"if-none-match"), body.tag):
            return Reply(304, media_type=self.media_type, headers=sent)
        return Reply(200, body.content, self.media_type, sent)

    @property
    def _vary(self) -> bytes:
        return b"accept, accept-encoding" if self.is_shell else b"accept-encoding"

    def _coding(self, accepted: str) -> bytes:
        offers = {offer.partition(";")[0].strip(): offer for offer in accepted.split(",")}
        for coding in (b"br", b"gzip"):
            offer = offers.get(coding.decode("ascii"))
            if coding in self.bodies and offer is not None and not _REFUSED.search(offer):
                return coding
        return _PLAIN


class Site(Struct, frozen=True):
    """The files by their addresses without the first slash, and the first words of the pages' addresses."""

    files: dict[str, Built]
    shell: Built
    pages: frozenset[str]

    def find(self, scope: Any) -> Built | None:
        """What stands at the address for who reads it there; None where it is no matter of the application."""
        if scope["method"] not in {"GET", "HEAD"}:
            return None
        address = scope["path"].removeprefix("/")
        if not address:
            return self.shell
        found = self.files.get(address)
        is_page = address.partition("/")[0] in self.pages and _asks_for_a_page(scope)
        return found if found is not None or not is_page else self.shell


class SiteFirst:
    """Answers for the browser application, and leaves everything else to the app behind it."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self._app = app
        self._site = site

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        found = self._site.find(scope) if scope["type"] == "http" else None
        if found is None:
            await self._app(scope, receive, send)
            return
        scope["path_template"] = "page" if found.is_shell else "file"
        await found.reply(exchange.current(scope).headers)(scope, receive, send)


def load(folder: Path = FOLDER, base_path: str = "") -> Site | None:
    """The application as it was built; None where it was not."""
    if not (folder / _SHELL).is_file():
        return None
    built = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    names = [name for name in built if Path(name).suffix not in _COMPRESSED and not _is_of_the_build(name)]
    pages = json.loads((folder / _PAGES).read_text("utf-8"))
    return Site({name: _file(name, built) for name in names}, _shell(folder / _SHELL, base_path), frozenset(pages))


def _is_of_the_build(name: str) -> bool:
    """Not for browsers, or not under its own name."""
    return name.startswith(".") or name in {_SHELL, _PAGES}


def _file(name: str, built: dict[str, Path]) -> Built:
    codings = {coding: built[name + suffix] for suffix, coding in _COMPRESSED.items() if name + suffix in built}
    bodies = {coding: Body.of(path.read_bytes()) for coding, path in {_PLAIN: built[name], **codings}.items()}
    return Built(bodies, _media_type(name), _UNCHANGING if name.startswith(_ASSETS) else _CHECKED)


def _shell(path: Path, base_path: str) -> Built:
    """The build names its files from where the shell lies; pages lie deeper, so the names become whole."""
    text = path.read_text("utf-8").replace('="./', f'="{base_path}/')
    return Built({_PLAIN: Body.of(text.encode("utf-8"))}, b"text/html; charset=utf-8", _CHECKED, is_shell=True)


def _media_type(name: str) -> bytes:
    suffix = Path(name).suffix
    found = _MEDIA_TYPES.get(suffix) or mimetypes.types_map.get(suffix, "application/octet-stream")
    return (f"{found}; charset=utf-8" if found.startswith(_TEXTS) else found).encode("ascii")


def _asks_for_a_page(scope: Any) -> bool:
    return b"text/html" in exchange.current(scope).headers.get(b"accept", b"")


def _names(given: bytes | None, tag: bytes) -> bool:
    """Whether If-None-Match names the tag; weakly or not makes no difference."""
    tags = [] if given is None else [each.strip().removeprefix(b"W/") for each in given.split(b",")]
    return tag in tags or b"*" in tags
