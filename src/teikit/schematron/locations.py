"""Writes the XPath of a node: for people by local names, and for SVRL so that any XPath program selects that node.

The second form is XPath 1.0 and needs no prefixes: `/*[local-name()='TEI' and namespace-uri()='http://...']`.
"""

from collections.abc import Callable, Hashable, Iterable
from typing import Any

from elementpath.xpath_nodes import NamespaceNode, TextNode
from lxml import etree

from teikit.schematron.constructors import quote_literal
from teikit.schematron.xpath.document import Node, attribute_name, owner

_XML = "http://www.w3.org/XML/1998/namespace"
# lxml has a function as the tag of comments and instructions, which its types do not state.
_NODE_TESTS: dict[Any, str] = {etree.Comment: "comment()", etree.ProcessingInstruction: "processing-instruction()"}
_NameTest = Callable[[str], str]
# What distinguishes the nodes of a kind.
_Kind = Callable[[Any], Hashable]


class NodePaths:
    """The paths of the nodes of one document; the positions of all children of an element are counted at once."""

    def __init__(self) -> None:
        # By what distinguishes the children, and their parent.
        self._positions: dict[tuple[_Kind, Any], dict[Any, int]] = {}

    def path(self, node: Node) -> str:
        """Return the XPath of a node, with positions, by local names as diagnostics have them."""
        return self._path(node, _local_name, _local_kind)

    def location(self, node: Node | None) -> str:
        """Return the XPath that selects a node and no other, None being the document."""
        return "/" if node is None else self._path(node, _exact_name_test, _tag)

    def _path(self, node: Node, test: _NameTest, kind: _Kind) -> str:
        element = owner(node)
        if element is None:
            return "/"
        steps = [self._step(each, test, kind) for each in (element, *element.iterancestors())][::-1]
        if (name := attribute_name(node)) is not None:
            steps.append(f"@{test(name)}")
        elif isinstance(node, TextNode):
            steps.append(f"text()[{self._text_position(node)}]")
        elif isinstance(node, NamespaceNode):
            steps.append(f"namespace::*[name()='{node.name or ''}']")
        return "/" + "/".join(steps)

    def _step(self, element: etree._Element, test: _NameTest, kind: _Kind) -> str:
        name = _NODE_TESTS.get(element.tag) or test(element.tag)
        parent = element.getparent()
        if parent is None and isinstance(element.tag, str):
            return name
        if (kind, parent) not in self._positions:
            inside = _outermost(element) if parent is None else parent.iterchildren()
            self._positions[kind, parent] = _count(inside, kind)
        return f"{name}[{self._positions[kind, parent][element]}]"

    def _text_position(self, node: TextNode) -> int:
        parent: Any = node.parent
        if (type, parent) not in self._positions:
            texts = (each for each in parent.children if isinstance(each, TextNode))
            self._positions[type, parent] = _count(texts, type)
        return self._positions[type, parent][node]


def _outermost(element: etree._Element) -> Iterable[etree._Element]:
    """Yield the children of the document, of which an element is one."""
    yield from [*element.itersiblings(preceding=True)][::-1]
    yield element
    yield from element.itersiblings()


def _tag(element: etree._Element) -> Hashable:
    return element.tag


def _local_kind(element: etree._Element) -> Hashable:
    """Return the local name of an element, or the tag of a comment or a processing instruction."""
    return _local_name(element.tag) if isinstance(element.tag, str) else element.tag


def _count(nodes: Iterable[Any], kind: _Kind) -> dict[Any, int]:
    """Return the position of each node among those of its kind, from 1."""
    counts: dict[Hashable, int] = {}
    found: dict[Any, int] = {}
    for each in nodes:
        found[each] = counts[kind(each)] = counts.get(kind(each), 0) + 1
    return found


def split_name(name: str) -> tuple[str, str]:
    """Return the namespace and the local name of a name as lxml writes it."""
    uri, _, local = name.rpartition("}")
    return uri.removeprefix("{"), local


def _local_name(name: str) -> str:
    return split_name(name)[1]


def _exact_name_test(name: str) -> str:
    uri, local = split_name(name)
    if uri == _XML:
        # Every XPath program knows this prefix.
        return f"xml:{local}"
    return f"*[local-name()='{local}' and namespace-uri()={quote_literal(uri, is_xpath1=True)}]" if uri else local
