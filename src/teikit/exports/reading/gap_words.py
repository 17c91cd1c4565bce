"""Writes what is known of a gap in words: "3 characters, illegible"."""

from collections.abc import Iterator

from lxml import etree

from teikit.exports.reading.labels import Labels
from teikit.exports.reading.rule import words_of

# Usual units and reasons (TEI P5, 3.5.3) under the names that labels have.
_UNITS = {
    "char": "chars", "character": "chars", "characters": "chars", "chars": "chars", "letter": "chars",
    "letters": "chars", "line": "lines", "lines": "lines", "page": "pages", "pages": "pages", "word": "words",
    "words": "words",
}  # fmt: skip


def _quantity(gap: etree._Element) -> str:
    least, most = gap.get("atLeast", ""), gap.get("atMost", "")
    interval = f"{least}–{most}" if least and most else f"≥ {least}" if least else f"≤ {most}" if most else ""
    return gap.get("quantity", "") or interval or gap.get("extent", "")


def _extent(gap: etree._Element, labels: Labels) -> str:
    quantity, unit = _quantity(gap), gap.get("unit", "")
    name = _UNITS.get(unit.lower(), "")
    return " ".join(
        filter(None, (quantity, labels[f"unit.{name}{'.one' if quantity == '1' else ''}"] if name else unit))
    )


def _facts(gap: etree._Element, labels: Labels) -> Iterator[str]:
    reason = gap.get("reason", "")
    yield _extent(gap, labels)
    yield labels.get(f"gap.{reason.lower()}", reason)
    if (described := words_of(gap)) != reason:
        yield described


def gap_in_words(gap: etree._Element, labels: Labels) -> str:
    """Return the extent of a gap, its reason and its description in words; if it has none, that it cannot be read."""
    return ", ".join(filter(None, _facts(gap, labels))) or labels["gap"]
