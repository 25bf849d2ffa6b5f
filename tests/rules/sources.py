"""The product's Python files as syntax trees, for the rules to read."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from msgspec import Struct

REPOSITORY = Path(__file__).parents[2]
PACKAGE = REPOSITORY / "src" / "onward"


class Module(Struct, frozen=True):
    """`place` is the file's path inside the package, such as `store/pages.py`."""

    place: str
    tree: ast.Module

    @property
    def room(self) -> str:
        return self.place.partition("/")[0].removesuffix(".py")

    def at(self, node: ast.AST) -> str:
        return f"{self.place}:{getattr(node, 'lineno', 0)}"

    def texts(self) -> Iterator[tuple[ast.expr, str]]:
        """Every text in the code, put together where it is joined from pieces; no docstrings."""
        inner = {id(part) for node in ast.walk(self.tree) for part in _pieces(node)}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.expr) and id(node) not in inner and (text := _text(node)) is not None:
                yield node, text


@cache
def modules() -> list[Module]:
    paths = sorted(path for path in PACKAGE.rglob("*.py"))
    return [Module(str(path.relative_to(PACKAGE)), ast.parse(path.read_text("utf-8"))) for path in paths]


def modules_in(*rooms: str) -> list[Module]:
    return [module for module in modules() if module.room in rooms]


def _text(node: ast.expr) -> str | None:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=values):
            return "".join(_text(value) or "" for value in values)
        case ast.FormattedValue(value=value):
            return f"{{{ast.unparse(value)}}}"
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            texts = (_text(left), _text(right))
            return None if texts == (None, None) else "".join(text or "{}" for text in texts)
        case _:
            return None


def _pieces(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of a joined text, and docstrings, neither of which is a text of its own."""
    match node:
        case ast.JoinedStr() | ast.BinOp(op=ast.Add()):
            yield from (part for part in ast.walk(node) if part is not node)
        case ast.Expr(value=ast.Constant() as docstring):
            yield docstring
