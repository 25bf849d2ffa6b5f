"""The demo's rows: asking for them, counting them, and taking them away when the real work begins."""

from uuid import UUID

from msgspec import Struct

from onward.actions import changes, jobs
from onward.actions.acting import Acting
from onward.domain import errors
from onward.domain.jobs import Job
from onward.domain.records import Event
from onward.store import batches, demo, events, removal
from onward.store import jobs as store_jobs
from onward.store.demo import Kind
from onward.store.settings import lock_settings

LOAD = "demo_load"
"""The kind of job that writes the demo's rows."""
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


async def find_loading(acting: Acting) -> UUID | None:
    """The job that writes the demo's rows now, if one does."""
    return await store_jobs.find_unfinished(acting.tx, acting.tenant_id, LOAD)


async def load(acting: Acting) -> Job:
    """Have a worker write the demo's rows. Raises Conflict while they are there, or about to be."""
    await lock_settings(acting.tx, acting.tenant_id)
    if (running := await find_loading(acting)) is not None:
        raise errors.Conflict(f"The demo is being loaded already, by the job {running}. Wait for its end.")
    there = await count(acting)
    if there != DemoCount(0, 0, 0, 0):
        raise errors.Conflict(
            f"The demo is here already, with {there.customers} customers. Remove it before you load it again: "
            "POST /v1/demo/remove."
        )
    job = jobs.new_job(acting, LOAD, {})
    await jobs.queue_job(acting, job)
    return job


async def tell_loaded(acting: Acting) -> None:
    """Once all of them are written."""
    event = Event(id=acting.new_id(), kind="demo.loaded", new=changes.everything(await count(acting)))
    await events.insert_events(acting.tx, acting.tenant_id, changes.writing(acting), [event])


async def remove(acting: Acting) -> DemoCount:
    """Remove the demo's customers with all that hangs on them, whoever made it; and its campaigns, templates and
    members as far as nothing of one's own needs them. What stays is no longer the demo's. One that is being loaded is
    left off first."""
    tx, tenant_id = acting.tx, acting.tenant_id
    await lock_settings(tx, tenant_id)
    if (running := await find_loading(acting)) is not None:
        await jobs.end_unfinished(acting, running)
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
