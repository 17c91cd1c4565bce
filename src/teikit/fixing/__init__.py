"""Faults of documents to fixes that are proved, and documents to mended ones."""

from teikit.fixing.mending import Mended, difference, mend, with_fixes
from teikit.fixing.proof import Judge

__all__ = ["Judge", "Mended", "difference", "mend", "with_fixes"]
