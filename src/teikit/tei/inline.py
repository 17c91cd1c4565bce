"""Builds the content of a TEI element from a unit's words, its phrases and its marks.

Phrases (what the words name) and marks (how they are written, or a transcriber's) may overlap, elements may not: a
style is then split into two elements, and a phrase is left out where it crosses the mark of a transcriber.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from itertools import count
from math import inf
from typing import NamedTuple

from lxml import etree

from teikit.conventions.forms import PLAIN
from teikit.letter.model import Unit
from teikit.letter.names import Phrase
from teikit.tei.dates import date_attributes
from teikit.tei.markup import ID, TEI, Content, add, element
from teikit.text.plain import FOOTNOTE, Mark

# Elements whose words are in an element of their own inside.
_INNER_ELEMENTS = {"gap": "desc"}
# Elements that may contain neither phrases nor styles.
_SEALED = PLAIN | {"choice"}
RENDITION = "#mark-{}"
# The names of signs for what an editor decided: a name, and words that are none.
DECIDED_NAME, NO_NAME = "decided-name", "no-name"
_NAMES = {"persName", "placeName", "orgName", "date"}
# Ranks of spans; of two that cross, the lower is split or left out: styles, names, transcriber's marks.
_STYLE, _NAME, _INDIVISIBLE = range(3)


class _Span(NamedTuple):
    start: int
    end: float
    name: str
    attributes: dict[str, str]
    rank: int = _INDIVISIBLE
    words: str = ""

    def subtract(self, sealed: Sequence["_Span"]) -> Iterator["_Span"]:
        """Yield the pieces of a span outside of sealed ones; a sealed span inside of it is no reason to split it."""
        start = self.start
        for one in sealed:
            if one.start < self.end and start < one.end and not (self.start <= one.start and one.end <= self.end):
                if start < one.start:
                    yield self._replace(start=start, end=one.start)
                start = int(one.end)
        if start < self.end or self.start == self.end:
            yield self._replace(start=start)


class _InlineBuilder:
    """Builds nested elements: those that are open, from the outermost, and how far the text is written."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.offset = 0
        self.open_spans: list[tuple[_Span, etree._Element]] = [(_Span(0, inf, "", {}), element("holder"))]

    def _write(self, until: int) -> None:
        if self.offset < until:
            add(self.open_spans[-1][1], self.text[self.offset : until])
        self.offset = until

    def advance_to(self, place: int) -> None:
        """Write the text up to a place, and close the elements that end there or before."""
        while (end := self.open_spans[-1][0].end) <= place:
            self._write(int(end))
            self.open_spans.pop()
        self._write(place)

    def begin_span(self, span: _Span) -> Iterator[_Span]:
        """Begin a span, and yield the rest of one that is cut off where an open one ends.

        Open spans that would end inside of it are closed before it, and begin again in it.
        """
        self.advance_to(span.start)
        limit = min(one.end for one, _ in self.open_spans if one.rank > span.rank or not one.name)
        if limit < span.end:
            yield span._replace(start=int(limit))
            span = span._replace(end=limit)
        again: list[_Span] = []
        while self.open_spans[-1][0].end < span.end:
            again.append(self.open_spans.pop()[0])
        for one in (span, *reversed(again)):
            inner = [element(_INNER_ELEMENTS[one.name])] if one.name in _INNER_ELEMENTS and one.start < one.end else []
            outer = element(one.name, inner, [one.words] if one.words else [], **one.attributes)
            self.open_spans[-1][1].append(outer)
            self.open_spans.append((one, inner[0] if inner else outer))


def span_attributes(attributes: Mapping[str, str]) -> dict[str, str]:
    """Return the attributes of a sign or a block with the names that they have in XML."""
    return {ID if key == "xml:id" else key: value for key, value in attributes.items()}


def _mark_span(mark: Mark) -> _Span:
    if mark.sign is not None:
        attributes = span_attributes(dict(mark.sign.attributes))
        if mark.sign.before or mark.sign.after:
            attributes["rendition"] = RENDITION.format(mark.sign.name)
        words = mark.words.replace("\n", " ")
        return _Span(mark.start, mark.end, mark.sign.element, attributes, words=words)
    if mark.rend == FOOTNOTE:
        return _Span(mark.start, mark.end, "note", {"place": "foot"})
    return _Span(mark.start, mark.end, "hi", {"rend": mark.rend}, rank=_STYLE)


def _phrase_spans(phrases: Iterable[Phrase]) -> Iterator[_Span]:
    at = 0
    for phrase in phrases:
        end = at + len(phrase.text)
        if phrase.kind:
            yield _Span(at, end, phrase.kind, date_attributes(phrase.date) if phrase.date else {}, rank=_NAME)
        at = end


def unit_marks(unit: Unit) -> Iterator[Mark]:
    """Yield the marks of a unit, with offsets in its text."""
    start = 0
    for line in unit.lines:
        yield from (mark.shift(start) for mark in line.marks)
        start += len(line.text) + 1


def inline_content(unit: Unit, phrases: Sequence[Phrase] = ()) -> list[Content]:
    """Return the content of an element for a unit's words; `phrases` together are these words, or there are none."""
    holder = _nest_spans(unit.text, _split_spans(unit, phrases))
    _unwrap_blank(holder)
    return [*([holder.text] if holder.text else []), *_content(holder)]


def _split_spans(unit: Unit, phrases: Sequence[Phrase]) -> Iterator[_Span]:
    """Yield the spans of a unit, cut at indivisible ones; a phrase that crosses one of these is left out."""
    marks = [*unit_marks(unit)]
    decided = [mark for mark in marks if mark.sign is not None and mark.sign.name in {DECIDED_NAME, NO_NAME}]
    marked = [_mark_span(mark) for mark in marks if not _is_replaced(mark, decided)]
    indivisible = [span for span in marked if span.rank == _INDIVISIBLE]
    found = (span for span in _phrase_spans(phrases) if not any(_overlaps(mark, span) for mark in decided))
    named = [span for span in found if not any(_is_crossing(span, one) for one in indivisible)]
    marked = [span for span in marked if not any(_is_same_name(span, one) for one in named)]
    sealed = [span for span in indivisible if span.name in _SEALED]
    for span in (*marked, *named):
        yield from [span] if span.rank == _INDIVISIBLE else span.subtract(sealed)


def _overlaps(mark: Mark, span: _Span | Mark) -> bool:
    return mark.start < span.end and span.start < mark.end


def _is_replaced(mark: Mark, decided: Sequence[Mark]) -> bool:
    """Return whether a mark says that there is no name, or is one of the source where an editor decided another."""
    sign = mark.sign
    if sign is None or sign.name == DECIDED_NAME:
        return False
    is_name = sign.element in _NAMES and not sign.before + sign.after
    return sign.name == NO_NAME or (is_name and any(_overlaps(one, mark) for one in decided))


def _is_same_name(mark: _Span, name: _Span) -> bool:
    """Return whether a mark of the source only repeats that some words are a name."""
    return mark.name == name.name and name.start <= mark.start < mark.end <= name.end


def _nest_spans(text: str, spans: Iterable[_Span]) -> etree._Element:
    """Return an element that contains a text with elements for its spans."""
    builder = _InlineBuilder(text)
    number = count()
    waiting = [(_sort_key(span), next(number), span) for span in spans]
    heapify(waiting)
    while waiting:
        for rest in builder.begin_span(heappop(waiting)[-1]):
            heappush(waiting, (_sort_key(rest), next(number), rest))
    builder.advance_to(len(text))
    return builder.open_spans[0][1]


def _sort_key(span: _Span) -> tuple[float, ...]:
    """Return a key that orders spans by their beginning: page breaks first, then outer spans, sealed ones last."""
    return span.start, span.start != span.end, -span.end, span.name in _SEALED


def _unwrap_blank(holder: etree._Element) -> None:
    """Remove style elements around white space, where the style cannot be seen."""
    for one in holder.iter(f"{{{TEI}}}hi"):
        if not any(text.strip() for text in one.itertext()):
            one.tag = "blank"
    etree.strip_tags(holder, "blank")


def _content(holder: etree._Element) -> Iterator[Content]:
    for child in list(holder):
        tail, child.tail = child.tail, None
        yield child
        yield from [tail] if tail else []


def _is_crossing(one: _Span, two: _Span) -> bool:
    """Return whether two spans cross: they overlap, and neither is inside of the other."""
    return one.start < two.start < one.end < two.end or two.start < one.start < two.end < one.end
