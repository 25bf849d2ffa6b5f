"""Which encoding the text of a file is in, found out while its bytes come by.

A mark at the beginning says it; else zero bytes between the others; else it is UTF-8 if that makes sense of most of
it. What is left is taken for a Western code page, in which every byte means something.
"""

import codecs
from typing import Literal, get_args

from msgspec import Struct

Encoding = Literal["utf-8", "utf-16-le", "utf-16-be", "windows-1252", "iso-8859-1"]
ENCODINGS: tuple[Encoding, ...] = get_args(Encoding)

_MARKS: tuple[tuple[bytes, Encoding], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LOOKED_AT_BYTES = 4096
# What code page 1252 leaves undefined.
_NOT_IN_1252 = frozenset(b"\x81\x8d\x8f\x90\x9d")


class Finding(Struct, frozen=True):
    """`mark_bytes` is how long the mark at the beginning is; `lines` how many ends of lines there are, at least 1."""

    encoding: Encoding
    mark_bytes: int
    lines: int


class Sniffer:
    """Fed with a file part by part."""

    def __init__(self) -> None:
        self._head = self._last = b""
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self._sense = self._nonsense = 0
        self._in_1252 = True
        self._line_feeds = self._returns = 0

    def feed(self, part: bytes) -> None:
        self._head += part[: _LOOKED_AT_BYTES - len(self._head)]
        self._last = (self._last + part[-2:])[-2:]
        self._line_feeds += part.count(b"\n")
        self._returns += part.count(b"\r")
        self._weigh(self._decoder.decode(part))
        self._in_1252 = self._in_1252 and (part.isascii() or _NOT_IN_1252.isdisjoint(part))

    def finding(self) -> Finding:
        goes_on = self._last.strip(b"\0")[-1:] not in {b"\n", b"\r"}
        lines = max(1, max(self._line_feeds, self._returns) + goes_on)
        for mark, encoding in _MARKS:
            if self._head.startswith(mark):
                return Finding(encoding, len(mark), lines)
        return Finding(self._unmarked(), 0, lines)

    def _weigh(self, text: str) -> None:
        if text.isascii():
            return
        nonsense = sum("\udc80" <= character <= "\udcff" for character in text)
        self._nonsense += nonsense
        self._sense += sum(character > "\x7f" for character in text) - nonsense

    def _unmarked(self) -> Encoding:
        even, odd = self._head[::2].count(0), self._head[1::2].count(0)
        most = len(self._head) // 4
        if most and max(even, odd) > most:
            return "utf-16-le" if odd > even else "utf-16-be"
        if self._nonsense <= self._sense // 4:
            return "utf-8"
        return "windows-1252" if self._in_1252 else "iso-8859-1"


def lenient(encoding: Encoding) -> str:
    """How bytes that mean nothing become marks in the text that encode to the same bytes again."""
    return "surrogatepass" if encoding.startswith("utf-16") else "surrogateescape"
