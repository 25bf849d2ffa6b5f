"""Workflows over HTTP."""

from collections.abc import Sequence

from onward.actions import migrating, workflow_verbs, workflows
from onward.actions.acting import Acting
from onward.actions.workflow_verbs import Moved
from onward.api import cursors
from onward.api.interactions import people
from onward.api.routing import Answer, Call, Routes
from onward.api.shapes import fields
from onward.api.shapes.interactions import InteractionOut, StartWorkflowIn, View
from onward.api.shapes.workflows import (
    ExitWorkflowIn,
    GetWorkflowQuery,
    JumpWorkflowIn,
    ListWorkflowsQuery,
    MigrateWorkflowIn,
    MigrationOut,
    PauseWorkflowIn,
    ProjectionOut,
    ResumeWorkflowIn,
    WorkflowDetailOut,
    WorkflowMovedOut,
    WorkflowOut,
    WorkflowPageOut,
)
from onward.domain.rescheduling import NewDates
from onward.domain.roles import Permission
from onward.domain.workflows import Overview
from onward.store import workflow_lists
from onward.store.workflow_lists import WorkflowFilter

ROUTES = Routes()
TAG = "Workflows"
_ONE = "/v1/workflows/{workflow_id:uuid}"


@ROUTES.post(
    "/v1/interactions/workflow/start",
    permission=Permission.WRITE_WORKFLOWS,
    body=StartWorkflowIn,
    answers=InteractionOut,
    status=201,
    summary="Start a template for a customer; answers its first interaction",
    tag=TAG,
)
async def start_workflow(call: Call, body: StartWorkflowIn) -> Answer:
    acting = call.acting
    wanted = workflows.NewWorkflow(
        customer_id=body.customer_id,
        template_id=body.template_id,
        start=fields.moment(body.start_date, acting.settings, "start_date"),
        campaign_id=body.campaign_id,
        conversation_id=body.conversation_id,
        assignee_id=body.assignee_id,
    )
    first = await workflows.start_workflow(acting, wanted)
    return Answer(
        View.of(acting).interaction(first),
        etag=first.version,
        location=f"/v1/interactions/{first.id}",
        interaction_id=first.id,
    )


@ROUTES.get(
    "/v1/workflows",
    permission=Permission.READ,
    query=ListWorkflowsQuery,
    answers=WorkflowPageOut,
    summary="List workflows",
    tag=TAG,
)
async def list_workflows(call: Call, query: ListWorkflowsQuery) -> Answer:
    acting = call.acting
    page = cursors.page_of(query, acting.now, workflow_lists.ORDERS)
    assignee_ids, without_assignee = people(acting, query.assignee_id, "assignee_id")
    wanted = WorkflowFilter(
        customer_id=query.customer_id,
        template_id=query.template_id,
        campaign_id=query.campaign_id,
        conversation_id=query.conversation_id,
        status=list(query.status),
        assignee_id=assignee_ids,
        without_assignee=without_assignee,
    )
    found = await workflow_lists.list_workflows(acting.tx, acting.tenant_id, wanted, page.keyset, query.limit + 1)
    shown, cursor = found[: query.limit], None
    if len(found) > query.limit:
        cursor = page.cursor(shown[-1].workflow.id, shown[-1].workflow.started_at)
    return Answer(WorkflowPageOut(await _shown(acting, shown, query), cursor))


async def _shown(acting: Acting, runs: Sequence[Overview], query: ListWorkflowsQuery) -> list[WorkflowOut]:
    until = fields.instant(query.until, acting.settings, "until")
    if "projection" not in query.include:
        return [WorkflowOut.of(one) for one in runs]
    view = View.of(acting)
    ahead = await workflow_verbs.look_ahead(acting, [one.workflow.id for one in runs], until)
    paths = {id_: ProjectionOut.of(path, view) for id_, path in ahead.items()}
    return [WorkflowOut.of(one, paths.get(one.workflow.id)) for one in runs]


@ROUTES.get(
    _ONE,
    permission=Permission.READ,
    query=GetWorkflowQuery,
    answers=WorkflowDetailOut,
    summary="Get a workflow: the steps done, the open one, and the dated path ahead",
    tag=TAG,
)
async def get_workflow(call: Call, query: GetWorkflowQuery) -> Answer:
    """The path ahead is what the engine would create if each step were completed when due, an overdue one now, with
    an outcome that takes no branch. With `scheduled_at` or `due_at` it is the path if the open step were moved so."""
    acting = call.acting
    scheduled = fields.moment(query.scheduled_at, acting.settings, "scheduled_at")
    due = fields.moment(query.due_at, acting.settings, "due_at")
    seen = await workflow_verbs.look_at_workflow(acting, call.id("workflow_id"), NewDates(scheduled, due))
    content = WorkflowDetailOut.of(seen.overview, seen.steps, seen.projection, View.of(acting))
    return Answer(content, etag=seen.overview.workflow.version)


@ROUTES.post(
    _ONE + "/pause",
    permission=Permission.WRITE_WORKFLOWS,
    body=PauseWorkflowIn,
    answers=WorkflowOut,
    if_match=True,
    summary="Pause a workflow, until a day or until it is resumed",
    tag=TAG,
)
async def pause_workflow(call: Call, body: PauseWorkflowIn) -> Answer:
    """Its open step stays and may be finished; what follows it comes when the workflow is resumed."""
    resume_at = fields.instant(body.resume_at, call.acting.settings, "resume_at")
    overview = await workflow_verbs.pause_workflow(
        call.acting, call.id("workflow_id"), resume_at, body.reason, call.if_match
    )
    return Answer(WorkflowOut.of(overview), etag=overview.workflow.version)


@ROUTES.post(
    _ONE + "/resume",
    permission=Permission.WRITE_WORKFLOWS,
    body=ResumeWorkflowIn,
    answers=WorkflowMovedOut,
    if_match=True,
    summary="Resume a paused workflow",
    tag=TAG,
)
async def resume_workflow(call: Call, body: ResumeWorkflowIn) -> Answer:
    """Nothing is moved. A step that was not created because of the pause is created now, counted from now."""
    return _moved(call, await workflow_verbs.resume_workflow(call.acting, call.id("workflow_id"), call.if_match))


@ROUTES.post(
    _ONE + "/exit",
    permission=Permission.WRITE_WORKFLOWS,
    body=ExitWorkflowIn,
    answers=WorkflowMovedOut,
    if_match=True,
    summary="Leave a workflow",
    tag=TAG,
)
async def exit_workflow(call: Call, body: ExitWorkflowIn) -> Answer:
    """Its open step is cancelled. Then the default template or the default follow-up takes over; with `then: none`
    nothing comes. `undo` of the cancelled step takes it all back."""
    workflow_id = call.id("workflow_id")
    return _moved(
        call, await workflow_verbs.exit_workflow(call.acting, workflow_id, body.reason, body.then, call.if_match)
    )


@ROUTES.post(
    _ONE + "/jump",
    permission=Permission.WRITE_WORKFLOWS,
    body=JumpWorkflowIn,
    answers=WorkflowMovedOut,
    if_match=True,
    summary="Go on at a step of one's choice",
    tag=TAG,
)
async def jump_workflow(call: Call, body: JumpWorkflowIn) -> Answer:
    """The open step is cancelled and the step named is created, counted from now. `undo` of the cancelled step takes
    it all back."""
    workflow_id = call.id("workflow_id")
    return _moved(
        call, await workflow_verbs.jump_workflow(call.acting, workflow_id, body.step_number, body.reason, call.if_match)
    )


@ROUTES.post(
    _ONE + "/migrate",
    permission=Permission.WRITE_WORKFLOWS,
    body=MigrateWorkflowIn,
    answers=MigrationOut,
    if_match=True,
    summary="Take a workflow over to a newer version of its template",
    tag=TAG,
)
async def migrate_workflow(call: Call, body: MigrateWorkflowIn) -> Answer:
    """`dry_run` shows what maps where. The open step keeps its words and dates; what follows it comes from the newer
    version."""
    wanted = migrating.Wanted(body.version, body.mapping(), body.dry_run)
    migrated = await migrating.migrate_workflow(call.acting, call.id("workflow_id"), wanted, call.if_match)
    content = MigrationOut.of(migrated, View.of(call.acting), is_dry_run=body.dry_run)
    return Answer(content, etag=None if body.dry_run else migrated.overview.workflow.version)


def _moved(call: Call, moved: Moved) -> Answer:
    return Answer(
        WorkflowMovedOut.of(moved, View.of(call.acting)),
        etag=moved.overview.workflow.version,
        interaction_id=moved.interaction.id if moved.interaction else None,
        next_interaction_id=moved.next_interaction.id if moved.next_interaction else None,
    )
