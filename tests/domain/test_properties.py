"""What holds for every template, calendar, zone and act."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from onward.domain import calendars, next_step, peeking, schedule, templates
from onward.domain.decisions import Act, Candidate, Situation
from onward.domain.errors import Invalid
from onward.domain.records import Branch, Definition, Step, TenantSettings, WorkCalendar
from onward.domain.schedule import Frame, Moment

from .cast import (
    ADA,
    BEN,
    DEFAULT_TEMPLATE,
    GONE,
    NAMES,
    NOW,
    OPEN_ITEM,
    OTHER_TEMPLATE,
    TEMPLATE,
    interaction,
    nora,
    workflow,
)

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/Santiago",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "Africa/Casablanca",
)
TYPES = ("phone_call", "email", "sms", "follow_up")
CHANNELS = {"phone_call": "phone", "email": "email", "sms": "sms", "follow_up": "none"}
OUTCOMES = ("success", "no_answer", "kind:positive", "kind:no_contact", "skipped")
KINDS = {"success": "positive", "no_answer": "no_contact"}

zones = st.sampled_from(ZONES)
instants = st.datetimes(datetime.fromisoformat("2024-01-01"), datetime.fromisoformat("2028-01-01")).map(
    lambda each: each.replace(tzinfo=UTC)
)
written_times = st.datetimes(datetime.fromisoformat("1901-01-01"), datetime.fromisoformat("9999-12-29"))
clocks = st.one_of(st.none(), st.sampled_from(("00:00", "02:30", "09:00", "23:59")))
work_calendars = st.builds(
    WorkCalendar,
    weekdays=st.sets(st.integers(1, 7), min_size=1).map(lambda days: tuple(sorted(days))),
    holiday_country=st.sampled_from((None, "DE", "US")),
)
tenant_settings = st.builds(
    TenantSettings,
    zone=zones,
    calendar=work_calendars,
    roll_rule=st.sampled_from(("keep", "forward", "backward")),
    always_create_fallback=st.booleans(),
)
offsets = st.integers(0, 20)


def dated_steps(**fixed: Any) -> st.SearchStrategy[Step]:
    return st.builds(
        Step,
        step_number=fixed.get("step_number", st.just(1)),
        type=st.sampled_from(TYPES),
        title=st.sampled_from(("Call {customer.name}", "{assignee.name}")),
        scheduled_offset_days=offsets,
        due_offset_days=offsets,
        next_step=fixed.get("next_step", st.none()),
        branches=fixed.get("branches", st.just(())),
        anchor=st.sampled_from(("completed", "planned")),
        day_unit=st.sampled_from(("calendar", "business")),
        scheduled_weekday=st.one_of(st.none(), st.sampled_from(schedule.WEEKDAYS)),
        at_time=clocks,
        due_time=clocks,
        assignee=st.sampled_from((None, "same", "owner", str(BEN), str(GONE))),
        fallback_type=st.one_of(st.none(), st.sampled_from(TYPES)),
    )


def branches_to(last: int) -> st.SearchStrategy[Branch]:
    targets = st.one_of(
        st.integers(1, last).map(lambda number: {"next_step": number}),
        st.sampled_from((TEMPLATE, OTHER_TEMPLATE)).map(lambda template_id: {"template_id": template_id}),
        st.just({"exit": "enough"}),
    )
    return st.builds(
        lambda outcomes, target, max_times: Branch(outcomes=outcomes, max_times=max_times, **target),
        st.lists(st.sampled_from(OUTCOMES), min_size=1, max_size=2).map(tuple),
        targets,
        st.one_of(st.none(), st.integers(1, 3)),
    )


@st.composite
def definitions(draw: st.DrawFn) -> Definition:
    """Templates as people may write them; not all are valid."""
    last = draw(st.integers(1, 4))
    any_step = st.one_of(st.none(), st.integers(1, last))
    branches = st.lists(branches_to(last), max_size=2).map(tuple)
    steps = tuple(
        draw(dated_steps(step_number=st.just(number), next_step=any_step, branches=branches))
        for number in range(1, last + 1)
    )
    end_action = draw(st.sampled_from(("default", "follow_up", "stop", f"template:{OTHER_TEMPLATE}")))
    return Definition(name="Sales", steps=steps, end_action=end_action)


valid_definitions = definitions().filter(lambda chosen: not templates.validate(chosen))


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    chosen = draw(st.one_of(st.none(), valid_definitions))
    number = draw(st.integers(1, len(chosen.steps))) if chosen else None
    status = draw(st.sampled_from(("active", "paused", "completed", "exited")))
    return Situation(
        settings=draw(tenant_settings),
        customer=nora(
            timezone=draw(st.one_of(st.none(), zones)),
            status=draw(st.sampled_from(("active", "active", "paused", "closed"))),
            do_not_contact=draw(st.lists(st.sampled_from(("phone", "email", "sms")), unique=True)),
            owner_id=draw(st.sampled_from((None, ADA, GONE))),
        ),
        interaction=interaction(
            workflow_id=UUID(int=0xF) if chosen else None,
            step_number=number,
            scheduled_at=draw(st.one_of(st.none(), instants)),
            assignee_id=draw(st.sampled_from((None, BEN, GONE))),
        ),
        workflow=workflow(status=status, step_number=number) if chosen else None,
        definition=chosen,
        candidates={
            template_id: Candidate(template_id, 1, draw(valid_definitions), draw(st.booleans()))
            for template_id in draw(st.sets(st.sampled_from((OTHER_TEMPLATE, DEFAULT_TEMPLATE))))
        },
        default_template_id=draw(st.sampled_from((None, DEFAULT_TEMPLATE, TEMPLATE))),
        running_template_ids=draw(st.frozensets(st.sampled_from((TEMPLATE, OTHER_TEMPLATE, DEFAULT_TEMPLATE)))),
        other_open_id=draw(st.sampled_from((None, OPEN_ITEM))),
        channels=CHANNELS,
        active_member_names=NAMES,
    )


acts = st.builds(
    lambda verb, then, outcome, late: Act(
        verb=verb,
        now=NOW,
        at=NOW - late,
        outcome=outcome if verb == "complete" else None,
        outcome_kind=KINDS.get(outcome) if verb == "complete" else None,
        then=then,
    ),
    st.sampled_from(("complete", "complete", "skip", "cancel")),
    st.sampled_from(("keep_moving", "advance", "exit")),
    st.sampled_from(("success", "no_answer", "unheard_of")),
    st.timedeltas(timedelta(), timedelta(days=30)),
)


@settings(max_examples=100, deadline=None)
@given(situations(), acts)
def test_deciding_always_answers_and_keeps_its_promises(situation: Situation, act: Act) -> None:
    decision = next_step.decide(situation, act)
    planned, told = decision.planned, decision.next_step
    assert told.created is (planned is not None)
    assert told.explanation.endswith(".")
    assert (decision.workflow_start is not None) is (planned is not None and planned.belongs_to == "new")
    if planned is None:
        return
    assert told.reason == planned.origin
    assert 1 <= len(planned.title) <= 300
    assert planned.scheduled_at is not None
    assert planned.due_at is not None
    assert planned.due_at >= planned.scheduled_at
    assert planned.belongs_to == "new" or planned.scheduled_at >= act.now
    assert planned.assignee_id is None or planned.assignee_id in NAMES
    assert CHANNELS[planned.type] not in situation.customer.do_not_contact


@settings(max_examples=100, deadline=None)
@given(situations())
def test_a_peek_is_what_each_act_would_decide(situation: Situation) -> None:
    wanted = [Act("complete", now=NOW, at=NOW, outcome=key, outcome_kind=kind) for key, kind in KINDS.items()]
    wanted += [Act("skip", now=NOW, at=NOW), Act("cancel", now=NOW, at=NOW)]
    decided = [(act.verb, act.outcome, next_step.decide(situation, act)) for act in wanted]
    peeked = peeking.peek(situation, KINDS.items(), NOW)
    assert [(one.verb, one.outcome, one.decision) for one in peeked] == decided
    if situation.definition is None:
        assert len({id(one.decision) for one in peeked}) == 3, "what no branch is for is decided once"


@settings(max_examples=100, deadline=None)
@given(situations(), acts)
def test_an_active_customer_without_a_plan_gets_one_unless_stopped_on_purpose(situation: Situation, act: Act) -> None:
    decision = next_step.decide(situation, act)
    if situation.customer.status == "active" and situation.other_open_id is None:
        on_purpose = decision.next_step.reason in ("branch", "end_action", "exit", "workflow_paused")
        assert decision.planned is not None or on_purpose


@settings(max_examples=100, deadline=None)
@given(situations(), acts)
def test_a_workflow_that_stays_active_keeps_a_step(situation: Situation, act: Act) -> None:
    decision = next_step.decide(situation, act)
    change, planned = decision.workflow_change, decision.planned
    stays = change is not None and change.status == "active"
    assert stays is (planned is not None and planned.belongs_to == "current")
    if planned is not None and change is not None and stays:
        assert planned.step_number == change.step_number


@settings(max_examples=100, deadline=None)
@given(valid_definitions, st.lists(st.sampled_from(("success", "no_answer", "skipped")), max_size=60), zones)
def test_a_valid_template_never_loops_for_free(chosen: Definition, outcomes: list[str], zone: str) -> None:
    start = Moment(NOW)
    path = templates.simulate(chosen, TenantSettings(zone=zone), nora(), start, outcomes, KINDS, NOW)
    assert path[-1].ended_because
    limited = sum(branch.max_times or 0 for each in chosen.steps for branch in each.branches)
    days = {each.scheduled_at for each in path if each.scheduled_at}
    assert len(path) <= (len(days) + limited) * len(chosen.steps)


@settings(max_examples=200, deadline=None)
@given(dated_steps(), instants, st.booleans(), instants, zones, tenant_settings, st.booleans())
def test_dates_keep_their_order(
    step: Step, anchor: datetime, all_day: bool, now: datetime, zone: str, settings: TenantSettings, is_first: bool
) -> None:
    frame = Frame(now, zone, settings)
    planned = schedule.plan_step(step, Moment(anchor, all_day), frame, is_first=is_first)
    assert planned.due.at >= planned.scheduled.at
    assert is_first or planned.scheduled.at >= now
    assert planned.due.all_day is (step.due_time is None)
    assert planned.scheduled.at.tzinfo is UTC


@settings(max_examples=200, deadline=None)
@given(dated_steps(), instants, zones, tenant_settings)
def test_a_rolled_date_is_a_working_day(step: Step, anchor: datetime, zone: str, settings: TenantSettings) -> None:
    tenant = TenantSettings(zone=zone, calendar=settings.calendar, roll_rule=settings.roll_rule)
    planned = schedule.plan_step(step, Moment(anchor), Frame(anchor, zone, tenant), is_first=True)
    day = schedule.local_day(planned.scheduled.at, zone)
    if tenant.roll_rule != "keep":
        assert calendars.is_working_day(tenant.calendar, day)


@settings(max_examples=200, deadline=None)
@given(instants, st.integers(0, 60), st.sampled_from(sorted(schedule._zone_names())))
def test_days_are_whole_local_days_in_every_zone(anchor: datetime, days: int, zone: str) -> None:
    step = Step(step_number=1, type="email", title="x", scheduled_offset_days=days)
    planned = schedule.plan_step(step, Moment(anchor), Frame(anchor, zone, TenantSettings(zone=zone)))
    local = anchor.astimezone(ZoneInfo(zone))
    wanted = local.replace(tzinfo=None) + timedelta(days=days)
    got = planned.scheduled.at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    # A missing hour moves forward by the gap, which is never more than two hours in these years.
    assert timedelta() <= got - wanted <= timedelta(hours=2)


@settings(max_examples=100, deadline=None)
@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 300), work_calendars)
def test_working_days_are_counted_one_by_one(start: date, days: int, calendar: WorkCalendar) -> None:
    end = calendars.add_working_days(calendar, start, days)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(calendars.is_working_day(calendar, day) for day in between) == days
    assert calendars.is_working_day(calendar, end)


@settings(max_examples=500)
@given(st.text())
def test_a_time_is_read_or_refused(text: str) -> None:
    try:
        moment = schedule.parse_moment(text, "UTC", "due_at")
    except Invalid:
        return
    assert schedule.FIRST_DAY <= moment.at.date() <= schedule.LAST_DAY


@settings(max_examples=300)
@given(written_times, zones, st.sampled_from(("T", " ")))
def test_a_written_time_is_read_back(local: datetime, zone: str, separator: str) -> None:
    moment = schedule.parse_moment(local.isoformat(separator, "microseconds"), zone, "due_at")
    aware = local.replace(tzinfo=ZoneInfo(zone))
    assert moment.at == aware.astimezone(UTC)
