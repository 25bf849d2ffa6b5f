"""Customers as they travel."""

from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from onward.api import patterns
from onward.api.shapes.fields import Cursor, Instant, Limit, Metadata, Name, ShortText, Text
from onward.api.shapes.interactions import InteractionOut
from onward.domain.records import Channel, Customer, CustomerStatus

Email = Annotated[str, Meta(max_length=254, pattern=patterns.EMAIL)]
Phone = Annotated[str, Meta(max_length=50)]
ExternalId = Annotated[str, Meta(min_length=1, max_length=200)]
Tag = Annotated[str, Meta(min_length=1, max_length=50)]
Zone = Annotated[str, Meta(max_length=64, description="A time zone's name, such as `Europe/Berlin`")]
Tags = Annotated[list[Tag], Meta(max_length=50)]
Sort = Literal["created_at", "-created_at", "updated_at", "-updated_at", "name", "-name"]
Channels = Annotated[list[Channel], Meta(max_length=5)]


class CustomerOut(Struct, frozen=True):
    id: UUID
    external_id: str | None
    name: str
    company: str | None
    email: str | None
    phone: str | None
    timezone: str | None
    owner_id: UUID | None
    status: CustomerStatus
    do_not_contact: list[str]
    tags: list[str]
    notes: str | None
    metadata: dict[str, Any]
    closed_at: Instant | None
    version: int
    created_at: Instant
    updated_at: Instant
    erased_at: Instant | None

    @classmethod
    def of(cls, customer: Customer) -> "CustomerOut":
        return cls(*msgspec.structs.astuple(customer))


class MovedOut(Struct, frozen=True):
    """How many things became the survivor's."""

    interactions: int
    workflows: int
    conversations: int
    notes: int


class MergeOut(Struct, frozen=True):
    """The customer with the fields of both, what became of the plan, and what comes next. With `dry_run` what would
    be."""

    customer: CustomerOut
    merged_id: UUID
    dry_run: bool
    moved: MovedOut
    exited_workflow_ids: list[UUID]
    cancelled_interaction_ids: list[UUID]
    next_interaction: InteractionOut | None


class CustomerPageOut(Struct, frozen=True):
    data: list[CustomerOut]
    next_cursor: str | None


class CreateCustomerIn(Struct, frozen=True, forbid_unknown_fields=True):
    """The `id` may be yours; without one the server makes it."""

    name: Name
    id: UUID | None = None
    external_id: ExternalId | None = None
    company: ShortText | None = None
    email: Email | None = None
    phone: Phone | None = None
    timezone: Zone | None = None
    owner_id: UUID | None = None
    do_not_contact: Channels = []
    tags: Tags = []
    notes: Text | None = None
    metadata: Metadata = msgspec.field(default_factory=dict)


class PutCustomerIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Only the fields sent change; an unknown id creates the customer, and then `name` is required."""

    name: Name | UnsetType = UNSET
    external_id: ExternalId | UnsetType | None = UNSET
    company: ShortText | UnsetType | None = UNSET
    email: Email | UnsetType | None = UNSET
    phone: Phone | UnsetType | None = UNSET
    timezone: Zone | UnsetType | None = UNSET
    owner_id: UUID | UnsetType | None = UNSET
    status: CustomerStatus | UnsetType = UNSET
    do_not_contact: Channels | UnsetType = UNSET
    tags: Tags | UnsetType = UNSET
    notes: Text | UnsetType | None = UNSET
    metadata: Metadata | UnsetType = UNSET


class CustomerVerbIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to say."""


class MergeCustomersIn(Struct, frozen=True, forbid_unknown_fields=True):
    """`from` is the duplicate that becomes part of the customer in the address."""

    duplicate_id: UUID = msgspec.field(name="from")
    dry_run: bool = False


class CustomerFilterIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Repeated values of one filter are alternatives; different filters must all hold."""

    status: list[CustomerStatus] = []
    owner_id: Annotated[list[str], Meta(description="Member ids, `me` or `none`")] = []
    external_id: ExternalId | None = None
    tag: list[Tag] = []
    q: (
        Annotated[
            str, Meta(max_length=200, description="Words of name, company, e-mail, phone or external id, by prefix")
        ]
        | None
    ) = None
    has_next: Annotated[bool, Meta(description="Whether anything is open with the customer")] | None = None


class ListCustomersQuery(CustomerFilterIn, frozen=True, forbid_unknown_fields=True):
    sort: (
        Annotated[Sort, Meta(description="Without it the best matches of `q` come first, and without `q` the newest")]
        | None
    ) = None
    limit: Limit = 50
    cursor: Cursor | None = None
