"""What every tenant has from its first moment: settings, types, outcomes, the local member, both templates."""

from onward.actions.acting import Acting
from onward.actions.templates import add_template
from onward.domain.records import Member, Template, Tenant, TenantSettings
from onward.domain.seeded_templates import SEEDED
from onward.domain.vocabulary import OUTCOMES, TYPES
from onward.store import members, outcomes, settings, templates, types, vocabulary


async def seed_tenant(acting: Acting, tenant: Tenant) -> int:
    """Add what is missing and leave what is there; returns how many templates were added."""
    await settings.insert_settings(acting.tx, acting.tenant_id, TenantSettings(), acting.now)
    await vocabulary.insert_words(acting.tx, acting.tenant_id, types.TYPES, list(TYPES))
    await vocabulary.insert_words(acting.tx, acting.tenant_id, outcomes.OUTCOMES, list(OUTCOMES))
    await _add_local_member(acting, tenant)
    return await _add_templates(acting)


async def _add_local_member(acting: Acting, tenant: Tenant) -> None:
    if await members.find_member(acting.tx, acting.tenant_id, tenant.local_member_id) is not None:
        return
    owner = Member(
        id=tenant.local_member_id,
        name="Owner",
        email=None,
        role="owner",
        zone=None,
        is_active=True,
        version=1,
        created_at=acting.now,
        updated_at=acting.now,
    )
    await members.insert_member(acting.tx, acting.tenant_id, owner)


async def _add_templates(acting: Acting) -> int:
    seeded = await templates.list_seed_keys(acting.tx, acting.tenant_id)
    missing = [seed for seed in SEEDED if seed.name not in seeded]
    may_be_default = bool(missing) and not await templates.has_default(acting.tx, acting.tenant_id)
    for seed in missing:
        template = Template(
            id=acting.new_id(),
            version=1,
            definition=seed.definition,
            draft=None,
            is_active=True,
            is_default=seed.is_default and may_be_default,
            archived_at=None,
            revision=1,
            created_at=acting.now,
            updated_at=acting.now,
        )
        await add_template(acting, template, seed.name)
    return len(missing)
