"""The made-up world that every benchmark runs on: how many of what, and which id the n-th thing has.

An id is a prefix and a decimal number of twelve digits, so that Python, SQL and pgbench all name the same
thing without asking each other. Nothing here touches a database.
"""

from uuid import UUID

from msgspec import Struct

TENANTS = 50
MEMBERS = 10
CAMPAIGNS = 5
INTERACTIONS_EACH = 10
WORKFLOWS_EACH = 4
OPEN_AT = INTERACTIONS_EACH - 1
# The open interactions are planned for as many days as this, half of them past.
DUE_DAYS = 40

FIRST = 100_000_000_000
PREFIXES = {
    "tenant": "0190a001-0000-7000-8000-",
    "member": "0190a002-0000-7000-8000-",
    "campaign": "0190a003-0000-7000-8000-",
    "template": "0190a004-0000-7000-8000-",
    "customer": "0190a005-0000-7000-8000-",
    "workflow": "0190a006-0000-7000-8000-",
    "interaction": "0190a007-0000-7000-8000-",
}


def id_of(kind: str, number: int) -> UUID:
    return UUID(f"{PREFIXES[kind]}{FIRST + number}")


def sql_id(kind: str, number: str) -> str:
    """The same id as an SQL expression of a number expression."""
    return f"('{PREFIXES[kind]}' || ({FIRST} + {number})::text)::uuid"


class World(Struct, frozen=True):
    """A database of `interactions` in all; customers are numbered from 0, round robin over the tenants."""

    interactions: int

    @property
    def customers(self) -> int:
        return self.interactions // INTERACTIONS_EACH

    @property
    def database(self) -> str:
        return f"bench_{self.interactions}"

    def check(self) -> None:
        if self.interactions % (INTERACTIONS_EACH * TENANTS):
            raise ValueError(f"the number of interactions must be a multiple of {INTERACTIONS_EACH * TENANTS}")

    def open_interaction(self, customer: int) -> int:
        """The number of the customer's only open interaction: interactions are numbered as they came to be."""
        return OPEN_AT * self.customers + customer

    def is_overdue(self, customer: int) -> bool:
        """Whether the open interaction was due before the day on which the world was made, with a day to spare."""
        return customer // TENANTS % DUE_DAYS < 16

    def active_workflow(self, customer: int) -> int:
        return (WORKFLOWS_EACH - 1) * self.customers + customer


def tenant_of(customer: int) -> int:
    return customer % TENANTS


def member_of(customer: int) -> int:
    """The owner of the customer, who is also the assignee of all that is planned with it."""
    return tenant_of(customer) * MEMBERS + customer // TENANTS % MEMBERS


def campaign_of(customer: int) -> int:
    """The campaign of a customer; only customers for whom `is_in_campaign` belong to theirs."""
    return tenant_of(customer) * CAMPAIGNS + customer // TENANTS % CAMPAIGNS


def is_in_campaign(customer: int) -> bool:
    return customer // (TENANTS * CAMPAIGNS) % 2 == 0
