"""How commands speak: results on standard output, everything else on standard error. Plain unless a person watches."""

import sys
from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table


def say(text: str) -> None:
    """A result, or a part of one."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def note(text: str) -> None:
    """A word beside the result, which scripts do not read."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def complain(text: str) -> None:
    """Why the command did not do what it was told."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    console.print(f"[bold red]onward:[/] {escape(text)}")


def tabulate(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table for people; lines with tabs, and no heading, for programs."""
    if not sys.stdout.isatty():
        for row in rows:
            say("\t".join(row))
        return
    table = Table(*columns, box=box.SIMPLE)
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    Console().print(table)


def say_styled(markup: str) -> None:
    """Rich markup; colours only for people. Text from outside must be escaped."""
    Console(highlight=False, soft_wrap=True).print(markup)
