"""Unplanned contact over HTTP: what happened without having been planned."""

from onward.actions import contacts
from onward.api.routing import Answer, Call, Routes
from onward.api.shapes import fields
from onward.api.shapes.interactions import LoggedOut, LogInteractionIn, View
from onward.api.shapes.next_requests import next_request
from onward.domain.errors import Invalid
from onward.domain.roles import Permission

ROUTES = Routes()
TAG = "Interactions"


@ROUTES.post(
    "/v1/interactions/log",
    permission=Permission.WRITE_INTERACTIONS,
    body=LogInteractionIn,
    answers=LoggedOut,
    also=(201,),
    summary="Log something that has happened without having been planned",
    tag=TAG,
)
async def log_interaction(call: Call, body: LogInteractionIn) -> Answer:
    """It satisfies the planned step that it was, moves the next one on, or leaves the plan alone; whoever has no next
    step afterwards gets one, as on completion. Answers 201 where an interaction was made for it."""
    acting = call.acting
    if body.move_days is not None and body.effect != "move":
        raise Invalid.field("move_days", "goes with the effect move only")
    happened_at = fields.moment(body.completed_at, acting.settings, "completed_at")
    logged = await contacts.log_contact(
        acting,
        contacts.Contact(
            customer_id=body.customer_id,
            type=body.type,
            outcome=body.outcome,
            outcome_details=body.outcome_details,
            completed_at=happened_at.at if happened_at else None,
            title=body.title,
            description=body.description,
            effect=body.effect,
            interaction_id=body.interaction_id,
            move_days=body.move_days,
            next=next_request(body.next, acting.settings),
            assignee_id=body.assignee_id,
            campaign_id=body.campaign_id,
            conversation_id=body.conversation_id,
            metadata=fields.checked_metadata(body.metadata),
        ),
    )
    return _answer(call, logged)


def _answer(call: Call, logged: contacts.Logged) -> Answer:
    done = View.of(call.acting).completion(logged.finished)
    is_new = logged.effect != "satisfy"
    following = done.next_interaction
    return Answer(
        LoggedOut(logged.effect, done.interaction, following, done.next_step),
        status=201 if is_new else 200,
        etag=done.interaction.version,
        location=f"/v1/interactions/{done.interaction.id}" if is_new else None,
        interaction_id=done.interaction.id,
        next_interaction_id=following.id if following else None,
    )
