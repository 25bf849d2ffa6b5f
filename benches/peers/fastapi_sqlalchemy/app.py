"""`complete` in FastAPI with SQLAlchemy's ORM over asyncpg: one session and one transaction a request."""

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated
from uuid import UUID

import asyncpg
from fastapi import Depends, FastAPI, Header, HTTPException
from sqlalchemy import and_, case, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import joinedload

from benches.peers import deciding
from benches.peers.deciding import Caller, Completion, Found
from benches.peers.fastapi_sqlalchemy.models import (
    Customer,
    Event,
    Interaction,
    InteractionTemplate,
    InteractionType,
    Member,
    Outcome,
    SearchWord,
    TemplateVersion,
    TenantSettings,
    Workflow,
)
from benches.peers.fastapi_sqlalchemy.shapes import CompleteIn, CompletionOut
from onward.domain.records import FINAL
from onward.store.transactions import APP_ROLE

_OPEN = ("pending", "in_progress")
_RUNNING = ("active", "paused")


async def _connect() -> asyncpg.Connection:
    return await asyncpg.connect(os.environ["BENCH_DATABASE_URL"], server_settings={"role": APP_ROLE})


engine = create_async_engine(
    "postgresql+asyncpg://",
    async_creator=_connect,
    pool_size=16,
    max_overflow=0,
    json_serializer=deciding.json_text,
    json_deserializer=json.loads,
)
sessions = async_sessionmaker(engine, expire_on_commit=False)


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    yield
    await engine.dispose()


app = FastAPI(lifespan=lifespan)


async def open_session() -> AsyncIterator[AsyncSession]:
    async with sessions() as session:
        yield session


Session = Annotated[AsyncSession, Depends(open_session)]


async def authenticate(session: Session, authorization: Annotated[str, Header()]) -> Caller:
    """Look the key up, and tell row-level security whose transaction this is."""
    parsed = deciding.parse_authorization(authorization)
    if parsed is None:
        raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"})
    found = await session.execute(
        text("SELECT id, role FROM public.resolve_credential(:tenant, :hash)"),
        {"tenant": parsed[0], "hash": parsed[1]},
    )
    key = found.one_or_none()
    if key is None:
        raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"})
    await session.execute(select(func.set_config("onward.tenant_id", str(parsed[0]), True)))
    return deciding.caller(parsed[0], key.id, key.role)


@app.post("/v1/interactions/{interaction_id}/complete")
async def complete(
    interaction_id: UUID, body: CompleteIn, session: Session, who: Annotated[Caller, Depends(authenticate)]
) -> CompletionOut:
    customer = await _lock_customer(session, who.tenant_id, interaction_id)
    interaction = await _get_interaction(session, who.tenant_id, interaction_id)
    if interaction.status in FINAL:
        raise HTTPException(409, "This interaction is final already.")
    kind = await _check_outcome(session, interaction, body.outcome)
    found = await _find(session, customer, interaction)
    completion = deciding.complete(found, who, body.outcome, kind, body.outcome_details)
    successor = _write(session, interaction, completion, who)
    if kind is None:
        session.add(Outcome(tenant_id=who.tenant_id, key=body.outcome, kind="neutral"))
    await session.commit()
    return CompletionOut.model_validate(
        {"interaction": interaction, "next_interaction": successor, "next_step": completion.next_step}
    )


async def _lock_customer(session: AsyncSession, tenant_id: UUID, interaction_id: UUID) -> Customer:
    belongs = and_(Interaction.tenant_id == Customer.tenant_id, Interaction.customer_id == Customer.id)
    customer = await session.scalar(
        select(Customer)
        .join(Interaction, belongs)
        .where(Interaction.tenant_id == tenant_id, Interaction.id == interaction_id)
        .with_for_update(of=Customer, key_share=True)
    )
    if customer is None:
        raise HTTPException(404)
    return customer


async def _get_interaction(session: AsyncSession, tenant_id: UUID, interaction_id: UUID) -> Interaction:
    """With its workflow and the template version that the workflow runs."""
    interaction = await session.scalar(
        select(Interaction)
        .options(joinedload(Interaction.workflow).joinedload(Workflow.published))
        .where(Interaction.tenant_id == tenant_id, Interaction.id == interaction_id)
    )
    if interaction is None:
        raise HTTPException(404)
    return interaction


async def _check_outcome(session: AsyncSession, interaction: Interaction, outcome: str) -> str | None:
    kind = await session.get(InteractionType, (interaction.tenant_id, interaction.type))
    if kind is not None and kind.outcomes is not None and outcome not in kind.outcomes:
        raise HTTPException(422, "This outcome is not open to this type.")
    known = await session.get(Outcome, (interaction.tenant_id, outcome))
    return known.kind if known else None


async def _find(session: AsyncSession, customer: Customer, interaction: Interaction) -> Found:
    tenant_id, workflow = interaction.tenant_id, interaction.workflow
    settings = await session.get_one(TenantSettings, tenant_id)
    wanted = {customer.owner_id, interaction.assignee_id, workflow.assignee_id if workflow else None} - {None}
    members = await session.scalars(
        select(Member).where(Member.tenant_id == tenant_id, Member.is_active, Member.id.in_(wanted))
    )
    running = await session.scalars(
        select(Workflow.template_id).where(
            Workflow.tenant_id == tenant_id, Workflow.customer_id == customer.id, Workflow.status.in_(_RUNNING)
        )
    )
    return Found(
        settings=settings.settings,
        customer=customer,
        interaction=interaction,
        workflow=workflow,
        version=workflow.published if workflow else None,
        default=await _find_default(session, tenant_id),
        running_template_ids=running.all(),
        other_open_id=await _find_other_open(session, interaction),
        members=members.all(),
    )


async def _find_default(session: AsyncSession, tenant_id: UUID) -> tuple[InteractionTemplate, TemplateVersion] | None:
    published = and_(
        TemplateVersion.tenant_id == InteractionTemplate.tenant_id,
        TemplateVersion.template_id == InteractionTemplate.id,
        TemplateVersion.version == InteractionTemplate.version,
    )
    found = await session.execute(
        select(InteractionTemplate, TemplateVersion)
        .join(TemplateVersion, published)
        .where(InteractionTemplate.tenant_id == tenant_id, InteractionTemplate.is_default)
    )
    row = found.one_or_none()
    return None if row is None else (row[0], row[1])


_RANK = case({"urgent": 0, "high": 1, "normal": 2}, value=Interaction.priority, else_=3)


async def _find_other_open(session: AsyncSession, interaction: Interaction) -> UUID | None:
    return await session.scalar(
        select(Interaction.id)
        .where(
            Interaction.tenant_id == interaction.tenant_id,
            Interaction.customer_id == interaction.customer_id,
            Interaction.status.in_(_OPEN),
            Interaction.id != interaction.id,
        )
        .order_by(func.coalesce(Interaction.scheduled_at, Interaction.due_at).nulls_last(), _RANK, Interaction.id)
        .limit(1)
    )


def _write(session: AsyncSession, interaction: Interaction, completion: Completion, who: Caller) -> Interaction:
    for column, value in completion.finished.items():
        setattr(interaction, column, value)
    for column, value in completion.moved.items():
        setattr(interaction.workflow, column, value)
    successor = Interaction(tenant_id=who.tenant_id, **deciding.columns_of(completion.successor))
    words = [
        SearchWord(tenant_id=who.tenant_id, word=word, kind="interaction", id=successor.id) for word in completion.words
    ]
    session.add_all([successor, *words, *_events(interaction, completion, who)])
    return successor


def _events(interaction: Interaction, completion: Completion, who: Caller) -> list[Event]:
    return [
        Event(
            tenant_id=who.tenant_id,
            id=event.id,
            at=interaction.updated_at,
            kind=event.kind,
            customer_id=event.customer_id,
            interaction_id=event.interaction_id,
            workflow_id=event.workflow_id,
            actor_kind=who.actor.kind,
            actor_id=who.actor.id,
            request_id="a-request-of-a-peer",
            old=event.old,
            new=event.new,
        )
        for event in completion.events
    ]
