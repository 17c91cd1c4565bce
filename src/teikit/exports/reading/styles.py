"""Reads the style sheets of pages and books, each followed by the rules for renditions that both share."""

from functools import cache
from importlib import resources


@cache
def read_style(name: str) -> str:
    """Return a style sheet of this package, such as 'print.css'."""
    return resources.files("teikit.exports.reading").joinpath(name).read_text(encoding="utf-8")


@cache
def read_styles(name: str) -> str:
    """Return a style sheet of this package, such as 'page.css', and that of the looks of `renditions`."""
    return read_style(name) + read_style("renditions.css")
