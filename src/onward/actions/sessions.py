"""Signing in and out: sessions begun, completed by a second factor, ended. Passwords are hashed elsewhere."""

from uuid import UUID

from onward.actions import auditing
from onward.actions.acting import Visiting
from onward.domain import people, tokens
from onward.domain.people import Person, Session
from onward.store.people import Sessions


async def begin_session(visiting: Visiting, person: Person, token_hash: bytes, *, is_complete: bool) -> Session:
    """A new session with a token of its own; the person's ended ones are cleared away."""
    idle_ends_at, ends_at = people.session_ends(visiting.now, is_complete=is_complete)
    session = Session(
        id=visiting.new_id(),
        person_id=person.id,
        is_complete=is_complete,
        created_at=visiting.now,
        seen_at=visiting.now,
        idle_ends_at=idle_ends_at,
        ends_at=ends_at,
        address=visiting.address,
        user_agent=visiting.user_agent,
    )
    sessions = Sessions(visiting.tx)
    await sessions.prune(person.id, visiting.now)
    await sessions.insert(session, token_hash)
    if is_complete:
        await auditing.note_of_person(visiting, person.id, "signed_in")
    return session


async def begin_instead(
    visiting: Visiting, token: str | None, person: Person, token_hash: bytes, *, is_complete: bool = True
) -> Session:
    """A new session in place of the one with this token, which the browser has now, if any."""
    if token is not None:
        await end_by_token(visiting, tokens.token_hash(token), is_sign_out=False)
    return await begin_session(visiting, person, token_hash, is_complete=is_complete)


async def end_by_token(visiting: Visiting, token_hash: bytes, *, is_sign_out: bool) -> None:
    """End the session with this token, if there is one."""
    sessions = Sessions(visiting.tx)
    session = await sessions.resolve(token_hash, visiting.now)
    if session is None:
        return
    await sessions.end(session.person_id, session.id)
    if is_sign_out:
        await auditing.note_of_person(visiting, session.person_id, "signed_out")


async def end_session(visiting: Visiting, person_id: UUID, session_id: UUID) -> bool:
    """False when the person has no such session."""
    is_ended = await Sessions(visiting.tx).end(person_id, session_id)
    if is_ended:
        await auditing.note_of_person(visiting, person_id, "session_ended")
    return is_ended


async def end_other_sessions(visiting: Visiting, person_id: UUID, kept: UUID | None) -> int:
    """Sign out everywhere else; how many sessions ended."""
    count = await Sessions(visiting.tx).end_all(person_id, kept)
    await auditing.note_of_person(visiting, person_id, "signed_out_elsewhere", sessions=count)
    return count
