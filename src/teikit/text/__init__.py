"""Files to lines with places."""

from teikit.text.decoding import decode
from teikit.text.plain import Line, lines

__all__ = ["Line", "decode", "lines"]
