"""What the inner rooms must not do: end a transaction, look at the clock, make ids, speak SQL."""

import ast
import re
import sys

import pytest

from tests.rules.sources import Module, modules, modules_in

EDGE = {"api", "wiring", "cli", "library", "demo", "worker"}
# Where a transaction's end is made, and the migrations' own connection at deploy time.
ENDS_BY_NATURE = {"store/transactions.py", "store/schema.py"}
# They measure, wait, roll dice or ask the surroundings.
IMPURE_MODULES = {"time", "random", "secrets", "uuid_utils", "os", "socket"}
ASKS_CLOCK = re.compile(r"\b(datetime|date)\.(now|utcnow|today)\b")
MAKES_IDS = {"uuid1", "uuid4", "uuid6", "uuid7"}
STATEMENT = re.compile(
    r"\s*(SELECT\s|INSERT\s+INTO\s|UPDATE\s+\S+\s+SET\s|DELETE\s+FROM\s|WITH\s+\w+\s+AS\s|TRUNCATE\s|"
    r"BEGIN\b|COMMIT\b|ROLLBACK\b|SET\s+LOCAL\s|LOCK\s+TABLE\s|COPY\s)"
)
# Database administration of the engine that we start ourselves, before there is a schema.
SPEAKS_SQL_BY_NATURE = {"embedded"}
DOMAIN_MAY_IMPORT = {"msgspec", "holidays", "onward"}


def calls(module: Module) -> list[ast.Call]:
    return [node for node in ast.walk(module.tree) if isinstance(node, ast.Call)]


def imported(module: Module) -> list[tuple[ast.AST, str]]:
    found: list[tuple[ast.AST, str]] = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            found += [(node, alias.name.partition(".")[0]) for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            found.append((node, (node.module or "").partition(".")[0]))
    return found


def test_only_the_edge_ends_a_transaction() -> None:
    ended = [
        module.at(call)
        for module in modules()
        if module.room not in EDGE and module.place not in ENDS_BY_NATURE
        for call in calls(module)
        if isinstance(call.func, ast.Attribute) and call.func.attr in {"commit", "rollback"}
    ]
    assert ended == []


@pytest.mark.parametrize("room", ["domain", "actions", "store"])
def test_inner_rooms_have_no_clock_no_dice_and_make_no_ids(room: str) -> None:
    found = [
        module.at(node) for module in modules_in(room) for node, name in imported(module) if name in IMPURE_MODULES
    ]
    for module in modules_in(room):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and (ASKS_CLOCK.search(ast.unparse(node)) or node.attr in MAKES_IDS):
                found.append(module.at(node))
            if isinstance(node, ast.ImportFrom) and any(alias.name in MAKES_IDS for alias in node.names):
                found.append(module.at(node))
    assert found == []


def test_the_domain_stands_on_the_standard_library_and_two_others() -> None:
    may = sys.stdlib_module_names | DOMAIN_MAY_IMPORT
    assert [
        module.at(node) for module in modules_in("domain") for node, name in imported(module) if name not in may
    ] == []


def test_sql_is_spoken_in_the_store_only() -> None:
    rooms = {module.room for module in modules()} - {"store"} - SPEAKS_SQL_BY_NATURE
    assert [
        f"{module.at(node)} {text[:40]!r}"
        for module in modules_in(*rooms)
        for node, text in module.texts()
        if STATEMENT.match(text)
    ] == []
