"""People: who signs in, with what, as which members; keys over the API; the audit log.

A person may belong to several tenants, so people, their sessions and links stand outside the tenants and are
reached by owner functions only. What such a function does inside one tenant it does only for the tenant that the
transaction has set.
"""

from alembic import op

from onward.store.migrations.functions_0002 import FUNCTIONS, READS, SET_TENANT

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OUTSIDE_TENANTS = [
    """
    CREATE TABLE public.people (
      id uuid NOT NULL,
      email text NOT NULL,
      email_folded text NOT NULL,
      name text NOT NULL,
      password_hash text,
      totp_secret text,
      totp_enabled_at timestamptz,
      totp_last_step bigint NOT NULL,
      created_at timestamptz NOT NULL,
      updated_at timestamptz NOT NULL,
      CONSTRAINT pk_people PRIMARY KEY (id),
      CONSTRAINT uq_people_email UNIQUE (email_folded)
    )
    """,
    """
    CREATE TABLE public.recovery_codes (
      person_id uuid NOT NULL,
      code_hash bytea NOT NULL,
      used_at timestamptz,
      CONSTRAINT pk_recovery_codes PRIMARY KEY (person_id, code_hash),
      CONSTRAINT fk_recovery_codes_person FOREIGN KEY (person_id) REFERENCES public.people (id)
    )
    """,
    """
    CREATE TABLE public.memberships (
      tenant_id uuid NOT NULL,
      member_id uuid NOT NULL,
      person_id uuid NOT NULL,
      is_active boolean NOT NULL,
      CONSTRAINT pk_memberships PRIMARY KEY (tenant_id, member_id),
      CONSTRAINT uq_memberships_person UNIQUE (tenant_id, person_id),
      CONSTRAINT fk_memberships_person FOREIGN KEY (person_id) REFERENCES public.people (id)
    )
    """,
    "CREATE INDEX ix_memberships_person ON public.memberships (person_id)",
    """
    CREATE TABLE public.sessions (
      id uuid NOT NULL,
      person_id uuid NOT NULL,
      token_hash bytea NOT NULL,
      is_complete boolean NOT NULL,
      created_at timestamptz NOT NULL,
      seen_at timestamptz NOT NULL,
      idle_ends_at timestamptz NOT NULL,
      ends_at timestamptz NOT NULL,
      address text,
      user_agent text,
      CONSTRAINT pk_sessions PRIMARY KEY (id),
      CONSTRAINT uq_sessions_token_hash UNIQUE (token_hash),
      CONSTRAINT fk_sessions_person FOREIGN KEY (person_id) REFERENCES public.people (id)
    )
    """,
    "CREATE INDEX ix_sessions_person ON public.sessions (person_id)",
    """
    CREATE TABLE public.one_time_links (
      id uuid NOT NULL,
      kind text NOT NULL,
      token_hash bytea NOT NULL,
      tenant_id uuid,
      email text,
      name text,
      role text,
      person_id uuid,
      created_by uuid,
      created_at timestamptz NOT NULL,
      ends_at timestamptz NOT NULL,
      used_at timestamptz,
      CONSTRAINT pk_one_time_links PRIMARY KEY (id),
      CONSTRAINT uq_one_time_links_token_hash UNIQUE (token_hash),
      CONSTRAINT fk_one_time_links_person FOREIGN KEY (person_id) REFERENCES public.people (id),
      CONSTRAINT ck_one_time_links_kind CHECK (kind IN ('setup', 'invite', 'reset')),
      CONSTRAINT ck_one_time_links_role CHECK (role IN ('owner', 'manager', 'rep', 'viewer')),
      CONSTRAINT ck_one_time_links_of CHECK (
        (kind = 'invite') = (tenant_id IS NOT NULL AND email IS NOT NULL AND role IS NOT NULL)
        AND (kind = 'reset') = (person_id IS NOT NULL))
    )
    """,
    "CREATE INDEX ix_one_time_links_tenant ON public.one_time_links (tenant_id, created_at)",
    """
    CREATE TABLE public.attempts (
      key bytea NOT NULL,
      begun_at timestamptz NOT NULL,
      count integer NOT NULL,
      CONSTRAINT pk_attempts PRIMARY KEY (key)
    )
    """,
    "CREATE INDEX ix_attempts_begun ON public.attempts (begun_at)",
    "ALTER TABLE public.api_keys ADD COLUMN created_by uuid",
    "ALTER TABLE public.api_keys ADD COLUMN last_used_on date",
]

HAS_CREDENTIALS = """
CREATE OR REPLACE FUNCTION public.has_credentials()
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT EXISTS (SELECT FROM public.api_keys WHERE revoked_at IS NULL)
    OR EXISTS (SELECT FROM public.people WHERE password_hash IS NOT NULL)
$$
"""
HAD_CREDENTIALS = """
CREATE OR REPLACE FUNCTION public.has_credentials()
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT EXISTS (SELECT FROM public.api_keys WHERE revoked_at IS NULL) $$
"""

OWN = f"tenant_id = {SET_TENANT}"
INSIDE_TENANTS = [
    "ALTER TABLE public.members ADD COLUMN person_id uuid",
    "ALTER TABLE public.members ADD CONSTRAINT uq_members_person UNIQUE (tenant_id, person_id)",
    """
    CREATE TABLE public.audit_log (
      tenant_id uuid NOT NULL,
      id uuid NOT NULL,
      at timestamptz NOT NULL,
      act text NOT NULL,
      actor_kind text NOT NULL,
      actor_id uuid,
      subject_id uuid,
      address text,
      request_id text,
      details jsonb NOT NULL,
      CONSTRAINT pk_audit_log PRIMARY KEY (tenant_id, id)
    )
    """,
    "CREATE INDEX ix_audit_log_at ON public.audit_log (tenant_id, at, id)",
    "ALTER TABLE public.audit_log ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE public.audit_log FORCE ROW LEVEL SECURITY",
    f"CREATE POLICY own_tenant ON public.audit_log USING ({OWN}) WITH CHECK ({OWN})",
    "GRANT SELECT, INSERT ON public.audit_log TO onward_app",
]


def upgrade() -> None:
    for statement in OUTSIDE_TENANTS:
        op.execute(statement)
    for signature, returns, body in FUNCTIONS:
        _add(signature, returns, body)
    op.execute(HAS_CREDENTIALS)
    for statement in INSIDE_TENANTS:
        op.execute(statement)


def _add(signature: str, returns: str, body: str) -> None:
    stability = "STABLE" if signature.startswith(READS) else "VOLATILE"
    op.execute(
        f"CREATE FUNCTION public.{signature} RETURNS {returns} LANGUAGE sql {stability} SECURITY DEFINER "
        f"SET search_path = pg_catalog, pg_temp AS $$ {body} $$"
    )
    op.execute(f"REVOKE ALL ON FUNCTION public.{signature} FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION public.{signature} TO onward_app")


def downgrade() -> None:
    op.execute("DROP TABLE public.audit_log")
    op.execute("ALTER TABLE public.members DROP COLUMN person_id")
    op.execute(HAD_CREDENTIALS)
    for signature, _, _ in FUNCTIONS:
        op.execute(f"DROP FUNCTION public.{signature}")
    for column in ("last_used_on", "created_by"):
        op.execute(f"ALTER TABLE public.api_keys DROP COLUMN {column}")
    for table in ("attempts", "one_time_links", "sessions", "memberships", "recovery_codes", "people"):
        op.execute(f"DROP TABLE public.{table}")
