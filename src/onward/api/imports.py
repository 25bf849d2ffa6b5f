"""Imports of customers and of past interactions over HTTP: upload, map, check, run, report, undo."""

from collections.abc import AsyncIterator
from functools import partial

from onward.actions import imports, spreadsheets
from onward.actions.imports import Change, File, Standing
from onward.api import cursors
from onward.api.routing import Answer, Call, Routes, Stream
from onward.api.shapes.imports import (
    ChangeImportIn,
    ImportLinesQuery,
    ImportOptions,
    ImportOut,
    ImportPageOut,
    ImportVerbIn,
    ListImportsQuery,
    UploadQuery,
)
from onward.api.uploads import Upload
from onward.domain import formulas
from onward.domain.imports import Import
from onward.domain.roles import Permission
from onward.store import imports as store_imports
from onward.store.transactions import Snapshot

ROUTES = Routes()
TAG = "Export and import"
CSV = "text/csv"
MOST_BYTES = 32 * 1024 * 1024
_PROBLEMS = ["error", "duplicate", "kept"]
_OUTCOME_COLUMNS = ("import_line", "import_result", "import_reason")


@ROUTES.post(
    "/v1/imports",
    permission=Permission.IMPORT,
    takes=(CSV,),
    query=UploadQuery,
    max_body_bytes=MOST_BYTES,
    answers=ImportOut,
    status=201,
    summary="Upload a CSV file to import",
    tag=TAG,
)
async def upload_import(call: Call, upload: Upload, query: UploadQuery) -> Answer:
    """Nothing is imported yet: the answer shows how the file would be read. Encoding, delimiter, heading and fields
    are found out; a file with the heading of an earlier one gets that one's mapping."""
    file = File(query.file_name, upload.size_bytes, upload.digest, upload.parts)
    made = await imports.upload(call.acting, query.kind, file)
    return _answer(made, status=201, location=f"/v1/imports/{made.of.id}")


@ROUTES.get(
    "/v1/imports",
    permission=Permission.IMPORT,
    query=ListImportsQuery,
    answers=ImportPageOut,
    summary="List imports",
    tag=TAG,
)
async def list_imports(call: Call, query: ListImportsQuery) -> Answer:
    acting = call.acting
    page = cursors.page_of(query, acting.now, store_imports.ORDERS)
    found = await store_imports.list_imports(acting.tx, acting.tenant_id, page.keyset, query.limit + 1)
    shown = found[: query.limit]
    cursor = page.cursor(shown[-1].id, shown[-1].created_at) if len(found) > query.limit else None
    standings = [await imports.standing_of(acting, of) for of in shown]
    return Answer(ImportPageOut([ImportOut.of(standing) for standing in standings], cursor))


@ROUTES.get(
    "/v1/imports/{import_id:uuid}",
    permission=Permission.IMPORT,
    answers=ImportOut,
    summary="How a file is read, and how far its import is",
    tag=TAG,
)
async def get_import(call: Call) -> Answer:
    return _answer(await imports.get_standing(call.acting, call.id("import_id")))


@ROUTES.put(
    "/v1/imports/{import_id:uuid}",
    permission=Permission.IMPORT,
    body=ChangeImportIn,
    answers=ImportOut,
    if_match=True,
    summary="Say how a file is to be read",
    tag=TAG,
)
async def change_import(call: Call, body: ChangeImportIn) -> Answer:
    """Only what is sent changes. Another encoding, delimiter or heading may bring other columns, which are then
    mapped anew."""
    sent = {name: getattr(body, name) for name in body.__struct_fields__}
    if isinstance(body.options, ImportOptions):
        sent["options"] = body.options.options()
    return _answer(await imports.change(call.acting, call.id("import_id"), Change(**sent), call.if_match))


@ROUTES.post(
    "/v1/imports/{import_id:uuid}/check",
    permission=Permission.IMPORT,
    body=ImportVerbIn,
    answers=ImportOut,
    status=202,
    summary="Try an import without writing anything",
    tag=TAG,
)
async def check_import(call: Call, body: ImportVerbIn) -> Answer:
    """`progress` then counts what is ready, known already and wrong. A file of more than 1 000 lines is a worker's: ask
    again until it is done."""
    return _answer(await imports.check(call.acting, call.id("import_id")))


@ROUTES.post(
    "/v1/imports/{import_id:uuid}/run",
    permission=Permission.IMPORT,
    body=ImportVerbIn,
    answers=ImportOut,
    status=202,
    summary="Run an import",
    tag=TAG,
)
async def run_import(call: Call, body: ImportVerbIn) -> Answer:
    """The lines that are good are written; the others are reported and hold nothing up. A file of more than 1 000 lines
    is a worker's, and each line counts once, whatever happens in between."""
    return _answer(await imports.run(call.acting, call.id("import_id")))


@ROUTES.post(
    "/v1/imports/{import_id:uuid}/cancel",
    permission=Permission.IMPORT,
    body=ImportVerbIn,
    answers=ImportOut,
    summary="Cancel the work on an import",
    tag=TAG,
)
async def cancel_import(call: Call, body: ImportVerbIn) -> Answer:
    """What is written already stays, and can be undone."""
    return _answer(await imports.cancel(call.acting, call.id("import_id")))


@ROUTES.post(
    "/v1/imports/{import_id:uuid}/undo",
    permission=Permission.IMPORT,
    body=ImportVerbIn,
    answers=ImportOut,
    status=202,
    summary="Take back an import, within 24 hours",
    tag=TAG,
)
async def undo_import(call: Call, body: ImportVerbIn) -> Answer:
    """Rows that nobody has touched since are removed or restored; the others are kept, and reported."""
    return _answer(await imports.undo(call.acting, call.id("import_id")))


@ROUTES.get(
    "/v1/imports/{import_id:uuid}/lines",
    permission=Permission.IMPORT,
    query=ImportLinesQuery,
    produces=(f"{CSV}; charset=utf-8",),
    summary="The lines that were left out, with reasons, as CSV",
    tag=TAG,
)
async def download_import_lines(call: Call, query: ImportLinesQuery) -> Answer:
    """The file's own columns, and before them which line, what became of it and why. Correct it and upload it again.

    Where the file is such a list itself, its own first three columns are left out.
    """
    of = await store_imports.get_import(call.acting.tx, call.acting.tenant_id, call.id("import_id"))
    headers = {"content-disposition": 'attachment; filename="lines.csv"'}
    return Answer(Stream(partial(_lines, of, list(query.result) or _PROBLEMS), f"{CSV}; charset=utf-8", headers))


async def _lines(of: Import, results: list[str], view: Snapshot) -> AsyncIterator[bytes]:
    """A cell that is defused already is not defused again: the file is read as the one that it came from."""
    first = 3 if tuple(of.layout.columns[:3]) == _OUTCOME_COLUMNS else 0

    async def rows() -> AsyncIterator[list[str]]:
        lines = store_imports.stream_lines(view, view.tenant_id, of.id, results)
        async for line, result, reason, cells in lines:
            yield [str(line), result, reason, *map(formulas.taken_back, cells[first:])]

    async for part in spreadsheets.written([*_OUTCOME_COLUMNS, *of.layout.columns[first:]], rows()):
        yield part


@ROUTES.delete(
    "/v1/imports/{import_id:uuid}",
    permission=Permission.IMPORT,
    status=204,
    summary="Forget an import's file and lines",
    tag=TAG,
)
async def remove_import(call: Call) -> Answer:
    """What was imported stays, and can no longer be undone."""
    await imports.remove(call.acting, call.id("import_id"))
    return Answer()


def _answer(standing: Standing, status: int | None = None, location: str | None = None) -> Answer:
    return Answer(ImportOut.of(standing), status=status, etag=standing.of.version, location=location)
