"""Undo: takes back a completion, skip or cancel, with everything that the act made."""

from uuid import UUID

import msgspec

from onward.actions import changes, contacts, workflow_verbs
from onward.actions.acting import Acting
from onward.domain import campaigns as domain_campaigns
from onward.domain import errors
from onward.domain.records import (
    HAND_MADE_ORIGINS,
    LOGGED_ORIGIN,
    OPEN,
    Customer,
    Event,
    Interaction,
    NextStep,
    Workflow,
)
from onward.store import campaigns, conversations, customers, events, idempotency, interactions, members, workflows

_BESIDE = frozenset({"workflow", "conversation_status", "version"})
_FINISHING = ["interaction.completed", "interaction.skipped", "interaction.cancelled"]


class Undone(msgspec.Struct, frozen=True):
    """The reopened interaction, what was withdrawn, and the next step that the customer has now."""

    interaction: Interaction
    withdrawn_interaction: Interaction | None
    withdrawn_workflow_id: UUID | None
    next_interaction: Interaction | None


class _Traces(msgspec.Struct, frozen=True):
    """What the act left behind: its event, its successor, the run it began, the run it moved."""

    event: Event
    successor: Interaction | None
    started: Workflow | None
    moved: Workflow | None


async def undo(
    acting: Acting, interaction_id: UUID, if_match: int | None = None, *, of_version: int | None = None
) -> Undone:
    """Take back the act that finished an interaction; what was logged goes altogether, and is answered as it
    was. With `of_version` only the act that made this version.

    Raises NotFound, Stale, and Conflict when there is nothing to undo, when what the act made was changed
    since, or when it would break a rule.
    """
    await campaigns.hold_campaigns_of(acting.tx, acting.tenant_id, [interaction_id])
    await interactions.lock_customer_of(acting.tx, acting.tenant_id, interaction_id)
    current = await interactions.get_interaction(acting.tx, acting.tenant_id, interaction_id)
    changes.check_version(current.version, if_match)
    if current.status in OPEN:
        raise errors.Conflict("This interaction is open: there is nothing to undo.")
    traces = await _traces(acting, current)
    if of_version is not None and (traces.event.new or {}).get("version") != of_version:
        raise errors.Conflict("This interaction was undone and finished anew since.")
    _check_untouched(traces)
    customer = await customers.get_customer(acting.tx, acting.tenant_id, current.customer_id)
    _check_customer(customer, current, traces)
    assignee_id = await _assignee(acting, customer, current.assignee_id)
    reopened = _reopened(acting, customer, current, traces.event, assignee_id)
    restored = _restored(traces)
    if restored is not None:
        run_of = await _assignee(acting, customer, restored.assignee_id)
        restored = await _in_its_campaign(acting, msgspec.structs.replace(restored, assignee_id=run_of))
    undone = await _take_back(acting, reopened, current, traces, restored)
    if current.origin != LOGGED_ORIGIN:
        return undone
    await contacts.withdraw(acting, undone.interaction)
    following = await interactions.find_next_of_customer(acting.tx, acting.tenant_id, current.customer_id)
    return msgspec.structs.replace(undone, interaction=current, next_interaction=following)


async def _assignee(acting: Acting, customer: Customer, assignee_id: UUID | None) -> UUID | None:
    """Who gets the work back: the customer's owner in place of somebody who has left since, else nobody."""
    candidates = () if assignee_id is None else (assignee_id, customer.owner_id)
    for member_id in filter(None, candidates):
        member = await members.hold_member(acting.tx, acting.tenant_id, member_id)
        if member is not None and member.is_active:
            return member_id
    return None


async def _traces(acting: Acting, current: Interaction) -> _Traces:
    event = await events.find_last_event(acting.tx, acting.tenant_id, current.id, _FINISHING)
    if event is None or event.old is None:
        raise errors.Conflict("How this interaction was finished is not recorded, so it cannot be undone.")
    successor = started = moved = None
    if current.next_interaction_id is not None:
        successor = await interactions.get_interaction(acting.tx, acting.tenant_id, current.next_interaction_id)
        if successor.workflow_id is not None and successor.workflow_id != current.workflow_id:
            started = await workflows.find_workflow(acting.tx, acting.tenant_id, successor.workflow_id)
    if "workflow" in event.old and current.workflow_id is not None:
        moved = await workflows.find_workflow(acting.tx, acting.tenant_id, current.workflow_id)
    return _Traces(event, successor, started, moved)


def _check_untouched(traces: _Traces) -> None:
    if traces.successor is not None and traces.successor.version != 1:
        raise errors.Conflict(
            f'The next step "{traces.successor.title}" was changed since, so this cannot be undone any more.'
        )
    if traces.started is not None and traces.started.version != 1:
        raise errors.Conflict("The workflow that this started has moved on, so it cannot be undone any more.")
    after = (traces.event.new or {}).get("workflow")
    if traces.moved is not None and after is not None and traces.moved.version != after["version"]:
        raise errors.Conflict("The workflow was changed since, so this cannot be undone any more.")


def _check_customer(customer: Customer, current: Interaction, traces: _Traces) -> None:
    changes.refuse_erased(customer)
    if current.origin == LOGGED_ORIGIN:
        return
    if customer.status == "closed" and (current.origin not in HAND_MADE_ORIGINS or traces.moved is not None):
        raise errors.Conflict("The customer is closed, and a closed customer keeps no planned steps. Reopen it first.")


async def _take_back(
    acting: Acting, reopened: Interaction, current: Interaction, traces: _Traces, restored: Workflow | None
) -> Undone:
    """The link goes before what it names, a run that was started before the one that it replaced comes back."""
    successor, started = traces.successor, traces.started
    await interactions.update_interaction(
        acting.tx,
        acting.tenant_id,
        current,
        reopened,
        changes.writing(acting),
        _events(acting, current, reopened, traces, restored),
    )
    if successor is not None:
        await interactions.delete_interaction(acting.tx, acting.tenant_id, successor.id)
    if started is not None:
        await workflows.delete_workflow(acting.tx, acting.tenant_id, started.id)
    if restored is not None:
        await workflows.update_workflow(acting.tx, acting.tenant_id, restored)
        await workflow_verbs.wake_on_resume(acting, restored)
    await _restore_conversation(acting, current, traces.event)
    withdrawn_id = successor.id if successor else None
    await idempotency.drop_answers(acting.tx, acting.tenant_id, current.id, withdrawn_id, acting.now)
    following = await interactions.find_next_of_customer(acting.tx, acting.tenant_id, current.customer_id)
    return Undone(reopened, successor, started.id if started else None, following)


def _events(
    acting: Acting, current: Interaction, reopened: Interaction, traces: _Traces, restored: Workflow | None
) -> list[Event]:
    columns = interactions.changed_columns(current, reopened)
    old, new = changes.picked(current, columns), changes.picked(reopened, columns)
    noted = [changes.interaction_event(acting, "interaction.undone", reopened, old, new)]
    if traces.successor is not None:
        gone = changes.everything(traces.successor)
        noted.append(changes.interaction_event(acting, "interaction.withdrawn", traces.successor, old=gone))
    if traces.moved is not None and restored is not None and restored.status != traces.moved.status:
        noted.append(changes.workflow_event(acting, traces.moved, restored))
    return noted


def _reopened(
    acting: Acting, customer: Customer, current: Interaction, event: Event, assignee_id: UUID | None
) -> Interaction:
    before = {key: value for key, value in (event.old or {}).items() if key not in _BESIDE}
    restored = msgspec.convert({**msgspec.structs.asdict(current), **_plain(before)}, Interaction, strict=False)
    return msgspec.structs.replace(
        restored,
        assignee_id=assignee_id,
        version=current.version + 1,
        updated_at=acting.now,
        customer_is_closed=customer.status == "closed",
    )


def _plain(before: dict[str, object]) -> dict[str, object]:
    step = before.get("next_step")
    return {**before, "next_step": None if step is None else msgspec.convert(step, NextStep)}


def _restored(traces: _Traces) -> Workflow | None:
    """The run that the act moved, where it stood before."""
    if traces.moved is None:
        return None
    before = (traces.event.old or {})["workflow"]
    state = {key: value for key, value in before.items() if key != "version"}
    restored = msgspec.convert({**msgspec.structs.asdict(traces.moved), **state}, Workflow, strict=False)
    return msgspec.structs.replace(restored, version=traces.moved.version + 1)


async def _in_its_campaign(acting: Acting, run: Workflow) -> Workflow:
    """The campaign may have been paused or resumed while this run was over, and must be held."""
    if run.campaign_id is None:
        return run
    campaign = await campaigns.get_campaign(acting.tx, acting.tenant_id, run.campaign_id)
    return domain_campaigns.brought_back(run, campaign.status)


async def _restore_conversation(acting: Acting, current: Interaction, event: Event) -> None:
    """Whoever has changed it since, by hand or by writing in it, knew better than what is taken back."""
    before, made = ((told or {}).get("conversation_status") for told in (event.old, event.new))
    if before is not None and made is not None and current.conversation_id is not None:
        await conversations.restore_status(
            acting.tx, acting.tenant_id, current.conversation_id, made, before, acting.now
        )
