"""Small shared pieces of the actions: what an event says of a change, and how versions are compared."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import msgspec

from onward.actions.acting import Acting
from onward.domain import errors
from onward.domain.records import Customer, Event, Interaction, Workflow
from onward.store.events import Writing


def writing(acting: Acting) -> Writing:
    return Writing(acting.actor, acting.now, acting.request_id)


NEVER_MATCHES = -1
"""In the place of the version that a caller has seen, where what was sent cannot be one: no version is negative."""


def check_version(current: int, if_match: int | None) -> None:
    """Raises Stale when the caller has seen another version than the current one."""
    if if_match == NEVER_MATCHES:
        raise errors.Stale(f'If-Match names no version: it is at "{current}" now, with the quotation marks.')
    if if_match is not None and if_match != current:
        raise errors.Stale(f'This was changed since: it is at version "{current}" now. Read it again.')


def refuse_erased(customer: Customer) -> None:
    """Raises Conflict for a customer whose data was erased: nothing is written about them any more."""
    if customer.erased_at is not None:
        raise errors.Conflict("This customer's data was erased. Nothing can be changed or added any more.")


def picked(record: msgspec.Struct, columns: Iterable[str]) -> dict[str, Any]:
    """The named fields of a record, as an event keeps them."""
    return {column: getattr(record, column) for column in columns}


def everything(record: msgspec.Struct) -> dict[str, Any]:
    """All fields of a record that has just been made or is being removed, as an event keeps them."""
    return {name: value for name, value in msgspec.structs.asdict(record).items() if value is not None}


def interaction_event(
    acting: Acting,
    kind: str,
    interaction: Interaction,
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
) -> Event:
    return Event(
        id=acting.new_id(),
        kind=kind,
        customer_id=interaction.customer_id,
        interaction_id=interaction.id,
        workflow_id=interaction.workflow_id,
        old=old,
        new=new,
    )


def created_event(acting: Acting, interaction: Interaction) -> Event:
    return interaction_event(acting, "interaction.created", interaction, new=everything(interaction))


def customer_event(
    acting: Acting,
    kind: str,
    customer_id: UUID,
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
) -> Event:
    return Event(id=acting.new_id(), kind=kind, customer_id=customer_id, old=old, new=new)


WORKFLOW_STATE = (
    "status",
    "exit_reason",
    "step_number",
    "branch_counts",
    "ended_at",
    "resume_at",
    "pause_reason",
    "owed_after_id",
    "version",
)


def workflow_started_event(acting: Acting, workflow: Workflow) -> Event:
    return _workflow_event(acting, "workflow.started", workflow, None, everything(workflow))


def workflow_event(acting: Acting, before: Workflow, after: Workflow) -> Event:
    """What became of a run: `workflow.completed`, `workflow.exited`, `workflow.paused` or, taken back,
    `workflow.restored`."""
    kind = "workflow.restored" if after.status == "active" else f"workflow.{after.status}"
    return workflow_moved_event(acting, kind, before, after)


def workflow_moved_event(acting: Acting, kind: str, before: Workflow, after: Workflow) -> Event:
    """What somebody did to a run, with where it stood before and where it stands now."""
    return _workflow_event(acting, kind, after, picked(before, WORKFLOW_STATE), picked(after, WORKFLOW_STATE))


def _workflow_event(
    acting: Acting, kind: str, workflow: Workflow, old: dict[str, Any] | None, new: dict[str, Any]
) -> Event:
    return Event(
        id=acting.new_id(),
        kind=kind,
        customer_id=workflow.customer_id,
        workflow_id=workflow.id,
        old=old,
        new=new,
    )
