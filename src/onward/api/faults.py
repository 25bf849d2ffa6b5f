"""From the decoder's complaints to words for a person: which field, and what it must be."""

import ast
import re
from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import inspect

from onward.api import patterns
from onward.domain.errors import Fault, Invalid

WHOLE_BODY = "body"
_LONGEST_NAME = 100

_PLACE = re.compile(r" - at `(?:key` in `)?\$(?P<path>.*)`$", re.DOTALL)
_SEGMENT = re.compile(r"\.([^.\[]+)|\[(\d+|\.\.\.)\]")
_MISSING = re.compile(r"Object missing required field `(.*)`$", re.DOTALL)
_UNKNOWN = re.compile(r"Object contains unknown field `(.*)`$", re.DOTALL)
_LENGTH = re.compile(r"Expected `(str|array|object)` of length (>= |<= |)(\d+)$")
_BOUND = re.compile(r"Expected `(?:int|float)` (>=|<=|>|<) (\S+)$")
_PATTERN = re.compile(r"Expected `str` matching regex (.*)$", re.DOTALL)
_TYPE = re.compile(r"Expected `([^`]*)`")

_WORDS = {
    "str": "a string",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
    "uuid": "a UUID",
    "datetime": "a date and time",
    "date": "a date",
    "time": "a time of day",
}
_BOUNDS = {">=": "at least", "<=": "at most", ">": "more than", "<": "less than"}
_COUNTED = {"str": "characters", "array": "entries", "object": "keys"}
_WHOLE_MESSAGES = {
    "Invalid UUID": "must be a UUID",
    "Invalid RFC3339 encoded datetime": "must be a date and time such as 2026-01-22T10:00:00Z",
    "Invalid RFC3339 encoded date": "must be a date such as 2026-01-22",
    "Number out of range": "is out of range",
    "Integer value out of range": "is out of range",
}


def invalid(error: msgspec.ValidationError, shape: Any) -> Invalid:
    """The decoder's complaint about a `shape` as a refusal that names the field in dotted form."""
    text = str(error)
    place = _PLACE.search(text)
    message, path = (text[: place.start()], place["path"]) if place else (text, "")
    if match := _MISSING.match(message):
        return Invalid.field(_field(f"{path}.{match[1]}"), "is required")
    if match := _UNKNOWN.match(message):
        return Invalid.field(_field(f"{path}.{match[1]}"), _unknown(shape, path))
    return Invalid.field(_field(path), _words(message, shape, path))


def several(found: Iterable[tuple[str, str]]) -> list[Fault]:
    return [Fault(_field(name), message) for name, message in found]


def _field(path: str) -> str:
    return path.removeprefix(".")[:_LONGEST_NAME] or WHOLE_BODY


def _words(message: str, shape: Any, path: str) -> str:
    if message in _WHOLE_MESSAGES:
        return _WHOLE_MESSAGES[message]
    if message.startswith("Invalid enum value"):
        return f"must be one of {', '.join(map(str, _choices(shape, path)))}"
    if match := _LENGTH.match(message):
        return _length(*match.groups())
    if match := _BOUND.match(message):
        return f"must be {_BOUNDS[match[1]]} {match[2]}"
    if match := _PATTERN.match(message):
        pattern = ast.literal_eval(match[1])
        return patterns.IN_WORDS.get(pattern, f"must match the pattern {pattern}")
    if match := _TYPE.match(message):
        return f"must be {_type_words(match[1])}"
    return message


def _length(kind: str, comparison: str, count: str) -> str:
    if (comparison, count) == (">= ", "1"):
        return "must not be empty"
    words = {">= ": "at least ", "<= ": "at most ", "": "exactly "}[comparison]
    return f"must have {words}{count} {_COUNTED[kind]}"


def _type_words(types: str) -> str:
    words = [_WORDS.get(name, name) for name in types.split(" | ")]
    return " or ".join(words)


def _unknown(shape: Any, path: str) -> str:
    known = [name for kind in _kinds(shape, path) for name in _names(kind)]
    return f"is not a known field; known are: {', '.join(known)}" if known else "is not a known field"


def _choices(shape: Any, path: str) -> list[Any]:
    return [choice for kind in _kinds(shape, path) for choice in _literals(kind)]


def _kinds(shape: Any, path: str) -> list[inspect.Type]:
    """What may stand at a place."""
    kinds = [inspect.type_info(shape)]
    for name, index in _SEGMENT.findall(path):
        kinds = [inner for kind in kinds for inner in _inside(kind, name, index)]
    return kinds


def _names(kind: inspect.Type) -> list[str]:
    match kind:
        case inspect.Metadata(type=inner):
            return _names(inner)
        case inspect.UnionType(types=members):
            return [name for member in members for name in _names(member)]
        case inspect.StructType(fields=fields):
            return [field.encode_name for field in fields]
    return []


def _inside(kind: inspect.Type, name: str, index: str) -> list[inspect.Type]:
    match kind:
        case inspect.Metadata(type=inner):
            return _inside(inner, name, index)
        case inspect.UnionType(types=members):
            return [inner for member in members for inner in _inside(member, name, index)]
        case inspect.StructType(fields=fields):
            return [field.type for field in fields if field.encode_name == name]
        case inspect.TupleType(item_types=items):
            return [items[int(index)]] if index.isdigit() else []
        case inspect.CollectionType(item_type=item):
            return [item]
        case inspect.DictType(value_type=value):
            return [value]
    return []


def _literals(kind: inspect.Type) -> list[Any]:
    match kind:
        case inspect.Metadata(type=inner):
            return _literals(inner)
        case inspect.UnionType(types=members):
            return [choice for member in members for choice in _literals(member)]
        case inspect.LiteralType(values=values):
            return list(values)
        case inspect.EnumType(cls=members):
            return [member.value for member in members]
    return []
