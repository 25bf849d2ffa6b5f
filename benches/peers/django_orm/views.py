"""`complete` in Django's ORM over psycopg 3: one atomic block a request."""

import json
import re
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Case, F, IntegerField, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from benches.peers import deciding
from benches.peers.deciding import Caller, Completion, Found
from benches.peers.django_orm.models import (
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
from onward.domain.records import FINAL

_OUTCOME = re.compile(r"[a-z][a-z0-9_]{0,49}")
_RANK = Case(
    When(priority="urgent", then=Value(0)),
    When(priority="high", then=Value(1)),
    When(priority="normal", then=Value(2)),
    default=Value(3),
    output_field=IntegerField(),
)


class Refusal(Exception):
    """An answer other than 200."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


@csrf_exempt
@require_POST
def complete(request: HttpRequest, interaction_id: UUID) -> HttpResponse:
    try:
        outcome, details = _read(request)
        with transaction.atomic():
            who = _authenticate(request)
            return JsonResponse(_complete(who, interaction_id, outcome, details))
    except Refusal as refusal:
        return JsonResponse({"detail": str(refusal)}, status=refusal.status)


def _read(request: HttpRequest) -> tuple[str, str | None]:
    try:
        body = json.loads(request.body)
    except ValueError:
        raise Refusal(400, "not JSON") from None
    outcome, details = body.get("outcome"), body.get("outcome_details")
    if not isinstance(outcome, str) or not _OUTCOME.fullmatch(outcome) or not isinstance(details, str | None):
        raise Refusal(422, "outcome must be a short key, outcome_details text")
    return outcome, details


def _authenticate(request: HttpRequest) -> Caller:
    """Look the key up, and tell row-level security whose transaction this is."""
    parsed = deciding.parse_authorization(request.headers.get("Authorization", ""))
    if parsed is None:
        raise Refusal(401, "no key")
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, role FROM public.resolve_credential(%s, %s)", parsed)
        key = cursor.fetchone()
        if key is None:
            raise Refusal(401, "unknown key")
        cursor.execute("SELECT set_config('onward.tenant_id', %s, true)", [str(parsed[0])])
    return deciding.caller(parsed[0], *key)


def _complete(who: Caller, interaction_id: UUID, outcome: str, details: str | None) -> dict[str, Any]:
    customer, interaction = _lock(who.tenant_id, interaction_id)
    if interaction.status in FINAL:
        raise Refusal(409, "This interaction is final already.")
    kind = _check_outcome(interaction, outcome)
    found = _find(customer, interaction)
    completion = deciding.complete(found, who, outcome, kind, details)
    successor = _write(found, completion, who)
    if kind is None:
        Outcome.objects.bulk_create([Outcome(tenant_id=who.tenant_id, key=outcome, kind="neutral")])
    step = completion.next_step
    return {
        "interaction": interaction.as_dict(),
        "next_interaction": successor.as_dict(),
        "next_step": {"created": step.created, "reason": step.reason, "explanation": step.explanation},
    }


def _lock(tenant_id: UUID, interaction_id: UUID) -> tuple[Customer, Interaction]:
    asked = Interaction.objects.filter(tenant_id=tenant_id, id=interaction_id)
    customers = Customer.objects.select_for_update(no_key=True).filter(tenant_id=tenant_id)
    customer = customers.filter(id__in=asked.values("customer_id")).first()
    interaction = asked.first()
    if customer is None or interaction is None:
        raise Refusal(404, "no such interaction")
    return customer, interaction


def _check_outcome(interaction: Interaction, outcome: str) -> str | None:
    kind = InteractionType.objects.filter(tenant_id=interaction.tenant_id, key=interaction.type).first()
    if kind is not None and kind.outcomes is not None and outcome not in kind.outcomes:
        raise Refusal(422, "This outcome is not open to this type.")
    known = Outcome.objects.filter(tenant_id=interaction.tenant_id, key=outcome).first()
    return known.kind if known else None


def _find(customer: Customer, interaction: Interaction) -> Found:
    tenant_id = interaction.tenant_id
    runs = Workflow.objects.filter(tenant_id=tenant_id)
    workflow = runs.filter(id=interaction.workflow_id).first() if interaction.workflow_id else None
    running = runs.filter(customer_id=customer.id, status__in=["active", "paused"])
    wanted = {customer.owner_id, interaction.assignee_id, workflow.assignee_id if workflow else None} - {None}
    return Found(
        settings=TenantSettings.objects.get(tenant_id=tenant_id).settings,
        customer=customer,
        interaction=interaction,
        workflow=workflow,
        version=_version(tenant_id, workflow.template_id, workflow.template_version) if workflow else None,
        default=_find_default(tenant_id),
        running_template_ids=running.values_list("template_id", flat=True),
        other_open_id=_find_other_open(interaction),
        members=Member.objects.filter(tenant_id=tenant_id, is_active=True, id__in=wanted),
    )


def _version(tenant_id: UUID, template_id: UUID, version: int) -> TemplateVersion:
    return TemplateVersion.objects.get(tenant_id=tenant_id, template_id=template_id, version=version)


def _find_default(tenant_id: UUID) -> tuple[InteractionTemplate, TemplateVersion] | None:
    template = InteractionTemplate.objects.filter(tenant_id=tenant_id, is_default=True).first()
    return None if template is None else (template, _version(tenant_id, template.id, template.version))


def _find_other_open(interaction: Interaction) -> UUID | None:
    others = Interaction.objects.filter(
        tenant_id=interaction.tenant_id,
        customer_id=interaction.customer_id,
        status__in=["pending", "in_progress"],
    ).exclude(id=interaction.id)
    when = F("scheduled_at"), F("due_at")
    ordered = others.order_by(Coalesce(*when).asc(nulls_last=True), _RANK, "id")
    return ordered.values_list("id", flat=True).first()


def _write(found: Found, completion: Completion, who: Caller) -> Interaction:
    _update(found.interaction, completion.finished)
    if completion.moved:
        _update(found.workflow, completion.moved)
    successor = Interaction(tenant_id=who.tenant_id, **deciding.columns_of(completion.successor))
    successor.save(force_insert=True)
    SearchWord.objects.bulk_create(
        SearchWord(tenant_id=who.tenant_id, word=word, kind="interaction", id=successor.id) for word in completion.words
    )
    Event.objects.bulk_create(_events(found.interaction, completion, who))
    return successor


def _update(row: Any, values: dict[str, Any]) -> None:
    for column, value in values.items():
        setattr(row, column, value)
    row.save(update_fields=list(values))


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
