"""Templates: create, edit, draft, publish, archive, simulate."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from onward.actions import changes
from onward.actions.acting import Acting
from onward.domain import beginnings, errors, references, template_warnings, templates
from onward.domain.records import Customer, Definition, Event, Template
from onward.domain.schedule import Moment
from onward.domain.simulation import SimulatedStep, simulate
from onward.store import events, members, vocabulary
from onward.store import outcomes as store_outcomes
from onward.store import templates as store_templates
from onward.store.outcomes import OUTCOMES
from onward.store.types import TYPES


class TemplateEdit(msgspec.Struct, frozen=True):
    """What becomes of a template; what is UNSET stays."""

    definition: Definition | UnsetType = UNSET
    is_active: bool | UnsetType = UNSET
    is_default: bool | UnsetType = UNSET


class Simulation(msgspec.Struct, frozen=True):
    """A dated path, and what is hardly meant in the definition that takes it."""

    path: list[SimulatedStep]
    warnings: list[errors.Fault]


async def create_template(
    acting: Acting, definition: Definition, *, is_active: bool = True, is_default: bool = False
) -> Template:
    """Publish a new template as version 1. Raises Invalid with the place of each fault."""
    await _check(acting, definition)
    _check_default(is_active=is_active, is_default=is_default)
    made = Template(
        id=acting.new_id(),
        version=1,
        definition=definition,
        draft=None,
        is_active=is_active,
        is_default=is_default,
        archived_at=None,
        revision=1,
        created_at=acting.now,
        updated_at=acting.now,
    )
    await add_template(acting, made)
    return made


async def add_template(acting: Acting, template: Template, seed_key: str | None = None) -> bool:
    """Store a new template with its version; False when its seed is there already."""
    if template.is_default:
        await _unset_default(acting, template.id)
    if not await store_templates.insert_template(acting.tx, acting.tenant_id, template, seed_key):
        return False
    await _publish(acting, template)
    await _note(acting, "template.created", None, template)
    return True


async def edit_template(acting: Acting, template_id: UUID, edit: TemplateEdit, if_match: int | None = None) -> Template:
    """Change flags at once; a new definition becomes the next version, and a draft is dropped.

    Running workflows keep the version that they began with. Raises NotFound, Stale, Conflict, Invalid.
    """
    before = await _lock(acting, template_id, if_match)
    after = before
    if edit.definition is not UNSET and edit.definition != before.definition:
        await _check(acting, edit.definition)
        after = msgspec.structs.replace(after, definition=edit.definition, version=before.version + 1, draft=None)
    if edit.is_active is not UNSET:
        after = msgspec.structs.replace(after, is_active=edit.is_active)
    if edit.is_default is not UNSET:
        after = msgspec.structs.replace(after, is_default=edit.is_default)
    _check_default(is_active=after.is_active, is_default=after.is_default)
    return await _save(acting, "template.updated", before, after)


async def put_draft(
    acting: Acting, template_id: UUID, draft: Definition | None, if_match: int | None = None
) -> Template:
    """Keep a draft beside the published version, or drop it with None. Raises NotFound, Stale, Conflict, Invalid."""
    before = await _lock(acting, template_id, if_match)
    if draft is not None:
        await _check(acting, draft)
    return await _save(acting, "template.drafted", before, msgspec.structs.replace(before, draft=draft))


async def publish_draft(acting: Acting, template_id: UUID, if_match: int | None = None) -> Template:
    """Make the draft the next version. Raises NotFound, Stale, Conflict when there is no draft, Invalid."""
    before = await _lock(acting, template_id, if_match)
    if before.draft is None:
        raise errors.Conflict("This template has no draft to publish. Save one first.")
    await _check(acting, before.draft)
    after = msgspec.structs.replace(before, definition=before.draft, version=before.version + 1, draft=None)
    return await _save(acting, "template.published", before, after)


async def archive_template(acting: Acting, template_id: UUID, if_match: int | None = None) -> Template:
    """Stop new starts; running workflows go on. An archived one is answered as it is.

    Raises NotFound, Stale.
    """
    before = await lock_template(acting, template_id)
    if before.archived_at is not None:
        return before
    changes.check_version(before.revision, if_match)
    after = msgspec.structs.replace(before, archived_at=acting.now, is_default=False)
    return await _save(acting, "template.archived", before, after)


async def restore_template(acting: Acting, template_id: UUID, if_match: int | None = None) -> Template:
    """Take an archived template back into use, not as the default. Raises NotFound, Stale."""
    before = await lock_template(acting, template_id)
    if before.archived_at is None:
        return before
    changes.check_version(before.revision, if_match)
    return await _save(acting, "template.restored", before, msgspec.structs.replace(before, archived_at=None))


async def simulate_template(
    acting: Acting,
    definition: Definition,
    customer: Customer | None,
    start: Moment,
    outcomes: Sequence[str | None],
    *,
    place: str = "",
) -> Simulation:
    """The dated path of a definition under some outcomes, and what is hardly meant in it; nothing is written.

    Raises Invalid; `place` goes before the place of each fault, for a definition that is a part of something.
    """
    await _check(acting, definition, place)
    kinds = await store_outcomes.list_outcome_kinds(acting.tx, acting.tenant_id)
    path = simulate(definition, acting.settings, customer or _somebody(acting), start, outcomes, kinds, acting.now)
    types = {
        one.key: one for one in await vocabulary.list_words(acting.tx, acting.tenant_id, TYPES, with_archived=False)
    }
    in_use = {
        one.key: one.kind
        for one in await vocabulary.list_words(acting.tx, acting.tenant_id, OUTCOMES, with_archived=False)
    }
    found = template_warnings.warnings(definition, path, start.at, types, in_use)
    return Simulation(path, [errors.Fault(place + one.field, one.message) for one in found])


def _somebody(acting: Acting) -> Customer:
    """Stands for any customer where a path is asked for without one."""
    return beginnings.new_customer(identity=acting.tenant_id, name="the customer", now=acting.now)


async def lock_template(acting: Acting, template_id: UUID) -> Template:
    """The template, which nobody else changes until the transaction ends. Raises NotFound."""
    await store_templates.lock_template(acting.tx, acting.tenant_id, template_id)
    return await store_templates.get_template(acting.tx, acting.tenant_id, template_id)


async def _lock(acting: Acting, template_id: UUID, if_match: int | None) -> Template:
    template = await lock_template(acting, template_id)
    changes.check_version(template.revision, if_match)
    if template.archived_at is not None:
        raise errors.Conflict("This template is archived. Restore it before you change it.")
    return template


async def _check(acting: Acting, definition: Definition, place: str = "") -> None:
    faults = templates.validate(definition)
    if not faults:
        faults = await _unknown_references(acting, definition)
    if faults:
        raise errors.Invalid([errors.Fault(place + fault.field, fault.message) for fault in faults])


async def _unknown_references(acting: Acting, definition: Definition) -> list[errors.Fault]:
    named = references.template_places(definition)
    missing = await store_templates.list_missing_templates(
        acting.tx, acting.tenant_id, [template_id for _, template_id in named]
    )
    faults = [errors.Fault(place, "names no template that exists here") for place, one in named if one in missing]
    for place, member_id in references.member_places(definition):
        if await members.find_member(acting.tx, acting.tenant_id, member_id) is None:
            faults.append(errors.Fault(place, "names no member that exists here"))
    return faults


def _check_default(*, is_active: bool, is_default: bool) -> None:
    if is_default and not is_active:
        raise errors.Invalid.field("is_default", "only an active template can be the default")


async def _save(acting: Acting, kind: str, before: Template, after: Template) -> Template:
    if after == before:
        return before
    after = msgspec.structs.replace(after, revision=before.revision + 1, updated_at=acting.now)
    if after.is_default and not before.is_default:
        await _unset_default(acting, after.id)
    if after.version != before.version:
        await _publish(acting, after)
    await store_templates.update_template(acting.tx, acting.tenant_id, after)
    await _note(acting, kind, before, after)
    return after


async def _unset_default(acting: Acting, except_id: UUID) -> None:
    for template_id in await store_templates.unset_default(acting.tx, acting.tenant_id, except_id, acting.now):
        old, new = {"id": template_id, "is_default": True}, {"id": template_id, "is_default": False}
        event = Event(id=acting.new_id(), kind="template.updated", old=old, new=new)
        await events.insert_events(acting.tx, acting.tenant_id, changes.writing(acting), [event])


async def _publish(acting: Acting, template: Template) -> None:
    named = [*references.template_places(template.definition), *references.member_places(template.definition)]
    refers_to = list({identity for _, identity in named})
    await store_templates.insert_version(acting.tx, acting.tenant_id, template, refers_to, acting.now, acting.actor.id)


async def _note(acting: Acting, kind: str, before: Template | None, after: Template) -> None:
    names = ["version", "draft", "is_active", "is_default", "archived_at", "definition"]
    changed = [name for name in names if before is None or getattr(before, name) != getattr(after, name)]
    event = Event(
        id=acting.new_id(),
        kind=kind,
        old=None if before is None else {"id": before.id, **changes.picked(before, changed)},
        new={"id": after.id, **changes.picked(after, changed)},
    )
    await events.insert_events(acting.tx, acting.tenant_id, changes.writing(acting), [event])
