"""Make the secrets that compose.yaml names, in deploy/secrets/; those that are there already stay as they are.

Two database users: `onward_owner` owns the tables and migrates, `onward_api` serves and owns nothing.
"""

import secrets
from base64 import b64encode
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "secrets"
DATABASE = "database:5432/onward"


def main() -> None:
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    owner = keep("owner_password", secrets.token_urlsafe(24))
    api = keep("api_password", secrets.token_urlsafe(24))
    keep("migration_url", f"postgresql://onward_owner:{owner}@{DATABASE}")
    keep("database_url", f"postgresql://onward_api:{api}@{DATABASE}")
    keep("metrics_token", secrets.token_urlsafe(24))
    keep("secret_key", b64encode(secrets.token_bytes(32)).decode("ascii"))


def keep(name: str, fresh: str) -> str:
    """The secret of this name, made now if there is none yet. Readable in the containers, whose users differ."""
    path = FOLDER / name
    if not path.exists():
        path.write_text(fresh)
        path.chmod(0o644)
    return path.read_text().strip()


if __name__ == "__main__":
    main()
