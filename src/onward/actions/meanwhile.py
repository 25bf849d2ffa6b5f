"""Computing while the database works: what takes time here goes on beside a statement, and holds nobody up."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec, TypeVar

Told = TypeVar("Told")
Found = TypeVar("Found")
Given = ParamSpec("Given")


async def meanwhile(
    told: Coroutine[Any, Any, Told], find: Callable[Given, Found], *given: Given.args, **named: Given.kwargs
) -> tuple[Told, Found]:
    """What the database tells, and what was found in a thread meanwhile. `find` may touch nothing that others change,
    the transaction least of all."""
    both: tuple[Told, Found] = await asyncio.gather(told, asyncio.to_thread(find, *given, **named))
    return both
