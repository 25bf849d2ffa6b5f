"""The fields that types and outcomes share."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from onward.api.shapes.fields import Key
from onward.store.usage import Usage

Label = Annotated[str, Meta(min_length=1, max_length=100)]
Position = Annotated[int, Meta(ge=1, le=100_000, description="Where it stands in the lists that people choose from")]
Keys = Annotated[
    list[Key],
    Meta(min_length=1, max_length=1000, description="From the first to the last; those not named follow as they stand"),
]


class UsageOut(Struct, frozen=True):
    """How many interactions have it, and how many templates (as published, without archived ones)."""

    interactions: int
    templates: int

    @classmethod
    def of(cls, usage: Usage) -> "UsageOut":
        return cls(usage.interactions, usage.templates)


class VocabularyQuery(Struct, frozen=True, forbid_unknown_fields=True):
    archived: Annotated[bool, Meta(description="`true`: the archived ones as well")] = False
    include: Annotated[list[Literal["usage"]], Meta(description="`usage`: count where each is in use")] = []


class ArchiveIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to say."""
