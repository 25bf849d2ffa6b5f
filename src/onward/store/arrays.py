"""Many records in one statement: their columns as arrays, those that are the same for all as single values.

An array costs work for each of its entries, here and in the database, so the columns that say one thing for a whole
batch are not sent as arrays. There are no arrays of lists of different lengths, so each list travels as one text.
"""

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any

import msgspec

from onward.domain.cells import SEPARATOR


class Rows(msgspec.Struct, frozen=True):
    """`source` gives one row `n` for each record; `column[name]` is what stands for a column of it."""

    source: str
    column: dict[str, str]
    args: list[object]

    @property
    def columns(self) -> str:
        """`n.id, $7::text, …` in the order given."""
        return ", ".join(self.column.values())

    def assigned(self, names: Iterable[str]) -> str:
        """`title = n.title, status = $7::text, …`"""
        return ", ".join(f"{name} = {self.column[name]}" for name in names)


_NONE: Mapping[str, list[str]] = {}


def rows_of(
    records: Sequence[Any], types: Mapping[str, str], first: int, lists: Mapping[str, list[str]] = _NONE
) -> Rows:
    """Records as rows, with parameters from `$first` on. The first column tells them apart and is always an array.
    `lists` are more columns of lists, each of which is one text already."""
    args: list[object] = []
    column: dict[str, str] = {}
    arrays: list[str] = []
    names: list[str] = []
    picked = map(attrgetter(*types), records)
    for (name, kind), values in zip(types.items(), map(list, zip(*picked, strict=True)), strict=True):
        number = first + len(args)
        if names and _is_one_value(values, kind):
            args.append(values[0])
            column[name] = f"${number}::{kind}"
        elif kind == "text[]":
            args.append([SEPARATOR.join(value) for value in values])
            arrays.append(f"${number}::text[]")
            names.append(name)
            column[name] = _taken_apart(name)
        else:
            args.append(values)
            arrays.append(f"${number}::{kind}[]")
            names.append(name)
            column[name] = f"n.{name}"
    for name, texts in lists.items():
        arrays.append(f"${first + len(args)}::text[]")
        args.append(texts)
        names.append(name)
        column[name] = _taken_apart(name)
    return Rows(f"unnest({', '.join(arrays)}) AS n({', '.join(names)})", column, args)


def _taken_apart(name: str) -> str:
    return f"string_to_array(n.{name}, '{SEPARATOR}')"


def _is_one_value(values: list[Any], kind: str) -> bool:
    """In JSON `true` and `1` are equal to Python and yet not the same; only empty values are compared there."""
    value = values[0]
    if kind == "jsonb" and value:
        return False
    return values.count(value) == len(values)
