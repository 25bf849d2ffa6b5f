"""From a decision to rows: the interaction, the run that begins, the run that moves on."""

from uuid import UUID

import msgspec

from onward.actions import changes
from onward.actions.acting import Acting
from onward.domain import beginnings
from onward.domain.decisions import Decision
from onward.domain.records import Customer, Event, Interaction, NextStep, Workflow
from onward.domain.search import words
from onward.store import interactions as store_interactions
from onward.store import workflows as store_workflows


class Rows(msgspec.Struct, frozen=True):
    """What a decision makes: at most one interaction, at most one new run, the current run's new state."""

    next_step: NextStep
    interaction: Interaction | None
    started: Workflow | None
    moved: Workflow | None

    @property
    def words(self) -> list[str]:
        return words(self.interaction.title) if self.interaction else []


def rows_of(
    acting: Acting,
    decision: Decision,
    customer: Customer,
    current: Workflow | None,
    previous_id: UUID | None = None,
) -> Rows:
    """The rows of a decision, with ids; `current` is the run that the decision moves, if any."""
    start, planned = decision.workflow_start, decision.planned
    started = None
    if start is not None:
        started = beginnings.new_workflow(start, customer.id, identity=acting.new_id(), now=acting.now)
    if planned is None:
        return Rows(decision.next_step, None, started, _moved(acting, decision, current))
    run = {"current": current, "new": started, None: None}[planned.belongs_to]
    interaction = beginnings.new_interaction(
        planned,
        customer,
        identity=acting.new_id(),
        workflow_id=run.id if run else None,
        now=acting.now,
        previous_id=previous_id,
        created_by=acting.actor.id,
    )
    step = msgspec.structs.replace(decision.next_step, interaction_id=interaction.id)
    return Rows(step, interaction, started, _moved(acting, decision, current))


def _moved(acting: Acting, decision: Decision, current: Workflow | None) -> Workflow | None:
    change = decision.workflow_change
    if change is None or current is None:
        return None
    return msgspec.structs.replace(
        current,
        status=change.status,
        exit_reason=change.exit_reason,
        step_number=change.step_number,
        branch_counts=change.branch_counts,
        ended_at=None if change.status in {"active", "paused"} else acting.now,
        version=current.version + 1,
    )


def events_of(acting: Acting, rows: Rows, before: Workflow | None) -> list[Event]:
    """What happened besides the act itself: the runs that ended or began, the interaction that was made."""
    events: list[Event] = []
    if before is not None and rows.moved is not None and rows.moved.status != before.status:
        events.append(changes.workflow_event(acting, before, rows.moved))
    if rows.started is not None:
        events.append(changes.workflow_started_event(acting, rows.started))
    if rows.interaction is not None:
        events.append(changes.created_event(acting, rows.interaction))
    return events


async def save_unlinked(acting: Acting, rows: Rows) -> None:
    """Write a decision that follows no interaction: a start, or the fallback of a reopened customer.

    The customer must be locked.
    """
    if rows.started is not None:
        await store_workflows.insert_workflow(acting.tx, acting.tenant_id, rows.started)
    if rows.interaction is not None:
        await store_interactions.insert_interaction(
            acting.tx,
            acting.tenant_id,
            rows.interaction,
            rows.words,
            changes.writing(acting),
            events_of(acting, rows, None),
        )
