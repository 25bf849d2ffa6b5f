"""A small pure model of one customer relationship: which acts must leave a next step behind.

It knows the rules, not the engine: no dates, no words, no database. What the server answers is compared with it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Literal

Row = dict[str, Any]
Ahead = Literal["next", "silence", "end"]

OPEN = ("pending", "in_progress")
HAND_MADE = ("manual", "explicit")
POSITIVE = ("success", "interested", "reached")
SKIPPED = "skipped"


@dataclass(frozen=True)
class Run:
    """One workflow. `owes`: a step was done while it was paused, so resuming creates the one after it."""

    template_id: str
    status: Literal["active", "paused", "over"] = "active"
    owes: bool = False

    @property
    def is_live(self) -> bool:
        return self.status != "over"


@dataclass
class Relationship:
    """What the rules say of one customer. `promised`: while they are active they must have an open interaction."""

    templates: dict[str, Row]
    status: str = "active"
    promised: bool = False
    items: dict[str, Row] = field(default_factory=dict)
    runs: dict[str, Run] = field(default_factory=dict)
    _run_before: dict[str, Run | None] = field(default_factory=dict)

    def open_items(self) -> list[Row]:
        return [item for item in self.items.values() if item["status"] in OPEN]

    def final_items(self) -> list[Row]:
        return [item for item in self.items.values() if item["status"] not in OPEN]

    def live_runs(self, *statuses: str) -> list[str]:
        return [key for key, run in self.runs.items() if run.is_live and run.status in (statuses or (run.status,))]

    def is_running(self, template_id: str) -> bool:
        return any(run.is_live and run.template_id == template_id for run in self.runs.values())

    def leads_on(self, item: Row, outcome: str | None, form: str | None = None) -> bool:
        """Whether finishing this item must name a next step. `form` is what the caller asked for by `next`, if
        anything; an outcome of None is a cancellation that leaves the workflow and falls back."""
        if form is not None:
            return form != "none"
        run, ahead = self._run_of(item), self._ahead(item, outcome)
        if run is not None and run.status == "paused" and outcome is not None:
            return False
        return ahead == "next" or (ahead == "end" and self.status == "active")

    def finish(self, item: Row, outcome: str | None, form: str | None = None) -> None:
        """The act happened. As `leads_on`; the caller has not yet taken over what the server shows."""
        run, ahead = self._run_of(item), self._ahead(item, outcome)
        self.promised = self.leads_on(item, outcome, form) or self._others_are_open(item)
        self._run_before[item["id"]] = run
        if run is None or form == "type":
            return
        if form is not None or ahead != "next":
            self.runs[item["workflow_id"]] = replace(run, status="over", owes=False)
        elif run.status == "paused":
            self.runs[item["workflow_id"]] = replace(run, owes=True)

    def drop(self, item: Row) -> None:
        """Cancelled with nothing to follow."""
        self.finish(item, None, "none")

    def undo(self, item: Row, withdrawn_run: str | None) -> None:
        before = self._run_before.pop(item["id"])
        self.runs.pop(withdrawn_run or "", None)
        if before is not None:
            self.runs[item["workflow_id"]] = before
        self.promised = True

    def leave_run(self, run_id: str, *, falls_back: bool) -> None:
        """The workflow is left and its open item cancelled."""
        self.runs[run_id] = replace(self.runs[run_id], status="over", owes=False)
        others = any(item["workflow_id"] != run_id for item in self.open_items())
        self.promised = others or (falls_back and self.status == "active")

    def change_run(self, run_id: str, status: Literal["active", "paused"]) -> None:
        """Pausing and resuming; resuming pays what is owed."""
        run = self.runs[run_id]
        self.promised = self.promised or (status == "active" and run.owes)
        self.runs[run_id] = replace(run, status=status, owes=run.owes and status == "paused")

    def close(self) -> None:
        self.status = "closed"
        self.runs = {key: replace(run, status="over", owes=False) for key, run in self.runs.items()}

    def activate(self) -> None:
        self.promised = self.promised or self.status != "active"
        self.status = "active"

    def see(self, rows: Iterable[Row]) -> None:
        """Take over what the server shows, with the runs that it has begun."""
        self.items = {row["id"]: row for row in rows}
        for row in self.items.values():
            if row["workflow_id"] is not None and row["template_id"] is not None:
                self.runs.setdefault(row["workflow_id"], Run(row["template_id"]))

    def _others_are_open(self, item: Row) -> bool:
        return any(each["id"] != item["id"] for each in self.open_items())

    def _run_of(self, item: Row) -> Run | None:
        run = self.runs.get(item["workflow_id"] or "")
        return run if run is not None and run.is_live else None

    def _ahead(self, item: Row, outcome: str | None) -> Ahead:
        """Where the workflow's template leads. A branch with `max_times` has a `next_step` behind it here."""
        run = self._run_of(item)
        if run is None or outcome is None:
            return "end"
        template = self.templates[run.template_id]
        step = next(step for step in template["steps"] if step["step_number"] == item["step_number"])
        names = {outcome, "kind:positive"} if outcome in POSITIVE else {outcome}
        branch = next((each for each in step.get("branches") or () if names & set(each["outcomes"])), None)
        if branch is not None and branch.get("exit") is not None:
            return "silence"
        if branch is not None or step.get("next_step") is not None:
            return "next"
        return "silence" if template["end_action"] == "stop" else "end"
