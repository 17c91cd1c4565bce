"""ISO Schematron (ISO/IEC 19757-3:2016 and 2020): schemas to failed asserts and reports, as diagnostics and as SVRL."""

from teikit.schematron.loading import load
from teikit.schematron.rules import RULES
from teikit.schematron.verdict import Schematron

__all__ = ["RULES", "Schematron", "load"]
