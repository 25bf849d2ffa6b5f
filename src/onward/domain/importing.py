"""What a record becomes: a customer that is new, a known one changed, or an interaction that is over. Pure; what is
known already is looked up by others."""

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct, structs

from onward.domain import beginnings
from onward.domain.delimited import Record
from onward.domain.import_rows import BadLine
from onward.domain.imports import LineOutcome, LineResult, Options
from onward.domain.records import Customer, Interaction
from onward.domain.schedule import Moment

_PLAIN = ("external_id", "name", "company", "email", "phone", "timezone", "do_not_contact", "tags", "notes")


class Match(Struct, frozen=True):
    """Who a line is about: the customers that its e-mail address belongs to, and the one with its external_id."""

    by_external_id: UUID | None = None
    by_email: tuple[UUID, ...] = ()


def known_as(values: dict[str, Any], match: Match, options: Options) -> UUID | None:
    """The customer that the line changes; None for a new one. Raises Duplicate, and BadLine."""
    if match.by_external_id is not None:
        if options.on_known == "update":
            return match.by_external_id
        raise Duplicate(f"external_id {values['external_id']} is known already", match.by_external_id)
    if match.by_email and options.same_email != "create":
        if options.same_email == "skip":
            raise Duplicate(f"the e-mail address {values['email']} is known already", match.by_email[0])
        if len(match.by_email) > 1:
            raise BadLine(f"{len(match.by_email)} customers have the e-mail address {values['email']}")
        return match.by_email[0]
    if "name" not in values:
        raise BadLine("has no name, which a new customer needs")
    return None


class Duplicate(ValueError):
    """Somebody is known already, and the line is to be left out then."""

    def __init__(self, message: str, customer_id: UUID) -> None:
        super().__init__(message)
        self.customer_id = customer_id


def created(values: dict[str, Any], identity: UUID, now: datetime) -> Customer:
    fields = {field: values[field] for field in _PLAIN if field in values}
    return beginnings.new_customer(
        identity=identity,
        now=now,
        owner_id=values.get("owner"),
        status=values.get("status", "active"),
        closed_at=now if values.get("status") == "closed" else None,
        metadata=values.get("metadata", {}),
        **fields,
    )


def changed(before: Customer, values: dict[str, Any], now: datetime) -> Customer:
    """All that the line says but the status, which is more than a field; keys of metadata are added to those there."""
    fields = {field: values[field] for field in _PLAIN if field in values}
    if "owner" in values:
        fields["owner_id"] = values["owner"]
    if "metadata" in values:
        fields["metadata"] = {**before.metadata, **values["metadata"]}
    after = structs.replace(before, **fields)
    return before if after == before else structs.replace(after, version=before.version + 1, updated_at=now)


def past_interaction(
    values: dict[str, Any], customer_id: UUID, identity: UUID, actor_id: UUID, now: datetime
) -> Interaction:
    """One that is over, with nothing after it. It stands in the lists at the time when it ended."""
    scheduled: Moment | None = values.get("scheduled_at")
    due: Moment | None = values.get("due_at")
    ended_at: datetime = values["ended_at"]
    is_completed = values["status"] == "completed"
    return Interaction(
        id=identity,
        customer_id=customer_id,
        type=values["type"],
        title=values["title"],
        description=values.get("description"),
        status=values["status"],
        priority=values.get("priority", "normal"),
        scheduled_at=scheduled.at if scheduled else None,
        scheduled_all_day=scheduled.all_day if scheduled else False,
        due_at=due.at if due else None,
        due_all_day=due.all_day if due else False,
        started_at=None,
        completed_at=ended_at if is_completed else None,
        closed_at=ended_at,
        outcome=values.get("outcome"),
        outcome_details=values.get("outcome_details"),
        close_reason=values.get("close_reason"),
        origin="imported",
        explanation=None,
        template_id=None,
        template_version=None,
        workflow_id=None,
        step_number=None,
        campaign_id=None,
        conversation_id=None,
        assignee_id=values.get("assignee"),
        previous_interaction_id=None,
        next_interaction_id=None,
        first_scheduled_at=scheduled.at if scheduled else None,
        first_due_at=due.at if due else None,
        reschedule_count=0,
        created_by=actor_id,
        completed_by=values.get("assignee") if is_completed else None,
        metadata=values.get("metadata", {}),
        next_step=None,
        version=1,
        created_at=ended_at,
        updated_at=now,
    )


def left_out(record: Record, result: LineResult, reason: str, subject_id: UUID | None = None) -> LineOutcome:
    """A line that somebody has to look at."""
    return LineOutcome(record.line, result, reason, subject_id, cells=record.cells)
