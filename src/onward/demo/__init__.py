"""A tenant to try things on: believable customers and a year of work with them, done, running, overdue and ahead.

Everything is decided by the engine, as if people had done it; the clock is the caller's. The many are told in memory
and written at once (year.py); two dozen, with conversations and plans made by hand, by the acts of the API (story.py).
"""

import msgspec

from onward.actions import tenants
from onward.actions.acting import Acting
from onward.demo import stages
from onward.demo.people import TENANT_NAME
from onward.domain.records import Tenant

__all__ = ["TENANT_NAME", "Populated", "populate"]


class Populated(msgspec.Struct, frozen=True):
    """How many there are now."""

    customers: int
    members: int


async def populate(acting: Acting, tenant: Tenant) -> Populated:
    """Seed a tenant that has just been made, and tell the story up to `acting.now`."""
    await tenants.seed_tenant(stages.before_all(acting), tenant)
    setting = await stages.set_up(acting)
    many = await stages.tell_year(acting, setting)
    cast = await stages.tell_story(acting, setting)
    return Populated(customers=many + cast, members=len(setting.member_ids))
