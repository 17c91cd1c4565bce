"""Proposes, verifies and applies fixes for the faults of documents."""

from teikit.fixing.apply import MOST_BYTES, FixResult, apply_fixes, attach_fixes, remove_fixes, unified_difference
from teikit.fixing.verify import TrialValidation

__all__ = [
    "MOST_BYTES",
    "FixResult",
    "TrialValidation",
    "apply_fixes",
    "attach_fixes",
    "remove_fixes",
    "unified_difference",
]
