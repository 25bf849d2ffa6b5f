"""Single sign-on over HTTP: off to the identity provider, and back with a code.

Browsers are led here, so what goes wrong is told by the sign-in page and not by a problem document.
"""

import structlog

from onward.actions import sessions, single_sign_on
from onward.api import cookies
from onward.api.equipment import IdentityProvider
from onward.api.routing import Answer, Routes
from onward.api.shapes.single_sign_on import FinishSingleSignOnQuery
from onward.api.visits import Visit
from onward.domain import attempts, errors
from onward.domain.single_sign_on import TRIP_LASTS, Identity, Trip
from onward.store.single_sign_on import Trips

ROUTES = Routes()
TAG = "Sessions"
START = "/v1/session/oidc"
CALLBACK = "/v1/session/oidc/callback"
_log = structlog.get_logger("onward.single_sign_on")


@ROUTES.get(START, open_to="public", status=303, summary="Begin single sign-on", tag=TAG)
async def start_single_sign_on(visit: Visit) -> Answer:
    """Leads a browser to the identity provider, which leads it back."""
    provider = _provider(visit)
    await visit.try_once(attempts.trip_limits(visit.address))
    trip = Trip(visit.new_token()[0], visit.new_token()[0])
    try:
        address = await provider.address(trip)
    except errors.OnwardError as problem:
        return _refusal(problem)
    async with visit.outside() as visiting:
        await Trips(visiting.tx).insert(trip.mark, visit.now + TRIP_LASTS, visit.now)
    return Answer(status=303, location=address, cookies=(cookies.trip_kept(trip.secret),))


@ROUTES.get(
    CALLBACK,
    open_to="public",
    query=FinishSingleSignOnQuery,
    may_hold_more=True,
    status=303,
    summary="Come back from single sign-on",
    tag=TAG,
)
async def finish_single_sign_on(visit: Visit, query: FinishSingleSignOnQuery) -> Answer:
    """Sets the session's cookie and leads to the first page; a refusal leads to `/sign-in#problem=…` with the code of
    the problem. The session is complete: a second factor is the provider's to ask for."""
    provider = _provider(visit)
    try:
        identity = await _identity(visit, provider, query)
        token = await _begin(visit, identity)
    except errors.OnwardError as problem:
        return _refusal(problem)
    return Answer(status=303, location="/", cookies=(cookies.kept(token), cookies.trip_gone()), changes_access=True)


def _provider(visit: Visit) -> IdentityProvider:
    if visit.equipment.identity_provider is None:
        raise errors.NotFound("Single sign-on is not set up on this server.")
    return visit.equipment.identity_provider


async def _identity(visit: Visit, provider: IdentityProvider, query: FinishSingleSignOnQuery) -> Identity:
    """A trip ends whatever comes of it: its state counts once, and only in the browser that began it."""
    trip = Trip(query.state, visit.trip_secret or "")
    async with visit.outside() as visiting:
        is_ours = await Trips(visiting.tx).use(trip.mark, visit.now)
    if not is_ours:
        raise errors.Unauthenticated("This sign-on was begun in another browser, is over, or took too long.")
    if query.code is None:
        raise errors.Unauthenticated("The identity provider did not let this person in.")
    return await provider.identity(trip, query.code, query.iss)


async def _begin(visit: Visit, identity: Identity) -> str:
    """A new session in place of the one that the browser has, if any; its token."""
    token, token_hash = visit.new_token()
    async with visit.outside() as visiting:
        person = await single_sign_on.recognise(visiting, identity)
        await sessions.begin_instead(visiting, visit.token, person, token_hash)
    return token


def _refusal(problem: errors.OnwardError) -> Answer:
    _log.warning("single sign-on refused", code=problem.code, reason=str(problem))
    return Answer(
        status=303, location=f"/sign-in#problem={problem.code.replace('_', '-')}", cookies=(cookies.trip_gone(),)
    )
