"""Whatever stands behind the question mark: known, well written and given once, or refused by name."""

from contextlib import suppress
from typing import Annotated, Literal
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.api.query import QueryReader
from onward.domain import errors


class Search(msgspec.Struct, frozen=True):
    customer_id: UUID
    limit: Annotated[int, msgspec.Meta(ge=1, le=200)] = 50
    status: list[Literal["pending", "completed"]] | None = None
    step: list[int] = []
    q: str | None = None
    overdue: bool | None = None
    ratio: float | None = None


READER = QueryReader(Search)
CLEO = UUID(int=7)
HERS = f"customer_id={CLEO}".encode()


def refused(query: bytes) -> list[tuple[str, str]]:
    with pytest.raises(errors.Invalid) as refusal:
        READER.read(query)
    return [(fault.field, fault.message) for fault in refusal.value.faults]


def test_everything_that_is_declared_is_read() -> None:
    query = HERS + b"&limit=7&status=pending&status=completed&step=3&q=a+b%20%C3%A9&overdue=true&ratio=0.5"
    assert READER.read(query) == Search(CLEO, 7, ["pending", "completed"], [3], "a b é", True, 0.5)


def test_what_is_left_out_has_its_default() -> None:
    assert READER.read(HERS) == Search(CLEO)


def test_the_word_null_is_text_and_an_empty_text_is_one() -> None:
    assert READER.read(HERS + b"&q=null").q == "null"
    assert READER.read(HERS + b"&q=").q == ""


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        (b"limit=0", "limit", "must be at least 1"),
        (b"limit=201", "limit", "must be at most 200"),
        (b"limit=", "limit", "must be a whole number"),
        (b"limit=1.0", "limit", "must be a whole number"),
        (b"limit=1e2", "limit", "must be a whole number"),
        (b"limit=%2B1", "limit", "must be a whole number"),
        (b"limit=null", "limit", "must be a whole number"),
        (b"limit=1" + b"0" * 400, "limit", "must be a whole number"),
        (b"limit=%EF%BC%91", "limit", "must be a whole number"),
        (b"limit=1&limit=2", "limit", "may be given only once"),
        (b"status=open", "status", "must be one of completed, pending"),
        (b"status=pending&status=", "status", "must be one of completed, pending"),
        (b"step=1&step=x", "step", "must be a whole number"),
        (b"overdue=maybe", "overdue", "must be true or false"),
        (b"overdue", "overdue", "must be true or false"),
        (b"ratio=1e999", "ratio", "is out of range"),
        (b"ratio=nan", "ratio", "must be a number"),
        (b"ratio=-Infinity", "ratio", "must be a number"),
        (b"q=a%00b", "q", "must not contain NUL characters"),
        (b"q=%ff", "query", "must be percent-encoded UTF-8"),
        (b"q=%ED%A0%80", "query", "must be percent-encoded UTF-8"),
        (b"q=%zz", "query", "must be percent-encoded"),
        (b"q=100%", "query", "must be percent-encoded"),
        (b"q=\xc3\xa9", "query", "must be percent-encoded"),
        (b"q=a b", "query", "must be percent-encoded"),
    ],
)
def test_what_does_not_fit_is_named(query: bytes, field: str, message: str) -> None:
    assert refused(HERS + b"&" + query) == [(field, message)]


def test_an_unknown_parameter_is_refused_with_those_that_are_known() -> None:
    (field, message), *others = refused(HERS + b"&statos=pending")
    assert (field, others) == ("statos", [])
    assert "customer_id, limit, status, step, q, overdue" in message


def test_a_missing_one_and_all_the_wrong_ones_are_named_at_once() -> None:
    assert [field for field, _ in refused(b"limit=0&overdue=x&x=1")] == ["limit", "overdue", "x", "customer_id"]


@pytest.mark.parametrize("text", [b"x", b"", b"%7B00000000-0000-0000-0000-000000000007%7D", b"0_0"])
def test_what_is_no_uuid_is_named(text: bytes) -> None:
    assert refused(b"customer_id=" + text) == [("customer_id", "must be a UUID")]


@given(st.binary(max_size=100))
def test_no_bytes_surprise_the_reader(query: bytes) -> None:
    with suppress(errors.Invalid):
        READER.read(query)


@given(st.dictionaries(st.sampled_from(["q", "limit", "status", "ratio"]), st.text(max_size=20)))
def test_no_text_surprises_the_reader(texts: dict[str, str]) -> None:
    query = "&".join(
        f"{name}={''.join(f'%{byte:02x}' for byte in text.encode('utf-8', 'surrogatepass'))}"
        for name, text in texts.items()
    )
    try:
        found = READER.read(HERS + b"&" + query.encode())
    except errors.Invalid:
        return
    assert found.q == texts.get("q")
