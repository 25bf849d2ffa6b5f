"""What letters about accounts say, and the addresses of links in them. Sending is not told here."""

from datetime import datetime

from msgspec import Struct

from onward.domain.people import LinkKind

# The token stands behind the # so that it reaches no server log and no other site.
_PAGES: dict[LinkKind, str] = {"setup": "/setup", "invite": "/invitation", "reset": "/password-reset"}


class Letter(Struct, frozen=True):
    to: str
    subject: str
    text: str


def link_address(public_url: str, kind: LinkKind, token: str) -> str:
    """Where a link leads; without a public address it is the path alone."""
    return f"{public_url.rstrip('/')}{_PAGES[kind]}#token={token}"


def invitation(to: str, tenant: str, inviter: str, address: str, ends_at: datetime) -> Letter:
    text = (
        f"{inviter} invites you to work with {tenant} in Onward.\n\n"
        f"Accept here:\n{address}\n\n"
        f"The link works once, until {ends_at:%Y-%m-%d %H:%M} UTC. If you expected no invitation, do nothing.\n"
    )
    return Letter(to, f"Invitation to {_one_line(tenant)}", text)


def password_reset(to: str, address: str, ends_at: datetime) -> Letter:
    text = (
        "Somebody, you we hope, asked for a new password for your Onward account.\n\n"
        f"Choose one here:\n{address}\n\n"
        f"The link works once, until {ends_at:%Y-%m-%d %H:%M} UTC. If it was not you, do nothing: your password "
        "stays as it is.\n"
    )
    return Letter(to, "Choose a new password", text)


def _one_line(text: str) -> str:
    return " ".join(text.split())
