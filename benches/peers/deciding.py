"""What both peers share: the product's own decision, so that only the plumbing around it differs.

The peers read their rows through their ORM and write them through it; between, they come here. Nothing here
knows an ORM: a row is whatever has the columns as attributes.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypeVar, cast
from uuid import UUID

import msgspec
import uuid_utils.compat

from onward.actions import changes, planning
from onward.actions.acting import Acting
from onward.domain import credentials, next_step
from onward.domain.decisions import Act, Candidate, Situation
from onward.domain.records import (
    Customer,
    Definition,
    Event,
    Interaction,
    NextStep,
    TenantSettings,
    Workflow,
)
from onward.domain.roles import Actor
from onward.store.transactions import Tx

R = TypeVar("R", bound=msgspec.Struct)
NULL_TX = cast("Tx", None)


class Caller(msgspec.Struct, frozen=True):
    tenant_id: UUID
    actor: Actor


class Found(msgspec.Struct, frozen=True):
    """What a peer has read: rows, and the ids that it asked for."""

    settings: dict[str, Any]
    customer: Any
    interaction: Any
    workflow: Any
    version: Any
    default: tuple[Any, Any] | None
    running_template_ids: Iterable[UUID]
    other_open_id: UUID | None
    members: Iterable[Any]


class Completion(msgspec.Struct, frozen=True):
    """What a peer writes: new values of the interaction's and the workflow's row, and new rows."""

    finished: dict[str, Any]
    moved: dict[str, Any]
    successor: Interaction
    words: list[str]
    events: list[Event]
    next_step: NextStep


def parse_authorization(header: str) -> tuple[UUID, bytes] | None:
    """The tenant and the hash of a bearer key; None for anything else."""
    scheme, _, key = header.partition(" ")
    return credentials.parse_key(key) if scheme.lower() == "bearer" else None


def caller(tenant_id: UUID, key_id: UUID, role: Any) -> Caller:
    return Caller(tenant_id, Actor("key", key_id, role, None, str(key_id)))


def complete(found: Found, who: Caller, outcome: str, kind: str | None, details: str | None) -> Completion:
    """Decide what follows. Raises the domain's errors."""
    now = datetime.now(UTC)
    act = Act(verb="complete", now=now, at=now, outcome=outcome, outcome_kind=kind or "neutral")
    situation = _situation(found)
    decision = next_step.decide(situation, act)
    acting = Acting(
        NULL_TX, who.tenant_id, who.actor, situation.settings, now, uuid_utils.compat.uuid7, "a-request-of-a-peer"
    )
    rows = planning.rows_of(acting, decision, situation.customer, situation.workflow, found.interaction.id)
    if rows.interaction is None or situation.interaction is None:
        raise ValueError("the benchmark's sequence always goes on")
    finished = _finished(situation.interaction, act, rows, who, details)
    old, new = changes.picked(situation.interaction, finished), finished
    event = changes.interaction_event(acting, "interaction.completed", situation.interaction, old, new)
    return Completion(
        finished,
        changes.picked(rows.moved, changes.WORKFLOW_STATE) if rows.moved else {},
        rows.interaction,
        rows.words,
        [event, *planning.events_of(acting, rows, situation.workflow)],
        rows.next_step,
    )


def _finished(current: Interaction, act: Act, rows: planning.Rows, who: Caller, details: str | None) -> dict[str, Any]:
    return {
        "status": "completed",
        "completed_at": act.at,
        "closed_at": act.at,
        "outcome": act.outcome,
        "outcome_details": details,
        "completed_by": who.actor.id,
        "next_interaction_id": rows.interaction.id if rows.interaction else None,
        "next_step": msgspec.to_builtins(rows.next_step),
        "version": current.version + 1,
        "updated_at": act.now,
    }


def _situation(found: Found) -> Situation:
    candidates = {}
    if found.default is not None:
        template, version = found.default
        usable = template.is_active and template.archived_at is None
        candidates[template.id] = Candidate(template.id, template.version, _definition_of(version), usable)
    return Situation(
        settings=msgspec.convert(found.settings, TenantSettings),
        customer=_record(Customer, found.customer),
        interaction=_record(Interaction, found.interaction),
        workflow=None if found.workflow is None else _record(Workflow, found.workflow),
        definition=None if found.version is None else _definition_of(found.version),
        candidates=candidates,
        default_template_id=found.default[0].id if found.default else None,
        running_template_ids=frozenset(found.running_template_ids),
        other_open_id=found.other_open_id,
        active_member_names={member.id: member.name for member in found.members},
    )


def _record(kind: type[R], row: Any) -> R:
    """`metadata` means something else on an ORM's model, so there it is `meta`."""
    return kind(*(getattr(row, "meta" if name == "metadata" else name) for name in kind.__struct_fields__))


def columns_of(interaction: Interaction) -> dict[str, Any]:
    """A new interaction's columns, named as on the models."""
    values = msgspec.structs.asdict(interaction)
    values["meta"] = values.pop("metadata")
    return values


_definitions: dict[tuple[UUID, UUID, int], Definition] = {}


def _definition_of(version: Any) -> Definition:
    """A published version never changes, so its definition is kept."""
    key = (version.tenant_id, version.template_id, version.version)
    if key not in _definitions:
        _definitions[key] = msgspec.convert(version.definition, Definition)
    return _definitions[key]


@lru_cache(maxsize=1)
def json_encoder() -> msgspec.json.Encoder:
    return msgspec.json.Encoder()


def json_text(value: object) -> str:
    """JSON of values with ids and instants in them."""
    return json_encoder().encode(value).decode()
