"""Faults of documents to fixes that are proved, and documents to mended ones."""

from teikit.fixing.apply import MOST_BYTES, Mended, difference, mend, with_fixes, without_fixes
from teikit.fixing.verify import Judge

__all__ = ["MOST_BYTES", "Judge", "Mended", "difference", "mend", "with_fixes", "without_fixes"]
