"""The pages of the documentation, taken apart: what they link to, and the blocks of code in them."""

import re
from functools import cached_property
from pathlib import Path

from msgspec import Struct

REPOSITORY = Path(__file__).parents[2]
DOCS = REPOSITORY / "docs"

_FENCE = re.compile(r"^```(?P<kind>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?P<is_picture>!?)\[(?P<words>[^\]]*)\]\((?P<target>[^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
_ANCHOR = re.compile(r'<a id="([^"]+)">')


class Block(Struct, frozen=True):
    """`kind` is what stands behind the opening fence: sh (it runs), console (it does not), json, json answer, …"""

    kind: str
    text: str
    line: int


class Link(Struct, frozen=True):
    words: str
    target: str
    is_picture: bool


class Page:
    """One Markdown file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = path.read_text("utf-8")

    def __repr__(self) -> str:
        return str(self.path.relative_to(REPOSITORY))

    @cached_property
    def prose(self) -> str:
        """The text without its blocks of code."""
        return _FENCE.sub("", self.text)

    @property
    def blocks(self) -> list[Block]:
        found = _FENCE.finditer(self.text)
        return [Block(each["kind"], each["text"], self.text[: each.start()].count("\n") + 1) for each in found]

    @property
    def links(self) -> list[Link]:
        found = _LINK.finditer(self.prose)
        return [Link(" ".join(each["words"].split()), each["target"], bool(each["is_picture"])) for each in found]

    @cached_property
    def anchors(self) -> set[str]:
        """What a link to a part of this page may name."""
        return {slug(heading) for heading in _HEADING.findall(self.prose)} | set(_ANCHOR.findall(self.prose))


def slug(heading: str) -> str:
    """The anchor that Markdown viewers make of a heading."""
    plain = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return plain.replace(" ", "-")


def all_pages() -> list[Page]:
    beside = [REPOSITORY / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
    return [Page(path) for path in [*beside, *sorted(DOCS.rglob("*.md"))]]


def page(name: str) -> Page:
    """By its path in the repository."""
    return Page(REPOSITORY / name)
