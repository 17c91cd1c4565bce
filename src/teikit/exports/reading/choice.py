"""Of several readings of a place the one that is read: in `choice` what is on the paper, in `app` the lemma."""

from collections.abc import Iterator

from lxml import etree

from teikit.exports.reading.elements import tei_name
from teikit.exports.reading.kinds import MILESTONES, has_words

# The readings in `choice`: those on the paper, those that may be on it, an editor's.
_RANKS = {"sic": 0, "orig": 1, "abbr": 2, "am": 3, "unclear": 4, "seg": 5, "corr": 7, "reg": 8, "expan": 9, "ex": 10}


def elements(element: etree._Element) -> list[etree._Element]:
    """Return the elements in an element, without comments and instructions."""
    return [child for child in element if isinstance(child.tag, str)]


def rank(reading: etree._Element) -> int:
    """Return the place of a reading of a `choice` in the order in which they are read, the first that is there."""
    inner = elements(reading) if tei_name(reading) == "choice" else []
    return min(map(rank, inner)) if inner else _RANKS.get(tei_name(reading), 6)


def _readings(app: etree._Element) -> Iterator[etree._Element]:
    """Yield the lemma and the readings of an entry of an apparatus, those in groups too."""
    for child in elements(app):
        if tei_name(child) == "rdgGrp":
            yield from _readings(child)
        elif tei_name(child) in {"lem", "rdg"}:
            yield child


def preferred_reading(app: etree._Element) -> etree._Element | None:
    """Return the lemma of an entry of an apparatus, or else its first reading."""
    found = list(_readings(app))
    return next((one for one in found if tei_name(one) == "lem"), found[0] if found else None)


def is_other_reading(one: etree._Element, app: etree._Element, read: etree._Element | None) -> bool:
    """Say whether an element is a reading, a note or the like of just this entry that is not read in its place."""
    if one is read or not isinstance(one.tag, str) or tei_name(one) in {"rdgGrp", *MILESTONES}:
        return False
    above = one.getparent()
    while above is not None and above is not app and tei_name(above) == "rdgGrp":
        above = above.getparent()
    return above is app and (has_words(one) or tei_name(one) in {"lem", "rdg"})
