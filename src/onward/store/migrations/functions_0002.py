"""The owner functions that migration 0002 makes; like the migration itself they never change again."""

from typing import NamedTuple

# The tenant that the transaction has set; a function that acts inside a tenant compares its argument with it.
SET_TENANT = "NULLIF(pg_catalog.current_setting('onward.tenant_id', true), '')::uuid"

PERSON = "p.id, p.email, p.name, p.password_hash, p.totp_secret, p.totp_enabled_at, p.totp_last_step"
PERSON_TYPES = (
    "id uuid, email text, name text, password_hash text, totp_secret text, totp_enabled_at timestamptz, "
    "totp_last_step bigint"
)
SESSION = (
    "s.id, s.person_id, s.is_complete, s.created_at, s.seen_at, s.idle_ends_at, s.ends_at, s.address, s.user_agent"
)
SESSION_TYPES = (
    "id uuid, person_id uuid, is_complete boolean, created_at timestamptz, seen_at timestamptz, "
    "idle_ends_at timestamptz, ends_at timestamptz, address text, user_agent text"
)
LINK = (
    "l.id, l.kind, l.tenant_id, l.email, l.name, l.role, l.person_id, l.created_by, l.created_at, l.ends_at, l.used_at"
)
LINK_TYPES = (
    "id uuid, kind text, tenant_id uuid, email text, name text, role text, person_id uuid, created_by uuid, "
    "created_at timestamptz, ends_at timestamptz, used_at timestamptz"
)
KEY = (
    "k.id, k.tenant_id, k.name, k.role, k.member_id, k.created_at, k.expires_at, k.revoked_at, k.created_by, "
    "k.last_used_on"
)
KEY_TYPES = (
    "id uuid, tenant_id uuid, name text, role text, member_id uuid, created_at timestamptz, expires_at timestamptz, "
    "revoked_at timestamptz, created_by uuid, last_used_on date"
)


class Function(NamedTuple):
    """All in SQL, so that nothing is put together from text."""

    signature: str
    returns: str
    body: str


FUNCTIONS: list[Function] = [
    # People
    Function(
        "find_person_by_email(folded text)",
        f"TABLE ({PERSON_TYPES})",
        f"SELECT {PERSON} FROM public.people p WHERE p.email_folded = folded",
    ),
    Function(
        "find_person(person uuid)",
        f"TABLE ({PERSON_TYPES})",
        f"SELECT {PERSON} FROM public.people p WHERE p.id = person",
    ),
    Function(
        "lock_person(person uuid)",
        f"TABLE ({PERSON_TYPES})",
        f"SELECT {PERSON} FROM public.people p WHERE p.id = person FOR UPDATE",
    ),
    Function(
        "insert_person(person uuid, address text, folded text, called text, hash text, at timestamptz)",
        "void",
        "INSERT INTO public.people (id, email, email_folded, name, password_hash, totp_last_step, created_at, "
        "updated_at) VALUES (person, address, folded, called, hash, 0, at, at)",
    ),
    Function(
        "set_password(person uuid, hash text, at timestamptz)",
        "void",
        "UPDATE public.people SET password_hash = hash, updated_at = at WHERE id = person",
    ),
    Function(
        "set_totp(person uuid, secret text, enabled_at timestamptz, at timestamptz)",
        "void",
        "UPDATE public.people SET totp_secret = secret, totp_enabled_at = enabled_at, updated_at = at "
        "WHERE id = person",
    ),
    Function(
        "use_totp_step(person uuid, step bigint)",
        "SETOF bigint",
        "UPDATE public.people SET totp_last_step = step WHERE id = person AND totp_last_step < step "
        "RETURNING totp_last_step",
    ),
    Function(
        "drop_recovery_codes(person uuid)",
        "void",
        "DELETE FROM public.recovery_codes WHERE person_id = person",
    ),
    Function(
        "insert_recovery_codes(person uuid, hashes bytea[])",
        "void",
        "INSERT INTO public.recovery_codes (person_id, code_hash) SELECT person, h.code_hash "
        "FROM pg_catalog.unnest(hashes) AS h(code_hash)",
    ),
    Function(
        "use_recovery_code(person uuid, hash bytea, at timestamptz)",
        "SETOF uuid",
        "UPDATE public.recovery_codes SET used_at = at WHERE person_id = person AND code_hash = hash "
        "AND used_at IS NULL RETURNING person_id",
    ),
    Function(
        "count_recovery_codes(person uuid)",
        "bigint",
        "SELECT pg_catalog.count(*) FROM public.recovery_codes WHERE person_id = person AND used_at IS NULL",
    ),
    # Memberships: the directory from a person to the members that he or she is
    Function(
        "list_memberships(person uuid)",
        "TABLE (tenant_id uuid, slug text, name text, local_member_id uuid, member_id uuid)",
        "SELECT t.id, t.slug, t.name, t.local_member_id, m.member_id FROM public.memberships m "
        "JOIN public.tenants t ON t.id = m.tenant_id WHERE m.person_id = person AND m.is_active ORDER BY t.slug",
    ),
    Function(
        "insert_membership(tenant uuid, member uuid, person uuid)",
        "void",
        "INSERT INTO public.memberships (tenant_id, member_id, person_id, is_active) "
        f"SELECT tenant, member, person, true WHERE tenant = {SET_TENANT}",
    ),
    Function(
        "set_membership(tenant uuid, member uuid, active boolean)",
        "void",
        "UPDATE public.memberships SET is_active = active WHERE tenant_id = tenant AND member_id = member "
        f"AND tenant = {SET_TENANT}",
    ),
    # Sessions
    Function(
        "insert_session(session uuid, person uuid, hash bytea, complete boolean, at timestamptz, "
        "idle_ends timestamptz, ends timestamptz, from_address text, agent text)",
        "void",
        "INSERT INTO public.sessions (id, person_id, token_hash, is_complete, created_at, seen_at, idle_ends_at, "
        "ends_at, address, user_agent) VALUES (session, person, hash, complete, at, at, idle_ends, ends, "
        "from_address, agent)",
    ),
    Function(
        "resolve_session(hash bytea, at timestamptz)",
        f"TABLE ({SESSION_TYPES})",
        f"SELECT {SESSION} FROM public.sessions s WHERE s.token_hash = hash AND s.idle_ends_at > at AND s.ends_at > at",
    ),
    Function(
        "touch_session(session uuid, at timestamptz, idle_ends timestamptz)",
        "void",
        "UPDATE public.sessions SET seen_at = at, idle_ends_at = idle_ends WHERE id = session AND seen_at < at",
    ),
    Function(
        "list_sessions(person uuid, at timestamptz)",
        f"TABLE ({SESSION_TYPES})",
        f"SELECT {SESSION} FROM public.sessions s WHERE s.person_id = person AND s.is_complete "
        "AND s.idle_ends_at > at AND s.ends_at > at ORDER BY s.created_at, s.id",
    ),
    Function(
        "end_session(person uuid, session uuid)",
        "SETOF uuid",
        "DELETE FROM public.sessions WHERE person_id = person AND id = session RETURNING id",
    ),
    Function(
        "end_sessions(person uuid, kept uuid)",
        "SETOF uuid",
        "DELETE FROM public.sessions WHERE person_id = person AND id IS DISTINCT FROM kept RETURNING id",
    ),
    Function(
        "prune_sessions(person uuid, at timestamptz)",
        "void",
        "DELETE FROM public.sessions WHERE person_id = person AND (idle_ends_at <= at OR ends_at <= at)",
    ),
    # One-time links
    Function(
        "insert_link(link uuid, of_kind text, hash bytea, tenant uuid, address text, called text, as_role text, "
        "person uuid, by_member uuid, at timestamptz, ends timestamptz)",
        "void",
        "INSERT INTO public.one_time_links (id, kind, token_hash, tenant_id, email, name, role, person_id, created_by, "
        "created_at, ends_at) SELECT link, of_kind, hash, tenant, address, called, as_role, person, by_member, at, "
        f"ends WHERE tenant IS NULL OR tenant = {SET_TENANT}",
    ),
    Function(
        "find_link(of_kind text, hash bytea, at timestamptz)",
        f"TABLE ({LINK_TYPES})",
        f"SELECT {LINK} FROM public.one_time_links l WHERE l.kind = of_kind AND l.token_hash = hash "
        "AND l.used_at IS NULL AND l.ends_at > at",
    ),
    Function(
        "use_link(of_kind text, hash bytea, at timestamptz)",
        f"TABLE ({LINK_TYPES})",
        "UPDATE public.one_time_links l SET used_at = at WHERE l.kind = of_kind AND l.token_hash = hash "
        f"AND l.used_at IS NULL AND l.ends_at > at RETURNING {LINK}",
    ),
    Function(
        "drop_reset_links(person uuid)",
        "void",
        "DELETE FROM public.one_time_links WHERE kind = 'reset' AND person_id = person AND used_at IS NULL",
    ),
    Function(
        "list_invitations(tenant uuid, at timestamptz)",
        f"TABLE ({LINK_TYPES})",
        f"SELECT {LINK} FROM public.one_time_links l WHERE l.kind = 'invite' AND l.tenant_id = tenant "
        f"AND tenant = {SET_TENANT} AND l.used_at IS NULL AND l.ends_at > at ORDER BY l.created_at, l.id",
    ),
    Function(
        "drop_invitation(tenant uuid, link uuid)",
        "SETOF uuid",
        "DELETE FROM public.one_time_links WHERE kind = 'invite' AND tenant_id = tenant AND id = link "
        f"AND tenant = {SET_TENANT} AND used_at IS NULL RETURNING id",
    ),
    Function(
        "drop_setup_links()",
        "void",
        "DELETE FROM public.one_time_links WHERE kind = 'setup' AND used_at IS NULL",
    ),
    Function(
        "insert_first_tenant(hash bytea, at timestamptz, tenant uuid, called_short text, called text, member uuid)",
        "SETOF uuid",
        "INSERT INTO public.tenants (id, slug, name, local_member_id, created_at) "
        "SELECT tenant, called_short, called, member, at FROM public.one_time_links l "
        "WHERE l.kind = 'setup' AND l.token_hash = hash AND l.used_at = at RETURNING id",
    ),
    # Attempts, counted in windows
    Function(
        "count_attempts(keys bytea[], at timestamptz, window_begins timestamptz)",
        "TABLE (key bytea, begun_at timestamptz, count integer)",
        "INSERT INTO public.attempts AS a (key, begun_at, count) "
        "SELECT k.key, at, 1 FROM pg_catalog.unnest(keys) AS k(key) ORDER BY k.key "
        "ON CONFLICT ON CONSTRAINT pk_attempts DO UPDATE SET "
        "count = CASE WHEN a.begun_at <= window_begins THEN 1 ELSE a.count + 1 END, "
        "begun_at = CASE WHEN a.begun_at <= window_begins THEN at ELSE a.begun_at END "
        "RETURNING a.key, a.begun_at, a.count",
    ),
    Function(
        "forgive_attempts(keys bytea[])",
        "void",
        "UPDATE public.attempts SET count = count - 1 WHERE key = ANY(keys) AND count > 0",
    ),
    Function(
        "prune_attempts(window_begins timestamptz)",
        "void",
        "DELETE FROM public.attempts WHERE key IN (SELECT a.key FROM public.attempts a "
        "WHERE a.begun_at <= window_begins ORDER BY a.begun_at LIMIT 20 FOR UPDATE SKIP LOCKED)",
    ),
    # API keys
    Function(
        "resolve_key(tenant uuid, hash bytea)",
        "TABLE (id uuid, tenant_id uuid, role text, member_id uuid, expires_at timestamptz, last_used_on date)",
        "SELECT k.id, k.tenant_id, k.role, k.member_id, k.expires_at, k.last_used_on FROM public.api_keys k "
        "WHERE k.tenant_id = tenant AND k.secret_hash = hash AND k.revoked_at IS NULL",
    ),
    Function(
        "insert_api_key(tenant uuid, key uuid, called text, as_role text, member uuid, hash bytea, at timestamptz, "
        "ends timestamptz, by_member uuid)",
        "void",
        "INSERT INTO public.api_keys (tenant_id, id, name, role, member_id, secret_hash, created_at, expires_at, "
        "created_by) SELECT tenant, key, called, as_role, member, hash, at, ends, by_member "
        f"WHERE tenant = {SET_TENANT}",
    ),
    Function(
        "list_api_keys(tenant uuid)",
        f"TABLE ({KEY_TYPES})",
        f"SELECT {KEY} FROM public.api_keys k WHERE k.tenant_id = tenant AND tenant = {SET_TENANT} "
        "ORDER BY k.created_at, k.id",
    ),
    Function(
        "revoke_api_key(tenant uuid, key uuid, at timestamptz)",
        "SETOF uuid",
        "UPDATE public.api_keys SET revoked_at = at WHERE tenant_id = tenant AND id = key AND revoked_at IS NULL "
        f"AND tenant = {SET_TENANT} RETURNING id",
    ),
    Function(
        "revoke_member_keys(tenant uuid, member uuid, at timestamptz)",
        "SETOF uuid",
        "UPDATE public.api_keys SET revoked_at = at WHERE tenant_id = tenant AND member_id = member "
        f"AND revoked_at IS NULL AND tenant = {SET_TENANT} RETURNING id",
    ),
    Function(
        "note_key_use(tenant uuid, key uuid, used_on date)",
        "void",
        "UPDATE public.api_keys SET last_used_on = used_on WHERE tenant_id = tenant AND id = key "
        f"AND tenant = {SET_TENANT} AND (last_used_on IS NULL OR last_used_on < used_on)",
    ),
]
READS = ("find_", "list_", "resolve_", "count_recovery")
