"""A tenant to try things on: believable customers, work that is done, running, overdue and still ahead.

Everything is made by the actions that the API calls; the clock is the caller's.
"""

from datetime import timedelta
from uuid import UUID

import msgspec

from onward.actions import campaigns, members, templates, tenants
from onward.actions.acting import Acting
from onward.demo import story, words
from onward.demo.contract import CONTRACT
from onward.demo.people import COLLEAGUES, CONTACTS, TENANT_NAME
from onward.demo.story import Part
from onward.domain.records import Member, Tenant
from onward.domain.seeded_templates import SEEDED
from onward.store import templates as stored_templates
from onward.store.pages import Keyset
from onward.store.templates import TemplateFilter

__all__ = ["TENANT_NAME", "Populated", "populate"]

_EARLIER = timedelta(days=story.DAYS + 3)


class Populated(msgspec.Struct, frozen=True):
    """How many there are now."""

    customers: int
    members: int


async def populate(acting: Acting, tenant: Tenant) -> Populated:
    """Seed a tenant that has just been made, and tell the story up to `acting.now`."""
    beginning = msgspec.structs.replace(acting, now=acting.now - _EARLIER)
    await tenants.seed_tenant(beginning, tenant)
    colleagues = [
        await members.create_member(beginning, each.name, each.role, each.email, each.zone) for each in COLLEAGUES
    ]
    parts = await _cast(beginning, [member for member in colleagues if member.role in {"manager", "rep"}])
    await story.tell(acting, parts)
    return Populated(customers=len(parts), members=len(colleagues))


async def _cast(acting: Acting, carers: list[Member]) -> list[Part]:
    template_ids = await _template_ids(acting)
    campaign = await campaigns.create_campaign(acting, words.CAMPAIGN)
    return [
        Part(
            id=acting.new_id(),
            contact=contact,
            owner=carers[index % len(carers)],
            template_id=template_ids[contact.template],
            campaign_id=campaign.id if contact.name in words.IN_CAMPAIGN else None,
        )
        for index, contact in enumerate(CONTACTS)
    ]


async def _template_ids(acting: Acting) -> dict[str, UUID]:
    """The id of each template by the name that the contacts give it."""
    contract = await templates.create_template(acting, CONTRACT)
    by_age = Keyset("created_at", descending=False)
    found = await stored_templates.list_templates(acting.tx, acting.tenant_id, TemplateFilter(), by_age, 50)
    by_name = {template.definition.name: template.id for template in found}
    standard, quick = (by_name[seed.name] for seed in SEEDED)
    return {"standard": standard, "quick": quick, "contract": contract.id}
