"""How many passwords are hashed at once: two, and few wait, whatever comes."""

import asyncio
import threading
from typing import Any

import argon2
import pytest

from onward.crypto.passwords import Passwords
from onward.domain import errors

from .house import CHEAP

MOST_WAITING = 64


class Held:
    """Hashing that goes on until it is let go; tells how many were at it together."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.begun = threading.Semaphore(0)
        self.lock = threading.Lock()
        self.now = self.most = 0

    def verify(self, *_: Any) -> bool:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        self.begun.release()
        assert self.gate.wait(60)
        with self.lock:
            self.now -= 1
        return True


async def test_two_at_once_and_sixty_four_at_the_most(monkeypatch: pytest.MonkeyPatch) -> None:
    passwords, held = Passwords(**CHEAP), Held()
    known = await passwords.hashed("seven brave otters")
    monkeypatch.setattr(argon2.PasswordHasher, "verify", held.verify)
    flood = [asyncio.create_task(passwords.matches(known, "a guess")) for _ in range(MOST_WAITING)]
    await asyncio.sleep(0)
    with pytest.raises(errors.Unavailable, match="Too many people"):
        await passwords.matches(known, "one too many")
    for _ in range(2):
        assert await asyncio.to_thread(held.begun.acquire, timeout=60)
    held.gate.set()
    assert all(await asyncio.gather(*flood))
    assert held.most == 2
    assert await passwords.matches(known, "once there is room")
