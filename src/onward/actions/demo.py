"""The demo's rows: how many there are, and taking them away when the real work begins."""

from msgspec import Struct

from onward.actions import changes
from onward.actions.acting import Acting
from onward.domain.records import Event
from onward.store import batches, demo, events, removal
from onward.store.demo import Kind

# What refers to another comes before it: newer templates name older ones.
_BESIDES: tuple[Kind, ...] = ("campaign", "template", "member")


class DemoCount(Struct, frozen=True):
    """How many rows of each kind are the demo's; on removal, how many went."""

    customers: int
    campaigns: int
    templates: int
    members: int


async def count(acting: Acting) -> DemoCount:
    kinds: tuple[Kind, ...] = ("customer", *_BESIDES)
    return DemoCount(*[len(await demo.list_tagged(acting.tx, acting.tenant_id, kind)) for kind in kinds])


async def remove(acting: Acting) -> DemoCount:
    """Remove the demo's customers with all that hangs on them, whoever made it; and its campaigns, templates and
    members as far as nothing of one's own needs them. What stays is no longer the demo's."""
    tx, tenant_id = acting.tx, acting.tenant_id
    tagged = await demo.list_tagged(tx, tenant_id, "customer")
    await batches.lock_customers(tx, tenant_id, tagged)
    customers = await demo.list_tagged(tx, tenant_id, "customer")
    await removal.delete_customers(tx, tenant_id, customers)
    gone = [await _remove_kind(acting, kind) for kind in _BESIDES]
    await demo.untag_all(tx, tenant_id)
    counted = DemoCount(len(customers), *gone)
    if any((len(customers), *gone)):
        event = Event(id=acting.new_id(), kind="demo.removed", old=changes.everything(counted))
        await events.insert_events(tx, tenant_id, changes.writing(acting), [event])
    return counted


async def _remove_kind(acting: Acting, kind: Kind) -> int:
    ids = await demo.list_tagged(acting.tx, acting.tenant_id, kind)
    gone = [await demo.try_delete(acting.tx, acting.tenant_id, kind, each) for each in reversed(ids)]
    return sum(gone)
