"""Whatever belongs to a customer is thought of when two customers become one, and when one is erased."""

import asyncpg

from onward.store import erasing, merged


async def test_a_merge_knows_every_table_that_names_a_customer(database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    rows = await connection.fetch(
        "SELECT table_name::text FROM information_schema.columns "
        "WHERE table_schema = 'public' AND column_name = 'customer_id'"
    )
    await connection.close()
    assert {row[0] for row in rows} == merged.MOVED | merged.LEFT, (
        "In store/merged.py say of each such table how a merge moves its rows (_MOVES), or that they stay (LEFT)."
    )


async def test_erasing_knows_every_table_of_a_tenant(database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    rows = await connection.fetch(
        "SELECT relname::text FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace"
    )
    await connection.close()
    assert {row[0] for row in rows} == erasing.ERASED | set(erasing.UNTOUCHED), (
        "In store/erasing.py say of each tenant table how what is personal in it is overwritten (_BY_CUSTOMER), or why "
        "nothing is (UNTOUCHED); and plant something in it in tests/api/test_erase.py."
    )
