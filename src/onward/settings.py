"""All configuration, read once from the environment. Nothing below the top of the house reads it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec
import platformdirs

from onward.domain.errors import Fault, Invalid


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One field a variable: `database_url` is `ONWARD_DATABASE_URL`; any may come from a file named by
    `ONWARD_<NAME>_FILE`. Without a database URL the embedded engine is used."""

    host: str = "127.0.0.1"
    port: int = 8000
    data_dir: Path | None = None
    database_url: str | None = None
    migration_url: str | None = None
    local_mode: Literal["auto", "off"] = "auto"
    workers: int = 1
    worker: bool = True
    server: Literal["uvicorn", "granian"] = "uvicorn"
    pool_size: int = 16
    statement_timeout_seconds: int = 15
    shutdown_timeout_seconds: int = 30
    metrics_token: str | None = None
    public_url: str | None = None
    base_path: str = ""
    trusted_proxies: str = ""
    secret_key: str | None = None
    writes_per_second: int = 200
    smtp_host: str | None = None
    smtp_port: int = 587
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str | None = None
    smtp_password: str | None = None
    smtp_from: str | None = None
    oidc_issuer: str | None = None
    oidc_client_id: str | None = None
    oidc_client_secret: str | None = None
    oidc_scopes: str = "openid email profile"
    oidc_name: str = "Single sign-on"
    log_requests: bool = True
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    def folder(self, *, is_root: bool) -> Path:
        """Where the embedded engine keeps its data: root's lies under /var/lib, anybody else's at home."""
        if self.data_dir is not None:
            return self.data_dir.expanduser().absolute()
        return Path("/var/lib/onward") if is_root else Path(platformdirs.user_data_dir("onward"))


SWITCHES = {"on": True, "true": True, "yes": True, "1": True, "off": False, "false": False, "no": False, "0": False}

BOUNDS: dict[str, tuple[int, int]] = {
    "port": (0, 65535),
    "workers": (1, 64),
    "pool_size": (1, 500),
    "statement_timeout_seconds": (1, 600),
    "shutdown_timeout_seconds": (1, 600),
    "writes_per_second": (0, 1_000_000),
    "smtp_port": (1, 65535),
}
ADDRESSES = frozenset({"database_url", "migration_url"})


def read(environment: Mapping[str, str]) -> Settings:
    """The settings that an environment gives.

    Raises Invalid naming each variable that cannot be read.
    """
    known = {name: f"ONWARD_{name.upper()}" for name in Settings.__struct_fields__}
    faults: list[Fault] = []
    values: dict[str, str] = {}
    for name, variable in known.items():
        try:
            value = _value(environment, variable)
        except OSError as problem:
            faults.append(Fault(f"{variable}_FILE", f"cannot be read: {problem.strerror}"))
            continue
        if value:
            values[name] = value
    converted = {name: _convert(name, known[name], value, faults) for name, value in values.items()}
    if faults:
        raise Invalid(faults)
    return msgspec.convert(converted, Settings)


def unknown(environment: Mapping[str, str]) -> list[str]:
    """The `ONWARD_…` variables that mean nothing, a typing mistake most likely."""
    known = {f"ONWARD_{name.upper()}" for name in Settings.__struct_fields__}
    return sorted(
        name for name in environment if name.startswith("ONWARD_") and name.removesuffix("_FILE") not in known
    )


def _value(environment: Mapping[str, str], variable: str) -> str | None:
    path = environment.get(f"{variable}_FILE")
    return Path(path).read_text(encoding="utf-8").strip() if path else environment.get(variable)


def _convert(name: str, variable: str, value: str, faults: list[Fault]) -> object:
    kind = Settings.__annotations__[name]
    try:
        if kind == Path | None:
            return Path(value)
        if kind is bool:
            return SWITCHES[value.lower()]
        converted = msgspec.convert(value, kind, strict=False)
    except KeyError:
        faults.append(Fault(variable, "must be on or off"))
        return None
    except msgspec.ValidationError as problem:
        faults.append(Fault(variable, str(problem).replace("`", "")))
        return None
    if name in ADDRESSES and not value.startswith(("postgresql://", "postgres://")):
        faults.append(Fault(variable, "must be an address such as postgresql://user:password@host:5432/database"))
    low, high = BOUNDS.get(name, (None, None))
    if low is not None and high is not None and not low <= converted <= high:
        faults.append(Fault(variable, f"must be from {low} to {high}"))
    return converted
