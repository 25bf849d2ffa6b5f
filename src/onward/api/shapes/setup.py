"""The first run of a server, as it travels."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from onward.api.shapes.accounts import Password, Token
from onward.api.shapes.customers import Email
from onward.api.shapes.fields import Name

Slug = Annotated[
    str, Meta(max_length=63, description="A short name for addresses and headers, of a-z, 0-9 and -, a letter first")
]


class SetupStateOut(Struct, frozen=True):
    """`is_set_up`: somebody can sign in, or has a key. If not, the server's log has the link to begin with."""

    is_set_up: bool


class SetUpIn(Struct, frozen=True, forbid_unknown_fields=True):
    token: Token
    tenant_name: Name
    tenant_slug: Slug
    name: Name
    email: Email
    password: Password


class SetUpOut(Struct, frozen=True):
    tenant_id: UUID
    tenant_slug: str
    member_id: UUID
