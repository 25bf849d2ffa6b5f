"""Nobody sees or touches another tenant's rows, whatever id they send and wherever they put it.

Two locks guard the rows: the statements' own predicates, and row-level security. Each must hold alone,
even where two tenants have rows with the same id.
"""

import pytest

from tests.isolation.cast import CALLERS, Caller
from tests.isolation.conftest import OpenPair
from tests.isolation.matrix import findings
from tests.isolation.unpredicated import Switch

# With one lock off: an owner in person, who may call every operation that there is.
OWNER: Caller = "session"


@pytest.mark.parametrize("caller", CALLERS)
async def test_another_tenants_id_is_an_id_that_does_not_exist(open_pair: OpenPair, caller: Caller) -> None:
    async with open_pair(caller) as pair:
        assert "\n".join([str(found) async for found in findings(pair)]) == ""


async def test_row_level_security_holds_alone(open_pair: OpenPair) -> None:
    switch = Switch(set())
    async with open_pair(OWNER, switch.database) as pair:
        switch.tables |= set(pair.guarded)
        await pair.have_twins()
        assert "\n".join([str(found) async for found in findings(pair)]) == ""
    assert switch.missed == set()
    assert len(switch.rewritten) > 60, "the predicates were switched off"


async def test_predicates_hold_alone(open_pair: OpenPair) -> None:
    async with open_pair(OWNER) as pair:
        await pair.rely_on_predicates()
        await pair.have_twins()
        assert "\n".join([str(found) async for found in findings(pair)]) == ""
