"""Who signs in by single sign-on: the person that an identity belongs to, from the first time on."""

from uuid import UUID

from onward.actions import accounts, auditing
from onward.actions.acting import Visiting
from onward.actions.invitations import join_by_link
from onward.domain import errors
from onward.domain.people import Link, Person
from onward.domain.single_sign_on import Identity
from onward.store.people import People
from onward.store.single_sign_on import Identities

_LONGEST_NAME = 200


async def recognise(visiting: Visiting, identity: Identity) -> Person:
    """The person whom this identity belongs to. The first time that is who has its verified e-mail address: an account
    that is there, else a new one for somebody with an open invitation. What opened the account before ends if nobody
    had proved the address: somebody else may have made it by an invitation that was not theirs.

    Raises Forbidden for a stranger, Conflict for an account that belongs to another identity of this provider.
    """
    identities = Identities(visiting.tx)
    person = await identities.find_person(identity)
    if person is not None:
        return person
    if identity.email is None:
        raise errors.Forbidden("The identity provider vouches for no e-mail address of this account.")
    person = await People(visiting.tx).find_by_email(identity.email)
    if person is None:
        person = await _join_invited(visiting, identity, identity.email)
    # A twin of this very request may have tied them together in the meantime.
    await People(visiting.tx).lock(person.id)
    if await identities.find_person(identity) is None:
        await identities.insert(identity, person.id, visiting.now)
        await auditing.note_of_person(visiting, person.id, "single_sign_on_linked")
        if await People(visiting.tx).prove_address(person.id):
            await accounts.forget_proofs(visiting, person.id)
    return person


async def _join_invited(visiting: Visiting, identity: Identity, email: str) -> Person:
    """Every tenant's newest invitation is accepted, for who signs in reads that address."""
    links = await Identities(visiting.tx).use_invitations(email, visiting.now)
    if not links:
        raise errors.Forbidden("Nobody with this e-mail address has an account or an open invitation here.")
    name = (identity.name or email.partition("@")[0])[:_LONGEST_NAME]
    person = Person(visiting.new_id(), email, name, None, None, None, 0)
    await People(visiting.tx).insert(person.id, email, name, None, visiting.now)
    newest: dict[UUID | None, Link] = {link.tenant_id: link for link in links}
    for link in newest.values():
        await join_by_link(visiting, link, person)
    return person
