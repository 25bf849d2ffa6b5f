"""The words that a thing is found by: folded, split, and for phones also the last digits.

As they are kept, what a word is of stands before it as one character, so that one order of words holds all: those of
a customer's name, which come before all others, then its other ones, then those of titles of interactions.
"""

import re
import unicodedata

from onward.domain.records import Customer

_MOST_WORDS = 40
_LONGEST_WORD = 60
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_NOT_DIGIT = re.compile(r"\D+")
_SHORTEST_PHONE_ENDING = 4
OF_NAME, OTHER, OF_TITLE = "0", "1", "2"
OF_CUSTOMER = (OF_NAME, OTHER)
AFTER_EVERY_WORD = "\U0010ffff"


def words(text: str) -> list[str]:
    """The folded words of a text, each once, in order of first appearance; at most 40 of 60 characters."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    found: list[str] = _WORD.findall(text.casefold())
    if len(text) > _LONGEST_WORD:
        found = [word[:_LONGEST_WORD] for word in found]
    return list(dict.fromkeys(found))[:_MOST_WORDS]


def title_words(title: str) -> list[str]:
    """What an interaction is found by, as it is kept."""
    return [OF_TITLE + word for word in words(title)]


def customer_words(customer: Customer) -> list[str]:
    """What a customer is found by, as it is kept: name, company, e-mail (whole and in parts), external id (alike),
    phone endings."""
    of_name = dict.fromkeys(words(customer.name))
    others = [word for text in _texts(customer) for word in words(text)]
    others += [whole(text) for text in (customer.email, customer.external_id) if text]
    if customer.phone:
        others += phone_endings(customer.phone)
    return [OF_NAME + word for word in of_name] + [
        OTHER + word for word in dict.fromkeys(others) if word not in of_name
    ]


def _texts(customer: Customer) -> list[str]:
    """All but the name. Short ones as one: they cannot have more words together than one may have. Other than plain
    letters may become longer when they are folded."""
    texts = [text for text in (customer.company, customer.email, customer.external_id) if text]
    together = "\n".join(texts)
    return [together] if together.isascii() and len(together) <= 2 * _MOST_WORDS else texts


def whole(text: str) -> str:
    """An e-mail address or external id as one word."""
    return text.casefold()[:_LONGEST_WORD]


def phone_endings(phone: str) -> list[str]:
    """The digits of a phone number, and each of its endings of four digits or more."""
    digits = _NOT_DIGIT.sub("", phone)[-20:]
    return [digits[start:] for start in range(max(1, len(digits) - _SHORTEST_PHONE_ENDING + 1)) if digits]
