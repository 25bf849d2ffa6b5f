"""Who may do what: one table from role to permissions. Everything not in it is refused."""

from enum import StrEnum
from typing import Literal
from uuid import UUID

from msgspec import Struct

from onward.domain.records import Role


class Permission(StrEnum):
    READ = "read"
    WRITE_CUSTOMERS = "customers:write"
    ERASE_CUSTOMERS = "customers:erase"
    WRITE_INTERACTIONS = "interactions:write"
    WRITE_WORKFLOWS = "workflows:write"
    WRITE_CONVERSATIONS = "conversations:write"
    WRITE_TEMPLATES = "templates:write"
    WRITE_CAMPAIGNS = "campaigns:write"
    BULK = "bulk"
    WRITE_VIEWS = "views:write"
    WRITE_TEAM_VIEWS = "views:team"
    WRITE_MEMBERS = "members:write"
    WRITE_KEYS = "keys:write"
    WRITE_SETTINGS = "settings:write"
    READ_AUDIT = "audit:read"
    IMPORT = "import"
    EXPORT = "export"


_REP = frozenset(
    {
        Permission.READ,
        Permission.WRITE_CUSTOMERS,
        Permission.WRITE_INTERACTIONS,
        Permission.WRITE_WORKFLOWS,
        Permission.WRITE_CONVERSATIONS,
        Permission.WRITE_VIEWS,
    }
)
_MANAGER = _REP | {
    Permission.WRITE_TEAM_VIEWS,
    Permission.WRITE_TEMPLATES,
    Permission.WRITE_CAMPAIGNS,
    Permission.BULK,
    Permission.IMPORT,
}

# Weakest first; each may what the one before may.
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    "viewer": frozenset({Permission.READ}),
    "rep": _REP,
    "manager": _MANAGER,
    "owner": frozenset(Permission),
}

# What is written down who did it: every successful request under one of these leaves a row in the audit log.
AUDITED = frozenset(
    {
        Permission.ERASE_CUSTOMERS,
        Permission.WRITE_TEMPLATES,
        Permission.WRITE_CAMPAIGNS,
        Permission.BULK,
        Permission.WRITE_MEMBERS,
        Permission.WRITE_KEYS,
        Permission.WRITE_SETTINGS,
        Permission.IMPORT,
        Permission.EXPORT,
    }
)


class Actor(Struct, frozen=True):
    """Who acts. `id` is written as creator and finisher: the member's id, or the API key's for a key that
    acts for no member; the worker's is all zeros. `credential` scopes idempotency keys."""

    kind: Literal["local", "key", "member", "worker"]
    id: UUID
    role: Role
    member_id: UUID | None
    credential: str


WORKER = Actor(kind="worker", id=UUID(int=0), role="owner", member_id=None, credential="worker")


def may(role: Role, permission: Permission) -> bool:
    return permission in PERMISSIONS[role]


def weaker(one: Role, other: Role) -> Role:
    """Of two roles the one that may less."""
    order = list(PERMISSIONS)
    return min(one, other, key=order.index)


def roles_with(permission: Permission) -> list[Role]:
    """The roles that hold a permission, weakest first: for the words of a refusal."""
    return [role for role, granted in PERMISSIONS.items() if permission in granted]
