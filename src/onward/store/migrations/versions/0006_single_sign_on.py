"""Single sign-on: who is who at an identity provider, and trips there that are under way.

Like people both stand outside the tenants and are reached by owner functions only.
"""

from alembic import op

from onward.store.migrations.functions_0002 import LINK, LINK_TYPES, PERSON, PERSON_TYPES, Function

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = [
    """
    CREATE TABLE public.identities (
      issuer text NOT NULL,
      subject text NOT NULL,
      person_id uuid NOT NULL,
      created_at timestamptz NOT NULL,
      CONSTRAINT pk_identities PRIMARY KEY (issuer, subject),
      CONSTRAINT uq_identities_person UNIQUE (person_id, issuer),
      CONSTRAINT fk_identities_person FOREIGN KEY (person_id) REFERENCES public.people (id)
    )
    """,
    """
    CREATE TABLE public.sign_on_trips (
      mark bytea NOT NULL,
      ends_at timestamptz NOT NULL,
      CONSTRAINT pk_sign_on_trips PRIMARY KEY (mark)
    )
    """,
    "CREATE INDEX ix_sign_on_trips_ends ON public.sign_on_trips (ends_at)",
    "CREATE INDEX ix_one_time_links_email ON public.one_time_links (lower(email)) WHERE kind = 'invite'",
]
FUNCTIONS = [
    Function(
        "insert_trip(of_mark bytea, ends timestamptz)",
        "void",
        "INSERT INTO public.sign_on_trips (mark, ends_at) VALUES (of_mark, ends)",
    ),
    Function(
        "use_trip(of_mark bytea, at timestamptz)",
        "SETOF bytea",
        "DELETE FROM public.sign_on_trips WHERE mark = of_mark AND ends_at > at RETURNING mark",
    ),
    Function(
        "prune_trips(at timestamptz)",
        "void",
        "DELETE FROM public.sign_on_trips WHERE mark IN (SELECT t.mark FROM public.sign_on_trips t "
        "WHERE t.ends_at <= at ORDER BY t.ends_at LIMIT 20 FOR UPDATE SKIP LOCKED)",
    ),
    Function(
        "find_person_by_identity(of_issuer text, of_subject text)",
        f"TABLE ({PERSON_TYPES})",
        f"SELECT {PERSON} FROM public.identities i JOIN public.people p ON p.id = i.person_id "
        "WHERE i.issuer = of_issuer AND i.subject = of_subject",
    ),
    Function(
        "insert_identity(of_issuer text, of_subject text, person uuid, at timestamptz)",
        "void",
        "INSERT INTO public.identities (issuer, subject, person_id, created_at) "
        "VALUES (of_issuer, of_subject, person, at)",
    ),
    Function(
        "use_invitations(address text, at timestamptz)",
        f"TABLE ({LINK_TYPES})",
        "UPDATE public.one_time_links l SET used_at = at WHERE l.kind = 'invite' "
        "AND pg_catalog.lower(l.email) = pg_catalog.lower(address) AND l.used_at IS NULL AND l.ends_at > at "
        f"RETURNING {LINK}",
    ),
]

# Whoever can sign in ends local mode, with a password or without one.
HAS_CREDENTIALS = """
CREATE OR REPLACE FUNCTION public.has_credentials()
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT EXISTS (SELECT FROM public.api_keys WHERE revoked_at IS NULL)
    OR EXISTS (SELECT FROM public.people WHERE password_hash IS NOT NULL)
    OR EXISTS (SELECT FROM public.identities)
$$
"""
HAD_CREDENTIALS = """
CREATE OR REPLACE FUNCTION public.has_credentials()
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT EXISTS (SELECT FROM public.api_keys WHERE revoked_at IS NULL)
    OR EXISTS (SELECT FROM public.people WHERE password_hash IS NOT NULL)
$$
"""


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
    for signature, returns, body in FUNCTIONS:
        _add(signature, returns, body)
    op.execute(HAS_CREDENTIALS)


def _add(signature: str, returns: str, body: str) -> None:
    stability = "STABLE" if signature.startswith("find_") else "VOLATILE"
    op.execute(
        f"CREATE FUNCTION public.{signature} RETURNS {returns} LANGUAGE sql {stability} SECURITY DEFINER "
        f"SET search_path = pg_catalog, pg_temp AS $$ {body} $$"
    )
    op.execute(f"REVOKE ALL ON FUNCTION public.{signature} FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION public.{signature} TO onward_app")


def downgrade() -> None:
    op.execute(HAD_CREDENTIALS)
    for signature, _, _ in FUNCTIONS:
        op.execute(f"DROP FUNCTION public.{signature}")
    op.execute("DROP INDEX public.ix_one_time_links_email")
    for table in ("sign_on_trips", "identities"):
        op.execute(f"DROP TABLE public.{table}")
