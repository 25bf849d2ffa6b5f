"""Records of a file as what they say, or why they say nothing. Needs no database."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from onward.domain import importing
from onward.domain.delimited import Record
from onward.domain.import_rows import BadLine, Reading
from onward.domain.imports import LineOutcome

Said = tuple[Record, dict[str, Any]]


class ReadLines(Struct, frozen=True):
    """`refused` are the lines that cannot be read."""

    said: list[Said]
    refused: list[LineOutcome]


def read_lines(reading: Reading, records: Sequence[Record]) -> ReadLines:
    read = ReadLines([], [])
    for record in records:
        try:
            read.said.append((record, reading.values(record)))
        except BadLine as wrong:
            read.refused.append(importing.left_out(record, "error", str(wrong)))
    return read
