"""A compiled Schematron schema: validates documents, and returns diagnostics or SVRL."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from teikit.diagnostics import Diagnostic, Note, Severity, Span, point, sort_diagnostics
from teikit.document.editable import EditableDocument, SourceAttribute, SourceElement
from teikit.document.tree import NotWellFormedError, load
from teikit.errors import IncorrectSchemaError
from teikit.messages import escape_control
from teikit.relaxng.syntax.faults import SchemaNotFoundError
from teikit.schematron.compiler import CompiledPattern, CompiledSchema, quote_expression
from teikit.schematron.engine import EvaluationFailure, Event, ReportedAssertion, run
from teikit.schematron.model import ALL, DEFAULT
from teikit.schematron.svrl import svrl
from teikit.schematron.xpath.document import Node, XPathDocument, attribute_name, owner, path
from teikit.schematron.xpath.query import ExpressionError

if TYPE_CHECKING:
    from teikit.relaxng.syntax.loading import Loader

NOT_EVALUATED = "sch/not-evaluated"


Engine = Literal["elementpath", "saxon"]


class Schematron:
    """A Schematron schema, compiled.

    `files` has the name and bytes of each file that it was read from. It `lasts` if its results for a document
    never change. `faults` are those of a schema that is not correct, from which the faulty parts are left out.
    """

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
        self._phase(phase)
        try:
            document = XPathDocument(load(data, file), now)
        except NotWellFormedError as error:
            return [error.diagnostic]
        told = [each for each in self.run(document, phase) if isinstance(each, ReportedAssertion | EvaluationFailure)]
        if not told:
            return []
        places = _NodeLocator(document, data)
        return sort_diagnostics(dict.fromkeys(_diagnostic(each, file, places) for each in told))

    def svrl(self, data: bytes, file: str, phase: str | None = None, *, now: datetime | None = None) -> bytes:
        """Return the results for a document as SVRL; arguments are those of `validate`.

        Raises:
            IncorrectSchemaError: There is no such phase.
            NotWellFormedError: The document is not well-formed XML.
        """
        document = XPathDocument(load(data, file), now)
        return svrl(self.schema.model, self._phase(phase), file, self.run(document, phase))

    def run(self, document: XPathDocument, phase: str | None = None) -> Iterator[Event]:
        """Yield the events of validating a document.

        Raises:
            IncorrectSchemaError: There is no such phase.
        """
        name = self._phase(phase)
        engine = run if self._engine == "elementpath" else _run_with_saxon
        return engine(self.schema, document, name, tuple(self._active(name)), self._reader())

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

    def _active(self, phase: str) -> Iterable[CompiledPattern]:
        if phase == ALL:
            return self.schema.patterns
        active = self.schema.model.phases[phase].active
        return (each for each in self.schema.patterns if each.pattern.id in active)

    def _reader(self) -> Callable[[str], Any] | None:
        """Return the reader for doc() where the user allowed it: the loader, which only reads permitted files."""
        if not self._allowed:
            return None
        read: dict[str, Any] = {}

        def read_document(uri: str) -> Any:
            if uri not in read:
                try:
                    name, data = self._loader.load(uri, self.schema.model.origin.base)
                    read[uri] = XPathDocument(load(data, name)).elementpath_tree
                except (SchemaNotFoundError, NotWellFormedError) as error:
                    raise ExpressionError(f"cannot read '{uri}': {error}") from None
            return read[uri]

        return read_document


def _run_with_saxon(*given: Any) -> Iterator[Event]:
    # An extra that is rarely installed.
    from teikit.schematron.saxon import run as run_saxon  # noqa: PLC0415

    return run_saxon(*given)


class _NodeLocator:
    """The positions of a document's nodes in its source, computed when there is something to report."""

    def __init__(self, document: XPathDocument, data: bytes) -> None:
        elements = [each for each in document.nodes if isinstance(each.tag, str)]
        try:
            self._source: EditableDocument | None = EditableDocument(data)
        except (UnicodeDecodeError, LookupError):
            # Encodings that libxml2 reads and Python does not.
            self._source = None
        tags = self._source.elements if self._source else []
        # Elements from entities have no tags of their own.
        self._tags = dict(zip(elements, tags, strict=True)) if len(tags) == len(elements) else {}

    def span(self, node: Node | None) -> Span | None:
        """Return the span of an attribute, or that of an element's start tag up to the end of its name."""
        element: Any = owner(node) if node is not None else None
        if element is not None and not isinstance(element.tag, str):
            # A comment or a processing instruction.
            element = element.getparent()
        if element is None:
            return None
        tag = self._tags.get(element)
        if self._source is None or tag is None:
            return point(element.sourceline or 1, 1)
        start, end = tag.start, tag.name_end
        name = attribute_name(node) if node is not None else None
        if name is not None and (written := _attribute(tag, name)):
            start, end = written.start, written.end
        return Span(self._source.position(start), self._source.position(end))


def _attribute(tag: SourceElement, name: str) -> SourceAttribute | None:
    """Return the attribute of a tag with lxml's `name`; one tag rarely has two prefixes with one local name."""
    uri, _, local = name.rpartition("}")
    alike = (each for each in tag.attributes if each.name.rpartition(":")[2] == local)
    return next((each for each in alike if (":" in each.name) == bool(uri) and not each.name.startswith("xmlns")), None)


def _diagnostic(event: ReportedAssertion | EvaluationFailure, file: str, places: _NodeLocator) -> Diagnostic:
    span = places.span(event.node)
    where = path(event.node) if event.node is not None else None
    if isinstance(event, ReportedAssertion):
        assertion = event.assertion
        notes = tuple(Note(escape_control(words)) for _, words in event.diagnostics if words)
        words = event.message or f"the {assertion.assertion.kind} {quote_expression(assertion.assertion.test)} says so"
        return Diagnostic(file, assertion.rule, assertion.severity, escape_control(words), span, where, notes)
    place = event.origin.span.start if event.origin.span else None
    what = event.assertion.assertion.kind if event.assertion else "rule"
    test = f" {quote_expression(event.assertion.assertion.test)}" if event.assertion else ""
    notes = (Note(f"the {what} stands here", event.origin.file, place),)
    message = f"the {what}{test} cannot be tried: {event.reason}"
    return Diagnostic(file, NOT_EVALUATED, Severity.ERROR, escape_control(message), span, where, notes)
