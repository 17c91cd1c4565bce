"""Reads the XML of an ODD to nodes with places."""

from collections import ChainMap
from collections.abc import Callable, Mapping
from typing import NoReturn
from xml.parsers import expat

from teikit.diagnostics import Diagnostic, Position, Severity, Span
from teikit.document.encoding import encoding_of, find_unknown_encoding
from teikit.document.expat import make_parser, release
from teikit.document.locations import without_mark
from teikit.document.reported_positions import error_position, event_position, event_span
from teikit.limits import Budget
from teikit.messages import quote
from teikit.p5.nodes import NAME_LIST, NO_PREFIXES, XML, Node, Place
from teikit.relaxng.syntax.faults import SchemaSyntaxError
from teikit.storage.references import resolve

# Deeper than any ODD that people write, and shallow enough for recursive functions.
MAX_DEPTH = 150
_BASE = f"{{{XML}}}base"
# Elements are counted in blocks, which costs less.
_BLOCK = 1 << 12
_AMPLIFIED = "limit on input amplification factor (from DTD and entities) breached"
_StartHandler = Callable[[str, list[str]], None]


def read_nodes(data: bytes, file: str, base: str, budget: Budget | None = None) -> Node:
    """Return the root of an XML document; the prefix `xml` is in no mapping of prefixes.

    Args:
        data: the document, in any encoding that it declares.
        file: its name for messages.
        base: what hrefs in it are resolved against.
        budget: that of all files of one ODD, which counts their elements.

    Raises:
        SchemaSyntaxError: it is not well-formed, refers to an external entity, or is nested too deeply.
        LimitExceededError: it has too many elements, or its declarations cost too much.
    """
    return _NodeReader(file, base, budget or Budget(file)).read(data)


class _NodeReader:
    """The handlers of one parse; `opened` are the open elements, `pieces` the text since the last tag."""

    def __init__(self, file: str, base: str, budget: Budget) -> None:
        self.file, self.base, self.budget = file, base, budget
        self.root: Node | None = None
        self.opened: list[Node] = []
        self.pieces: list[str] = []
        # Elements that are not yet counted in the budget.
        self.uncounted = 0
        self.declared: dict[str, str] = {}
        # One mapping for each set of declarations below another mapping, so that neighbours share it.
        self.scopes: dict[tuple[int, tuple[tuple[str, str], ...]], Mapping[str, str]] = {}
        self.has_mark = False
        self.parser = parser = make_parser(Budget(file))
        parser.namespace_prefixes = parser.ordered_attributes = parser.buffer_text = True
        parser.StartNamespaceDeclHandler = self._declare
        parser.StartElementHandler, parser.EndElementHandler = self._handlers()
        parser.CharacterDataHandler = self.pieces.append
        parser.ProcessingInstructionHandler = self._handle_instruction
        parser.ExternalEntityRefHandler = self._handle_external_entity
        parser.SkippedEntityHandler = self._handle_skipped_entity

    def read(self, data: bytes) -> Node:
        self.data, self.has_mark = data, encoding_of(data[:200])[1] > 0
        try:
            if unknown := find_unknown_encoding(data[:200]):
                raise LookupError(f"unknown encoding: {unknown}")
            self.parser.Parse(data, True)  # noqa: FBT003  expat names no arguments
            self.budget.spend("odd-elements", self.uncounted)
        except expat.ExpatError as error:
            self._stop_at_fault(error)
        except (ValueError, LookupError) as error:
            # pyexpat raises these for an encoding that it cannot decode.
            self._stop("xml/encoding", f"the encoding cannot be read: {error}", Position(1, 1))
        finally:
            # Handlers refer to the parser and this object: all would keep each other alive.
            release(self.parser)
            del self.parser
        # Expat accepts no document without an element.
        assert self.root is not None  # noqa: S101
        return self.root

    def _handlers(self) -> tuple[_StartHandler, Callable[[str], None]]:
        """Return the handlers of start tags and end tags: closures, which access shared variables faster."""
        parser, file, opened, pieces = self.parser, self.file, self.opened, self.pieces
        names, key_of, most = _Names(), _AttributeKeys().__getitem__, self.budget.limit("attributes")

        def start(written: str, values: list[str]) -> None:
            namespace, local, width = names[written]
            attributes = dict(zip(map(key_of, values[::2]), values[1::2], strict=True)) if values else {}
            place = Place(file, event_span(parser, width, has_mark=self.has_mark))
            if opened:
                parent = opened[-1]
                siblings = parent.children
                if pieces:
                    siblings.append("".join(pieces))
                    pieces.clear()
                node = Node(namespace, local, attributes, [], place, parent.prefixes, parent.base)
                siblings.append(node)
            else:
                self.root = node = Node(namespace, local, attributes, [], place, NO_PREFIXES, self.base)
            if self.declared or _BASE in attributes:
                self._resolve(node)
            self.uncounted += 1
            if self.uncounted == _BLOCK or len(opened) >= MAX_DEPTH or len(attributes) > most:
                self._check(node)
            opened.append(node)

        def end(_name: str) -> None:
            closed = opened.pop()
            if pieces:
                closed.children.append("".join(pieces))
                pieces.clear()

        return start, end

    def _handle_instruction(self, target: str, _data: str) -> None:
        """Keep the one instruction that is part of a content model."""
        if f"?{target}" == NAME_LIST and self.opened:
            parent = self.opened[-1]
            parent.children.append(Node("", NAME_LIST, {}, [], parent.place, parent.prefixes, parent.base))

    def _resolve(self, node: Node) -> None:
        """Add what an element declares to its prefixes and its base."""
        if self.declared:
            node.prefixes, self.declared = self._scope(node.prefixes), {}
        if _BASE in node.attributes:
            node.base = resolve(node.attributes[_BASE], node.base)

    def _scope(self, around: Mapping[str, str]) -> Mapping[str, str]:
        """Return the prefixes in scope of an element that declares some."""
        key = id(around), tuple(self.declared.items())
        if key not in self.scopes:
            is_new = any(around.get(prefix) != uri for prefix, uri in self.declared.items())
            # It copies nothing, so that many declarations within many others cost no more than themselves.
            self.scopes[key] = ChainMap(self.declared, *_maps(around)) if is_new else around
        return self.scopes[key]

    def _check(self, node: Node) -> None:
        at = self._here()
        # The budget may be that of an ODD that this file is a part of.
        place = f"{at.line}:{at.column}" if self.budget.file == self.file else ""
        self.budget.spend("odd-elements", self.uncounted, place)
        self.uncounted = 0
        self.budget.check("attributes", len(node.attributes), place)
        if len(self.opened) >= MAX_DEPTH:
            self._stop("odd/limit-exceeded", f"elements are nested more than {MAX_DEPTH} deep", at)

    def _declare(self, prefix: str | None, uri: str | None) -> None:
        self.declared[prefix or ""] = uri or ""

    def _handle_external_entity(
        self, context: str | None, _base: str | None, system: str | None, _public: str | None
    ) -> int:
        words = f"the external entity {quote(system or context or '')} is not read"
        self._stop("xml/external-entity", words, self._here())

    def _handle_skipped_entity(self, name: str, is_parameter: bool) -> None:  # noqa: FBT001  expat's signature
        if not is_parameter:
            self._stop("xml/external-entity", f"the entity {quote(name)} is not declared in the file", self._here())

    def _here(self) -> Position:
        return self._without_mark(event_position(self.parser))

    def _without_mark(self, at: Position) -> Position:
        return without_mark(at) if self.has_mark else at

    def _stop_at_fault(self, error: expat.ExpatError) -> NoReturn:
        if (expat.ErrorString(error.code) or "") == _AMPLIFIED:
            at = self._without_mark(error_position(error))
            self._stop("odd/limit-exceeded", "its entities expand to far more than the document has", at)
        # Few ODDs have such a fault.
        from teikit.document.faults import explain_bytes  # noqa: PLC0415

        raise SchemaSyntaxError([explain_bytes(self.data, self.file, error).diagnostic(self.file)])

    def _stop(self, rule: str, message: str, at: Position) -> NoReturn:
        raise SchemaSyntaxError([Diagnostic(self.file, rule, Severity.ERROR, message, Span(at, at))])


def _maps(scope: Mapping[str, str]) -> list[dict[str, str]]:
    return [each for each in scope.maps if isinstance(each, dict)] if isinstance(scope, ChainMap) else []


class _Names(dict[str, tuple[str, str, int]]):
    """The namespace and local name of expat's triplets, and the length of a tag up to the end of its name."""

    def __missing__(self, written: str) -> tuple[str, str, int]:
        namespace, local, prefix = _split(written)
        self[written] = made = (namespace, local, 1 + len(local) + (len(prefix) + 1 if prefix else 0))
        return made


class _AttributeKeys(dict[str, str]):
    """The keys of attributes in a node, by expat's triplets."""

    def __missing__(self, written: str) -> str:
        namespace, local, _ = _split(written)
        self[written] = made = f"{{{namespace}}}{local}" if namespace else local
        return made


def _split(written: str) -> tuple[str, str, str]:
    namespace, _, rest = written.partition(" ")
    if not rest:
        return "", written, ""
    local, _, prefix = rest.partition(" ")
    return namespace, local, prefix
