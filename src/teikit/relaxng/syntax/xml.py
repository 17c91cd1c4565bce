"""Reads the XML syntax of RELAX NG with expat to a tree with positions, and checks it against clause 3."""

import re
from typing import NoReturn
from xml.parsers import expat

from teikit.diagnostics import Diagnostic, Position, Span
from teikit.document.expat import make_parser, release
from teikit.document.locations import LineIndex
from teikit.document.reported_positions import error_position, event_position
from teikit.limits import Budget, describe_excess, limit
from teikit.relaxng.syntax.faults import SchemaSyntaxError, schema_diagnostic
from teikit.relaxng.syntax.full_syntax import TEXTUAL, check
from teikit.relaxng.syntax.tree import AFTER_ROOT, BEFORE_ROOT, RELAXNG, XML, Annotation, SchemaElement
from teikit.storage.references import resolve

# Deeper than any schema that people write, and shallow enough for recursive functions.
MAX_DEPTH = 150
# What entities may expand to, besides the limit: so many times the file's length.
_EXPANSION_FACTOR = 10
_TAG = re.compile(r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_SPACE = " \t\r\n"
_AMPLIFIED = "limit on input amplification factor (from DTD and entities) breached"


def read_xml(text: str, file: str) -> SchemaElement:
    """Return the root of a schema in the XML syntax.

    Raises SchemaSyntaxError if the text is not well-formed, or not a schema according to clause 3.
    """
    reader = _XmlSyntaxReader(text, file)
    root = reader.read()
    if faults := [*reader.faults, *check(root, reader.attribute_span)]:
        raise SchemaSyntaxError(sorted(faults, key=lambda each: each.span.start if each.span else Position(1, 1)))
    return root


class _ForeignElement:
    """An element of another vocabulary while it is being read."""

    __slots__ = ("children", "name", "namespace", "place")

    def __init__(self, name: str, namespace: str, place: int, children: list[Annotation]) -> None:
        self.name, self.namespace, self.place, self.children = name, namespace, place, children

    def to_annotation(self) -> Annotation:
        return Annotation("element", self.name, self.namespace, "", tuple(self.children), self.place)


class _XmlSyntaxReader:
    """The handlers of one parse; `stack` contains the open schema elements, `foreign` the open foreign ones."""

    def __init__(self, text: str, file: str) -> None:
        self.places = LineIndex(text)
        self.file = file
        self.faults: list[Diagnostic] = []
        self.root: SchemaElement | None = None
        self.stack: list[SchemaElement] = []
        self.foreign: list[_ForeignElement] = []
        self.scopes: list[dict[str, str]] = [{"xml": XML}]
        self.pending: dict[str, str] = {}
        self.outside: list[Annotation] = []
        # The pieces of the text that is being read, which entities may make very small.
        self.pieces: list[str] = []
        self.budget = limit("schema-entity-characters") + _EXPANSION_FACTOR * len(text)
        self.parser = self._parser()

    def _parser(self) -> expat.XMLParserType:
        parser = make_parser(Budget(self.file), "utf-8")
        parser.namespace_prefixes = True
        parser.ordered_attributes = True
        parser.StartNamespaceDeclHandler = self._namespace
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.CommentHandler = self._comment
        parser.ExternalEntityRefHandler = self._handle_external_entity
        parser.SkippedEntityHandler = self._handle_skipped_entity
        return parser

    def read(self) -> SchemaElement:
        """Parse the whole text and return the root element."""
        try:
            self.parser.Parse(self.places.text.encode(), True)  # noqa: FBT003 - expat takes no keyword
        except expat.ExpatError as error:
            self._stop_for(error)
        finally:
            # The handlers are methods: without this the parser and the reader keep each other alive.
            release(self.parser)
            del self.parser
        assert self.root is not None, "expat lets no document without a root pass"  # noqa: S101 - a law of expat's
        self.root.annotations[:0] = [each for each in self.outside if each.place == BEFORE_ROOT]
        self.root.annotations += [each for each in self.outside if each.place == AFTER_ROOT]
        return self.root

    def attribute_span(self, element: SchemaElement, attribute: str) -> Span:
        """Return the span of an attribute, its name and its value; that of the start tag where it cannot be found."""
        start = self.places.offset(element.span.start.line, element.span.start.column)
        tag = _TAG.match(self.places.text, start)
        pattern = rf"\s({re.escape(attribute)}\s*=\s*(?:\"[^\"]*\"|'[^']*'))"
        found = re.search(pattern, tag[0]) if tag else None
        return self.places.span(start + found.start(1), start + found.end(1)) if found else element.span

    def _namespace(self, prefix: str | None, uri: str | None) -> None:
        self.pending[prefix or ""] = uri or ""

    def _start(self, name: str, attributes: list[str]) -> None:
        self._end_text()
        scope = self.scopes[-1]
        if self.pending:
            scope = {**scope, **self.pending}
            self.pending = {}
        self.scopes.append(scope)
        self._spend(32 + sum(map(len, attributes)))
        namespace, local, qualified = _split(name)
        if self.foreign or namespace != RELAXNG:
            self._start_foreign(namespace, qualified, attributes)
        else:
            self._start_schema(local, attributes, scope)

    def _start_schema(self, local: str, attributes: list[str], scope: dict[str, str]) -> None:
        if len(self.stack) >= MAX_DEPTH:
            self._stop("limit-exceeded", f"elements are nested more than {MAX_DEPTH} deep")
        base = self.stack[-1].base if self.stack else self.file
        element = SchemaElement(local, {}, [], "", self.file, self._tag_span(), scope, base, [])
        for name, value in zip(attributes[::2], attributes[1::2], strict=True):
            self._attribute(element, name, value)
        if self.stack:
            self.stack[-1].children.append(element)
        else:
            self.root = element
        self.stack.append(element)

    def _attribute(self, element: SchemaElement, name: str, value: str) -> None:
        if " " not in name:
            element.attributes[name] = value
            return
        namespace, local, qualified = _split(name)
        if namespace == RELAXNG:
            message = f"attribute {qualified!r} is not allowed: attributes of RELAX NG bear no prefix"
            span = self.attribute_span(element, qualified)
            self.faults.append(schema_diagnostic(self.file, "attribute-not-allowed", message, span))
        if namespace == XML and local == "base":
            element.base = resolve(value, element.base)
        element.annotations.append(Annotation("attribute", qualified, namespace, value))

    def _start_foreign(self, namespace: str, qualified: str, attributes: list[str]) -> None:
        if not self.stack:
            message = f"the root element {qualified!r} is not in RELAX NG's namespace, {RELAXNG}"
            self._stop("not-a-schema", message, self._tag_span())
        parent = self.stack[-1]
        if not self.foreign and parent.name in TEXTUAL:
            message = f"element {qualified!r} is not allowed in {parent.name!r}, which holds text only"
            self.faults.append(schema_diagnostic(self.file, "element-not-allowed", message, self._tag_span()))
        if len(self.stack) + len(self.foreign) >= MAX_DEPTH:
            self._stop("limit-exceeded", f"elements are nested more than {MAX_DEPTH} deep")
        pairs = ((_split(name), value) for name, value in zip(attributes[::2], attributes[1::2], strict=True))
        children = [Annotation("attribute", written, uri, value) for (uri, _, written), value in pairs]
        self.foreign.append(_ForeignElement(qualified, namespace, len(parent.children), children))

    def _end(self, _name: str) -> None:
        self._end_text()
        self.scopes.pop()
        if not self.foreign:
            self.stack.pop()
            return
        done = self.foreign.pop().to_annotation()
        if self.foreign:
            self.foreign[-1].children.append(done)
        else:
            self.stack[-1].annotations.append(done)

    def _text(self, data: str) -> None:
        self._spend(len(data))
        if self.foreign or self.stack[-1].name in TEXTUAL:
            self.pieces.append(data)
            return
        element = self.stack[-1]
        if data.strip(_SPACE) and not self._has_reported_text(element):
            message = f"text is not allowed in {element.name!r}"
            self.faults.append(schema_diagnostic(self.file, "text-not-allowed", message, self._here(len(data))))

    def _end_text(self) -> None:
        """Give the text that was read to its element."""
        if not self.pieces:
            return
        text = "".join(self.pieces)
        self.pieces.clear()
        if self.foreign:
            self.foreign[-1].children.append(Annotation("text", text=text))
        else:
            self.stack[-1].text += text

    def _has_reported_text(self, element: SchemaElement) -> bool:
        """Return whether text was reported after this element's start: expat delivers long text in pieces."""
        last = self.faults[-1] if self.faults else None
        if last is None or last.span is None or not last.rule.endswith("text-not-allowed"):
            return False
        return last.span.start > element.span.start

    def _comment(self, data: str) -> None:
        self._spend(len(data))
        if self.foreign:
            self._end_text()
            self.foreign[-1].children.append(Annotation("comment", text=data))
        elif self.stack:
            self.stack[-1].annotations.append(Annotation("comment", text=data, place=len(self.stack[-1].children)))
        else:
            self.outside.append(Annotation("comment", text=data, place=AFTER_ROOT if self.root else BEFORE_ROOT))

    def _handle_external_entity(
        self, _context: str | None, _base: str | None, _system: str | None, _public: str | None
    ) -> int:
        self._stop("external-entity", "external entities are not read")

    def _handle_skipped_entity(self, name: str, is_parameter: bool) -> None:  # noqa: FBT001 - expat's signature
        if not is_parameter:
            self._stop("external-entity", f"entity {name!r} is not defined in the schema itself")

    def _spend(self, amount: int) -> None:
        self.budget -= amount
        if self.budget < 0:
            self._stop("limit-exceeded", _describe_expansion())

    def _here(self, length: int = 0) -> Span:
        return Span(event_position(self.parser), event_position(self.parser, length))

    def _tag_span(self) -> Span:
        at = event_position(self.parser)
        start = self.places.offset(*at)
        tag = _TAG.match(self.places.text, start)
        if tag is None:
            return Span(at, at)
        if "\n" in tag[0]:
            return Span(at, self.places.position(tag.end()))
        return Span(at, event_position(self.parser, tag.end() - start))

    def _stop(self, rule: str, message: str, span: Span | None = None) -> NoReturn:
        raise SchemaSyntaxError([schema_diagnostic(self.file, rule, message, span or self._here())])

    def _stop_for(self, error: expat.ExpatError) -> NoReturn:
        if expat.ErrorString(error.code) == _AMPLIFIED:
            at = error_position(error)
            self._stop("limit-exceeded", _describe_expansion(), Span(at, at))
        # Few schemas have such a fault.
        from teikit.document.faults import explain_bytes  # noqa: PLC0415

        fault = explain_bytes(self.places.text.encode(), self.file, error, "utf-8")
        raise SchemaSyntaxError([fault.diagnostic(self.file, "rng-schema/not-well-formed")])


def _describe_expansion() -> str:
    return f"the schema {describe_excess('schema-entity-characters')}"


def _split(name: str) -> tuple[str, str, str]:
    """Return the namespace, the local name and the name as written, from expat's triplet."""
    parts = name.split(" ")
    if len(parts) == 1:
        return "", name, name
    if len(parts) == 2:
        return parts[0], parts[1], parts[1]
    return parts[0], parts[1], f"{parts[2]}:{parts[1]}"
