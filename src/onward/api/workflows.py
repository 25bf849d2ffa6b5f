"""Workflows over HTTP."""

from onward.actions import workflows
from onward.api.routing import Answer, Call, Routes
from onward.api.shapes import fields
from onward.api.shapes.interactions import InteractionOut, StartWorkflowIn, View
from onward.domain.roles import Permission

ROUTES = Routes()


@ROUTES.post(
    "/v1/interactions/workflow/start",
    permission=Permission.WRITE_WORKFLOWS,
    body=StartWorkflowIn,
    answers=InteractionOut,
    status=201,
    summary="Start a template for a customer; answers its first interaction",
    tag="Workflows",
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
