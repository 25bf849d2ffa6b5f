"""A desk to import at."""

import pytest

from onward.domain import imports
from tests.api.imports.desk import Desk
from tests.stage import Stage


@pytest.fixture(autouse=True)
def by_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also what is small enough to be done at once."""
    monkeypatch.setattr(imports, "MOST_AT_ONCE", 0)


@pytest.fixture
def desk(stage: Stage) -> Desk:
    return Desk(stage)
