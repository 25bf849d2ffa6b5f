"""Onward: every customer relationship has a next step.

Only the public names live here, and they load when first used: the keeper of the embedded engine
imports this package too and must stay small.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onward.library import Onward

__all__ = ["Onward"]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    if name in __all__:
        return getattr(importlib.import_module("onward.library"), name)
    raise AttributeError(f"module 'onward' has no attribute {name!r}")
