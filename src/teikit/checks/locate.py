"""Findings to diagnostics: a second look at the document gives each its place, its path and the bytes of its fix."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from operator import attrgetter
from xml.parsers import expat

from teikit.checks.finding import Finding, FindingNote
from teikit.diagnostics import Diagnostic, Edit, Fix, Note, Position, Safety, Span, sort_diagnostics
from teikit.document.encoding import encoding_of
from teikit.document.expat import feed_steps
from teikit.document.locations import TagLocator

# Longer tags are searched for their attributes no further, in bytes.
_MAX_TAG = 1_000_000
_PIECE = 1 << 12
_TAG = re.compile(rb"""<(?:[^<>"']++|"[^"]*+"|'[^']*+')*+>""")
# No fix of text replaces more characters.
_LONGEST_TARGET = 64
# More faults of one attribute are not told.
_MOST_OF_ONE = 20
# The path to what stands deeper is not told: many such would be longer than the document by far.
_MAX_DEPTH = 200
_by_place = attrgetter("place")
# Half the time of the class itself.
_position = tuple.__new__


class _AllLocatedError(Exception):
    """All is placed that there was to place."""


class _SourceLocation:
    """Where an element or a character stands; `source` is its tag, or what begins with it, as far as it is at hand."""

    __slots__ = ("at", "offset", "source", "tag")

    def __init__(self, at: Position, offset: int, source: str) -> None:
        self.at = at
        self.offset = offset
        self.source = source
        self.tag = TagLocator(source)


def locate_findings(findings: list[Finding], chunks: Iterable[bytes], file: str) -> Iterator[Diagnostic]:
    """Yield findings as diagnostics, in the order of their places; the list is emptied, to let go of what is placed."""
    return _FindingLocator(findings, file).read(chunks)


def _limit_findings(findings: Sequence[Finding]) -> Iterator[Finding]:
    # Of each rule for itself: what is told of one must not depend on which others were asked for.
    counts: dict[tuple[str | None, str], int] = {}
    for each in findings:
        key = (each.attribute, each.rule.id)
        counts[key] = counts.get(key, 0) + 1
        if counts[key] <= _MOST_OF_ONE:
            yield each


def _split_pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield pieces in smaller ones: expat hands out all that follows a place in its piece, for each place anew."""
    for chunk in chunks:
        for start in range(0, len(chunk), _PIECE):
            yield chunk[start : start + _PIECE]


def _stack_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings from the last place to the first, those of one place with the last first."""
    found = sorted(findings, key=_by_place)
    found.reverse()
    return found


def _pop_findings(stack: list[Finding], place: int) -> Iterable[Finding]:
    """Take what was found at a place off a stack."""
    found = []
    while stack and stack[-1].place == place:
        found.append(stack.pop())
    return _limit_findings(found) if len(found) > _MOST_OF_ONE else found


class _FindingLocator:
    """The second parse of a document, which stops at what findings speak of.

    Start tags follow each other in a document, and what is said of one stands in it: so what is said of those that
    were parsed comes before all that is to come.
    """

    def __init__(self, findings: list[Finding], file: str) -> None:
        self._file = file
        self.encoding = "utf-8"
        self._of_text = _stack_findings(each for each in findings if each.is_in_text)
        self._of_elements = _stack_findings(each for each in findings if not each.is_in_text)
        findings.clear()
        marks = {one.element for each in self._of_elements for one in each.notes if one.element is not None}
        # The elements that remarks speak of, from the last to the first; where those stand that were met; and which of
        # those to come are waited for.
        self._noted_elements = sorted(marks, reverse=True)
        self._places: dict[int, Position] = {}
        self._awaited: set[int] = set()
        # What was met, and by its number in it the remarks that speak of elements to come.
        self._pending: list[Diagnostic] = []
        self._pending_notes: dict[int, tuple[FindingNote, ...]] = {}
        # For each open element its name and its number among those of its name.
        self._steps: list[tuple[str, int]] = []
        # How much text was read, in code points.
        self._text_length = 0

    def read(self, chunks: Iterable[bytes]) -> Iterator[Diagnostic]:
        """Yield what is placed; in a document that changed meanwhile some findings have no place."""
        pieces = iter(chunks)
        first = next(pieces, b"")
        self.encoding = encoding_of(first[:200])[0]
        # Names are counted by what follows their prefix, so that nobody need know what that stands for.
        self.parser = parser = expat.ParserCreate()
        parser.ordered_attributes = True
        if self._of_text:
            parser.CharacterDataHandler = self._locate_text
        try:
            parser.StartElementHandler, parser.EndElementHandler = self._handlers()
            for _ in feed_steps(parser, _split_pieces(chain((first,), pieces))):
                if self._pending and not self._awaited:
                    yield from self._flush_pending()
        except (_AllLocatedError, expat.ExpatError, ValueError, LookupError):
            pass
        finally:
            parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
            del self.parser
        yield from self._flush_pending()

    def _flush_pending(self) -> list[Diagnostic]:
        for number, remarks in self._pending_notes.items():
            self._pending[number] = replace(self._pending[number], notes=tuple(map(self._note, remarks)))
        told = sort_diagnostics(self._pending)
        self._pending.clear()
        self._pending_notes.clear()
        return told

    def _notes(self, remarks: tuple[FindingNote, ...]) -> tuple[Note, ...]:
        """Return the remarks on what is met next as notes, or keep them until all is met that they speak of."""
        ahead = [one.element for one in remarks if one.element is not None and one.element not in self._places]
        if not ahead:
            return tuple(map(self._note, remarks))
        self._awaited.update(ahead)
        self._pending_notes[len(self._pending)] = remarks
        return ()

    def _note(self, remark: FindingNote) -> Note:
        place = None if remark.element is None else self._places.get(remark.element)
        return Note(remark.message, self._file if place else None, place)

    def _handlers(self) -> tuple[Callable[[str, list[str]], None], Callable[[str], None]]:
        """Return what to do with start tags and end tags: closures, which reach what they share faster."""
        steps = self._steps
        # For each open element how many children of each name it has had, None before the first.
        children: list[dict[str, int] | None] = [None]
        known: dict[str, str] = {}
        number = -1
        wanted = self._next()

        def start(name: str, _attributes: list[str]) -> None:
            nonlocal number, wanted
            number += 1
            local = known.get(name) or known.setdefault(name, name.rpartition(":")[2])
            counts = children[-1]
            if counts is None:
                counts = children[-1] = {}
            counts[local] = count = counts.get(local, 0) + 1
            steps.append((local, count))
            children.append(None)
            if number == wanted:
                self._locate_element(number)
                wanted = self._next()

        def end(_name: str) -> None:
            steps.pop()
            children.pop()

        return start, end

    def _next(self) -> int:
        """Return the number of the next element to stop at, -1 where only text is left."""
        if not (self._of_elements or self._noted_elements or self._of_text):
            raise _AllLocatedError
        nearest = [self._of_elements[-1].place] if self._of_elements else []
        return min(nearest + self._noted_elements[-1:], default=-1)

    def _locate_element(self, number: int) -> None:
        """Place what was found at the element that begins here."""
        at = self._at()
        if self._noted_elements and self._noted_elements[-1] == number:
            self._places[self._noted_elements.pop()] = at
            self._awaited.discard(number)
        if self._of_elements and self._of_elements[-1].place == number:
            self._add_diagnostics(
                _pop_findings(self._of_elements, number), _SourceLocation(at, self.parser.CurrentByteIndex, self._tag())
            )

    def _add_diagnostics(self, findings: Iterable[Finding], place: _SourceLocation) -> None:
        path = self._path()
        for each in findings:
            rule, span, fix = each.rule, _span(each, place), _fix(each, place, self.encoding)
            notes = self._notes(each.notes) if each.notes else ()
            self._pending.append(
                Diagnostic(self._file, rule.id, rule.severity, each.message, span, path, notes, fix=fix)
            )

    def _locate_text(self, data: str) -> None:
        begin, self._text_length = self._text_length, self._text_length + len(data)
        if not self._of_text or self._of_text[-1].place >= self._text_length:
            return
        # Expat gives what stands in one line at once, and what an entity or a reference means by itself.
        context = self._context()[: 4 * len(data)].decode(self.encoding, "replace")
        is_literal = context.startswith(data)
        at, offset, seen = self._at(), self.parser.CurrentByteIndex, 0
        while self._of_text and self._of_text[-1].place < self._text_length:
            wanted = self._of_text[-1].place
            before = wanted - begin if is_literal else 0
            offset += len(data[seen:before].encode(self.encoding, "replace"))
            seen = before
            source = data[before : before + _LONGEST_TARGET] if is_literal else ""
            self._add_diagnostics(
                _pop_findings(self._of_text, wanted),
                _SourceLocation(Position(at.line, at.column + before), offset, source),
            )
        if not self._of_text:
            self.parser.CharacterDataHandler = None
            self._next()

    def _context(self) -> bytes:
        return self.parser.GetInputContext() or b""

    def _at(self) -> Position:
        return _position(Position, (self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1))

    def _path(self) -> str | None:
        """Return the path to the element that is open."""
        if len(self._steps) > _MAX_DEPTH:
            return None
        path = "".join([f"/{name}[{number}]" for name, number in self._steps])
        # There is one root.
        return path.replace("[1]", "", 1)

    def _tag(self) -> str:
        """Return the source of the tag that begins here, as far as it is at hand."""
        context = self._context()
        if self.encoding.startswith("utf-16"):
            text = context[:_MAX_TAG].decode(self.encoding, "replace")
            return text[: text.find(">") + 1 or _LONGEST_TARGET]
        found = _TAG.match(context, 0, _MAX_TAG)
        return found[0].decode(self.encoding, "replace") if found else ""


def _span(finding: Finding, place: _SourceLocation) -> Span:
    """Return the smallest stretch at fault: the attribute, the character, or the tag up to the end of its name."""
    at = place.at
    if finding.is_in_text:
        return Span(at, Position(at.line, at.column + 1))
    if finding.attribute is not None:
        return place.tag.attribute_span(at, finding.attribute) or Span(at, at)
    return place.tag.name_span(at)


def _fix(finding: Finding, place: _SourceLocation, encoding: str) -> Fix | None:
    """Return the fix where what must be replaced stands in the source as it is, and not as references."""
    if finding.replacement is None:
        return None
    found = (0, len(finding.target)) if finding.is_in_text else _stretch(finding, place)
    if found is None or place.source[slice(*found)] != finding.target:
        return None
    start = place.offset + len(place.source[: found[0]].encode(encoding))
    end = start + len(finding.target.encode(encoding))
    return Fix(Safety.SAFE, finding.advice, (Edit(start, end, finding.replacement),))


def _stretch(finding: Finding, place: _SourceLocation) -> tuple[int, int] | None:
    """Return where in the source of the tag the target stands, as characters from its beginning."""
    span = TagLocator(place.source).attribute_span(Position(1, 1), finding.attribute or "")
    if span is None:
        return None
    start, end = (_offset(place.source, each) for each in (span.start, span.end))
    value = place.source[start:end]
    opening = min(each for each in (value.find('"'), value.find("'")) if each >= 0) + 1
    words = value[opening:-1]
    at = f" {words} ".replace("\n", " ").replace("\t", " ").find(f" {finding.target} ")
    return None if at < 0 else (start + opening + at, start + opening + at + len(finding.target))


def _offset(source: str, position: Position) -> int:
    """Return the offset of a place, counted from the source's beginning as line 1 and column 1."""
    begin = 0
    for _ in range(position.line - 1):
        begin = source.find("\n", begin) + 1
    return begin + position.column - 1
