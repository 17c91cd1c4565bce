"""Diagnostics to those that count: without what a document itself, or a baseline, says is known."""

from teikit.suppression.baseline import BASELINE_UNUSED, Baseline
from teikit.suppression.instructions import may_suppress, suppressed
from teikit.suppression.rules import RULES

__all__ = ["BASELINE_UNUSED", "RULES", "Baseline", "may_suppress", "suppressed"]
