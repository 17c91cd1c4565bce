"""XML bytes to trees that know their places, and back."""

from teikit.document.loading import NotWellFormedError, load
from teikit.document.places import start_tags
from teikit.document.writing import indent, to_bytes

__all__ = ["NotWellFormedError", "indent", "load", "start_tags", "to_bytes"]
