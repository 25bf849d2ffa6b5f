"""Campaigns as they travel."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from onward.api.shapes.customers import CustomerFilterIn
from onward.api.shapes.fields import Cursor, Instant, Limit, Name, Text, When
from onward.api.shapes.jobs import JobOut
from onward.domain.bulk import MOST_ITEMS
from onward.domain.campaigns import Campaign, CampaignStatus

CampaignSort = Literal["created_at", "-created_at", "updated_at", "-updated_at", "name", "-name"]


class CampaignOut(Struct, frozen=True):
    """With a `template_id` it can be started for customers."""

    id: UUID
    name: str
    description: str | None
    status: CampaignStatus
    template_id: UUID | None
    version: int
    created_at: Instant
    updated_at: Instant
    ended_at: Instant | None

    @classmethod
    def of(cls, campaign: Campaign) -> "CampaignOut":
        return msgspec.convert(campaign, cls, from_attributes=True)


class CampaignPageOut(Struct, frozen=True):
    data: list[CampaignOut]
    next_cursor: str | None


class CreateCampaignIn(Struct, frozen=True, forbid_unknown_fields=True):
    name: Name
    description: Text | None = None
    template_id: UUID | None = None


class EditCampaignIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Only the fields sent change. Another template is started for whoever is enrolled from then on."""

    name: Name | UnsetType = UNSET
    description: Text | UnsetType | None = UNSET
    template_id: UUID | UnsetType | None = UNSET


class ListCampaignsQuery(Struct, frozen=True, forbid_unknown_fields=True):
    status: list[CampaignStatus] = []
    sort: CampaignSort = "-created_at"
    limit: Limit = 50
    cursor: Cursor | None = None


class CampaignVerbIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to say."""


class EndCampaignIn(Struct, frozen=True, forbid_unknown_fields=True):
    """What becomes of the workflows that run: they go on to their ends (`finish`), or they are left, and each customer
    without another plan gets a next step (`exit`)."""

    workflows: Literal["finish", "exit"] = "finish"


class CampaignMovedOut(Struct, frozen=True):
    """`job` tells of the workflows that are paused, resumed or left with the campaign; null when there are none. Of
    more than 200 it runs by itself (status 202)."""

    campaign: CampaignOut
    job: JobOut | None


class EnrollIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Whom: `customer_ids`, or whom a `filter` finds now (the active ones, unless it names a status). `start_date` is
    when the first step is planned for, in place of now. `dry_run` changes nothing and answers what would happen;
    `atomic` is all or nothing, of at most 1000."""

    customer_ids: Annotated[list[UUID], Meta(min_length=1, max_length=MOST_ITEMS)] | None = None
    filter: CustomerFilterIn | None = None
    start_date: When | None = None
    dry_run: bool = False
    atomic: bool = False
