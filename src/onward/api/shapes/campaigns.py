"""Campaigns as they travel."""

from typing import Literal
from uuid import UUID

import msgspec
from msgspec import Struct

from onward.api.shapes.fields import Cursor, Instant, Limit, Name
from onward.domain.records import Campaign


class CampaignOut(Struct, frozen=True):
    id: UUID
    name: str
    status: Literal["active", "paused", "ended"]
    version: int
    created_at: Instant
    updated_at: Instant

    @classmethod
    def of(cls, campaign: Campaign) -> "CampaignOut":
        return cls(*msgspec.structs.astuple(campaign))


class CampaignPageOut(Struct, frozen=True):
    data: list[CampaignOut]
    next_cursor: str | None


class CreateCampaignIn(Struct, frozen=True, forbid_unknown_fields=True):
    name: Name


class ListCampaignsQuery(Struct, frozen=True, forbid_unknown_fields=True):
    sort: Literal["created_at", "-created_at"] = "-created_at"
    limit: Limit = 50
    cursor: Cursor | None = None
