"""Bytes to diagnostics: expat's events with their places go through a matcher."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from xml.parsers import expat

from teikit.diagnostics import Diagnostic, Note, Position, Severity, Span, point
from teikit.diagnostics.collection import Pile
from teikit.document.encoding import encoding_of
from teikit.document.expat import feed
from teikit.document.locations import Tag
from teikit.relaxng.automaton.strings import SPACE
from teikit.relaxng.validator.advice import Advice
from teikit.relaxng.validator.matcher import Matcher
from teikit.relaxng.validator.violation import XML_NAMESPACE, Fault, shown

# Opens a document anew and gives it in pieces.
Opener = Callable[[], Iterator[bytes]]
_Start = Callable[[str, list[str]], None]
_Named = Callable[[str], None]
_XML = {"xml": XML_NAMESPACE}
_ABOUT_TEXT = frozenset({"rng/text-not-allowed", "rng/element-value"})
# Longer names are marked, and longer tags searched for their attributes, no further, in bytes.
_MAX_NAME = 8_192
_MAX_TAG = 1_000_000


def diagnose(advice: Advice, opener: Opener, file: str, *, ids: bool = True) -> Sequence[Diagnostic]:
    """Return what is wrong with a document, in the order of the places, nothing if it is valid."""
    for exact in (False, True):
        reading = _Reading(Matcher(advice, ids=ids), file, exact=exact)
        reading.handle(contextual=advice.automaton.table.contextual)
        try:
            reading.read(opener())
            break
        except _InexactError:
            continue
    return reading.found.ordered()


def _behind_mark(diagnostic: Diagnostic) -> Diagnostic:
    """Return a diagnostic with its places counted without the byte order mark, which expat takes for a column."""
    span = diagnostic.span and Span(_counted(diagnostic.span.start), _counted(diagnostic.span.end))
    notes = tuple(replace(each, position=each.position and _counted(each.position)) for each in diagnostic.notes)
    return replace(diagnostic, span=span, notes=notes)


def _counted(place: Position) -> Position:
    return Position(1, max(1, place.column - 1)) if place.line == 1 else place


class _StopError(Exception):
    """Reading cannot go on; the reason is told."""


class _InexactError(Exception):
    """Text is at fault, and where it begins is not known: the document must be read again with exact places."""


class _Reading:
    """The parse of one document.

    With `exact` expat gives text in small pieces, each with its place; without, in few large ones, which is faster.
    """

    def __init__(self, matcher: Matcher, file: str, *, exact: bool) -> None:
        self.matcher = matcher
        self.exact = exact
        self.file = file
        self.found = Pile()
        self.encoding = "utf-8"
        self.marked = False
        self.parser = expat.ParserCreate(None, " ")
        self.scopes: list[dict[str, str]] = [dict(_XML)]
        self.declared: dict[str, str] = {}

    def handle(self, *, contextual: bool) -> None:
        parser = self.parser
        parser.ordered_attributes = True
        parser.buffer_text = not self.exact
        self._start, self._end, text = self._handlers()
        parser.StartElementHandler = self._start_in_scope if contextual else self._start
        parser.EndElementHandler = self._end_in_scope if contextual else self._end
        parser.CharacterDataHandler = text
        parser.ExternalEntityRefHandler = self._external
        parser.SkippedEntityHandler = self._skipped
        if contextual:
            parser.StartNamespaceDeclHandler = self._declare
            parser.UnparsedEntityDeclHandler = self._unparsed

    def read(self, chunks: Iterable[bytes]) -> None:
        """Feed the parser; a fault of well-formedness ends the reading."""
        pieces = iter(chunks)
        first = next(pieces, b"")
        self.encoding, mark = encoding_of(bytes(first[:200]))
        self.marked = mark > 0
        try:
            feed(self.parser, chain((first,), pieces))
            self._tell(self.matcher.end())
        except _StopError:
            pass
        except expat.ExpatError as error:
            self._not_well_formed(error)
        except (ValueError, LookupError) as error:
            # What pyexpat raises where it has no way to decode an encoding.
            self._xml_fault("xml/encoding", f"the encoding cannot be read: {error}", point(1, 1))
        finally:
            # Handlers know the parser and the reading: all would keep each other alive.
            del self.parser, self._start, self._end

    def _handlers(self) -> tuple[_Start, _Named, _Named]:
        """Return what to do with start tags, end tags and text: closures, which reach what they share faster."""
        parser, matcher, tell, here = self.parser, self.matcher, self._tell, self._here
        enter, leave, frames, position = matcher.enter, matcher.leave, matcher.frames, tuple.__new__

        def start(name: str, attributes: list[str]) -> None:
            at = position(Position, (parser.CurrentLineNumber, parser.CurrentColumnNumber + 1))
            if not enter(name, attributes, at):
                faults = matcher.open(name, attributes, at)
                if faults:
                    tell(faults)

        def end(_name: str) -> None:
            if not leave():
                faults = matcher.end_tag(here)
                if faults:
                    tell(faults)

        def text(data: str) -> None:
            state = frames[-1].state
            if not state.mixed and (state.typed or data.strip(SPACE)):
                self._text(data)

        return start, end, text

    def _here(self) -> Position:
        """Return where an end tag begins; an empty element ends where it started."""
        parser = self.parser
        context = parser.GetInputContext()
        mark = "</".encode(self.encoding, "replace") if self.encoding.startswith("utf-16") else b"</"
        opened = self.matcher.open_element[1]
        if opened is not None and context is not None and not context.startswith(mark):
            return opened
        return Position(parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)

    def _text(self, data: str) -> None:
        def here() -> Position | None:
            if not self.exact:
                return None
            before = len(data) - len(data.lstrip(SPACE))
            return Position(parser.CurrentLineNumber, parser.CurrentColumnNumber + 1 + before)

        parser = self.parser
        faults = self.matcher.text(data, here)
        if faults:
            self._tell(faults)

    def _start_in_scope(self, name: str, attributes: list[str]) -> None:
        self.scopes.append({**self.scopes[-1], **self.declared} if self.declared else self.scopes[-1])
        self.declared = {}
        self.matcher.namespaces = self.scopes[-1]
        self._start(name, attributes)

    def _end_in_scope(self, name: str) -> None:
        self.matcher.namespaces = self.scopes.pop()
        self._end(name)

    def _declare(self, prefix: str | None, uri: str | None) -> None:
        self.declared[prefix or ""] = uri or ""

    def _unparsed(self, name: str, _base: str | None, _system: str, _public: str | None, _notation: str) -> None:
        self.scopes[0][f"&{name}"] = ""

    def _external(self, context: str | None, _base: str | None, system: str | None, _public: str | None) -> int:
        self._xml_fault("xml/external-entity", f"the external entity '{system or context}' is not read", self._point())
        raise _StopError

    def _skipped(self, name: str, is_parameter: bool) -> None:  # noqa: FBT001  expat's signature
        if not is_parameter:
            self._xml_fault("xml/external-entity", f"the entity '{name}' is not declared in the file", self._point())
            raise _StopError

    def _point(self) -> Span:
        return point(self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def _tell(self, faults: list[Fault]) -> None:
        if not self.exact and any(each.rule in _ABOUT_TEXT for each in faults):
            raise _InexactError
        if faults:
            tag = Tag(self._source(_MAX_TAG if any(each.attribute for each in faults) else _MAX_NAME))
            self._add(each.diagnostic(self.file, _span(each, tag)) for each in faults)

    def _source(self, most: int) -> str:
        """Return the document from the current event on, as far as it is at hand, at most so many bytes."""
        data = self.parser.GetInputContext() or b""
        return data[:most].decode(self.encoding, "replace")

    def _not_well_formed(self, error: expat.ExpatError) -> None:
        words = expat.ErrorString(error.code) or "unknown error"
        notes: tuple[Note, ...] = ()
        name, at = self.matcher.open_element
        if error.code in _ABOUT_TAGS and name:
            notes = (Note(f"'{shown(name)}' is open and starts here", self.file, at),)
            if error.code == _MISMATCHED:
                words = f"the end tag does not match '{shown(name)}'"
            elif error.code == _NO_ELEMENT:
                words = f"the file ends before '{shown(name)}' does"
        elif error.code == _NO_ELEMENT:
            words = "there is no element"
        message = f"not well-formed XML: {words}"
        self._xml_fault("xml/not-well-formed", message, point(error.lineno, error.offset + 1), notes)

    def _xml_fault(self, rule: str, message: str, span: Span, notes: tuple[Note, ...] = ()) -> None:
        self._add((Diagnostic(self.file, rule, Severity.ERROR, message, span, None, notes),))

    def _add(self, found: Iterable[Diagnostic]) -> None:
        self.found.add(map(_behind_mark, found) if self.marked else found)


_MISMATCHED = expat.errors.codes[expat.errors.XML_ERROR_TAG_MISMATCH]
_NO_ELEMENT = expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS]
_ABOUT_TAGS = {_MISMATCHED, _NO_ELEMENT, expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN]}


def _span(fault: Fault, tag: Tag) -> Span | None:
    """Return the smallest stretch at fault: the attribute, or the tag up to the end of its name."""
    at = fault.at
    if at is None:
        return None
    if fault.rule == "rng/idref-unresolved" or fault.rule in _ABOUT_TEXT:
        return Span(at, at)
    if fault.attribute is not None:
        return tag.attribute(at, fault.attribute) or Span(at, at)
    return tag.name(at)
