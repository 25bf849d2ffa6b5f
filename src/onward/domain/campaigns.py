"""Campaigns: the records, and what a change of a campaign's state means for its workflows.

How one customer is started or one workflow moved is the single verbs' business.
"""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct, structs

from onward.domain import starts
from onward.domain.decisions import Situation
from onward.domain.errors import Conflict
from onward.domain.records import Workflow

CampaignStatus = Literal["active", "paused", "ended"]
Verb = Literal["pause", "resume", "exit"]

PAUSED = "campaign_paused"
"""Why a workflow is paused that its campaign paused: such a one goes on with the campaign."""
ENDED = "campaign_ended"
"""Why a workflow was left that its campaign took along when it ended."""
MOST_MOVED_AT_ONCE = 200
"""Above this many workflows a campaign is paused, resumed or ended by a job."""
MOST_ENROLLED = 50_000


class Campaign(Struct, frozen=True):
    """What belongs together; with a template it can be started for customers."""

    id: UUID
    name: str
    status: CampaignStatus
    version: int
    created_at: datetime
    updated_at: datetime
    description: str | None = None
    template_id: UUID | None = None
    ended_at: datetime | None = None


class Enrolment(Struct, frozen=True):
    """A customer for whom a campaign was started, and the run that it started."""

    campaign_id: UUID
    customer_id: UUID
    workflow_id: UUID
    enrolled_by: UUID
    enrolled_at: datetime


class Move(Struct, frozen=True):
    """What a campaign does to its workflows."""

    campaign_id: UUID
    verb: Verb


HOLDS_WHILE: dict[Verb, frozenset[CampaignStatus]] = {
    "pause": frozenset({"paused"}),
    "resume": frozenset({"active", "ended"}),
    "exit": frozenset({"ended"}),
}
"""In which states of its campaign a move still means what it meant when it was asked for."""


def refuse_inactive(campaign: Campaign) -> None:
    """Raises Conflict for a campaign that starts nothing."""
    if campaign.status != "active":
        raise Conflict(f"This campaign is {campaign.status}. Resume it before anything is started in it.")


def brought_back(run: Workflow, status: CampaignStatus) -> Workflow:
    """A run that undo brings back, as its campaign would have it by now: paused with it, or going on with it."""
    if status == "paused" and run.status == "active":
        return structs.replace(run, status="paused", pause_reason=PAUSED)
    if status != "paused" and run.status == "paused" and run.pause_reason == PAUSED:
        return structs.replace(run, status="active", pause_reason=None)
    return run


def check_enrolment(situation: Situation, template_id: UUID) -> None:
    """Raises Conflict for a customer for whom a campaign's template is not started."""
    customer = situation.customer
    if customer.erased_at is not None:
        raise Conflict("This customer's data was erased.")
    if customer.status != "active":
        raise Conflict(f"This customer is {customer.status}, so nothing is started.")
    obstacle = starts.why_not(situation, template_id)
    if obstacle is not None:
        raise Conflict(f"cannot start {obstacle}")
