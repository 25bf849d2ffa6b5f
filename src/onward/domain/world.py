"""A tenant's world as a file of JSON Lines: which tables it holds, in what order, and what must hold of a row.

The first line tells what the file is, the last how many rows of each table came before it, so that half a file is
known for what it is. Every line between is one row: `{"table": …, "row": {…}}`.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from onward.domain import schedule, template_faults
from onward.domain.campaigns import Campaign, Enrolment
from onward.domain.conversation_records import ConversationRule, Message
from onward.domain.records import (
    Conversation,
    Customer,
    Definition,
    Interaction,
    Member,
    Note,
    SavedView,
    TenantSettings,
    Workflow,
)

FORMAT = "onward.world"
VERSION = 1

# Parents before children.
TABLES: dict[str, str] = {
    "tenant_settings": "tenant_id",
    "interaction_types": "key",
    "outcomes": "key",
    "members": "id",
    "saved_views": "id",
    "interaction_templates": "id",
    "template_versions": "template_id, version",
    "campaigns": "id",
    "customers": "id",
    "merged_customers": "id",
    "customer_notes": "id",
    "conversations": "id",
    "conversation_messages": "id",
    "conversation_rules": "id",
    "workflows": "id",
    "campaign_enrolments": "campaign_id, customer_id",
    "interactions": "created_at, id",
    "events": "id",
}
"""Each table of a world, and the order of its rows in the file."""

LEFT_OUT: dict[str, str] = {
    "audit_log": "tells of requests to this server, and is kept with it",
    "idempotency_keys": "answers to repeats of requests to this server",
    "jobs": "work of this server, and what came of it",
    "job_items": "as above",
    "imports": "files that were uploaded to this server, and what came of them",
    "import_parts": "as above",
    "import_lines": "as above",
    "demo_rows": "which rows are the demo's, so that they can be removed",
    "search_words": "made anew from the rows that they find",
}
"""Tenant tables that no world holds, and why."""

HIDDEN_COLUMNS: dict[str, tuple[str, ...]] = {
    "customers": ("words",),
    "members": ("person_id",),
    "events": ("writer_xid", "log_xid", "log_lsn"),
}
"""What is this server's own: by which words a customer is found, whose account a member is, who wrote an event and
where it stands in the log."""


class Head(Struct, frozen=True, kw_only=True):
    """The first line. `revision` is the database's, `local_member_id` the member that acts without an account."""

    format: str
    version: int
    onward: str
    revision: str
    exported_at: datetime
    tenant_id: UUID
    tenant_slug: str
    tenant_name: str
    local_member_id: UUID


class Entry(Struct, frozen=True):
    """Any later line: one row of a table, decoded no further than the table asks for; or, as the last line, how many
    rows of each table came before."""

    table: str | None = None
    row: dict[str, Any] = {}
    rows: dict[str, int] | None = None


def _zone(value: str) -> None:
    if not schedule.is_zone(value):
        raise ValueError(f"{value!r} is no time zone")


def _definition(value: object) -> None:
    definition = msgspec.convert(value, Definition)
    if faults := template_faults.validate(definition):
        raise ValueError(f"{faults[0].field} {faults[0].message}")


def _settings(value: object) -> None:
    _zone(msgspec.convert(value, TenantSettings).zone)


def _of(kind: Any) -> Callable[[Any], None]:
    def check(value: object) -> None:
        msgspec.convert(value, kind)

    return check


_RECORDS: dict[str, type[Struct]] = {
    "members": Member,
    "saved_views": SavedView,
    "campaigns": Campaign,
    "customers": Customer,
    "customer_notes": Note,
    "conversations": Conversation,
    "conversation_messages": Message,
    "conversation_rules": ConversationRule,
    "workflows": Workflow,
    "campaign_enrolments": Enrolment,
    "interactions": Interaction,
}
_CHECKS: dict[str, dict[str, Callable[[Any], None]]] = {
    "tenant_settings": {"settings": _settings},
    "members": {"zone": _zone},
    "interaction_templates": {"draft": _of(Definition)},
    "template_versions": {"definition": _definition},
    "customers": {"timezone": _zone},
}


def check_row(table: str, row: dict[str, Any]) -> None:
    """What the table itself does not ask of a row. Raises ValueError."""
    try:
        if table in _RECORDS:
            msgspec.convert(row, _RECORDS[table])
        for column, check in _CHECKS.get(table, {}).items():
            if row.get(column) is not None:
                check(row[column])
    except msgspec.ValidationError as wrong:
        raise ValueError(str(wrong)) from None
