"""Nodes of specifications for tests."""

from lxml import etree

from teikit.diagnostics import point
from teikit.odd.reading.specifications import read_spec
from teikit.odd.reporting import Reporter
from teikit.p5.nodes import TEI, Node, Place
from teikit.p5.specs import Spec


def node(xml: str) -> Node:
    """The node of an element in XML, with TEI's namespace as the default one."""
    root = etree.fromstring(f'<in xmlns="{TEI}" xmlns:rng="http://relaxng.org/ns/structure/1.0">{xml}</in>')
    return _made(root[0])


def _made(element: etree._Element) -> Node:
    name = etree.QName(element)
    children: list[Node | str] = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            children.append(_made(child))
        children.append(child.tail or "")
    attributes = {str(key): str(value) for key, value in element.attrib.items()}
    place = Place("test.odd", point(element.sourceline or 1, 1))
    return Node(name.namespace or "", name.localname, attributes, [each for each in children if each], place)


def spec(xml: str) -> Spec:
    """A specification in XML that has nothing to report."""
    read, messages = reported(xml)
    assert messages == []
    return read


def reported(xml: str) -> tuple[Spec, list[str]]:
    """A specification in XML, and what is reported of it: line, rule and message."""
    reporter = Reporter()
    read = read_spec(node(xml), reporter)
    return read, [
        f"{each.span.start.line if each.span else 0} {each.rule}: {each.message}" for each in reporter.diagnostics
    ]
