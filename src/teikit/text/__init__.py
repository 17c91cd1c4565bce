"""Reads source files of many formats as lines with their positions."""

from teikit.text.decoding import decode
from teikit.text.plain import Line, Mark, lines
from teikit.text.reading import is_source, read
from teikit.text.source import Field, Reading, SourceText, Surface, Zone
from teikit.text.splitting import split

__all__ = [
    "Field",
    "Line",
    "Mark",
    "Reading",
    "SourceText",
    "Surface",
    "Zone",
    "decode",
    "is_source",
    "lines",
    "read",
    "split",
]
