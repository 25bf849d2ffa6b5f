"""Campaigns: create, change, delete, and the states that take their workflows along."""

from typing import Any, Literal
from uuid import UUID

from msgspec import Struct, structs

from onward.actions import campaign_moves, changes
from onward.actions.acting import Acting
from onward.domain import errors
from onward.domain.campaigns import Campaign, CampaignStatus, Move, Verb
from onward.domain.jobs import Job
from onward.domain.records import Event
from onward.store import campaigns, events

Running = Literal["finish", "exit"]


class MovedCampaign(Struct, frozen=True):
    """A campaign in its state, and what is done to its workflows; None when there is nothing to do."""

    campaign: Campaign
    job: Job | None


async def create_campaign(
    acting: Acting, name: str, description: str | None = None, template_id: UUID | None = None
) -> Campaign:
    """Raises Invalid for an unknown template."""
    made = Campaign(
        id=acting.new_id(),
        name=name,
        status="active",
        version=1,
        created_at=acting.now,
        updated_at=acting.now,
        description=description,
        template_id=template_id,
    )
    await campaigns.insert_campaign(acting.tx, acting.tenant_id, made)
    await _note(acting, "campaign.created", None, changes.everything(made))
    return made


async def edit_campaign(
    acting: Acting, campaign_id: UUID, sent: dict[str, Any], if_match: int | None = None
) -> Campaign:
    """Change the fields sent; another template is started for whoever is enrolled from now on.

    Raises NotFound, Stale, Invalid for an unknown template.
    """
    before = await _locked(acting, campaign_id)
    changes.check_version(before.version, if_match)
    return await _save(acting, "campaign.updated", before, structs.replace(before, **sent))


async def delete_campaign(acting: Acting, campaign_id: UUID, if_match: int | None = None) -> None:
    """Raises NotFound, Stale, Conflict once something is linked to it."""
    await campaigns.lock_campaign_alone(acting.tx, acting.tenant_id, campaign_id)
    before = await campaigns.get_campaign(acting.tx, acting.tenant_id, campaign_id)
    changes.check_version(before.version, if_match)
    if await campaigns.has_history(acting.tx, acting.tenant_id, campaign_id):
        raise errors.Conflict("Something was started in this campaign, so it cannot be deleted. End it instead.")
    await campaigns.delete_campaign(acting.tx, acting.tenant_id, campaign_id)
    await _note(acting, "campaign.deleted", changes.everything(before), None)


async def pause_campaign(acting: Acting, campaign_id: UUID, if_match: int | None = None) -> MovedCampaign:
    """Nothing is started in it, and its active workflows are paused, until it is resumed.

    Raises NotFound, Stale, Conflict for one that has ended.
    """
    before = await _locked(acting, campaign_id)
    if before.status == "ended":
        raise errors.Conflict("This campaign has ended, so there is nothing to pause.")
    return await _move(acting, before, "paused", "pause", if_match)


async def resume_campaign(acting: Acting, campaign_id: UUID, if_match: int | None = None) -> MovedCampaign:
    """It goes on, also after its end, with the workflows that it paused itself. Raises NotFound, Stale."""
    return await _move(acting, await _locked(acting, campaign_id), "active", "resume", if_match)


async def end_campaign(
    acting: Acting, campaign_id: UUID, running: Running, if_match: int | None = None
) -> MovedCampaign:
    """Nothing is started in it any more. Its workflows go on to their ends, those that it paused too; or they are
    left, and layers 5 and 6 plan anew. Raises NotFound, Stale."""
    verb: Verb = "exit" if running == "exit" else "resume"
    return await _move(acting, await _locked(acting, campaign_id), "ended", verb, if_match)


async def _move(
    acting: Acting, before: Campaign, status: CampaignStatus, verb: Verb, if_match: int | None
) -> MovedCampaign:
    """One that is in this state already is answered as it is, and what was left undone is done."""
    if before.status != status:
        changes.check_version(before.version, if_match)
    ended_at = None if status != "ended" else before.ended_at or acting.now
    kind = {"paused": "campaign.paused", "active": "campaign.resumed", "ended": "campaign.ended"}[status]
    after = await _save(acting, kind, before, structs.replace(before, status=status, ended_at=ended_at))
    return MovedCampaign(after, await campaign_moves.run(acting, Move(before.id, verb)))


async def _locked(acting: Acting, campaign_id: UUID) -> Campaign:
    await campaigns.lock_campaign(acting.tx, acting.tenant_id, campaign_id)
    return await campaigns.get_campaign(acting.tx, acting.tenant_id, campaign_id)


async def _save(acting: Acting, kind: str, before: Campaign, after: Campaign) -> Campaign:
    columns = [name for name in before.__struct_fields__ if getattr(before, name) != getattr(after, name)]
    if not columns:
        return before
    after = structs.replace(after, version=before.version + 1, updated_at=acting.now)
    await campaigns.update_campaign(acting.tx, acting.tenant_id, after)
    told = ["id", *columns, "version"]
    await _note(acting, kind, changes.picked(before, told), changes.picked(after, told))
    return after


async def _note(acting: Acting, kind: str, old: dict[str, Any] | None, new: dict[str, Any] | None) -> None:
    event = Event(id=acting.new_id(), kind=kind, old=old, new=new)
    await events.insert_events(acting.tx, acting.tenant_id, changes.writing(acting), [event])
