"""API keys over HTTP."""

from onward.actions import keys
from onward.api.routing import Answer, Call, Routes
from onward.api.shapes.fields import instant
from onward.api.shapes.keys import CreateKeyIn, KeyMadeOut, KeyOut, KeysOut
from onward.domain import credentials
from onward.domain.roles import Permission
from onward.store import keys as store_keys

ROUTES = Routes()
TAG = "API keys"


@ROUTES.post(
    "/v1/keys",
    permission=Permission.WRITE_KEYS,
    body=CreateKeyIn,
    answers=KeyMadeOut,
    status=201,
    summary="Create an API key",
    tag=TAG,
    answers_secret=True,
)
async def create_key(call: Call, body: CreateKeyIn) -> Answer:
    """The answer shows the key this once. To rotate: make the new one, bring it into use, revoke the old one."""
    acting = call.acting
    expires_at = instant(body.expires_at, acting.settings, "expires_at")
    text, secret_hash = credentials.make_key(acting.tenant_id, call.equipment.new_secret(credentials.SECRET_BYTES))
    made = await keys.create_key(acting, body.name, body.role, body.member_id, expires_at, secret_hash)
    content = KeyMadeOut(made.id, KeyOut.of(made), text)
    return Answer(content, location="/v1/keys", details={"role": made.role}, changes_access=True)


@ROUTES.get("/v1/keys", permission=Permission.WRITE_KEYS, answers=KeysOut, summary="List the API keys", tag=TAG)
async def list_keys(call: Call) -> Answer:
    found = await store_keys.list_keys(call.acting.tx, call.acting.tenant_id)
    return Answer(KeysOut([KeyOut.of(key) for key in found]))


@ROUTES.delete(
    "/v1/keys/{key_id:uuid}", permission=Permission.WRITE_KEYS, status=204, summary="Revoke an API key", tag=TAG
)
async def revoke_key(call: Call) -> Answer:
    """For good; other servers notice within five seconds."""
    acting = call.acting
    await store_keys.revoke_key(acting.tx, acting.tenant_id, call.id("key_id"), acting.now)
    return Answer(status=204, changes_access=True)
