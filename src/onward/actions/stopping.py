"""Ending what is planned because something happened to the customer, not because somebody finished it.

Nothing follows: whoever calls this says what does.
"""

import msgspec

from onward.actions import changes
from onward.actions.acting import Acting
from onward.domain.records import Interaction, NextStep, Workflow
from onward.domain.workflows import ended
from onward.store import events, interactions, workflows


async def cancel_step(acting: Acting, before: Interaction, reason: str, told: NextStep) -> Interaction:
    """Cancel an open interaction for a system reason. The customer must be locked."""
    after = msgspec.structs.replace(
        before,
        status="cancelled",
        closed_at=acting.now,
        close_reason=reason,
        next_step=told,
        version=before.version + 1,
        updated_at=acting.now,
    )
    columns = interactions.changed_columns(before, after)
    event = changes.interaction_event(
        acting, "interaction.cancelled", after, changes.picked(before, columns), changes.picked(after, columns)
    )
    await interactions.update_interaction(acting.tx, acting.tenant_id, before, after, changes.writing(acting), [event])
    return after


async def exit_workflow(acting: Acting, before: Workflow, reason: str) -> Workflow:
    """End a run for a system reason. The customer must be locked."""
    after = ended(before, "exited", reason, acting.now)
    await workflows.update_workflow(acting.tx, acting.tenant_id, after)
    event = changes.workflow_event(acting, before, after)
    await events.insert_events(acting.tx, acting.tenant_id, changes.writing(acting), [event])
    return after
