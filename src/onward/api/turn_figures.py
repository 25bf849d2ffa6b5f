"""How the worker's steps fare, for Prometheus. Kept in the database by all workers together, read at a scrape."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from onward.domain import errors
from onward.store.transactions import Database
from onward.store.turns import StepCount, Turns

# What is due longer than this waits for a worker that is not there, or is too busy.
_LATE = timedelta(minutes=5)


class TurnFigures(Collector):
    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._counts: list[StepCount] = []

    async def refresh(self) -> None:
        """Without its database the server has nothing to say of them."""
        self._counts = []
        try:
            async with self._database.outside() as tx:
                self._counts = await Turns(tx).list_counts(self._clock() - _LATE)
        except errors.Unavailable:
            return

    def collect(self) -> Iterator[Metric]:
        runs = CounterMetricFamily("onward_worker_turns", "Turns that ended.", labels=["step"])
        failures = CounterMetricFamily("onward_worker_failures", "Turns that failed.", labels=["step"])
        last = GaugeMetricFamily("onward_worker_last_turn_seconds", "When one last ended, Unix time.", labels=["step"])
        late = GaugeMetricFamily("onward_worker_late_turns", "Turns due for five minutes and more.", labels=["step"])
        for each in self._counts:
            runs.add_metric([each.step], each.runs)
            failures.add_metric([each.step], each.failures)
            last.add_metric([each.step], each.ran_at.timestamp())
            late.add_metric([each.step], each.late)
        yield from (runs, failures, last, late)
