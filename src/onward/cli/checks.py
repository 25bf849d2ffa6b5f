"""What must be true of a database that Onward is served from, as sentences that say what to do. None: it is true."""

from onward import wiring
from onward.settings import Settings
from onward.store.inspection import OLDEST_VERSION, Capacity, Standing
from onward.wiring import SPARE_CONNECTIONS


def version_fault(major: int, written: str) -> str | None:
    if major >= OLDEST_VERSION:
        return None
    return f"This is PostgreSQL {written}; Onward needs version {OLDEST_VERSION} or newer."


def standing_fault(standing: Standing) -> str | None:
    """Whether row security binds the role that serves."""
    if standing.is_superuser or standing.bypasses_row_security:
        return (
            f"The role {standing.name} may pass by row security, which keeps tenants apart. As a superuser run: "
            f"ALTER ROLE {standing.name} NOSUPERUSER NOBYPASSRLS"
        )
    if standing.owned_tables:
        tables = ", ".join(standing.owned_tables[:5])
        return (
            f"The role {standing.name} owns tables ({tables}), and owners can turn row security off. Give them to "
            "the user of ONWARD_MIGRATION_URL (ALTER TABLE … OWNER TO …), and take that user's role away from "
            f"{standing.name} (REVOKE … FROM {standing.name})."
        )
    return None


def capacity_fault(settings: Settings, capacity: Capacity) -> str | None:
    """Whether all pools together fit into the server."""
    wanted = wiring.connections(settings)
    if wanted < capacity.open_to_us:
        return None
    ours = " and the worker's" if settings.worker else ""
    return (
        f"ONWARD_POOL_SIZE {settings.pool_size} × ONWARD_WORKERS {settings.workers}{ours} = {wanted} connections, "
        f"and PostgreSQL has {capacity.open_to_us} for us. Lower one of the two, or raise max_connections to at least "
        f"{wanted + capacity.reserved + SPARE_CONNECTIONS}."
    )


def revision_fault(found: str | None, expected: str) -> str | None:
    if found == expected:
        return None
    if found is None:
        return "The database has not been migrated yet. Run `onward migrate`."
    if found > expected:
        return (
            f"The database is at revision {found}, which is newer than this version of Onward ({expected}). "
            "Install the newer version."
        )
    return f"The database is at revision {found}, this version needs {expected}. Run `onward migrate`."
