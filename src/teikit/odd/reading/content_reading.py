"""Reads content models and datatypes: their elements as they are written, after a check of names and attributes."""

from collections.abc import Iterator, Mapping

from teikit.odd.reading.keywords import check_attributes, read_counts, read_keyword, read_name
from teikit.odd.reading.spec_parts import report_near
from teikit.odd.reporting import Reporter
from teikit.p5.nodes import NAME_LIST, TEI, Node
from teikit.p5.specs import UNBOUNDED

_COUNTS = ("minOccurs", "maxOccurs")
# The elements of content models and datatypes, and their attributes.
ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    "alternate": _COUNTS,
    "anyElement": (*_COUNTS, "require", "except"),
    "classRef": (*_COUNTS, "key", "expand", "include", "except"),
    "dataFacet": ("name", "value"),
    "dataRef": (*_COUNTS, "key", "name", "ref", "restriction"),
    "elementRef": (*_COUNTS, "key", "name"),
    "empty": (),
    "interleave": _COUNTS,
    "macroRef": (*_COUNTS, "key", "name"),
    "sequence": (*_COUNTS, "preserveOrder"),
    "textNode": (),
    "valItem": ("ident", "mode"),
    "valList": (*_COUNTS, "type", "mode"),
}
_REFERENCES = frozenset({"classRef", "elementRef", "macroRef"})


def read_content(node: Node, reporter: Reporter) -> list[Node]:
    """Return the elements of a content model or datatype, those of TEI and of others; report what is misspelt."""
    for parent, child in _content_elements(node):
        _check(child, parent, reporter)
    return list(node.all_elements())


def _content_elements(node: Node) -> Iterator[tuple[Node, Node]]:
    """Yield the elements inside a content model with their parents; what values say of themselves is left out."""
    waiting = [(node, node.all_elements())]
    while waiting:
        parent, children = waiting[-1]
        child = next(children, None)
        if child is None:
            waiting.pop()
        elif parent.name != "valList" or child.name == "valItem":
            yield parent, child
            if child.name != "valItem":
                waiting.append((child, child.all_elements()))


def _check(node: Node, parent: Node, reporter: Reporter) -> None:
    if node.namespace != TEI or node.name == NAME_LIST:
        return
    if node.name not in ATTRIBUTES:
        near = reporter.suggest(node.name, ATTRIBUTES)
        if near is None:
            return
        report_near(node, parent, near, reporter)
        node.name = near
    check_attributes(node, ATTRIBUTES[node.name], reporter)
    if _COUNTS[0] in ATTRIBUTES[node.name]:
        _check_counts(node, reporter)
    if node.name in _REFERENCES and not node.get("name").strip():
        read_name(node, reporter, "key")
    if node.name == "valList" and "type" in node.attributes:
        node.attributes["type"] = read_keyword(node, "type", ("closed", "semi", "open"), reporter)


def _check_counts(node: Node, reporter: Reporter) -> None:
    """Report counts that are none, and replace them by what is taken for them."""
    for name, value in zip(_COUNTS, read_counts(node, reporter), strict=True):
        if name in node.attributes:
            node.attributes[name] = "unbounded" if value == UNBOUNDED else str(value)
