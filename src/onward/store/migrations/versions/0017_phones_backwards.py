"""A phone number is found by its last digits because it is kept backwards as well; before, each of its endings was a
word.

What stands here is what domain/search.py kept, as it was when this was written. Endings that are there already stay
until their customer is next written: some are words of something else too, and nothing is found wrongly by any.
"""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_TABLES = ("search_words", "customers")
_DIGITS = """
FROM public.customers c, LATERAL (
  SELECT pg_catalog.right(pg_catalog.regexp_replace(c.phone, '[^0-9]', '', 'g'), 20) AS digits
) AS d
"""
# The owner must see the rows of all tenants once.
_OPEN = [f"ALTER TABLE public.{table} NO FORCE ROW LEVEL SECURITY" for table in _TABLES]
_CLOSE = [f"ALTER TABLE public.{table} FORCE ROW LEVEL SECURITY" for table in _TABLES]
UPGRADE = [
    *_OPEN,
    f"""
    INSERT INTO public.search_words (tenant_id, word, id)
    SELECT c.tenant_id, '3' || pg_catalog.reverse(d.digits), c.id {_DIGITS}
    WHERE pg_catalog.length(d.digits) >= 4
    ON CONFLICT DO NOTHING
    """,
    *_CLOSE,
]
DOWNGRADE = [
    *_OPEN,
    "DELETE FROM public.search_words WHERE word >= '3'",
    f"""
    INSERT INTO public.search_words (tenant_id, word, id)
    SELECT c.tenant_id, '1' || pg_catalog.right(d.digits, ending), c.id {_DIGITS},
      LATERAL pg_catalog.generate_series(4, pg_catalog.length(d.digits)) AS ending
    ON CONFLICT DO NOTHING
    """,
    *_CLOSE,
]


def upgrade() -> None:
    for statement in UPGRADE:
        op.execute(statement)


def downgrade() -> None:
    for statement in DOWNGRADE:
        op.execute(statement)
