"""Reading a query string into a struct: every parameter known, well written and given once, or a list."""

import math
import re
import types
from typing import Annotated, Any, Generic, TypeVar, Union, get_args, get_origin
from urllib.parse import parse_qsl

import msgspec
from msgspec import Struct, UnsetType

from onward.api import faults
from onward.domain import errors
from onward.domain.errors import Fault

T = TypeVar("T", bound=Struct)

_BROKEN_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})|[^\x21-\x7e]")
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,18}")
WHOLE_QUERY = "query"


class Parameter(Struct, frozen=True):
    """One parameter; `kind` is its type without None."""

    name: str
    kind: Any
    is_repeatable: bool
    is_required: bool
    is_integer: bool

    def read(self, texts: list[str]) -> Any:
        """Raises Invalid that names this parameter."""
        if len(texts) > 1 and not self.is_repeatable:
            raise self._fault("may be given only once")
        if any("\0" in text for text in texts):
            raise self._fault("must not contain NUL characters")
        if self.is_integer and not all(map(_WHOLE_NUMBER.fullmatch, texts)):
            raise self._fault("must be a whole number")
        try:
            value = msgspec.convert(texts if self.is_repeatable else texts[0], self.kind, strict=False)
        except msgspec.ValidationError as error:
            raise self._fault(faults.invalid(error, self.kind).faults[0].message) from None
        if isinstance(value, float) and not math.isfinite(value):
            raise self._fault("must be a number")
        return value

    def _fault(self, message: str) -> errors.Invalid:
        return errors.Invalid.field(self.name, message)


class QueryReader(Generic[T]):
    """Reads the query strings of one route. Unknown parameters are refused, or passed over if it is not `is_strict`."""

    def __init__(self, shape: type[T], *, is_strict: bool = True) -> None:
        self._shape = shape
        self._parameters = {parameter.name: parameter for parameter in parameters(shape)}
        self._is_strict = is_strict

    def read(self, query_string: bytes) -> T:
        """Raises Invalid that names each parameter that is wrong."""
        given = _texts_by_name(query_string) if query_string else {}
        found: list[Fault] = []
        values: dict[str, Any] = {}
        for name, texts in given.items():
            if not self._is_strict and name not in self._parameters:
                continue
            try:
                values[name] = self._parameter(name).read(texts)
            except errors.Invalid as invalid:
                found.extend(invalid.faults)
        found.extend(self._missing(given))
        if found:
            raise errors.Invalid(found)
        return self._shape(**values)

    def _parameter(self, name: str) -> Parameter:
        parameter = self._parameters.get(name)
        if parameter is None:
            known = ", ".join(self._parameters) or "none"
            raise errors.Invalid(faults.several([(name, f"is not a known parameter; known are: {known}")]))
        return parameter

    def _missing(self, given: dict[str, list[str]]) -> list[Fault]:
        return [
            Fault(parameter.name, "is required")
            for parameter in self._parameters.values()
            if parameter.is_required and parameter.name not in given
        ]


class NoQuery(Struct, frozen=True):
    """The query of a route that takes no parameter."""


def parameters(shape: type[Struct]) -> list[Parameter]:
    """What a query struct declares, in its order."""
    return [_parameter(field) for field in msgspec.structs.fields(shape)]


def _parameter(field: msgspec.structs.FieldInfo) -> Parameter:
    kind = _without_none(field.type)
    bare = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    return Parameter(
        name=field.encode_name,
        kind=kind,
        is_repeatable=get_origin(bare) in {list, tuple},
        is_required=field.required,
        is_integer=bare is int,
    )


def _without_none(kind: Any) -> Any:
    if get_origin(kind) is Annotated:
        inner, *notes = get_args(kind)
        return Annotated[_without_none(inner), *notes]
    if get_origin(kind) not in {Union, types.UnionType}:
        return kind
    members = [member for member in get_args(kind) if member not in {type(None), UnsetType}]
    return members[0] if len(members) == 1 else Union[*members]


def _texts_by_name(query_string: bytes) -> dict[str, list[str]]:
    if _BROKEN_ESCAPE.search(query_string):
        raise errors.Invalid.field(WHOLE_QUERY, "must be percent-encoded")
    texts: dict[str, list[str]] = {}
    try:
        for name, text in parse_qsl(query_string.decode("ascii"), keep_blank_values=True, errors="strict"):
            texts.setdefault(name, []).append(text)
    except UnicodeDecodeError:
        raise errors.Invalid.field(WHOLE_QUERY, "must be percent-encoded UTF-8") from None
    return texts
