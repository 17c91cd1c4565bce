"""A document becomes a verdict: valid, or what is wrong with it and where."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from teikit.relaxng.validator.schema import Schema

if TYPE_CHECKING:
    from teikit.relaxng.validator.matcher import Matcher
    from teikit.relaxng.validator.violation import Violation, ViolationNote

__all__ = ["Matcher", "Schema", "Violation", "ViolationNote"]


def __getattr__(name: str) -> Any:
    """Load what diagnoses when first asked for: it costs 5 ms, which runs over valid documents need not pay."""
    if name in __all__:
        module = "matcher" if name == "Matcher" else "violation"
        return getattr(import_module(f"teikit.relaxng.validator.{module}"), name)
    raise AttributeError(f"module 'teikit.relaxng.validator' has no attribute '{name}'")
