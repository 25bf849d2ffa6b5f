"""The owner functions that migration 0004 makes; like the migration itself they never change again."""

from onward.store.migrations.functions_0002 import SET_TENANT, Function

# The tenant of the turns that belong to no tenant: the one that a transaction outside the tenants has set.
NO_TENANT = "'00000000-0000-0000-0000-000000000000'::uuid"
OWN = f"tenant = {SET_TENANT}"

FUNCTIONS: list[Function] = [
    # Whose turn it is
    Function(
        "sow_turns(tenant_steps text[], house_steps text[], at timestamptz)",
        "void",
        "INSERT INTO public.turns (tenant_id, step, due_at, failed_times) "
        "SELECT n.tenant_id, n.step, at, 0 FROM ("
        "SELECT t.id AS tenant_id, s.step FROM public.tenants t CROSS JOIN pg_catalog.unnest(tenant_steps) AS s(step) "
        f"UNION ALL SELECT {NO_TENANT}, h.step FROM pg_catalog.unnest(house_steps) AS h(step)) AS n "
        "WHERE NOT EXISTS (SELECT FROM public.turns u WHERE u.tenant_id = n.tenant_id AND u.step = n.step) "
        "ORDER BY n.tenant_id, n.step ON CONFLICT ON CONSTRAINT pk_turns DO NOTHING",
    ),
    Function(
        "list_due_turns(steps text[], at timestamptz, wanted integer)",
        "TABLE (tenant_id uuid, step text, failed_times integer, slug text, name text, local_member_id uuid)",
        "SELECT u.tenant_id, u.step, u.failed_times, t.slug, t.name, t.local_member_id FROM public.turns u "
        "LEFT JOIN public.tenants t ON t.id = u.tenant_id WHERE u.due_at <= at AND u.step = ANY(steps) "
        "ORDER BY u.due_at, u.tenant_id, u.step LIMIT wanted",
    ),
    Function(
        "claim_turn(tenant uuid, of_step text, worker uuid, at timestamptz, lease_ends timestamptz)",
        "SETOF uuid",
        "UPDATE public.turns u SET holder = worker, due_at = lease_ends, "
        "wanted_at = CASE WHEN u.wanted_at > at THEN u.wanted_at END FROM ("
        "SELECT c.tenant_id, c.step FROM public.turns c WHERE c.tenant_id = tenant AND c.step = of_step "
        f"AND c.due_at <= at AND {OWN} FOR UPDATE SKIP LOCKED) AS free "
        "WHERE u.tenant_id = free.tenant_id AND u.step = free.step RETURNING u.tenant_id",
    ),
    Function(
        "keep_turn(tenant uuid, of_step text, worker uuid, lease_ends timestamptz)",
        "SETOF uuid",
        "UPDATE public.turns SET due_at = lease_ends WHERE tenant_id = tenant AND step = of_step "
        f"AND holder = worker AND {OWN} RETURNING tenant_id",
    ),
    Function(
        "settle_turn(tenant uuid, of_step text, worker uuid, next_at timestamptz, failures integer)",
        "SETOF uuid",
        "UPDATE public.turns SET due_at = LEAST(next_at, wanted_at), wanted_at = NULL, holder = NULL, "
        "failed_times = failures WHERE tenant_id = tenant AND step = of_step AND holder = worker "
        f"AND {OWN} RETURNING tenant_id",
    ),
    Function(
        "bring_turn_forward(tenant uuid, of_step text, at timestamptz)",
        "void",
        "INSERT INTO public.turns AS u (tenant_id, step, due_at, failed_times) "
        f"SELECT tenant, of_step, at, 0 WHERE {OWN} "
        "ON CONFLICT ON CONSTRAINT pk_turns DO UPDATE SET "
        "due_at = CASE WHEN u.holder IS NULL THEN LEAST(u.due_at, excluded.due_at) ELSE u.due_at END, "
        "wanted_at = CASE WHEN u.holder IS NULL THEN u.wanted_at ELSE LEAST(u.wanted_at, excluded.due_at) END "
        "WHERE CASE WHEN u.holder IS NULL THEN u.due_at ELSE COALESCE(u.wanted_at, 'infinity') END > excluded.due_at",
    ),
    # How the steps fare
    Function(
        "count_turns(steps text[], ran integer[], went_wrong integer[], at timestamptz)",
        "void",
        "INSERT INTO public.turn_counts AS k (step, runs, failures, ran_at) "
        "SELECT s.step, s.ran, s.went_wrong, at FROM unnest(steps, ran, went_wrong) "
        "AS s(step, ran, went_wrong) ORDER BY s.step "
        "ON CONFLICT ON CONSTRAINT pk_turn_counts DO UPDATE SET runs = k.runs + excluded.runs, "
        "failures = k.failures + excluded.failures, ran_at = excluded.ran_at",
    ),
    Function(
        "list_turn_counts(late_since timestamptz)",
        "TABLE (step text, runs bigint, failures bigint, ran_at timestamptz, late bigint)",
        "SELECT k.step, k.runs, k.failures, k.ran_at, (SELECT pg_catalog.count(*) FROM public.turns u "
        "WHERE u.step = k.step AND u.due_at < late_since) FROM public.turn_counts k ORDER BY k.step",
    ),
    # What has ended and nobody asks for any more, a batch at a time
    Function(
        "prune_ended_sessions(at timestamptz, most integer)",
        "SETOF uuid",
        "DELETE FROM public.sessions WHERE id IN (SELECT s.id FROM public.sessions s "
        "WHERE s.idle_ends_at <= at OR s.ends_at <= at LIMIT most FOR UPDATE SKIP LOCKED) RETURNING id",
    ),
    Function(
        "prune_ended_links(ended_before timestamptz, most integer)",
        "SETOF uuid",
        "DELETE FROM public.one_time_links WHERE id IN (SELECT l.id FROM public.one_time_links l "
        "WHERE l.ends_at < ended_before OR l.used_at < ended_before LIMIT most FOR UPDATE SKIP LOCKED) RETURNING id",
    ),
]
READS = ("list_",)
