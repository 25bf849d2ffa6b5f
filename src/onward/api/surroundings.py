"""What every route of one app shares."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from msgspec import Struct, field

from onward.api.access import Gate
from onward.api.equipment import Equipment
from onward.api.feeds import Feeds
from onward.store.transactions import Database


class Surroundings(Struct, frozen=True):
    database: Database
    gate: Gate
    clock: Callable[[], datetime]
    new_id: Callable[[], UUID]
    feeds: Feeds
    equipment: Equipment = field(default_factory=Equipment)
