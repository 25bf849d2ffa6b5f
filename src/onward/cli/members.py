"""`onward members`: let somebody in whom nobody inside can invite, or who has lost the way in."""

import getpass
import os
import secrets
import sys
from pathlib import Path

from onward import wiring
from onward.actions import accounts, owners
from onward.cli import terminal
from onward.cli.administering import administer
from onward.cli.tenancy import check_name
from onward.crypto.passwords import Passwords
from onward.domain import errors, letters, passwords, tokens
from onward.domain.people import Person
from onward.store.people import People
from onward.wiring import Administration


def create_owner(*, tenant: str, email: str, name: str = "", password_file: Path | None = None) -> None:
    """Make somebody an owner of a tenant, with a password. An account that is there already keeps its own.

    Parameters
    ----------
    tenant
        The tenant's slug or id.
    email
        The address that the owner signs in with.
    name
        The owner's name; needed for a new account.
    password_file
        A file with the password in its first line. Otherwise it is asked for, or read from standard input.
    """

    async def work(administration: Administration) -> bool:
        owned = await administration.get_tenant(tenant)
        async with administration.visiting() as visiting:
            known = await People(visiting.tx).find_by_email(email)
        person = known or await _new_person(email, name, password_file)
        async with administration.visiting() as visiting:
            if known is None:
                await People(visiting.tx).insert(person.id, email, person.name, person.password_hash, visiting.now)
            await owners.add_owner(visiting, owned, person)
        return known is None

    is_new = administer(work)
    terminal.note(f"{email} owns {tenant} now" + (" and can sign in." if is_new else ", with the account's password."))


async def _new_person(email: str, name: str, password_file: Path | None) -> Person:
    check_name(name)
    if "@" not in email or len(email) > 254 or not email.isprintable() or " " in email:
        raise errors.Invalid.field("--email", "must be an e-mail address")
    password = _read_password(password_file)
    passwords.check_password(password, email, name)
    password_hash = await Passwords().hashed(password)
    return Person(wiring.new_id(), email, name.strip(), password_hash, None, None, 0)


def _read_password(password_file: Path | None) -> str:
    if password_file is not None:
        try:
            lines = password_file.read_text("utf-8").splitlines()
        except (OSError, UnicodeError) as problem:
            raise errors.Invalid.field("--password-file", "cannot be read") from problem
        return lines[0] if lines else ""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != password:
        raise errors.Invalid.field("password", "was typed differently the second time")
    return password


def reset_link(*, email: str, without_second_factor: bool = False) -> None:
    """Print a link by which somebody chooses a new password, once, within 30 minutes.

    Parameters
    ----------
    email
        The address of the account.
    without_second_factor
        Also turn the second factor off, for somebody who has lost it.
    """
    token = tokens.token_text(secrets.token_bytes(tokens.TOKEN_BYTES))

    async def work(administration: Administration) -> None:
        async with administration.visiting() as visiting:
            person = await People(visiting.tx).find_by_email(email)
            if person is None:
                raise errors.NotFound(f"Nobody has an account with the address {email!r}.")
            await accounts.make_reset_link(visiting, person, tokens.token_hash(token))
            if without_second_factor:
                await accounts.turn_off_second_factor(visiting, person.id)

    administer(work)
    settings = wiring.read_settings(os.environ)
    terminal.say(letters.link_address(wiring.public_url(settings), "reset", token))
