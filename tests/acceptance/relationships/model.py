"""A small pure model of one customer relationship: which acts must leave a next step behind.

It knows the rules, not the engine: no dates, no words, no database. What the server answers is compared with it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

Row = dict[str, Any]
Ahead = Literal["next", "start", "silence", "end"]
TurnKey = tuple[int, int]  # step number, place of the branch

OPEN = ("pending", "in_progress")
HAND_MADE = ("manual", "explicit")
KINDS = {
    "success": "positive",
    "interested": "positive",
    "rescheduled": "neutral",
    "not_interested": "negative",
    "no_answer": "no_contact",
}
SKIPPED = "skipped"


@dataclass(frozen=True)
class Way:
    """Where a template leads: on to a step, to the start of another, to nothing, or to its end. `turn`: the branch that
    leads to a step, which then counts as taken once more."""

    ahead: Ahead
    turn: TurnKey | None = None


@dataclass(frozen=True)
class Run:
    """One workflow. `owes`: the step and the outcome that it was done with while the run was paused, so that resuming
    decides what comes after it. `taken`: how often each branch was taken."""

    template_id: str
    status: Literal["active", "paused", "over"] = "active"
    owes: tuple[int, str] | None = None
    taken: Mapping[TurnKey, int] = field(default_factory=dict)

    @property
    def is_live(self) -> bool:
        return self.status != "over"

    def has_used_up(self, turn: TurnKey, branch: Row) -> bool:
        most = branch.get("max_times")
        return most is not None and self.taken.get(turn, 0) >= most

    def gone(self, way: Way) -> "Run":
        """The run after going that way."""
        if way.ahead != "next":
            return replace(self, status="over", owes=None)
        if way.turn is None:
            return self
        return replace(self, taken={**self.taken, way.turn: self.taken.get(way.turn, 0) + 1})


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
        run, way = self._run_of(item), self._way(item, outcome)
        if run is not None and run.status == "paused" and outcome is not None:
            return False
        return way.ahead in ("next", "start") or (way.ahead == "end" and self.status == "active")

    def finish(self, item: Row, outcome: str | None, form: str | None = None) -> None:
        """The act happened. As `leads_on`; the caller has not yet taken over what the server shows."""
        run, way = self._run_of(item), self._way(item, outcome)
        self.promised = self.leads_on(item, outcome, form) or self._others_are_open(item)
        self._run_before[item["id"]] = run
        if run is None or form == "type":
            return
        if form is None and outcome is not None and run.status == "paused" and way.ahead != "silence":
            self.runs[item["workflow_id"]] = replace(run, owes=(item["step_number"], outcome))
        else:
            self.runs[item["workflow_id"]] = run.gone(Way("end") if form is not None else way)

    def undo(self, item: Row, withdrawn_run: str | None) -> None:
        before = self._run_before.pop(item["id"])
        self.runs.pop(withdrawn_run or "", None)
        if before is not None:
            self.runs[item["workflow_id"]] = before
        self.promised = True

    def leave_run(self, run_id: str, *, falls_back: bool) -> None:
        """The workflow is left and its open item cancelled."""
        self.runs[run_id] = self.runs[run_id].gone(Way("end"))
        others = any(item["workflow_id"] != run_id for item in self.open_items())
        self.promised = others or (falls_back and self.status == "active")

    def pause_run(self, run_id: str) -> None:
        self.runs[run_id] = replace(self.runs[run_id], status="paused")

    def resume_run(self, run_id: str) -> bool:
        """Whether resuming creates what the run owes, decided as things stand now."""
        run = self.runs[run_id]
        resumed = self.runs[run_id] = replace(run, status="active", owes=None)
        if run.owes is None:
            return False
        way = self._way_after(run, *run.owes)
        self.runs[run_id] = resumed.gone(way)
        falls_back = way.ahead == "end" and self.status == "active"
        self.promised = self.promised or falls_back or way.ahead in ("next", "start")
        return way.ahead in ("next", "start") or (falls_back and not self.open_items())

    def close(self) -> None:
        self.status = "closed"
        self.runs = {key: run.gone(Way("end")) for key, run in self.runs.items()}

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

    def _way(self, item: Row, outcome: str | None) -> Way:
        run = self._run_of(item)
        if run is None or outcome is None:
            return Way("end")
        return self._way_after(run, item["step_number"], outcome)

    def _way_after(self, run: Run, step_number: int, outcome: str) -> Way:
        """Where the workflow's template leads after a step."""
        template = self.templates[run.template_id]
        step = next(step for step in template["steps"] if step["step_number"] == step_number)
        names = {outcome, f"kind:{KINDS.get(outcome)}"}
        for place, branch in enumerate(step.get("branches") or ()):
            turn = (step_number, place)
            if not names & set(branch["outcomes"]) or run.has_used_up(turn, branch):
                continue
            if branch.get("exit") is not None:
                return Way("silence")
            if branch.get("template_id") is None:
                return Way("next", turn)
            if self._can_follow(run, branch["template_id"]):
                return Way("start")
        if step.get("next_step") is not None:
            return Way("next")
        return self._way_from_end(run, template["end_action"])

    def _way_from_end(self, run: Run, action: str) -> Way:
        if action == "stop":
            return Way("silence")
        kind, _, template_id = action.partition(":")
        return Way("start" if kind == "template" and self._can_follow(run, template_id) else "end")

    def _can_follow(self, run: Run, template_id: str) -> bool:
        """A template starts where it does not run already; the run that ends does not count."""
        return template_id == run.template_id or not self.is_running(template_id)
