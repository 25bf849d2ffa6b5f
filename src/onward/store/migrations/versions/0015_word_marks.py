"""What a search word is of stands before it as one character, so that one index holds all in the order in which they
are shown: names first, then what else customers have, then titles of interactions.

The marks are those of domain/search.py, as they were when this was written.
"""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

# The owner must see the rows of all tenants once.
UPGRADE = [
    "ALTER TABLE public.search_words NO FORCE ROW LEVEL SECURITY",
    "DROP INDEX public.ix_search_words_ranked",
    "ALTER TABLE public.search_words DROP CONSTRAINT pk_search_words",
    """
    UPDATE public.search_words
    SET word = CASE WHEN kind = 'interaction' THEN '2' WHEN rank = 0 THEN '0' ELSE '1' END || word
    """,
    "ALTER TABLE public.search_words DROP COLUMN rank",
    "ALTER TABLE public.search_words DROP COLUMN kind",
    "ALTER TABLE public.search_words ADD CONSTRAINT pk_search_words PRIMARY KEY (tenant_id, word, id)",
    "ALTER TABLE public.search_words FORCE ROW LEVEL SECURITY",
]
DOWNGRADE = [
    "ALTER TABLE public.search_words NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE public.search_words DROP CONSTRAINT pk_search_words",
    "ALTER TABLE public.search_words ADD COLUMN kind text",
    "ALTER TABLE public.search_words ADD COLUMN rank smallint NOT NULL DEFAULT 1",
    """
    UPDATE public.search_words
    SET kind = CASE pg_catalog.left(word, 1) WHEN '2' THEN 'interaction' ELSE 'customer' END,
        rank = CASE pg_catalog.left(word, 1) WHEN '0' THEN 0 ELSE 1 END,
        word = pg_catalog.substr(word, 2)
    """,
    "ALTER TABLE public.search_words ALTER COLUMN kind SET NOT NULL",
    "ALTER TABLE public.search_words ADD CONSTRAINT pk_search_words PRIMARY KEY (tenant_id, word, kind, id)",
    "CREATE INDEX ix_search_words_ranked ON public.search_words (tenant_id, kind, rank, word, id)",
    "ALTER TABLE public.search_words FORCE ROW LEVEL SECURITY",
]


def upgrade() -> None:
    for statement in UPGRADE:
        op.execute(statement)


def downgrade() -> None:
    for statement in DOWNGRADE:
        op.execute(statement)
