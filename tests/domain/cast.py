"""The people and things that the stories of this room are about.

Ada owns the tenant, Ben is her rep, Nora is a customer of theirs. All times are around `NOW`, a Wednesday.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from msgspec import structs

from onward.domain.decisions import Act, Candidate, NextRequest, Situation
from onward.domain.records import (
    Customer,
    Definition,
    Interaction,
    Step,
    TenantSettings,
    Workflow,
)

NOW = datetime(2026, 1, 21, 10, 0, tzinfo=UTC)

ADA = UUID(int=0xADA)
BEN = UUID(int=0xBE)
GONE = UUID(int=0xDEAD)
NAMES = {ADA: "Ada", BEN: "Ben"}

TEMPLATE = UUID(int=1)
OTHER_TEMPLATE = UUID(int=2)
DEFAULT_TEMPLATE = UUID(int=3)
CAMPAIGN = UUID(int=4)
CONVERSATION = UUID(int=5)
OLD_CAMPAIGN = UUID(int=6)
OPEN_ITEM = UUID(int=7)


def at(text: str) -> datetime:
    """`2026-01-21 10:00`, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def nora(**changes: Any) -> Customer:
    customer = Customer(
        id=UUID(int=0xA0),
        external_id=None,
        name="Nora",
        company="Nordlicht",
        email=None,
        phone=None,
        timezone=None,
        owner_id=ADA,
        status="active",
        do_not_contact=[],
        tags=[],
        notes=None,
        metadata={},
        closed_at=None,
        version=1,
        created_at=NOW,
        updated_at=NOW,
    )
    return structs.replace(customer, **changes)


def interaction(**changes: Any) -> Interaction:
    """A hand-made open item without a workflow, Ben's."""
    item = Interaction(
        id=UUID(int=0x1),
        customer_id=UUID(int=0xA0),
        type="phone_call",
        title="Call Nora",
        description=None,
        status="pending",
        priority="normal",
        scheduled_at=None,
        scheduled_all_day=False,
        due_at=None,
        due_all_day=False,
        started_at=None,
        completed_at=None,
        closed_at=None,
        outcome=None,
        outcome_details=None,
        close_reason=None,
        origin="manual",
        explanation=None,
        template_id=None,
        template_version=None,
        workflow_id=None,
        step_number=None,
        campaign_id=None,
        conversation_id=None,
        assignee_id=BEN,
        previous_interaction_id=None,
        next_interaction_id=None,
        first_scheduled_at=None,
        first_due_at=None,
        reschedule_count=0,
        created_by=None,
        completed_by=None,
        metadata={},
        next_step=None,
        version=1,
        created_at=NOW,
        updated_at=NOW,
    )
    return structs.replace(item, **changes)


def workflow(**changes: Any) -> Workflow:
    run = Workflow(
        id=UUID(int=0xF),
        customer_id=UUID(int=0xA0),
        template_id=TEMPLATE,
        template_version=3,
        status="active",
        exit_reason=None,
        step_number=1,
        branch_counts={},
        campaign_id=CAMPAIGN,
        conversation_id=CONVERSATION,
        assignee_id=None,
        started_at=NOW,
        ended_at=None,
        version=1,
    )
    return structs.replace(run, **changes)


def step(number: int = 1, **changes: Any) -> Step:
    return structs.replace(Step(step_number=number, type="phone_call", title=f"Step {number}"), **changes)


def definition(*steps: Step, **changes: Any) -> Definition:
    """Two steps in a row, unless told otherwise."""
    chosen = steps or (step(1, next_step=2), step(2, type="send_proposal", due_offset_days=2))
    return structs.replace(Definition(name="Sales", steps=chosen), **changes)


def candidate(template_id: UUID, name: str = "Nurture", **changes: Any) -> Candidate:
    return structs.replace(
        Candidate(template_id, 2, definition(step(1), name=name), is_usable=True),
        **changes,
    )


def situation(**changes: Any) -> Situation:
    """Nora's only open item is a hand-made one; there is no default template."""
    plain = Situation(
        settings=TenantSettings(),
        customer=nora(),
        interaction=interaction(),
        active_member_names=NAMES,
    )
    return structs.replace(plain, **changes)


def in_workflow(chosen: Definition | None = None, number: int = 1, **changes: Any) -> Situation:
    """Nora's open item is step `number` of a run of `chosen`, whose campaign is `CAMPAIGN`."""
    changes.setdefault("workflow", workflow(step_number=number))
    changes.setdefault(
        "interaction",
        interaction(origin="template", workflow_id=UUID(int=0xF), step_number=number, campaign_id=OLD_CAMPAIGN),
    )
    changes.setdefault("running_template_ids", frozenset({TEMPLATE}))
    return situation(definition=chosen or definition(), **changes)


def complete(outcome: str | None = "success", kind: str | None = "positive", **changes: Any) -> Act:
    act = Act("complete", now=NOW, at=NOW, outcome=outcome, outcome_kind=kind)
    return structs.replace(act, **changes)


def asked(**fields: Any) -> Act:
    """Completing with a next step of one's own."""
    return complete(next=NextRequest(**fields))
