"""Removes known diagnostics: those that the document itself suppresses, and those in the baseline."""

from teikit.suppression.baseline import BASELINE_UNUSED, Baseline
from teikit.suppression.instructions import apply_suppressions, may_suppress
from teikit.suppression.rules import RULES

__all__ = ["BASELINE_UNUSED", "RULES", "Baseline", "apply_suppressions", "may_suppress"]
