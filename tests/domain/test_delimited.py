"""Reading comma-separated text: as a spreadsheet wrote it, and as it should not have been written."""

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain import delimited
from onward.domain.delimited import LONGEST_RECORD_CHARS, MOST_LINES, Place, Reader, Record
from onward.domain.encodings import ENCODINGS, Encoding, Sniffer


def read(raw: bytes, encoding: Encoding = "utf-8", delimiter: str = ",", step: int = 7) -> list[Record]:
    reader = Reader(encoding, delimiter)
    found = [record for at in range(0, len(raw), step) for record in reader.feed(raw[at : at + step])]
    return [*found, *reader.finish()]


def cells(text: str, **options: Any) -> list[list[str]]:
    return [record.cells for record in read(text.encode(), **options)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("a,b\r\n1,2", [["a", "b"], ["1", "2"]]),
        ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
        ('a,b\n1,"x\ny"\n3,4', [["a", "b"], ["1", "x\ny"], ["3", "4"]]),
        ('a\n"say ""hi"", Bo"\n', [["a"], ['say "hi", Bo']]),
        ('pipe\n6" pipe\nend', [["pipe"], ['6" pipe'], ["end"]]),
        ("a,b\n\n,\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("", []),
    ],
)
def test_records_are_cut_as_spreadsheets_cut_them(text: str, expected: list[list[str]]) -> None:
    assert cells(text) == expected
    assert cells(text, step=1000) == expected


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    found = read(b'a,b\n\n1,"x\ny"\n3,4\n')
    assert [record.line for record in found] == [1, 3, 5]


@pytest.mark.parametrize(
    ("text", "lines", "fault"),
    [
        ('a,b\n1,"open\n3,4\n5,6\n', [1, 2, 3, 4], "opens a quote that nothing closes"),
        ('a,b\n"x"y,2\n3,4\n', [1, 2, 3], "is not written as it should be"),
        ("a,b\n" + "x" * (LONGEST_RECORD_CHARS * 3) + ",1\n3,4\n", [1, 2, 3], "is longer than 262144 characters"),
        ('a,b\n1,"' + "x\n" * (MOST_LINES + 5), [1, 2], "opens a quote that nothing closes"),
    ],
)
def test_a_broken_record_costs_itself_and_no_other(text: str, lines: list[int], fault: str) -> None:
    found = read(text.encode(), step=4096)
    assert [record.line for record in found][: len(lines)] == lines
    (broken,) = [record for record in found if record.fault is not None]
    assert broken.line == 2
    assert broken.fault is not None
    assert fault in broken.fault


def test_a_character_that_is_cut_off_is_told_at_the_end() -> None:
    found = read("a;b\n1;ü".encode("utf-16-le") + b"x", "utf-16-le", ";")
    assert [(record.cells, record.fault) for record in found] == [
        (["a", "b"], None),
        (["1", "ü"], None),
        ([], "ends in the midst of a character"),
    ]


TABLES = st.lists(st.lists(st.text(max_size=6), min_size=2, max_size=4), min_size=1, max_size=12)
KEEPABLE = TABLES.map(
    lambda table: [[cell.replace("\0", "").encode("utf-8", "ignore").decode() for cell in row] for row in table]
)


@given(KEEPABLE, st.sampled_from([",", ";", "\t"]), st.sampled_from(["utf-8", "utf-16-le"]), st.integers(1, 30))
def test_whatever_is_written_is_read_again(
    table: list[list[str]], delimiter: str, encoding: Encoding, step: int
) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(table)
    found = read(written.getvalue().encode(encoding), encoding, delimiter, step)
    assert [record.cells for record in found] == [row for row in table if any(map(str.strip, row))]
    assert all(record.fault is None for record in found)


@given(st.binary(max_size=300), st.sampled_from(ENCODINGS), st.integers(0, 30))
def test_reading_goes_on_from_any_records_end(raw: bytes, encoding: Encoding, stop: int) -> None:
    whole = read(raw, encoding, step=50)
    if not whole or whole[-1].after.byte > len(raw):
        return
    place = whole[min(stop, len(whole) - 1)].after
    reader = Reader(encoding, ",", place)
    rest = [*reader.feed(raw[place.byte :]), *reader.finish()]
    assert [(record.line, record.cells) for record in rest] == [
        (record.line, record.cells) for record in whole[min(stop, len(whole) - 1) + 1 :]
    ]
    assert whole[-1].after == (rest[-1].after if rest else place)


def test_the_place_after_the_last_record_is_the_end() -> None:
    raw = "größe,b\n1,ü\n".encode()
    assert read(raw)[-1].after == Place(len(raw), 3)


@pytest.mark.parametrize(
    ("raw", "encoding", "mark_bytes"),
    [
        (b"name\nBob\n", "utf-8", 0),
        ("name\nBjörn\n".encode(), "utf-8", 0),
        ("name\nBjörn\n".encode("utf-8-sig"), "utf-8", 3),
        ("name\nBjörn\n".encode("utf-16"), "utf-16-le", 2),
        ("name\nBjörn\n".encode("utf-16-be"), "utf-16-be", 0),
        ("name\nBjörn\n".encode("utf-16-le"), "utf-16-le", 0),
        ("name\nBjörn\n".encode("windows-1252"), "windows-1252", 0),
        ("name\nBjörn\x8f\n".encode("iso-8859-1"), "iso-8859-1", 0),
        (("name\n" + "Björn\n" * 20).encode() + b"Bj\xf6rn\n", "utf-8", 0),
        (b"", "utf-8", 0),
    ],
)
def test_the_encoding_is_found_out(raw: bytes, encoding: str, mark_bytes: int) -> None:
    for step in (1, 3, 1000):
        sniffer = Sniffer()
        for at in range(0, len(raw), step):
            sniffer.feed(raw[at : at + step])
        finding = sniffer.finding()
        assert (finding.encoding, finding.mark_bytes) == (encoding, mark_bytes)
        assert finding.lines == max(1, raw.decode(encoding, "replace").count("\n"))


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b,c\n1,2,3\n", ","),
        ("a;b;c\n1,5;2,5;3\n", ";"),
        ("a\tb\n1, and more\t2\n", "\t"),
        ('a|b\n"x|y"|2\n', "|"),
        ("alone\nand again\n", ","),
    ],
)
def test_the_delimiter_is_found_out(text: str, delimiter: str) -> None:
    assert delimited.guessed_delimiter(text.encode(), "utf-8") == delimiter


def test_what_a_spreadsheet_declares_counts() -> None:
    assert delimited.declared_delimiter("sep=;\na;b\n") == ";"
    assert delimited.declared_delimiter("separator\n") is None
