"""Signing in and out over HTTP."""

from onward.actions import auditing, sessions
from onward.api import cookies, proofs
from onward.api.routing import Answer, Routes
from onward.api.shapes.accounts import (
    EndedSessionsOut,
    PersonOut,
    SecondFactorIn,
    SessionOut,
    SessionsOut,
    SignedInOut,
    SignInIn,
)
from onward.api.visits import Visit
from onward.domain import attempts, errors, people, tokens
from onward.domain.people import Person
from onward.store.people import Attempts, People, Sessions

ROUTES = Routes()
TAG = "Sessions"
_WRONG = "The e-mail address or the password is wrong."


@ROUTES.post(
    "/v1/session",
    open_to="public",
    body=SignInIn,
    answers=SignedInOut,
    summary="Sign in",
    tag=TAG,
)
async def sign_in(visit: Visit, body: SignInIn) -> Answer:
    """Sets the session's cookie. With a second factor the session begins once its code is sent too."""
    limits = attempts.sign_in_limits(people.folded(body.email), visit.address)
    await visit.try_once(limits)
    async with visit.outside() as visiting:
        person = await People(visiting.tx).find_by_email(body.email)
    known_hash = None if person is None else person.password_hash
    is_right = await visit.equipment.passwords.matches(known_hash, body.password)
    if person is None or not is_right:
        if person is not None:
            visit.equipment.afterwards.start(_note_failure(visit, person))
        raise errors.Unauthenticated(_WRONG)
    async with visit.outside() as visiting:
        await Attempts(visiting.tx).forgive(limits)
    person = await proofs.renewed(visit, person, body.password)
    return await _begin(visit, person, is_complete=not person.has_second_factor)


async def _note_failure(visit: Visit, person: Person) -> None:
    """After the answer, for it would take longer than that for an address that nobody has."""
    async with visit.outside() as visiting:
        await auditing.note_of_person(visiting, person.id, "sign_in_failed")


async def _begin(visit: Visit, person: Person, *, is_complete: bool) -> Answer:
    """A new session in place of the one that the browser has, if any.

    Raises Unauthenticated when what was proved does not hold any more.
    """
    token, token_hash = visit.new_token()
    async with visit.outside() as visiting:
        current = await People(visiting.tx).lock(person.id)
        if current is None or _proved(current) != _proved(person):
            raise errors.Unauthenticated("The account was changed at this moment. Sign in again.")
        await sessions.begin_instead(visiting, visit.token, person, token_hash, is_complete=is_complete)
    shown = PersonOut.of(person) if is_complete else None
    return Answer(SignedInOut(not is_complete, shown), cookies=(cookies.kept(token),), changes_access=True)


def _proved(person: Person) -> tuple[object, ...]:
    return person.password_hash, person.totp_secret, person.totp_enabled_at


@ROUTES.post(
    "/v1/session/totp",
    open_to="public",
    body=SecondFactorIn,
    answers=SignedInOut,
    summary="Send the second factor",
    tag=TAG,
)
async def send_second_factor(visit: Visit, body: SecondFactorIn) -> Answer:
    """The code of the app, or a recovery code, within ten minutes of the password. The session gets a new token."""
    person = await _half_signed_in(visit)
    await proofs.check_second_factor(visit, person, body.code)
    return await _begin(visit, person, is_complete=True)


async def _half_signed_in(visit: Visit) -> Person:
    if visit.token is not None:
        async with visit.outside() as visiting:
            session = await Sessions(visiting.tx).resolve(tokens.token_hash(visit.token), visit.now)
            found = None if session is None else await People(visiting.tx).find(session.person_id)
        if session is not None and not session.is_complete and found is not None:
            return found
    raise errors.Unauthenticated("Send the password first: `POST /v1/session`.")


@ROUTES.delete("/v1/session", open_to="public", status=204, summary="Sign out", tag=TAG)
async def sign_out(visit: Visit) -> Answer:
    """Ends this session, whatever its state, and takes the cookie away."""
    if visit.token is not None:
        async with visit.outside() as visiting:
            await sessions.end_by_token(visiting, tokens.token_hash(visit.token), is_sign_out=True)
    return Answer(status=204, cookies=(cookies.gone(),), changes_access=True)


@ROUTES.get("/v1/sessions", open_to="person", answers=SessionsOut, summary="List your sessions", tag=TAG)
async def list_sessions(visit: Visit) -> Answer:
    signed_in = visit.person
    async with visit.outside() as visiting:
        found = await Sessions(visiting.tx).list_live(signed_in.person.id, visit.now)
    return Answer(SessionsOut([SessionOut.of(session, signed_in.session.id) for session in found]))


@ROUTES.delete("/v1/sessions", open_to="person", answers=EndedSessionsOut, summary="Sign out everywhere else", tag=TAG)
async def end_other_sessions(visit: Visit) -> Answer:
    signed_in = visit.person
    async with visit.outside() as visiting:
        ended = await sessions.end_other_sessions(visiting, signed_in.person.id, signed_in.session.id)
    return Answer(EndedSessionsOut(ended), changes_access=True)


@ROUTES.delete(
    "/v1/sessions/{session_id:uuid}", open_to="person", status=204, summary="End one of your sessions", tag=TAG
)
async def end_session(visit: Visit) -> Answer:
    async with visit.outside() as visiting:
        is_ended = await sessions.end_session(visiting, visit.person.person.id, visit.id("session_id"))
    if not is_ended:
        raise errors.NotFound("You have no session with this id.")
    return Answer(status=204, changes_access=True)
