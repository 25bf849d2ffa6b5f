"""Templates as they travel between tenants: gathered with all that they lead to, taken in as new ones."""

from uuid import UUID

from msgspec import Struct, structs

from onward.actions.acting import Acting
from onward.actions.templates import add_template
from onward.domain import errors, references, templates
from onward.domain.errors import Fault
from onward.domain.records import Definition, Template
from onward.store import members
from onward.store import templates as store_templates


class Packed(Struct, frozen=True):
    """A template in a bundle; `id` is what others in it call it by."""

    id: UUID
    definition: Definition
    is_active: bool = True


class TakenIn(Struct, frozen=True):
    """The new templates in the order of the bundle, and what could not be kept."""

    templates: list[Template]
    notes: list[Fault]


async def gather_templates(acting: Acting, wanted: list[UUID]) -> list[Template]:
    """These templates, none for all that are not archived, and those that they lead to. Raises NotFound."""
    known = {one.id: one for one in await store_templates.list_all_templates(acting.tx, acting.tenant_id)}
    ahead = wanted or [one.id for one in known.values() if one.archived_at is None]
    found: dict[UUID, Template] = {}
    while ahead:
        template_id = ahead.pop(0)
        if template_id not in known:
            raise errors.NotFound("There is no template with this id.")
        if template_id not in found:
            found[template_id] = known[template_id]
            ahead += [named for _, named in references.template_places(known[template_id].definition)]
    return list(found.values())


async def take_in_templates(acting: Acting, bundle: list[Packed]) -> TakenIn:
    """Make new templates of a bundle, none of them the default. What one of them leads to is meant inside the bundle,
    else among the tenant's own; a member that is not known here is left out, and noted.

    Raises Invalid with the place of each fault; then nothing is made.
    """
    ids = {one.id: acting.new_id() for one in bundle}
    if len(ids) < len(bundle):
        raise errors.Invalid.field("templates", "two of them have the same id")
    strangers = await _strangers(acting, bundle)
    definitions = [references.rewritten(one.definition, ids, set(strangers)) for one in bundle]
    await _check(acting, definitions, set(ids.values()))
    made = [
        _new_template(acting, ids[one.id], definition, is_active=one.is_active)
        for one, definition in zip(bundle, definitions, strict=True)
    ]
    for template in made:
        await add_template(acting, template)
    return TakenIn(made, _notes(bundle, strangers))


def _new_template(acting: Acting, identity: UUID, definition: Definition, *, is_active: bool) -> Template:
    return Template(
        id=identity,
        version=1,
        definition=definition,
        draft=None,
        is_active=is_active,
        is_default=False,
        archived_at=None,
        revision=1,
        created_at=acting.now,
        updated_at=acting.now,
    )


async def _strangers(acting: Acting, bundle: list[Packed]) -> list[UUID]:
    """The members that are named and not known here."""
    named = list({member for one in bundle for _, member in references.member_places(one.definition)})
    return await members.list_missing_members(acting.tx, acting.tenant_id, named)


async def _check(acting: Acting, definitions: list[Definition], in_bundle: set[UUID]) -> None:
    faults = []
    for index, definition in enumerate(definitions):
        found = templates.validate(definition) or await _unknown_templates(acting, definition, in_bundle)
        faults += [structs.replace(fault, field=f"templates[{index}].{fault.field}") for fault in found]
    if faults:
        raise errors.Invalid(faults)


async def _unknown_templates(acting: Acting, definition: Definition, in_bundle: set[UUID]) -> list[Fault]:
    outside = [(place, named) for place, named in references.template_places(definition) if named not in in_bundle]
    missing = await store_templates.list_missing_templates(
        acting.tx, acting.tenant_id, [template_id for _, template_id in outside]
    )
    return [
        Fault(place, "names a template that is neither in the file nor here")
        for place, template_id in outside
        if template_id in missing
    ]


def _notes(bundle: list[Packed], strangers: list[UUID]) -> list[Fault]:
    return [
        Fault(f"templates[{index}].{place}", "names a member who is not known here, and was left out")
        for index, one in enumerate(bundle)
        for place, member_id in references.member_places(one.definition)
        if member_id in strangers
    ]
