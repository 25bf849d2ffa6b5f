"""Templates over HTTP."""

from msgspec import UNSET, structs

from onward.actions import templates
from onward.actions.templates import TemplateEdit
from onward.api import cursors
from onward.api.routing import Answer, Call, Routes
from onward.api.shapes import fields
from onward.api.shapes.templates import (
    CreateTemplateIn,
    DefinitionIn,
    DraftDiffOut,
    EditTemplateIn,
    ListTemplatesQuery,
    SimulatedStepOut,
    SimulateTemplateIn,
    SimulationOut,
    TemplateOut,
    TemplatePageOut,
    TemplateVerbIn,
)
from onward.domain.errors import Invalid, NotFound
from onward.domain.records import Definition, Template
from onward.domain.roles import Permission
from onward.domain.schedule import Moment
from onward.domain.template_differences import differences
from onward.store import customers as store_customers
from onward.store import templates as store_templates
from onward.store import workflows as store_workflows
from onward.store.templates import TemplateFilter

ROUTES = Routes()
TAG = "Templates"
_FOLDER = "/v1/interactions/templates"
_ONE = _FOLDER + "/{template_id:uuid}"


@ROUTES.get(
    _FOLDER,
    permission=Permission.READ,
    query=ListTemplatesQuery,
    answers=TemplatePageOut,
    summary="List templates",
    tag=TAG,
)
async def list_templates(call: Call, query: ListTemplatesQuery) -> Answer:
    acting = call.acting
    page = cursors.page_of(query, acting.now, store_templates.ORDERS)
    wanted = TemplateFilter(query.is_active, query.is_default, query.archived)
    found = await store_templates.list_templates(acting.tx, acting.tenant_id, wanted, page.keyset, query.limit + 1)
    shown = found[: query.limit]
    last = shown[-1].template if len(found) > query.limit else None
    cursor = None if last is None else page.cursor(last.id, last.created_at)
    return Answer(TemplatePageOut([TemplateOut.of(one.template, one.running) for one in shown], cursor))


@ROUTES.post(
    _FOLDER,
    permission=Permission.WRITE_TEMPLATES,
    body=CreateTemplateIn,
    answers=TemplateOut,
    status=201,
    summary="Create a template and publish it as version 1",
    tag=TAG,
)
async def create_template(call: Call, body: CreateTemplateIn) -> Answer:
    made = await templates.create_template(
        call.acting, body.definition(), is_active=body.is_active, is_default=body.is_default
    )
    return Answer(TemplateOut.of(made), etag=made.revision, location=f"{_FOLDER}/{made.id}")


@ROUTES.get(_ONE, permission=Permission.READ, answers=TemplateOut, summary="Get a template", tag=TAG)
async def get_template(call: Call) -> Answer:
    acting = call.acting
    return await _answer(call, await store_templates.get_template(acting.tx, acting.tenant_id, call.id("template_id")))


@ROUTES.put(
    _ONE,
    permission=Permission.WRITE_TEMPLATES,
    body=EditTemplateIn,
    answers=TemplateOut,
    if_match=True,
    summary="Edit a template and publish the change as its next version",
    tag=TAG,
)
async def edit_template(call: Call, body: EditTemplateIn) -> Answer:
    """Running workflows keep the version that they began with."""
    acting, template_id = call.acting, call.id("template_id")
    before = await templates.lock_template(acting, template_id)
    sent = {
        name: getattr(body, name)
        for name in ("name", "description", "steps", "end_action", "on_reply")
        if getattr(body, name) is not UNSET
    }
    if "steps" in sent:
        sent["steps"] = tuple(sent["steps"])
    edit = TemplateEdit(structs.replace(before.definition, **sent) if sent else UNSET, body.is_active, body.is_default)
    return await _answer(call, await templates.edit_template(acting, template_id, edit, call.if_match))


@ROUTES.put(
    _ONE + "/draft",
    permission=Permission.WRITE_TEMPLATES,
    body=DefinitionIn,
    answers=TemplateOut,
    if_match=True,
    summary="Save a draft beside the published version",
    tag=TAG,
)
async def put_template_draft(call: Call, body: DefinitionIn) -> Answer:
    drafted = await templates.put_draft(call.acting, call.id("template_id"), body.definition(), call.if_match)
    return await _answer(call, drafted)


@ROUTES.delete(
    _ONE + "/draft",
    permission=Permission.WRITE_TEMPLATES,
    answers=TemplateOut,
    if_match=True,
    summary="Drop the draft",
    tag=TAG,
)
async def drop_template_draft(call: Call) -> Answer:
    return await _answer(call, await templates.put_draft(call.acting, call.id("template_id"), None, call.if_match))


@ROUTES.get(
    _ONE + "/draft/diff",
    permission=Permission.READ,
    answers=DraftDiffOut,
    summary="What publishing the draft would change, and for whom nothing changes",
    tag=TAG,
)
async def get_template_draft_diff(call: Call) -> Answer:
    """Running workflows stay on the version that they began with; new starts take the next one."""
    acting = call.acting
    template = await store_templates.get_template(acting.tx, acting.tenant_id, call.id("template_id"))
    if template.draft is None:
        raise NotFound("This template has no draft.")
    running = await store_workflows.count_running_versions(acting.tx, acting.tenant_id, [template.id])
    return Answer(DraftDiffOut.of(template, differences(template.definition, template.draft), running.get(template.id)))


@ROUTES.post(
    _ONE + "/publish",
    permission=Permission.WRITE_TEMPLATES,
    body=TemplateVerbIn,
    answers=TemplateOut,
    if_match=True,
    summary="Publish the draft as the next version",
    tag=TAG,
)
async def publish_template(call: Call, body: TemplateVerbIn) -> Answer:
    """`running` of the answer says how many workflows stay on which version."""
    return await _answer(call, await templates.publish_draft(call.acting, call.id("template_id"), call.if_match))


@ROUTES.post(
    _ONE + "/archive",
    permission=Permission.WRITE_TEMPLATES,
    body=TemplateVerbIn,
    answers=TemplateOut,
    if_match=True,
    summary="Archive a template: no new starts, running workflows go on",
    tag=TAG,
)
async def archive_template(call: Call, body: TemplateVerbIn) -> Answer:
    return await _answer(call, await templates.archive_template(call.acting, call.id("template_id"), call.if_match))


@ROUTES.post(
    _ONE + "/restore",
    permission=Permission.WRITE_TEMPLATES,
    body=TemplateVerbIn,
    answers=TemplateOut,
    if_match=True,
    summary="Take an archived template back into use",
    tag=TAG,
)
async def restore_template(call: Call, body: TemplateVerbIn) -> Answer:
    return await _answer(call, await templates.restore_template(call.acting, call.id("template_id"), call.if_match))


@ROUTES.post(
    _FOLDER + "/simulate",
    permission=Permission.READ,
    body=SimulateTemplateIn,
    answers=SimulationOut,
    summary="The dated path of a template under some outcomes; nothing is written",
    tag=TAG,
)
async def simulate_template(call: Call, body: SimulateTemplateIn) -> Answer:
    acting = call.acting
    definition = await _definition(call, body)
    customer = None
    if body.customer_id is not None:
        customer = await store_customers.get_customer(acting.tx, acting.tenant_id, body.customer_id)
    start = fields.moment(body.start_date, acting.settings, "start_date") or Moment(acting.now)
    place = "" if body.template is None else "template."
    found = await templates.simulate_template(acting, definition, customer, start, body.outcomes, place=place)
    return Answer(SimulationOut([SimulatedStepOut.of(one, acting.settings.zone) for one in found.path], found.warnings))


async def _definition(call: Call, body: SimulateTemplateIn) -> Definition:
    if body.template is not None and body.template_id is None:
        return body.template.definition()
    if body.template is not None or body.template_id is None:
        raise Invalid.field("template_id", "say either template_id or template")
    acting = call.acting
    saved = await store_templates.get_template(acting.tx, acting.tenant_id, body.template_id)
    return saved.draft if body.draft and saved.draft is not None else saved.definition


async def _answer(call: Call, template: Template) -> Answer:
    acting = call.acting
    running = await store_workflows.count_running_versions(acting.tx, acting.tenant_id, [template.id])
    return Answer(TemplateOut.of(template, running.get(template.id)), etag=template.revision)
