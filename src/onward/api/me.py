"""One's own account over HTTP: who one is, the password, the second factor."""

from onward.actions import accounts
from onward.api import proofs, visitors
from onward.api.routing import Answer, Routes
from onward.api.shapes.accounts import (
    ChangePasswordIn,
    EnrolledOut,
    MembershipOut,
    MeOut,
    PasswordIn,
    PersonOut,
    RecoveryCodesOut,
    SecondFactorIn,
    membership_of,
    membership_out,
)
from onward.api.visitors import SignedIn
from onward.api.visits import Visit
from onward.crypto import codes
from onward.domain import attempts, errors, passwords, tokens
from onward.domain.people import Person
from onward.domain.records import Role
from onward.domain.roles import PERMISSIONS
from onward.store.people import Attempts, People

ROUTES = Routes()
TAG = "Your account"
_ISSUER = "Onward"


@ROUTES.get("/v1/me", open_to="caller", answers=MeOut, summary="Who am I?", tag=TAG)
async def get_me(visit: Visit) -> Answer:
    """Any caller: a signed-in person, an API key, or the local owner."""
    if visit.signed_in is not None:
        return Answer(await _person(visit, visit.signed_in))
    caller = visit.caller
    if caller is None:
        raise errors.Unauthenticated("Sign in, or send an API key.")
    only = membership_out(caller.tenant, caller.actor.member_id, caller.actor.role, _permissions(caller.actor.role))
    return Answer(MeOut(None, [only], only))


async def _person(visit: Visit, signed_in: SignedIn) -> MeOut:
    found: list[MembershipOut] = []
    for membership in signed_in.memberships:
        member = await visit.gate.member_of(membership)
        if member is not None:
            found.append(membership_of(membership, member, _permissions(member.role)))
    named = visitors.chosen(signed_in, visit.tenant_key) if visit.tenant_key or len(found) == 1 else None
    current = next((each for each in found if named and each.tenant_id == named.tenant.id), None)
    return MeOut(PersonOut.of(signed_in.person), found, current)


def _permissions(role: Role) -> list[str]:
    return sorted(PERMISSIONS[role])


@ROUTES.put(
    "/v1/me/password",
    open_to="person",
    body=ChangePasswordIn,
    status=204,
    summary="Change your password",
    tag=TAG,
)
async def change_password(visit: Visit, body: ChangePasswordIn) -> Answer:
    """Your other sessions end."""
    person = await _current(visit)
    passwords.check_password(body.new_password, person.email, person.name, "new_password")
    await proofs.check_password(visit, person, body.current_password, "current_password")
    password_hash = await visit.equipment.passwords.hashed(body.new_password)
    async with visit.outside() as visiting:
        await accounts.change_password(
            visiting, person, password_hash, act="password_changed", kept_session_id=visit.person.session.id
        )
    return Answer(status=204, changes_access=True)


@ROUTES.post(
    "/v1/me/totp",
    open_to="person",
    body=PasswordIn,
    answers=EnrolledOut,
    summary="Begin to set up a second factor",
    tag=TAG,
    answers_secret=True,
)
async def enrol_second_factor(visit: Visit, body: PasswordIn) -> Answer:
    """Nothing changes until a code of the app confirms it."""
    seal = proofs.seal_of(visit)
    person = await _current(visit)
    await proofs.check_password(visit, person, body.password)
    secret = visit.equipment.new_secret(codes.SECRET_BYTES)
    async with visit.outside() as visiting:
        await accounts.enrol_second_factor(visiting, person, seal.sealed(secret))
    return Answer(EnrolledOut(codes.secret_text(secret), codes.address(secret, person.email, _ISSUER)))


@ROUTES.post(
    "/v1/me/totp/confirm",
    open_to="person",
    body=SecondFactorIn,
    answers=RecoveryCodesOut,
    summary="Turn the second factor on",
    tag=TAG,
    answers_secret=True,
)
async def confirm_second_factor(visit: Visit, body: SecondFactorIn) -> Answer:
    """From here on signing in needs a code. Your other sessions end."""
    person = await _current(visit)
    limits = attempts.second_factor_limits(str(person.id))
    await visit.try_once(limits)
    step = None if person.has_second_factor else proofs.matching_step(visit, person, body.code)
    if step is None:
        raise errors.Invalid.field("code", "is not the app's code of this moment")
    shown, hashes = _recovery_codes(visit)
    async with visit.outside() as visiting:
        await accounts.confirm_second_factor(visiting, person, step, hashes, visit.person.session.id)
        await Attempts(visiting.tx).forgive(limits)
    return Answer(RecoveryCodesOut(shown), changes_access=True)


@ROUTES.post(
    "/v1/me/totp/disable",
    open_to="person",
    body=PasswordIn,
    status=204,
    summary="Turn the second factor off",
    tag=TAG,
)
async def disable_second_factor(visit: Visit, body: PasswordIn) -> Answer:
    person = await _current(visit)
    await proofs.check_password(visit, person, body.password)
    async with visit.outside() as visiting:
        await accounts.turn_off_second_factor(visiting, person.id)
    return Answer(status=204, changes_access=True)


@ROUTES.post(
    "/v1/me/recovery-codes",
    open_to="person",
    body=PasswordIn,
    answers=RecoveryCodesOut,
    summary="Make new recovery codes",
    tag=TAG,
    answers_secret=True,
)
async def renew_recovery_codes(visit: Visit, body: PasswordIn) -> Answer:
    """The old ones end."""
    person = await _current(visit)
    await proofs.check_password(visit, person, body.password)
    shown, hashes = _recovery_codes(visit)
    async with visit.outside() as visiting:
        await accounts.renew_recovery_codes(visiting, person.id, hashes)
    return Answer(RecoveryCodesOut(shown))


def _recovery_codes(visit: Visit) -> tuple[list[str], list[bytes]]:
    shown = [
        tokens.recovery_code(visit.equipment.new_secret(tokens.RECOVERY_CODE_BYTES))
        for _ in range(tokens.RECOVERY_CODES)
    ]
    return shown, [tokens.recovery_code_hash(code) for code in shown]


async def _current(visit: Visit) -> Person:
    """The person as the database knows him or her now, not as of seconds ago."""
    async with visit.outside() as visiting:
        person = await People(visiting.tx).find(visit.person.person.id)
    if person is None:
        raise errors.Unauthenticated("This account is gone.")
    return person
