"""What would come next, over HTTP; and what stands beside each interaction that a list shows."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from msgspec import UNSET

from onward.actions import peeking
from onward.actions.acting import Acting
from onward.api.routing import Answer, Call, Routes
from onward.api.shapes.beside import QueueCustomerOut, QueueTemplateOut, template_out
from onward.api.shapes.interactions import InteractionOut, PeekOut, PeeksOut, View
from onward.domain.records import OPEN, Interaction
from onward.domain.roles import Permission
from onward.store import customers, queue

ROUTES = Routes()


@ROUTES.get(
    "/v1/interactions/{interaction_id:uuid}/peek",
    permission=Permission.READ,
    answers=PeeksOut,
    summary="What would come next, by outcome, on skipping and on cancelling; nothing is written",
    tag="Interactions",
)
async def peek_interaction(call: Call) -> Answer:
    """What the verb itself would create if it came now; an act that would be refused is left out. `id` is null for
    what is not saved."""
    foreseen = await peeking.peek_interaction(call.acting, call.id("interaction_id"))
    return Answer(PeeksOut(View.of(call.acting).peeked(foreseen)))


async def shown(
    acting: Acting, view: View, records: Sequence[Interaction], include: Sequence[str]
) -> list[InteractionOut]:
    """The interactions as they travel, with what `include` asks for beside each."""
    plain = [view.interaction(record) for record in records]
    peeks = await _peeks(acting, view, records) if "peek" in include else {}
    whose = await _customers(acting, records) if "customer" in include else {}
    places = await _places(acting, records) if "template" in include else {}
    if not include:
        return plain
    return [
        msgspec.structs.replace(
            one,
            peek=peeks.get(one.id, []) if "peek" in include else UNSET,
            customer=whose.get(one.customer_id, UNSET),
            template=places.get(one.id) if "template" in include else UNSET,
        )
        for one in plain
    ]


async def _peeks(acting: Acting, view: View, records: Sequence[Interaction]) -> dict[UUID, list[PeekOut]]:
    foreseen = await peeking.peek_interactions(acting, [record.id for record in records if record.status in OPEN])
    return {interaction_id: view.peeked(each) for interaction_id, each in foreseen.items()}


async def _customers(acting: Acting, records: Sequence[Interaction]) -> dict[UUID, QueueCustomerOut]:
    ids = {record.customer_id for record in records}
    found = await customers.list_named(acting.tx, acting.tenant_id, ids)
    return {one.id: QueueCustomerOut(one.id, one.name, one.company, one.timezone) for one in found}


async def _places(acting: Acting, records: Sequence[Interaction]) -> dict[UUID, QueueTemplateOut]:
    """Where each step stands in its template, by the interaction's id."""
    versions = {
        record.id: (record.template_id, record.template_version)
        for record in records
        if record.template_id is not None and record.template_version is not None
    }
    definitions = await queue.list_definitions(acting.tx, acting.tenant_id, versions.values())
    return {
        record.id: template_out(*versions[record.id], definitions[versions[record.id]], record.step_number)
        for record in records
        if versions.get(record.id) in definitions
    }
