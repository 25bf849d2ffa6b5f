"""Outcomes as they travel."""

from msgspec import UNSET, Struct, UnsetType

from onward.api.shapes.fields import Instant
from onward.api.shapes.vocabulary import Keys, Label, Position, UsageOut
from onward.domain.records import Outcome, OutcomeKind


class OutcomeOut(Struct, frozen=True):
    """`usage` is null unless it was asked for."""

    key: str
    kind: OutcomeKind
    label: str | None
    position: int | None
    archived_at: Instant | None
    version: int
    usage: UsageOut | None = None

    @classmethod
    def of(cls, one: Outcome, usage: UsageOut | None = None) -> "OutcomeOut":
        return cls(
            key=one.key,
            kind=one.kind,
            label=one.label,
            position=one.position,
            archived_at=one.archived_at,
            version=one.version,
            usage=usage,
        )


class OutcomesOut(Struct, frozen=True):
    data: list[OutcomeOut]


class PutOutcomeIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Only the fields sent change. A new outcome is `neutral` unless something else is said."""

    kind: OutcomeKind | UnsetType = UNSET
    label: Label | UnsetType | None = UNSET
    position: Position | UnsetType | None = UNSET


class OrderOutcomesIn(Struct, frozen=True, forbid_unknown_fields=True):
    order: Keys
