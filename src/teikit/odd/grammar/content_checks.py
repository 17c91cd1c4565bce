"""Checks the content models and datatypes that an ODD has itself: what is no pattern, and what never can match."""

from collections.abc import Iterator, Sequence

from teikit.diagnostics import Span
from teikit.messages import quote
from teikit.odd.customisation import Customisation
from teikit.odd.grammar.schema_elements import schema_element
from teikit.odd.merging.attribute_merging import attributes_in
from teikit.odd.reporting import Reporter
from teikit.odd.rules import RULE
from teikit.p5.nodes import NAME_LIST, RELAXNG, TEI, Node, Place
from teikit.p5.specs import Spec
from teikit.relaxng.datatypes.interface import IncorrectParam, UnknownDatatype
from teikit.relaxng.datatypes.library import XSD, datatype
from teikit.relaxng.datatypes.xsd import KINDS
from teikit.relaxng.syntax.full_syntax import check
from teikit.relaxng.syntax.tree import SchemaElement

_GROUPS = {(TEI, "sequence"), (TEI, "interleave"), (RELAXNG, "group"), (RELAXNG, "interleave")}
_DATA = {(TEI, "dataRef"), (TEI, "valList"), (RELAXNG, "data"), (RELAXNG, "value"), (RELAXNG, "list")}
_OTHERS = {(TEI, "textNode"), (TEI, "elementRef"), (TEI, "classRef"), (TEI, "anyElement"), (RELAXNG, "text")}
_FACETS = (
    *("length", "minLength", "maxLength", "pattern", "minInclusive", "maxInclusive", "minExclusive", "maxExclusive"),
    *("totalDigits", "fractionDigits", "enumeration", "whiteSpace"),
)
# What is without content is taken for empty, with a message about each.
_LENIENT = "rng-schema/element-missing"


def check_contents(customisation: Customisation, reporter: Reporter) -> None:
    """Report what is wrong with the content models and datatypes of the specifications of an ODD."""
    for item in customisation.items:
        if isinstance(item, Spec) and item.mode != "delete":
            for content in _contents(item, reporter):
                _check_group(content, reporter)
                for node in content:
                    _check_node(node, reporter)


def _contents(spec: Spec, reporter: Reporter) -> Iterator[Sequence[Node]]:
    yield spec.content or ()
    for each in attributes_in(spec.attributes):
        if each.datatype:
            yield each.datatype.content
            if not each.datatype.content:
                words = "the datatype names no type, so that any text is allowed"
                reporter.report(RULE["odd/empty-part"], words, each.datatype.place)


def _check_node(top: Node, reporter: Reporter) -> None:
    """Report what is wrong with a part of a content model, and all that is inside it."""
    waiting = [(top, False)]
    while waiting:
        node, is_in_pattern = waiting.pop()
        is_pattern = node.namespace == RELAXNG
        if is_pattern and not is_in_pattern:
            _check_pattern(node, reporter)
        if node.namespace == TEI and node.name == "dataRef":
            _check_datatype(node, reporter)
        if (node.namespace, node.name) in _GROUPS:
            _check_group(list(node.all_elements()), reporter)
        if not is_pattern and node.namespace != TEI and node.name != NAME_LIST:
            if not is_in_pattern:
                _report_foreign(node, reporter)
        elif node.name != "valList":
            waiting += ((each, is_in_pattern or is_pattern) for each in reversed(list(node.all_elements())))


def _report_foreign(node: Node, reporter: Reporter) -> None:
    where = f"in the namespace {quote(node.namespace)}" if node.namespace else "in no namespace"
    words = f"{quote(node.name)} {where} is no part of a content model, and is left out"
    reporter.report(RULE["odd/unknown-part"], words, node.place)


def _check_group(nodes: Sequence[Node], reporter: Reporter) -> None:
    """Report data beside text or elements, which RELAX NG does not allow (clause 7.2)."""
    data = next((each for each in nodes if (each.namespace, each.name) in _DATA), None)
    other = next((each for each in nodes if (each.namespace, each.name) in _OTHERS), None)
    if data is not None and other is not None:
        words = f"{data.name} cannot be beside {other.name}: a datatype or list of values is the whole of a content"
        reporter.report(RULE["odd/text-with-data"], words, data.place)


def _check_pattern(node: Node, reporter: Reporter) -> None:
    """Report what is not allowed in RELAX NG; elements of TEI may be anywhere in it."""
    pattern = schema_element(_without_tei(node))
    grammar = SchemaElement("group", {}, [pattern], "", pattern.file, pattern.span, {}, pattern.base, [])

    def locate(element: SchemaElement, attribute: str) -> Span:
        return reporter.places.span(Place(element.file, element.span, attribute)) or element.span

    for fault in check(grammar, locate):
        if fault.rule != _LENIENT or "name class" in fault.message:
            reporter.diagnostics.setdefault(fault)


def _without_tei(node: Node) -> Node:
    """Return an element of RELAX NG with patterns in place of what TEI has in it."""
    children: list[Node | str] = []
    for each in node.children:
        if isinstance(each, str):
            children.append(each)
        elif each.namespace == TEI or each.name == NAME_LIST:
            children.append(Node(RELAXNG, "empty", {}, [], each.place, each.prefixes, each.base))
        else:
            children.append(_without_tei(each) if each.namespace == RELAXNG else each)
    return Node(node.namespace, node.name, node.attributes, children, node.place, node.prefixes, node.base)


def _check_datatype(node: Node, reporter: Reporter) -> None:
    """Report an unknown type of XML Schema, and restrictions that make no sense for it."""
    name = node.get("name").strip()
    if name and name not in KINDS:
        near = reporter.suggest_names(name, KINDS)
        reporter.fail(
            RULE["odd/unknown-name"], f"XML Schema has no datatype {quote(name)}{near}", node.place.of("name")
        )
        return
    if "restriction" in node.attributes:
        _check_facet(name or "token", "pattern", node.get("restriction"), node.place.of("restriction"), reporter)
    for each in node.elements("dataFacet"):
        facet = each.get("name").strip()
        if facet not in _FACETS:
            near = reporter.suggest_names(facet, _FACETS)
            words = f"there is no facet {quote(facet)}{near}"
            reporter.report(RULE["odd/invalid-facet"], words, each.place.of("name"))
        elif name:
            _check_facet(name, facet, each.get("value"), each.place.of("value"), reporter)


def _check_facet(name: str, facet: str, value: str, place: Place, reporter: Reporter) -> None:
    try:
        datatype(XSD, name, [(facet, value)])
    except (IncorrectParam, UnknownDatatype) as error:
        reporter.report(RULE["odd/invalid-facet"], str(error), place)
