"""What a unit of each kind of job does: the table that a runner needs. Loading the demo stands beside it, in the demo's
own room."""

from collections.abc import Mapping

from onward.actions import bulk, bulk_undoing, campaign_moves, import_runs
from onward.actions.jobs import Unit

UNITS: Mapping[str, Unit] = {**bulk.UNITS, **bulk_undoing.UNITS, **campaign_moves.UNITS, **import_runs.UNITS}
