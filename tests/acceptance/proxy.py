"""Stands between a server and its PostgreSQL, passes everything on, and can lose a COMMIT or its answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
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
        self._target = target
        self._losing: Loss | None = None
        self.lost = 0

    @property
    def dsn(self) -> str:
        return f"postgresql://postgres@/{DATABASE}?host={self._folder}&port={folders.PORT}"

    def lose(self, what: Loss) -> None:
        self._losing = what

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        path = self._folder / f".s.PGSQL.{folders.PORT}"
        async with await asyncio.start_unix_server(self._serve, path):
            yield

    async def _serve(self, client_in: asyncio.StreamReader, client_out: asyncio.StreamWriter) -> None:
        server_in, server_out = await asyncio.open_unix_connection(self._target / f".s.PGSQL.{folders.PORT}")
        answers = asyncio.create_task(_pass_on(server_in, client_out))
        while sent := await client_in.read(65536):
            if self._losing and _COMMIT in sent:
                await self._lose(sent, answers, server_in, server_out)
                break
            server_out.write(sent)
        answers.cancel()
        client_out.close()
        server_out.close()

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
            await server_in.read(1)


async def _pass_on(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while received := await source.read(65536):
        target.write(received)
    target.close()
