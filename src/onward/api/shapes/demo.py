"""The demo's rows as they travel."""

from msgspec import Struct

from onward.actions.demo import DemoCount


class DemoOut(Struct, frozen=True):
    """How many rows are the demo's."""

    customers: int
    campaigns: int
    templates: int
    members: int

    @classmethod
    def of(cls, counted: DemoCount) -> "DemoOut":
        return cls(counted.customers, counted.campaigns, counted.templates, counted.members)


class RemoveDemoIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to say."""
