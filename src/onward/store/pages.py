"""Keyset pages: where a page begins and in what order, as SQL over typed expressions.

Nulls come last both ways: a null stands as infinity in the direction of the order. The id breaks ties.
"""

from typing import Any
from uuid import UUID

import msgspec


class Order(msgspec.Struct, frozen=True):
    """What a list can be sorted by. `when_null` and `when_null_descending` are the literals that stand for a
    null; both None for an expression that is never null."""

    expression: str
    kind: str
    when_null: str | None = None
    when_null_descending: str | None = None

    def key(self, *, descending: bool) -> str:
        null = self.when_null_descending if descending else self.when_null
        return self.expression if null is None else or_else(self.expression, null)

    def position(self, placeholder: str, *, descending: bool) -> str:
        null = self.when_null_descending if descending else self.when_null
        cast = f"{placeholder}::{self.kind}"
        return cast if null is None else or_else(cast, null)


def or_else(expression: str, when_null: str) -> str:
    """`coalesce`, in words that row-level security trusts: a condition on `coalesce` itself might leak what
    the policy hides, for all that the planner knows, and would be kept away from every index."""
    return f"CASE WHEN {expression} IS NULL THEN {when_null} ELSE {expression} END"


class Keyset(msgspec.Struct, frozen=True):
    """The order of a page, and the last row of the page before (`after_id` None: the first page)."""

    sort: str
    descending: bool
    after_value: Any = None
    after_id: UUID | None = None


INSTANT_NULLS = ("'infinity'::timestamptz", "'-infinity'::timestamptz")


def after_key(order: Order, id_column: str, keyset: Keyset, args: list[object]) -> list[str]:
    """The condition that a row comes after the keyset's position; adds its parameters to `args`."""
    if keyset.after_id is None:
        return []
    args += [keyset.after_value, keyset.after_id]
    sign = "<" if keyset.descending else ">"
    key = order.key(descending=keyset.descending)
    position = order.position(f"${len(args) - 1}", descending=keyset.descending)
    return [f"({key}, {id_column}) {sign} ({position}, ${len(args)}::uuid)"]


def order_by(order: Order, id_column: str, keyset: Keyset) -> str:
    direction = "DESC" if keyset.descending else "ASC"
    return f"{order.key(descending=keyset.descending)} {direction}, {id_column} {direction}"
