"""Names to formats, each loaded when it is asked for."""

from importlib import import_module
from typing import TextIO

from teikit.report.reporter import Reporter, Style

# The module of each format, and what is said of it; its class is called Report.
FORMATS = {
    "concise": ("concise", "a line for each problem"),
    "json": ("json", "all there is to know, one document"),
    "jsonl": ("jsonl", "the same, one JSON value a line"),
}


def reporter(name: str, out: TextIO, style: Style) -> Reporter:
    """Return a new report of a format that writes to `out`."""
    made: Reporter = import_module(f"teikit.report.{FORMATS[name][0]}").Report(out, style)
    return made
