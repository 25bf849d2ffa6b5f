"""Instants come back from PostgreSQL as they went in, and mean to it what they mean to us."""

from datetime import UTC, datetime, timedelta, timezone

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.store import instants
from onward.store.transactions import Database
from tests.stage import ACME, NOW

ZONES = st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45)), timezone(timedelta(hours=-11))])


FIRST, LAST = datetime.fromisoformat("1900-01-02"), datetime.fromisoformat("9999-12-30")


@given(st.datetimes(FIRST, LAST, timezones=ZONES))
def test_every_instant_survives(instant: datetime) -> None:
    assert instants.decode(instants.encode(instant)) == instant


async def test_postgresql_reads_them_alike(database: Database) -> None:
    texts = [
        "1900-01-02 00:00:00+00",
        "1999-12-31 23:59:59.999999+00",
        "2026-01-22 10:00:00+02",
        "9999-12-30 00:00:00Z",
    ]
    async with database.transaction(ACME.id) as tx:
        for text in texts:
            read = await tx.fetchval(f"SELECT '{text}'::timestamptz")
            assert read == datetime.fromisoformat(text)
            assert await tx.fetchval(f"SELECT $1::timestamptz = '{text}'::timestamptz", read)


async def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    async with database.transaction(ACME.id) as tx:
        with pytest.raises((asyncpg.DataError, TypeError)):
            await tx.fetchval("SELECT $1::timestamptz", NOW.replace(tzinfo=None))
