"""The words that a thing is found by: folded, split, and for phones also the last digits. Folded are case and what
stands over or under a letter: who types "muller" or "Müller" finds both.

As they are kept, what a word is of stands before it as one character, so that one order of words holds all: those of
a customer's name, which come before all others, then its other ones, then those of titles of interactions, then phone
numbers from behind.
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import accumulate, pairwise

from onward.domain.records import Customer

_MOST_WORDS = 40
_LONGEST_WORD = 60
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
# Combining marks of Latin, Greek and Cyrillic go; so do strokes, which no form of Unicode takes off.
_PLAIN = dict.fromkeys(range(0x300, 0x370)) | str.maketrans("øłđðı", "olddi") | {ord("æ"): "ae", ord("œ"): "oe"}
_DIGITS = re.compile(r"\d+", re.ASCII)
_MOST_DIGITS = 20
_FEWEST_DIGITS = 4
_ABROAD = ("+", "00")
# The calling codes of countries (ITU-T E.164) that have one digit or two; all others have three.
_COUNTRY = re.compile(r"1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3}", re.ASCII)
OF_NAME, OTHER, OF_TITLE, BACKWARDS = "0", "1", "2", "3"
AFTER_OF_TITLE = BACKWARDS
AFTER_EVERY_WORD = "\U0010ffff"


def words(text: str) -> list[str]:
    """The folded words of a text, each once, in order of first appearance; at most 40 of 60 characters."""
    found: list[str] = _WORD.findall(text.casefold() if text.isascii() else _folded(text))
    if len(text) > _LONGEST_WORD:
        found = [word[:_LONGEST_WORD] for word in found]
    return list(dict.fromkeys(found))[:_MOST_WORDS]


def _folded(text: str) -> str:
    taken_apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFKC", taken_apart.translate(_PLAIN))


def title_words(title: str) -> list[str]:
    """What an interaction is found by, as it is kept."""
    return [OF_TITLE + word for word in words(title)]


def customer_words(customer: Customer) -> list[str]:
    """What a customer is found by, as it is kept: name, company, e-mail (whole, by which an import looks for it, and in
    parts), external id, phone. A word with which another one begins finds nothing more, and is left out."""
    of_name = dict.fromkeys(words(customer.name))
    others = [word for text in _texts(customer) for word in words(text)]
    if customer.email:
        others.append(whole(customer.email))
    phone = customer.phone or ""
    digits = _DIGITS.findall(phone)
    if digits:
        others += phone_beginnings(digits, is_from_abroad=phone.lstrip().startswith(_ABROAD))
    kept = _longest({*others}.difference(of_name))
    return [OF_NAME + word for word in of_name] + [OTHER + word for word in kept] + _backwards("".join(digits))


def meant(asked: str) -> list[str]:
    """What the kept words of a customer begin with who is found by this word, the best first."""
    return [OF_NAME + asked, OTHER + asked, *(_backwards(asked) if _DIGITS.fullmatch(asked) else ())]


def _longest(found: Iterable[str]) -> list[str]:
    """In order, without those that others begin with: these come right after them."""
    return [word for word, following in pairwise([*sorted(found), ""]) if not following.startswith(word)]


def _texts(customer: Customer) -> list[str]:
    """All but the name. Short ones as one: they cannot have more words together than one may have. Other than plain
    letters may become longer when they are folded."""
    texts = [text for text in (customer.company, customer.email, customer.external_id) if text]
    together = "\n".join(texts)
    return [together] if together.isascii() and len(together) <= 2 * _MOST_WORDS else texts


def whole(text: str) -> str:
    """An e-mail address as one word."""
    return text.casefold()[:_LONGEST_WORD]


def phone_beginnings(groups: list[str], *, is_from_abroad: bool) -> list[str]:
    """From where people begin to type a phone number that is written in these groups of digits: from its first digit,
    from each group, without the zeros in front, and without the country's code."""
    digits = "".join(groups)
    from_groups = [digits[at:] for at in accumulate(map(len, groups[:-1]))]
    national = digits.lstrip("0")
    found = [*from_groups, national, *([_COUNTRY.sub("", national, count=1)] if is_from_abroad else ())]
    return [digits[-_MOST_DIGITS:], *(each[-_MOST_DIGITS:] for each in found if len(each) >= _FEWEST_DIGITS)]


def _backwards(digits: str) -> list[str]:
    """By which a phone number is found by its last digits, four at least."""
    return [BACKWARDS + digits[: -_MOST_DIGITS - 1 : -1]] if len(digits) >= _FEWEST_DIGITS else []
