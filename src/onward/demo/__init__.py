"""A tenant to try things on: believable customers and a year of work with them, done, running, overdue and ahead.

Everything is decided by the engine, as if people had done it; the clock is the caller's. The many are told in memory
and written at once (year.py); two dozen, with conversations and plans made by hand, by the acts of the API (story.py).
"""

from datetime import timedelta
from uuid import UUID

import msgspec

from onward.actions import campaigns, members, templates, tenants
from onward.actions.acting import Acting
from onward.demo import care, story, words, year
from onward.demo.book import Book, Known
from onward.demo.contract import CONTRACT
from onward.demo.people import COLLEAGUES, CONTACTS, TENANT_NAME
from onward.demo.story import Part
from onward.domain.decisions import Candidate
from onward.domain.records import Member, Template, Tenant
from onward.domain.seeded_templates import SEEDED
from onward.domain.vocabulary import OUTCOMES, TYPES
from onward.store import demo
from onward.store import templates as stored_templates

__all__ = ["TENANT_NAME", "Populated", "populate"]

_OWN_TEMPLATES = ("care", "contract", "win_back", "enquiry")
_EARLIER = timedelta(days=year.DAYS + 3)


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
    carers = [member for member in colleagues if member.role in {"manager", "rep"}]
    found = await _templates(beginning)
    many = await _tell_year(acting, colleagues, carers, found)
    parts = await _cast(beginning, carers, found)
    await story.tell(acting, parts)
    await demo.tag(acting.tx, acting.tenant_id, "customer", [*many, *(part.id for part in parts)])
    await demo.tag(acting.tx, acting.tenant_id, "member", [each.id for each in colleagues])
    await demo.tag(acting.tx, acting.tenant_id, "template", [found[name].id for name in _OWN_TEMPLATES])
    return Populated(customers=len(many) + len(parts), members=len(colleagues))


async def _tell_year(
    acting: Acting, colleagues: list[Member], carers: list[Member], found: dict[str, Template]
) -> list[UUID]:
    known = Known(
        candidates={each.id: Candidate(each.id, each.version, each.definition, True) for each in found.values()},
        default_template_id=found["standard"].id,
        kinds={outcome.key: outcome.kind for outcome in OUTCOMES},
        channels={type.key: type.channel for type in TYPES},
        members=colleagues,
    )
    book = Book(known)
    many = year.tell(acting, book, carers, {name: each.id for name, each in found.items()})
    await book.write(acting)
    return many


async def _cast(acting: Acting, carers: list[Member], found: dict[str, Template]) -> list[Part]:
    campaign = await campaigns.create_campaign(acting, words.CAMPAIGN)
    await demo.tag(acting.tx, acting.tenant_id, "campaign", [campaign.id])
    return [
        Part(
            id=acting.new_id(),
            contact=contact,
            owner=carers[index % len(carers)],
            template_id=found[contact.template].id,
            campaign_id=campaign.id if contact.name in words.IN_CAMPAIGN else None,
        )
        for index, contact in enumerate(CONTACTS)
    ]


async def _templates(acting: Acting) -> dict[str, Template]:
    """The templates by the names that the contacts give them."""
    looked_after = await templates.create_template(acting, care.CARE)
    signed = msgspec.structs.replace(CONTRACT, end_action=f"template:{looked_after.id}")
    contract = await templates.create_template(acting, signed)
    win_back = await templates.create_template(acting, care.win_back(contract.id))
    enquiry = await templates.create_template(acting, care.enquiry(contract.id, win_back.id))
    seeded = await stored_templates.list_all_templates(acting.tx, acting.tenant_id)
    by_name = {template.definition.name: template for template in seeded}
    standard, quick = (by_name[seed.name] for seed in SEEDED)
    return {
        "standard": standard,
        "quick": quick,
        "care": looked_after,
        "contract": contract,
        "win_back": win_back,
        "enquiry": enquiry,
    }
