"""Marks passages that a `delSpan` strikes out as if each text in them were in a `del`."""

import copy
from collections.abc import Iterator, Sequence

from lxml import etree

from teikit.exports.reading.elements import T, tei_name
from teikit.exports.reading.kinds import XML_SPACE, allows_text
from teikit.tei.markup import ID

# Elements whose text does not belong to the passage around them, or is already struck out.
_APART = frozenset({"corr", "del", "desc", "ex", "expan", "fw", "note", "rdg", "reg"})


def mark_struck_spans(text: etree._Element) -> etree._Element:
    """Return a text with `del` around all words that its `delSpan` elements strike out; a copy if there are any.

    A `delSpan` whose target does not follow it in the text has no effect.
    """
    if next(text.iter(f"{T}delSpan"), None) is None:
        return text
    text = copy.deepcopy(text)
    order = list(text.iter())
    places = {one.get(ID): place for place, one in enumerate(order) if isinstance(one.tag, str)}
    reached = 0
    for start, one in enumerate(order):
        if tei_name(one) == "delSpan":
            end = places.get(one.get("spanTo", "").removeprefix("#"), start)
            # Start where earlier spans end: each text is visited once, however many spans overlap.
            for element, after in _texts_between(order, max(start, reached), end):
                _strike(element, after)
            reached = max(reached, end)
    return text


def _texts_between(
    order: Sequence[etree._Element], start: int, end: int
) -> Iterator[tuple[etree._Element, etree._Element | None]]:
    """Yield the position of each text between two elements: its parent and the child before it."""
    if end <= start:
        return
    open_at_end = {*order[end].iterancestors()}
    for one in (*order[start:end], *order[start].iterancestors()):
        parent = one.getparent()
        if parent is not None and one not in open_at_end:
            yield parent, one
    for one in order[start:end]:
        if isinstance(one.tag, str):
            yield one, None


def _strike(element: etree._Element, after: etree._Element | None) -> None:
    """Wrap the words of a text in a `del`, leaving white space at both ends outside."""
    text = (element.text if after is None else after.tail) or ""
    words = text.strip(XML_SPACE)
    names = {tei_name(one) for one in (element, *element.iterancestors())}
    if not words or names & _APART or not allows_text(element, tei_name(element)):
        return
    before, _, blank = text.partition(words)
    struck = etree.Element(f"{T}del")
    struck.text, struck.tail = words, blank
    if after is None:
        element.text = before
        element.insert(0, struck)
    else:
        after.tail = before
        element.insert(element.index(after) + 1, struck)
