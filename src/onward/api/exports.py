"""Exports over HTTP, and the import of everything into a new tenant."""

from collections.abc import AsyncIterator, Callable
from functools import partial

import onward
from onward.actions import spreadsheets, worlds
from onward.api.routing import Answer, Call, Routes, Stream
from onward.api.shapes.exports import WorldTakenOut
from onward.api.uploads import Upload
from onward.domain.roles import Permission
from onward.store import inspection
from onward.store.transactions import Snapshot

ROUTES = Routes()
TAG = "Export and import"
CSV = "text/csv; charset=utf-8"
LINES = "application/jsonl"
MOST_BYTES = 32 * 1024 * 1024


@ROUTES.get(
    "/v1/exports/customers",
    permission=Permission.EXPORT,
    produces=(CSV,),
    summary="Export all customers as CSV",
    tag=TAG,
)
async def export_customers(call: Call) -> Answer:
    """As of one moment, by age. A cell that a spreadsheet would run begins with an apostrophe."""
    return _file(call, "customers.csv", CSV, spreadsheets.customers)


@ROUTES.get(
    "/v1/exports/interactions",
    permission=Permission.EXPORT,
    produces=(CSV,),
    summary="Export all interactions as CSV",
    tag=TAG,
)
async def export_interactions(call: Call) -> Answer:
    """As of one moment, by age. A cell that a spreadsheet would run begins with an apostrophe."""
    return _file(call, "interactions.csv", CSV, spreadsheets.interactions)


@ROUTES.get(
    "/v1/exports/everything",
    permission=Permission.EXPORT,
    produces=(LINES,),
    summary="Export everything as JSON Lines",
    tag=TAG,
)
async def export_everything(call: Call) -> Answer:
    """All rows of the tenant as of one moment, without secrets: what `POST /v1/imports/everything` takes in."""
    head = worlds.head_of(call.tenant, onward.__version__, inspection.expected_revision(), call.acting.now)
    return _file(call, "everything.jsonl", LINES, partial(worlds.tell, head=head))


@ROUTES.post(
    "/v1/imports/everything",
    permission=Permission.WRITE_SETTINGS,
    takes=(LINES,),
    max_body_bytes=MOST_BYTES,
    answers=WorldTakenOut,
    summary="Take an export of everything into a new tenant",
    tag=TAG,
)
async def import_everything(call: Call, upload: Upload) -> Answer:
    """All of it or nothing. The tenant must be new; its members stay, and those of the file join them. Nothing that
    the file tells of happens again. Larger files: `onward import`."""
    rows = await worlds.take(call.acting, upload.lines(), call.tenant.local_member_id)
    return Answer(WorldTakenOut(rows), details={"rows": sum(rows.values())}, changes_access=True)


def _file(call: Call, name: str, media_type: str, source: Callable[[Snapshot], AsyncIterator[bytes]]) -> Answer:
    headers = {"content-disposition": f'attachment; filename="{call.tenant.slug}-{name}"'}
    return Answer(Stream(source, media_type, headers))
