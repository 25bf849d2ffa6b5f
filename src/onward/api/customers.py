"""Customers over HTTP."""

from onward.actions import customers
from onward.actions.customers import CustomerFields
from onward.api import cursors
from onward.api.interactions import people
from onward.api.routing import Answer, Call, Routes
from onward.api.shapes import fields
from onward.api.shapes.customers import (
    CreateCustomerIn,
    CustomerOut,
    CustomerPageOut,
    CustomerVerbIn,
    ListCustomersQuery,
    PutCustomerIn,
)
from onward.domain import search
from onward.domain.records import Customer, CustomerStatus
from onward.domain.roles import Permission
from onward.store import customers as store_customers
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
    acting = call.acting
    page = cursors.page_of(query, acting.now, store_customers.ORDERS)
    owner_ids, without_owner = people(acting, query.owner_id, "owner_id")
    wanted = CustomerFilter(
        status=list(query.status),
        owner_ids=owner_ids,
        without_owner=without_owner,
        external_id=query.external_id,
        tags=query.tag,
        words=search.words(query.q or ""),
    )
    found = await store_customers.list_customers(acting.tx, acting.tenant_id, wanted, page.keyset, query.limit + 1)
    shown = found[: query.limit]
    more = len(found) > query.limit
    cursor = page.cursor(shown[-1].id, getattr(shown[-1], page.keyset.sort)) if more else None
    return Answer(CustomerPageOut([CustomerOut.of(one) for one in shown], cursor))


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
