"""Choosing a new password by a link."""

from onward.actions import accounts
from onward.api.routing import Answer, Routes
from onward.api.shapes.accounts import AcceptResetIn, AskedResetOut, AskResetIn
from onward.api.visits import Visit
from onward.domain import attempts, errors, letters, passwords, people, tokens
from onward.store.people import Links, People

ROUTES = Routes()
TAG = "Sessions"
ENDED_LINK = "is wrong, used already or too old; ask for a new link"


@ROUTES.post(
    "/v1/password-resets",
    open_to="public",
    body=AskResetIn,
    answers=AskedResetOut,
    status=202,
    summary="Ask for a link to choose a new password",
    tag=TAG,
)
async def ask_password_reset(visit: Visit, body: AskResetIn) -> Answer:
    """By mail, to the account's address; the answer does not tell whether there is one."""
    await visit.try_once(attempts.reset_limits(people.folded(body.email), visit.address))
    if visit.equipment.post is not None:
        visit.equipment.afterwards.start(_send_link(visit, body.email))
    return Answer(AskedResetOut(visit.equipment.post is not None))


async def _send_link(visit: Visit, email: str) -> None:
    token, token_hash = visit.new_token()
    async with visit.outside() as visiting:
        person = await People(visiting.tx).find_by_email(email)
        if person is None:
            return
        link = await accounts.make_reset_link(visiting, person, token_hash)
    address = letters.link_address(visit.equipment.address, "reset", token)
    if visit.equipment.post is not None:
        await visit.equipment.post(letters.password_reset(person.email, address, link.ends_at))


@ROUTES.post(
    "/v1/password-resets/accept",
    open_to="public",
    body=AcceptResetIn,
    status=204,
    summary="Choose a new password by a link",
    tag=TAG,
)
async def accept_password_reset(visit: Visit, body: AcceptResetIn) -> Answer:
    """Every session of the account ends. A second factor stays."""
    await visit.try_once(attempts.link_limits(visit.address))
    token_hash = tokens.token_hash(body.token)
    async with visit.outside() as visiting:
        link = await Links(visiting.tx).find("reset", token_hash, visit.now)
        person = None if link is None or link.person_id is None else await People(visiting.tx).find(link.person_id)
    if person is None:
        raise errors.Invalid.field("token", ENDED_LINK)
    passwords.check_password(body.new_password, person.email, person.name, "new_password")
    password_hash = await visit.equipment.passwords.hashed(body.new_password)
    async with visit.outside() as visiting:
        if await Links(visiting.tx).use("reset", token_hash, visit.now) is None:
            raise errors.Invalid.field("token", ENDED_LINK)
        await accounts.change_password(visiting, person, password_hash, act="password_reset")
        await People(visiting.tx).prove_address(person.id)
    return Answer(status=204, changes_access=True)
