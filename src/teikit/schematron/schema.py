"""A compiled Schematron schema: validates documents, and returns diagnostics or SVRL."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from teikit.diagnostics import Diagnostic, Span, sort_diagnostics
from teikit.document.document import Document, pieces
from teikit.document.event_locator import locate_events
from teikit.document.locations import Location, TagLocator
from teikit.document.names import expanded_name
from teikit.document.reported_positions import line_start
from teikit.document.start_tags import NotTokenizableError
from teikit.document.tree import NotWellFormedError, load
from teikit.errors import IncorrectSchemaError
from teikit.messages import escape_control
from teikit.report.svrl_elements import END, SvrlPart, begin
from teikit.schematron.compiler import CompiledPattern, CompiledSchema
from teikit.schematron.engine import EvaluationFailure, Event, ReportedAssertion, run
from teikit.schematron.event_diagnostics import event_diagnostic
from teikit.schematron.locations import NodePaths, split_name
from teikit.schematron.model import ALL, DEFAULT
from teikit.schematron.other_documents import DocumentCache, DocumentReader
from teikit.schematron.svrl import svrl_elements, svrl_head
from teikit.schematron.xpath.document import Node, XPathDocument, attribute_name, owner

if TYPE_CHECKING:
    from teikit.relaxng.syntax.loading import Loader
    from teikit.schematron.tree import SchematronElement

Engine = Literal["elementpath", "saxon"]
_Finding = ReportedAssertion | EvaluationFailure


class Schematron:
    """A Schematron schema, compiled.

    `files` has the name and bytes of each file that it was read from. It `lasts` if its results for a document
    never change. `faults` are those of a schema that is not correct, from which the faulty parts are left out. `tree`
    is the concrete tree that it can be compiled from again, with nothing else; None where that is not enough.
    """

    tree: "SchematronElement | None" = None

    def __init__(  # noqa: PLR0913  what a schema is read with
        self,
        schema: CompiledSchema,
        loader: "Loader",
        files: dict[str, bytes],
        allowed: frozenset[str],
        engine: Engine,
        *,
        lasts: bool = True,
        faults: tuple[Diagnostic, ...] = (),
    ) -> None:
        self.faults = faults
        self.schema = schema
        self.files = files
        self.is_deterministic = lasts
        self._loader = loader
        self._allowed = allowed
        self._documents = DocumentCache()
        self._engine = engine

    @property
    def phases(self) -> tuple[str, ...]:
        """The names of the phases, in the schema's order."""
        return tuple(self.schema.model.phases)

    def has_phase(self, name: str) -> bool:
        """Whether the schema can be run in a phase; "" is its default phase, which an incorrect schema may lack."""
        phase = name if name not in {"", DEFAULT} else self.schema.model.default_phase
        return phase in {ALL, DEFAULT, *self.phases}

    def validate(
        self, data: bytes, file: str, phase: str | None = None, *, now: datetime | None = None
    ) -> list[Diagnostic]:
        """Return the diagnostics of a document, none if it is valid.

        Args:
            data: The document.
            file: Its name for messages.
            phase: Run the patterns of this phase only; the schema's default phase if not given.
            now: The time that current-date() and the like return.

        Raises:
            IncorrectSchemaError: There is no such phase.
        """
        return self.validate_document(Document(file, None, lambda: pieces(data)), phase, now=now)

    def validate_document(
        self,
        source: Document,
        phase: str | None = None,
        *,
        now: datetime | None = None,
        among: Collection[int] | None = None,
    ) -> list[Diagnostic]:
        """Do as `validate` for a document that others read too, with the patterns of these numbers alone if given."""
        self._phase(phase)
        try:
            document = _read(source, now)
        except NotWellFormedError as error:
            return [error.diagnostic]
        events = self.run(document, phase, among=among)
        found = [each for each in events if isinstance(each, _Finding)]
        if not found:
            return []
        groups: dict[XPathDocument, list[_Finding]] = {}
        for each in found:
            groups.setdefault(each.document or document, []).append(each)
        diagnostics: dict[Diagnostic, None] = {}
        for one, inside in groups.items():
            diagnostics |= dict.fromkeys(_diagnostics(one, one.source or source, inside))
        return sort_diagnostics(diagnostics)

    def svrl(self, data: bytes, file: str, phase: str | None = None, *, now: datetime | None = None) -> bytes:
        """Return the results for a document as SVRL; arguments are those of `validate`.

        Raises:
            IncorrectSchemaError: There is no such phase.
            NotWellFormedError: The document is not well-formed XML.
        """
        part = self.svrl_part(Document(file, None, lambda: pieces(data)), phase, now=now)
        return f"{begin([part.head])}{''.join(text for _, text in part.elements)}{END}".encode()

    def svrl_part(self, source: Document, phase: str | None = None, *, now: datetime | None = None) -> SvrlPart:
        """Return the results for a document as a part of SVRL; arguments and errors are those of `svrl`.

        The elements are made as they are taken, each with the diagnostic that `validate_document` returns for it, but
        for its span.
        """
        document, name = _read(source, now), self._phase(phase)
        return SvrlPart(svrl_head(self.schema.model, name), self._svrl_elements(document, source.file, phase))

    def _svrl_elements(
        self, document: XPathDocument, file: str, phase: str | None
    ) -> Iterator[tuple[Diagnostic | None, str]]:
        paths: defaultdict[XPathDocument | None, NodePaths] = defaultdict(NodePaths)
        for event, text in svrl_elements(file, self.run(document, phase)):
            if isinstance(event, _Finding):
                own = event.document.file if event.document else file
                yield event_diagnostic(event, own, None, _path(paths[event.document], event.node)), text
            else:
                yield None, text

    def run(
        self, document: XPathDocument, phase: str | None = None, *, among: Collection[int] | None = None
    ) -> Iterator[Event]:
        """Yield the events of validating a document; `among` as for `validate_document`.

        Raises:
            IncorrectSchemaError: There is no such phase.
        """
        name = self._phase(phase)
        engine = run if self._engine == "elementpath" else _run_with_saxon
        reader = DocumentReader(self._loader, document, self._documents) if self._allowed else None
        active = tuple(self._active(name, among))
        return engine(self.schema, document, name, active, reader)

    def _phase(self, phase: str | None) -> str:
        model = self.schema.model
        name = model.default_phase if phase in {None, DEFAULT} else str(phase)
        name = ALL if name == DEFAULT else name
        if name != ALL and name not in model.phases:
            known = ", ".join((ALL, *model.phases))
            raise IncorrectSchemaError(
                f"{escape_control(model.origin.file)}: there is no phase '{name}'; there are: {known}"
            )
        return name

    def _active(self, phase: str, among: Collection[int] | None) -> Iterable[CompiledPattern]:
        patterns = self.schema.patterns
        chosen = patterns if among is None else [patterns[number] for number in sorted(among)]
        if phase == ALL:
            return chosen
        active = self.schema.model.phases[phase].active
        return (each for each in chosen if each.pattern.id in active)


def _read(source: Document, now: datetime | None) -> XPathDocument:
    """Return a document for rules, with the entities that it may read; NotWellFormedError if it is not well-formed."""
    return XPathDocument(load(source.read(), source.file, source.budget), now, source)


def _run_with_saxon(*given: Any) -> Iterator[Event]:
    # An extra that is rarely installed.
    from teikit.schematron.saxon import run as run_saxon  # noqa: PLC0415

    return run_saxon(*given)


def _diagnostics(document: XPathDocument, source: Document, events: Sequence[_Finding]) -> Iterator[Diagnostic]:
    """Yield the diagnostics of events about one document."""
    places, paths = _NodeLocator(document, source, (each.node for each in events)), NodePaths()
    for event in events:
        yield event_diagnostic(event, source.file, places.span(event.node), _path(paths, event.node))


class _NodeLocator:
    """The positions of some nodes of a document in its source."""

    def __init__(self, document: XPathDocument, source: Document, nodes: Iterable[Node | None]) -> None:
        wanted = {element for node in nodes if (element := _element(node)) is not None}
        elements = [each for each in document.nodes if isinstance(each.tag, str)] if wanted else []
        self._numbers = {each: number for number, each in enumerate(elements) if each in wanted}
        self._locations = _locate(source, self._numbers.values())

    def span(self, node: Node | None) -> Span | None:
        """Return the span of an attribute, or that of an element's start tag up to the end of its name."""
        element = _element(node)
        if element is None:
            return None
        location = self._locations.get(self._numbers[element])
        if location is None:
            # Encodings that libxml2 reads and Python does not.
            at = line_start(element)
            return Span(at, at)
        at, tag = location.position, TagLocator(location.source)
        name = attribute_name(node) if node is not None else None
        return (name and tag.attribute_span(at, _expand_name(name))) or tag.name_span(at)


def _path(paths: NodePaths, node: Node | None) -> str | None:
    return paths.path(node) if node is not None else None


def _expand_name(name: str) -> str:
    """Return a name that lxml writes `{uri}local` as an expanded name."""
    return expanded_name(*split_name(name))


def _element(node: Node | None) -> Any:
    """Return the element of a node, for a comment or a processing instruction the one around it."""
    element: Any = owner(node) if node is not None else None
    return element if element is None or isinstance(element.tag, str) else element.getparent()


def _locate(source: Document, numbers: Collection[int]) -> dict[int, Location]:
    with suppress(NotTokenizableError):
        return source.markup().locate(numbers)
    return {each.number: each for each in locate_events(source.opener(), numbers, budget=source.budget)}
