"""Whether an account's e-mail address was ever proved: not by an invitation that somebody else could read.

Accounts that are there already count as proved, as do those that administrators make.
"""

from alembic import op

from onward.store.migrations.functions_0002 import Function

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

FUNCTIONS = [
    Function(
        "doubt_address(person uuid)",
        "void",
        "UPDATE public.people SET is_address_proven = false WHERE id = person",
    ),
    Function(
        "prove_address(person uuid)",
        "SETOF uuid",
        "UPDATE public.people SET is_address_proven = true WHERE id = person AND NOT is_address_proven RETURNING id",
    ),
]


def upgrade() -> None:
    op.execute("ALTER TABLE public.people ADD COLUMN is_address_proven boolean NOT NULL DEFAULT true")
    for function in FUNCTIONS:
        _add(function)


def _add(function: Function) -> None:
    op.execute(
        f"CREATE FUNCTION public.{function.signature} RETURNS {function.returns} LANGUAGE sql VOLATILE "
        f"SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ {function.body} $$"
    )
    op.execute(f"REVOKE ALL ON FUNCTION public.{function.signature} FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION public.{function.signature} TO onward_app")


def downgrade() -> None:
    for function in FUNCTIONS:
        op.execute(f"DROP FUNCTION public.{function.signature}")
    op.execute("ALTER TABLE public.people DROP COLUMN is_address_proven")
