"""What is made or drawn from the code agrees with it."""

import subprocess
import sys
from datetime import UTC, datetime

from onward.api import nouns, routing
from onward.domain import schedule, wording
from onward.domain.records import Step, TenantSettings
from onward.domain.schedule import Frame, Moment
from tests.docs.pages import DOCS, REPOSITORY, page


def test_the_reference_is_fresh() -> None:
    command = [sys.executable, str(REPOSITORY / "scripts" / "reference.py"), "--check"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr


def test_the_reference_has_every_route() -> None:
    shown = page("docs/reference/api.md")
    assert {route.name for route in routing.collect(nouns.ROOMS)} <= shown.anchors


def test_the_picture_of_the_dates_tells_the_truth() -> None:
    """Completed on Thursday; Saturday rolls to Monday; due on Wednesday, all day."""
    completed = Moment(datetime(2026, 1, 22, 15, 20, tzinfo=UTC))
    frame = Frame(completed.at, "UTC", TenantSettings(roll_rule="forward"))
    step = Step(2, "send_proposal", "Proposal", scheduled_offset_days=2, due_offset_days=2, at_time="09:30")

    planned = schedule.plan_step(step, completed, frame)

    assert planned.scheduled == Moment(datetime(2026, 1, 26, 9, 30, tzinfo=UTC))
    assert planned.due == Moment(datetime(2026, 1, 28, 9, 30, tzinfo=UTC), all_day=True)
    sentence = wording.sentence(
        f"{wording.place_name(2, 'Proposal')}, {wording.dates(step, planned, wording.COMPLETION)}"
    )
    picture = (DOCS / "images" / "dates.svg").read_text("utf-8")
    assert all(part in picture for part in sentence.replace("Monday, ", "Monday,\0").split("\0")), sentence
