"""Stands between a server and its PostgreSQL, passes everything on, and can lose a COMMIT or its answer."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from onward.embedded import DATABASE, folders

# A simple query of the protocol: its letter, its length, the text, a NUL.
_COMMIT = b"Q\x00\x00\x00\x0bCOMMIT\x00"

Loss = Literal["the commit", "the answer"]


class Proxy:
    """Listens at a socket in `folder`. `lose` breaks the next connection that commits, once."""

    def __init__(self, folder: Path, target: Path) -> None:
        self._folder = folder
        self._target = target / f".s.PGSQL.{folders.PORT}"
        self._losing: Loss | None = None
        self._serving: set[asyncio.Task[None]] = set()
        self._end = asyncio.Event()
        self.lost = 0

    @property
    def dsn(self) -> str:
        return f"postgresql://postgres@/{DATABASE}?host={self._folder}&port={folders.PORT}"

    def lose(self, what: Loss) -> None:
        self._losing = what

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Serve in a thread for the length of a `with`."""
        loop = asyncio.new_event_loop()
        listens = threading.Event()
        thread = threading.Thread(target=loop.run_until_complete, args=[self._listen(listens)])
        thread.start()
        listens.wait(10)
        yield
        loop.call_soon_threadsafe(self._end.set)
        thread.join()
        loop.close()

    async def _listen(self, listens: threading.Event) -> None:
        async with await asyncio.start_unix_server(self._accept, self._folder / f".s.PGSQL.{folders.PORT}"):
            listens.set()
            await self._end.wait()
            for each in self._serving:
                each.cancel()
            await asyncio.gather(*self._serving, return_exceptions=True)

    def _accept(self, client_in: asyncio.StreamReader, client_out: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._serve(client_in, client_out))
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)

    async def _serve(self, client_in: asyncio.StreamReader, client_out: asyncio.StreamWriter) -> None:
        server_in, server_out = await asyncio.open_unix_connection(self._target)
        answers = asyncio.create_task(_pass_on(server_in, client_out))
        try:
            while sent := await client_in.read(65536):
                if self._losing and _COMMIT in sent:
                    await self._lose(sent, answers, server_in, server_out)
                    break
                server_out.write(sent)
        finally:
            answers.cancel()
            client_out.transport.abort()
            server_out.transport.abort()

    async def _lose(
        self,
        sent: bytes,
        answers: "asyncio.Task[None]",
        server_in: asyncio.StreamReader,
        server_out: asyncio.StreamWriter,
    ) -> None:
        self.lost += 1
        losing, self._losing = self._losing, None
        if losing == "the answer":
            answers.cancel()
            await asyncio.wait([answers])
            server_out.write(sent)
            assert await server_in.read(1)


async def _pass_on(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while received := await source.read(65536):
        target.write(received)
    target.close()
