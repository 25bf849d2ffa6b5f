"""A POST sent twice under one Idempotency-Key: the second gets the first one's answer."""

from msgspec import Struct

from onward.actions.acting import Acting
from onward.api.replies import Reply
from onward.api.routing import Answer
from onward.store import idempotency
from onward.store.idempotency import KeyScope, StoredAnswer


class Key(Struct, frozen=True):
    scope: KeyScope
    body_hash: bytes


def key(text: str, credential: str, method: str, path: str, body_hash: bytes) -> Key:
    scope = KeyScope(credential=credential, method=method, path=path, key=text)
    return Key(scope, body_hash)


async def kept_reply(acting: Acting, key: Key) -> Reply | None:
    """The first answer, or None: then the key is this request's."""
    stored = await idempotency.claim(acting.tx, acting.tenant_id, key.scope, key.body_hash, acting.now)
    if stored is None:
        return None
    headers = [(name.encode("ascii"), value.encode("ascii")) for name, value in stored.headers.items()]
    return Reply(stored.status, stored.body, headers=[*headers, (b"idempotency-replayed", b"true")])


async def keep(acting: Acting, key: Key, reply: Reply, answer: Answer) -> None:
    headers = {name.decode("ascii"): value.decode("ascii") for name, value in reply.headers}
    stored = StoredAnswer(reply.status, headers, reply.body, answer.interaction_id, answer.next_interaction_id)
    await idempotency.keep(acting.tx, acting.tenant_id, key.scope, stored)
