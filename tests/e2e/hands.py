"""Fast hands on a keyboard that count what they press, and the table of what was counted and measured.

Nothing here waits: whoever needs to see something first says so by an expectation.
"""

import time
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page

# From the digit to the first picture with the next step in it, and to the server's word; in milliseconds.
STOPWATCH = """() => {
  window.done = [];
  let now = null;
  addEventListener("keydown", event => {
    if (event.isTrusted && /^[1-9]$/.test(event.key)) window.done.push(now = {pressed: event.timeStamp});
  }, true);
  const onceDrawn = run => requestAnimationFrame(() => setTimeout(run));
  new MutationObserver(changes => {
    const words = changes.flatMap(({addedNodes}) => [...addedNodes]).map(node => node.textContent).join(" ");
    const mine = now;
    if (mine === null) return;
    if (/Next: /.test(words) && !mine.isSeen) {
      mine.isSeen = true;
      onceDrawn(() => mine.painted = performance.now() - mine.pressed);
    }
    if (/Edit/.test(words) && !mine.isTold) {
      mine.isTold = true;
      onceDrawn(() => mine.confirmed = performance.now() - mine.pressed);
    }
  }).observe(document.body, {childList: true, subtree: true});
}"""

# When the page was there, how much of it moved by itself, and how long each key took, in milliseconds. The steps of a
# key (down, up) share an id; the slowest of them is what a person waits for.
SEEN = """
  window.seen = {paint: 0, shift: 0, answers: {}};
  const watch = (type, each, more) =>
    new PerformanceObserver(list => list.getEntries().forEach(each)).observe({type, buffered: true, ...more});
  watch("largest-contentful-paint", entry => window.seen.paint = entry.startTime);
  watch("layout-shift", entry => window.seen.shift += entry.hadRecentInput ? 0 : entry.value);
  watch("event", ({interactionId, duration}) => {
    if (interactionId > 0) {
      window.seen.answers[interactionId] = Math.max(window.seen.answers[interactionId] ?? 0, duration);
    }
  }, {durationThreshold: 16});
"""


class Hands:
    """Every key counts, those of a typed word too."""

    def __init__(self, page: Page) -> None:
        self._keyboard = page.keyboard
        self.keys = 0
        self._began = time.monotonic()

    def begin(self) -> None:
        """From here on keys and time are counted anew."""
        self.keys = 0
        self._began = time.monotonic()

    def press(self, *keys: str) -> None:
        for key in keys:
            self._keyboard.press(key)
        self.keys += len(keys)

    def type(self, words: str) -> None:
        self._keyboard.type(words)
        self.keys += len(words)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began


@dataclass
class Measures:
    """One line for each thing measured; printed once all are there."""

    lines: list[tuple[str, str, str]] = field(default_factory=list)

    def note(self, what: str, is_now: str, may_be: str) -> None:
        self.lines.append((what, is_now, may_be))

    def keys(self, what: str, pressed: int, most: int) -> None:
        self.note(what, f"{pressed} keys", f"{most} keys")
        assert pressed <= most, what

    def clock(self, what: str, taken: float, most: float) -> None:
        """Told only: beside other tests a clock measures them too."""
        self.note(what, _time(taken), _time(most))

    def seconds(self, what: str, taken: float, most: float) -> None:
        self.note(what, _time(taken), _time(most))
        assert taken <= most, f"{what}: {taken:.3f} s"

    def show(self, request: pytest.FixtureRequest) -> None:
        """On the terminal, whatever pytest does with what tests print."""
        reporter = request.config.pluginmanager.get_plugin("terminalreporter")
        if reporter is None or not self.lines:
            return
        widths = [max(len(line[column]) for line in self.lines) for column in range(3)]
        reporter.write_line("")
        for line in self.lines:
            cells = [words.ljust(width) for words, width in zip(line, widths, strict=True)]
            reporter.write_line("  ".join(cells).rstrip())


def _time(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"
