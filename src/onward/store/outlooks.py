"""The situations of many interactions at once, to look at: what they share is read once, and nothing is locked.

What is acted on is read by `situations.py`.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import msgspec

from onward.domain import steps
from onward.domain.decisions import Candidate, Situation
from onward.domain.records import Customer, Definition, Interaction, Workflow
from onward.store.columns import CUSTOMER_TYPES, INTERACTION_TYPES, WORKFLOW_TYPES, interaction_from, selected
from onward.store.interactions import WORKING_ORDER
from onward.store.situations import Loaded, definition_from, settings_from
from onward.store.transactions import Tx

_AT_CUSTOMER = len(INTERACTION_TYPES)
_AT_WORKFLOW = _AT_CUSTOMER + len(CUSTOMER_TYPES)
_AT_REST = _AT_WORKFLOW + len(WORKFLOW_TYPES)

ROWS = f"""
SELECT {selected("i", INTERACTION_TYPES)}, {selected("c", CUSTOMER_TYPES)}, {selected("w", WORKFLOW_TYPES)},
  s.settings::text,
  ARRAY(
    SELECT r.template_id FROM workflows r
    WHERE r.tenant_id = $1 AND r.customer_id = c.id AND r.status IN ('active', 'paused')
  ),
  (SELECT o.id FROM interactions o
   WHERE o.tenant_id = $1 AND o.customer_id = c.id AND o.status IN ('pending', 'in_progress') AND o.id <> i.id
   ORDER BY {WORKING_ORDER.replace("i.", "o.")} LIMIT 1)
FROM interactions i
JOIN customers c ON c.tenant_id = i.tenant_id AND c.id = i.customer_id
JOIN tenant_settings s ON s.tenant_id = i.tenant_id
LEFT JOIN workflows w ON w.tenant_id = i.tenant_id AND w.id = i.workflow_id
WHERE i.tenant_id = $1 AND i.id = ANY($2::uuid[])
"""
_VERSIONS = """
SELECT v.template_id, v.version, v.definition::text, v.refers_to
FROM unnest($2::uuid[], $3::integer[]) AS n(template_id, version)
JOIN template_versions v ON v.tenant_id = $1 AND v.template_id = n.template_id AND v.version = n.version
"""
_CANDIDATES = """
SELECT t.id, t.version, t.is_active AND t.archived_at IS NULL, t.is_default, v.definition::text
FROM interaction_templates t
JOIN template_versions v ON v.tenant_id = t.tenant_id AND v.template_id = t.id AND v.version = t.version
WHERE t.tenant_id = $1 AND (t.is_default OR t.id = ANY($2::uuid[]))
"""
_TYPES = "SELECT ty.key, ty.channel, ty.outcomes FROM interaction_types ty WHERE ty.tenant_id = $1"
_MEMBERS = "SELECT m.id, m.name FROM members m WHERE m.tenant_id = $1 AND m.is_active AND m.id = ANY($2::uuid[])"


class _Row(msgspec.Struct, frozen=True):
    interaction: Interaction
    customer: Customer
    workflow: Workflow | None
    settings: str
    running_template_ids: list[UUID]
    other_open_id: UUID | None


class _Shared(msgspec.Struct, frozen=True):
    """What the situations of one tenant have in common. It may hold more than a single one needs."""

    definitions: dict[tuple[UUID, int], Definition]
    candidates: dict[UUID, Candidate]
    default_template_id: UUID | None
    channels: dict[str, str]
    outcomes: dict[str, list[str] | None]
    member_names: dict[UUID, str]


async def list_outlooks(tx: Tx, tenant_id: UUID, interaction_ids: Sequence[UUID]) -> list[Loaded]:
    """The situations of several interactions, in no order; five statements, however many they are.

    Without what only acting needs: the outcome's kind and the conversation's status.
    """
    rows = [_row(each) for each in await tx.fetch(ROWS, tenant_id, list(interaction_ids))]
    shared = await _shared(tx, tenant_id, rows)
    return [_outlook(row, shared) for row in rows]


def _row(row: Any) -> _Row:
    return _Row(
        interaction_from(row),
        Customer(*row[_AT_CUSTOMER:_AT_WORKFLOW]),
        Workflow(*row[_AT_WORKFLOW:_AT_REST]) if row[_AT_WORKFLOW] is not None else None,
        *row[_AT_REST:],
    )


async def _shared(tx: Tx, tenant_id: UUID, rows: list[_Row]) -> _Shared:
    runs = list({(row.workflow.template_id, row.workflow.template_version) for row in rows if row.workflow})
    versions = await tx.fetch(_VERSIONS, tenant_id, [run[0] for run in runs], [run[1] for run in runs])
    named = {identity for version in versions for identity in version[3]}
    templates = await tx.fetch(_CANDIDATES, tenant_id, list(named))
    candidates = {row[0]: Candidate(row[0], row[1], definition_from(row[4]), row[2]) for row in templates}
    types = await tx.fetch(_TYPES, tenant_id)
    members = await tx.fetch(_MEMBERS, tenant_id, list(named | _members_of(rows, candidates.values())))
    return _Shared(
        definitions={(row[0], row[1]): definition_from(row[2]) for row in versions},
        candidates=candidates,
        default_template_id=next((row[0] for row in templates if row[3]), None),
        channels={row[0]: row[1] for row in types},
        outcomes={row[0]: row[2] for row in types},
        member_names={row[0]: row[1] for row in members},
    )


def _members_of(rows: list[_Row], candidates: Iterable[Candidate]) -> set[UUID]:
    """Everybody to whom a next step might be given."""
    found = {row.customer.owner_id for row in rows} | {row.interaction.assignee_id for row in rows}
    found |= {row.workflow.assignee_id for row in rows if row.workflow}
    assignees = (steps.first_step(each.definition).assignee for each in candidates)
    found |= {steps.as_id(assignee) for assignee in assignees if assignee}
    return {each for each in found if each is not None}


def _outlook(row: _Row, shared: _Shared) -> Loaded:
    run = row.workflow
    situation = Situation(
        settings=settings_from(row.settings),
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
    return Loaded(situation, open_outcomes=shared.outcomes.get(row.interaction.type))
