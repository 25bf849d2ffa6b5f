"""Turns: when each tenant's periodic work is due, who is at it, and how it has fared.

They must be seen across tenants to be found, so they stand outside them and are reached by owner functions only.
What such a function does for one tenant it does only for the tenant that the transaction has set.
"""

from alembic import op

from onward.store.migrations.functions_0004 import FUNCTIONS, READS

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = [
    # A turn that somebody holds is due again when the lease ends; `wanted_at`: an earlier wish that came meanwhile.
    """
    CREATE TABLE public.turns (
      tenant_id uuid NOT NULL,
      step text NOT NULL,
      due_at timestamptz NOT NULL,
      wanted_at timestamptz,
      holder uuid,
      failed_times integer NOT NULL,
      CONSTRAINT pk_turns PRIMARY KEY (tenant_id, step)
    )
    """,
    "CREATE INDEX ix_turns_due ON public.turns (due_at, tenant_id, step)",
    """
    CREATE TABLE public.turn_counts (
      step text NOT NULL,
      runs bigint NOT NULL,
      failures bigint NOT NULL,
      ran_at timestamptz NOT NULL,
      CONSTRAINT pk_turn_counts PRIMARY KEY (step)
    )
    """,
]


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
    for signature, returns, body in FUNCTIONS:
        _add(signature, returns, body)


def _add(signature: str, returns: str, body: str) -> None:
    stability = "STABLE" if signature.startswith(READS) else "VOLATILE"
    op.execute(
        f"CREATE FUNCTION public.{signature} RETURNS {returns} LANGUAGE sql {stability} SECURITY DEFINER "
        f"SET search_path = pg_catalog, pg_temp AS $$ {body} $$"
    )
    op.execute(f"REVOKE ALL ON FUNCTION public.{signature} FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION public.{signature} TO onward_app")


def downgrade() -> None:
    for signature, _, _ in FUNCTIONS:
        op.execute(f"DROP FUNCTION public.{signature}")
    for table in ("turn_counts", "turns"):
        op.execute(f"DROP TABLE public.{table}")
