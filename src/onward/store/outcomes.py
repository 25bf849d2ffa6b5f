"""Outcomes: what can come of an interaction; how they are kept is in `vocabulary.py`."""

from uuid import UUID

from onward.domain.records import Outcome
from onward.store.transactions import Tx
from onward.store.usage import USED_BY_INTERACTIONS, USED_BY_TEMPLATES, Usage, usage_of
from onward.store.vocabulary import Vocabulary

OUTCOMES = Vocabulary("outcomes", Outcome, "outcome")


async def list_outcome_kinds(tx: Tx, tenant_id: UUID) -> dict[str, str]:
    """Kind by outcome."""
    return {row[0]: row[1] for row in await tx.fetch("SELECT key, kind FROM outcomes WHERE tenant_id = $1", tenant_id)}


async def list_missing_outcomes(tx: Tx, tenant_id: UUID, keys: list[str]) -> list[str]:
    """Those of the keys that no outcome of this tenant has."""
    rows = await tx.fetch("SELECT key FROM outcomes WHERE tenant_id = $1 AND key = ANY($2::text[])", tenant_id, keys)
    found = {row[0] for row in rows}
    return [key for key in keys if key not in found]


_USAGE = f"""
SELECT k.key, {USED_BY_INTERACTIONS.format(column="outcome")},
  {USED_BY_TEMPLATES.format(path="$.steps[*].branches[*].outcomes[*] ? (@ == $key)")}
FROM unnest($2::text[]) AS k(key)
"""


async def count_usage(tx: Tx, tenant_id: UUID, keys: list[str]) -> dict[str, Usage]:
    """By key how many interactions have it and how many templates (as published) branch on it."""
    return usage_of(await tx.fetch(_USAGE, tenant_id, keys))
