"""Do-not-contact, once steps are planned: those of a blocked channel get another one."""

import msgspec

from onward.actions import changes
from onward.actions.acting import Acting
from onward.domain import blocking
from onward.domain.records import HAND_MADE_ORIGINS, Customer, Interaction
from onward.domain.search import title_words
from onward.store import interactions, situations


async def replace_blocked_steps(acting: Acting, customer: Customer) -> None:
    """Give planned steps of channels that are blocked now another type. The customer must be locked.

    What a person planned, or has begun, stays for that person to decide.
    """
    if not customer.do_not_contact:
        return
    for step in await interactions.list_open_of_customer(acting.tx, acting.tenant_id, customer.id):
        if step.status == "pending" and step.origin not in HAND_MADE_ORIGINS:
            await _replace(acting, step)


async def _replace(acting: Acting, before: Interaction) -> None:
    loaded = await situations.get_situation(acting.tx, acting.tenant_id, before.id, None, [])
    found = blocking.stand_in(loaded.situation)
    if found is None:
        return
    after = msgspec.structs.replace(found, version=before.version + 1, updated_at=acting.now)
    columns = interactions.changed_columns(before, after)
    event = changes.interaction_event(
        acting, "interaction.updated", after, changes.picked(before, columns), changes.picked(after, columns)
    )
    await interactions.update_interaction(acting.tx, acting.tenant_id, before, after, changes.writing(acting), [event])
    if after.title != before.title:
        await interactions.replace_words(acting.tx, acting.tenant_id, after.id, title_words(after.title))
