"""Every setting, error code, event and command has its place in docs/, and docs/ names none that is gone."""

import re

import pytest

from onward.api import problems
from onward.cli.app import app
from onward.settings import Settings
from tests.rules.sources import REPOSITORY, modules_in

EVENT_KIND = re.compile(
    r"^(interaction|workflow|template|customer|campaign|conversation|member|demo|settings|type|outcome|view)\.[a-z_{}.]+$"
)
SETTING = re.compile(r"\bONWARD_[A-Z_]+\b")


def page(name: str) -> str:
    """The page of that name, wherever in docs/ it lies."""
    found = list((REPOSITORY / "docs").rglob(name))
    assert len(found) == 1, f"docs/ has {len(found)} pages named {name}"
    return found[0].read_text("utf-8")


def settings() -> list[str]:
    return [f"ONWARD_{name.upper()}" for name in Settings.__struct_fields__]


def commands() -> list[str]:
    """As they are typed, such as `onward keys create`."""
    tops = [name for name in app if not name.startswith("-")]
    below = {top: [name for name in app[top] if not name.startswith("-")] for top in tops}
    return [f"onward {' '.join((top, *further))}" for top in tops for further in _endings(below[top])]


def _endings(names: list[str]) -> list[tuple[str, ...]]:
    return [(name,) for name in names] or [()]


@pytest.mark.parametrize("setting", settings())
def test_every_setting_is_documented(setting: str) -> None:
    assert f"`{setting}`" in page("settings.md")


def test_no_setting_is_documented_that_is_gone() -> None:
    named = {name.removesuffix("_FILE") for name in SETTING.findall(page("settings.md"))}
    assert named - set(settings()) - {"ONWARD_"} == set()


@pytest.mark.parametrize("code", sorted(problems.STATUSES))
def test_every_error_code_is_documented(code: str) -> None:
    status, _ = problems.STATUSES[code]
    line = next((line for line in page("errors.md").splitlines() if f"`{code.replace('_', '-')}`" in line), "")
    assert str(status) in line


def test_every_command_is_documented() -> None:
    documented = page("cli.md")
    assert [command for command in commands() if f"`{command}" not in documented] == []


def written_kinds() -> set[str]:
    """Event kinds as the actions write them; one that depends on a value ends in a brace, `workflow.{`."""
    found = {
        text.partition("{")[0] + "{" * ("{" in text)
        for module in modules_in("actions")
        for _, text in module.texts()
        if EVENT_KIND.match(text)
    }
    assert len(found) > 10, "the rule found the kinds"
    return found


def documented_kinds() -> set[str]:
    return set(re.findall(r"^\| `([a-z_]+\.[a-z_]+)` \|", page("events.md"), re.MULTILINE))


def test_every_kind_of_event_is_documented() -> None:
    whole = {kind for kind in written_kinds() if not kind.endswith("{")}
    stems = {kind.rstrip("{") for kind in written_kinds() - whole}
    assert whole - documented_kinds() == set()
    assert [stem for stem in stems if not any(kind.startswith(stem) for kind in documented_kinds())] == []


def test_no_event_is_documented_that_is_gone() -> None:
    stems = tuple(kind.rstrip("{") for kind in written_kinds() if kind.endswith("{"))
    assert {kind for kind in documented_kinds() - written_kinds() if not kind.startswith(stems)} == set()
