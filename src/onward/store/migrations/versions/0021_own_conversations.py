"""What is linked to another customer's conversation is linked to none: since such links are refused, a tenant's file of
everything that held one could not be imported.

Versions stay as they are, so that what was done can still be undone.
"""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_LINKED = ("interactions", "workflows")
_TABLES = (*_LINKED, "conversations")
# The owner must see the rows of all tenants once.
_OPEN = [f"ALTER TABLE public.{table} NO FORCE ROW LEVEL SECURITY" for table in _TABLES]
_CLOSE = [f"ALTER TABLE public.{table} FORCE ROW LEVEL SECURITY" for table in _TABLES]
UPGRADE = [
    *_OPEN,
    *(
        f"""
        UPDATE public.{table} AS t SET conversation_id = NULL FROM public.conversations v
        WHERE v.tenant_id = t.tenant_id AND v.id = t.conversation_id AND v.customer_id <> t.customer_id
        """
        for table in _LINKED
    ),
    *_CLOSE,
]
# Which they were is not known any more.
DOWNGRADE: list[str] = []


def upgrade() -> None:
    for statement in UPGRADE:
        op.execute(statement)


def downgrade() -> None:
    for statement in DOWNGRADE:
        op.execute(statement)
