"""Types of interactions; how they are kept is in `vocabulary.py`."""

from uuid import UUID

from onward.domain.records import InteractionType
from onward.store.transactions import Tx
from onward.store.usage import USED_BY_INTERACTIONS, USED_BY_TEMPLATES, Usage, usage_of
from onward.store.vocabulary import Vocabulary

TYPES = Vocabulary("interaction_types", InteractionType, "type")

_USAGE = f"""
SELECT k.key, {USED_BY_INTERACTIONS.format(column="type")},
  {USED_BY_TEMPLATES.format(path="$.steps[*] ? (@.type == $key || @.fallback_type == $key)")}
FROM unnest($2::text[]) AS k(key)
"""


async def count_usage(tx: Tx, tenant_id: UUID, keys: list[str]) -> dict[str, Usage]:
    """By key how many interactions and how many templates (as published) have it."""
    return usage_of(await tx.fetch(_USAGE, tenant_id, keys))
