"""How fast Today is in Chromium on a processor four times slower: until it is there, until keys are answered, and
whether anything moves by itself. `make bench-web`; ui tests judge only what no load of the machine can change.

The demo tenant, a new browser profile each time, nothing in its cache. What the machine does besides counts too, so the
quickest of some visits is told beside their median.
"""

import argparse
import os
import re
import statistics
import sys
from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from playwright.sync_api import Browser, Page
from tests.acceptance import server as servers
from tests.acceptance.server import Server
from tests.e2e import browsers
from tests.e2e.hands import SEEN

from benches import tables
from benches.tables import Verdict

SLOWER = 4
MOST_PAINT_SECONDS = 1.8
MOST_ANSWER_SECONDS = 0.1
MOST_SHIFT = 0.02


class Visit(Struct, frozen=True):
    """What one visit took; milliseconds."""

    paint: float
    answer: float
    shift: float


def measure(rounds: int) -> str:
    """A report in Markdown, with the limits."""
    load, _, _ = os.getloadavg()
    with servers.place() as place, browsers.chromium() as browser:
        server = place.start()
        address = f"{server.url}/today?of={_busy_member(server)}"
        visits = [_visit(browser, address) for _ in range(rounds)]
    return f"{tables.machine()}; load before: {load:.1f}\n\n{_report(visits)}"


def _busy_member(server: Server) -> str:
    with server.client() as client:
        query = {"status": "pending", "sort": "due_at", "limit": 1}
        whose: str = client.get("/v1/interactions", params=query).raise_for_status().json()["data"][0]["assignee_id"]
        return whose


def _visit(browser: Browser, address: str) -> Visit:
    context = browser.new_context(viewport=browsers.WIDE)
    page = context.new_page()
    page.set_default_timeout(browsers.PATIENCE_MS)
    page.add_init_script(SEEN)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address)
    page.get_by_role("heading", name="Overdue").wait_for()
    browsers.wait_until_loaded(page)
    # What may still move is counted before the first key: from then on moves are answers.
    before: dict[str, Any] = page.evaluate("({...window.seen})")
    _work(page)
    answers = sorted(page.evaluate("Object.values(window.seen.answers)"))
    context.close()
    return Visit(before["paint"], _third_quartile(answers), before["shift"])


def _third_quartile(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=4, method="inclusive")[2] if len(values) > 1 else sum(values)


def _work(page: Page) -> None:
    """Walking, putting something off and leaving it, looking for somebody."""
    for key in "jjjjkk":
        page.keyboard.press(key)
    for _ in range(2):
        page.keyboard.press("s")
        page.get_by_role("form", name="When instead?").wait_for()
        page.keyboard.press("Escape")
        page.get_by_role("form", name="When instead?").wait_for(state="detached")
    page.keyboard.press("e")
    page.get_by_role("group", name=re.compile("What came of")).wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("j")


def _report(visits: Sequence[Visit]) -> str:
    rows = [
        _row("largest contentful paint, ms", [visit.paint for visit in visits]),
        _row("answer to a key, p75, ms", [visit.answer for visit in visits]),
    ]
    judged = [
        Verdict("largest contentful paint", min(v.paint for v in visits) / 1000, MOST_PAINT_SECONDS, " s", False),
        Verdict("answer to a key, p75", min(v.answer for v in visits) / 1000, MOST_ANSWER_SECONDS, " s", False),
        Verdict("layout shift", max(v.shift for v in visits), MOST_SHIFT, "", False),
    ]
    return f"{tables.table(['of each visit', 'quickest', 'median'], rows)}\n{tables.verdicts(judged)}"


def _row(what: str, values: Sequence[float]) -> list[str]:
    return [what, f"{min(values):.0f}", f"{tables.median(values):.0f}"]


def main() -> int:
    parser = argparse.ArgumentParser(prog="benches.browsing", formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="visits, each with an empty cache")
    sys.stdout.write(f"### In the browser\n\n{measure(parser.parse_args().rounds)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
