"""E-mail over SMTP."""

from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Literal

import aiosmtplib
from msgspec import Struct

_TIMEOUT_SECONDS = 20


class Undeliverable(Exception):
    """`is_permanent`: trying again is of no use."""

    def __init__(self, message: str, *, is_permanent: bool) -> None:
        super().__init__(message)
        self.is_permanent = is_permanent


class MailServer(Struct, frozen=True):
    """Where mail is handed in. `security`: `tls` from the first byte, `starttls`, or `none`."""

    host: str
    port: int
    sender: str
    user: str | None = None
    password: str | None = None
    security: Literal["starttls", "tls", "none"] = "starttls"


async def send(server: MailServer, to: str, subject: str, text: str, at: datetime) -> None:
    """Raises Undeliverable."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = server.sender, to, subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = make_msgid(domain=server.sender.rpartition("@")[2].rstrip(">") or None)
    message.set_content(text)
    try:
        await aiosmtplib.send(
            message,
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.security == "tls",
            start_tls=server.security == "starttls",
            timeout=_TIMEOUT_SECONDS,
        )
    except aiosmtplib.SMTPResponseException as refused:
        raise Undeliverable(f"{refused.code} {refused.message}", is_permanent=refused.code >= 500) from refused
    except aiosmtplib.SMTPRecipientsRefused as refused:
        raise Undeliverable("the recipient was refused", is_permanent=True) from refused
    except (TimeoutError, aiosmtplib.SMTPException, OSError) as gone:
        raise Undeliverable(f"{type(gone).__name__}: {gone}", is_permanent=False) from gone
