"""Customers and interactions as CSV, told from a frozen view; what a spreadsheet would run is defused."""

import csv
import io
from collections.abc import AsyncIterator, Iterable, Sequence

from onward.domain import formulas
from onward.store import spreadsheets
from onward.store.transactions import Snapshot

_BATCH = 500


async def customers(view: Snapshot) -> AsyncIterator[bytes]:
    rows = spreadsheets.list_customers(view, view.tenant_id)
    async for part in written(spreadsheets.CUSTOMER_COLUMNS, rows):
        yield part


async def interactions(view: Snapshot) -> AsyncIterator[bytes]:
    rows = spreadsheets.list_interactions(view, view.tenant_id)
    async for part in written(spreadsheets.INTERACTION_COLUMNS, rows):
        yield part


async def written(heading: Iterable[str], rows: AsyncIterator[Sequence[str]]) -> AsyncIterator[bytes]:
    """A heading and rows as UTF-8, in parts of some rows each."""
    batch: list[Sequence[str]] = [list(heading)]
    async for row in rows:
        batch.append([formulas.defused(cell) for cell in row])
        if len(batch) == _BATCH:
            yield _text(batch)
            batch = []
    yield _text(batch)


def _text(rows: list[Sequence[str]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue().encode("utf-8")
