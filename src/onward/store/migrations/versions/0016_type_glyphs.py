"""Which drawing stands for a type on screens, where a tenant has chosen one."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE public.interaction_types ADD COLUMN glyph text CONSTRAINT ck_interaction_types_glyph "
        "CHECK (glyph IN ('call', 'proposal', 'turn', 'letter', 'message', 'meeting', 'demo', 'ring'))"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE public.interaction_types DROP COLUMN glyph")
