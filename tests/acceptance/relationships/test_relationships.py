"""Every verb in random order against a real server; longer with `make campaign-relationships`."""

import os
from typing import Any

import httpx
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.acceptance.server import Place

from .machine import Relationships

EXAMPLES = int(os.environ.get("CAMPAIGN_EXAMPLES", "12"))
STEPS = 40


def test_every_promise_is_kept_whatever_people_do(place: Place) -> None:
    server = place.start()
    with server.client() as http:
        templates = publish_templates(http)

        class Here(Relationships):
            pass

        Here.http, Here.templates = http, templates
        run_state_machine_as_test(
            Here,
            settings=settings(
                max_examples=EXAMPLES,
                stateful_step_count=STEPS,
                deadline=None,
                phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
                derandomize="CAMPAIGN_EXAMPLES" not in os.environ,
                suppress_health_check=list(HealthCheck),
            ),
        )
    assert not server.failures()


def publish_templates(http: httpx.Client) -> dict[str, Any]:
    """The tenant's own, whose branches lead from one to another, and two with loops, exits and a stop."""
    for template in (LANES, STRAIGHT):
        http.post("/v1/interactions/templates", json=template).raise_for_status()
    shown = http.get("/v1/interactions/templates").raise_for_status().json()["data"]
    return {template["id"]: template for template in shown}


LANES = {
    "name": "Lanes",
    "end_action": "stop",
    "steps": [
        {
            "step_number": 1,
            "type": "phone_call",
            "title": "Call",
            "next_step": 2,
            "branches": [
                {"outcomes": ["no_answer"], "next_step": 1, "scheduled_offset_days": 1, "max_times": 2},
                {"outcomes": ["not_interested"], "exit": "they said no"},
                {"outcomes": ["kind:positive"], "next_step": 3},
            ],
        },
        {"step_number": 2, "type": "email", "title": "Write", "scheduled_offset_days": 1, "next_step": 3},
        {"step_number": 3, "type": "meeting", "title": "Meet", "scheduled_offset_days": 2},
    ],
}
STRAIGHT = {
    "name": "Straight on",
    "end_action": "follow_up",
    "steps": [
        {"step_number": 1, "type": "email", "title": "First", "next_step": 2},
        {"step_number": 2, "type": "phone_call", "title": "Second", "scheduled_offset_days": 1},
    ],
}
