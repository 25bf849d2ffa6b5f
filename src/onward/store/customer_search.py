"""Customers found by words, the best match first: a page is read off one index, however many would match.

A customer stands where its best word for the rarest of the asked ones stands: words of its name before all others,
and among them in their own order, so that an exact word comes before those that it begins. The other asked words
must be met too.
"""

from typing import Any
from uuid import UUID

import msgspec

from onward.domain.records import Customer
from onward.domain.search import AFTER_EVERY_WORD, OF_CUSTOMER
from onward.store.columns import CUSTOMER_TYPES, selected
from onward.store.customers import CustomerFilter, conditions
from onward.store.transactions import Tx


class Place(msgspec.Struct, frozen=True):
    """Where a customer stands among those found; its word as it is kept."""

    word: str
    id: UUID


class Found(msgspec.Struct, frozen=True):
    place: Place
    customer: Customer


async def find_customers(
    tx: Tx, tenant_id: UUID, wanted: CustomerFilter, after: Place | None, limit: int
) -> list[Found]:
    """Up to `limit` customers after a place, the best match first; `wanted` has at least one word."""
    leading = await _leading(tx, tenant_id, _longest(wanted.words), after)
    others = msgspec.structs.replace(wanted, words=[word for word in wanted.words if word != leading])
    args: list[object] = [tenant_id, *(text for mark in OF_CUSTOMER for text in _bounds(mark + leading))]
    clauses = conditions(others, args)
    if after is not None:
        args += [after.word, after.id]
    marks = [mark for mark in OF_CUSTOMER if after is None or mark >= after.word[:1]]
    if not marks:
        return []
    parts = [_part(mark, clauses, after, len(args), limit) for mark in marks]
    sql = (
        f"SELECT {selected('c', CUSTOMER_TYPES)}, f.word FROM ({' UNION ALL '.join(parts)}) AS f "
        f"JOIN customers c ON c.tenant_id = $1 AND c.id = f.id ORDER BY f.word, f.id LIMIT {int(limit)}"
    )
    return [_found(row) for row in await tx.fetch(sql, *args)]


def _longest(words: list[str]) -> list[str]:
    """Without those that another one begins with: whoever meets that one meets them."""
    return [word for word in words if not any(other != word and other.startswith(word) for other in words)]


def _bounds(begin: str) -> tuple[str, str]:
    return begin, begin + AFTER_EVERY_WORD


_MATCHES = """(
      SELECT FROM search_words sw WHERE sw.tenant_id = $1
        AND sw.word >= ('{0}' || asked.word) COLLATE "C"
        AND sw.word < ('{0}' || asked.word || $3::text) COLLATE "C" LIMIT 500)"""
_COUNT = f"""
SELECT asked.word FROM unnest($2::text[]) AS asked(word), LATERAL (
  SELECT count(*) AS matches FROM (
    {" UNION ALL ".join(map(_MATCHES.format, OF_CUSTOMER))}
    LIMIT 500) AS met
) AS counted
ORDER BY counted.matches, length(asked.word) DESC, asked.word LIMIT 1
"""


async def _leading(tx: Tx, tenant_id: UUID, words: list[str], after: Place | None) -> str:
    """The word whose matches are walked through: the rarest, and on later pages that of the first."""
    if after is not None:
        words = [word for word in words if after.word[1:].startswith(word)] or words
    if len(words) == 1:
        return words[0]
    found: str = await tx.fetchval(_COUNT, tenant_id, words, AFTER_EVERY_WORD)
    return found


def _part(mark: str, clauses: list[str], after: Place | None, last: int, limit: int) -> str:
    """The matches of one rank, in the order of the words."""
    position = ""
    if after is not None and mark == after.word[:1]:
        position = f'AND (sw.word, sw.id) > (${last - 1}::text COLLATE "C", ${last}::uuid) '
    filters = "".join(f" AND {clause}" for clause in clauses)
    return (
        f"(SELECT sw.id, sw.word FROM search_words sw "
        f"JOIN customers c ON c.tenant_id = sw.tenant_id AND c.id = sw.id "
        f"WHERE sw.tenant_id = $1 AND {_within('sw', mark)} {position}"
        f"AND sw.word = ({_BEST}){filters} ORDER BY sw.word, sw.id LIMIT {int(limit)})"
    )


def _within(alias: str, mark: str) -> str:
    first = 2 + 2 * OF_CUSTOMER.index(mark)
    return f'{alias}.word >= ${first}::text COLLATE "C" AND {alias}.word < ${first + 1}::text COLLATE "C"'


# Asked for each row on its own: joined to all words at once it would be sorted before it is cut to a page.
_BEST = (
    f"SELECT b.word FROM search_words b WHERE b.tenant_id = $1 AND b.id = sw.id "
    f"AND ({' OR '.join(_within('b', mark) for mark in OF_CUSTOMER)}) ORDER BY b.word LIMIT 1"
)


def _found(row: Any) -> Found:
    customer = Customer(*row[: len(CUSTOMER_TYPES)])
    return Found(Place(row[len(CUSTOMER_TYPES)], customer.id), customer)
