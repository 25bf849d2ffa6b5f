"""Campaigns: create one for interactions to link to."""

from onward.actions import changes
from onward.actions.acting import Acting
from onward.domain.records import Campaign, Event
from onward.store import campaigns, events


async def create_campaign(acting: Acting, name: str) -> Campaign:
    made = Campaign(
        id=acting.new_id(), name=name, status="active", version=1, created_at=acting.now, updated_at=acting.now
    )
    await campaigns.insert_campaign(acting.tx, acting.tenant_id, made)
    event = Event(id=acting.new_id(), kind="campaign.created", new=changes.everything(made))
    await events.insert_events(acting.tx, acting.tenant_id, changes.writing(acting), [event])
    return made
