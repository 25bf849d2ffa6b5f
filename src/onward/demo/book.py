"""A tenant's relationships in memory: what the engine decides is entered here, and written down all at once.

The decisions are the same as those of the acts that people take, by the same functions; only what they read comes
from here. So a year is told in a moment.
"""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from msgspec import Struct, structs

from onward.actions import changes, enrolling, finishing, planning
from onward.actions.acting import Acting
from onward.actions.finishing import Completion, Ready
from onward.actions.planning import Rows
from onward.domain import next_step, rescheduling
from onward.domain.bulk import Enroll
from onward.domain.campaigns import Campaign, Enrolment
from onward.domain.decisions import Candidate, Situation
from onward.domain.records import OPEN, PRIORITY_RANK, Customer, Definition, Event, Interaction, Member, Workflow
from onward.domain.rescheduling import NewDates, Zones
from onward.store import campaigns, imported, search_words
from onward.store.events import Writing
from onward.store.situations import Loaded

_PLAN = ("scheduled_at", "scheduled_all_day", "due_at", "due_all_day", "reschedule_count", "version")


class Known(Struct, frozen=True):
    """What does not change while the story is told. `kinds`: of outcomes; `channels`: of types."""

    candidates: dict[UUID, Candidate]
    default_template_id: UUID | None
    kinds: dict[str, str]
    channels: dict[str, str]
    members: list[Member]


class Book:
    def __init__(self, known: Known) -> None:
        self._known = known
        self._names = {member.id: member.name for member in known.members}
        self._customers: dict[UUID, Customer] = {}
        self._interactions: dict[UUID, Interaction] = {}
        self._workflows: dict[UUID, Workflow] = {}
        self._open: dict[UUID, dict[UUID, Interaction]] = defaultdict(dict)
        self._runs_of_customer: dict[UUID, list[UUID]] = defaultdict(list)
        self._enrolments: list[Enrolment] = []
        self._events: list[tuple[Writing, Event]] = []

    def add(self, acting: Acting, customer: Customer) -> None:
        self._customers[customer.id] = customer
        event = changes.customer_event(acting, "customer.created", customer.id, new=changes.everything(customer))
        self._tell(acting, [event])

    def open_of(self, customer_id: UUID) -> list[Interaction]:
        """The customer's open interactions, in working order."""
        return sorted(self._open[customer_id].values(), key=_working_order)

    def begin(self, acting: Acting, customer_id: UUID, template_id: UUID) -> None:
        """Start a template."""
        situation = self._situation(acting, customer_id, None)
        decision = next_step.decide_start(situation, self._known.candidates[template_id], None, acting.now)
        rows = planning.rows_of(acting, decision, situation.customer, None)
        self._enter(rows)
        self._tell(acting, planning.events_of(acting, rows, None))

    def enroll(self, acting: Acting, customer_id: UUID, campaign: Campaign) -> None:
        """Start the campaign's template."""
        assert campaign.template_id is not None
        act = Enroll(campaign.id, campaign.template_id)
        begun = enrolling.begin(acting, campaign, act, self._situation(acting, customer_id, None))
        self._enter(begun.rows)
        self._enrolments.append(enrolling.enrolment(acting, act, begun))
        self._tell(acting, enrolling.events_of(acting, act, begun))

    def complete(self, acting: Acting, interaction: Interaction, wanted: Completion) -> None:
        loaded = self._loaded(acting, interaction, wanted.outcome)
        self._finish(acting, loaded, finishing.ready_to_complete(acting, loaded, wanted))

    def skip(self, acting: Acting, interaction: Interaction, reason: str) -> None:
        loaded = self._loaded(acting, interaction, None)
        self._finish(acting, loaded, finishing.ready_to_skip(acting, loaded, reason))

    def cancel(self, acting: Acting, interaction: Interaction, reason: str) -> None:
        """The customer stays without a plan."""
        loaded = self._loaded(acting, interaction, None)
        self._finish(acting, loaded, finishing.ready_to_cancel(acting, loaded, reason, "exit"))

    def put_off(self, acting: Acting, before: Interaction, days: int) -> None:
        zone = acting.settings.zone
        customer = self._customers[before.customer_id]
        moved = rescheduling.moved(before, NewDates(by_days=days), Zones(zone, customer.timezone or zone))
        after = structs.replace(moved, reschedule_count=before.reschedule_count + 1)
        self._change(acting, "interaction.rescheduled", before, after)

    def take_up(self, acting: Acting, before: Interaction) -> None:
        """Somebody is at it."""
        self._change(
            acting, "interaction.started", before, structs.replace(before, status="in_progress", started_at=acting.now)
        )

    def set_status(self, acting: Acting, customer_id: UUID, status: str) -> None:
        """Of a customer with nothing open."""
        before = self._customers[customer_id]
        closed_at = acting.now if status == "closed" else None
        after = structs.replace(
            before, status=status, closed_at=closed_at, version=before.version + 1, updated_at=acting.now
        )
        columns = ("status", "closed_at", "version")
        old, new = changes.picked(before, columns), changes.picked(after, columns)
        self._customers[customer_id] = after
        self._tell(acting, [changes.customer_event(acting, "customer.updated", customer_id, old, new)])

    async def write(self, acting: Acting) -> None:
        """All of it, in a few statements."""
        tx, tenant_id = acting.tx, acting.tenant_id
        customers, interactions = list(self._customers.values()), list(self._interactions.values())
        words = search_words.of_customers(customers)
        titles = {one.id: one.title for one in interactions}
        await imported.insert_customers(tx, tenant_id, imported.new_customers(customers, words))
        await imported.insert_workflows(tx, tenant_id, list(self._workflows.values()))
        await campaigns.insert_enrolments(tx, tenant_id, self._enrolments)
        await imported.insert_interactions(tx, tenant_id, interactions)
        await search_words.insert_words(tx, tenant_id, words)
        await search_words.insert_words(tx, tenant_id, search_words.of_titles(titles))
        await imported.insert_story(tx, tenant_id, self._events)

    def _situation(self, acting: Acting, customer_id: UUID, interaction: Interaction | None) -> Situation:
        workflow_id = interaction.workflow_id if interaction else None
        workflow = self._workflows[workflow_id] if workflow_id else None
        others = [one.id for one in self.open_of(customer_id) if interaction is None or one.id != interaction.id]
        running = [self._workflows[each] for each in self._runs_of_customer[customer_id]]
        return Situation(
            settings=acting.settings,
            customer=self._customers[customer_id],
            interaction=interaction,
            workflow=workflow,
            definition=self._definition(workflow),
            candidates=self._known.candidates,
            default_template_id=self._known.default_template_id,
            running_template_ids=frozenset(run.template_id for run in running if run.status == "active"),
            other_open_id=others[0] if others else None,
            channels=self._known.channels,
            active_member_names=self._names,
        )

    def _definition(self, workflow: Workflow | None) -> Definition | None:
        return None if workflow is None else self._known.candidates[workflow.template_id].definition

    def _loaded(self, acting: Acting, interaction: Interaction, outcome: str | None) -> Loaded:
        situation = self._situation(acting, interaction.customer_id, interaction)
        return Loaded(situation, outcome_kind=self._known.kinds.get(outcome or ""))

    def _finish(self, acting: Acting, loaded: Loaded, ready: Ready | None) -> None:
        assert ready is not None, "nothing is finished twice"
        drafted = finishing.draft(acting, loaded, ready)
        finish = drafted.finish
        self._put(finish.finished)
        self._enter(Rows(drafted.next_step, finish.successor, finish.started, finish.moved))
        self._tell(acting, drafted.events)

    def _enter(self, rows: Rows) -> None:
        for workflow in (rows.moved, rows.started):
            if workflow is not None:
                self._workflows[workflow.id] = workflow
        if rows.started is not None:
            self._runs_of_customer[rows.started.customer_id].append(rows.started.id)
        if rows.interaction is not None:
            self._put(rows.interaction)

    def _put(self, interaction: Interaction) -> None:
        self._interactions[interaction.id] = interaction
        found = self._open[interaction.customer_id]
        found.pop(interaction.id, None)
        if interaction.status in OPEN:
            found[interaction.id] = interaction

    def _change(self, acting: Acting, kind: str, before: Interaction, after: Interaction) -> None:
        after = structs.replace(after, version=before.version + 1, updated_at=acting.now)
        self._put(after)
        columns = (*_PLAN, "status", "started_at")
        old, new = changes.picked(before, columns), changes.picked(after, columns)
        changed = [column for column in columns if old[column] != new[column]]
        event = changes.interaction_event(
            acting, kind, after, changes.picked(before, changed), changes.picked(after, changed)
        )
        self._tell(acting, [event])

    def _tell(self, acting: Acting, events: Iterable[Event]) -> None:
        writing = changes.writing(acting)
        self._events += [(writing, event) for event in events]


def _working_order(interaction: Interaction) -> tuple[float, int, UUID]:
    at = interaction.scheduled_at or interaction.due_at
    return (at.timestamp() if at else float("inf"), -PRIORITY_RANK[interaction.priority], interaction.id)
