"""The words that things are found by."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from onward.domain import search
from tests.domain.cast import nora

TEXTS = st.text("aB ß\u0301ﬁ_-.@1\n\x1f", max_size=90) | st.text(max_size=30)


def split(text: str) -> list[str]:
    """The definition, character by character."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    spaced = "".join(each if each.isalnum() else " " for each in folded)
    return list(dict.fromkeys(word[:60] for word in spaced.split()))[:40]


def of(name: str = "Anna", **fields: str | None) -> list[str]:
    empty = dict.fromkeys(("company", "email", "external_id", "phone"))
    return search.customer_words(nora(**{**empty, "name": name, **fields}))


@given(st.text("aB ß\u0301ﬁ_-.1", max_size=200))
def test_words_are_what_stands_between_other_characters(text: str) -> None:
    assert search.words(text) == split(text)


@given(TEXTS, TEXTS | st.none(), TEXTS | st.none(), TEXTS | st.none())
def test_texts_are_split_each_for_itself(
    name: str, company: str | None, email: str | None, external_id: str | None
) -> None:
    expected = [f"0{word}" for word in search.words(name)]
    others = [word for text in (company, email, external_id) if text for word in search.words(text)]
    others += [search.whole(text) for text in (email, external_id) if text]
    expected += [f"1{word}" for word in dict.fromkeys(others) if f"0{word}" not in expected]
    assert of(name, company=company, email=email, external_id=external_id) == expected


def test_a_word_of_the_name_is_kept_as_such_only() -> None:
    assert of("Anna Meier", company="Meier GmbH") == ["0anna", "0meier", "1gmbh"]


def test_a_phone_number_is_found_by_each_of_its_endings() -> None:
    assert of(phone="+49 (30) 12-34") == ["0anna", "149301234", "19301234", "1301234", "101234", "11234"]
    assert of(phone="12") == ["0anna", "112"]
    assert of(phone="-") == ["0anna"]


def test_a_title() -> None:
    assert search.title_words("Call, call_back") == ["2call", "2back"]
