"""Validates documents against RELAX NG schemas: valid, or what is wrong and where."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from teikit.relaxng.validator.schema import Schema

if TYPE_CHECKING:
    from teikit.relaxng.validator.matcher import Matcher
    from teikit.relaxng.validator.violation import Violation, ViolationNote

__all__ = ["Matcher", "Schema", "Violation", "ViolationNote"]


def __getattr__(name: str) -> Any:
    """Import the matcher at its first use: it takes 5 ms, which runs over valid documents need not pay."""
    if name in __all__:
        module = "matcher" if name == "Matcher" else "violation"
        return getattr(import_module(f"teikit.relaxng.validator.{module}"), name)
    raise AttributeError(f"module 'teikit.relaxng.validator' has no attribute '{name}'")
