"""The situations of many interactions at once, to look at or to act on: what they share is read once.

That of a single one is read by `situations.py`, in one statement.
"""

from collections.abc import Container, Iterable, Sequence
from typing import Any
from uuid import UUID

import msgspec

from onward.domain import errors, steps
from onward.domain.decisions import Candidate, Situation
from onward.domain.records import Customer, Definition, Interaction, Outcome, TenantSettings, Workflow
from onward.store.columns import CUSTOMER_TYPES, INTERACTION_TYPES, WORKFLOW_TYPES, interaction_from, selected
from onward.store.interactions import WORKING_ORDER
from onward.store.situations import Loaded, definition_from, settings_from
from onward.store.transactions import Tx

_AT_CUSTOMER = len(INTERACTION_TYPES)
_AT_WORKFLOW = _AT_CUSTOMER + len(CUSTOMER_TYPES)
_AT_REST = _AT_WORKFLOW + len(WORKFLOW_TYPES)

ROWS = f"""
SELECT {selected("i", INTERACTION_TYPES)}, {selected("c", CUSTOMER_TYPES)}, {selected("w", WORKFLOW_TYPES)},
  ARRAY(
    SELECT r.template_id FROM workflows r
    WHERE r.tenant_id = $1 AND r.customer_id = c.id AND r.status IN ('active', 'paused')
  ),
  (SELECT o.id FROM interactions o
   WHERE o.tenant_id = $1 AND o.customer_id = c.id AND o.status IN ('pending', 'in_progress') AND o.id <> i.id
   ORDER BY {WORKING_ORDER.replace("i.", "o.")} LIMIT 1),
  (SELECT v.status FROM conversations v
   WHERE v.tenant_id = $1 AND v.id = i.conversation_id AND v.customer_id = i.customer_id)
FROM interactions i
JOIN customers c ON c.tenant_id = i.tenant_id AND c.id = i.customer_id
LEFT JOIN workflows w ON w.tenant_id = i.tenant_id AND w.id = i.workflow_id
WHERE i.tenant_id = $1 AND i.id = ANY($2::uuid[])
"""
# The versions that run, and the templates and members that they and the request ($5) name.
_SHARED = """
WITH running AS MATERIALIZED (
  SELECT v.template_id, v.version, v.definition::text AS definition, v.refers_to
  FROM unnest($2::uuid[], $3::integer[]) AS n(template_id, version)
  JOIN template_versions v ON v.tenant_id = $1 AND v.template_id = n.template_id AND v.version = n.version
), named AS MATERIALIZED (
  SELECT unnest(n.refers_to) AS id FROM running n UNION SELECT unnest($5::uuid[])
)
SELECT s.settings::text,
  ARRAY(SELECT ROW(n.template_id, n.version, n.definition) FROM running n),
  ARRAY(
    SELECT ROW(t.id, t.version, t.is_active AND t.archived_at IS NULL, t.is_default, v.definition::text)
    FROM interaction_templates t
    JOIN template_versions v ON v.tenant_id = t.tenant_id AND v.template_id = t.id AND v.version = t.version
    WHERE t.tenant_id = $1 AND (t.is_default OR t.id IN (SELECT n.id FROM named n))
  ),
  ARRAY(SELECT ROW(ty.key, ty.channel, ty.outcomes) FROM interaction_types ty WHERE ty.tenant_id = $1),
  ARRAY(
    SELECT ROW(k.key, k.kind, k.label, k.position, k.archived_at, k.version) FROM outcomes k
    WHERE k.tenant_id = $1 ORDER BY k.position NULLS LAST, k.key
  ),
  ARRAY(
    SELECT ROW(m.id, m.name) FROM members m
    WHERE m.tenant_id = $1 AND m.is_active AND (m.id = ANY($4::uuid[]) OR m.id IN (SELECT n.id FROM named n))
    ORDER BY m.id {hold}
  )
FROM tenant_settings s WHERE s.tenant_id = $1
"""
_MEMBERS = """
SELECT m.id, m.name FROM members m WHERE m.tenant_id = $1 AND m.is_active AND m.id = ANY($2::uuid[])
ORDER BY m.id {hold}
"""
# Members who may get a step are held, so that none of them leaves before it is written.
_HOLD = "FOR KEY SHARE"


class _Row(msgspec.Struct, frozen=True):
    interaction: Interaction
    customer: Customer
    workflow: Workflow | None
    running_template_ids: list[UUID]
    other_open_id: UUID | None
    conversation_status: str | None


class _Shared(msgspec.Struct, frozen=True):
    """What the situations of one tenant have in common. It may hold more than a single one needs.

    `outcomes` are all that the tenant has, in its order; `narrowed_to` says by type which of them are open to it.
    """

    settings: TenantSettings
    definitions: dict[tuple[UUID, int], Definition]
    candidates: dict[UUID, Candidate]
    default_template_id: UUID | None
    channels: dict[str, str]
    narrowed_to: dict[str, list[str] | None]
    outcomes: list[Outcome]
    member_names: dict[UUID, str]


async def list_outlooks(tx: Tx, tenant_id: UUID, interaction_ids: Sequence[UUID]) -> tuple[list[Loaded], list[Outcome]]:
    """The situations of several interactions, in no order, and the tenant's outcomes in its order; three statements
    at the most, however many they are. Nothing is held, and no outcome's kind is told."""
    rows, shared = await _read(tx, tenant_id, interaction_ids, (), "")
    return [_loaded(row, shared, None) for row in rows], shared.outcomes


async def list_situations(
    tx: Tx,
    tenant_id: UUID,
    interaction_ids: Sequence[UUID],
    outcome: str | None = None,
    named_ids: Sequence[UUID] = (),
) -> list[Loaded]:
    """The situations of several interactions, to act on; as many statements as `list_outlooks`. `named_ids`: templates
    and members that the request names. Members who may get the next step are held.

    What is read may be old when it is acted on, unless the customers are locked.
    """
    rows, shared = await _read(tx, tenant_id, interaction_ids, named_ids, _HOLD)
    kinds: dict[str | None, str] = {each.key: each.kind for each in shared.outcomes}
    return [_loaded(row, shared, kinds.get(outcome or row.interaction.outcome)) for row in rows]


async def _read(
    tx: Tx, tenant_id: UUID, interaction_ids: Sequence[UUID], named_ids: Sequence[UUID], hold: str
) -> tuple[list[_Row], _Shared]:
    rows = [_row(each) for each in await tx.fetch(ROWS, tenant_id, list(interaction_ids))]
    return rows, await _shared(tx, tenant_id, rows, named_ids, hold)


def _row(row: Any) -> _Row:
    return _Row(
        interaction_from(row),
        Customer(*row[_AT_CUSTOMER:_AT_WORKFLOW]),
        Workflow(*row[_AT_WORKFLOW:_AT_REST]) if row[_AT_WORKFLOW] is not None else None,
        *row[_AT_REST:],
    )


async def _shared(tx: Tx, tenant_id: UUID, rows: list[_Row], named_ids: Sequence[UUID], hold: str) -> _Shared:
    runs = list({(row.workflow.template_id, row.workflow.template_version) for row in rows if row.workflow})
    ids, numbers = [run[0] for run in runs], [run[1] for run in runs]
    found = await tx.fetchrow(
        _SHARED.format(hold=hold), tenant_id, ids, numbers, list(_members_of(rows)), list(named_ids)
    )
    if found is None:
        raise errors.NotFound("There is no such tenant.")
    settings, versions, templates, types, outcomes, members = found
    candidates = {row[0]: Candidate(row[0], row[1], definition_from(row[4]), row[2]) for row in templates}
    names = {row[0]: row[1] for row in members}
    return _Shared(
        settings=settings_from(settings),
        definitions={(row[0], row[1]): definition_from(row[2]) for row in versions},
        candidates=candidates,
        default_template_id=next((row[0] for row in templates if row[3]), None),
        channels={row[0]: row[1] for row in types},
        narrowed_to={row[0]: row[2] for row in types},
        outcomes=[Outcome(*row) for row in outcomes],
        member_names=names | await _further_members(tx, tenant_id, candidates.values(), names, hold),
    )


async def _further_members(
    tx: Tx, tenant_id: UUID, candidates: Iterable[Candidate], known: Container[UUID], hold: str
) -> dict[UUID, str]:
    """Those to whom other templates give their first step: a second read for the few templates that do."""
    assignees = (steps.first_step(each.definition).assignee for each in candidates)
    member_ids = {steps.as_id(assignee) for assignee in assignees if assignee}
    missing = [each for each in member_ids if each is not None and each not in known]
    if not missing:
        return {}
    return {row[0]: row[1] for row in await tx.fetch(_MEMBERS.format(hold=hold), tenant_id, missing)}


def _members_of(rows: list[_Row]) -> set[UUID]:
    """Everybody to whom a next step might be given because of whose the customer, the step or the run is."""
    found = {row.customer.owner_id for row in rows} | {row.interaction.assignee_id for row in rows}
    found |= {row.workflow.assignee_id for row in rows if row.workflow}
    return {each for each in found if each is not None}


def _loaded(row: _Row, shared: _Shared, outcome_kind: str | None) -> Loaded:
    run = row.workflow
    situation = Situation(
        settings=shared.settings,
        customer=row.customer,
        interaction=row.interaction,
        workflow=run,
        definition=None if run is None else shared.definitions.get((run.template_id, run.template_version)),
        candidates=shared.candidates,
        default_template_id=shared.default_template_id,
        running_template_ids=frozenset(row.running_template_ids),
        other_open_id=row.other_open_id,
        channels=shared.channels,
        active_member_names=shared.member_names,
    )
    return Loaded(situation, outcome_kind, shared.narrowed_to.get(row.interaction.type), row.conversation_status)
