"""One open set-up link for the whole deployment, however many servers start at once."""

from alembic import op

from onward.store.migrations.functions_0002 import LINK, LINK_TYPES, Function

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

OPEN = "kind = 'setup' AND used_at IS NULL"
INSTEAD = [
    Function(
        "prune_setup_links(at timestamptz)",
        "void",
        f"DELETE FROM public.one_time_links WHERE {OPEN} AND ends_at <= at",
    ),
    Function(
        "insert_setup_link(link uuid, hash bytea, at timestamptz, ends timestamptz)",
        "SETOF uuid",
        "INSERT INTO public.one_time_links (id, kind, token_hash, created_at, ends_at) "
        f"VALUES (link, 'setup', hash, at, ends) ON CONFLICT (kind) WHERE {OPEN} DO NOTHING RETURNING id",
    ),
    Function(
        "find_open_setup_link(at timestamptz)",
        f"TABLE ({LINK_TYPES})",
        f"SELECT {LINK} FROM public.one_time_links l WHERE l.kind = 'setup' AND l.used_at IS NULL AND l.ends_at > at",
    ),
]
BEFORE = Function("drop_setup_links()", "void", f"DELETE FROM public.one_time_links WHERE {OPEN}")


def upgrade() -> None:
    op.execute(f"DELETE FROM public.one_time_links WHERE {OPEN}")
    op.execute(f"CREATE UNIQUE INDEX uq_one_time_links_setup ON public.one_time_links (kind) WHERE {OPEN}")
    op.execute(f"DROP FUNCTION public.{BEFORE.signature}")
    for function in INSTEAD:
        _add(function)


def _add(function: Function) -> None:
    stability = "STABLE" if function.signature.startswith("find_") else "VOLATILE"
    op.execute(
        f"CREATE FUNCTION public.{function.signature} RETURNS {function.returns} LANGUAGE sql {stability} "
        f"SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ {function.body} $$"
    )
    op.execute(f"REVOKE ALL ON FUNCTION public.{function.signature} FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION public.{function.signature} TO onward_app")


def downgrade() -> None:
    for function in INSTEAD:
        op.execute(f"DROP FUNCTION public.{function.signature}")
    _add(BEFORE)
    op.execute("DROP INDEX public.uq_one_time_links_setup")
