"""Customers found by words, the best match first: a page is read off one index, however many would match.

A customer stands where its best word for the rarest of the asked ones stands: words of its name before all others,
and among them in their own order, so that an exact word comes before those that it begins. The other asked words
must be met too.
"""

from typing import Any
from uuid import UUID

import msgspec

from onward.domain.records import Customer
from onward.domain.search import AFTER_EVERY_WORD, OF_NAME, OTHER
from onward.store.columns import CUSTOMER_TYPES, selected
from onward.store.customers import CustomerFilter, conditions
from onward.store.transactions import Tx

_RANKS = (OF_NAME, OTHER)


class Place(msgspec.Struct, frozen=True):
    """Where a customer stands among those found."""

    rank: int
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
    args: list[object] = [tenant_id, leading, leading + AFTER_EVERY_WORD]
    clauses = conditions(others, args)
    if after is not None:
        args += [after.word, after.id]
    parts = [_part(rank, clauses, after, len(args), limit) for rank in _RANKS if after is None or rank >= after.rank]
    sql = (
        f"SELECT {selected('c', CUSTOMER_TYPES)}, f.rank, f.word FROM ({' UNION ALL '.join(parts)}) AS f "
        f"JOIN customers c ON c.tenant_id = $1 AND c.id = f.id ORDER BY f.rank, f.word, f.id LIMIT {int(limit)}"
    )
    return [_found(row) for row in await tx.fetch(sql, *args)]


def _longest(words: list[str]) -> list[str]:
    """Without those that another one begins with: whoever meets that one meets them."""
    return [word for word in words if not any(other != word and other.startswith(word) for other in words)]


_COUNT = """
SELECT asked.word FROM unnest($2::text[]) AS asked(word), LATERAL (
  SELECT count(*) AS matches FROM (
    SELECT FROM search_words sw WHERE sw.tenant_id = $1 AND sw.kind = 'customer'
      AND sw.word >= asked.word COLLATE "C" AND sw.word < (asked.word || $3::text) COLLATE "C" LIMIT 500) AS met
) AS counted
ORDER BY counted.matches, length(asked.word) DESC, asked.word LIMIT 1
"""


async def _leading(tx: Tx, tenant_id: UUID, words: list[str], after: Place | None) -> str:
    """The word whose matches are walked through: the rarest, and on later pages that of the first."""
    if after is not None:
        words = [word for word in words if after.word.startswith(word)] or words
    if len(words) == 1:
        return words[0]
    found: str = await tx.fetchval(_COUNT, tenant_id, words, AFTER_EVERY_WORD)
    return found


def _part(rank: int, clauses: list[str], after: Place | None, last: int, limit: int) -> str:
    """The matches of one rank, in the order of its index."""
    position = ""
    if after is not None and rank == after.rank:
        position = f'AND (sw.word, sw.id) > (${last - 1}::text COLLATE "C", ${last}::uuid) '
    filters = "".join(f" AND {clause}" for clause in clauses)
    return (
        f"(SELECT sw.id, sw.rank, sw.word FROM search_words sw "
        f"JOIN customers c ON c.tenant_id = sw.tenant_id AND c.id = sw.id "
        f"WHERE sw.tenant_id = $1 AND sw.kind = 'customer' AND sw.rank = {rank} AND {_within('sw')} {position}"
        f"AND sw.word = ({_BEST}){filters} ORDER BY sw.word, sw.id LIMIT {int(limit)})"
    )


def _within(alias: str) -> str:
    return f'{alias}.word >= $2::text COLLATE "C" AND {alias}.word < $3::text COLLATE "C"'


# Asked for each row on its own: joined to all words at once it would be sorted before it is cut to a page.
_BEST = (
    f"SELECT b.word FROM search_words b WHERE b.tenant_id = $1 AND b.id = sw.id AND {_within('b')} "
    "ORDER BY b.rank, b.word LIMIT 1"
)


def _found(row: Any) -> Found:
    customer = Customer(*row[: len(CUSTOMER_TYPES)])
    rank, word = row[len(CUSTOMER_TYPES) :]
    return Found(Place(rank, word, customer.id), customer)
