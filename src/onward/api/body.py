"""Reading a request's body: JSON into a struct, whatever it holds, without a surprise.

Everything that a decoder would choke on (depth, lone surrogates, NUL, numbers without end) is looked
for before decoding, by cheap signs first.
"""

import json
import re
from collections.abc import AsyncIterator, Iterator
from typing import Any, Generic, NoReturn, TypeVar

import msgspec
from litestar.types import Receive

from onward.api import faults
from onward.domain import errors

T = TypeVar("T")

DEEPEST = 64
_LARGEST_INTEGER = 2**63 - 1

# With an optional closing quote a string that never ends is taken once, not once per quote in it.
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_NOT_A_BRACKET = bytes(set(range(256)) - set(b"[]{}"))
_BAD_ESCAPE = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
_LONG_NUMBER = re.compile(rb"[0-9]{19}")
_BAD_CHARACTER = re.compile("[\0\ud800-\udfff]")


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of a request that needs none."""


class BodyReader(Generic[T]):
    """Reads and decodes the bodies of one route."""

    def __init__(self, shape: type[T], max_bytes: int) -> None:
        self._shape = shape
        self._max_bytes = max_bytes
        self._decoder = msgspec.json.Decoder(shape)

    async def read(self, receive: Receive, headers: dict[bytes, bytes]) -> bytes:
        """Raises UnsupportedMedia or TooLarge; stops reading as soon as it is too much."""
        received = [part async for part in parts(receive, headers, self._max_bytes)]
        return received[0] if len(received) == 1 else b"".join(received)

    def decode(self, raw: bytes) -> T:
        """An empty body is `{}`. Raises Malformed for what is not JSON, Invalid for what does not fit."""
        if not raw or raw.isspace():
            raw = b"{}"
        _check_depth(raw)
        if (b"\\u" in raw and _BAD_ESCAPE.search(raw)) or _LONG_NUMBER.search(raw):
            _check_values(raw)
        try:
            return self._decoder.decode(raw)
        except msgspec.ValidationError as error:
            _check_json(raw)
            raise faults.invalid(error, self._shape) from None
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            _refuse_json(error)


async def parts(receive: Receive, headers: dict[bytes, bytes], max_bytes: int) -> AsyncIterator[bytes]:
    """A body as it comes in. Raises UnsupportedMedia for a form, Malformed when its sender leaves before the end, and
    TooLarge as soon as it is too much."""
    if headers.get(b"content-type", b"")[:10].lower() == b"multipart/":
        raise errors.UnsupportedMedia("Send the body as it is; multipart bodies are not read here.")
    length = headers.get(b"content-length", b"")
    if length.isdigit() and (len(length) > 15 or int(length) > max_bytes):
        _refuse_size(max_bytes)
    size, has_more = 0, True
    while has_more:
        part, has_more = await _receive_part(receive)
        size += len(part)
        if size > max_bytes:
            _refuse_size(max_bytes)
        yield part


def _refuse_size(max_bytes: int) -> NoReturn:
    raise errors.TooLarge(f"The body may have at most {max_bytes} bytes. Send less at a time.")


async def _receive_part(receive: Receive) -> tuple[bytes, bool]:
    message: Any = await receive()
    if message["type"] == "http.disconnect":
        raise errors.Malformed("The connection ended before the body did.")
    return message.get("body", b""), message.get("more_body", False)


def _check_depth(raw: bytes) -> None:
    if raw.count(b"{") + raw.count(b"[") <= DEEPEST:
        return
    depth = 0
    for bracket in _STRING.sub(b"", raw).translate(None, _NOT_A_BRACKET):
        depth += 1 if bracket in b"[{" else -1
        if depth > DEEPEST:
            raise errors.Malformed(f"The body is nested deeper than {DEEPEST} levels.")


def _check_json(raw: bytes) -> None:
    """A field that does not fit may stand before the place where the JSON breaks."""
    try:
        msgspec.json.decode(raw)
    except msgspec.ValidationError:
        return
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        _refuse_json(error)


def _refuse_json(error: Exception) -> NoReturn:
    reason = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
    raise errors.Malformed(f"The body is not valid JSON: {reason}.") from None


def _check_values(raw: bytes) -> None:
    """Raises Invalid that names each text, key or number that cannot be kept."""
    try:
        value = json.loads(raw.decode("utf-8"), parse_int=_integer)
    except ValueError as error:
        _refuse_json(error)
    found = list(_unkeepable(value, ""))
    if found:
        raise errors.Invalid(faults.several(found))


def _integer(digits: str) -> float:
    """Python refuses to read integers of more than 4300 digits; anything this long is out of range."""
    return float("inf") if len(digits) > 20 or abs(int(digits)) > _LARGEST_INTEGER else 0.0


def _unkeepable(value: object, path: str) -> Iterator[tuple[str, str]]:
    match value:
        case str() if _BAD_CHARACTER.search(value):
            yield path, "must not contain NUL characters or lone surrogates"
        case float() if value in (float("inf"), float("-inf")):
            yield path, "is out of range"
        case dict():
            yield from _unkeepable_entries(value, path)
        case list():
            for index, entry in enumerate(value):
                yield from _unkeepable(entry, f"{path}[{index}]")


def _unkeepable_entries(entries: dict[str, object], path: str) -> Iterator[tuple[str, str]]:
    for key, entry in entries.items():
        shown = _BAD_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", key)
        if shown != key:
            yield f"{path}.{shown}", "has a name with NUL characters or lone surrogates"
        yield from _unkeepable(entry, f"{path}.{shown}")
