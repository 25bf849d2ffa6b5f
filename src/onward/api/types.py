"""Types of interactions over HTTP."""

from msgspec import UNSET, structs

from onward.actions import types, vocabulary
from onward.api.routing import Answer, Call, Routes
from onward.api.shapes.types import OrderTypesIn, PutTypeIn, TypeOut, TypesOut
from onward.api.shapes.vocabulary import ArchiveIn, UsageOut, VocabularyQuery
from onward.domain.records import InteractionType
from onward.domain.roles import Permission
from onward.store import vocabulary as store_vocabulary
from onward.store.types import TYPES, count_usage

ROUTES = Routes()
TAG = "Types and outcomes"
_FOLDER = "/v1/types"
_ONE = _FOLDER + "/{type_key:key}"


@ROUTES.get(
    _FOLDER,
    permission=Permission.READ,
    query=VocabularyQuery,
    answers=TypesOut,
    summary="List the types of interactions in their order",
    tag=TAG,
)
async def list_types(call: Call, query: VocabularyQuery) -> Answer:
    acting = call.acting
    found = await store_vocabulary.list_words(acting.tx, acting.tenant_id, TYPES, with_archived=query.archived)
    usage = {}
    if query.include:
        usage = await count_usage(acting.tx, acting.tenant_id, [one.key for one in found])
    counted = {key: UsageOut.of(one) for key, one in usage.items()}
    return Answer(TypesOut([TypeOut.of(one, counted.get(one.key)) for one in found]))


@ROUTES.put(
    _FOLDER,
    permission=Permission.WRITE_SETTINGS,
    body=OrderTypesIn,
    answers=TypesOut,
    summary="Put the types of interactions in order",
    tag=TAG,
)
async def order_types(call: Call, body: OrderTypesIn) -> Answer:
    """Answers all of them, the archived ones too."""
    in_order = await vocabulary.order(call.acting, types.NOUN, body.order)
    return Answer(TypesOut([TypeOut.of(one) for one in in_order]))


@ROUTES.get(_ONE, permission=Permission.READ, answers=TypeOut, summary="Get a type, and where it is in use", tag=TAG)
async def get_type(call: Call) -> Answer:
    acting, key = call.acting, call.key("type_key")
    found = await store_vocabulary.get_word(acting.tx, acting.tenant_id, TYPES, key)
    usage = await count_usage(acting.tx, acting.tenant_id, [key])
    return Answer(TypeOut.of(found, UsageOut.of(usage[key])), etag=found.version)


@ROUTES.put(
    _ONE,
    permission=Permission.WRITE_SETTINGS,
    body=PutTypeIn,
    answers=TypeOut,
    also=(201,),
    if_match=True,
    summary="Add a type, or change it",
    tag=TAG,
)
async def put_type(call: Call, body: PutTypeIn) -> Answer:
    """Only the fields sent change. With If-Match nothing is added."""
    sent = {name: value for name, value in structs.asdict(body).items() if value is not UNSET}
    put, is_new = await types.put_type(call.acting, call.key("type_key"), sent, call.if_match)
    return _answer(put, 201 if is_new else 200)


@ROUTES.post(
    _ONE + "/archive",
    permission=Permission.WRITE_SETTINGS,
    body=ArchiveIn,
    answers=TypeOut,
    if_match=True,
    summary="Archive a type: offer it no more",
    tag=TAG,
)
async def archive_type(call: Call, body: ArchiveIn) -> Answer:
    """What has it keeps it, and whoever sends it is still understood."""
    return _answer(await vocabulary.archive(call.acting, types.NOUN, call.key("type_key"), call.if_match))


@ROUTES.post(
    _ONE + "/restore",
    permission=Permission.WRITE_SETTINGS,
    body=ArchiveIn,
    answers=TypeOut,
    if_match=True,
    summary="Offer an archived type again",
    tag=TAG,
)
async def restore_type(call: Call, body: ArchiveIn) -> Answer:
    return _answer(await vocabulary.restore(call.acting, types.NOUN, call.key("type_key"), call.if_match))


def _answer(one: InteractionType, status: int = 200) -> Answer:
    return Answer(TypeOut.of(one), status=status, etag=one.version, details={"key": one.key})
