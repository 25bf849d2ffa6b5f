"""The words that a thing is found by: folded, split, and for phones also the last digits."""

import re
import unicodedata
from collections.abc import Iterable

from onward.domain.records import Customer

_MOST_WORDS = 40
_LONGEST_WORD = 60
_WORD = re.compile(r"\w+", re.UNICODE)
_NOT_DIGIT = re.compile(r"\D+")
_SHORTEST_PHONE_ENDING = 4
OF_NAME, OTHER = 0, 1
"""How well a word names a thing: one of its name comes before all others."""
AFTER_EVERY_WORD = "\U0010ffff"


def words(text: str) -> list[str]:
    """The folded words of a text, each once, in order of first appearance; at most 40 of 60 characters."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    found = dict.fromkeys(word[:_LONGEST_WORD] for word in _WORD.findall(folded.replace("_", " ")))
    return list(found)[:_MOST_WORDS]


def customer_words(customer: Customer) -> list[str]:
    """What a customer is found by: name, company, e-mail (whole and in parts), external id, phone endings."""
    texts = [customer.name, customer.company, customer.email, customer.external_id]
    found = [word for text in texts if text for word in words(text)]
    found += [text.casefold()[:_LONGEST_WORD] for text in (customer.email, customer.external_id) if text]
    found += phone_endings(customer.phone or "")
    return _distinct(found)


def ranked_words(customer: Customer) -> dict[str, int]:
    """What a customer is found by, and how well each word names it."""
    of_name = set(words(customer.name))
    return {word: OF_NAME if word in of_name else OTHER for word in customer_words(customer)}


def phone_endings(phone: str) -> list[str]:
    """The digits of a phone number, and each of its endings of four digits or more."""
    digits = _NOT_DIGIT.sub("", phone)[-20:]
    return [digits[start:] for start in range(max(1, len(digits) - _SHORTEST_PHONE_ENDING + 1)) if digits]


def _distinct(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(found))
