"""What an import of everything answers."""

from msgspec import Struct


class WorldTakenOut(Struct, frozen=True):
    """Rows by table."""

    rows: dict[str, int]
