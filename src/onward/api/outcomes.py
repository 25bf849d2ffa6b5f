"""Outcomes over HTTP."""

from msgspec import UNSET, structs

from onward.actions import outcomes, vocabulary
from onward.api.routing import Answer, Call, Routes
from onward.api.shapes.outcomes import OrderOutcomesIn, OutcomeOut, OutcomesOut, PutOutcomeIn
from onward.api.shapes.vocabulary import ArchiveIn, UsageOut, VocabularyQuery
from onward.domain.records import Outcome
from onward.domain.roles import Permission
from onward.store import vocabulary as store_vocabulary
from onward.store.outcomes import OUTCOMES, count_usage

ROUTES = Routes()
TAG = "Types and outcomes"
_FOLDER = "/v1/outcomes"
_ONE = _FOLDER + "/{outcome_key:key}"


@ROUTES.get(
    _FOLDER,
    permission=Permission.READ,
    query=VocabularyQuery,
    answers=OutcomesOut,
    summary="List the outcomes in their order",
    tag=TAG,
)
async def list_outcomes(call: Call, query: VocabularyQuery) -> Answer:
    acting = call.acting
    found = await store_vocabulary.list_words(acting.tx, acting.tenant_id, OUTCOMES, with_archived=query.archived)
    usage = {}
    if query.include:
        usage = await count_usage(acting.tx, acting.tenant_id, [one.key for one in found])
    counted = {key: UsageOut.of(one) for key, one in usage.items()}
    return Answer(OutcomesOut([OutcomeOut.of(one, counted.get(one.key)) for one in found]))


@ROUTES.put(
    _FOLDER,
    permission=Permission.WRITE_SETTINGS,
    body=OrderOutcomesIn,
    answers=OutcomesOut,
    summary="Put the outcomes in order",
    tag=TAG,
)
async def order_outcomes(call: Call, body: OrderOutcomesIn) -> Answer:
    """Answers all of them, the archived ones too."""
    return Answer(
        OutcomesOut([OutcomeOut.of(one) for one in await vocabulary.order(call.acting, outcomes.NOUN, body.order)])
    )


@ROUTES.get(
    _ONE, permission=Permission.READ, answers=OutcomeOut, summary="Get an outcome, and where it is in use", tag=TAG
)
async def get_outcome(call: Call) -> Answer:
    acting, key = call.acting, call.key("outcome_key")
    found = await store_vocabulary.get_word(acting.tx, acting.tenant_id, OUTCOMES, key)
    usage = await count_usage(acting.tx, acting.tenant_id, [key])
    return Answer(OutcomeOut.of(found, UsageOut.of(usage[key])), etag=found.version)


@ROUTES.put(
    _ONE,
    permission=Permission.WRITE_SETTINGS,
    body=PutOutcomeIn,
    answers=OutcomeOut,
    also=(201,),
    if_match=True,
    summary="Add an outcome, or change it",
    tag=TAG,
)
async def put_outcome(call: Call, body: PutOutcomeIn) -> Answer:
    """Only the fields sent change. With If-Match nothing is added."""
    sent = {name: value for name, value in structs.asdict(body).items() if value is not UNSET}
    put, is_new = await outcomes.put_outcome(call.acting, call.key("outcome_key"), sent, call.if_match)
    return _answer(put, 201 if is_new else 200)


@ROUTES.post(
    _ONE + "/archive",
    permission=Permission.WRITE_SETTINGS,
    body=ArchiveIn,
    answers=OutcomeOut,
    if_match=True,
    summary="Archive an outcome: offer it no more",
    tag=TAG,
)
async def archive_outcome(call: Call, body: ArchiveIn) -> Answer:
    """What has it keeps it, and whoever sends it is still understood."""
    return _answer(await vocabulary.archive(call.acting, outcomes.NOUN, call.key("outcome_key"), call.if_match))


@ROUTES.post(
    _ONE + "/restore",
    permission=Permission.WRITE_SETTINGS,
    body=ArchiveIn,
    answers=OutcomeOut,
    if_match=True,
    summary="Offer an archived outcome again",
    tag=TAG,
)
async def restore_outcome(call: Call, body: ArchiveIn) -> Answer:
    return _answer(await vocabulary.restore(call.acting, outcomes.NOUN, call.key("outcome_key"), call.if_match))


def _answer(one: Outcome, status: int = 200) -> Answer:
    return Answer(OutcomeOut.of(one), status=status, etag=one.version, details={"key": one.key})
