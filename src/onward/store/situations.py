"""What deciding a next step depends on, read in one statement after the customer's lock.

The members who may get it are held in the same statement, so that none of them leaves before it is written: what is
locked is read as it is then, however old the rest of the statement's view.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

import msgspec

from onward.domain import errors, steps
from onward.domain.decisions import Candidate, Situation
from onward.domain.records import Customer, Definition, Interaction, TenantSettings, Workflow
from onward.store import merged
from onward.store.columns import (
    CUSTOMER_TYPES,
    INTERACTION_TYPES,
    WORKFLOW_TYPES,
    interaction_from,
    selected,
)
from onward.store.interactions import WORKING_ORDER
from onward.store.pages import or_else
from onward.store.transactions import Tx


class Loaded(msgspec.Struct, frozen=True):
    """A situation, and what else the act needs to know.

    `outcome_kind` is None for an outcome that the tenant does not know yet; `open_outcomes` is the list
    that the interaction's type narrows to, None for all; `conversation_status` is that of the linked
    conversation.
    """

    situation: Situation
    outcome_kind: str | None = None
    open_outcomes: list[str] | None = None
    conversation_status: str | None = None


_AT_CUSTOMER = len(INTERACTION_TYPES)
_AT_WORKFLOW = _AT_CUSTOMER + len(CUSTOMER_TYPES)
_AT_REST = _AT_WORKFLOW + len(WORKFLOW_TYPES)

_AROUND = """
  s.settings::text,
  {definition},
  ARRAY(
    SELECT ROW(t.id, t.version, t.is_active AND t.archived_at IS NULL, t.is_default, tv.definition::text)
    FROM interaction_templates t
    JOIN template_versions tv
      ON tv.tenant_id = t.tenant_id AND tv.template_id = t.id AND tv.version = t.version
    WHERE t.tenant_id = $1 AND (t.is_default OR t.id = ANY({refers_to} || $3::uuid[]))
  ),
  ARRAY(
    SELECT r.template_id FROM workflows r
    WHERE r.tenant_id = $1 AND r.customer_id = c.id AND r.status IN ('active', 'paused')
  ),
  CASE WHEN c.do_not_contact <> '{{}}' THEN
    (SELECT jsonb_object_agg(ty.key, ty.channel) FROM interaction_types ty WHERE ty.tenant_id = $1) END,
  ARRAY(
    SELECT ROW(m.id, m.name) FROM members m
    WHERE m.tenant_id = $1 AND m.is_active
      AND m.id = ANY(ARRAY[c.owner_id, {assignees}] || {refers_to} || $3::uuid[])
    ORDER BY m.id
    FOR KEY SHARE
  )
"""

_SELECTED = f"""
SELECT {selected("i", INTERACTION_TYPES)}, {selected("c", CUSTOMER_TYPES)}, {selected("w", WORKFLOW_TYPES)},
{
    _AROUND.format(
        definition="v.definition::text",
        refers_to="coalesce(v.refers_to, '{}')",
        assignees="i.assignee_id, w.assignee_id",
    )
},
  (SELECT o.id FROM interactions o
   WHERE o.tenant_id = $1 AND o.customer_id = c.id AND o.status IN ('pending', 'in_progress')
     AND o.id IS DISTINCT FROM i.id
   ORDER BY {WORKING_ORDER.replace("i.", "o.")} LIMIT 1),
  (SELECT k.kind FROM outcomes k WHERE k.tenant_id = $1 AND k.key = {or_else("$4::text", "i.outcome")}),
  (SELECT ty.outcomes FROM interaction_types ty WHERE ty.tenant_id = $1 AND ty.key = i.type),
  (SELECT v2.status FROM conversations v2 WHERE v2.tenant_id = $1 AND v2.id = i.conversation_id
     AND v2.customer_id = i.customer_id)
"""
_OF_INTERACTION = f"""{_SELECTED}
FROM interactions i
JOIN customers c ON c.tenant_id = i.tenant_id AND c.id = i.customer_id
JOIN tenant_settings s ON s.tenant_id = i.tenant_id
LEFT JOIN workflows w ON w.tenant_id = i.tenant_id AND w.id = i.workflow_id
LEFT JOIN template_versions v
  ON v.tenant_id = w.tenant_id AND v.template_id = w.template_id AND v.version = w.template_version
WHERE i.tenant_id = $1
"""
_BY_ID = f"{_OF_INTERACTION} AND i.id = $2"
# The open step, else the finished one that the next step waits for. Beside what the run's own definition names the
# newest version of its template is read.
_OF_WORKFLOW = f"""
{_SELECTED.replace("t.is_default OR", "t.is_default OR t.id = w.template_id OR")}
FROM workflows w
JOIN customers c ON c.tenant_id = w.tenant_id AND c.id = w.customer_id
JOIN tenant_settings s ON s.tenant_id = w.tenant_id
JOIN template_versions v
  ON v.tenant_id = w.tenant_id AND v.template_id = w.template_id AND v.version = w.template_version
LEFT JOIN LATERAL (
  SELECT o.id FROM interactions o
  WHERE o.tenant_id = $1 AND o.customer_id = w.customer_id AND o.workflow_id = w.id
    AND o.status IN ('pending', 'in_progress')
  ORDER BY {WORKING_ORDER.replace("i.", "o.")} LIMIT 1
) AS standing ON true
LEFT JOIN interactions i ON i.tenant_id = w.tenant_id AND i.id = {or_else("standing.id", "w.owed_after_id")}
WHERE w.tenant_id = $1 AND w.id = $2
"""


async def get_situation(
    tx: Tx, tenant_id: UUID, interaction_id: UUID, outcome: str | None, named_ids: Sequence[UUID]
) -> Loaded:
    """The situation of an interaction. `named_ids`: templates and members that the request names.

    The customer must be locked, or what is read may be old when it is acted on. Raises NotFound.
    """
    row = await tx.fetchrow(_BY_ID, tenant_id, interaction_id, list(named_ids), outcome)
    if row is None:
        raise errors.NotFound("There is no interaction with this id.")
    (loaded,) = await _with_named_members(tx, tenant_id, [_loaded(row)])
    return loaded


async def get_workflow_situation(tx: Tx, tenant_id: UUID, workflow_id: UUID) -> Loaded:
    """The situation of a run. Its interaction is the open step, else the finished one after which it owes the next,
    else None. The candidates hold the newest version of its own template.

    The customer must be locked, or what is read may be old when it is acted on. Raises NotFound.
    """
    row = await tx.fetchrow(_OF_WORKFLOW, tenant_id, workflow_id, [], None)
    if row is None:
        raise errors.NotFound("There is no workflow with this id.")
    (loaded,) = await _with_named_members(tx, tenant_id, [_loaded(row)])
    return loaded


def _loaded(row: Any) -> Loaded:
    situation = _situation(
        customer=Customer(*row[_AT_CUSTOMER:_AT_WORKFLOW]),
        rest=row[_AT_REST:],
        interaction=interaction_from(row) if row[0] is not None else None,
        workflow=Workflow(*row[_AT_WORKFLOW:_AT_REST]) if row[_AT_WORKFLOW] is not None else None,
        other_open_id=row[_AT_REST + 6],
    )
    return Loaded(situation, *row[_AT_REST + 7 : _AT_REST + 10])


_OF_CUSTOMER = f"""
SELECT {selected("c", CUSTOMER_TYPES)},
{_AROUND.format(definition="NULL::text", refers_to="'{}'::uuid[]", assignees="NULL::uuid")},
  (SELECT o.id FROM interactions o
   WHERE o.tenant_id = $1 AND o.customer_id = c.id AND o.status IN ('pending', 'in_progress')
   ORDER BY {WORKING_ORDER.replace("i.", "o.")} LIMIT 1)
FROM customers c
JOIN tenant_settings s ON s.tenant_id = c.tenant_id
WHERE c.tenant_id = $1
"""
_CUSTOMER_BY_ID = f"{_OF_CUSTOMER} AND c.id = $2"
_CUSTOMERS_BY_IDS = f"{_OF_CUSTOMER} AND c.id = ANY($2::uuid[])"


async def get_customer_situation(tx: Tx, tenant_id: UUID, customer_id: UUID, named_ids: Sequence[UUID]) -> Situation:
    """The situation of a customer with no interaction being finished. The customer must be locked.

    Raises NotFound, Merged.
    """
    row = await tx.fetchrow(_CUSTOMER_BY_ID, tenant_id, customer_id, list(named_ids))
    if row is None:
        await merged.refuse_missing(tx, tenant_id, customer_id)
    (loaded,) = await _with_named_members(tx, tenant_id, [_loaded_customer(row)])
    return loaded.situation


async def list_customer_situations(
    tx: Tx, tenant_id: UUID, customer_ids: Sequence[UUID], named_ids: Sequence[UUID] = ()
) -> list[Situation]:
    """As `get_customer_situation`, of several customers by ascending id; unknown ones are left out. Two statements at
    the most, however many they are."""
    rows = await tx.fetch(_CUSTOMERS_BY_IDS, tenant_id, list(customer_ids), list(named_ids))
    found = await _with_named_members(tx, tenant_id, [_loaded_customer(row) for row in rows])
    return sorted((loaded.situation for loaded in found), key=lambda situation: situation.customer.id)


def _loaded_customer(row: Any) -> Loaded:
    split = len(CUSTOMER_TYPES)
    customer, rest = Customer(*row[:split]), row[split:]
    return Loaded(_situation(customer=customer, rest=rest, interaction=None, workflow=None, other_open_id=rest[6]))


async def _with_named_members(tx: Tx, tenant_id: UUID, found: list[Loaded]) -> list[Loaded]:
    """Add the members whom other templates give their first step to.

    A second read for the few templates that do: looking for them in the first would cost every act.
    """
    missing = list({member_id for each in found for member_id in _unknown_assignees(each.situation)})
    if not missing:
        return found
    rows = await tx.fetch(
        "SELECT m.id, m.name FROM members m WHERE m.tenant_id = $1 AND m.id = ANY($2::uuid[]) AND m.is_active "
        "ORDER BY m.id FOR KEY SHARE",
        tenant_id,
        missing,
    )
    names = {row[0]: row[1] for row in rows}
    return [_knowing(each, names) for each in found]


def _knowing(loaded: Loaded, names: dict[UUID, str]) -> Loaded:
    known = {**loaded.situation.active_member_names, **names}
    return msgspec.structs.replace(
        loaded, situation=msgspec.structs.replace(loaded.situation, active_member_names=known)
    )


def _unknown_assignees(situation: Situation) -> Iterator[UUID]:
    for candidate in situation.candidates.values():
        assignee = steps.first_step(candidate.definition).assignee
        member_id = None if assignee is None else steps.as_id(assignee)
        if member_id is not None and member_id not in situation.active_member_names:
            yield member_id


def _situation(
    *,
    customer: Customer,
    rest: Any,
    interaction: Interaction | None,
    workflow: Workflow | None,
    other_open_id: UUID | None,
) -> Situation:
    settings, definition, templates, running, channels, members = rest[:6]
    return Situation(
        settings=settings_from(settings),
        customer=customer,
        interaction=interaction,
        workflow=workflow,
        definition=None if definition is None else definition_from(definition),
        candidates={row[0]: Candidate(row[0], row[1], definition_from(row[4]), row[2]) for row in templates},
        default_template_id=next((row[0] for row in templates if row[3]), None),
        running_template_ids=frozenset(running),
        other_open_id=other_open_id,
        channels=channels or {},
        active_member_names={row[0]: row[1] for row in members},
    )


@lru_cache(maxsize=1024)
def settings_from(text: str) -> TenantSettings:
    """Settings from their JSON text; kept, because most requests meet the same few texts."""
    return msgspec.json.decode(text, type=TenantSettings)


@lru_cache(maxsize=4096)
def definition_from(text: str) -> Definition:
    """A published definition from its JSON text; kept, because a published version never changes."""
    return msgspec.json.decode(text, type=Definition)
