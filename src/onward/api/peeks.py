"""What would come next, over HTTP: of one interaction, and beside each that a list shows."""

from collections.abc import Sequence

import msgspec

from onward.actions import peeking
from onward.actions.acting import Acting
from onward.api.routing import Answer, Call, Routes
from onward.api.shapes.interactions import InteractionOut, PeeksOut, View
from onward.domain.records import OPEN, Interaction
from onward.domain.roles import Permission

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
    """The interactions as they travel, with their peeks where `include` asks for them."""
    plain = [view.interaction(record) for record in records]
    if "peek" not in include:
        return plain
    foreseen = await peeking.peek_interactions(acting, [record.id for record in records if record.status in OPEN])
    return [msgspec.structs.replace(one, peek=view.peeked(foreseen.get(one.id, []))) for one in plain]
