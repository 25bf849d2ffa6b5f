"""Files as they should not be: a clear report, nothing half-done, and good lines never wait for bad ones."""

import tracemalloc
from typing import Any

import pytest

from onward.domain.delimited import LONGEST_RECORD_CHARS
from tests.api.imports.desk import Desk, told
from tests.api.imports.test_units import started, unit
from tests.stage import Stage

BJÖRN = "external_id,name,company\nC-1,Björn Åkesson,Ål & Söner\nC-2,Zoë,\n"


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("windows-1252", "windows-1252"),
        ("iso-8859-1", "windows-1252"),
    ],
)
async def test_every_encoding_is_read(desk: Desk, encoding: str, found: str) -> None:
    made = await desk.upload(BJÖRN.encode(encoding))
    assert made["encoding"] == found
    assert [column["name"] for column in made["columns"]] == ["external_id", "name", "company"]
    assert told(await desk.act(made, "run")) == ("done", 2, 0, 0)
    assert (await desk.customers())["Björn Åkesson"]["company"] == "Ål & Söner"


async def test_a_wrong_encoding_can_be_put_right(desk: Desk) -> None:
    made = await desk.upload("name\nJürgen\n".encode("windows-1252"))
    wrong = await desk.change(made, encoding="utf-8")
    assert told(await desk.act(wrong, "check")) == ("checked", 0, 0, 1)
    assert await desk.reasons(wrong) == [
        (2, "error", "name: holds bytes that are no text in this encoding, or characters that no text has")
    ]
    right = await desk.change(made, encoding="windows-1252")
    assert right["columns"][0]["samples"] == ["Jürgen"]
    assert told(await desk.act(right, "run")) == ("done", 1, 0, 0)


async def test_one_line_in_another_encoding_is_one_line(desk: Desk) -> None:
    raw = b"name\n" + "Jürgen Müller-Lüdenscheidt\n".encode() * 9 + "Jörg\n".encode("windows-1252")
    made = await desk.upload(raw)
    assert made["encoding"] == "utf-8"
    assert told(await desk.act(made, "run")) == ("done", 9, 0, 1)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
async def test_every_delimiter_is_read(desk: Desk, delimiter: str) -> None:
    made = await desk.upload(BJÖRN.replace(",", delimiter))
    assert made["delimiter"] == delimiter
    assert told(await desk.act(made, "run")) == ("done", 2, 0, 0)


async def test_what_a_spreadsheet_writes_first_is_no_row(desk: Desk) -> None:
    made = await desk.upload("sep=;\nname;phone\nBo;1,5\n")
    assert (made["delimiter"], [column["name"] for column in made["columns"]]) == (";", ["name", "phone"])
    assert told(await desk.act(made, "run")) == ("done", 1, 0, 0)
    assert (await desk.customers())["Bo"]["phone"] == "1,5"


BROKEN = """\
external_id,name,notes,email
C-1,Anna,"said ""yes"",
and more",anna@meier.example
C-2,Bo,too few
C-3,Cem,,cem@kaya.example,too many,of them
C-4,Dora,"never closed,dora@example.com
C-5,"Eva"s,,eva@example.com
C-6,,,nobody@example.com
C-7,Gus,,no address
C-8,=HYPERLINK("x"),,hal@example.com

C-9,Ida,'+49 30 1,ida@example.com
"""


async def test_good_lines_never_wait_for_bad_ones(desk: Desk) -> None:
    made = await desk.imported(BROKEN)
    assert told(made) == ("done", 3, 0, 6)
    found = await desk.customers()
    assert set(found) == {"Anna", '=HYPERLINK("x")', "Ida"}
    assert found["Anna"]["notes"] == 'said "yes",\nand more'
    assert found["Ida"]["notes"] == "+49 30 1", "what was defused is taken back"
    assert await desk.reasons(made) == [
        (4, "error", "has 3 cells, but the first line has 4"),
        (5, "error", "has 6 cells, but the first line has 4"),
        (6, "error", "opens a quote that nothing closes"),
        (7, "error", "is not written as it should be: ',' expected after '\"'"),
        (8, "error", "has no name, which a new customer needs"),
        (9, "error", "email: is no e-mail address"),
    ]


async def test_the_report_runs_no_formula_and_can_be_corrected_and_imported(desk: Desk) -> None:
    made = await desk.imported("external_id,name,email\n=1+1,Anna,nowhere\n")
    (line,) = await desk.lines(made)
    assert line["external_id"] == "'=1+1"
    corrected = ",".join(line) + "\n" + ",".join({**line, "email": "anna@meier.example"}.values()) + "\n"
    again = await desk.upload(corrected)
    assert [column["field"] for column in again["columns"]] == [None, None, None, "external_id", "name", "email"]
    assert told(await desk.act(again, "run")) == ("done", 1, 0, 0)
    assert (await desk.customers())["Anna"]["external_id"] == "=1+1"


async def test_what_was_defused_stays_so_from_one_report_to_the_next(desk: Desk) -> None:
    """As a file has it that was exported; the columns of the report itself come once."""
    report = "name,phone,notes,email\n+Anna,'+49 30 1,''=odd,nowhere\n"
    for _ in range(2):
        (line,) = await desk.lines(await desk.imported(report))
        assert (line["name"], line["phone"], line["notes"]) == ("'+Anna", "'+49 30 1", "''=odd")
        report = ",".join(line) + "\n" + ",".join(line.values()) + "\n"
        assert report.count("import_line") == 1
    await desk.imported(report.replace("nowhere", "anna@meier.example"))
    (anna,) = (await desk.customers()).values()
    assert (anna["name"], anna["phone"], anna["notes"]) == ("+Anna", "+49 30 1", "'=odd")


async def test_huge_cells_and_strange_characters_cost_their_line(desk: Desk) -> None:
    rows = [
        "x" * (LONGEST_RECORD_CHARS + 5),
        '"' + "y" * (2 * LONGEST_RECORD_CHARS) + '"',
        "a\0b",
        "z" * 201,
        "Good",
        '"' + "line\n" * 600 + '"',
        "Better",
    ]
    made = await desk.imported("name\n" + "\n".join(rows) + "\n", mapping=["name"])
    assert list(await desk.customers(q="good")) == ["Good"]
    assert list(await desk.customers(q="better")) == ["Better"]
    reasons = {line: reason for line, _, reason in await desk.reasons(made)}
    assert "is longer than 262144 characters" in reasons[2]
    assert "is longer than 262144 characters" in reasons[3]
    assert "characters that no text has" in reasons[4]
    assert reasons[5] == "name: has 201 characters; at most 200 are kept"
    assert reasons[7] == "opens a quote that nothing closes"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\n\n \n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"name,email\n", "has a heading and no rows"),
        (b"sep=;\nname;email\n", "has a heading and no rows"),
        (b"PK\x03\x04\x14\n[Content_Types].xml\nrows,of,nonsense\n", "is a workbook or an archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\nrows\nof nonsense\n", "is a workbook or an archive"),
        (",".join(f"c{number}" for number in range(300)).encode() + b"\n1\n", "has 300 columns"),
    ],
)
async def test_a_file_with_nothing_in_it_is_refused(desk: Desk, stage: Stage, content: bytes, message: str) -> None:
    refused = await desk.upload(content, 422)
    assert refused["errors"][0]["field"] == "file"
    assert message in refused["errors"][0]["message"]
    assert (await stage.get("/imports"))["data"] == []


async def test_two_columns_of_one_name_are_two_columns(desk: Desk) -> None:
    made = await desk.upload("email,name,email,,email\na@example.com,Anna,b@example.com,x,\n")
    assert [column["name"] for column in made["columns"]] == ["email", "name", "email (2)", "Column 4", "email (3)"]
    assert [column["field"] for column in made["columns"]] == ["email", "name", None, None, None]


async def peak_of_a_unit(desk: Desk, stage: Stage, lines: int) -> int:
    """How many bytes Python takes at the most while some lines of a file of so many are imported; taken back after."""
    made = await desk.upload("name;company\n" + '"Ann\nExample";"=1+1"\n' * (lines // 2))
    assert made["delimiter"] == ";"
    await stage.post(f"/imports/{made['id']}/run", {}, 202)
    job_id = await started(stage)
    tracemalloc.start()
    assert await unit(stage, job_id), "there is more to do"
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    status, ready, known, wrong = told(await stage.post(f"/imports/{made['id']}/cancel"))
    assert (status, known, wrong) == ("cancelled", 0, 0)
    assert (await stage.rows("SELECT count(*) FROM customers"))[0][0] == ready > 0
    assert (await desk.customers())["Ann\nExample"]["company"] == "=1+1"
    assert told(await desk.act(made, "undo")) == ("undone", ready, 0, 0)
    assert await desk.customers() == {}
    return peak


async def test_two_hundred_thousand_lines_take_no_more_memory_than_a_few(desk: Desk, stage: Stage) -> None:
    few, many = [await peak_of_a_unit(desk, stage, lines) for lines in (20_000, 200_000)]
    assert many < few * 1.2


async def test_without_a_heading_columns_are_counted(desk: Desk) -> None:
    made = await desk.upload("Anna,anna@meier.example\nBo,bo@berg.example\n")
    assert (made["has_heading"], made["progress"]) == (False, None)
    assert [column["name"] for column in made["columns"]] == ["Column 1", "Column 2"]
    await desk.change(made, mapping=["name", "email"])
    assert told(await desk.act(made, "run")) == ("done", 2, 0, 0)


class Leaves:
    """Sends half of a body, and is gone."""

    async def __call__(self) -> Any:
        if not hasattr(self, "sent"):
            self.sent = True
            return {"type": "http.request", "body": b"name\nAnna\n", "more_body": True}
        return {"type": "http.disconnect"}


async def test_a_half_sent_upload_leaves_nothing(stage: Stage) -> None:
    answers: list[Any] = []

    async def send(message: Any) -> None:
        answers.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/v1/imports",
        "raw_path": b"/v1/imports",
        "root_path": "",
        "query_string": b"kind=customers",
        "headers": [(b"host", b"localhost:8000"), (b"x-tenant-id", b"acme"), (b"content-length", b"5000")],
        "client": ("127.0.0.1", 1),
        "server": ("localhost", 8000),
    }
    await stage.app(scope, Leaves(), send)
    assert answers[0]["status"] == 400
    assert await stage.rows("SELECT FROM imports") == []
    assert await stage.rows("SELECT FROM import_parts") == []


async def test_forms_and_files_without_measure_are_refused(stage: Stage) -> None:
    form = await stage.http.post("/v1/imports?kind=customers", files={"file": b"name\nBo\n"})
    assert form.status_code == 415
    large = await stage.http.post("/v1/imports?kind=customers", content=b"x" * (32 * 1024 * 1024 + 1))
    assert large.status_code == 413
    assert (await stage.http.post("/v1/imports?kind=cats", content=b"name\nBo\n")).status_code == 422


async def test_a_repeated_upload_under_one_key_is_one_upload(stage: Stage) -> None:
    ask = {"params": {"kind": "customers"}, "headers": {"Idempotency-Key": "once"}}
    first = await stage.call("POST", "/imports", 201, content=b"name\nBo\n", **ask)
    assert await stage.call("POST", "/imports", 201, content=b"name\nBo\n", **ask) == first
    await stage.call("POST", "/imports", 422, content=b"name\nBea\n", **ask)
    assert len(await stage.rows("SELECT FROM imports")) == 1
