"""Answers kept under an Idempotency-Key, in the transaction of the write itself, for seven days."""

from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import msgspec

from onward.domain import errors
from onward.store.transactions import Tx

KEPT = timedelta(days=7)
WAITED_SECONDS = 2
_PRUNED_AT_ONCE = 10


class KeyScope(msgspec.Struct, frozen=True):
    """Where a key counts: for one credential, on one method and path."""

    credential: str
    method: str
    path: str
    key: str


class StoredAnswer(msgspec.Struct, frozen=True):
    """A 2xx answer as it was sent; the ids are the interactions that it names."""

    status: int
    headers: dict[str, str]
    body: bytes
    interaction_id: UUID | None = None
    next_interaction_id: UUID | None = None


_CLAIM = f"""
WITH old AS (
  SELECT k.tenant_id, k.credential, k.method, k.path, k.key FROM idempotency_keys k
  WHERE k.tenant_id = $1 AND k.created_at < $8
    AND (k.credential, k.method, k.path, k.key) <> ($2, $3, $4, $5)
  ORDER BY k.created_at LIMIT {_PRUNED_AT_ONCE}
  FOR UPDATE SKIP LOCKED
), pruned AS (
  DELETE FROM idempotency_keys k USING old
  WHERE k.tenant_id = old.tenant_id AND k.credential = old.credential AND k.method = old.method
    AND k.path = old.path AND k.key = old.key
)
INSERT INTO idempotency_keys (tenant_id, credential, method, path, key, body_hash, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT ON CONSTRAINT pk_idempotency_keys DO UPDATE
SET body_hash = excluded.body_hash, created_at = excluded.created_at, status = NULL, headers = NULL,
    body = NULL, interaction_id = NULL, next_interaction_id = NULL
WHERE idempotency_keys.created_at < $8
RETURNING 1
"""

_FIND = """
SELECT body_hash, status, headers, body, interaction_id, next_interaction_id
FROM idempotency_keys
WHERE tenant_id = $1 AND credential = $2 AND method = $3 AND path = $4 AND key = $5
"""


async def claim(tx: Tx, tenant_id: UUID, scope: KeyScope, body_hash: bytes, now: datetime) -> StoredAnswer | None:
    """Take a key for the request that runs in this transaction, or give the answer that it has already.

    A twin in flight is waited for two seconds. Raises KeyReused when the key came with another body,
    KeyInFlight when the twin takes longer.
    """
    parts = (scope.credential, scope.method, scope.path, scope.key)
    await tx.begin(f"SET LOCAL lock_timeout = '{WAITED_SECONDS}s'")
    try:
        claimed = await tx.fetchval(_CLAIM, tenant_id, *parts, body_hash, now, now - KEPT)
    except asyncpg.LockNotAvailableError as waiting:
        raise errors.KeyInFlight(
            "The first request with this Idempotency-Key is still running. Repeat it in a moment."
        ) from waiting
    await tx.begin("SET LOCAL lock_timeout TO DEFAULT")
    return None if claimed else await _kept(tx, tenant_id, parts, body_hash)


async def _kept(tx: Tx, tenant_id: UUID, parts: tuple[str, ...], body_hash: bytes) -> StoredAnswer:
    row = await tx.fetchrow(_FIND, tenant_id, *parts)
    if row is None or row[1] is None:
        raise errors.KeyInFlight("This Idempotency-Key was just given back. Repeat the request.")
    if row[0] != body_hash:
        raise errors.KeyReused("This Idempotency-Key came before with another body. Use a new key for a new request.")
    return StoredAnswer(*row[1:])


async def keep(tx: Tx, tenant_id: UUID, scope: KeyScope, answer: StoredAnswer) -> None:
    """Keep the answer under the key that this transaction has claimed."""
    await tx.execute(
        """
        UPDATE idempotency_keys
        SET status = $6, headers = $7, body = $8, interaction_id = $9, next_interaction_id = $10
        WHERE tenant_id = $1 AND credential = $2 AND method = $3 AND path = $4 AND key = $5
        """,
        tenant_id,
        scope.credential,
        scope.method,
        scope.path,
        scope.key,
        answer.status,
        answer.headers,
        answer.body,
        answer.interaction_id,
        answer.next_interaction_id,
    )


async def drop_answers(tx: Tx, tenant_id: UUID, interaction_id: UUID, withdrawn_id: UUID | None, now: datetime) -> None:
    """Forget the finished answers about an interaction whose act is taken back, and those that name the
    withdrawn next step; the key of the request that runs now has no answer yet and stays.

    Those that have expired stay too: nobody gets them any more, and a request that holds one of them for
    pruning may be waiting for the very customer whose lock is held here.
    """
    await tx.execute(
        """
        DELETE FROM idempotency_keys
        WHERE tenant_id = $1 AND status IS NOT NULL AND created_at >= $4
          AND (interaction_id = $2 OR interaction_id = $3::uuid OR next_interaction_id = $3::uuid)
        """,
        tenant_id,
        interaction_id,
        withdrawn_id,
        now - KEPT,
    )


_PRUNE = """
WITH old AS (
  SELECT k.tenant_id, k.credential, k.method, k.path, k.key FROM idempotency_keys k
  WHERE k.tenant_id = $1 AND k.created_at < $2
  ORDER BY k.created_at LIMIT $3
  FOR UPDATE SKIP LOCKED
)
DELETE FROM idempotency_keys k USING old
WHERE k.tenant_id = old.tenant_id AND k.credential = old.credential AND k.method = old.method
  AND k.path = old.path AND k.key = old.key
"""


async def prune(tx: Tx, tenant_id: UUID, now: datetime, limit: int) -> int:
    """Forget up to `limit` answers that are older than they are kept; how many."""
    return await tx.execute(_PRUNE, tenant_id, now - KEPT, limit)
