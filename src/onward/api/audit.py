"""The audit log over HTTP: read and exported by owners."""

from onward.api import cursors
from onward.api.routing import Answer, Call, Raw, Routes
from onward.api.shapes.audit import (
    AuditEntryOut,
    AuditPageOut,
    ExportAuditQuery,
    ListAuditQuery,
    as_csv,
    as_lines,
)
from onward.api.shapes.fields import instant
from onward.domain.roles import Permission
from onward.store import audit
from onward.store.audit import AuditFilter

ROUTES = Routes()
TAG = "Audit log"
_KINDS = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl"}


@ROUTES.get(
    "/v1/audit",
    permission=Permission.READ_AUDIT,
    query=ListAuditQuery,
    answers=AuditPageOut,
    summary="Read the audit log",
    tag=TAG,
)
async def list_audit(call: Call, query: ListAuditQuery) -> Answer:
    """Who did what to what, when and from where; newest first unless `sort` says otherwise."""
    shown, cursor = await _page(call, query)
    return Answer(AuditPageOut(shown, cursor))


@ROUTES.get(
    "/v1/audit/export",
    permission=Permission.EXPORT,
    query=ExportAuditQuery,
    produces=tuple(_KINDS.values()),
    summary="Export the audit log",
    tag=TAG,
)
async def export_audit(call: Call, query: ExportAuditQuery) -> Answer:
    """As JSON Lines or CSV, oldest first. When there is more, the header `X-Next-Cursor` holds the next `cursor`."""
    shown, cursor = await _page(call, query)
    body = as_csv(shown) if query.format == "csv" else as_lines(shown)
    headers = {"content-disposition": f'attachment; filename="audit.{query.format}"'}
    if cursor is not None:
        headers["x-next-cursor"] = cursor
    return Answer(Raw(body, _KINDS[query.format], headers), details={"lines": len(shown)})


async def _page(call: Call, query: ListAuditQuery | ExportAuditQuery) -> tuple[list[AuditEntryOut], str | None]:
    acting = call.acting
    since = instant(query.since, acting.settings, "since")
    until = instant(query.until, acting.settings, "until")
    wanted = AuditFilter(
        act=query.act,
        actor_id=query.actor_id,
        subject_id=query.subject_id,
        since=since,
        until=until,
    )
    page = cursors.page_of(query, acting.now, audit.ORDERS)
    found = await audit.list_entries(acting.tx, acting.tenant_id, wanted, page.keyset, query.limit + 1)
    shown = found[: query.limit]
    cursor = page.cursor(shown[-1].id, shown[-1].at) if len(found) > query.limit else None
    return [AuditEntryOut.of(entry) for entry in shown], cursor
