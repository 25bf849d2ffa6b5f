"""Passwords hashed with argon2id, on at most two threads, so that a flood of sign-ins cannot eat the memory."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import argon2

from onward.domain import errors

_AT_ONCE = 2
_MOST_WAITING = 64
_NOBODYS = "a password that nobody has"

T = TypeVar("T")


class Passwords:
    """`memory_kib` for each hash at work. Raises Unavailable when too many wait already."""

    def __init__(self, *, memory_kib: int = 65536, rounds: int = 3, lanes: int = 4) -> None:
        self._hasher = argon2.PasswordHasher(time_cost=rounds, memory_cost=memory_kib, parallelism=lanes)
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="onward-passwords")
        self._waiting = 0
        self._nobodys: str | None = None

    async def hashed(self, password: str) -> str:
        return await self._run(lambda: self._hasher.hash(password))

    async def matches(self, password_hash: str | None, password: str) -> bool:
        """Whether it is the one that was hashed. Without a hash never, and that takes as long."""
        return await self._run(lambda: self._matches(password_hash, password))

    def is_outdated(self, password_hash: str) -> bool:
        """Whether it was made with other costs than those of now."""
        return self._hasher.check_needs_rehash(password_hash)

    def _matches(self, password_hash: str | None, password: str) -> bool:
        if self._nobodys is None:
            self._nobodys = self._hasher.hash(_NOBODYS)
        try:
            return self._hasher.verify(password_hash or self._nobodys, password) and password_hash is not None
        except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
            return False

    async def _run(self, work: Callable[[], T]) -> T:
        if self._waiting >= _MOST_WAITING:
            raise errors.Unavailable("Too many people sign in at this moment. Try again in a few seconds.")
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._waiting -= 1
