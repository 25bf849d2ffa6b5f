"""Proofs that a person is who he or she claims: passwords and second factors, checked within their limits.

No transaction is open while a password is hashed.
"""

import msgspec

from onward.actions import auditing
from onward.api.visits import Visit
from onward.crypto import codes
from onward.crypto.sealing import Seal
from onward.domain import attempts, errors, people, tokens
from onward.domain.people import Person
from onward.store.people import Attempts, People

_WRONG_CODE = "This code is wrong, was used already, or has expired. Wait for the app's next one."


async def check_password(visit: Visit, person: Person, password: str, field: str = "password") -> None:
    """Raises Invalid for the wrong one and for an account without any, TooMany."""
    if person.password_hash is None:
        raise errors.Invalid.field(
            field,
            "was never chosen for this account: sign in another way, or ask at the sign-in for a link that makes one",
        )
    limits = attempts.sign_in_limits(people.folded(person.email), visit.address)
    await visit.try_once(limits)
    if not await visit.equipment.passwords.matches(person.password_hash, password):
        raise errors.Invalid.field(field, "is not the one of this account")
    async with visit.outside() as visiting:
        await Attempts(visiting.tx).forgive(limits)


async def check_second_factor(visit: Visit, person: Person, code: str) -> None:
    """A code of the app or a recovery code, each good for once. Raises Unauthenticated, TooMany."""
    limits = attempts.second_factor_limits(str(person.id))
    await visit.try_once(limits)
    async with visit.outside() as visiting:
        everybody = People(visiting.tx)
        step = matching_step(visit, person, code)
        is_right = step is not None and await everybody.use_totp_step(person.id, step)
        is_recovery = not is_right and await everybody.use_recovery_code(
            person.id, tokens.recovery_code_hash(code), visit.now
        )
        if is_recovery:
            await auditing.note_of_person(visiting, person.id, "recovery_code_used")
        elif not is_right:
            await auditing.note_of_person(visiting, person.id, "second_factor_failed")
        else:
            await Attempts(visiting.tx).forgive(limits)
    if not (is_right or is_recovery):
        raise errors.Unauthenticated(_WRONG_CODE)


def matching_step(visit: Visit, person: Person, code: str) -> int | None:
    if person.totp_secret is None:
        return None
    secret = seal_of(visit).opened(person.totp_secret)
    return codes.matching_step(secret, code.replace(" ", ""), visit.now, person.totp_last_step)


def seal_of(visit: Visit) -> Seal:
    """Raises Unavailable on a server that has no key for it."""
    if visit.equipment.seal is None:
        raise errors.Unavailable("Second factors need ONWARD_SECRET_KEY, and the administrator has not set it.")
    return visit.equipment.seal


async def renewed(visit: Visit, person: Person, password: str) -> Person:
    """The person, with a password hashed anew that was hashed with other costs than those of now."""
    if person.password_hash is None or not visit.equipment.passwords.is_outdated(person.password_hash):
        return person
    fresh = await visit.equipment.passwords.hashed(password)
    async with visit.outside() as visiting:
        current = await People(visiting.tx).lock(person.id)
        if current is None or current.password_hash != person.password_hash:
            return person
        await People(visiting.tx).set_password(person.id, fresh, visit.now)
    return msgspec.structs.replace(current, password_hash=fresh)
