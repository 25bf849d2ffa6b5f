"""Results as Markdown: what was measured, against which limit, on which machine."""

import platform
import statistics
from collections.abc import Sequence
from pathlib import Path

import msgspec
import psutil

_GIBIBYTE = 1024**3


class Verdict(msgspec.Struct, frozen=True):
    """One limit and what was measured. `at_least` False: the limit is an upper one."""

    what: str
    measured: float
    limit: float
    unit: str = ""
    at_least: bool = True

    @property
    def holds(self) -> bool:
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The first column is words, the others figures."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def verdicts(given: Sequence[Verdict]) -> str:
    rows = [
        [
            verdict.what,
            f"{verdict.measured:.2f}{verdict.unit}",
            f"{'≥' if verdict.at_least else '≤'} {verdict.limit:g}{verdict.unit}",
            "yes" if verdict.holds else "**no**",
        ]
        for verdict in given
    ]
    return table(["limit", "measured", "must be", "holds"], rows)


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def machine() -> str:
    """One line on what all this ran on."""
    model = next(
        (line.partition(":")[2].strip() for line in _cpuinfo() if line.startswith("model name")), platform.machine()
    )
    memory = psutil.virtual_memory().total / _GIBIBYTE
    return f"{psutil.cpu_count()} × {model}, {memory:.0f} GiB of memory, Python {platform.python_version()}"


def _cpuinfo() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text().splitlines() if path.exists() else []
