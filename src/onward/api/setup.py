"""The first run outside local mode: whoever holds the link from the server's log makes the first tenant."""

from onward.actions import owners, sessions
from onward.api import cookies
from onward.api.invitations import new_person
from onward.api.routing import Answer, Routes
from onward.api.shapes.setup import SetUpIn, SetUpOut, SetupStateOut
from onward.api.visits import Visit
from onward.domain import attempts, errors, slugs, tokens
from onward.domain.records import Tenant
from onward.store.people import Links

ROUTES = Routes()
TAG = "Set-up"


@ROUTES.get("/v1/setup", open_to="public", answers=SetupStateOut, summary="Is this server set up?", tag=TAG)
async def get_setup(visit: Visit) -> Answer:
    return Answer(SetupStateOut(await visit.database.has_credentials()))


@ROUTES.post("/v1/setup", open_to="public", body=SetUpIn, answers=SetUpOut, status=201, summary="Set up", tag=TAG)
async def set_up(visit: Visit, body: SetUpIn) -> Answer:
    """Makes the first tenant and its owner, who is signed in at once. The link works once."""
    await visit.try_once(attempts.link_limits(visit.address))
    token_hash = tokens.token_hash(body.token)
    async with visit.outside() as visiting:
        if await Links(visiting.tx).find("setup", token_hash, visit.now) is None:
            raise errors.Invalid.field("token", "is wrong, used already or too old")
    fault = slugs.slug_fault(body.tenant_slug)
    if fault is not None:
        raise errors.Invalid.field("tenant_slug", fault)
    person = await new_person(visit, body.email, body.name, body.password)
    tenant = Tenant(visit.new_id(), body.tenant_slug, body.tenant_name, visit.new_id())
    token, session_hash = visit.new_token()
    async with visit.outside() as visiting:
        member = await owners.set_up(visiting, token_hash, tenant, person)
        await sessions.begin_instead(visiting, visit.token, person, session_hash)
    made = SetUpOut(tenant.id, tenant.slug, member.id)
    return Answer(made, cookies=(cookies.kept(token),), changes_access=True)
