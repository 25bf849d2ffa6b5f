"""Customers over HTTP."""

import msgspec

from onward.actions import customers, erasing, merging
from onward.actions.acting import Acting
from onward.actions.customers import CustomerFields
from onward.api import cursors
from onward.api.interactions import people
from onward.api.routing import Answer, Call, Routes
from onward.api.shapes import fields
from onward.api.shapes.customers import (
    CreateCustomerIn,
    CustomerFilterIn,
    CustomerOut,
    CustomerPageOut,
    CustomerVerbIn,
    ListCustomersQuery,
    MergeCustomersIn,
    MergeOut,
    MovedOut,
    PutCustomerIn,
)
from onward.api.shapes.interactions import View
from onward.domain import search
from onward.domain.records import Customer, CustomerStatus
from onward.domain.roles import Permission
from onward.store import customer_search
from onward.store import customers as store_customers
from onward.store.customer_search import Place
from onward.store.customers import CustomerFilter

ROUTES = Routes()
TAG = "Customers"


@ROUTES.get(
    "/v1/customers",
    permission=Permission.READ,
    query=ListCustomersQuery,
    answers=CustomerPageOut,
    summary="List customers",
    tag=TAG,
)
async def list_customers(call: Call, query: ListCustomersQuery) -> Answer:
    """With `q` the best matches come first: words of the name before all others, whole words before those that only
    begin so; each word that is asked for must be met. Otherwise, and with `sort`, in that order."""
    wanted = customer_filter(call.acting, query)
    if wanted.words and query.sort is None:
        return await _found(call.acting, query, wanted)
    return await _listed(call.acting, msgspec.structs.replace(query, sort=query.sort or "-created_at"), wanted)


async def _listed(acting: Acting, query: ListCustomersQuery, wanted: CustomerFilter) -> Answer:
    page = cursors.page_of(query, acting.now, store_customers.ORDERS)
    found = await store_customers.list_customers(acting.tx, acting.tenant_id, wanted, page.keyset, query.limit + 1)
    shown = found[: query.limit]
    more = len(found) > query.limit
    cursor = page.cursor(shown[-1].id, getattr(shown[-1], page.keyset.sort)) if more else None
    return Answer(CustomerPageOut([CustomerOut.of(one) for one in shown], cursor))


async def _found(acting: Acting, query: ListCustomersQuery, wanted: CustomerFilter) -> Answer:
    page = cursors.page_of(query, acting.now, {}, without_sort=cursors.RELEVANCE)
    after = None
    if page.keyset.after_id is not None:
        after = Place(page.text or "", page.keyset.after_id)
    found = await customer_search.find_customers(acting.tx, acting.tenant_id, wanted, after, query.limit + 1)
    shown, last = found[: query.limit], found[: query.limit][-1:]
    more = len(found) > query.limit
    cursor = page.cursor(last[0].place.id, last[0].place.word) if more else None
    return Answer(CustomerPageOut([CustomerOut.of(one.customer) for one in shown], cursor))


def customer_filter(acting: Acting, query: CustomerFilterIn, prefix: str = "") -> CustomerFilter:
    """`prefix` is where the filter stands in a body. Raises Invalid."""
    owner_ids, without_owner = people(acting, query.owner_id, f"{prefix}owner_id")
    return CustomerFilter(
        status=list(query.status),
        owner_ids=owner_ids,
        without_owner=without_owner,
        external_id=query.external_id,
        tags=query.tag,
        words=search.words(query.q or ""),
        has_next=query.has_next,
    )


@ROUTES.post(
    "/v1/customers",
    permission=Permission.WRITE_CUSTOMERS,
    body=CreateCustomerIn,
    answers=CustomerOut,
    status=201,
    summary="Create a customer",
    tag=TAG,
)
async def create_customer(call: Call, body: CreateCustomerIn) -> Answer:
    """Creating a customer creates no step."""
    wanted = CustomerFields(
        external_id=body.external_id,
        name=body.name,
        company=body.company,
        email=body.email,
        phone=body.phone,
        timezone=body.timezone,
        owner_id=body.owner_id,
        do_not_contact=list(body.do_not_contact),
        tags=body.tags,
        notes=body.notes,
        metadata=fields.checked_metadata(body.metadata),
    )
    return _made(await customers.create_customer(call.acting, body.id, wanted))


@ROUTES.get(
    "/v1/customers/{customer_id:uuid}",
    permission=Permission.READ,
    answers=CustomerOut,
    summary="Get a customer",
    tag=TAG,
)
async def get_customer(call: Call) -> Answer:
    acting = call.acting
    return _answer(await store_customers.get_customer(acting.tx, acting.tenant_id, call.id("customer_id")))


@ROUTES.put(
    "/v1/customers/{customer_id:uuid}",
    permission=Permission.WRITE_CUSTOMERS,
    body=PutCustomerIn,
    answers=CustomerOut,
    also=(201,),
    if_match=True,
    summary="Change a customer, or create it under this id",
    tag=TAG,
)
async def put_customer(call: Call, body: PutCustomerIn) -> Answer:
    """Only the fields sent change. A new status acts like the verbs close, pause and reopen."""
    sent = {name: getattr(body, name) for name in body.__struct_fields__}
    if isinstance(body.metadata, dict):
        sent["metadata"] = fields.checked_metadata(body.metadata)
    changed = await customers.put_customer(call.acting, call.id("customer_id"), CustomerFields(**sent), call.if_match)
    return _made(changed.customer) if changed.is_new else _answer(changed.customer)


@ROUTES.delete(
    "/v1/customers/{customer_id:uuid}",
    permission=Permission.WRITE_CUSTOMERS,
    status=204,
    if_match=True,
    summary="Delete a customer without history",
    tag=TAG,
)
async def delete_customer(call: Call) -> Answer:
    """A customer with any history stays: close it instead."""
    await customers.delete_customer(call.acting, call.id("customer_id"), call.if_match)
    return Answer()


@ROUTES.post(
    "/v1/customers/{customer_id:uuid}/close",
    permission=Permission.WRITE_CUSTOMERS,
    body=CustomerVerbIn,
    answers=CustomerOut,
    if_match=True,
    summary="Close a customer: planned steps end, hand-made ones stay",
    tag=TAG,
)
async def close_customer(call: Call, body: CustomerVerbIn) -> Answer:
    return await _set_status(call, "closed")


@ROUTES.post(
    "/v1/customers/{customer_id:uuid}/pause",
    permission=Permission.WRITE_CUSTOMERS,
    body=CustomerVerbIn,
    answers=CustomerOut,
    if_match=True,
    summary="Pause a customer: no fallback steps until reopened",
    tag=TAG,
)
async def pause_customer(call: Call, body: CustomerVerbIn) -> Answer:
    return await _set_status(call, "paused")


@ROUTES.post(
    "/v1/customers/{customer_id:uuid}/reopen",
    permission=Permission.WRITE_CUSTOMERS,
    body=CustomerVerbIn,
    answers=CustomerOut,
    if_match=True,
    summary="Reopen a customer; with nothing open a next step is made",
    tag=TAG,
)
async def reopen_customer(call: Call, body: CustomerVerbIn) -> Answer:
    return await _set_status(call, "active")


@ROUTES.post(
    "/v1/customers/{customer_id:uuid}/merge",
    permission=Permission.WRITE_CUSTOMERS,
    body=MergeCustomersIn,
    answers=MergeOut,
    if_match=True,
    summary="Merge a duplicate into a customer",
    tag=TAG,
)
async def merge_customers(call: Call, body: MergeCustomersIn) -> Answer:
    """The history of both is kept and one plan is left. The duplicate's id answers 410 from then on, with the address
    of the survivor. A merge cannot be undone; `dry_run` shows what it would do."""
    acting = call.acting
    done = await merging.merge_customers(
        acting, call.id("customer_id"), body.duplicate_id, call.if_match, is_dry_run=body.dry_run
    )
    following = done.next_interaction
    content = MergeOut(
        customer=CustomerOut.of(done.customer),
        merged_id=done.merged_id,
        dry_run=body.dry_run,
        moved=MovedOut(
            interactions=done.moved["interactions"],
            workflows=done.moved["workflows"],
            conversations=done.moved["conversations"],
            notes=done.moved["customer_notes"],
        ),
        exited_workflow_ids=[run.id for run in done.exited],
        cancelled_interaction_ids=[step.id for step in done.cancelled],
        next_interaction=View.of(acting).interaction(following) if following else None,
    )
    return Answer(content, etag=done.customer.version, next_interaction_id=following.id if following else None)


@ROUTES.post(
    "/v1/customers/{customer_id:uuid}/erase",
    permission=Permission.ERASE_CUSTOMERS,
    body=CustomerVerbIn,
    answers=CustomerOut,
    if_match=True,
    summary="Erase a customer's personal data, for good",
    tag=TAG,
)
async def erase_customer(call: Call, body: CustomerVerbIn) -> Answer:
    """All that is planned ends. Names, addresses, titles, notes and every free text about the customer are
    overwritten, in the history too; that something was done, and when, stays."""
    return _answer(await erasing.erase_customer(call.acting, call.id("customer_id"), call.if_match))


async def _set_status(call: Call, status: CustomerStatus) -> Answer:
    changed = await customers.set_status(call.acting, call.id("customer_id"), status, call.if_match)
    following = changed.next_interaction
    return Answer(
        CustomerOut.of(changed.customer),
        etag=changed.customer.version,
        next_interaction_id=following.id if following else None,
    )


def _answer(customer: Customer) -> Answer:
    return Answer(CustomerOut.of(customer), etag=customer.version)


def _made(customer: Customer) -> Answer:
    return Answer(CustomerOut.of(customer), status=201, etag=customer.version, location=f"/v1/customers/{customer.id}")
