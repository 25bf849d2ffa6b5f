"""A sound request for every operation; how the requests are made of them is in `asking`."""

import copy
from typing import Any

from msgspec import Struct

Json = dict[str, Any]

STEP: Json = {"step_number": 1, "type": "phone_call", "title": "Call"}
BRANCHING: Json = {**STEP, "branches": [{"outcomes": ["success"], "template_id": "<idle_template>"}]}
ASSIGNING: Json = {**STEP, "assignee": "<member>"}


class Recipe(Struct, frozen=True):
    """`<thing>` in a text stands for one of the caller's own; a body that is a text is a file. `things` names what
    stands at a place of the path or the query where the first state of its kind will not do; `forms` gives other
    bodies for places that the usual one does not have, `with_cursor` what goes with a cursor in a query.

    `unknown` gives the status that a place must answer when its id names nothing, where it is not the usual one;
    `own` the status for an id of the caller's own, where it is not a success; `answers` the status of the sound
    request itself, where it guesses at a secret or asks for what cannot be done here. `needs` names what
    must be there first though no place names it, `uses_up` what can be had only once, besides what the path names.
    """

    body: Json | str = {}
    things: dict[str, str] = {}
    forms: dict[str, Json] = {}
    with_cursor: dict[str, str] = {}
    unknown: dict[str, int] = {}
    own: dict[str, int] = {}
    answers: int | None = None
    needs: tuple[str, ...] = ()
    uses_up: frozenset[str] = frozenset()


def _definition_forms(base: Json, prefix: str = "") -> dict[str, Json]:
    def formed(**fields: Any) -> Json:
        form = copy.deepcopy(base)
        (form[prefix.rstrip(".")] if prefix else form).update(fields)
        return form

    return {
        f"{prefix}steps[].branches[].template_id": formed(steps=[BRANCHING]),
        f"{prefix}steps[].assignee": formed(steps=[ASSIGNING]),
        f"{prefix}end_action": formed(end_action="<template_reference>"),
    }


def _bundle_forms() -> dict[str, Json]:
    return {
        f"templates[].{name}": {**BUNDLE, "templates": [{"id": "<idle_template>", **form}]}
        for name, form in _definition_forms(DEFINITION).items()
    }


FILTERS = (
    "customer_id[]",
    "assignee_id[]",
    "campaign_id[]",
    "conversation_id[]",
    "template_id[]",
    "workflow_id[]",
    "q",
)


# A filter by a word meets them all.
WITH_OPEN_STEPS = frozenset(
    {"customer", "open_interaction", "template", "workflow", "member", "colleague", "campaign", "conversation"}
)


def _bulk(forms: dict[str, Json] | None = None, unknown: dict[str, int] | None = None, **act: Any) -> Recipe:
    """By ids or by a filter; what these name nothing by is told item by item."""
    filters = [f"filter.{name}" for name in FILTERS]
    return Recipe(
        {"ids": ["<open_interaction>"], **act},
        forms={name: {"filter": {}, **act} for name in filters} | (forms or {}),
        unknown=dict.fromkeys(["ids[]", *filters], 200) | (unknown or {}),
        uses_up=WITH_OPEN_STEPS,
    )


# With the customer, or the customer of the interaction, that the request names.
LINKED: Json = {
    "things": {"conversation_id": "conversation_of_customer"},
    "uses_up": frozenset({"conversation_of_customer"}),
}
PLANNED: Json = {"customer_id": "<customer>", "type": "phone_call", "title": "Call"}
DEFINITION: Json = {"name": "Sequence", "steps": [STEP]}
BUNDLE: Json = {
    "format": "onward.templates",
    "format_version": 1,
    "templates": [{"id": "<idle_template>", **DEFINITION}],
}
# A text that is free in this tenant may be taken, whoever else has it.
TAKEN = {"external_id": 409}

RECIPES: dict[str, Recipe] = {
    "list_interactions": Recipe(things={"template_id": "template"}),
    "count_interactions": Recipe(things={"template_id": "template"}),
    "create_interaction": Recipe(PLANNED, **LINKED),
    "get_interaction": Recipe(),
    "peek_interaction": Recipe(),
    "log_interaction": Recipe(
        {"customer_id": "<customer>", "type": "email", "outcome": "success"},
        forms={
            "interaction_id": {"customer_id": "<customer>", "type": "email", "outcome": "success"},
            "next.assignee_id": {
                "customer_id": "<customer>",
                "type": "email",
                "outcome": "success",
                "next": {"type": "phone_call", "title": "Again", "assignee_id": "<member>"},
            },
            "next.template_id": {
                "customer_id": "<customer>",
                "type": "email",
                "outcome": "success",
                "next": {"template_id": "<idle_template>"},
            },
        },
        unknown={"next.template_id": 409},
        own={"interaction_id": 422},
        **LINKED,
    ),
    "edit_interaction": Recipe(
        {"title": "Changed"},
        things={"conversation_id": "conversation_of_interaction"},
        uses_up=frozenset({"conversation_of_interaction"}),
    ),
    "complete_interaction": Recipe(
        {"outcome": "success"},
        forms={
            "next.assignee_id": {
                "outcome": "success",
                "next": {"type": "phone_call", "title": "Again", "assignee_id": "<member>"},
            },
            "next.template_id": {"outcome": "success", "next": {"template_id": "<idle_template>"}},
        },
        unknown={"next.template_id": 409},
    ),
    "skip_interaction": Recipe(),
    "cancel_interaction": Recipe(),
    "start_interaction": Recipe(),
    "reschedule_interaction": Recipe({"by_days": 1}),
    "assign_interaction": Recipe({"assignee_id": "<member>"}),
    "undo_interaction": Recipe(things={"interaction_id": "completed_interaction"}),
    "bulk_create": Recipe(
        {"interactions": [PLANNED]},
        things={"interactions[].conversation_id": "conversation_of_customer"},
        uses_up=frozenset({"conversation_of_customer"}),
        unknown={
            f"interactions[].{name}": 200 for name in ("customer_id", "assignee_id", "campaign_id", "conversation_id")
        },
    ),
    "bulk_complete": _bulk(
        outcome="success",
        forms={
            "next.assignee_id": {
                "ids": ["<open_interaction>"],
                "outcome": "success",
                "next": {"type": "phone_call", "title": "Again", "assignee_id": "<member>"},
            },
            "next.template_id": {
                "ids": ["<open_interaction>"],
                "outcome": "success",
                "next": {"template_id": "<idle_template>"},
            },
        },
        unknown={"next.assignee_id": 200, "next.template_id": 200},
    ),
    "bulk_reschedule": _bulk(by_days=1),
    "bulk_assign": _bulk(
        assignee_id="<member>", forms={"assignee_ids[]": {"ids": ["<open_interaction>"], "assignee_ids": ["<member>"]}}
    ),
    "bulk_skip": _bulk(),
    "bulk_cancel": _bulk(),
    "list_jobs": Recipe(),
    "get_job": Recipe(),
    "list_job_items": Recipe(unknown={"cursor": 422}),
    "cancel_job": Recipe(things={"job_id": "waiting_job"}),
    "undo_job": Recipe(),
    "start_workflow": Recipe(
        {"customer_id": "<bare_customer>", "template_id": "<idle_template>"},
        things={"conversation_id": "conversation_of_customer"},
        forms={"conversation_id": {"customer_id": "<customer>", "template_id": "<idle_template>"}},
        uses_up=frozenset({"bare_customer", "conversation_of_customer", "idle_template"}),
    ),
    "list_workflows": Recipe(things={"template_id": "template"}),
    "get_workflow": Recipe(),
    "pause_workflow": Recipe(),
    "resume_workflow": Recipe(),
    "exit_workflow": Recipe(),
    "jump_workflow": Recipe({"step_number": 1}),
    "migrate_workflow": Recipe(),
    "get_next_interaction": Recipe(),
    "list_pending_interactions": Recipe(unknown={"cursor": 422}),
    "list_overdue_interactions": Recipe(unknown={"cursor": 422}),
    "list_templates": Recipe(),
    "create_template": Recipe(DEFINITION, forms=_definition_forms(DEFINITION)),
    "get_template": Recipe(),
    "edit_template": Recipe({"name": "Renamed"}, forms=_definition_forms({"name": "Renamed"})),
    "put_template_draft": Recipe(DEFINITION, forms=_definition_forms(DEFINITION)),
    "drop_template_draft": Recipe(things={"template_id": "drafted_template"}),
    "publish_template": Recipe(things={"template_id": "drafted_template"}),
    "archive_template": Recipe(),
    "restore_template": Recipe(things={"template_id": "archived_template"}),
    "simulate_template": Recipe(
        {"template_id": "<idle_template>"},
        forms=_definition_forms({"template": DEFINITION}, "template."),
        unknown={"template_id": 404, "customer_id": 404},
    ),
    "list_customers": Recipe(),
    "create_customer": Recipe({"name": "Initech"}, unknown={"id": 201}, own={"id": 409, **TAKEN}),
    "get_customer": Recipe(),
    "put_customer": Recipe({"name": "Initech"}, unknown={"customer_id": 201}, own=TAKEN),
    "delete_customer": Recipe(things={"customer_id": "bare_customer"}),
    "close_customer": Recipe(),
    "pause_customer": Recipe(),
    "reopen_customer": Recipe(things={"customer_id": "closed_customer"}),
    "merge_customers": Recipe({"from": "<survivor>"}, things={"from": "survivor"}, uses_up=frozenset({"survivor"})),
    "erase_customer": Recipe(),
    "list_notes": Recipe(unknown={"cursor": 422}),
    "create_note": Recipe({"body": "Likes tea"}),
    "get_note": Recipe(),
    "edit_note": Recipe({"body": "Likes coffee"}),
    "delete_note": Recipe(),
    "get_timeline": Recipe(unknown={"cursor": 422}),
    "get_coverage": Recipe(),
    "get_queue": Recipe(with_cursor={"section": "loose_ends"}),
    "repair_coverage": Recipe({"customer_ids": ["<bare_customer>"]}, uses_up=frozenset({"bare_customer"})),
    "list_members": Recipe(),
    "create_member": Recipe({"name": "Bea", "role": "rep"}, own={"email": 409}),
    "get_member": Recipe(),
    "edit_member": Recipe({"name": "Bea"}),
    "deactivate_member": Recipe({"hand_over_to": "nobody"}, things={"hand_over_to": "colleague"}),
    "reactivate_member": Recipe(things={"member_id": "inactive_member"}),
    "list_invitations": Recipe(),
    "create_invitation": Recipe({"email": "dora@acme.example", "role": "rep"}),
    "withdraw_invitation": Recipe(),
    "preview_invitation": Recipe({"token": "nonsense"}, answers=422),
    "accept_invitation": Recipe({"token": "nonsense"}, answers=422),
    "list_keys": Recipe(),
    "create_key": Recipe({"name": "A key", "role": "viewer"}),
    "revoke_key": Recipe(),
    "list_audit": Recipe(),
    "export_audit": Recipe(),
    "export_customers": Recipe(),
    "export_interactions": Recipe(),
    "export_everything": Recipe(),
    "import_everything": Recipe("no world", answers=409),
    "upload_import": Recipe("name,email\nBo,bo@berg.example\n"),
    "list_imports": Recipe(),
    "get_import": Recipe(),
    "change_import": Recipe({"has_heading": True, "mapping": ["name", None]}),
    "check_import": Recipe(),
    "run_import": Recipe(),
    "cancel_import": Recipe(things={"import_id": "waiting_import"}),
    "undo_import": Recipe(things={"import_id": "done_import"}),
    "download_import_lines": Recipe(),
    "remove_import": Recipe(),
    "count_demo": Recipe(),
    "load_demo": Recipe(needs=("no_demo",), uses_up=frozenset({"no_demo"})),
    "remove_demo": Recipe(),
    "get_setup": Recipe(),
    "set_up": Recipe({"token": "nonsense", "email": "eve@example.com", "name": "Eve"}, answers=422),
    "sign_in": Recipe({"email": "<person_email>", "password": "guessed at random"}, answers=401),
    "send_second_factor": Recipe({"code": "123456"}, answers=401),
    "sign_out": Recipe(),
    "start_single_sign_on": Recipe(answers=404),
    "finish_single_sign_on": Recipe(answers=404),
    "ask_password_reset": Recipe({"email": "<person_email>"}),
    "accept_password_reset": Recipe({"token": "nonsense", "new_password": "a long enough one"}, answers=422),
    "get_me": Recipe(),
    "change_password": Recipe({"current_password": "guessed", "new_password": "a long enough one"}, answers=422),
    "renew_recovery_codes": Recipe({"password": "guessed"}, answers=422),
    "enrol_second_factor": Recipe({"password": "guessed"}, answers=422),
    "confirm_second_factor": Recipe({"code": "123456"}, answers=422),
    "disable_second_factor": Recipe({"password": "guessed"}, answers=422),
    "list_sessions": Recipe(),
    "end_session": Recipe(),
    "end_other_sessions": Recipe(),
    "get_template_draft_diff": Recipe(things={"template_id": "drafted_template"}),
    "export_templates": Recipe(unknown={"template_id": 404}),
    "import_templates": Recipe(
        BUNDLE,
        forms=_bundle_forms(),
        # What others in the file call it by, and a member who is left out.
        unknown={"templates[].id": 201, "templates[].steps[].assignee": 201},
    ),
    "list_views": Recipe(),
    "create_view": Recipe({"name": "Late", "screen": "interactions"}),
    "get_view": Recipe(),
    "edit_view": Recipe({"name": "Late"}),
    "delete_view": Recipe(),
    "list_events": Recipe(unknown={"after": 422, "cursor": 422}),
    "follow_events": Recipe(),
    "get_settings": Recipe(),
    "edit_settings": Recipe({"zone": "Europe/Berlin"}),
    "preview_settings": Recipe({"zone": "Europe/Berlin"}),
    "list_days_off": Recipe(),
    "list_types": Recipe(),
    "order_types": Recipe({"order": ["<type_key>"]}),
    "get_type": Recipe(),
    "put_type": Recipe({"channel": "email"}, unknown={"type_key": 201}),
    "archive_type": Recipe(),
    "restore_type": Recipe(),
    "list_outcomes": Recipe(),
    "order_outcomes": Recipe({"order": ["<outcome_key>"]}),
    "get_outcome": Recipe(),
    "put_outcome": Recipe({"kind": "positive"}, unknown={"outcome_key": 201}),
    "archive_outcome": Recipe(),
    "restore_outcome": Recipe(),
    "list_campaigns": Recipe(),
    "create_campaign": Recipe({"name": "Spring"}),
    "get_campaign": Recipe(),
    "edit_campaign": Recipe({"name": "Summer"}),
    "delete_campaign": Recipe(things={"campaign_id": "idle_campaign"}),
    "enroll_customers": Recipe(
        {"customer_ids": ["<bare_customer>"]},
        things={"campaign_id": "templated_campaign"},
        forms={
            name: {"filter": {}, "dry_run": True} for name in ("filter.owner_id[]", "filter.external_id", "filter.q")
        },
        unknown=dict.fromkeys(["customer_ids[]", "filter.owner_id[]", "filter.external_id", "filter.q"], 200),
        uses_up=frozenset({"bare_customer"}),
    ),
    "pause_campaign": Recipe(),
    "resume_campaign": Recipe(),
    "end_campaign": Recipe(),
    "get_campaign_performance": Recipe(),
    "list_conversations": Recipe(),
    "create_conversation": Recipe({"customer_id": "<customer>", "channel": "email"}, own=TAKEN),
    "get_conversation": Recipe(),
    "edit_conversation": Recipe({"status": "resolved"}, own=TAKEN),
    "delete_conversation": Recipe(answers=409),
    "create_from_conversation": Recipe({"type": "email", "title": "Answer"}),
    "list_messages": Recipe(unknown={"cursor": 422}),
    "create_message": Recipe({"direction": "inbound", "body": "Hello?"}),
    "list_conversation_rules": Recipe(),
    "create_conversation_rule": Recipe(
        {"name": "Respond", "trigger": "message_received", "step": {}},
        forms={
            "template_id": {"name": "Start", "trigger": "message_received", "template_id": "<idle_template>"},
        },
    ),
    "get_conversation_rule": Recipe(),
    "edit_conversation_rule": Recipe({"is_active": False}),
    "delete_conversation_rule": Recipe(),
}
