"""The queue as it travels."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from onward.actions.queue import LooseEnds, Queue, version_of
from onward.api.shapes.beside import Peeking, QueueCustomerOut, QueueTemplateOut, template_out
from onward.api.shapes.coverage import UncoveredOut
from onward.api.shapes.fields import Cursor, Instant, Limit
from onward.api.shapes.interactions import InteractionOut
from onward.domain.queue import Section
from onward.domain.records import Definition
from onward.store.queue import Queued, Totals

QueueSection = Literal["overdue", "today", "upcoming", "done_today", "loose_ends"]


class QueueQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Left out, `section` means a first page of every one; further pages are asked for one by one."""

    assignee: (
        Annotated[
            str,
            Meta(
                max_length=40,
                description='A member\'s id, "me", or "none" for nobody\'s; left out: "me", and "none" for a key '
                "that acts for no member",
            ),
        ]
        | None
    ) = None
    section: QueueSection | None = None
    include: Peeking = []
    limit: Annotated[Limit, Meta(description="How many of each section; left out: 50 of one, 20 of all")] | None = None
    cursor: Cursor | None = None

    @property
    def most(self) -> int:
        """How many of each section; a first look at all of them is a short one."""
        return self.limit or (20 if self.section is None else 50)


class QueueItemOut(Struct, frozen=True):
    interaction: InteractionOut
    customer: QueueCustomerOut
    template: QueueTemplateOut | None


class QueueSectionOut(Struct, frozen=True):
    """`total` counts the whole section, on whatever page."""

    section: Section
    total: int
    data: list[QueueItemOut]
    next_cursor: str | None


class LooseEndsOut(Struct, frozen=True):
    """Active customers of the assignee, and those without an owner, whom nothing covers."""

    total: int
    data: list[UncoveredOut]
    next_cursor: str | None


class QueueOut(Struct, frozen=True):
    """Of nobody, `assignee_id` is null. `zone` is that by which today begins and ends; all pages are as of
    `as_of`. `sections` and `loose_ends` hold what was asked for."""

    assignee_id: UUID | None
    zone: str
    as_of: Instant
    sections: list[QueueSectionOut]
    loose_ends: LooseEndsOut | None


def section_out(
    section: Section, queue: Queue, shown: list[Queued], interactions: dict[UUID, InteractionOut], cursor: str | None
) -> QueueSectionOut:
    data = [_item(each, interactions[each.interaction.id], queue.definitions) for each in shown]
    return QueueSectionOut(section, _total(queue.totals, section), data, cursor)


def loose_ends_out(found: LooseEnds, limit: int, next_cursor: str | None) -> LooseEndsOut:
    return LooseEndsOut(found.total, [UncoveredOut.of(each) for each in found.data[:limit]], next_cursor)


def _total(totals: Totals, section: Section) -> int:
    total: int = getattr(totals, section)
    return total


def _item(queued: Queued, interaction: InteractionOut, definitions: dict[tuple[UUID, int], Definition]) -> QueueItemOut:
    customer = QueueCustomerOut(
        interaction.customer_id, queued.customer_name, queued.customer_company, queued.customer_zone
    )
    return QueueItemOut(interaction, customer, _template(queued, definitions))


def _template(queued: Queued, definitions: dict[tuple[UUID, int], Definition]) -> QueueTemplateOut | None:
    version = version_of(queued)
    if version is None or version not in definitions:
        return None
    return template_out(*version, definitions[version], queued.interaction.step_number)
