"""Everything that the worker does: one line a step. What is not listed here does not run."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeAlias

from msgspec import Struct

from onward.actions import jobs
from onward.domain.turns import RESUME_WORKFLOWS
from onward.worker import imports as import_steps
from onward.worker import jobs as job_steps
from onward.worker import pruning, repairing, resuming
from onward.worker.turns import HouseTurn, TenantTurn

_HOUR_SECONDS = 60 * 60
_DAY_SECONDS = 24 * _HOUR_SECONDS


class TenantStep(Struct, frozen=True):
    """Runs for each tenant in turn, some `every_seconds` after it last went well.

    `run` may answer with the moment of the next turn instead of None; `store.turns.bring_forward` has one come
    sooner. A run that was cut off, by a kill or a lost lease, runs again: whatever it commits must bear that.
    """

    name: str
    every_seconds: float
    run: Callable[[TenantTurn], Awaitable[datetime | None]]


class HouseStep(Struct, frozen=True):
    """As a TenantStep, for what belongs to no tenant."""

    name: str
    every_seconds: float
    run: Callable[[HouseTurn], Awaitable[datetime | None]]


Step: TypeAlias = TenantStep | HouseStep

STEPS: tuple[Step, ...] = (
    TenantStep(jobs.STEP, 60, job_steps.run_jobs),
    TenantStep("repair", _DAY_SECONDS, repairing.repair_tenant),
    TenantStep(RESUME_WORKFLOWS, _HOUR_SECONDS, resuming.resume_workflows),
    TenantStep("prune", _DAY_SECONDS, pruning.prune_tenant),
    TenantStep("prune_jobs", _DAY_SECONDS, job_steps.prune_jobs),
    TenantStep("prune_imports", _DAY_SECONDS, import_steps.prune_imports),
    HouseStep("prune_house", _DAY_SECONDS, pruning.prune_house),
)
