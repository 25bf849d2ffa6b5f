"""A year of work with many customers, day by day up to the eve of the given moment, by dice that always fall the same
way."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

import msgspec

from onward.actions.acting import Acting
from onward.actions.finishing import Completion
from onward.demo import hours, words
from onward.demo.book import Book
from onward.demo.crowd import crowd
from onward.demo.people import HABITS, Contact, TemplateName
from onward.domain import beginnings
from onward.domain.campaigns import Campaign
from onward.domain.records import Interaction, Member
from onward.domain.roles import Actor

DAYS = 365
CAMPAIGN_DAYS_AGO = range(60, 181)
_SEED = 20250722
_SHARE_OF_DAY = 0.05
_SKIPS, _CANCELS, _PUTS_OFF = 0.03, 0.015, 0.5
_TAKEN_UP = 5
_CLOSES, _PAUSES = 0.04, 0.005


class Relation(msgspec.Struct):
    """A customer with whom the year goes on; `next_on` is when something is to be done next."""

    id: UUID
    contact: Contact
    owner: Member
    template_id: UUID
    campaign: Campaign | None
    begins_on: date
    is_over: bool = False


def tell(
    acting: Acting, book: Book, carers: list[Member], template_ids: dict[TemplateName, UUID], campaign: Campaign
) -> list[UUID]:
    """Enter the year into the book; the customers' ids. Who begins with the campaign's template within some months
    does so in the campaign."""
    dice = Random(_SEED)
    relations = _relations(acting, dice, carers, template_ids, campaign)
    for days_ago in range(DAYS, 0, -1):
        day = acting.now.date() - timedelta(days=days_ago)
        if day.isoweekday() <= 5:
            _tell_day(acting, book, dice, relations, day, days_ago)
    _take_up_some(acting, book, relations)
    return [relation.id for relation in relations]


def _relations(
    acting: Acting,
    dice: Random,
    carers: list[Member],
    template_ids: dict[TemplateName, UUID],
    campaign: Campaign,
) -> list[Relation]:
    return [
        Relation(
            id=acting.new_id(),
            contact=contact,
            owner=carers[index % len(carers)],
            template_id=template_ids[contact.template],
            campaign=campaign if _is_of(campaign, contact, template_ids) else None,
            begins_on=_work_day(acting.now.date() - timedelta(days=contact.began_days_ago)),
        )
        for index, contact in enumerate(crowd(dice))
    ]


def _is_of(campaign: Campaign, contact: Contact, template_ids: dict[TemplateName, UUID]) -> bool:
    return template_ids[contact.template] == campaign.template_id and contact.began_days_ago in CAMPAIGN_DAYS_AGO


def _work_day(day: date) -> date:
    return day + timedelta(days=max(0, 8 - day.isoweekday()) if day.isoweekday() > 5 else 0)


def _tell_day(acting: Acting, book: Book, dice: Random, relations: list[Relation], day: date, days_ago: int) -> None:
    moments = hours.moments(day, _SHARE_OF_DAY)
    for relation in relations:
        if relation.is_over or relation.begins_on > day:
            continue
        if relation.begins_on == day:
            _begin(_as_owner(acting, relation, next(moments)), book, relation)
            continue
        _work(acting, book, dice, relation, day, days_ago, moments)


def _as_owner(acting: Acting, relation: Relation, at: datetime) -> Acting:
    owner = relation.owner
    actor = Actor(kind="member", id=owner.id, role=owner.role, member_id=owner.id, credential="demo")
    return msgspec.structs.replace(acting, actor=actor, now=at)


def _begin(acting: Acting, book: Book, relation: Relation) -> None:
    contact = relation.contact
    customer = beginnings.new_customer(
        identity=relation.id,
        name=contact.name,
        now=acting.now,
        company=contact.company,
        email=contact.email,
        phone=contact.phone,
        timezone=contact.timezone,
        owner_id=relation.owner.id,
        do_not_contact=list(contact.do_not_contact),
        tags=[contact.industry],
    )
    book.add(acting, customer)
    if relation.campaign is None:
        book.begin(acting, relation.id, relation.template_id)
    else:
        book.enroll(acting, relation.id, relation.campaign)


def _work(
    acting: Acting,
    book: Book,
    dice: Random,
    relation: Relation,
    day: date,
    days_ago: int,
    moments: Iterator[datetime],
) -> None:
    """Do what is open and planned for the day or before, as far as the habit goes; let go of whom nothing is left."""
    found = book.open_of(relation.id)
    if not found:
        _let_go(acting, book, dice, relation, moments)
        return
    probability, idle_days = HABITS[relation.contact.habit]
    if days_ago <= idle_days:
        return
    for interaction in (one for one in found if _planned_on(one) <= day):
        acts = _as_owner(acting, relation, next(moments))
        if dice.random() < probability:
            _finish(acts, book, dice, interaction)
        elif dice.random() < _PUTS_OFF:
            book.put_off(acts, interaction, dice.choice((1, 2, 7)))


def _take_up_some(acting: Acting, book: Book, relations: list[Relation]) -> None:
    """What somebody was at on the evening before."""
    at = datetime.combine(acting.now.date() - timedelta(days=1), hours.CLOSES_AT, UTC)
    ripe = [
        (relation, interaction)
        for relation in relations
        for interaction in book.open_of(relation.id)
        if interaction.updated_at < at and _planned_on(interaction) <= acting.now.date()
    ]
    for relation, interaction in ripe[:_TAKEN_UP]:
        book.take_up(_as_owner(acting, relation, at), interaction)


def _planned_on(interaction: Interaction) -> date:
    planned = interaction.scheduled_at or interaction.due_at or interaction.created_at
    return planned.date()


def _finish(acting: Acting, book: Book, dice: Random, interaction: Interaction) -> None:
    chance = dice.random()
    if chance < _CANCELS:
        book.cancel(acting, interaction, "They have other worries at the moment")
    elif chance < _CANCELS + _SKIPS:
        book.skip(acting, interaction, "Not needed this time")
    else:
        outcomes = words.SENDS if interaction.type in words.SENDING else words.TALKS
        ((outcome, details, _),) = dice.choices(outcomes, weights=[weight for _, _, weight in outcomes])
        book.complete(acting, interaction, Completion(outcome=outcome, outcome_details=details))


def _let_go(acting: Acting, book: Book, dice: Random, relation: Relation, moments: Iterator[datetime]) -> None:
    """Nobody plans anything with them any more: most are closed sooner or later."""
    chance = dice.random()
    status = "closed" if chance < _CLOSES else "paused" if chance < _CLOSES + _PAUSES else None
    if status is not None:
        book.set_status(_as_owner(acting, relation, next(moments)), relation.id, status)
        relation.is_over = True
