"""Findings to diagnostics: a second look at the document gives each its place, its path and the bytes of its fix."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from xml.parsers import expat

from teikit.checks.finding import Finding
from teikit.diagnostics import Diagnostic, Edit, Fix, Note, Position, Safety, Span, ordered
from teikit.document.encoding import encoding_of
from teikit.relaxng.grammar.name_classes import local_of
from teikit.relaxng.verdict.feeding import feed
from teikit.relaxng.verdict.places import Tag

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


class _Place:
    """Where an element or a character stands."""

    __slots__ = ("at", "offset", "path", "source")

    def __init__(self, at: Position, offset: int, path: str | None, source: str) -> None:
        self.at = at
        self.offset = offset
        self.path = path
        self.source = source


def placed(findings: Sequence[Finding], chunks: Iterable[bytes], file: str) -> list[Diagnostic]:
    """Return findings as diagnostics, in the order of their places."""
    if not findings:
        return []
    findings = list(_bounded(findings))
    looking = _Looking(findings)
    looking.read(chunks)
    return ordered(filter(None, (looking.diagnostic(each, file) for each in findings)))


def _bounded(findings: Iterable[Finding]) -> Iterator[Finding]:
    # Of each rule for itself: what is told of one must not depend on which others were asked for.
    counts: dict[tuple[int, str | None, bool, str], int] = {}
    for each in findings:
        key = (each.place, each.attribute, each.in_text, each.rule.id)
        counts[key] = counts.get(key, 0) + 1
        if counts[key] <= _MOST_OF_ONE:
            yield each


def _in_small(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield pieces in smaller ones: expat hands out all that follows a place in its piece, for each place anew."""
    for chunk in chunks:
        for start in range(0, len(chunk), _PIECE):
            yield chunk[start : start + _PIECE]


class _Looking:
    """The second parse of a document, which stops at what findings speak of."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.encoding = "utf-8"
        self.elements: dict[int, _Place] = {}
        self.characters: dict[int, _Place] = {}
        self._wanted = {each.place for each in findings if not each.in_text}
        self._wanted |= {one.element for each in findings for one in each.remarks if one.element is not None}
        self._wanted_text = sorted({each.place for each in findings if each.in_text}, reverse=True)
        # For each open element the step that leads to it, and how many children of each name it has had.
        self._steps: list[str] = []
        self._counts: list[dict[str, int]] = [{}]
        self._number = -1
        self._read = 0

    def read(self, chunks: Iterable[bytes]) -> None:
        """Find the places; a document that changed meanwhile has none."""
        pieces = iter(chunks)
        first = next(pieces, b"")
        self.encoding = encoding_of(first[:200])[0]
        self.parser = parser = expat.ParserCreate(None, " ")
        parser.ordered_attributes = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        if self._wanted_text:
            parser.CharacterDataHandler = self._text
        try:
            feed(parser, _in_small(chain((first,), pieces)))
        except (expat.ExpatError, ValueError, LookupError):
            return
        finally:
            parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
            del self.parser

    def _start(self, name: str, _attributes: list[str]) -> None:
        local = local_of(name)
        counts = self._counts[-1]
        counts[local] = counts.get(local, 0) + 1
        self._steps.append(f"/{local}[{counts[local]}]" if self._steps else f"/{local}")
        self._counts.append({})
        self._number += 1
        if self._number in self._wanted:
            self.elements[self._number] = _Place(self._at(), self.parser.CurrentByteIndex, self._path(), self._tag())

    def _end(self, _name: str) -> None:
        self._steps.pop()
        self._counts.pop()

    def _text(self, data: str) -> None:
        begin, self._read = self._read, self._read + len(data)
        if not self._wanted_text or self._wanted_text[-1] >= self._read:
            return
        # Expat gives what stands in one line at once, and what an entity or a reference means by itself.
        context = self._context()[: 4 * len(data)].decode(self.encoding, "replace")
        is_literal = context.startswith(data)
        at, offset, seen = self._at(), self.parser.CurrentByteIndex, 0
        while self._wanted_text and self._wanted_text[-1] < self._read:
            wanted = self._wanted_text.pop()
            before = wanted - begin if is_literal else 0
            offset += len(data[seen:before].encode(self.encoding, "replace"))
            seen = before
            source = data[before : before + _LONGEST_TARGET] if is_literal else ""
            self.characters[wanted] = _Place(Position(at.line, at.column + before), offset, self._path(), source)

    def _context(self) -> bytes:
        return self.parser.GetInputContext() or b""

    def _at(self) -> Position:
        return Position(self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def _path(self) -> str | None:
        return "".join(self._steps) if len(self._steps) <= _MAX_DEPTH else None

    def _tag(self) -> str:
        """Return the source of the tag that begins here, as far as it is at hand."""
        context = self._context()
        if self.encoding.startswith("utf-16"):
            text = context[:_MAX_TAG].decode(self.encoding, "replace")
            return text[: text.find(">") + 1 or _LONGEST_TARGET]
        found = _TAG.match(context, 0, _MAX_TAG)
        return found[0].decode(self.encoding, "replace") if found else ""

    def diagnostic(self, finding: Finding, file: str) -> Diagnostic | None:
        """Return a finding as a diagnostic, None where its place is no longer there."""
        place = (self.characters if finding.in_text else self.elements).get(finding.place)
        if place is None:
            return None
        rule = finding.rule
        notes = tuple(self._notes(finding, file))
        fix = _fix(finding, place, self.encoding)
        return Diagnostic(
            file, rule.id, rule.severity, finding.message, _span(finding, place), place.path, notes, fix=fix
        )

    def _notes(self, finding: Finding, file: str) -> Iterator[Note]:
        for message, element in finding.remarks:
            place = None if element is None else self.elements.get(element)
            yield Note(message, file if place else None, place.at if place else None)


def _span(finding: Finding, place: _Place) -> Span:
    """Return the smallest stretch at fault: the attribute, the character, or the tag up to the end of its name."""
    at = place.at
    if finding.in_text:
        return Span(at, Position(at.line, at.column + 1))
    tag = Tag(place.source)
    if finding.attribute is not None:
        return tag.attribute(at, finding.attribute) or Span(at, at)
    return tag.name(at)


def _fix(finding: Finding, place: _Place, encoding: str) -> Fix | None:
    """Return the fix where what must be replaced stands in the source as it is, and not as references."""
    if finding.replacement is None:
        return None
    found = (0, len(finding.target)) if finding.in_text else _stretch(finding, place)
    if found is None or place.source[slice(*found)] != finding.target:
        return None
    start = place.offset + len(place.source[: found[0]].encode(encoding))
    end = start + len(finding.target.encode(encoding))
    return Fix(Safety.SAFE, finding.advice, (Edit(start, end, finding.replacement),))


def _stretch(finding: Finding, place: _Place) -> tuple[int, int] | None:
    """Return where in the source of the tag the target stands, as characters from its beginning."""
    span = Tag(place.source).attribute(Position(1, 1), finding.attribute or "")
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
