"""What people do with their own accounts: passwords, resets, second factors. Hashes and sealed secrets come in."""

from uuid import UUID

from onward.actions import auditing
from onward.actions.acting import Visiting
from onward.domain import errors, people
from onward.domain.people import Link, Person
from onward.store.people import Links, People, Sessions


async def change_password(
    visiting: Visiting, person: Person, password_hash: str, *, act: str, kept_session_id: UUID | None = None
) -> None:
    """Set a new password; the person's other sessions and open reset links end.

    Raises Conflict when the password that was checked is not the current one any more.
    """
    current = await People(visiting.tx).lock(person.id)
    if current is None or current.password_hash != person.password_hash:
        raise errors.Conflict("The password was changed at this moment by somebody else. Sign in again.")
    await People(visiting.tx).set_password(person.id, password_hash, visiting.now)
    await Sessions(visiting.tx).end_all(person.id, kept_session_id)
    await Links(visiting.tx).drop_resets(person.id)
    await auditing.note_of_person(visiting, person.id, act)


async def make_reset_link(visiting: Visiting, person: Person, token_hash: bytes) -> Link:
    """A link that lets the person choose a new password; older ones end."""
    await Links(visiting.tx).drop_resets(person.id)
    link = Link(
        id=visiting.new_id(),
        kind="reset",
        tenant_id=None,
        email=None,
        name=None,
        role=None,
        person_id=person.id,
        created_by=None,
        created_at=visiting.now,
        ends_at=visiting.now + people.LINK_LASTS["reset"],
        used_at=None,
    )
    await Links(visiting.tx).insert(link, token_hash)
    await auditing.note_of_person(visiting, person.id, "password_reset_asked")
    return link


async def enrol_second_factor(visiting: Visiting, person: Person, sealed: str) -> None:
    """Keep a secret that counts once a code confirms it. Raises Conflict when one counts already."""
    current = await People(visiting.tx).lock(person.id)
    if current is None or current.has_second_factor:
        raise errors.Conflict("A second factor is set up already. Turn it off first.")
    await People(visiting.tx).set_totp(person.id, sealed, None, visiting.now)


async def confirm_second_factor(
    visiting: Visiting, person: Person, step: int, code_hashes: list[bytes], kept_session_id: UUID
) -> None:
    """From here on sign-in asks for a code; other sessions end. Raises Conflict when that is so already."""
    current = await People(visiting.tx).lock(person.id)
    if current is None or current.has_second_factor or current.totp_secret != person.totp_secret:
        raise errors.Conflict("The second factor was set up anew at this moment. Begin again.")
    await People(visiting.tx).set_totp(person.id, current.totp_secret, visiting.now, visiting.now)
    await People(visiting.tx).use_totp_step(person.id, step)
    await People(visiting.tx).replace_recovery_codes(person.id, code_hashes)
    await Sessions(visiting.tx).end_all(person.id, kept_session_id)
    await auditing.note_of_person(visiting, person.id, "second_factor_turned_on")


async def turn_off_second_factor(visiting: Visiting, person_id: UUID) -> None:
    await People(visiting.tx).lock(person_id)
    await People(visiting.tx).set_totp(person_id, None, None, visiting.now)
    await People(visiting.tx).replace_recovery_codes(person_id, [])
    await auditing.note_of_person(visiting, person_id, "second_factor_turned_off")


async def forget_proofs(visiting: Visiting, person_id: UUID) -> None:
    """Password, second factor and sessions end: whoever set them up may have been somebody else. The person must be
    locked."""
    await People(visiting.tx).set_password(person_id, None, visiting.now)
    await People(visiting.tx).set_totp(person_id, None, None, visiting.now)
    await People(visiting.tx).replace_recovery_codes(person_id, [])
    await Sessions(visiting.tx).end_all(person_id)
    await Links(visiting.tx).drop_resets(person_id)
    await auditing.note_of_person(visiting, person_id, "unproven_password_ended")


async def renew_recovery_codes(visiting: Visiting, person_id: UUID, code_hashes: list[bytes]) -> None:
    """The old codes end. Raises Conflict without a second factor."""
    current = await People(visiting.tx).lock(person_id)
    if current is None or not current.has_second_factor:
        raise errors.Conflict("Set up a second factor first.")
    await People(visiting.tx).replace_recovery_codes(person_id, code_hashes)
    await auditing.note_of_person(visiting, person_id, "recovery_codes_renewed")
