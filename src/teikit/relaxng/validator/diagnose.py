"""Diagnoses a document: passes expat's events with their positions to a matcher."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import chain
from xml.parsers import expat

from teikit.diagnostics import Diagnostic, Position, Severity, Span, point
from teikit.diagnostics.collection import DiagnosticSorter
from teikit.document.document import Document
from teikit.document.encoding import encoding_of, find_unknown_encoding
from teikit.document.entity_files import DocumentBudget, entity_handler
from teikit.document.expat import feed_steps, make_parser, release, split_pieces
from teikit.document.locations import TagLocator, without_mark
from teikit.document.reported_positions import event_place, event_position
from teikit.messages import quote
from teikit.relaxng.automaton.strings import SPACE
from teikit.relaxng.validator.expectations import Expectations
from teikit.relaxng.validator.matcher import Matcher
from teikit.relaxng.validator.violation import XML_NAMESPACE, Violation

_StartHandler = Callable[[str, list[str]], None]
_NameHandler = Callable[[str], None]
_XML = {"xml": XML_NAMESPACE}
_TEXT_RULES = frozenset({"rng/text-not-allowed", "rng/element-value"})
# Longer names and tags are read up to this number of bytes only.
_MAX_NAME = 8_192
_MAX_TAG = 1_000_000


def diagnose(advice: Expectations, document: Document, *, ids: bool = True) -> Sequence[Diagnostic]:
    """Return what is wrong with a document, in the order of positions, nothing if it is valid.

    Raises:
        LimitExceededError: it is too deep, has too many problems, or their paths are too long.
    """
    for exact in (False, True):
        reading = _EventDiagnosis(Matcher(advice, ids=ids), document, exact=exact)
        reading.set_handlers(contextual=advice.automaton.table.has_contextual_datatypes)
        try:
            reading.read(document.opener())
            break
        except _InexactError:
            continue
    return reading.diagnostics.sorted_diagnostics()


def _without_mark(diagnostic: Diagnostic) -> Diagnostic:
    """Return a diagnostic with positions that exclude the byte order mark, which expat counts as a column."""
    span = diagnostic.span and Span(without_mark(diagnostic.span.start), without_mark(diagnostic.span.end))
    notes = tuple(each._replace(position=each.position and without_mark(each.position)) for each in diagnostic.notes)
    return replace(diagnostic, span=span, notes=notes)


class _StopError(Exception):
    """Reading cannot continue; the reason is reported."""


class _InexactError(Exception):
    """Text is at fault, and its start is not known: the document must be read again with exact positions."""


class _EventDiagnosis:
    """The parse of one document.

    With `exact` expat returns text in small pieces, each with its position; else in few large ones, which is faster.
    """

    def __init__(self, matcher: Matcher, document: Document, *, exact: bool) -> None:
        self.matcher = matcher
        self.is_exact = exact
        self.file, self._opener = document.file, document.opener
        self.budget = document.budget
        # The problems so far, and the length of their paths.
        self.problems = self.path_bytes = 0
        self.diagnostics = DiagnosticSorter()
        self.encoding = "utf-8"
        self.has_byte_order_mark = False
        self.parser = make_parser(self.budget)
        self.scopes: list[dict[str, str]] = [dict(_XML)]
        self.declared: dict[str, str] = {}

    def set_handlers(self, *, contextual: bool) -> None:
        parser = self.parser
        parser.ordered_attributes = True
        parser.buffer_text = not self.is_exact
        self._start, self._end, text = self._handlers()
        parser.StartElementHandler = self._start_in_scope if contextual else self._start
        parser.EndElementHandler = self._end_in_scope if contextual else self._end
        parser.CharacterDataHandler = text
        parser.ExternalEntityRefHandler = entity_handler(parser, self.budget, self._handle_external_entity)
        parser.SkippedEntityHandler = self._handle_skipped_entity
        self.matcher.names.read_tag = self._read_tag
        parser.StartNamespaceDeclHandler = self._declare if contextual else self.matcher.names.declare
        parser.EndNamespaceDeclHandler = self.matcher.names.end_declaration
        if contextual:
            parser.UnparsedEntityDeclHandler = self._handle_unparsed_entity

    def read(self, chunks: Iterable[bytes]) -> None:
        """Parse the document; it is read up to the first fault of well-formedness."""
        pieces = iter(chunks)
        first = next(pieces, b"")
        self.encoding, mark = encoding_of(bytes(first[:200]))
        self.has_byte_order_mark = mark > 0
        try:
            if unknown := find_unknown_encoding(bytes(first[:200])):
                raise LookupError(f"unknown encoding: {unknown}")
            for _ in feed_steps(self.parser, split_pieces(chain((first,), pieces))):
                self.budget.check("depth", self.matcher.depth)
            self._report(self.matcher.end())
        except _StopError:
            pass
        except expat.ExpatError as error:
            self._report_not_well_formed(error)
        except (ValueError, LookupError) as error:
            # pyexpat raises these for an encoding that it cannot decode.
            self._xml_fault("xml/encoding", f"the encoding cannot be read: {error}", point(1, 1))
        finally:
            # Handlers refer to the parser and this object: all would keep each other alive.
            # Text that expat still has adds no fault: `_report` refuses those of buffered text.
            release(self.parser)
            self.matcher.names.read_tag = None
            del self.parser, self._start, self._end

    def _handlers(self) -> tuple[_StartHandler, _NameHandler, _NameHandler]:
        """Return the handlers of start tags, end tags and text: closures, which access shared variables faster."""
        parser, matcher, report, here = self.parser, self.matcher, self._report, self._here
        enter, leave, opened = matcher.try_start_tag, matcher.try_end_tag, matcher.open_elements
        budget, most = self.budget, 2 * self.budget.limit("attributes")

        def start(name: str, attributes: list[str]) -> None:
            at = event_position(parser)
            if not enter(name, attributes, at):
                if len(attributes) > most:
                    raise budget.excess("attributes", f"{at.line}:{at.column}")
                report(matcher.start_tag_from_list(name, attributes, at))

        def end(_name: str) -> None:
            if not leave():
                report(matcher.end_tag(here))

        def text(data: str) -> None:
            state = opened[-1].state
            if not state.is_mixed and (state.has_data or data.strip(SPACE)):
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
        return event_position(parser)

    def _text(self, data: str) -> None:
        def here() -> Position | None:
            if not self.is_exact:
                return None
            return event_position(parser, columns=len(data) - len(data.lstrip(SPACE)))

        parser = self.parser
        self._report(self.matcher.text(data, here))

    def _start_in_scope(self, name: str, attributes: list[str]) -> None:
        self.scopes.append({**self.scopes[-1], **self.declared} if self.declared else self.scopes[-1])
        self.declared = {}
        self.matcher.namespaces = self.scopes[-1]
        self._start(name, attributes)

    def _end_in_scope(self, name: str) -> None:
        self.matcher.namespaces = self.scopes.pop()
        self._end(name)

    def _read_tag(self) -> str:
        return (self.parser.GetInputContext() or b"")[:_MAX_NAME].decode(self.encoding, "replace")

    def _declare(self, prefix: str | None, uri: str | None) -> None:
        self.matcher.names.declare(prefix, uri)
        self.declared[prefix or ""] = uri or ""

    def _handle_unparsed_entity(
        self, name: str, _base: str | None, _system: str, _public: str | None, _notation: str
    ) -> None:
        self.scopes[0][f"&{name}"] = ""

    def _handle_external_entity(
        self, context: str | None, _base: str | None, system: str | None, _public: str | None
    ) -> int:
        words = f"the external entity {quote(system or context or '')} is not read"
        if not isinstance(self.budget, DocumentBudget):
            words += "; --allow-read FOLDER lets it be read"
        self._xml_fault("xml/external-entity", words, self._reference(context or ""))
        raise _StopError

    def _handle_skipped_entity(self, name: str, is_parameter: bool) -> None:  # noqa: FBT001  expat's signature
        if not is_parameter:
            from teikit.document.faults.entities import explain_entity  # noqa: PLC0415  a rare fault

            words = explain_entity(name, self._opener())
            if words.endswith("is not read") and not isinstance(self.budget, DocumentBudget):
                words += "; --allow-read FOLDER lets it be read"
            self._xml_fault("xml/external-entity", words, self._reference(name))
            raise _StopError

    def _reference(self, name: str) -> Span:
        """Return where the reference to an entity is."""
        return Span(event_position(self.parser), event_position(self.parser, columns=len(name) + len("&;")))

    def _report(self, faults: list[Violation]) -> None:
        if not faults:
            return
        if not self.is_exact and any(each.rule in _TEXT_RULES for each in faults):
            raise _InexactError
        self._spend(faults)
        # The document from the current event on, as far as expat has it.
        data = self.parser.GetInputContext() or b""
        most = _MAX_TAG if any(each.attribute for each in faults) else _MAX_NAME
        tag = TagLocator(data[:most].decode(self.encoding, "replace"))
        self._add(each.diagnostic(self.file, _span(each, tag)) for each in faults)

    def _spend(self, faults: list[Violation]) -> None:
        """Count problems and the length of their paths against the limits."""
        self.problems += len(faults)
        self.path_bytes += sum(len(each.path or "") for each in faults)
        for name, amount in (("problems", self.problems), ("path-bytes", self.path_bytes)):
            if amount > self.budget.limit(name):
                raise self.budget.excess(name, event_place(self.parser))

    def _report_not_well_formed(self, error: expat.ExpatError) -> None:
        # Few documents have such a fault.
        from teikit.document.faults import explain_fault  # noqa: PLC0415

        fault = explain_fault(self._opener, self.budget, error)
        self.diagnostics.extend((fault.diagnostic(self.file),))

    def _xml_fault(self, rule: str, message: str, span: Span) -> None:
        self._add((Diagnostic(self.file, rule, Severity.ERROR, message, span),))

    def _add(self, found: Iterable[Diagnostic]) -> None:
        self.diagnostics.extend(map(_without_mark, found) if self.has_byte_order_mark else found)


def _span(fault: Violation, tag: TagLocator) -> Span | None:
    """Return the smallest span at fault: the attribute, or the tag up to the end of its name."""
    at = fault.at
    if at is None:
        return None
    if fault.rule == "rng/idref-unresolved" or fault.rule in _TEXT_RULES:
        return Span(at, at)
    return tag.name_span(at) if fault.attribute is None else tag.attribute_span(at, fault.attribute) or Span(at, at)
