"""Reads the style sheets of pages and books, each followed by the rules for renditions that both share."""

from importlib import resources


def read_styles(name: str) -> str:
    """Return a style sheet of this package, such as 'page.css', and that of the looks of `renditions`."""
    folder = resources.files("teikit.exports.reading")
    return "".join(folder.joinpath(file).read_text(encoding="utf-8") for file in (name, "renditions.css"))
