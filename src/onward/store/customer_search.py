"""Customers found by words, the best match first: a page is read off one index, however many would match.

A customer stands where its best word for the rarest of the asked ones stands: words of its name before all others,
and among them in their own order, so that an exact word comes before those that it begins. The other asked words
must be met too.
"""

from typing import Any
from uuid import UUID

from msgspec import Struct, structs

from onward.domain.records import Customer
from onward.domain.search import AFTER_EVERY_WORD, meant
from onward.store.columns import CUSTOMER_TYPES, selected
from onward.store.customers import CustomerFilter, conditions
from onward.store.transactions import Tx


class Place(Struct, frozen=True):
    """Where a customer stands among those found; its word as it is kept."""

    word: str
    id: UUID


class Found(Struct, frozen=True):
    place: Place
    customer: Customer


async def find_customers(
    tx: Tx, tenant_id: UUID, wanted: CustomerFilter, after: Place | None, limit: int
) -> list[Found]:
    """Up to `limit` customers after a place, the best match first; `wanted` has at least one word."""
    leading = await _leading(tx, tenant_id, _longest(wanted.words), after)
    args: list[object] = [tenant_id]
    ranges = _ranges(leading, args)
    clauses = conditions(structs.replace(wanted, words=[]), args)
    clauses += [_met(_ranges(word, args)) for word in wanted.words if word != leading]
    if after is not None:
        args += [after.word, after.id]
    parts = [
        _part(each, ranges, clauses, after, len(args), limit)
        for each in ranges
        if after is None or each.mark >= after.word[:1]
    ]
    if not parts:
        return []
    sql = (
        f"SELECT {selected('c', CUSTOMER_TYPES)}, f.word FROM ({' UNION ALL '.join(parts)}) AS f "
        f"JOIN customers c ON c.tenant_id = $1 AND c.id = f.id ORDER BY f.word, f.id LIMIT {int(limit)}"
    )
    return [_found(row) for row in await tx.fetch(sql, *args)]


def _longest(words: list[str]) -> list[str]:
    """Without those that another one begins with: whoever meets that one meets them."""
    return [word for word in words if not any(other != word and other.startswith(word) for other in words)]


class _Range(Struct, frozen=True):
    """Words of one mark that begin as asked: at least parameter `$first`, below the one after it."""

    mark: str
    first: int

    def holds(self, alias: str) -> str:
        return f'{alias}.word >= ${self.first}::text COLLATE "C" AND {alias}.word < ${self.first + 1}::text COLLATE "C"'


def _ranges(word: str, args: list[object]) -> list[_Range]:
    """Where words are that begin with this one, the best first; adds their bounds to `args`."""
    ranges: list[_Range] = []
    for each in meant(word):
        ranges.append(_Range(each[:1], len(args) + 1))
        args += [each, each + AFTER_EVERY_WORD]
    return ranges


def _met(ranges: list[_Range]) -> str:
    """Asked for each customer on its own: all who have such a word may be many more than meet the leading one."""
    return f"EXISTS (SELECT FROM unnest(c.words) AS b(word) WHERE {' OR '.join(each.holds('b') for each in ranges)})"


_COUNT = """
SELECT asked.word FROM unnest($2::text[], $3::text[]) AS asked(word, begins), LATERAL (
  SELECT count(*) AS matches FROM (
    SELECT FROM search_words sw WHERE sw.tenant_id = $1
      AND sw.word >= asked.begins COLLATE "C" AND sw.word < (asked.begins || $4::text) COLLATE "C"
    LIMIT 500) AS met
) AS counted
GROUP BY asked.word
ORDER BY least(sum(counted.matches), 500), length(asked.word) DESC, asked.word LIMIT 1
"""


async def _leading(tx: Tx, tenant_id: UUID, words: list[str], after: Place | None) -> str:
    """The word whose matches are walked through: the rarest, and on later pages that of the first."""
    if after is not None:
        words = [word for word in words if after.word.startswith(tuple(meant(word)))] or words
    if len(words) == 1:
        return words[0]
    asked = [(word, each) for word in words for each in meant(word)]
    found: str = await tx.fetchval(
        _COUNT, tenant_id, [word for word, _ in asked], [each for _, each in asked], AFTER_EVERY_WORD
    )
    return found


def _part(of: _Range, ranges: list[_Range], clauses: list[str], after: Place | None, last: int, limit: int) -> str:
    """The matches of one rank, in the order of the words."""
    position = ""
    if after is not None and of.mark == after.word[:1]:
        position = f'AND (sw.word, sw.id) > (${last - 1}::text COLLATE "C", ${last}::uuid) '
    filters = "".join(f" AND {clause}" for clause in clauses)
    return (
        f"(SELECT sw.id, sw.word FROM search_words sw "
        f"JOIN customers c ON c.tenant_id = sw.tenant_id AND c.id = sw.id "
        f"WHERE sw.tenant_id = $1 AND {of.holds('sw')} {position}"
        f"AND NOT EXISTS ({_better(ranges)}){filters} ORDER BY sw.word, sw.id LIMIT {int(limit)})"
    )


def _better(ranges: list[_Range]) -> str:
    """A word that comes before this one, of those that stand in the customer's row."""
    asked = " OR ".join(each.holds("b") for each in ranges)
    return f"SELECT FROM unnest(c.words) AS b(word) WHERE b.word < sw.word AND ({asked})"


def _found(row: Any) -> Found:
    customer = Customer(*row[: len(CUSTOMER_TYPES)])
    return Found(Place(row[len(CUSTOMER_TYPES)], customer.id), customer)
