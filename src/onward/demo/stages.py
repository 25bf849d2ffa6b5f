"""The demo in three stages, each written whole: where it plays, the year of the many, the weeks of the two dozen."""

from datetime import timedelta
from uuid import UUID

import msgspec

from onward.actions import campaigns, members, templates
from onward.actions import demo as rows
from onward.actions.acting import Acting
from onward.demo import care, story, words, year
from onward.demo.book import Book, Known
from onward.demo.contract import CONTRACT
from onward.demo.crowd import SIZE
from onward.demo.people import COLLEAGUES, CONTACTS, Colleague, TemplateName
from onward.demo.story import Part
from onward.domain.campaigns import Campaign
from onward.domain.decisions import Candidate
from onward.domain.records import Definition, Member, Role, Template
from onward.domain.seeded_templates import SEEDED
from onward.domain.vocabulary import OUTCOMES, TYPES
from onward.store import demo, outcomes, types, vocabulary
from onward.store import members as stored_members
from onward.store import templates as stored_templates

CUSTOMERS = SIZE + len(CONTACTS)
_CARERS: frozenset[Role] = frozenset({"manager", "rep"})
_EARLIER = timedelta(days=year.DAYS + 3)


class Setting(msgspec.Struct, frozen=True):
    """Who works there, one for each of COLLEAGUES, and the templates by the names that contacts give them."""

    member_ids: list[UUID]
    template_ids: dict[TemplateName, UUID]


def before_all(acting: Acting) -> Acting:
    """The same, on the day before the story begins."""
    return msgspec.structs.replace(acting, now=acting.now - _EARLIER)


async def set_up(acting: Acting, *, with_owner: bool = True) -> Setting:
    """Add colleagues and templates. Without an owner the one among the colleagues is a manager: a tenant that is
    somebody's gets no owner whom nobody knows."""
    beginning = before_all(acting)
    await vocabulary.insert_words(acting.tx, acting.tenant_id, types.TYPES, list(TYPES))
    await vocabulary.insert_words(acting.tx, acting.tenant_id, outcomes.OUTCOMES, list(OUTCOMES))
    colleagues = [await _hire(beginning, each, with_owner=with_owner) for each in COLLEAGUES]
    await demo.tag(acting.tx, acting.tenant_id, "member", [each.id for each in colleagues])
    return Setting([each.id for each in colleagues], await _add_templates(beginning))


async def tell_year(acting: Acting, setting: Setting) -> int:
    """Tell the many's year up to `acting.now`; how many they are."""
    found = await stored_templates.list_all_templates(acting.tx, acting.tenant_id)
    colleagues = await _colleagues(acting, setting)
    book = Book(
        Known(
            candidates={each.id: _candidate(each) for each in found},
            default_template_id=next((each.id for each in found if each.is_default), None),
            kinds=await outcomes.list_outcome_kinds(acting.tx, acting.tenant_id),
            channels={
                type.key: type.channel
                for type in await vocabulary.list_words(acting.tx, acting.tenant_id, types.TYPES, with_archived=True)
            },
            members=colleagues,
        )
    )
    campaign = await _campaign(
        acting, words.FAIR_CAMPAIGN, setting.template_ids["enquiry"], year.CAMPAIGN_DAYS_AGO.stop
    )
    many = year.tell(acting, book, _carers(colleagues), setting.template_ids, campaign)
    await book.write(acting)
    await demo.tag(acting.tx, acting.tenant_id, "customer", many)
    return len(many)


async def tell_story(acting: Acting, setting: Setting) -> int:
    """Tell the two dozen's weeks up to `acting.now`; how many they are. With this the demo is whole."""
    carers = _carers(await _colleagues(acting, setting))
    campaign = await _campaign(acting, words.CAMPAIGN, setting.template_ids["quick"], story.DAYS)
    parts = [
        Part(
            id=acting.new_id(),
            contact=contact,
            owner=carers[index % len(carers)],
            template_id=setting.template_ids[contact.template],
            campaign_id=campaign.id if contact.name in words.IN_CAMPAIGN else None,
        )
        for index, contact in enumerate(CONTACTS)
    ]
    await story.tell(acting, parts)
    await demo.tag(acting.tx, acting.tenant_id, "customer", [part.id for part in parts])
    await rows.tell_loaded(acting)
    return len(parts)


async def _hire(acting: Acting, colleague: Colleague, *, with_owner: bool) -> Member:
    """One whose address somebody has already, from a demo before perhaps, does without."""
    role: Role = "manager" if colleague.role == "owner" and not with_owner else colleague.role
    taken = await stored_members.find_member_by_email(acting.tx, acting.tenant_id, colleague.email)
    email = None if taken else colleague.email
    return await members.create_member(acting, colleague.name, role, email, colleague.zone)


async def _campaign(acting: Acting, name: str, template_id: UUID, days_ago: int) -> Campaign:
    """One that began so many days ago."""
    earlier = msgspec.structs.replace(acting, now=acting.now - timedelta(days=days_ago))
    made = await campaigns.create_campaign(earlier, name, template_id=template_id)
    await demo.tag(acting.tx, acting.tenant_id, "campaign", [made.id])
    return made


async def _colleagues(acting: Acting, setting: Setting) -> list[Member]:
    return [await stored_members.get_member(acting.tx, acting.tenant_id, each) for each in setting.member_ids]


def _carers(colleagues: list[Member]) -> list[Member]:
    return [member for member, each in zip(colleagues, COLLEAGUES, strict=True) if each.role in _CARERS]


def _candidate(template: Template) -> Candidate:
    is_usable = template.is_active and template.archived_at is None
    return Candidate(template.id, template.version, template.definition, is_usable)


async def _add_templates(acting: Acting) -> dict[TemplateName, UUID]:
    """The demo's own, and the two that every tenant begins with: where they are gone, as the demo's too."""
    there = {
        each.definition.name: each.id
        for each in await stored_templates.list_all_templates(acting.tx, acting.tenant_id)
        if _candidate(each).is_usable
    }
    care_id = await _add(acting, care.CARE)
    contract_id = await _add(acting, msgspec.structs.replace(CONTRACT, end_action=f"template:{care_id}"))
    win_back_id = await _add(acting, care.win_back(contract_id))
    enquiry_id = await _add(acting, care.enquiry(contract_id, win_back_id))
    standard, quick = [there.get(seed.name) or await _add(acting, seed.definition) for seed in SEEDED]
    return {"care": care_id, "contract": contract_id, "enquiry": enquiry_id, "standard": standard, "quick": quick}


async def _add(acting: Acting, definition: Definition) -> UUID:
    template = await templates.create_template(acting, definition)
    await demo.tag(acting.tx, acting.tenant_id, "template", [template.id])
    return template.id
