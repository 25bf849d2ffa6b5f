"""Whatever belongs to a customer is thought of when two customers become one."""

import asyncpg

from onward.store import merged


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
