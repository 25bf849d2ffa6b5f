"""From settings to the app's equipment: the sealing key, the way of the mail, the identity provider, the proxies, the
pace."""

import importlib
import importlib.util
import os
import re
import secrets
from base64 import b64encode
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from onward.api.equipment import Equipment, IdentityProvider, Post
from onward.api.pace import Pace
from onward.api.proxies import Proxies
from onward.api.single_sign_on import CALLBACK
from onward.channels import email
from onward.channels.email import MailServer
from onward.crypto.sealing import KEY_BYTES, Seal
from onward.domain import errors
from onward.domain.letters import Letter
from onward.settings import Settings

_KEY_FILE = "secret.key"
_BASE_PATH = re.compile(r"(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*")


def equipment(settings: Settings, folder: Path, clock: Callable[[], datetime]) -> Equipment:
    """What the app is given. `folder` is the embedded engine's. Raises Invalid for settings that make no sense."""
    return Equipment(
        seal=seal(settings, folder),
        post=_post(settings, clock),
        identity_provider=_identity_provider(settings, clock),
        public_url=_public_url(settings),
        base_path=_base_path(settings),
        proxies=_proxies(settings),
        pace=Pace(settings.writes_per_second),
    )


def prepare(settings: Settings, folder: Path, clock: Callable[[], datetime]) -> None:
    """Make what is missing and check what is set, before workers start. Raises Invalid."""
    if settings.database_url is None and settings.secret_key is None:
        _make_key(folder / _KEY_FILE)
    seal(settings, folder)
    _mail_server(settings)
    _identity_provider(settings, clock)
    _public_url(settings)
    _base_path(settings)
    _proxies(settings)


def _make_key(path: Path) -> None:
    """The embedded engine's server has a key beside its data; it belongs to the same backup."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(opened, "wb") as file:
        file.write(b64encode(secrets.token_bytes(KEY_BYTES)))


def seal(settings: Settings, folder: Path) -> Seal | None:
    """With the key that is set, or with the embedded engine's. Raises Invalid for what is no key."""
    key = settings.secret_key
    if key is None and settings.database_url is None and (folder / _KEY_FILE).exists():
        key = (folder / _KEY_FILE).read_text("ascii")
    try:
        return None if key is None else Seal(key)
    except ValueError as wrong:
        raise errors.Invalid.field("ONWARD_SECRET_KEY", str(wrong)) from wrong


def _post(settings: Settings, clock: Callable[[], datetime]) -> Post | None:
    server = _mail_server(settings)
    return None if server is None else partial(_send, server, clock)


async def _send(server: MailServer, clock: Callable[[], datetime], letter: Letter) -> None:
    await email.send(server, letter.to, letter.subject, letter.text, clock())


def _mail_server(settings: Settings) -> MailServer | None:
    if settings.smtp_host is None:
        return None
    if settings.smtp_from is None:
        raise errors.Invalid.field("ONWARD_SMTP_FROM", "is needed with ONWARD_SMTP_HOST: who the mail is from")
    if settings.public_url is None:
        raise errors.Invalid.field("ONWARD_PUBLIC_URL", "is needed with ONWARD_SMTP_HOST: where links in mail lead")
    return MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        sender=settings.smtp_from,
        user=settings.smtp_user,
        password=settings.smtp_password,
        security=settings.smtp_security,
    )


def _identity_provider(settings: Settings, clock: Callable[[], datetime]) -> IdentityProvider | None:
    if settings.oidc_issuer is None:
        return None
    if settings.oidc_client_id is None:
        raise errors.Invalid.field("ONWARD_OIDC_CLIENT_ID", "is needed with ONWARD_OIDC_ISSUER: what Onward is there")
    if settings.public_url is None:
        raise errors.Invalid.field("ONWARD_PUBLIC_URL", "is needed with ONWARD_OIDC_ISSUER: where it sends people back")
    if any(importlib.util.find_spec(package) is None for package in ("httpx", "joserfc")):
        raise errors.Invalid.field("ONWARD_OIDC_ISSUER", "needs the extra onward[oidc]; install that")
    # Only here, for it needs packages that not everybody has.
    openid = importlib.import_module("onward.channels.openid")
    if not openid.is_safe(settings.oidc_issuer):
        raise errors.Invalid.field("ONWARD_OIDC_ISSUER", "must be an address with https://")
    client = openid.Client(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        redirect_address=f"{_public_url(settings)}{_base_path(settings)}{CALLBACK}",
        scopes=settings.oidc_scopes,
        name=settings.oidc_name,
    )
    provider: IdentityProvider = openid.Provider(client, clock)
    return provider


def _public_url(settings: Settings) -> str:
    if settings.public_url is None:
        return ""
    parts = urlsplit(settings.public_url)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path not in {"", "/"} or parts.query:
        raise errors.Invalid.field("ONWARD_PUBLIC_URL", "must be an address without a path: https://onward.example.com")
    return f"{parts.scheme}://{parts.netloc}"


def _base_path(settings: Settings) -> str:
    path = settings.base_path.rstrip("/")
    if not _BASE_PATH.fullmatch(path):
        raise errors.Invalid.field("ONWARD_BASE_PATH", "must be a path such as /onward, of letters, digits, -, _ and .")
    return path


def _proxies(settings: Settings) -> Proxies:
    networks = [part.strip() for part in settings.trusted_proxies.split(",") if part.strip()]
    try:
        return Proxies(networks)
    except ValueError as wrong:
        raise errors.Invalid.field(
            "ONWARD_TRUSTED_PROXIES", f"must be networks with commas between: {wrong}"
        ) from wrong
