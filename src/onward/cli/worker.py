"""`onward worker`: the periodic work in a process of its own, until it is told to stop."""

import asyncio
import os

from onward import wiring
from onward.cli import companions, servers, startup, terminal, upgrading


def worker() -> None:
    """Do the periodic work, for servers that run with ONWARD_WORKER=off or on other machines.

    Any number may run: each turn of the work is one worker's at a time.
    """
    servers.stop_when_hung_up()
    settings = wiring.read_settings(os.environ)
    with wiring.open_engine(settings) as addresses:
        asyncio.run(upgrading.check_migrated(addresses))
        asyncio.run(startup.check_serving_role(addresses, settings))
        terminal.say("The worker is at work.")
        companions.work(settings, addresses.database)
