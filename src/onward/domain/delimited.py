"""Comma-separated text as it comes: record by record, each with its line and the place where it ends.

A broken record costs itself and no other: whoever opens a quote and never closes it loses that one line. Nothing is
kept but the record at hand, so the length of a file does not matter; reading can go on at any record's end.
"""

import codecs
import csv
import io
from collections import deque
from collections.abc import Iterator

from msgspec import Struct

from onward.domain.encodings import Encoding, lenient

LONGEST_RECORD_CHARS = 256 * 1024
MOST_LINES = 500
DELIMITERS = (",", ";", "\t", "|")
_DECLARES = "sep="

csv.field_size_limit(LONGEST_RECORD_CHARS)


class Place(Struct, frozen=True):
    """Where reading goes on: so many bytes after the mark at the beginning, and at this line, from 1."""

    byte: int = 0
    line: int = 1


class Record(Struct, frozen=True):
    """`line` is where it begins, `after` where the next one may. With a `fault` the cells are what there is of it."""

    line: int
    cells: list[str]
    after: Place
    fault: str | None = None


_BEGINNING = Place()


class Reader:
    """Fed with a file part by part, from a place on; gives the records that are whole."""

    def __init__(self, encoding: Encoding, delimiter: str, place: Place = _BEGINNING) -> None:
        self._errors = lenient(encoding)
        self._encoding = encoding
        self._decoder = codecs.getincrementaldecoder(encoding)(self._errors)
        self._delimiter = delimiter
        self._rest = ""
        self._lines: deque[str] = deque()
        self._line, self._byte = place.line, place.byte
        self._is_skipping = False

    def feed(self, part: bytes) -> Iterator[Record]:
        self._take(self._decoder.decode(part))
        yield from self._whole(is_end=False)

    def finish(self) -> Iterator[Record]:
        """What is left when the file has ended."""
        tail = self._tail()
        if self._rest:
            self._lines.append(self._rest)
            self._rest = ""
        yield from self._whole(is_end=True)
        if tail:
            place = Place(self._byte + len(tail), self._line + 1)
            yield Record(self._line, [], place, "ends in the midst of a character")

    def _tail(self) -> bytes:
        """Bytes at the end that are no whole character."""
        try:
            self._rest += self._decoder.decode(b"", final=True)
        except UnicodeDecodeError as cut:
            return bytes(cut.object)
        return b""

    def _take(self, text: str) -> None:
        """Cut into lines; a last one that may go on is kept, and so is a return that a line feed may follow."""
        lines = list(io.StringIO(self._rest + text, newline=""))
        self._rest = lines.pop() if lines and not lines[-1].endswith("\n") else ""
        self._lines.extend(lines)
        if len(self._rest) > LONGEST_RECORD_CHARS:
            # No memory for a line without an end: its beginning stands for it, and marks it as too long.
            self._lines.append(self._rest)
            self._rest = ""

    def _whole(self, *, is_end: bool) -> Iterator[Record]:
        while self._lines:
            record = self._next(is_end=is_end)
            if record is None:
                return
            if record.fault is not None or any(map(str.strip, record.cells)):
                yield record

    def _next(self, *, is_end: bool) -> Record | None:
        """The record that begins with the first line; None when it goes on in lines that are not there yet."""
        first = self._lines[0]
        if len(first) > LONGEST_RECORD_CHARS or self._is_skipping:
            return self._skipped(first)
        if '"' not in first:
            return self._record(1, first.rstrip("\r\n").split(self._delimiter))
        text, quotes = "", 0
        for count, line in enumerate(self._lines, 1):
            text += line
            quotes += line.count('"')
            if len(text) > LONGEST_RECORD_CHARS or count > MOST_LINES:
                return self._broken(first)
            if count > 1 and quotes % 2:
                continue
            try:
                return self._record(count, next(csv.reader(_lines_of(text), delimiter=self._delimiter, strict=True)))
            except csv.Error as wrong:
                if quotes % 2 == 0:
                    return self._record(1, [first.rstrip("\r\n")], f"is not written as it should be: {wrong}")
        return self._broken(first) if is_end else None

    def _record(self, lines: int, cells: list[str], fault: str | None = None) -> Record:
        line = self._line
        for _ in range(lines):
            self._byte += self._size(self._lines.popleft())
        self._line += lines
        return Record(line, cells, Place(self._byte, self._line), fault)

    def _broken(self, first: str) -> Record:
        return self._record(1, [first.rstrip("\r\n")], "opens a quote that nothing closes")

    def _skipped(self, part: str) -> Record:
        """A piece of a line that is longer than any record; the line ends where its last piece does."""
        was_skipping, self._is_skipping = self._is_skipping, not part.endswith(("\n", "\r"))
        line, self._byte = self._line, self._byte + self._size(self._lines.popleft())
        self._line += not self._is_skipping
        fault = None if was_skipping else f"is longer than {LONGEST_RECORD_CHARS} characters"
        return Record(line, [], Place(self._byte, self._line), fault)

    def _size(self, text: str) -> int:
        if not self._encoding.startswith("utf") or (self._encoding == "utf-8" and text.isascii()):
            return len(text)
        return len(text.encode(self._encoding, self._errors))


def _lines_of(text: str) -> Iterator[str]:
    return iter(io.StringIO(text, newline=""))


def declared_delimiter(text: str) -> str | None:
    """What the first line says, if it is `sep=;`, as spreadsheets write it."""
    first = text.splitlines()[0] if text else ""
    is_declared = first.lower().startswith(_DECLARES) and len(first) == len(_DECLARES) + 1
    return first[-1] if is_declared else None


def guessed_delimiter(head: bytes, encoding: Encoding) -> str:
    """The one that cuts most of the first records into the same number of cells, as many as can be."""

    def score(delimiter: str) -> tuple[float, int]:
        widths = [len(record.cells) for record in list(Reader(encoding, delimiter).feed(head))[:50]]
        usual = max(set(widths), key=widths.count, default=0)
        return (widths.count(usual) / max(1, len(widths)) if usual > 1 else 0.0, usual)

    return max(DELIMITERS, key=score)
