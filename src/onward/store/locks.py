"""The customer's lock, which everything that ends, opens or moves one of its steps takes first.

Each session prepares these statements once. They travel in the message that begins the transaction, which
is plain text, and parsing and planning them there each time would cost more than the lock itself.
"""

from uuid import UUID

_STATEMENTS = {
    "lock_customer": """
        SELECT FROM public.customers c WHERE c.tenant_id = $1 AND c.id = $2
        FOR NO KEY UPDATE
    """,
    "lock_customer_of": """
        SELECT FROM public.customers c
        WHERE c.tenant_id = $1 AND c.id = (
          SELECT i.customer_id FROM public.interactions i WHERE i.tenant_id = $1 AND i.id = $2
        )
        FOR NO KEY UPDATE
    """,
    "lock_customer_of_workflow": """
        SELECT FROM public.customers c
        WHERE c.tenant_id = $1 AND c.id = (
          SELECT w.customer_id FROM public.workflows w WHERE w.tenant_id = $1 AND w.id = $2
        )
        FOR NO KEY UPDATE
    """,
    "lock_customer_of_conversation": """
        SELECT FROM public.customers c
        WHERE c.tenant_id = $1 AND c.id = (
          SELECT v.customer_id FROM public.conversations v WHERE v.tenant_id = $1 AND v.id = $2
        )
        FOR NO KEY UPDATE
    """,
}

TRIES = 2
"""How often a thing's customer is looked for: it may be merged into another one while its lock is waited for, and then
the thing is that one's."""

PREPARE = "; ".join(f"PREPARE {name} (uuid, uuid) AS {sql}" for name, sql in _STATEMENTS.items())


def customer(tenant_id: UUID, customer_id: UUID) -> str:
    """For the beginning of a transaction: lock a customer."""
    return f"EXECUTE lock_customer('{tenant_id}', '{customer_id}')"


def customer_of(tenant_id: UUID, interaction_id: UUID) -> str:
    """For the beginning of a transaction: lock the customer of an interaction."""
    return f"EXECUTE lock_customer_of('{tenant_id}', '{interaction_id}')"


def customer_of_workflow(tenant_id: UUID, workflow_id: UUID) -> str:
    """For the beginning of a transaction: lock the customer of a workflow."""
    return f"EXECUTE lock_customer_of_workflow('{tenant_id}', '{workflow_id}')"


def customer_of_conversation(tenant_id: UUID, conversation_id: UUID) -> str:
    """For the beginning of a transaction: lock the customer of a conversation."""
    return f"EXECUTE lock_customer_of_conversation('{tenant_id}', '{conversation_id}')"
