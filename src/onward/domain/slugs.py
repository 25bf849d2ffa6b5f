"""What a tenant's short name may be."""

import re
from uuid import UUID

import msgspec

_SLUG = re.compile(r"[a-z][a-z0-9-]{0,62}")


def slug_fault(slug: str) -> str | None:
    """What is wrong with it; None when it is a slug, and could not be taken for an id."""
    if not _SLUG.fullmatch(slug):
        return 'must be of a-z, 0-9 and -, begin with a letter and be short: "acme"'
    return "must not look like an id" if _is_uuid(slug) else None


def _is_uuid(text: str) -> bool:
    try:
        msgspec.convert(text, UUID)
    except msgspec.ValidationError:
        return False
    return True
