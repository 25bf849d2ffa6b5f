"""What a file looks like before anything is done with it: how it is cut, its heading, its first rows."""

from itertools import islice

from onward.domain import delimited
from onward.domain.cells import shown
from onward.domain.delimited import DELIMITERS, Place, Reader, Record
from onward.domain.encodings import Encoding
from onward.domain.errors import Invalid
from onward.domain.imports import Layout
from onward.domain.mappings import MOST_COLUMNS

SAMPLE_ROWS = 5
_LONGEST_SAMPLE_CHARS = 200
# How files begin that people take for the table that they see: Excel's and LibreOffice's (archives), older Excel's.
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def preview(
    head: bytes, encoding: Encoding, mark_bytes: int, delimiter: str | None, has_heading: bool | None, *, is_all: bool
) -> tuple[Layout, list[list[str]]]:
    """How a file is read, and its first rows; `head` is its beginning without the mark, or with `is_all` all of it.

    What is None is found out. Raises Invalid for a file in which there is nothing to import.
    """
    if head.startswith(_WORKBOOKS):
        raise Invalid.field("file", "is a workbook or an archive, not text: save the sheet as CSV, and upload that")
    declared = delimited.declared_delimiter(head[:100].decode(encoding, "replace"))
    chosen = delimiter or declared or delimited.guessed_delimiter(head, encoding)
    records = _records(head, encoding, chosen, is_all=is_all)
    first = records[1:] if declared else records
    if not first:
        message = "is empty: there is not even a heading" if is_all else "begins with a line that is no heading"
        raise Invalid.field("file", message)
    if len(first[0].cells) > MOST_COLUMNS:
        raise Invalid.field("file", f"has {len(first[0].cells)} columns; at most {MOST_COLUMNS} are read")
    heading = _has_heading(first[0]) if has_heading is None else has_heading
    rows = first[1:] if heading else first
    if not rows and is_all:
        raise Invalid.field("file", "has a heading and no rows")
    width = len(first[0].cells)
    columns = _distinct(first[0].cells) if heading else [f"Column {number}" for number in range(1, width + 1)]
    before = first[0] if heading else records[0] if declared else None
    place = Place() if before is None else before.after
    layout = Layout(encoding, mark_bytes, chosen, heading, columns, place)
    return layout, [_sample(row) for row in rows[:SAMPLE_ROWS]]


def _records(head: bytes, encoding: Encoding, delimiter: str, *, is_all: bool) -> list[Record]:
    reader = Reader(encoding, delimiter)
    found = list(islice(reader.feed(head), SAMPLE_ROWS + 3))
    return [*found, *reader.finish()] if is_all and len(found) < SAMPLE_ROWS + 3 else found


def _has_heading(first: Record) -> bool:
    """A heading has words in all cells that are not empty, and no e-mail address or number among them."""
    given = [cell.strip() for cell in first.cells if cell.strip()]
    return bool(given) and not any("@" in cell or cell.replace(".", "").replace(",", "").isdigit() for cell in given)


def _distinct(heading: list[str]) -> list[str]:
    """The heading's words; a second column of one name is numbered, one without a name called by its place."""
    columns: list[str] = []
    for at, cell in enumerate(heading, 1):
        name = shown(cell.strip(), 100) or f"Column {at}"
        number = 1 + sum(other == name or other.startswith(f"{name} (") for other in columns)
        columns.append(name if number == 1 else f"{name} ({number})")
    return columns


def _sample(record: Record) -> list[str]:
    return [shown(cell, _LONGEST_SAMPLE_CHARS) for cell in record.cells]


def check_delimiter(delimiter: str | None) -> None:
    """Raises Invalid for one that no file of this kind has."""
    if delimiter is not None and delimiter not in DELIMITERS:
        raise Invalid.field("delimiter", "must be a comma, a semicolon, a tab or a vertical bar")
