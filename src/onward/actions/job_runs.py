"""What a unit of each kind of job does: the one table that a runner needs."""

from collections.abc import Mapping

from onward.actions import bulk, bulk_undoing, import_runs
from onward.actions.jobs import Unit

UNITS: Mapping[str, Unit] = {**bulk.UNITS, **bulk_undoing.UNITS, **import_runs.UNITS}
