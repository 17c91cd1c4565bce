"""Files to lines with places."""

from teikit.text.decoding import decode
from teikit.text.plain import Line, Mark, lines
from teikit.text.reading import read

__all__ = ["Line", "Mark", "decode", "lines", "read"]
