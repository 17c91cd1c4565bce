"""Explains why a document is not well-formed: expat's first fault to a message, its place, and what else is part of it.

It is used only after expat has failed, and reads the document once more, in linear time.
"""

from teikit.document.faults.explain import explain_bytes, explain_fault, find_fault_of
from teikit.document.faults.fault import Fault

__all__ = ["Fault", "explain_bytes", "explain_fault", "find_fault_of"]
