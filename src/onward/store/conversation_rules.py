"""A tenant's rules for what follows when a conversation opens, or when a person writes in it."""

from typing import Any
from uuid import UUID

import msgspec

from onward.domain import errors
from onward.domain.conversation_records import ConversationRule, RuleStep, Trigger
from onward.domain.records import Channel
from onward.store.transactions import Tx

_COLUMNS = "id, name, trigger, channel, template_id, step, is_active, version, created_at, updated_at"
_SELECT = f"SELECT {_COLUMNS} FROM conversation_rules WHERE tenant_id = $1"


async def list_rules(tx: Tx, tenant_id: UUID) -> list[ConversationRule]:
    """All of them, the oldest first: in the order in which they are followed."""
    rows = await tx.fetch(f"{_SELECT} ORDER BY created_at, id", tenant_id)
    return [_rule(row) for row in rows]


async def list_rules_for(tx: Tx, tenant_id: UUID, trigger: Trigger, channel: Channel) -> list[ConversationRule]:
    """Those that are active for a trigger on a channel, the oldest first."""
    sql = (
        f"{_SELECT} AND is_active AND trigger = $2 AND (channel IS NULL OR channel = $3::text) ORDER BY created_at, id"
    )
    return [_rule(row) for row in await tx.fetch(sql, tenant_id, trigger, channel)]


async def get_rule(tx: Tx, tenant_id: UUID, rule_id: UUID) -> ConversationRule:
    """Raises NotFound."""
    row = await tx.fetchrow(f"{_SELECT} AND id = $2", tenant_id, rule_id)
    if row is None:
        raise errors.NotFound("There is no conversation rule with this id.")
    return _rule(row)


async def lock_rule(tx: Tx, tenant_id: UUID, rule_id: UUID) -> None:
    """Lock a rule until the transaction ends; it is read after this."""
    await tx.fetchrow("SELECT FROM conversation_rules WHERE tenant_id = $1 AND id = $2 FOR UPDATE", tenant_id, rule_id)


async def insert_rule(tx: Tx, tenant_id: UUID, rule: ConversationRule) -> None:
    """Raises Invalid for an unknown template."""
    await tx.execute(
        f"INSERT INTO conversation_rules (tenant_id, {_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        tenant_id,
        *msgspec.structs.astuple(rule),
    )


async def update_rule(tx: Tx, tenant_id: UUID, rule: ConversationRule) -> None:
    """Write all that can change. The rule must be locked. Raises Invalid for an unknown template."""
    await tx.execute(
        """
        UPDATE conversation_rules
        SET name = $3, trigger = $4, channel = $5, template_id = $6, step = $7, is_active = $8, version = $9,
            updated_at = $10
        WHERE tenant_id = $1 AND id = $2
        """,
        tenant_id,
        rule.id,
        rule.name,
        rule.trigger,
        rule.channel,
        rule.template_id,
        rule.step,
        rule.is_active,
        rule.version,
        rule.updated_at,
    )


async def delete_rule(tx: Tx, tenant_id: UUID, rule_id: UUID) -> None:
    await tx.execute("DELETE FROM conversation_rules WHERE tenant_id = $1 AND id = $2", tenant_id, rule_id)


_IS_WAITING = """
SELECT EXISTS (
  SELECT FROM interactions i
  WHERE i.tenant_id = $1 AND i.conversation_id = $2 AND i.origin = $3::text AND i.type = $4::text
    AND i.status IN ('pending', 'in_progress')
)
"""


async def is_waiting(tx: Tx, tenant_id: UUID, conversation_id: UUID, origin: str, type_: str) -> bool:
    """Whether a step of this origin and type is open in a conversation already."""
    return bool(await tx.fetchval(_IS_WAITING, tenant_id, conversation_id, origin, type_))


def _rule(row: Any) -> ConversationRule:
    values = list(row)
    step = _COLUMNS.split(", ").index("step")
    if values[step] is not None:
        values[step] = msgspec.convert(values[step], RuleStep)
    return ConversationRule(*values)
