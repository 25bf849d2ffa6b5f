"""Chromium, driven as a person would: opening pages, waiting for what a person sees, finding what a person may not.

Nothing here knows the product's pages.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, ViewportSize, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HINT = "The tests of the browser application need Chromium: apt-get install chromium"
# How long something may take to appear before its absence is a fault. How fast things are is measured where it is
# promised, not by impatience everywhere.
PATIENCE_MS = 20_000
WIDE: ViewportSize = {"width": 1280, "height": 800}
MIDDLE: ViewportSize = {"width": 900, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 800}
NARROWEST: ViewportSize = {"width": 320, "height": 640}

_AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def find_chromium() -> str:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.fail(HINT, pytrace=False)
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # As root its sandbox cannot start; it loads pages of this machine only.
        launched = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        yield launched
        launched.close()


class Complaints:
    """What a page says to its developers: errors, and what its policy forbids."""

    def __init__(self, page: Page) -> None:
        self.lines: list[str] = []
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.lines.append(f"page error: {error}"))

    def _note(self, message: ConsoleMessage) -> None:
        # A refusal that the page shows is told by the browser too.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.lines.append(f"{message.type}: {message.text}")


def wait_until_loaded(page: Page) -> None:
    """Until nothing is on its way that a page waits for; the stream of events, which never ends, does not count."""
    page.wait_for_load_state("load")
    page.wait_for_function(
        """() => {
            const last = performance.getEntriesByType("resource").at(-1);
            const isQuiet = last === undefined || performance.now() - last.responseEnd > 300;
            return isQuiet && document.querySelector("[role=status][data-late]") === null;
        }"""
    )


def wait_until_still(page: Page) -> None:
    """Until nothing glides or fades any more; what goes round without end does not count."""
    page.wait_for_function(
        """() => !document.getAnimations().some(
            ({playState, effect}) => playState === 'running' && effect.getComputedTiming().endTime !== Infinity
        )"""
    )


def tap(what: Locator) -> None:
    """Once the page stands still and has time to hear: a browser gives up a touch that nobody answers for long."""
    wait_until_loaded(what.page)
    wait_until_still(what.page)
    what.tap()


def axe_violations(page: Page) -> list[str]:
    """What axe-core finds on the page as it stands, one line for each fault. What the parts library says aloud for a
    moment stands outside the page, and is none of it."""
    wait_until_still(page)
    page.evaluate(_AXE.read_text("utf-8"))
    found: list[dict[str, Any]] = page.evaluate(
        "tags => axe.run({exclude: ['[data-live-announcer]']}, {runOnly: tags}).then(result => result.violations)",
        _TAGS,
    )
    return [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"]]


def sticks_out(page: Page) -> bool:
    """Whether the page is wider than its window, so that one would have to scroll sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
