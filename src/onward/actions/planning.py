"""From a decision to rows: the interaction, the run that begins, the run that moves on."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from onward.actions import changes
from onward.actions.acting import Acting
from onward.domain import beginnings, workflows
from onward.domain.decisions import Decision
from onward.domain.records import Customer, Event, Interaction, NextStep, Workflow
from onward.domain.search import title_words
from onward.store import events as store_events
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
        return title_words(self.interaction.title) if self.interaction else []


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
        return Rows(decision.next_step, None, started, _moved(acting, decision, current, previous_id))
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
    return Rows(step, interaction, started, _moved(acting, decision, current, previous_id))


def _moved(acting: Acting, decision: Decision, current: Workflow | None, finished_id: UUID | None) -> Workflow | None:
    change = decision.workflow_change
    return None if change is None or current is None else workflows.moved(current, change, acting.now, finished_id)


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


async def save_unlinked(
    acting: Acting, rows: Rows, before: Workflow | None = None, beside: Sequence[Event] = ()
) -> None:
    """Write a decision that is linked to no interaction: a start, what comes when a run is resumed or left without
    an open step, or the fallback of a reopened customer. `before` is the run that ends, `beside` are further events.

    What moves is written first, for a run ends before its template starts again. The customer must be locked.
    """
    noted = [*beside, *events_of(acting, rows, before)]
    if rows.moved is not None:
        await store_workflows.update_workflow(acting.tx, acting.tenant_id, rows.moved)
    if rows.started is not None:
        await store_workflows.insert_workflow(acting.tx, acting.tenant_id, rows.started)
    if rows.interaction is not None:
        await store_interactions.insert_interaction(
            acting.tx,
            acting.tenant_id,
            rows.interaction,
            rows.words,
            changes.writing(acting),
            noted,
        )
    elif noted:
        await store_events.insert_events(acting.tx, acting.tenant_id, changes.writing(acting), noted)
