"""Work that an answer does not wait for, such as sending a letter; the server's end waits for it."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

_log = structlog.get_logger("onward.afterwards")


class Afterwards:
    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._ended)

    async def wait(self, seconds: float) -> None:
        """Until all is done, or so many seconds have passed."""
        if self._running:
            await asyncio.wait(set(self._running), timeout=seconds)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (failed := task.exception()) is not None:
            _log.error("work after an answer failed", exc_info=failed)
