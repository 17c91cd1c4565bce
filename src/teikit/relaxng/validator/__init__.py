"""A document becomes a verdict: valid, or what is wrong with it and where."""

from teikit.relaxng.validator.matcher import Matcher
from teikit.relaxng.validator.schema import Schema
from teikit.relaxng.validator.violation import Violation, ViolationNote

__all__ = ["Matcher", "Schema", "Violation", "ViolationNote"]
