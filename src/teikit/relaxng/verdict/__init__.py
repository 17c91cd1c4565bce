"""A document becomes a verdict: valid, or what is wrong with it and where."""

from teikit.relaxng.verdict.fault import Fault, Remark
from teikit.relaxng.verdict.matcher import Matcher
from teikit.relaxng.verdict.schema import Schema

__all__ = ["Fault", "Matcher", "Remark", "Schema"]
