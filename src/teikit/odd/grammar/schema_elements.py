"""Turns RELAX NG that is written in an ODD into the elements of a schema's tree."""

from collections.abc import Mapping

from teikit.diagnostics import Position, Span
from teikit.p5.nodes import NO_PREFIXES, RELAXNG, XML, Node
from teikit.relaxng.syntax.faults import SchemaSyntaxError, schema_diagnostic
from teikit.relaxng.syntax.full_syntax import TEXTUAL
from teikit.relaxng.syntax.tree import Annotation, SchemaElement
from teikit.relaxng.syntax.xml import MAX_DEPTH

_START = Position(1, 1)
# The facts of TEI P5 have no places.
_NO_SPAN = Span(_START, _START)


def schema_element(node: Node) -> SchemaElement:
    """Return an element of RELAX NG with all that is inside it; elements of other namespaces become annotations.

    Raises:
        SchemaSyntaxError: It is nested deeper than a schema may be.
    """
    made = _convert(node)
    waiting = [(node, made, 1)]
    while waiting:
        outer, parent, depth = waiting.pop()
        for child in outer.all_elements():
            if child.namespace != RELAXNG:
                parent.annotations.append(node_annotation(child, len(parent.children)))
                continue
            _check_depth(child, depth)
            parent.children.append(_convert(child))
            waiting.append((child, parent.children[-1], depth + 1))
    return made


def _check_depth(node: Node, depth: int) -> None:
    if depth >= MAX_DEPTH:
        message = f"a pattern nested more than {MAX_DEPTH} deep"
        raise SchemaSyntaxError([schema_diagnostic(node.place.file, "limit-exceeded", message, node.place.span)])


def _convert(node: Node) -> SchemaElement:
    own = {name: value for name, value in node.attributes.items() if not name.startswith("{")}
    text = node.text() if node.name in TEXTUAL else ""
    annotations = [_attribute(node, name, value) for name, value in node.attributes.items() if name.startswith("{")]
    prefixes = node.prefixes if isinstance(node.prefixes, dict) else dict(node.prefixes)
    place = node.place
    return SchemaElement(node.name, own, [], text, place.file, place.span or _NO_SPAN, prefixes, node.base, annotations)


def node_annotation(node: Node, place: int = 0, prefixes: Mapping[str, str] = NO_PREFIXES) -> Annotation:
    """Return an element as an annotation of a schema.

    `place` counts the elements of the schema before it. `prefixes` are those of some namespaces, which else have the
    prefixes of the ODD.
    """
    # Annotations are frozen, so that they are made after those inside them.
    order = [node]
    for each in order:
        order += each.all_elements()
    made: dict[int, Annotation] = {}
    for each in reversed(order):
        made[id(each)] = _annotation(each, made, place if each is node else 0, prefixes)
    return made[id(node)]


def _annotation(node: Node, made: dict[int, Annotation], place: int, prefixes: Mapping[str, str]) -> Annotation:
    attributes = [_attribute(node, name, value) for name, value in node.attributes.items()]
    inside = [Annotation("text", text=each) if isinstance(each, str) else made[id(each)] for each in node.children]
    prefix = prefixes.get(node.namespace) or _prefix(node, node.namespace)
    name = f"{prefix}:{node.name}" if prefix else node.name
    return Annotation("element", name, node.namespace, children=(*attributes, *inside), place=place)


def _attribute(node: Node, name: str, value: str) -> Annotation:
    if not name.startswith("{"):
        return Annotation("attribute", name, text=value)
    uri, _, local = name[1:].partition("}")
    return Annotation("attribute", f"{_prefix(node, uri) or 'ns'}:{local}", uri, value)


def _prefix(node: Node, uri: str) -> str:
    """Return a prefix of a namespace, "" where none is in scope, as in the facts of TEI P5."""
    if uri == XML:
        return "xml"
    return next((prefix for prefix, each in node.prefixes.items() if prefix and each == uri), "")
