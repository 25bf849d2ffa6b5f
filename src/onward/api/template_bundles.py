"""Templates in a file, over HTTP."""

from onward.actions import template_bundles
from onward.api.routing import Answer, Call, Routes
from onward.api.shapes.template_bundles import (
    ExportTemplatesQuery,
    TemplateBundleIn,
    TemplateBundleOut,
    TemplatesTakenInOut,
)
from onward.api.shapes.templates import TemplateOut
from onward.domain.roles import Permission

ROUTES = Routes()
TAG = "Templates"


@ROUTES.get(
    "/v1/interactions/templates/export",
    permission=Permission.READ,
    query=ExportTemplatesQuery,
    answers=TemplateBundleOut,
    summary="Export templates as JSON",
    tag=TAG,
)
async def export_templates(call: Call, query: ExportTemplatesQuery) -> Answer:
    """As published, with the templates that they lead to."""
    found = await template_bundles.gather_templates(call.acting, list(query.template_id))
    return Answer(TemplateBundleOut.of(found))


@ROUTES.post(
    "/v1/interactions/templates/import",
    permission=Permission.WRITE_TEMPLATES,
    body=TemplateBundleIn,
    answers=TemplatesTakenInOut,
    status=201,
    summary="Make new templates of an export",
    tag=TAG,
)
async def import_templates(call: Call, body: TemplateBundleIn) -> Answer:
    """All of them or none. None becomes the default; a member that is not known here is left out, and noted."""
    taken = await template_bundles.take_in_templates(call.acting, [one.packed() for one in body.templates])
    details = {"templates": [one.id for one in taken.templates]}
    return Answer(TemplatesTakenInOut([TemplateOut.of(one) for one in taken.templates], taken.notes), details=details)
