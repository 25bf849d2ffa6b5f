"""Templates and their published versions."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from onward.domain import errors
from onward.domain.records import Definition, Template
from onward.store.pages import Keyset, Order, after_key, order_by
from onward.store.transactions import Tx
from onward.store.workflows import RunningVersion

_SELECT = """
SELECT t.id, t.version, v.definition, t.draft, t.is_active, t.is_default, t.archived_at, t.revision,
       t.created_at, t.updated_at
FROM interaction_templates t
JOIN template_versions v ON v.tenant_id = t.tenant_id AND v.template_id = t.id AND v.version = t.version
WHERE t.tenant_id = $1
"""

_MISSING = "There is no template with this id."


def _template(row: Any) -> Template:
    identity, version, definition, draft, *rest = row
    return Template(
        identity,
        version,
        msgspec.convert(definition, Definition),
        None if draft is None else msgspec.convert(draft, Definition),
        *rest,
    )


async def lock_template(tx: Tx, tenant_id: UUID, template_id: UUID) -> None:
    """Lock the template's row until the transaction ends. Raises NotFound.

    What depends on it is read after this, in a fresh snapshot: a version that was published while the lock
    was waited for is not seen by the statement that waited.
    """
    locked = await tx.fetchrow(
        "SELECT t.id FROM interaction_templates t WHERE t.tenant_id = $1 AND t.id = $2 FOR UPDATE",
        tenant_id,
        template_id,
    )
    if locked is None:
        raise errors.NotFound(_MISSING)


async def get_template(tx: Tx, tenant_id: UUID, template_id: UUID) -> Template:
    """Raises NotFound."""
    row = await tx.fetchrow(f"{_SELECT} AND t.id = $2", tenant_id, template_id)
    if row is None:
        raise errors.NotFound(_MISSING)
    return _template(row)


class TemplateFilter(msgspec.Struct, frozen=True):
    is_active: bool | None = None
    is_default: bool | None = None
    is_archived: bool | None = None


ORDERS: dict[str, Order] = {"created_at": Order("t.created_at", "timestamptz")}


class Used(msgspec.Struct, frozen=True):
    """A template, and how many workflows run on which version of it, from the oldest on."""

    template: Template
    running: list[RunningVersion]


_RUNNING = """
  ARRAY(
    SELECT ROW(w.template_version, count(*)) FROM workflows w
    WHERE w.tenant_id = t.tenant_id AND w.template_id = t.id AND w.status IN ('active', 'paused')
    GROUP BY w.template_version ORDER BY w.template_version
  )
FROM interaction_templates t"""


async def list_templates(tx: Tx, tenant_id: UUID, wanted: TemplateFilter, keyset: Keyset, limit: int) -> list[Used]:
    """Up to `limit` templates after the keyset's position, in its order."""
    args: list[object] = [tenant_id]
    clauses = []
    for column, value in (("is_active", wanted.is_active), ("is_default", wanted.is_default)):
        if value is not None:
            args.append(value)
            clauses.append(f"t.{column} = ${len(args)}")
    if wanted.is_archived is not None:
        clauses.append(f"t.archived_at IS {'NOT ' if wanted.is_archived else ''}NULL")
    clauses += after_key(ORDERS[keyset.sort], "t.id", keyset, args)
    select = _SELECT.replace("\nFROM interaction_templates t", f",{_RUNNING}")
    sql = " AND ".join([select, *clauses])
    sql += f" ORDER BY {order_by(ORDERS[keyset.sort], 't.id', keyset)} LIMIT {int(limit)}"
    return [_used(*row) for row in await tx.fetch(sql, *args)]


def _used(*columns: Any) -> Used:
    *template, running = columns
    return Used(_template(template), [RunningVersion(*row) for row in running])


async def list_all_templates(tx: Tx, tenant_id: UUID) -> list[Template]:
    """Every template, archived ones too, by age."""
    return [_template(row) for row in await tx.fetch(f"{_SELECT} ORDER BY t.created_at, t.id", tenant_id)]


async def list_templates_by_id(tx: Tx, tenant_id: UUID, template_ids: Iterable[UUID]) -> list[Template]:
    """In no order; unknown ones are left out."""
    return [
        _template(row) for row in await tx.fetch(f"{_SELECT} AND t.id = ANY($2::uuid[])", tenant_id, list(template_ids))
    ]


async def insert_template(tx: Tx, tenant_id: UUID, template: Template, seed_key: str | None = None) -> bool:
    """Insert a template without its version; False when its seed is there already."""
    written = await tx.execute(
        """
        INSERT INTO interaction_templates
          (tenant_id, id, seed_key, version, is_active, is_default, revision, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT ON CONSTRAINT uq_templates_seed_key DO NOTHING
        """,
        tenant_id,
        template.id,
        seed_key,
        template.version,
        template.is_active,
        template.is_default,
        template.revision,
        template.created_at,
        template.updated_at,
    )
    return written == 1


async def insert_version(
    tx: Tx, tenant_id: UUID, template: Template, refers_to: list[UUID], at: datetime, published_by: UUID | None
) -> None:
    """Publish `template.definition` as `template.version`."""
    await tx.execute(
        """
        INSERT INTO template_versions
          (tenant_id, template_id, version, definition, refers_to, published_at, published_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        """,
        tenant_id,
        template.id,
        template.version,
        template.definition,
        refers_to,
        at,
        published_by,
    )


async def find_definition(tx: Tx, tenant_id: UUID, template_id: UUID, version: int) -> Definition | None:
    """What a published version of a template says."""
    found = await tx.fetchval(
        "SELECT v.definition FROM template_versions v WHERE v.tenant_id = $1 AND v.template_id = $2 AND v.version = $3",
        tenant_id,
        template_id,
        version,
    )
    return None if found is None else msgspec.convert(found, Definition)


async def update_template(tx: Tx, tenant_id: UUID, template: Template) -> None:
    """Write a template's state (not its versions). Its row must be locked."""
    await tx.execute(
        """
        UPDATE interaction_templates
        SET version = $3, draft = $4, is_active = $5, is_default = $6, archived_at = $7, revision = $8,
            updated_at = $9
        WHERE tenant_id = $1 AND id = $2
        """,
        tenant_id,
        template.id,
        template.version,
        template.draft,
        template.is_active,
        template.is_default,
        template.archived_at,
        template.revision,
        template.updated_at,
    )


async def unset_default(tx: Tx, tenant_id: UUID, except_id: UUID, at: datetime) -> list[UUID]:
    """Take the default away from whichever other template has it, and say which had."""
    rows = await tx.fetch(
        """
        UPDATE interaction_templates SET is_default = false, revision = revision + 1, updated_at = $3
        WHERE tenant_id = $1 AND is_default AND id <> $2
        RETURNING id
        """,
        tenant_id,
        except_id,
        at,
    )
    return [row[0] for row in rows]


async def has_default(tx: Tx, tenant_id: UUID) -> bool:
    return bool(
        await tx.fetchval(
            "SELECT EXISTS (SELECT FROM interaction_templates WHERE tenant_id = $1 AND is_default)", tenant_id
        )
    )


async def list_missing_templates(tx: Tx, tenant_id: UUID, ids: list[UUID]) -> list[UUID]:
    """Those of the ids that name no template of this tenant."""
    rows = await tx.fetch(
        "SELECT id FROM interaction_templates WHERE tenant_id = $1 AND id = ANY($2::uuid[])", tenant_id, ids
    )
    found = {row[0] for row in rows}
    return [template_id for template_id in ids if template_id not in found]


async def list_seed_keys(tx: Tx, tenant_id: UUID) -> set[str]:
    """The keys of the seeded templates that the tenant has, whatever became of them."""
    rows = await tx.fetch(
        "SELECT seed_key FROM interaction_templates WHERE tenant_id = $1 AND seed_key IS NOT NULL", tenant_id
    )
    return {row[0] for row in rows}
