"""The words by which things are found: written with what they are of, and removed before it is, or before new ones.

The few of an interaction are removed by its id. A customer has a dozen, for which an index by id would cost as much as
all else that is written of a new customer, so they stand once more in the customer's row, and are found from there.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from msgspec import Struct

from onward.domain import search
from onward.domain.cells import SEPARATOR
from onward.domain.records import Customer
from onward.store.transactions import Tx


def is_of_title(alias: str) -> str:
    """The condition of the index by id, which holds the words of interactions only."""
    return (
        f"{alias}.word >= '{search.OF_TITLE}' COLLATE \"C\" AND {alias}.word < '{search.AFTER_OF_TITLE}' COLLATE \"C\""
    )


class Words(Struct, frozen=True):
    """What some things are found by: one text of words for each."""

    ids: list[UUID]
    texts: list[str]


def of_customers(customers: Sequence[Customer]) -> Words:
    return Words([each.id for each in customers], [SEPARATOR.join(search.customer_words(each)) for each in customers])


def of_titles(titles: Mapping[UUID, str]) -> Words:
    """By the interaction's id."""
    return Words(list(titles), [SEPARATOR.join(search.title_words(title)) for title in titles.values()])


# Each thing's words travel as one text: taking a million of them apart is quicker here than wrapping them there. In
# order of the words one page of the index takes many of them.
_TAKEN_APART = f"string_to_array(t.words, '{SEPARATOR}')"
_INSERT = f"""
INSERT INTO search_words (tenant_id, word, id)
SELECT $1, w.word, w.id
FROM (SELECT t.id, unnest({_TAKEN_APART}) AS word FROM unnest($2::uuid[], $3::text[]) AS t(id, words)) AS w
ORDER BY w.word COLLATE "C"
"""
_REPLACE = f"""
WITH kept AS (
  UPDATE customers AS c SET words = {_TAKEN_APART}
  FROM unnest($2::uuid[], $3::text[]) AS t(id, words)
  WHERE c.tenant_id = $1 AND c.id = t.id
  RETURNING c.tenant_id, c.id, c.words
)
INSERT INTO search_words (tenant_id, word, id)
SELECT w.tenant_id, w.word, w.id FROM (SELECT k.tenant_id, k.id, unnest(k.words) AS word FROM kept k) AS w
ORDER BY w.word COLLATE "C"
ON CONFLICT DO NOTHING
"""
# No ids that are said to be equal: the server, which has not counted a table that is being filled, takes it for small,
# and would rather read all of it and put the two together than go to the key for each customer.
_DELETE_OF_CUSTOMERS = """
DELETE FROM search_words AS sw USING customers AS c
WHERE c.tenant_id = $1 AND c.id = ANY($2::uuid[])
  AND sw.tenant_id = c.tenant_id AND sw.word = ANY(c.words) AND sw.id BETWEEN c.id AND c.id
"""
# Whatever the row says: no index leads there, so this reads all words of the tenant.
_DELETE_ALL = f"""
DELETE FROM search_words AS sw WHERE sw.tenant_id = $1 AND sw.id = ANY($2::uuid[]) AND NOT ({is_of_title("sw")})
"""
_FORGET = "UPDATE customers AS c SET words = '{}' WHERE c.tenant_id = $1 AND c.id = ANY($2::uuid[])"
_DELETE_OF_TITLES = f"""
DELETE FROM search_words AS sw WHERE sw.tenant_id = $1 AND sw.id = ANY($2::uuid[]) AND {is_of_title("sw")}
"""


async def insert_words(tx: Tx, tenant_id: UUID, words: Words) -> None:
    """Of interactions that have none yet, or of new customers in whose rows these words stand already."""
    await tx.execute(_INSERT, tenant_id, words.ids, words.texts)


async def replace_of_customers(tx: Tx, tenant_id: UUID, words: Words) -> None:
    """Make these the words by which customers are found, in their rows too. The customers must be locked."""
    await delete_of_customers(tx, tenant_id, words.ids)
    await tx.execute(_REPLACE, tenant_id, words.ids, words.texts)


async def delete_of_customers(tx: Tx, tenant_id: UUID, customer_ids: Sequence[UUID]) -> None:
    """Before their rows are removed. The customers must be locked."""
    await tx.execute(_DELETE_OF_CUSTOMERS, tenant_id, list(customer_ids))


async def erase_of_customers(tx: Tx, tenant_id: UUID, customer_ids: Sequence[UUID]) -> None:
    """Remove every word of these customers, also one that their rows do not tell of. The customers must be locked."""
    await tx.execute(_DELETE_ALL, tenant_id, list(customer_ids))
    await tx.execute(_FORGET, tenant_id, list(customer_ids))


async def delete_of_titles(tx: Tx, tenant_id: UUID, interaction_ids: Sequence[UUID]) -> None:
    await tx.execute(_DELETE_OF_TITLES, tenant_id, list(interaction_ids))
