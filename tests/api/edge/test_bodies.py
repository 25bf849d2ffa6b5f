"""Whatever bytes come as a body: they are read, or refused in words that name the place."""

import json
import re
from contextlib import suppress
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.api import openapi, patterns
from onward.api.body import BodyReader
from onward.api.shapes import fields
from onward.api.shapes.customers import Email
from onward.domain import errors


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    weekday: Literal["monday", "friday"] | None = None


class PlanIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=5)] = "x"
    steps: Annotated[list[Step], msgspec.Meta(max_length=3)] = []
    count: Annotated[int, msgspec.Meta(ge=0, le=3650)] = 0
    large: int = 0
    ratio: float = 0.0
    is_on: bool = False
    owner_id: UUID | None = None
    metadata: dict[str, Any] = {}
    type: fields.Key = "x"
    email: Email | None = None


READER = BodyReader(PlanIn, max_bytes=1024)


def refused(raw: bytes) -> list[tuple[str, str]]:
    with pytest.raises(errors.Invalid) as refusal:
        READER.decode(raw)
    return [(fault.field, fault.message) for fault in refusal.value.faults]


@pytest.mark.parametrize("raw", [b"", b" \r\n\t", b"{}"])
def test_no_body_is_an_empty_object(raw: bytes) -> None:
    assert READER.decode(raw) == PlanIn()


@pytest.mark.parametrize(
    ("raw", "field", "message"),
    [
        (b"[]", "body", "must be an object"),
        (b"null", "body", "must be an object"),
        (b'"text"', "body", "must be an object"),
        (
            b'{"nme": 1}',
            "nme",
            "is not a known field; known are: name, steps, count, large, ratio, is_on, owner_id, metadata, type, email",
        ),
        (b'{"name": 1}', "name", "must be a string"),
        (b'{"name": ""}', "name", "must not be empty"),
        (b'{"name": "abcdef"}', "name", "must have at most 5 characters"),
        (b'{"steps": {}}', "steps", "must be a list"),
        (b'{"steps": [{}]}', "steps[0].title", "is required"),
        (b'{"steps": [{"title": "a"}, {"title": 1}]}', "steps[1].title", "must be a string"),
        (b'{"steps": [{"title": "a", "x": 1}]}', "steps[0].x", "is not a known field; known are: title, weekday"),
        (
            b'{"steps": [{"title": "a", "weekday": "mon"}]}',
            "steps[0].weekday",
            "must be one of friday, monday",
        ),
        (
            b'{"steps": [{"title": "a", "weekday": 1}]}',
            "steps[0].weekday",
            "must be a string or null",
        ),
        (b'{"steps": [1, 2, 3, 4]}', "steps[0]", "must be an object"),
        (b'{"count": 1.5}', "count", "must be a whole number"),
        (b'{"count": -1}', "count", "must be at least 0"),
        (b'{"count": 1e999}', "count", "is out of range"),
        (b'{"ratio": 1e999}', "ratio", "is out of range"),
        (b'{"large": 9223372036854775808}', "large", "is out of range"),
        (b'{"large": -99999999999999999999}', "large", "is out of range"),
        (b'{"large": 1' + b"0" * 400 + b"}", "large", "is out of range"),
        (b'{"metadata": {"a": [1, 1' + b"0" * 9999 + b"]}}", "metadata.a[1]", "is out of range"),
        (b'{"metadata": {"a": -1E400}}', "metadata[...]", "is out of range"),
        (b'{"is_on": 1}', "is_on", "must be true or false"),
        (b'{"owner_id": "x"}', "owner_id", "must be a UUID"),
        (b'{"owner_id": 7}', "owner_id", "must be a UUID or null"),
        (b'{"type": "Phone call"}', "type", "must be of a-z, 0-9 and _, a letter first, at most 50 characters"),
        (b'{"email": "nowhere"}', "email", "must be an e-mail address"),
    ],
)
def test_what_does_not_fit_is_named(raw: bytes, field: str, message: str) -> None:
    assert refused(raw) == [(field, message)]


def test_every_pattern_is_told_in_words() -> None:
    found = set(re.findall(r'"pattern": ("(?:[^"\\]|\\.)*")', json.dumps(openapi.document()["components"]["schemas"])))
    assert {json.loads(pattern) for pattern in found} == set(patterns.IN_WORDS)


UNKEEPABLE = "must not contain NUL characters or lone surrogates"


@pytest.mark.parametrize("bad", [r"\u0000", r"\ud800", r"\uDFFF", r"\udc00\ud800", r"a\uD83Dz"])
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ('{"name": "%s"}', "name"),
        ('{"steps": [{"title": "x"}, {"title": "%s"}]}', "steps[1].title"),
        ('{"metadata": {"deep": [{"er": "%s"}]}}', "metadata.deep[0].er"),
    ],
)
def test_text_that_cannot_be_kept_is_named(bad: str, body: str, field: str) -> None:
    assert refused((body % bad).encode()) == [(field, UNKEEPABLE)]


@pytest.mark.parametrize("bad", [r"\u0000", r"\ud800"])
def test_a_key_that_cannot_be_kept_is_named(bad: str) -> None:
    raw = b'{"metadata": {"a' + bad.encode() + b'b": 1}}'
    assert refused(raw) == [("metadata.a\ufffdb", "has a name with NUL characters or lone surrogates")]


def test_every_text_that_cannot_be_kept_is_named_at_once() -> None:
    raw = rb'{"name": "\u0000", "metadata": {"a": "\ud800"}, "large": 99999999999999999999}'
    assert [field for field, _ in refused(raw)] == ["name", "metadata.a", "large"]


@pytest.mark.parametrize(
    ("raw", "name"),
    [(rb'{"name": "\\u0"}', r"\u0"), (rb'{"name": "\ud83d\ude00"}', "😀"), ('{"name": "é"}'.encode(), "é")],
)
def test_text_that_only_looks_dangerous_is_kept(raw: bytes, name: str) -> None:
    assert READER.decode(raw).name == name


def test_of_a_repeated_key_the_last_counts() -> None:
    assert READER.decode(b'{"name": "a", "name": "b"}').name == "b"


def test_the_largest_whole_number_is_kept() -> None:
    assert READER.decode(b'{"large": 9223372036854775807}').large == 2**63 - 1


def nested(levels: int) -> bytes:
    return b'{"metadata": {"a": ' + b"[" * levels + b"]" * levels + b"}}"


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b'{"name": }',
        b'{"name": 1, "count": }',
        b'{"nme": 1',
        b"{} {}",
        b"\xef\xbb\xbf{}",
        b'{"name": "\xff"}',
        b'{"nme": "\xff"}',
        b'{"name": "\xed\xa0\x80"}',
        b'{"name": "\xff \\u0000"}',
        b'{"name": "a\x00b"}',
        b'{"count": NaN}',
        b'{"metadata": {"a": Infinity}}',
        b'{"count": 01}',
        "{}".encode("utf-16"),
        b'{"a": "' + b"\\u0000" * 9 + b"[" * 99,
        b"[" * 100_000,
        b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
        nested(63),
    ],
)
def test_what_is_not_json_or_too_deep_is_malformed(raw: bytes) -> None:
    with pytest.raises(errors.Malformed):
        READER.decode(raw)


def test_the_deepest_body_is_read() -> None:
    assert READER.decode(nested(62)).metadata


def test_brackets_in_texts_are_not_depth() -> None:
    name = '\\"' + "[{" * 100
    raw = json.dumps({"metadata": {"a": name, "b": [name] * 80, "c": [[]] * 80}}).encode()
    assert READER.decode(raw).metadata["a"] == name


def test_a_text_that_never_ends_is_refused_in_no_time() -> None:
    with pytest.raises(errors.Malformed):
        READER.decode(b'{"name": "' + b'\\"' * 500_000 + b"[" * 70)


@given(st.binary(max_size=200))
def test_no_bytes_surprise_the_reader(raw: bytes) -> None:
    with suppress(errors.Refused):
        READER.decode(raw)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["\0", "\ud800"]),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    )
)
def test_no_value_surprises_the_reader(value: object) -> None:
    raw = json.dumps({"metadata": value}).encode()
    try:
        kept = READER.decode(raw).metadata
    except errors.Refused:
        return
    assert "\\u0000" not in json.dumps(kept)


async def read(parts: list[bytes], headers: dict[bytes, bytes]) -> bytes:
    waiting = list(parts)

    async def receive() -> Any:
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}

    return await READER.read(receive, headers)


async def test_a_body_in_pieces_is_put_together() -> None:
    assert await read([b'{"na', b'me": "a', b'"}'], {}) == b'{"name": "a"}'


async def test_a_body_of_just_the_limit_is_read() -> None:
    assert len(await read([b" " * 1024], {b"content-length": b"1024"})) == 1024


@pytest.mark.parametrize("length", [b"1025", b"9" * 400])
async def test_a_declared_length_over_the_limit_is_refused_before_reading(length: bytes) -> None:
    with pytest.raises(errors.TooLarge, match="1024 bytes"):
        await read([], {b"content-length": length})


async def test_a_body_that_grows_over_the_limit_is_refused_on_the_way() -> None:
    with pytest.raises(errors.TooLarge):
        await read([b" " * 600, b" " * 600, b"never read"], {b"transfer-encoding": b"chunked"})


@pytest.mark.parametrize("kind", [b"multipart/form-data; boundary=x", b"Multipart/Mixed"])
async def test_multipart_is_refused(kind: bytes) -> None:
    with pytest.raises(errors.UnsupportedMedia):
        await read([b"{}"], {b"content-type": kind})


@pytest.mark.parametrize("kind", [b"application/x-www-form-urlencoded", b"text/plain", b""])
async def test_any_other_kind_is_read_as_json(kind: bytes) -> None:
    assert await read([b"{}"], {b"content-type": kind}) == b"{}"


async def test_a_client_that_goes_away_in_the_middle_is_refused() -> None:
    async def receive() -> Any:
        return {"type": "http.disconnect"}

    with pytest.raises(errors.Malformed):
        await READER.read(receive, {})
