"""`onward serve`: the API, until it is told to stop."""

import asyncio
import os
import signal
import sys
from types import FrameType

from rich.markup import escape

from onward import wiring
from onward.actions.owners import Opening
from onward.cli import companions, listener, servers, startup, terminal
from onward.cli.companions import Companion
from onward.cli.listener import Listener
from onward.cli.startup import Example, Readiness
from onward.domain import letters


def serve(*, host: str | None = None, port: int | None = None, workers: int | None = None) -> None:
    """Serve the API, with its own PostgreSQL unless ONWARD_DATABASE_URL names one.

    Parameters
    ----------
    host
        The address to listen on; 127.0.0.1 if nothing else is said. [ONWARD_HOST]
    port
        The port; 8000 if nothing else is said, 0 for any free one. [ONWARD_PORT]
    workers
        How many processes serve. [ONWARD_WORKERS]
    """
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, _leave)
    servers.stop_when_hung_up()
    settings = wiring.read_settings(os.environ, host=host, port=port, workers=workers)
    taken = listener.bind(settings.host, settings.port)
    with wiring.open_engine(settings) as addresses:
        readiness = asyncio.run(startup.prepare(addresses, settings, taken))
        plan = servers.Plan(settings, addresses.database, taken.is_loopback)
        with companions.beside(plan) as companion:
            listener.when_ready(taken, lambda: _begin(companion, taken, readiness, wiring.address(settings, taken.url)))
            servers.run(plan, taken)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """Unwind from wherever we are, so that the engine is seen off."""
    sys.exit(0)


def _begin(companion: Companion, taken: Listener, readiness: Readiness, public_url: str) -> None:
    """The worker comes after the first answer, so that nobody waits for it."""
    _announce(taken, readiness, public_url)
    companion.start()


def _announce(taken: Listener, readiness: Readiness, public_url: str) -> None:
    elsewhere = "" if taken.address == taken.reachable_address else f" (listening on {taken.address})"
    terminal.say(f"Onward is ready at {taken.url}{elsewhere}")
    if readiness.opening is not None:
        terminal.say(_way_in(readiness.opening, public_url))
    terminal.say_styled("\n".join(["", *_things_to_try(taken.url, readiness), ""]))


def _way_in(opening: Opening, public_url: str) -> str:
    until = f"until {opening.ends_at:%Y-%m-%d %H:%M} UTC"
    if opening.token is not None:
        address = letters.link_address(public_url, "setup", opening.token)
        return f"Nobody can sign in yet. Set up the first tenant here, once, {until}: {address}"
    return (
        f"Nobody can sign in yet. The start of {opening.begun_at:%Y-%m-%d %H:%M} UTC has printed the link to set up "
        f"the first tenant; it counts {until}. With one ONWARD_SECRET_KEY for all servers each start prints it. "
        "Without that link: `onward tenants create`, then `onward members create-owner`."
    )


def _things_to_try(url: str, readiness: Readiness) -> list[str]:
    key = " -H 'Authorization: Bearer onw_…'" if readiness.needs_key else ""
    lines = _try_example(url, key, readiness.example) if readiness.example else _try_first_tenant()
    return [
        "  Open it in your browser",
        f"    [cyan]{url}/[/]",
        *lines,
        "  Read and try the whole API",
        f"    [cyan]{url}/docs[/]",
    ]


def _try_example(url: str, key: str, example: Example) -> list[str]:
    who = escape(f"{example.customer.name}, {example.customer.company}")
    what = escape(example.interaction.title)
    following = f"{url}/v1/interactions/customers/{example.customer.id}/next"
    completing = f"{url}/v1/interactions/{example.interaction.id}/complete"
    return [
        f"  See the next step of [bold]{who}[/]",
        f"    [green]curl {following}{key}[/]",
        f"  Complete it ({what}), and see what comes next",
        f'    [green]curl -X POST {completing}{key} -d \'{{"outcome": "success"}}\'[/]',
    ]


def _try_first_tenant() -> list[str]:
    return [
        "  Make a tenant, and a key for it",
        "    [green]onward tenants create --slug acme --name 'Acme Inc.'[/]",
        "    [green]onward keys create --tenant acme --role owner[/]",
    ]
