"""`python -m benches <what>`: runs a benchmark and prints its results as Markdown."""

import argparse
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from msgspec import Struct

from benches import bulk, complete, fill, growth, importing, lists, profiling, reads, tables
from benches.world import World
from onward import embedded
from onward.embedded import Engine
from onward.embedded.folders import Folders

_FOLDER = Path(tempfile.gettempdir()) / "onward-benches"
_DURABLE = ("fsync", "synchronous_commit", "full_page_writes")


class Run(Struct, frozen=True):
    """A running engine, and how big everything is to be."""

    engine: Engine
    data_dir: Path
    chosen: argparse.Namespace

    @property
    def world(self) -> World:
        return World(self.chosen.interactions)


def _fill(run: Run) -> str:
    for interactions in {run.chosen.interactions, growth.SMALL.interactions, run.chosen.grown}:
        fill.ensure(run.engine, World(interactions))
    return "All databases are filled.\n"


def _complete(run: Run) -> str:
    size = complete.Size(run.chosen.each, run.chosen.rounds)
    return f"### Completing\n\n{complete.measure(run.engine, run.data_dir, run.world, size)}"


def _reads(run: Run) -> str:
    size = reads.Size(rounds=run.chosen.rounds)
    return f"### Reading\n\n{reads.measure(run.engine, run.data_dir, run.world, size)}"


def _growth(run: Run) -> str:
    size = growth.Size(World(run.chosen.grown), samples=run.chosen.samples)
    return f"### Growing\n\n{growth.measure(run.engine, run.data_dir, size)}"


def _bulk(run: Run) -> str:
    size = bulk.Size(items=run.chosen.items, rounds=run.chosen.rounds)
    return f"### Bulk\n\n{bulk.measure(run.engine, size)}"


def _import(run: Run) -> str:
    return f"### Importing\n\n{importing.measure(run.engine, run.chosen.lines)}"


def _lists(run: Run) -> str:
    return f"### Long lists\n\n{lists.measure(run.engine, run.data_dir, lists.ROUNDS)}"


def _profile(run: Run) -> str:
    return profiling.measure(run.engine, run.world, run.chosen.of, run.chosen.each * complete.CLIENTS)


def _all(run: Run) -> str:
    return "\n".join([_complete(run), _reads(run), _growth(run)])


_COMMANDS: dict[str, tuple[Callable[[Run], str], str]] = {
    "all": (_all, "complete, reads and growth"),
    "complete": (_complete, "completions a second beside pgbench and the peers"),
    "reads": (_reads, "GET next and a list of fifty beside pgbench"),
    "growth": (_growth, "p99 of reads at 100 000 and at 10 000 000 interactions"),
    "bulk": (_bulk, "bulk completions: one batch beside many"),
    "import": (_import, "lines a second and memory of an import of customers"),
    "lists": (_lists, "the queue and a list with peeks, beside a plain list"),
    "profile": (_profile, "where the server's time goes"),
    "fill": (_fill, "only fill the databases"),
}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benches", formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    told = "; ".join(f"{name}: {words}" for name, (_, words) in _COMMANDS.items())
    parser.add_argument("what", choices=[*_COMMANDS, "clean"], help=f"{told}; clean: remove all databases")
    parser.add_argument("--interactions", type=int, default=1_000_000, help="of complete, reads and profile")
    parser.add_argument("--grown", type=int, default=10_000_000, help="interactions of the big database of growth")
    parser.add_argument("--each", type=int, default=256, help="completions of each connection in a round")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of complete and reads, batches of bulk")
    parser.add_argument("--items", type=int, default=bulk.MOST_ITEMS, help="items of the job of bulk")
    parser.add_argument("--lines", type=int, default=importing.LINES, help="lines of the file of import")
    parser.add_argument("--samples", type=int, default=4000, help="answers of each kind in growth")
    parser.add_argument("--of", choices=list(profiling.ASKED), default="complete", help="what profile looks into")
    parser.add_argument("--data-dir", type=Path, default=_FOLDER, help="where the engine keeps the databases")
    parser.add_argument("--output", type=Path, help="also write the results to this file")
    return parser.parse_args()


@contextmanager
def _engine(data_dir: Path) -> Iterator[Engine]:
    """The embedded engine as it comes. Raises RuntimeError where it is not durable."""
    with embedded.lease(data_dir, wait=True) as engine:
        with fill.connect(engine, "postgres") as server:
            off = [name for name in _DURABLE if fill.fetch(server, f"SHOW {name}") != [("on",)]]
        if off:
            raise RuntimeError(f"these settings must be on: {', '.join(off)}")
        yield engine


def _clean(data_dir: Path) -> None:
    """Remove the engine's data, wherever it had to be put."""
    embedded.wait_until_stopped(data_dir)
    folders = Folders(data_dir.resolve())
    for folder in (folders.home, folders.data_dir):
        shutil.rmtree(folder, ignore_errors=True)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """Unwind, so that whatever was started is ended."""
    sys.exit(143)


def main() -> None:
    chosen = _arguments()
    if chosen.what == "clean":
        _clean(chosen.data_dir)
        return
    signal.signal(signal.SIGTERM, _leave)
    load = os.getloadavg()[0]
    with _engine(chosen.data_dir) as engine, fill.connect(engine, "postgres") as server:
        version = fill.fetch(server, "SHOW server_version")[0][0]
        results = _COMMANDS[chosen.what][0](Run(engine, chosen.data_dir, chosen))
    quiet = f"a load of {load:.1f} before it began"
    report = f"{tables.machine()}, PostgreSQL {version}; fsync and synchronous_commit on; {quiet}.\n\n{results}"
    sys.stdout.write(f"\n{report}")
    if chosen.output is not None:
        chosen.output.write_text(report)


if __name__ == "__main__":
    main()
