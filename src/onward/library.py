"""Onward inside another application: the acts of the API as async calls, on the same database.

Each act goes through the same handler as over HTTP, in a transaction of its own that is committed before
the call returns, so that what is refused there is refused here.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from typing import Any, Literal
from uuid import UUID

import msgspec
import uuid_utils.compat

from onward.actions.acting import Acting
from onward.api import (
    bulk,
    contacts,
    coverage,
    customer_interactions,
    customers,
    exports,
    interactions,
    jobs,
    notes,
    peeks,
    queue,
    routing,
    templates,
    timeline,
    workflows,
)
from onward.api.body import BodyReader
from onward.api.nouns import ROOMS
from onward.api.routing import Answer, Call, Endpoint, Route, Stream
from onward.api.shapes.bulk import BulkOut
from onward.api.shapes.coverage import CoverageOut, CoverageRepairOut
from onward.api.shapes.customers import CustomerOut, MergeOut
from onward.api.shapes.interactions import (
    CompletionOut,
    InteractionOut,
    InteractionPageOut,
    LoggedOut,
    PeekOut,
    PeeksOut,
    UndoneOut,
)
from onward.api.shapes.jobs import JobItemPageOut, JobOut
from onward.api.shapes.notes import NoteOut
from onward.api.shapes.queue import QueueOut
from onward.api.shapes.templates import TemplateOut, TemplatePageOut
from onward.api.shapes.timeline import TimelineOut
from onward.api.shapes.workflows import MigrationOut, WorkflowDetailOut, WorkflowMovedOut, WorkflowOut, WorkflowPageOut
from onward.domain import errors
from onward.domain.records import Tenant
from onward.domain.roles import Actor
from onward.store import settings
from onward.store.transactions import Database

Exported = Literal["everything", "customers", "interactions"]
When = str | datetime | date
"""A string as the API takes it, or a datetime or date; one without a zone is in the tenant's."""


BulkVerb = Literal["create", "complete", "reschedule", "assign", "skip", "cancel"]


class Onward:
    """One tenant's customers and their next steps.

    Acts as the tenant's own local member, with the rights of an owner: whoever holds the database's address
    may do everything already. Raises the errors of `onward.domain.errors`.
    """

    def __init__(
        self, database: Database, tenant: Tenant, clock: Callable[[], datetime], new_id: Callable[[], UUID]
    ) -> None:
        self._database = database
        self._clock = clock
        self._new_id = new_id
        self.tenant = tenant

    @classmethod
    @asynccontextmanager
    async def connect(
        cls,
        database_url: str,
        *,
        tenant: str = "demo",
        pool_size: int = 4,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        new_id: Callable[[], UUID] = uuid_utils.compat.uuid7,
    ) -> AsyncIterator["Onward"]:
        """Connect to a migrated database for one tenant, by its slug or id.

        Raises NotFound for an unknown tenant, Unavailable when the database cannot be reached.
        """
        database = Database(database_url, size=pool_size)
        await database.open()
        try:
            found = await database.resolve_tenant(tenant)
            if found is None:
                raise errors.NotFound(f"There is no tenant {tenant!r}. Make one with `onward tenants create`.")
            yield cls(database, found, clock, new_id)
        finally:
            await database.close()

    async def create_customer(self, name: str, **fields: Any) -> CustomerOut:
        """Fields as in `POST /v1/customers`."""
        made: CustomerOut = await self._run(customers.create_customer, {}, {"name": name, **fields})
        return made

    async def get_customer(self, customer_id: UUID) -> CustomerOut:
        found: CustomerOut = await self._run(customers.get_customer, {"customer_id": customer_id})
        return found

    async def update_customer(self, customer_id: UUID, **fields: Any) -> CustomerOut:
        """Change the fields given, or create the customer under this id."""
        changed: CustomerOut = await self._run(customers.put_customer, {"customer_id": customer_id}, fields)
        return changed

    async def close_customer(self, customer_id: UUID) -> CustomerOut:
        closed: CustomerOut = await self._run(customers.close_customer, {"customer_id": customer_id}, {})
        return closed

    async def reopen_customer(self, customer_id: UUID) -> CustomerOut:
        reopened: CustomerOut = await self._run(customers.reopen_customer, {"customer_id": customer_id}, {})
        return reopened

    async def merge_customers(self, customer_id: UUID, duplicate_id: UUID, **options: Any) -> MergeOut:
        """Make the duplicate part of the customer. Options: `dry_run`, `if_match`."""
        body = {"from": duplicate_id, **options}
        done: MergeOut = await self._run(customers.merge_customers, {"customer_id": customer_id}, body)
        return done

    async def erase_customer(self, customer_id: UUID) -> CustomerOut:
        """Overwrite all that is personal about a customer, in the history too; there is no way back."""
        erased: CustomerOut = await self._run(customers.erase_customer, {"customer_id": customer_id}, {})
        return erased

    async def timeline(self, customer_id: UUID, **query: Any) -> TimelineOut:
        """Everything about a customer in order; filters, `sort`, `limit` and `cursor` as in the API."""
        told: TimelineOut = await self._run(timeline.get_timeline, {"customer_id": customer_id}, query)
        return told

    async def add_note(self, customer_id: UUID, body: str) -> NoteOut:
        made: NoteOut = await self._run(notes.create_note, {"customer_id": customer_id}, {"body": body})
        return made

    async def queue(self, **query: Any) -> QueueOut:
        """What somebody has to do, by section: `assignee`, `section`, `limit`, `cursor` as in `GET /v1/queue`."""
        found: QueueOut = await self._run(queue.get_queue, {}, query)
        return found

    async def coverage(self, **query: Any) -> CoverageOut:
        """How many active customers have a next step, and a page of those who have none."""
        found: CoverageOut = await self._run(coverage.get_coverage, {}, query)
        return found

    async def repair_coverage(self, **options: Any) -> CoverageRepairOut:
        """Give customers without a next step one. Options: `dry_run`, `customer_ids`, `daily_cap`."""
        repaired: CoverageRepairOut = await self._run(coverage.repair_coverage, {}, options)
        return repaired

    async def create_interaction(self, customer_id: UUID, type: str, title: str, **options: Any) -> InteractionOut:
        """Options as in `POST /v1/interactions`: `scheduled_at`, `due_at`, `priority`, `description`, …"""
        body = {"customer_id": customer_id, "type": type, "title": title, **options}
        made: InteractionOut = await self._run(interactions.create_interaction, {}, body)
        return made

    async def start_workflow(self, customer_id: UUID, template_id: UUID, **options: Any) -> InteractionOut:
        """Start a template; answers its first interaction. Options: `start_date`, `assignee_id`, …"""
        body = {"customer_id": customer_id, "template_id": template_id, **options}
        first: InteractionOut = await self._run(workflows.start_workflow, {}, body)
        return first

    async def list_workflows(self, **query: Any) -> WorkflowPageOut:
        """Filters, `sort`, `limit` and `cursor` as in `GET /v1/workflows`."""
        page: WorkflowPageOut = await self._run(workflows.list_workflows, {}, query)
        return page

    async def get_workflow(self, workflow_id: UUID) -> WorkflowDetailOut:
        """The steps done, the open one, and the dated path ahead."""
        found: WorkflowDetailOut = await self._run(workflows.get_workflow, {"workflow_id": workflow_id})
        return found

    async def pause_workflow(
        self, workflow_id: UUID, resume_at: When | None = None, reason: str | None = None, **options: Any
    ) -> WorkflowOut:
        body = {"resume_at": resume_at, "reason": reason, **options}
        paused: WorkflowOut = await self._run(workflows.pause_workflow, {"workflow_id": workflow_id}, body)
        return paused

    async def resume_workflow(self, workflow_id: UUID, **options: Any) -> WorkflowMovedOut:
        return await self._move(workflows.resume_workflow, workflow_id, options)

    async def exit_workflow(
        self,
        workflow_id: UUID,
        reason: str | None = None,
        then: Literal["keep_moving", "none"] = "keep_moving",
        **options: Any,
    ) -> WorkflowMovedOut:
        return await self._move(workflows.exit_workflow, workflow_id, {"reason": reason, "then": then, **options})

    async def jump_workflow(self, workflow_id: UUID, step_number: int, **options: Any) -> WorkflowMovedOut:
        """Cancel the open step and go on at the one named."""
        return await self._move(workflows.jump_workflow, workflow_id, {"step_number": step_number, **options})

    async def migrate_workflow(self, workflow_id: UUID, **options: Any) -> MigrationOut:
        """Go on by a newer version. Options: `version`, `steps` (new number by old one, as text), `dry_run`."""
        ids = {"workflow_id": workflow_id}
        migrated: MigrationOut = await self._run(workflows.migrate_workflow, ids, options)
        return migrated

    async def get_interaction(self, interaction_id: UUID, **query: Any) -> InteractionOut:
        """`include=["peek"]` as in `GET /v1/interactions/{id}`."""
        ids = {"interaction_id": interaction_id}
        found: InteractionOut = await self._run(interactions.get_interaction, ids, query)
        return found

    async def peek(self, interaction_id: UUID) -> list[PeekOut]:
        """What would come next, by outcome, on skipping and on cancelling; nothing is written."""
        found: PeeksOut = await self._run(peeks.peek_interaction, {"interaction_id": interaction_id})
        return found.data

    async def complete(
        self, interaction_id: UUID, outcome: str, outcome_details: str | None = None, **options: Any
    ) -> CompletionOut:
        """Complete an interaction; the customer's next step exists afterwards and is in the answer.

        Options: `next` (your own next step), `completed_at`, `backdated`, `if_match`.
        """
        body = {"outcome": outcome, "outcome_details": outcome_details, **options}
        return await self._finish(interactions.complete_interaction, interaction_id, body)

    async def log(self, customer_id: UUID, type: str, outcome: str, **options: Any) -> LoggedOut:
        """Record what happened without having been planned; options as in `POST /v1/interactions/log`: `effect`,
        `completed_at`, `title`, `outcome_details`, `next`, …"""
        body = {"customer_id": customer_id, "type": type, "outcome": outcome, **options}
        logged: LoggedOut = await self._run(contacts.log_interaction, {}, body)
        return logged

    async def skip(self, interaction_id: UUID, reason: str | None = None, **options: Any) -> CompletionOut:
        return await self._finish(interactions.skip_interaction, interaction_id, {"reason": reason, **options})

    async def cancel(
        self,
        interaction_id: UUID,
        reason: str | None = None,
        then: Literal["keep_moving", "advance", "exit"] = "keep_moving",
        **options: Any,
    ) -> CompletionOut:
        body = {"reason": reason, "then": then, **options}
        return await self._finish(interactions.cancel_interaction, interaction_id, body)

    async def start(self, interaction_id: UUID, **options: Any) -> InteractionOut:
        return await self._change(interactions.start_interaction, interaction_id, options)

    async def update_interaction(self, interaction_id: UUID, **fields: Any) -> InteractionOut:
        """Change the plain fields given."""
        return await self._change(interactions.edit_interaction, interaction_id, fields)

    async def reschedule(
        self,
        interaction_id: UUID,
        *,
        scheduled_at: When | None = None,
        due_at: When | None = None,
        by_days: int | None = None,
        **options: Any,
    ) -> InteractionOut:
        body = {"scheduled_at": scheduled_at, "due_at": due_at, "by_days": by_days, **options}
        return await self._change(interactions.reschedule_interaction, interaction_id, body)

    async def assign(self, interaction_id: UUID, assignee_id: UUID | None, **options: Any) -> InteractionOut:
        body = {"assignee_id": assignee_id, **options}
        return await self._change(interactions.assign_interaction, interaction_id, body)

    async def undo(self, interaction_id: UUID, **options: Any) -> UndoneOut:
        """Take back a completion, skip or cancel."""
        undone: UndoneOut = await self._run(interactions.undo_interaction, {"interaction_id": interaction_id}, options)
        return undone

    async def list_interactions(self, **query: Any) -> InteractionPageOut:
        """Filters, `sort`, `limit` and `cursor` as in `GET /v1/interactions`."""
        page: InteractionPageOut = await self._run(interactions.list_interactions, {}, query)
        return page

    async def bulk(self, verb: BulkVerb, **body: Any) -> BulkOut:
        """One verb on many, as `POST /v1/interactions/bulk/<verb>`: `ids` or `filter`, the verb's own fields,
        `dry_run`, `atomic`. Above 1000 items the answer's job waits for a worker."""
        ran: BulkOut = await self._run(_BULK[verb], {}, body)
        return ran

    async def get_job(self, job_id: UUID) -> JobOut:
        """How far a bulk act is."""
        job: JobOut = await self._run(jobs.get_job, {"job_id": job_id})
        return job

    async def job_items(self, job_id: UUID, **query: Any) -> JobItemPageOut:
        """What came of each item: `status`, `limit`, `cursor`."""
        page: JobItemPageOut = await self._run(jobs.list_job_items, {"job_id": job_id}, query)
        return page

    async def cancel_job(self, job_id: UUID) -> JobOut:
        """End a job; what is done stays done."""
        job: JobOut = await self._run(jobs.cancel_job, {"job_id": job_id}, {})
        return job

    async def undo_job(self, job_id: UUID) -> BulkOut:
        """Take back a bulk act, within 24 hours, where nobody touched anything since."""
        ran: BulkOut = await self._run(bulk.undo_job, {"job_id": job_id}, {})
        return ran

    async def next_pending(self, customer_id: UUID) -> InteractionOut | None:
        """The customer's next step, or None when nothing is open."""
        ids = {"customer_id": customer_id}
        found: InteractionOut | None = await self._run(customer_interactions.get_next_interaction, ids)
        return found

    async def pending(self, customer_id: UUID, **query: Any) -> InteractionPageOut:
        """The customer's open interactions in working order."""
        ids = {"customer_id": customer_id}
        page: InteractionPageOut = await self._run(customer_interactions.list_pending_interactions, ids, query)
        return page

    async def overdue(self, customer_id: UUID, **query: Any) -> InteractionPageOut:
        """The customer's overdue interactions in working order."""
        ids = {"customer_id": customer_id}
        page: InteractionPageOut = await self._run(customer_interactions.list_overdue_interactions, ids, query)
        return page

    async def create_template(self, name: str, steps: list[dict[str, Any]], **fields: Any) -> TemplateOut:
        """Publish a template as its version 1; steps as in the JSON of the API."""
        body = {"name": name, "steps": steps, **fields}
        made: TemplateOut = await self._run(templates.create_template, {}, body)
        return made

    async def list_templates(self, **query: Any) -> TemplatePageOut:
        page: TemplatePageOut = await self._run(templates.list_templates, {}, query)
        return page

    async def export(self, what: Exported = "everything") -> AsyncIterator[bytes]:
        """The file of `GET /v1/exports/<what>`, part by part, as of one moment."""
        stream: Stream = await self._run(_EXPORTS[what], {})
        async with self._database.snapshot(self.tenant.id) as view:
            async for part in stream.source(view):
                yield part

    async def _finish(self, endpoint: Endpoint, interaction_id: UUID, body: dict[str, Any]) -> CompletionOut:
        finished: CompletionOut = await self._run(endpoint, {"interaction_id": interaction_id}, body)
        return finished

    async def _change(self, endpoint: Endpoint, interaction_id: UUID, body: dict[str, Any]) -> InteractionOut:
        changed: InteractionOut = await self._run(endpoint, {"interaction_id": interaction_id}, body)
        return changed

    async def _move(self, endpoint: Endpoint, workflow_id: UUID, body: dict[str, Any]) -> WorkflowMovedOut:
        moved: WorkflowMovedOut = await self._run(endpoint, {"workflow_id": workflow_id}, body)
        return moved

    async def _run(self, endpoint: Endpoint, ids: dict[str, UUID], sent: dict[str, Any] | None = None) -> Any:
        fields = dict(sent or {})
        if_match = fields.pop("if_match", None)
        shapes = [shape for shape in (_ROUTES[endpoint].body, _ROUTES[endpoint].query) if shape is not None]
        arguments = [_read(shape, fields, _ROUTES[endpoint].max_body_bytes) for shape in shapes]
        actor = Actor("local", self.tenant.local_member_id, "owner", self.tenant.local_member_id, "library")
        async with self._database.transaction(self.tenant.id) as tx:
            kept = await settings.get_settings(tx, self.tenant.id)
            acting = Acting(tx, self.tenant.id, actor, kept, self._clock(), self._new_id, "library")
            answer: Answer = await endpoint(Call(acting, self.tenant, ids, if_match), *arguments)
            await tx.commit()
        return answer.content


_EXPORTS: dict[Exported, Endpoint] = {
    "everything": exports.export_everything,
    "customers": exports.export_customers,
    "interactions": exports.export_interactions,
}
_BULK: dict[str, Endpoint] = {
    "create": bulk.bulk_create,
    "complete": bulk.bulk_complete,
    "reschedule": bulk.bulk_reschedule,
    "assign": bulk.bulk_assign,
    "skip": bulk.bulk_skip,
    "cancel": bulk.bulk_cancel,
}
_ROUTES: dict[Endpoint, Route] = {route.endpoint: route for route in routing.collect(ROOMS)}


def _read(shape: Any, fields: dict[str, Any], max_bytes: int) -> Any:
    """The same reading as of a request's body, so that the same is refused in the same words."""
    return BodyReader(shape, max_bytes).decode(msgspec.json.encode(fields, enc_hook=str))
