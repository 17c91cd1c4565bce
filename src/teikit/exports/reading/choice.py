"""Selects among variants the one that is read: in `choice` what is on the paper, in `app` the lemma."""

from collections.abc import Iterator

from lxml import etree

from teikit.exports.reading.elements import tei_name
from teikit.exports.reading.kinds import MILESTONES, has_words

# The readings in `choice`, ranked: first those on the paper, then uncertain ones, last an editor's.
_RANKS = {"sic": 0, "orig": 1, "abbr": 2, "am": 3, "unclear": 4, "seg": 5, "corr": 7, "reg": 8, "expan": 9, "ex": 10}


def elements(element: etree._Element) -> list[etree._Element]:
    """Return the child elements, without comments and processing instructions."""
    return [child for child in element if isinstance(child.tag, str)]


def rank(reading: etree._Element) -> int:
    """Return the rank of a reading in a `choice`; the reading with the lowest rank is read."""
    inner = elements(reading) if tei_name(reading) == "choice" else []
    return min(map(rank, inner)) if inner else _RANKS.get(tei_name(reading), 6)


def _readings(app: etree._Element) -> Iterator[etree._Element]:
    """Yield the lemma and the readings of an apparatus entry, including those in groups."""
    for child in elements(app):
        if tei_name(child) == "rdgGrp":
            yield from _readings(child)
        elif tei_name(child) in {"lem", "rdg"}:
            yield child


def preferred_reading(app: etree._Element) -> etree._Element | None:
    """Return the lemma of an apparatus entry, or else its first reading."""
    found = list(_readings(app))
    return next((one for one in found if tei_name(one) == "lem"), found[0] if found else None)


def is_other_reading(one: etree._Element, app: etree._Element, read: etree._Element | None) -> bool:
    """Return whether an element is a reading or note of this very apparatus entry, and not the one that is read."""
    if one is read or not isinstance(one.tag, str) or tei_name(one) in {"rdgGrp", *MILESTONES}:
        return False
    above = one.getparent()
    while above is not None and above is not app and tei_name(above) == "rdgGrp":
        above = above.getparent()
    return above is app and (has_words(one) or tei_name(one) in {"lem", "rdg"})
