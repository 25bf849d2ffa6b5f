"""Drives every verb of the engine in random order against a real server, beside the model.

After each act: nobody has two successors, no finished interaction has changed, the links agree both ways, and every
active customer whom the rules promise a next step has one.
"""

from collections import Counter
from typing import Any, ClassVar

import httpx
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from .model import HAND_MADE, SKIPPED, Relationship, Row

OUTCOMES = ("success", "interested", "rescheduled", "not_interested", "no_answer")
# What may change of a finished interaction: its notes by hand, and what time alone changes.
LOOSE = ("description", "outcome_details", "metadata", "version", "updated_at", "is_overdue")
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C",)), min_size=1, max_size=20).filter(str.strip)

pick = st.randoms(use_true_random=False)


class Relationships(RuleBasedStateMachine):
    """Two customers of one tenant, several templates, one caller."""

    http: ClassVar[httpx.Client]
    templates: ClassVar[dict[str, Row]]

    def __init__(self) -> None:
        super().__init__()
        self.customers: dict[str, Relationship] = {}
        self.finished: dict[str, Row] = {}

    # The ways to talk to the server.

    def call(self, method: str, path: str, *expected: int, **options: Any) -> Any:
        answer = self.http.request(method, f"/v1{path}", **options)
        assert answer.status_code in (expected or (200,)), f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def post(self, path: str, body: Row | None = None, *expected: int, **headers: str) -> Any:
        return self.call("POST", path, *expected, json=body or {}, headers=headers)

    def look(self, customer_id: str) -> Relationship:
        """Read all of a customer's interactions."""
        rows, cursor = [], None
        while True:
            query = {"customer_id": customer_id, "limit": 200} | ({"cursor": cursor} if cursor else {})
            page = self.call("GET", "/interactions", params=query)
            rows += page["data"]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        relationship = self.customers[customer_id]
        relationship.see(rows)
        return relationship

    def open_item(self, random: Any) -> tuple[Relationship, Row] | None:
        items = [(each, item) for each in self.customers.values() for item in each.open_items()]
        return random.choice(items) if items else None

    def run(self, random: Any, *statuses: str) -> tuple[str, Relationship, str] | None:
        runs = [(key, each, run) for key, each in self.customers.items() for run in each.live_runs(*statuses)]
        return random.choice(runs) if runs else None

    def finish(
        self, relationship: Relationship, item: Row, verb: str, body: Row, outcome: str | None, form: str | None
    ) -> None:
        leads_on = relationship.leads_on(item, outcome, form)
        answer = self.post(f"/interactions/{item['id']}/{verb}", body)
        step = answer["next_step"]
        assert (answer["next_interaction"] is not None) == leads_on, step
        repeated = self.post(f"/interactions/{item['id']}/{verb}", body)
        assert repeated["next_step"] == step
        assert (repeated["next_interaction"] or {}).get("id") == (answer["next_interaction"] or {}).get("id")
        relationship.finish(item, outcome, form)
        self.finished[item["id"]] = answer["interaction"]
        self.look(item["customer_id"])

    # What people do.

    @initialize()
    def meet(self) -> None:
        for name in ("Nora", "Initech"):
            customer = self.post("/customers", {"name": name}, 201)
            self.customers[customer["id"]] = Relationship(self.templates)

    @rule(random=pick, title=WORDS, day=st.integers(1, 28))
    def create(self, random: Any, title: str, day: int) -> None:
        customer_id = random.choice(list(self.customers))
        body = {
            "customer_id": customer_id,
            "type": random.choice(("phone_call", "email", "follow_up")),
            "title": title,
            "scheduled_at": f"2030-01-{day:02}",
        }
        self.post("/interactions", body, 201)
        self.customers[customer_id].promised = True
        self.look(customer_id)

    @rule(random=pick)
    def start_workflow(self, random: Any) -> None:
        customer_id = random.choice(list(self.customers))
        template_id = random.choice(list(self.templates))
        relationship = self.customers[customer_id]
        refused = relationship.is_running(template_id) or relationship.status == "closed"
        body = {"customer_id": customer_id, "template_id": template_id}
        self.post("/interactions/workflow/start", body, 409 if refused else 201)
        relationship.promised = relationship.promised or not refused
        self.look(customer_id)

    @rule(random=pick, outcome=st.sampled_from(OUTCOMES))
    def complete(self, random: Any, outcome: str) -> None:
        if found := self.open_item(random):
            relationship, item = found
            self.finish(relationship, item, "complete", {"outcome": outcome}, outcome, None)

    @rule(random=pick, outcome=st.sampled_from(OUTCOMES), form=st.sampled_from(("type", "template", "none")))
    def complete_with_next(self, random: Any, outcome: str, form: str) -> None:
        if not (found := self.open_item(random)):
            return
        relationship, item = found
        free = [key for key in self.templates if not relationship.is_running(key)]
        run = relationship.runs.get(item["workflow_id"] or "")
        if (run is not None and run.status == "paused") or relationship.status == "closed" or not free:
            return
        wanted = {
            "type": {"type": "email", "title": "Send the draft"},
            "template": {"template_id": random.choice(free)},
            "none": {"none": True, "why": "they asked us to"},
        }[form]
        self.finish(relationship, item, "complete", {"outcome": outcome, "next": wanted}, outcome, form)

    @rule(random=pick)
    def skip(self, random: Any) -> None:
        if found := self.open_item(random):
            self.finish(*found, "skip", {"reason": "no time"}, SKIPPED, None)

    @rule(random=pick, then=st.sampled_from(("keep_moving", "advance", "exit")))
    def cancel(self, random: Any, then: str) -> None:
        if not (found := self.open_item(random)):
            return
        relationship, item = found
        outcome = SKIPPED if then == "advance" else None
        form = "none" if then == "exit" else None
        self.finish(relationship, item, "cancel", {"then": then}, outcome, form)

    @rule(random=pick)
    def work_on(self, random: Any) -> None:
        """The verbs that leave the plan alone."""
        if not (found := self.open_item(random)):
            return
        _, item = found
        path = f"/interactions/{item['id']}"
        random.choice(
            (
                lambda: self.post(f"{path}/start"),
                lambda: self.post(f"{path}/reschedule", {"by_days": random.randint(-5, 5)}),
                lambda: self.post(f"{path}/assign", {"assignee_id": None}),
                lambda: self.call("PUT", path, json={"priority": "high"}),
            )
        )()
        self.look(item["customer_id"])

    @rule(random=pick)
    def act_on_what_has_changed(self, random: Any) -> None:
        """With a version of long ago, or on something finished: refused, and nothing is different."""
        if found := self.open_item(random):
            _, item = found
            self.post(f"/interactions/{item['id']}/complete", {"outcome": "success"}, 412, **{"If-Match": '"0"'})
            self.look(item["customer_id"])
        finished = [item for each in self.customers.values() for item in each.final_items()]
        if finished:
            item = random.choice(finished)
            other = "cancel" if item["status"] != "cancelled" else "skip"
            self.post(f"/interactions/{item['id']}/{other}", {}, 409)
            self.post(f"/interactions/{item['id']}/start", {}, 409)
            self.look(item["customer_id"])

    @rule(random=pick, note=WORDS)
    def annotate(self, random: Any, note: str) -> None:
        finished = [item for each in self.customers.values() for item in each.final_items()]
        if finished:
            item = random.choice(finished)
            self.call("PUT", f"/interactions/{item['id']}", json={"outcome_details": note})
            self.look(item["customer_id"])

    @rule(random=pick)
    def undo(self, random: Any) -> None:
        """Refused where something came after; else all that the act made is gone."""
        mine = [(each, item) for each in self.customers.values() for item in each.final_items()]
        mine = [found for found in mine if found[1]["id"] in self.finished]
        if not mine:
            return
        relationship, item = random.choice(mine)
        answer = self.post(f"/interactions/{item['id']}/undo", {}, 200, 409)
        if "interaction" in answer:
            assert answer["interaction"]["status"] in ("pending", "in_progress")
            relationship.undo(item, answer["withdrawn_workflow_id"])
            del self.finished[item["id"]]
        self.look(item["customer_id"])
        if answer.get("withdrawn_interaction_id"):
            self.call("GET", f"/interactions/{answer['withdrawn_interaction_id']}", 404)

    @rule(random=pick, outcome=st.sampled_from(OUTCOMES))
    def think_again(self, random: Any, outcome: str) -> None:
        """Completed and taken back at once: always possible, and everything is as it was."""
        if not (found := self.open_item(random)):
            return
        relationship, item = found
        before = {each["id"]: each["status"] for each in relationship.items.values()}
        self.finish(relationship, item, "complete", {"outcome": outcome}, outcome, None)
        answer = self.post(f"/interactions/{item['id']}/undo")
        relationship.undo(item, answer["withdrawn_workflow_id"])
        del self.finished[item["id"]]
        after = self.look(item["customer_id"])
        assert {each["id"]: each["status"] for each in after.items.values()} == before

    @rule(random=pick)
    def pause_workflow(self, random: Any) -> None:
        if found := self.run(random, "active"):
            customer_id, relationship, run = found
            self.post(f"/workflows/{run}/pause")
            relationship.pause_run(run)
            self.look(customer_id)

    @rule(random=pick)
    def resume_workflow(self, random: Any) -> None:
        if found := self.run(random, "paused"):
            customer_id, relationship, run = found
            answer = self.post(f"/workflows/{run}/resume")
            assert answer["next_step"]["created"] == relationship.resume_run(run), answer["next_step"]
            self.look(customer_id)

    @rule(random=pick, then=st.sampled_from(("keep_moving", "none")))
    def exit_workflow(self, random: Any, then: str) -> None:
        if found := self.run(random):
            customer_id, relationship, run = found
            self.post(f"/workflows/{run}/exit", {"reason": "a change of mind", "then": then})
            relationship.leave_run(run, falls_back=then != "none")
            self.look(customer_id)

    @rule(random=pick)
    def jump_workflow(self, random: Any) -> None:
        if found := self.run(random, "active"):
            customer_id, relationship, run = found
            steps = self.templates[relationship.runs[run].template_id]["steps"]
            self.post(f"/workflows/{run}/jump", {"step_number": random.choice(steps)["step_number"]})
            relationship.promised = True
            self.look(customer_id)

    @rule(random=pick, status=st.sampled_from(("active", "paused", "closed")))
    def change_customer(self, random: Any, status: str) -> None:
        customer_id = random.choice(list(self.customers))
        relationship = self.customers[customer_id]
        self.call("PUT", f"/customers/{customer_id}", json={"status": status})
        if status == "closed" and relationship.status != "closed":
            relationship.close()
        elif status == "active":
            relationship.activate()
        else:
            relationship.status = status
        for item in self.look(customer_id).open_items():
            assert status != "closed" or item["origin"] in HAND_MADE

    # What always holds.

    @invariant()
    def nobody_has_two_successors(self) -> None:
        for relationship in self.customers.values():
            items = relationship.items
            counted = Counter(item["previous_interaction_id"] for item in items.values())
            del counted[None]
            assert all(count == 1 for count in counted.values()), counted

    @invariant()
    def links_agree_both_ways(self) -> None:
        for relationship in self.customers.values():
            items = relationship.items
            for item in items.values():
                if item["next_interaction_id"] is not None:
                    assert items[item["next_interaction_id"]]["previous_interaction_id"] == item["id"]
                if item["previous_interaction_id"] is not None:
                    assert items[item["previous_interaction_id"]]["next_interaction_id"] == item["id"]

    @invariant()
    def nothing_finished_changes(self) -> None:
        shown = {key: item for each in self.customers.values() for key, item in each.items.items()}
        for key, was in self.finished.items():
            now = shown[key]
            assert {name: now[name] for name in now if name not in LOOSE} == {
                name: was[name] for name in was if name not in LOOSE
            }

    @invariant()
    @precondition(lambda self: bool(self.customers))
    def whoever_is_promised_a_next_step_has_one(self) -> None:
        for customer_id, relationship in self.customers.items():
            if relationship.status == "active" and relationship.promised:
                assert self.call("GET", f"/interactions/customers/{customer_id}/next") is not None
