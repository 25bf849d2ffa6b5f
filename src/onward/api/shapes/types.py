"""Types of interactions as they travel."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from onward.api.shapes.fields import Instant, Key
from onward.api.shapes.vocabulary import Keys, Label, Position, UsageOut
from onward.domain.records import Channel, Glyph, InteractionType

OpenOutcomes = Annotated[
    list[Key], Meta(min_length=1, max_length=100, description="The outcomes open to this type; null: all of them")
]
Drawing = Annotated[Glyph, Meta(description="The drawing that stands for it on screens; null: the one of its key")]
Minutes = Annotated[int, Meta(ge=1, le=1440, description="How long one takes as a rule")]


class TypeOut(Struct, frozen=True):
    """`usage` is null unless it was asked for."""

    key: str
    label: str
    channel: Channel
    outcomes: list[str] | None
    position: int | None
    duration_minutes: int | None
    glyph: Glyph | None
    archived_at: Instant | None
    version: int
    usage: UsageOut | None = None

    @classmethod
    def of(cls, one: InteractionType, usage: UsageOut | None = None) -> "TypeOut":
        return cls(
            key=one.key,
            label=one.label,
            channel=one.channel,
            outcomes=one.outcomes,
            position=one.position,
            duration_minutes=one.duration_minutes,
            glyph=one.glyph,
            archived_at=one.archived_at,
            version=one.version,
            usage=usage,
        )


class TypesOut(Struct, frozen=True):
    data: list[TypeOut]


class PutTypeIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Only the fields sent change. A new type without a label gets one made from its key, and the channel `none`."""

    label: Label | UnsetType = UNSET
    channel: Channel | UnsetType = UNSET
    outcomes: OpenOutcomes | UnsetType | None = UNSET
    position: Position | UnsetType | None = UNSET
    duration_minutes: Minutes | UnsetType | None = UNSET
    glyph: Drawing | UnsetType | None = UNSET


class OrderTypesIn(Struct, frozen=True, forbid_unknown_fields=True):
    order: Keys
