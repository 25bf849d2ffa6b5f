from collections.abc import Callable
from typing import Any

import pytest
import uuid_utils.compat

from onward.api.app import create_app

from . import notes
from .asking import Asker
from .stand_ins import NOW, StandInDatabase


@pytest.fixture
def database() -> StandInDatabase:
    return StandInDatabase()


@pytest.fixture
def make_asker(database: StandInDatabase) -> Callable[..., Asker]:
    def make(**settings: Any) -> Asker:
        chosen: dict[str, Any] = {
            "database": database,
            "local_mode": "auto",
            "is_loopback": True,
            "metrics_token": None,
            "log_requests": False,
            "rooms": [notes.ROUTES],
        }
        app = create_app(
            clock=lambda: NOW,
            new_id=uuid_utils.compat.uuid7,
            expected_revision="0001",
            **(chosen | settings),
        )
        return Asker(app)

    return make


@pytest.fixture
def local(make_asker: Callable[..., Asker]) -> Asker:
    """A server in local mode."""
    return make_asker()
