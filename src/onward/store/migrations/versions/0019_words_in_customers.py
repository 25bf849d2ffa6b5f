"""A customer's words stand in its row too, and are removed from there; so the index of words by id needs to hold only
those of titles of interactions, whose mark is '2'."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_TABLES = ("search_words", "customers")
# The owner must see the rows of all tenants once.
_OPEN = [f"ALTER TABLE public.{table} NO FORCE ROW LEVEL SECURITY" for table in _TABLES]
_CLOSE = [f"ALTER TABLE public.{table} FORCE ROW LEVEL SECURITY" for table in _TABLES]
UPGRADE = [
    *_OPEN,
    "ALTER TABLE public.customers ADD COLUMN words text[] COLLATE \"C\" NOT NULL DEFAULT '{}'",
    """
    UPDATE public.customers AS c SET words = kept.words
    FROM (
      SELECT sw.tenant_id, sw.id, pg_catalog.array_agg(sw.word ORDER BY sw.word) AS words
      FROM public.search_words sw GROUP BY sw.tenant_id, sw.id
    ) AS kept
    WHERE kept.tenant_id = c.tenant_id AND kept.id = c.id
    """,
    "DROP INDEX public.ix_search_words_id",
    """
    CREATE INDEX ix_search_words_title ON public.search_words (tenant_id, id)
      WHERE word >= '2' COLLATE "C" AND word < '3' COLLATE "C"
    """,
    *_CLOSE,
]
DOWNGRADE = [
    "DROP INDEX public.ix_search_words_title",
    "CREATE INDEX ix_search_words_id ON public.search_words (tenant_id, id)",
    "ALTER TABLE public.customers DROP COLUMN words",
]


def upgrade() -> None:
    for statement in UPGRADE:
        op.execute(statement)


def downgrade() -> None:
    for statement in DOWNGRADE:
        op.execute(statement)
