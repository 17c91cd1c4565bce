"""Reads source files of many formats as lines with their positions."""

from teikit.text.decoding import decode
from teikit.text.plain import Line, Mark, lines
from teikit.text.reading import SourceText, is_source, read
from teikit.text.splitting import split

__all__ = ["Line", "Mark", "SourceText", "decode", "is_source", "lines", "read", "split"]
