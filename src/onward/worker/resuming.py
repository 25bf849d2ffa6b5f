"""Resuming paused workflows whose day has come, a workflow a transaction."""

from datetime import datetime, timedelta

import structlog

from onward.actions import workflow_verbs
from onward.domain import errors
from onward.store import workflows
from onward.worker.turns import TenantTurn

BATCH = 200
# A pause brings its turn forward itself; further ahead than this the regular turn looks again.
LOOKS_AHEAD = timedelta(hours=1)
_log = structlog.get_logger("onward.worker")


async def resume_workflows(turn: TenantTurn) -> datetime | None:
    """All that are due; answers when the next one is."""
    after = None
    while not turn.should_stop():
        async with turn.acting() as acting:
            due = await workflows.list_due_resumes(acting.tx, acting.tenant_id, acting.now, after, BATCH)
        for each in due:
            if turn.should_stop():
                return None
            await _resume(turn, each)
        if len(due) < BATCH:
            break
        after = due[-1]
    async with turn.acting() as acting:
        return await workflows.find_next_resume(acting.tx, acting.tenant_id, acting.now, acting.now + LOOKS_AHEAD)


async def _resume(turn: TenantTurn, due: workflows.DueResume) -> None:
    """One that is refused stays paused, is told of, and holds no other up."""
    try:
        async with turn.acting() as acting:
            await workflow_verbs.resume_when_due(acting, due.id, due.campaign_id)
    except errors.Refused as refused:
        _log.error("a workflow was not resumed", workflow=str(due.id), tenant=str(turn.tenant.id), reason=str(refused))
