"""What every file in the repository keeps to."""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

from tests.rules.sources import REPOSITORY, modules

LONGEST_FILE = 400
WRITTEN_IN = (".py", ".ts", ".tsx", ".css")
GENERATED = Path("clients/typescript/src/generated")
# Put together here, so that this file names no host either.
REGISTRIES = [
    ".".join(parts)
    for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("yarnpkg", "com"))
]
EXCUSES = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "type: " + "ignore", "no" + "qa", "@ts-" + "ignore")))
SKIPS = re.compile(r"\b(pytest\.(mark\.)?(skip|skipif|xfail|importorskip)|test\.(skip|todo|only))\b")
HOLLOW_NAMES = re.compile(r"(Manager|Helper|Util|Utils|Base|Service|Handler)$")


@cache
def files() -> list[Path]:
    """The repository's files, those not committed yet among them."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout
    return [Path(name) for name in listed.split("\0") if name and (REPOSITORY / name).is_file()]


def written_by_hand() -> list[Path]:
    return [path for path in files() if path.suffix in WRITTEN_IN and GENERATED not in path.parents]


@cache
def text_of(path: Path) -> str:
    return (REPOSITORY / path).read_text("utf-8", errors="replace")


def holding(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    return [f"{path}: {found[0]}" for path in paths if (found := pattern.search(text_of(path)))]


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    assert len(written_by_hand()) > 100, "the rule found the files"
    lengths = {str(path): len(text_of(path).splitlines()) for path in written_by_hand()}
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_file_names_a_package_registry() -> None:
    hosts = re.compile("|".join(re.escape(host) for host in REGISTRIES))
    assert holding(hosts, files()) == []


def test_lock_files_say_what_and_never_where_from() -> None:
    locks = [path for path in files() if path.name == "package-lock.json" or path.parent.name == "requirements"]
    assert len(locks) > 5, "the rule found the locks"
    assert holding(re.compile(r'"resolved"|^-(?!r )|--\w*(index|find-links)|^\S+ @ ', re.MULTILINE), locks) == []


def test_no_file_names_a_place_on_this_machine() -> None:
    places = [place for place in (REPOSITORY, Path.home()) if len(place.parts) > 1]
    pattern = re.compile("|".join(rf"(?<![\w.]){re.escape(str(place))}/" for place in places))
    assert holding(pattern, files()) == []


def test_nothing_is_excused_or_put_off() -> None:
    assert holding(EXCUSES, [path for path in written_by_hand() if path.name != "test_files.py"]) == []


def test_no_test_is_skipped() -> None:
    tests = [path for path in written_by_hand() if "tests" in path.parts and path.name != "test_files.py"]
    assert holding(SKIPS, tests) == []


def test_no_class_is_named_for_nothing() -> None:
    classes = [
        (module.place, node.name)
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef)
    ]
    assert [(place, name) for place, name in classes if HOLLOW_NAMES.search(name)] == []


def test_every_module_says_what_lives_in_it() -> None:
    silent = [module.place for module in modules() if module.tree.body and ast.get_docstring(module.tree) is None]
    assert silent == []
