"""What a driver error means in the product's words: by SQLSTATE and the constraint's name."""

import asyncpg

from onward.domain import errors

_CONFLICTS = {
    "uq_workflows_running": "This template is already running for this customer.",
    "uq_interactions_previous": "The next step of this interaction exists already.",
    "uq_customers_external_id": "Another customer of this tenant has this external_id.",
    "uq_members_email": "Another member of this tenant has this e-mail address.",
    "uq_people_email": "There is an account with this e-mail address already.",
    "uq_identities_person": "This account belongs to another identity of the provider.",
    "uq_memberships_person": "This person is a member already.",
    "uq_members_person": "This person is a member already.",
    "uq_templates_default": "Another template became the default at the same moment. Try again.",
    "uq_conversations_external_id": "Another conversation of this tenant has this external_id.",
    "uq_conversation_messages_external_id": "Another message of this conversation has this external_id.",
    "pk_campaign_enrolments": "This customer was enrolled at the same moment.",
    "uq_tenants_slug": "Another tenant has this slug. Choose a different one.",
}

_MISSING = {
    "fk_interactions_customer": "customer_id",
    "fk_interactions_assignee": "assignee_id",
    "fk_interactions_campaign": "campaign_id",
    "fk_interactions_conversation": "conversation_id",
    "fk_interactions_template": "template_id",
    "fk_workflows_customer": "customer_id",
    "fk_workflows_assignee": "assignee_id",
    "fk_workflows_campaign": "campaign_id",
    "fk_workflows_conversation": "conversation_id",
    "fk_customers_owner": "owner_id",
    "fk_conversations_customer": "customer_id",
    "fk_conversation_rules_template": "template_id",
    "fk_campaigns_template": "template_id",
}

_BUSY = (
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.LockNotAvailableError,
    asyncpg.QueryCanceledError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.IdleInTransactionSessionTimeoutError,
)


def translated(error: Exception) -> Exception:
    """The domain error that stands for a driver's; one that has no meaning here comes back as it is."""
    if isinstance(error, asyncpg.UniqueViolationError | asyncpg.ForeignKeyViolationError):
        return _constraint(error)
    if isinstance(error, _BUSY):
        return errors.Unavailable("The database is busy. Nothing was changed; try again in a moment.")
    if isinstance(error, asyncpg.DataError | asyncpg.ProgramLimitExceededError):
        return errors.Invalid.field("", f"a value cannot be stored: {error}")
    return error


def _constraint(error: asyncpg.PostgresError) -> Exception:
    name = getattr(error, "constraint_name", None) or ""
    if isinstance(error, asyncpg.UniqueViolationError) and name in _CONFLICTS:
        return errors.Conflict(_CONFLICTS[name])
    if name in _MISSING:
        return errors.Invalid.field(_MISSING[name], "names nothing that exists here")
    return error
