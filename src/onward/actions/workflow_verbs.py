"""Pause, resume, leave and jump: what somebody does with a running workflow.

Where an open step is ended by it, that is written as finishing it: so its undo takes the whole act back.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from onward.actions import changes, finishing, planning
from onward.actions.acting import Acting
from onward.domain import campaigns, errors, rescheduling, steps, workflows
from onward.domain.decisions import Act, Decision
from onward.domain.projection import Projection, project
from onward.domain.records import OPEN, Definition, Event, Interaction, NextStep, Workflow
from onward.domain.rescheduling import NewDates
from onward.domain.turns import RESUME_WORKFLOWS
from onward.domain.workflows import Overview, ThenAfterExit
from onward.store import campaigns as store_campaigns
from onward.store import events, outlooks, situations, turns, workflow_lists
from onward.store import workflows as store_workflows
from onward.store.situations import Loaded

_FAR_AHEAD = timedelta(days=90)
_MOST_AHEAD = 20


class Moved(msgspec.Struct, frozen=True):
    """The run as it is now, the open step that the act ended if there was one, and what comes next."""

    overview: Overview
    interaction: Interaction | None
    next_interaction: Interaction | None
    next_step: NextStep


class Run(msgspec.Struct, frozen=True):
    """A run under its customer's lock, with what it stands in."""

    loaded: Loaded
    workflow: Workflow
    definition: Definition

    @property
    def open_step(self) -> Interaction | None:
        current = self.loaded.situation.interaction
        return current if current is not None and current.status in OPEN else None

    def overview(self, workflow: Workflow) -> Overview:
        return workflows.overview(self.loaded.situation, workflow, self.definition)


class Seen(msgspec.Struct, frozen=True):
    """A run with its interactions in order, open ones included, and the path ahead."""

    overview: Overview
    steps: list[Interaction]
    projection: Projection


async def look_at_workflow(acting: Acting, workflow_id: UUID, supposed: NewDates) -> Seen:
    """What happened in a run and what lies ahead of it, supposing that its open step had other dates.

    Raises NotFound.
    """
    run = await read_run(acting, workflow_id)
    done = await workflow_lists.list_steps_of_workflow(acting.tx, acting.tenant_id, workflow_id)
    situation = run.loaded.situation
    if run.open_step is not None:
        situation = msgspec.structs.replace(situation, interaction=rescheduling.supposed(run.open_step, supposed))
    ahead = project(situation, acting.now, run.loaded.outcome_kind)
    return Seen(run.overview(run.workflow), done, ahead)


async def look_ahead(acting: Acting, workflow_ids: Sequence[UUID], until: datetime | None) -> dict[UUID, Projection]:
    """What lies ahead of several runs, by run; four statements at the most, however many they are. One in which
    nothing is open is left out. It goes as far as `until`, or 90 days, and 20 steps at the most: a template that goes
    round has no end, and a page of them would keep the server busy for seconds."""
    until = until or acting.now + _FAR_AHEAD
    step_ids = await workflow_lists.list_open_step_ids(acting.tx, acting.tenant_id, workflow_ids)
    if not step_ids:
        return {}
    loaded, _ = await outlooks.list_outlooks(acting.tx, acting.tenant_id, step_ids)
    return {
        each.situation.workflow.id: project(each.situation, acting.now, until=until, most=_MOST_AHEAD)
        for each in loaded
        if each.situation.workflow is not None
    }


async def pause_workflow(
    acting: Acting, workflow_id: UUID, resume_at: datetime | None, reason: str | None, if_match: int | None = None
) -> Overview:
    """Nothing is created for the run until it is resumed, at `resume_at` by itself. A paused one gets the new date.

    Raises NotFound, Stale, Conflict for one that has ended, Invalid for a date that is past.
    """
    run = await lock_run(acting, workflow_id)
    before = run.workflow
    refuse_ended(before)
    wanted = (resume_at, reason or before.pause_reason)
    if before.status == "paused" and (before.resume_at, before.pause_reason) == wanted:
        return run.overview(before)
    changes.check_version(before.version, if_match)
    if resume_at is not None and resume_at <= acting.now:
        raise errors.Invalid.field("resume_at", "lies in the past; name a later day, or none")
    return run.overview(await pause_run(acting, run, *wanted))


async def pause_run(acting: Acting, run: Run, resume_at: datetime | None, reason: str | None) -> Workflow:
    """Pause a run that has not ended, whatever it was paused for before. The customer must be locked."""
    after = workflows.paused(run.workflow, resume_at, reason)
    await store_workflows.update_workflow(acting.tx, acting.tenant_id, after)
    await wake_on_resume(acting, after)
    event = changes.workflow_moved_event(acting, "workflow.paused", run.workflow, after)
    await events.insert_events(acting.tx, acting.tenant_id, changes.writing(acting), [event])
    return after


async def resume_workflow(acting: Acting, workflow_id: UUID, if_match: int | None = None) -> Moved:
    """The run goes on: its open step stays as it is, and one that it owes is created, counted from now.

    An active run is answered as it is. Raises NotFound, Stale, Conflict for one that has ended.
    """
    run = await lock_run(acting, workflow_id)
    refuse_ended(run.workflow)
    if run.workflow.status == "paused":
        changes.check_version(run.workflow.version, if_match)
    return await resume_run(acting, run)


async def resume_when_due(acting: Acting, workflow_id: UUID, campaign_id: UUID | None) -> None:
    """Resume a paused run whose day has come, if that is still so; while its campaign is paused it waits for that
    instead. Raises NotFound."""
    waits = campaign_id is not None and await _is_paused(acting, campaign_id)
    run = await lock_run(acting, workflow_id)
    due_at = run.workflow.resume_at
    if run.workflow.status != "paused" or due_at is None or due_at > acting.now:
        return
    if waits:
        await pause_run(acting, run, None, campaigns.PAUSED)
    else:
        await resume_run(acting, run)


async def _is_paused(acting: Acting, campaign_id: UUID) -> bool:
    """Before the customer's lock, as whoever pauses a campaign takes them; it stays so until the transaction ends."""
    await store_campaigns.hold_campaign(acting.tx, acting.tenant_id, campaign_id)
    campaign = await store_campaigns.get_campaign(acting.tx, acting.tenant_id, campaign_id)
    return campaign.status == "paused"


async def exit_workflow(
    acting: Acting, workflow_id: UUID, reason: str | None, then: ThenAfterExit, if_match: int | None = None
) -> Moved:
    """Leave the run: its open step is cancelled, and layers 5 and 6 plan anew unless `then` is `none`.

    Raises NotFound, Stale, Conflict for one that has ended.
    """
    run = await lock_run(acting, workflow_id)
    refuse_ended(run.workflow)
    changes.check_version(run.workflow.version, if_match)
    return await exit_run(acting, run, reason, then)


async def exit_run(acting: Acting, run: Run, reason: str | None, then: ThenAfterExit) -> Moved:
    """Leave a run that has not ended. The customer must be locked."""
    decision = workflows.decide_exit(run.loaded.situation, reason or workflows.BY_HAND, then, acting.now)
    return await _carry_out(acting, run, decision, reason or "workflow_exited")


async def jump_workflow(
    acting: Acting, workflow_id: UUID, step_number: int, reason: str | None, if_match: int | None = None
) -> Moved:
    """Go on at a step of one's choice, counted from now; the open step is cancelled.

    Raises NotFound, Stale, Conflict for one that is paused or has ended, Invalid for a step that it has not got.
    """
    run = await lock_run(acting, workflow_id)
    refuse_ended(run.workflow)
    changes.check_version(run.workflow.version, if_match)
    if run.workflow.status == "paused":
        raise errors.Conflict("This workflow is paused. Resume it before you jump.")
    target = steps.find_step(run.definition, step_number)
    if target is None:
        raise errors.Invalid.field("step_number", f"is no step of '{run.definition.name}' as it runs here")
    decision = workflows.decide_jump(run.loaded.situation, target, acting.now)
    event = _moving_event(acting, "workflow.jumped", run, decision)
    return await _carry_out(acting, run, decision, reason or "workflow_jumped", [event])


async def wake_on_resume(acting: Acting, workflow: Workflow) -> None:
    """Have the worker look when the run is to go on, if it is paused until a day."""
    if workflow.resume_at is not None:
        await turns.bring_forward(acting.tx, acting.tenant_id, RESUME_WORKFLOWS, workflow.resume_at)


async def lock_run(acting: Acting, workflow_id: UUID) -> Run:
    """The run, with its customer locked. Raises NotFound."""
    await store_workflows.lock_customer_of_workflow(acting.tx, acting.tenant_id, workflow_id)
    return await read_run(acting, workflow_id)


def refuse_ended(workflow: Workflow) -> None:
    if workflow.status not in workflows.RUNNING:
        why = f" ({workflow.exit_reason})" if workflow.exit_reason else ""
        raise errors.Conflict(f"This workflow is {workflow.status}{why}: what has ended does not go on.")


async def read_run(acting: Acting, workflow_id: UUID) -> Run:
    """The run with what it stands in. Raises NotFound."""
    loaded = await situations.get_workflow_situation(acting.tx, acting.tenant_id, workflow_id)
    workflow, definition = loaded.situation.workflow, loaded.situation.definition
    if workflow is None or definition is None:
        raise errors.NotFound("There is no workflow with this id.")
    return Run(loaded, workflow, definition)


async def resume_run(acting: Acting, run: Run) -> Moved:
    """Let a run go on that has not ended. The customer must be locked."""
    decision = workflows.decide_resume(run.loaded.situation, acting.now, run.loaded.outcome_kind)
    if run.workflow.status == "active" and run.open_step is not None:
        return Moved(run.overview(run.workflow), None, run.open_step, decision.next_step)
    event = _moving_event(acting, "workflow.resumed", run, decision)
    return await _save(acting, run, decision, [event])


def _moving_event(acting: Acting, kind: str, run: Run, decision: Decision) -> Event:
    change = decision.workflow_change
    after = run.workflow if change is None else workflows.moved(run.workflow, change, acting.now)
    return changes.workflow_moved_event(acting, kind, run.workflow, after)


async def _carry_out(
    acting: Acting, run: Run, decision: Decision, reason: str, beside: list[Event] | None = None
) -> Moved:
    """Write what was decided, as the cancelling of the open step where there is one."""
    if run.open_step is None:
        return await _save(acting, run, decision, beside or [])
    act = Act(verb="cancel", now=acting.now, at=acting.now, reason=reason)
    ready = finishing.Ready(act, decision=decision, beside=beside or [])
    finished = await finishing.save(acting, finishing.draft(acting, run.loaded, ready))
    change = decision.workflow_change
    after = run.workflow if change is None else workflows.moved(run.workflow, change, acting.now)
    return Moved(run.overview(after), finished.interaction, finished.next_interaction, finished.next_step)


async def _save(acting: Acting, run: Run, decision: Decision, beside: list[Event]) -> Moved:
    situation = run.loaded.situation
    rows = planning.rows_of(acting, decision, situation.customer, run.workflow)
    after = rows.moved or run.workflow
    ends = run.workflow if after.status not in workflows.RUNNING else None
    await planning.save_unlinked(acting, rows, ends, beside)
    following = await finishing.next_interaction(acting, rows.next_step, rows.interaction)
    return Moved(run.overview(after), None, following, rows.next_step)
