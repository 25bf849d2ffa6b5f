"""What every function and statement of the store keeps to: the tenant named, nothing volatile."""

import ast
import re

from tests.rules.sources import Module, modules_in

# They ask the server about itself, or keep the whole database: the operator's work, for no tenant.
SERVES_THE_OPERATOR = {"store/inspection.py", "store/backups.py"}
# Statements on what stands outside the tenants, or on no table at all.
OUTSIDE_TENANTS = {
    "store/transactions.py": "begin, commit and the owner functions that resolve tenants and keys",
    "store/tenants.py": "the tables of tenants and keys, as their owner",
    "store/people.py": "owner functions for people, sessions and links, which belong to no tenant",
    "store/single_sign_on.py": "owner functions: trips and identities",
    "store/keys.py": "owner functions for the tenant's keys",
    "store/turns.py": "owner functions for the worker's turns, which are found across tenants",
    "store/inspection.py": "the server's own catalogs",
    "store/backups.py": "all rows of all tables, counted as their owner",
    "store/schema.py": "roles and grants",
}
STATEMENT = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\s")
# A table is read or written, not only parameters.
MEETS_A_TABLE = re.compile(r"\b(FROM|JOIN|INTO|UPDATE)\s+(?!unnest\b)[a-z_{]")
VOLATILE = re.compile(
    r"\b(now|random|gen_random_uuid|uuidv7|uuid_generate_v\d|clock_timestamp|statement_timestamp|"
    r"transaction_timestamp|timeofday|nextval|setseed)\s*\(|\bCURRENT_(TIMESTAMP|DATE|TIME)\b|\bLOCALTIME",
    re.IGNORECASE,
)
# The clock is what it asks for.
ASKS_THE_CLOCK = {"store/inspection.py"}


def public_async_functions(module: Module) -> list[ast.AsyncFunctionDef]:
    return [
        node for node in module.tree.body if isinstance(node, ast.AsyncFunctionDef) and not node.name.startswith("_")
    ]


def puts_in_the_tenant(module: Module, statement: ast.expr) -> bool:
    """Whether the function around a statement has the tenant's condition among the pieces that it puts in."""
    around = next(
        (node for node in module.tree.body if statement in ast.walk(node)),
        module.tree,
    )
    pieces = (node.value for node in ast.walk(around) if isinstance(node, ast.Constant))
    return any(isinstance(piece, str) and re.search(r"\btenant_id = \$1\b", piece) for piece in pieces)


def test_the_tenant_comes_second_in_every_function() -> None:
    functions = [(module, function) for module in modules_in("store") for function in public_async_functions(module)]
    assert len(functions) > 40, "the rule found the functions"
    without = [
        f"{module.at(function)} {function.name}"
        for module, function in functions
        if module.place not in SERVES_THE_OPERATOR
        and [argument.arg for argument in function.args.args[:2]] != ["tx", "tenant_id"]
    ]
    assert without == []


def test_every_statement_names_the_tenant() -> None:
    statements = [
        (module, node, text)
        for module in modules_in("store")
        if module.place not in OUTSIDE_TENANTS and "migrations" not in module.place
        for node, text in module.texts()
        if STATEMENT.match(text) and MEETS_A_TABLE.search(text)
    ]
    assert len(statements) > 40, "the rule found the statements"
    assert [
        f"{module.at(node)} {text[:60]!r}"
        for module, node, text in statements
        if "tenant_id" not in text and not ("{" in text and puts_in_the_tenant(module, node))
    ] == []


def test_nothing_volatile_is_asked_of_the_database() -> None:
    found = [
        f"{module.at(node)} {match[0]}"
        for module in modules_in("store")
        if module.place not in ASKS_THE_CLOCK
        for node, text in module.texts()
        if (match := VOLATILE.search(text))
    ]
    assert found == []
