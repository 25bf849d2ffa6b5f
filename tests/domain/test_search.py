"""The words that things are found by."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain import search
from tests.domain.cast import nora

TEXTS = st.text("aB ß\u0301ﬁ_-.@1\n\x1f", max_size=90) | st.text(max_size=30)


def split(text: str) -> list[str]:
    """The definition, character by character."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    folded = unicodedata.normalize("NFKC", "".join(each for each in apart if not "\u0300" <= each <= "\u036f"))
    spaced = "".join(each if each.isalnum() else " " for each in folded)
    return list(dict.fromkeys(word[:60] for word in spaced.split()))[:40]


def of(name: str = "Anna", **fields: str | None) -> list[str]:
    empty = dict.fromkeys(("company", "email", "external_id", "phone"))
    return search.customer_words(nora(**{**empty, "name": name, **fields}))


@given(st.text("aB ß\u0301ﬁ_-.1", max_size=200))
def test_words_are_what_stands_between_other_characters(text: str) -> None:
    assert search.words(text) == split(text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Müller", "muller"),
        ("MU\u0308LLER", "muller"),
        ("Zoë", "zoe"),
        ("Sørensen", "sorensen"),
        ("Łukasz", "lukasz"),
        ("Þór", "þor"),
        ("Größe", "grosse"),
        ("Ærø", "aero"),
        ("İstanbul", "istanbul"),
        ("Ångström", "angstrom"),
        ("Ελλάς", "ελλασ"),
        ("한글", "한글"),
        ("が", "か\u3099"),
    ],
)
def test_words_are_the_same_with_accents_and_without(text: str, word: str) -> None:
    assert search.words(text) == search.words(word)


@given(TEXTS, TEXTS | st.none(), TEXTS | st.none(), TEXTS | st.none())
def test_texts_are_split_each_for_itself(
    name: str, company: str | None, email: str | None, external_id: str | None
) -> None:
    of_name = search.words(name)
    found = {word for text in (company, email, external_id) if text for word in search.words(text)}
    found |= {search.whole(email)} if email else set()
    others = found.difference(of_name)
    kept = {word for word in others if not any(each != word and each.startswith(word) for each in others)}
    expected = [f"0{word}" for word in of_name] + [f"1{word}" for word in sorted(kept)]
    assert of(name, company=company, email=email, external_id=external_id) == expected


def test_a_word_of_the_name_is_kept_as_such_only() -> None:
    assert of("Anna Meier", company="Meier GmbH") == ["0anna", "0meier", "1gmbh"]


def test_a_word_with_which_another_begins_is_left_out() -> None:
    assert of(email="bo.berg@b.example", external_id="C-7")[1:] == [
        "17",
        "1berg",
        "1bo.berg@b.example",
        "1c",
        "1example",
    ]


@pytest.mark.parametrize(
    ("phone", "kept"),
    {
        "+49 (30) 555-12 34": ["11234", "1305551234", "149305551234", "15551234", "343215550394"],
        "+493012345": ["13012345", "1493012345", "3543210394"],
        "0049 30 12345": ["100493012345", "112345", "13012345", "1493012345", "354321039400"],
        "+1 212 5550199": ["112125550199", "12125550199", "15550199", "399105552121"],
        "+353871234567": ["1353871234567", "1871234567", "3765432178353"],
        "0171 23456": ["1017123456", "117123456", "123456", "3654321710"],
        "123": ["1123"],
        "1234": ["11234", "34321"],
        "-": [],
    }.items(),
)
def test_a_phone_number_is_found_from_where_one_begins_to_type_it_and_by_its_end(phone: str, kept: list[str]) -> None:
    assert of(phone=phone)[1:] == kept


@given(st.from_regex(r"[+]?\d{2,4}[ /-]?\d{2,4}[ /-]?\d{1,6}", fullmatch=True))
def test_whoever_types_the_whole_number_or_its_end_finds_it(phone: str) -> None:
    digits = "".join(each for each in phone if each.isdecimal() and each.isascii())
    kept = of(phone=phone)
    for asked in {digits, *(digits[-count:] for count in range(4, len(digits) + 1))}:
        assert any(word.startswith(tuple(search.meant(asked))) for word in kept), asked


def test_a_customer_takes_few_words() -> None:
    """Each is a row of its own."""
    kept = of("Adele Abel12", company="Abel12 GmbH", email="adele.abel123@example.com", external_id="C-000001")
    assert len(kept) == 8
    assert len(of(phone="+49 30 123456")) == 5


def test_what_is_meant_by_a_word_that_is_asked() -> None:
    assert search.meant("1234") == ["01234", "11234", "34321"]
    assert search.meant("123") == ["0123", "1123"]
    assert search.meant("a1234") == ["0a1234", "1a1234"]


def test_a_title() -> None:
    assert search.title_words("Call, call_back") == ["2call", "2back"]
