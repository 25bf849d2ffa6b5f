"""Words are kept without what stands over or under their letters, so that "muller" finds Müller.

What stands here is how domain/search.py folded, as it was when this was written. E-mail addresses as a whole stay as
they are: by them an import looks for exactly these.
"""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_TABLES = ("search_words", "customers")
# The owner must see the rows of all tenants once.
_OPEN = [f"ALTER TABLE public.{table} NO FORCE ROW LEVEL SECURITY" for table in _TABLES]
_CLOSE = [f"ALTER TABLE public.{table} FORCE ROW LEVEL SECURITY" for table in _TABLES]
_APART = r"pg_catalog.regexp_replace(pg_catalog.normalize(w.word, 'NFKD'), '[\u0300-\u036f]', '', 'g')"
_SPELT = f"pg_catalog.replace(pg_catalog.replace({_APART}, 'æ', 'ae'), 'œ', 'oe')"
_PLAIN = f"pg_catalog.normalize(pg_catalog.translate({_SPELT}, 'øłđðı', 'olddi'), 'NFKC')"
_HAS_MORE = f"w.word ~ '[^\\x01-\\x7f]' AND w.word NOT LIKE '%@%' AND {_PLAIN} <> w.word"
UPGRADE = [
    *_OPEN,
    f"""
    INSERT INTO public.search_words (tenant_id, word, id)
    SELECT w.tenant_id, {_PLAIN}, w.id FROM public.search_words w WHERE {_HAS_MORE}
    ON CONFLICT DO NOTHING
    """,
    f"DELETE FROM public.search_words w WHERE {_HAS_MORE}",
    f"""
    UPDATE public.customers AS c SET words = (
      SELECT pg_catalog.array_agg(DISTINCT CASE WHEN {_HAS_MORE} THEN {_PLAIN} ELSE w.word END)
      FROM pg_catalog.unnest(c.words) AS w(word)
    )
    WHERE EXISTS (SELECT FROM pg_catalog.unnest(c.words) AS w(word) WHERE {_HAS_MORE})
    """,
    *_CLOSE,
]
# What was taken off is not known any more; who changes a customer writes its words anew.
DOWNGRADE: list[str] = []


def upgrade() -> None:
    for statement in UPGRADE:
        op.execute(statement)


def downgrade() -> None:
    for statement in DOWNGRADE:
        op.execute(statement)
