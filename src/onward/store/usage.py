"""How often a key of the tenant's vocabulary is in use: the parts that types and outcomes share."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

# Under an index on the column: only its entries are read, no row.
USED_BY_INTERACTIONS = "(SELECT count(*) FROM interactions i WHERE i.tenant_id = $1 AND i.{column} = k.key)"
USED_BY_TEMPLATES = """(
    SELECT count(*) FROM interaction_templates t
    JOIN template_versions v ON v.tenant_id = t.tenant_id AND v.template_id = t.id AND v.version = t.version
    WHERE t.tenant_id = $1 AND t.archived_at IS NULL
      AND jsonb_path_exists(v.definition, '{path}', jsonb_build_object('key', k.key))
  )"""


class Usage(Struct, frozen=True):
    interactions: int
    templates: int


def usage_of(rows: Sequence[Any]) -> dict[str, Usage]:
    """By key, from rows of key, interactions and templates."""
    return {row[0]: Usage(row[1], row[2]) for row in rows}
