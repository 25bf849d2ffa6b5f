"""Cells that a spreadsheet would run as a formula: made harmless on the way out, and taken back on the way in.

An apostrophe in front keeps a spreadsheet from running a cell. Cells that have apostrophes there already get one
more, so that taking one away gives back exactly what there was.
"""

import re

_RUNS = re.compile(r"'*[=+\-@\t\r\n]")
_DEFUSED = re.compile(r"'+[=+\-@\t\r\n]")


def defused(cell: str) -> str:
    return f"'{cell}" if _RUNS.match(cell) else cell


def taken_back(cell: str) -> str:
    return cell[1:] if _DEFUSED.match(cell) else cell
