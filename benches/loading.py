"""Runs the load generator in its process and sums up what it saw."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from benches.load import Batch, Plan, Report, Seen

_ROOT = Path(__file__).parents[1]
_PATIENCE_SECONDS = 3600


def run(batches: Sequence[Batch]) -> list[Seen]:
    """What came of each batch, in order. Raises RuntimeError when one answer was wrong."""
    ended = subprocess.run(
        [sys.executable, "-m", "benches.load"],
        cwd=_ROOT,
        input=msgspec.json.encode(Plan(list(batches))),
        capture_output=True,
        check=False,
        timeout=_PATIENCE_SECONDS,
    )
    if ended.returncode != 0:
        raise RuntimeError(f"the load generator failed: {ended.stderr.decode(errors='replace')[-2000:]}")
    seen = msgspec.json.decode(ended.stdout, type=Report).batches
    for batch in seen:
        if batch.failures:
            raise RuntimeError(f"{batch.name}: {batch.failures} wrong answers, the first: {batch.failure}")
    return seen


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of all do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, min(len(ordered) - 1, round(share * len(ordered)) - 1))]
