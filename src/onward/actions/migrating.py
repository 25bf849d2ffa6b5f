"""Take a running workflow over to a newer version of its template."""

from uuid import UUID

import msgspec

from onward.actions import changes, workflow_verbs
from onward.actions.acting import Acting
from onward.actions.workflow_verbs import Run
from onward.domain import errors, migration, workflows
from onward.domain.migration import Migration, StepMove
from onward.domain.records import Definition, Event, Interaction, Workflow
from onward.domain.workflows import Overview
from onward.store import events, interactions, templates
from onward.store import workflows as store_workflows


class Wanted(msgspec.Struct, frozen=True):
    """`version` None means the newest; `steps` says which step becomes which where the numbers do not."""

    version: int | None
    steps: dict[int, int]
    is_dry_run: bool


class Migrated(msgspec.Struct, frozen=True):
    """The run as it is, or in a dry run would be; `is_possible` is false where its own step has no counterpart."""

    overview: Overview
    interaction: Interaction | None
    from_version: int
    to_version: int
    moves: list[StepMove]
    is_possible: bool


async def migrate_workflow(acting: Acting, workflow_id: UUID, wanted: Wanted, if_match: int | None = None) -> Migrated:
    """Go on by a newer version: the run keeps its place, its open step its dates and words.

    One that runs at that version is answered as it is. Raises NotFound, Stale, Conflict for one that has ended or
    owes a step, Invalid for an older version, a mapping of steps that are not there, or no counterpart of its own.
    """
    run = await workflow_verbs.lock_run(acting, workflow_id)
    workflow_verbs.refuse_ended(run.workflow)
    version = wanted.version or run.overview(run.workflow).newest_version
    if version == run.workflow.template_version:
        return _unchanged(run)
    changes.check_version(run.workflow.version, if_match)
    if run.workflow.owed_after_id is not None:
        raise errors.Conflict("Its next step is decided when it is resumed. Resume it before you migrate it.")
    definition = await _definition(acting, run.workflow, version)
    found = migration.plan(run.workflow, run.definition, definition, version, wanted.steps)
    if found.workflow is None and not wanted.is_dry_run:
        raise errors.Invalid.field(
            f"steps.{run.workflow.step_number}",
            f"has no counterpart in version {version}, and this workflow stands there: say which step it becomes",
        )
    return await _migrated(acting, run, found, definition, version, is_dry_run=wanted.is_dry_run)


async def _definition(acting: Acting, workflow: Workflow, version: int) -> Definition:
    if version < workflow.template_version:
        raise errors.Invalid.field("version", f"is older than {workflow.template_version}, which runs")
    found = await templates.find_definition(acting.tx, acting.tenant_id, workflow.template_id, version)
    if found is None:
        raise errors.Invalid.field("version", "has not been published")
    return found


async def _migrated(
    acting: Acting, run: Run, found: Migration, definition: Definition, version: int, *, is_dry_run: bool
) -> Migrated:
    situation, before = run.loaded.situation, run.workflow
    after = found.workflow or before
    shown = definition if found.workflow else run.definition
    step = None if run.open_step is None or found.workflow is None else _moved_step(acting, run.open_step, after)
    if not is_dry_run:
        await _save(acting, run, after, step)
    overview = workflows.overview(situation, after, shown)
    from_version = before.template_version
    return Migrated(
        overview, step or run.open_step, from_version, version, found.moves, is_possible=found.workflow is not None
    )


def _moved_step(acting: Acting, step: Interaction, after: Workflow) -> Interaction:
    return msgspec.structs.replace(
        step,
        template_version=after.template_version,
        step_number=after.step_number,
        version=step.version + 1,
        updated_at=acting.now,
    )


async def _save(acting: Acting, run: Run, after: Workflow, step: Interaction | None) -> None:
    tx, tenant_id, writing = acting.tx, acting.tenant_id, changes.writing(acting)
    await store_workflows.update_workflow(tx, tenant_id, after)
    if step is not None and run.open_step is not None:
        noted = _step_event(acting, run.open_step, step)
        await interactions.update_interaction(tx, tenant_id, run.open_step, step, writing, [noted])
    event = changes.workflow_moved_event(acting, "workflow.migrated", run.workflow, after)
    await events.insert_events(tx, tenant_id, writing, [_with_versions(event, run.workflow, after)])


def _step_event(acting: Acting, before: Interaction, after: Interaction) -> Event:
    columns = interactions.changed_columns(before, after)
    old, new = changes.picked(before, columns), changes.picked(after, columns)
    return changes.interaction_event(acting, "interaction.updated", after, old, new)


def _with_versions(event: Event, before: Workflow, after: Workflow) -> Event:
    old = {**(event.old or {}), "template_version": before.template_version}
    return msgspec.structs.replace(
        event, old=old, new={**(event.new or {}), "template_version": after.template_version}
    )


def _unchanged(run: Run) -> Migrated:
    version = run.workflow.template_version
    mapped = migration.plan(run.workflow, run.definition, run.definition, version, {})
    return Migrated(run.overview(run.workflow), run.open_step, version, version, mapped.moves, is_possible=True)
