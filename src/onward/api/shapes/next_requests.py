"""The caller's own next step as it travels, and what it asks for."""

from uuid import UUID

from msgspec import Struct

from onward.api.shapes import fields
from onward.api.shapes.fields import Key, Metadata, ShortText, Text, Title, When
from onward.domain.decisions import NextRequest
from onward.domain.errors import Fault, Invalid
from onward.domain.records import Priority, TenantSettings


class NextIn(Struct, frozen=True, forbid_unknown_fields=True):
    """The caller's own next step: `type` with `title`, or `template_id`, or `none` with a `why`."""

    type: Key | None = None
    title: Title | None = None
    description: Text | None = None
    priority: Priority | None = None
    scheduled_at: When | None = None
    due_at: When | None = None
    assignee_id: UUID | None = None
    metadata: Metadata | None = None
    template_id: UUID | None = None
    none: bool = False
    why: ShortText | None = None


_GOES_WITH = {"template_id": frozenset({"template_id"}), "none": frozenset({"none", "why"})}
_NOT_WITH_TYPE = frozenset({"template_id", "none", "why"})


def next_request(wanted: NextIn | None, settings: TenantSettings) -> NextRequest | None:
    """What a next step asks for. Raises Invalid for one that says nothing, too much or nonsense."""
    if wanted is None:
        return None
    _check_form(wanted)
    scheduled = fields.moment(wanted.scheduled_at, settings, "next.scheduled_at")
    due = fields.moment(wanted.due_at, settings, "next.due_at")
    return NextRequest(
        type=wanted.type,
        title=wanted.title,
        description=wanted.description,
        priority=wanted.priority,
        scheduled_at=scheduled.at if scheduled else None,
        scheduled_all_day=scheduled.all_day if scheduled else False,
        due_at=due.at if due else None,
        due_all_day=due.all_day if due else False,
        assignee_id=wanted.assignee_id,
        metadata=None if wanted.metadata is None else fields.checked_metadata(wanted.metadata, "next.metadata"),
        template_id=wanted.template_id,
        none=wanted.none,
        why=wanted.why,
    )


def _check_form(wanted: NextIn) -> None:
    sent = {name for name in wanted.__struct_fields__ if getattr(wanted, name) not in (None, False)}
    forms = sent & {"type", "template_id", "none"}
    if len(forms) != 1:
        raise Invalid.field("next", "say exactly one of type (with title), template_id or none")
    form = forms.pop()
    extra = sent & _NOT_WITH_TYPE if form == "type" else sent - _GOES_WITH[form]
    if extra:
        raise Invalid([Fault(f"next.{name}", f"does not go with {form}") for name in sorted(extra)])
    if form == "type" and wanted.title is None:
        raise Invalid.field("next.title", "is required with type")
