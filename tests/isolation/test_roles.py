"""Who may do what: every role at every operation. What is not in the table is refused."""

from collections.abc import AsyncIterator

import pytest

from onward.api import nouns, routing
from onward.domain.roles import roles_with
from tests.isolation.asking import recipe_of, sound
from tests.isolation.cast import ROLES, Caller
from tests.isolation.conftest import OpenPair
from tests.isolation.pair import Pair
from tests.isolation.places import Operation, operations

# The specification's words, one operation a line: the weakest role that may. Each stronger one may too.
WEAKEST: dict[str, Caller] = {
    "count_interactions": "viewer",
    "list_interactions": "viewer",
    "create_interaction": "rep",
    "get_interaction": "viewer",
    "log_interaction": "rep",
    "edit_interaction": "rep",
    "complete_interaction": "rep",
    "skip_interaction": "rep",
    "cancel_interaction": "rep",
    "start_interaction": "rep",
    "reschedule_interaction": "rep",
    "assign_interaction": "rep",
    "undo_interaction": "rep",
    "bulk_create": "manager",
    "bulk_complete": "manager",
    "bulk_reschedule": "manager",
    "bulk_assign": "manager",
    "bulk_skip": "manager",
    "bulk_cancel": "manager",
    "list_jobs": "viewer",
    "get_job": "viewer",
    "list_job_items": "viewer",
    "cancel_job": "manager",
    "undo_job": "manager",
    "start_workflow": "rep",
    "peek_interaction": "viewer",
    "list_workflows": "viewer",
    "get_workflow": "viewer",
    "pause_workflow": "rep",
    "resume_workflow": "rep",
    "exit_workflow": "rep",
    "jump_workflow": "rep",
    "migrate_workflow": "rep",
    "get_next_interaction": "viewer",
    "list_pending_interactions": "viewer",
    "list_overdue_interactions": "viewer",
    "list_templates": "viewer",
    "create_template": "manager",
    "get_template": "viewer",
    "edit_template": "manager",
    "put_template_draft": "manager",
    "drop_template_draft": "manager",
    "publish_template": "manager",
    "archive_template": "manager",
    "restore_template": "manager",
    "simulate_template": "viewer",
    "list_customers": "viewer",
    "create_customer": "rep",
    "get_customer": "viewer",
    "put_customer": "rep",
    "delete_customer": "rep",
    "close_customer": "rep",
    "pause_customer": "rep",
    "reopen_customer": "rep",
    "merge_customers": "rep",
    "erase_customer": "owner",
    "list_notes": "viewer",
    "create_note": "rep",
    "get_note": "viewer",
    "edit_note": "rep",
    "delete_note": "rep",
    "get_timeline": "viewer",
    "get_coverage": "viewer",
    "get_queue": "viewer",
    "repair_coverage": "manager",
    "list_members": "viewer",
    "create_member": "owner",
    "get_member": "viewer",
    "list_campaigns": "viewer",
    "create_campaign": "manager",
    "get_campaign": "viewer",
    "list_conversations": "viewer",
    "create_conversation": "rep",
    "get_conversation": "viewer",
    "edit_conversation": "rep",
    "delete_conversation": "rep",
    "create_from_conversation": "rep",
    "list_messages": "viewer",
    "create_message": "rep",
    "list_conversation_rules": "viewer",
    "create_conversation_rule": "owner",
    "edit_campaign": "manager",
    "delete_campaign": "manager",
    "enroll_customers": "manager",
    "pause_campaign": "manager",
    "resume_campaign": "manager",
    "end_campaign": "manager",
    "get_campaign_performance": "viewer",
    "get_conversation_rule": "viewer",
    "edit_conversation_rule": "owner",
    "delete_conversation_rule": "owner",
    "get_template_draft_diff": "viewer",
    "export_templates": "viewer",
    "import_templates": "manager",
    "list_views": "viewer",
    "create_view": "rep",
    "get_view": "viewer",
    "edit_view": "rep",
    "delete_view": "rep",
    "list_events": "viewer",
    "follow_events": "viewer",
    "get_settings": "viewer",
    "edit_settings": "owner",
    "preview_settings": "viewer",
    "list_days_off": "viewer",
    "list_types": "viewer",
    "order_types": "owner",
    "get_type": "viewer",
    "put_type": "owner",
    "archive_type": "owner",
    "restore_type": "owner",
    "list_outcomes": "viewer",
    "order_outcomes": "owner",
    "get_outcome": "viewer",
    "put_outcome": "owner",
    "archive_outcome": "owner",
    "restore_outcome": "owner",
    "edit_member": "owner",
    "deactivate_member": "owner",
    "reactivate_member": "owner",
    "list_invitations": "owner",
    "create_invitation": "owner",
    "withdraw_invitation": "owner",
    "list_keys": "owner",
    "create_key": "owner",
    "revoke_key": "owner",
    "list_audit": "owner",
    "export_audit": "owner",
    "export_customers": "owner",
    "export_interactions": "owner",
    "export_everything": "owner",
    "import_everything": "owner",
    "upload_import": "manager",
    "list_imports": "manager",
    "get_import": "manager",
    "change_import": "manager",
    "check_import": "manager",
    "run_import": "manager",
    "cancel_import": "manager",
    "undo_import": "manager",
    "download_import_lines": "manager",
    "remove_import": "manager",
    "count_demo": "viewer",
    "load_demo": "owner",
    "remove_demo": "owner",
}

# What asks for no role: to the public, for it comes before signing in; to a signed-in person, about themselves alone;
# to any caller.
OPEN: dict[str, str] = {
    "get_setup": "public",
    "set_up": "public",
    "sign_in": "public",
    "send_second_factor": "public",
    "sign_out": "public",
    "start_single_sign_on": "public",
    "finish_single_sign_on": "public",
    "ask_password_reset": "public",
    "accept_password_reset": "public",
    "preview_invitation": "public",
    "accept_invitation": "public",
    "change_password": "person",
    "renew_recovery_codes": "person",
    "enrol_second_factor": "person",
    "confirm_second_factor": "person",
    "disable_second_factor": "person",
    "list_sessions": "person",
    "end_session": "person",
    "end_other_sessions": "person",
    "get_me": "caller",
}


def of_roles() -> list[Operation]:
    return [operation for operation in operations() if operation.name not in OPEN]


def able(operation: Operation) -> list[str]:
    weakest = WEAKEST.get(operation.name)
    assert weakest is not None, (
        f"{operation} is not in the table of roles. Say under {operation.name!r} in WEAKEST of "
        "tests/isolation/test_roles.py which is the weakest role that may do it."
    )
    return list(ROLES[ROLES.index(weakest) :])


async def faults(pair: Pair) -> AsyncIterator[str]:
    """Everything that the caller's role may and should not, or should and may not."""
    for operation in of_roles():
        asked = await pair.filled(sound(operation))
        before = await pair.hash_of_everything()
        answer, _ = await pair.send(operation, asked)
        is_able = pair.caller in able(operation)
        if is_able and not answer.is_success and answer.status != recipe_of(operation).answers:
            yield f"{operation}: a {pair.caller} may, but was answered {answer}"
        if not is_able:
            if answer.status != 403 or f"needs the role {' or '.join(able(operation))};" not in answer.json["detail"]:
                yield f"{operation}: a {pair.caller} may not, but was answered {answer}"
            if await pair.hash_of_everything() != before:
                yield f"{operation}: a {pair.caller} was refused, and yet something was written"


@pytest.mark.parametrize("role", ROLES)
async def test_each_role_may_what_the_table_says_and_nothing_else(open_pair: OpenPair, role: Caller) -> None:
    async with open_pair(role) as pair:
        assert [fault async for fault in faults(pair)] == []


async def test_without_a_credential_nothing_is_answered_and_nothing_happens(open_pair: OpenPair) -> None:
    async with open_pair("session") as pair:
        for operation in operations():
            if OPEN.get(operation.name) == "public":
                continue
            asked = await pair.filled(sound(operation))
            before = await pair.hash_of_everything()
            path = operation.path.removeprefix("/v1").format(**asked.path)
            for headers in ({}, {"Authorization": "Bearer nonsense"}, {"X-Tenant-ID": "acme"}):
                answer = await pair.shared.send(operation.method, path, headers, asked.body, asked.query)
                assert answer.status == 401, f"{operation}: {answer}"
            assert await pair.hash_of_everything() == before, str(operation)


def test_declared_permissions_say_the_same() -> None:
    declared = {
        route.name: [role for role in ROLES if role in roles_with(route.permission)]
        for route in routing.collect(nouns.ROOMS)
        if route.permission is not None
    }
    assert declared == {operation.name: able(operation) for operation in of_roles()}


def test_what_asks_for_no_role_is_open_to_those_whom_the_table_names() -> None:
    assert {one.name: one.open_to for one in operations() if one.open_to is not None} == OPEN


def test_the_table_names_no_operation_that_there_is_not() -> None:
    assert set(WEAKEST) | set(OPEN) == {operation.name for operation in operations()}
