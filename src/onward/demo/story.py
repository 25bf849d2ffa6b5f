"""Six weeks of work in the demo tenant, day by day, through the same actions that the API calls.

The dice are loaded: the same days give the same story, told up to the eve of the given moment.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

import msgspec

from onward.actions import conversations, customers, enrolling, finishing, interactions, workflows
from onward.actions.acting import Acting
from onward.actions.customers import CustomerFields
from onward.actions.finishing import Completion
from onward.actions.interactions import NewInteraction
from onward.actions.workflows import NewWorkflow
from onward.demo import hours, words
from onward.demo.people import HABITS, Contact
from onward.domain.bulk import Enroll
from onward.domain.records import Interaction, Member
from onward.domain.rescheduling import NewDates
from onward.domain.roles import Actor
from onward.domain.schedule import Moment
from onward.store import batches
from onward.store import interactions as stored_interactions

DAYS = 42
_SEED = 20260119
_SHARE_OF_DAY = 0.1
_CHANGES_STATUS_DAYS_AGO = 4
_MAKES_PLANS_DAYS_AGO = 3
_PUTS_OFF_PROBABILITY = 0.15
_SKIPS_PROBABILITY = 0.03


class Part(msgspec.Struct):
    """A customer's part in the story, and what is open with them as it goes on."""

    id: UUID
    contact: Contact
    owner: Member
    template_id: UUID
    campaign_id: UUID | None
    open: list[Interaction] = []


async def tell(acting: Acting, parts: list[Part]) -> None:
    """Play the days before `acting.now`."""
    dice = Random(_SEED)
    for days_ago in range(DAYS, 0, -1):
        day = acting.now.date() - timedelta(days=days_ago)
        if day.isoweekday() > 5:
            continue
        moments = hours.moments(day, _SHARE_OF_DAY)
        for part in parts:
            await _play(acting, part, day, days_ago, moments, dice)
    for part in parts:
        if part.contact.habit == "untouched":
            await _create(_as_owner(acting, part, acting.now), part)


async def _play(
    acting: Acting, part: Part, day: date, days_ago: int, moments: Iterator[datetime], dice: Random
) -> None:
    """One day with one customer."""
    if part.contact.habit == "untouched":
        return
    if _first_day(acting, part) == day:
        await _begin(_as_owner(acting, part, next(moments)), part)
    elif _first_day(acting, part) < day:
        await _work(acting, part, day, days_ago, moments, dice)
        await _change(acting, part, days_ago, moments)


def _first_day(acting: Acting, part: Part) -> date:
    """The day that the contact gives, or the Monday after it."""
    day = acting.now.date() - timedelta(days=part.contact.began_days_ago)
    return day + timedelta(days=max(0, 8 - day.isoweekday()) if day.isoweekday() > 5 else 0)


def _as_owner(acting: Acting, part: Part, at: datetime) -> Acting:
    owner = part.owner
    actor = Actor(kind="member", id=owner.id, role=owner.role, member_id=owner.id, credential="demo")
    return msgspec.structs.replace(acting, actor=actor, now=at)


async def _begin(acting: Acting, part: Part) -> None:
    """Where a rule of the tenant's has begun something already, that is it."""
    await _create(acting, part)
    conversation_id = await _open_conversation(acting, part)
    if part.campaign_id is not None:
        await _enroll(acting, part.id, Enroll(part.campaign_id, part.template_id))
    elif not await _open(acting, part):
        wanted = NewWorkflow(customer_id=part.id, template_id=part.template_id, conversation_id=conversation_id)
        await workflows.start_workflow(acting, wanted)
    part.open = await _open(acting, part)


async def _enroll(acting: Acting, customer_id: UUID, act: Enroll) -> None:
    await enrolling.hold_campaign(acting, act)
    await batches.lock_customers(acting.tx, acting.tenant_id, [customer_id])
    await enrolling.enroll(acting, act, enrolling.named([customer_id]))


async def _open(acting: Acting, part: Part) -> list[Interaction]:
    return await stored_interactions.list_open_of_customer(acting.tx, acting.tenant_id, part.id)


async def _create(acting: Acting, part: Part) -> None:
    contact = part.contact
    fields = CustomerFields(
        name=contact.name,
        company=contact.company,
        email=contact.email,
        phone=contact.phone,
        timezone=contact.timezone,
        owner_id=part.owner.id,
        do_not_contact=list(contact.do_not_contact),
        tags=[contact.industry],
    )
    await customers.create_customer(acting, part.id, fields)


async def _open_conversation(acting: Acting, part: Part) -> UUID | None:
    if part.contact.name not in words.CONVERSATIONS:
        return None
    channel, subject = words.CONVERSATIONS[part.contact.name]
    return (await conversations.create_conversation(acting, part.id, channel, subject)).conversation.id


async def _work(
    acting: Acting, part: Part, day: date, days_ago: int, moments: Iterator[datetime], dice: Random
) -> None:
    """Do what is open and planned for the day or before, as far as the habit goes."""
    probability, idle_days = HABITS[part.contact.habit]
    ripe = [each for each in part.open if _planned_on(each) <= day]
    if not ripe or days_ago <= idle_days:
        return
    for interaction in ripe:
        if dice.random() < probability:
            await _finish(_as_owner(acting, part, next(moments)), interaction, dice)
        elif dice.random() < _PUTS_OFF_PROBABILITY:
            await interactions.reschedule_interaction(
                _as_owner(acting, part, next(moments)), interaction.id, NewDates(by_days=2)
            )
    part.open = await _open(acting, part)


def _planned_on(interaction: Interaction) -> date:
    planned = interaction.scheduled_at or interaction.due_at or interaction.created_at
    return planned.date()


async def _finish(acting: Acting, interaction: Interaction, dice: Random) -> None:
    if dice.random() < _SKIPS_PROBABILITY:
        await finishing.skip_interaction(acting, interaction.id, "Not needed this time")
        return
    outcomes = words.SENDS if interaction.type in words.SENDING else words.TALKS
    ((outcome, details, _),) = dice.choices(outcomes, weights=[weight for _, _, weight in outcomes])
    completion = Completion(outcome=outcome, outcome_details=details)
    await finishing.complete_interaction(acting, interaction.id, completion)


async def _change(acting: Acting, part: Part, days_ago: int, moments: Iterator[datetime]) -> None:
    """What happens once in the last days: a customer is paused or closed, somebody makes a plan by hand."""
    contact = part.contact
    if contact.status != "active" and days_ago <= _CHANGES_STATUS_DAYS_AGO:
        await customers.set_status(_as_owner(acting, part, next(moments)), part.id, contact.status)
        part.open = []
    plan = words.BY_HAND.get(contact.name)
    if plan is not None and days_ago <= _MAKES_PLANS_DAYS_AGO and not _has_plan(part, plan[1]):
        made = await _plan_by_hand(_as_owner(acting, part, next(moments)), part, *plan)
        part.open = [*part.open, made]


def _has_plan(part: Part, title: str) -> bool:
    return any(interaction.title == title for interaction in part.open)


async def _plan_by_hand(acting: Acting, part: Part, kind: str, title: str, in_days: int) -> Interaction:
    at = datetime.combine(acting.now.date() + timedelta(days=in_days), time(10), UTC)
    wanted = NewInteraction(
        customer_id=part.id,
        type=kind,
        title=title,
        priority="high",
        scheduled=Moment(at, all_day=False),
        due=Moment(at + timedelta(hours=6), all_day=False),
        assignee_id=part.owner.id,
    )
    return await interactions.create_interaction(acting, wanted)
