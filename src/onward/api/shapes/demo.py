"""The demo's rows as they travel."""

from uuid import UUID

from msgspec import Struct

from onward.actions.demo import DemoCount


class RemovedDemoOut(Struct, frozen=True):
    """How many rows of each kind went."""

    customers: int
    campaigns: int
    templates: int
    members: int

    @classmethod
    def of(cls, counted: DemoCount) -> "RemovedDemoOut":
        return cls(counted.customers, counted.campaigns, counted.templates, counted.members)


class DemoOut(Struct, frozen=True):
    """How many rows of each kind are the demo's, and the job that loads them now."""

    customers: int
    campaigns: int
    templates: int
    members: int
    loading_job_id: UUID | None

    @classmethod
    def of(cls, counted: DemoCount, loading_job_id: UUID | None) -> "DemoOut":
        return cls(counted.customers, counted.campaigns, counted.templates, counted.members, loading_job_id)


class LoadDemoIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to say."""


class RemoveDemoIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to say."""
