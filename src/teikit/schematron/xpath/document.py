"""The document of expressions: lxml's tree, elementpath's tree where it is needed, and one identity for each node."""

from collections.abc import Hashable, Iterable, Iterator
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from elementpath import get_node_tree
from elementpath.datatypes import UntypedAtomic
from elementpath.xpath_nodes import (
    AttributeNode,
    CommentNode,
    ElementNode,
    EtreeDocumentNode,
    EtreeElementNode,
    ProcessingInstructionNode,
    XPathNode,
)
from lxml import etree

from teikit.schematron.xpath.cost import MOST, SizeClass, Sizes, Token, classify, estimate, is_inside, measure
from teikit.schematron.xpath.spending import Spending

if TYPE_CHECKING:
    from teikit.document.document import Document

# An element of lxml (also a comment or a processing instruction), or any other node of elementpath.
Node = etree._Element | XPathNode

# Documents with fewer nodes need no indexes.
_FEW_NODES = 500
# What libxml2 may do with an expression before indexes are made, in the units of `cost`: about a tenth of a second.
_MOST_WITHOUT_INDEX = 3e6
_STRING = etree.XPath("string()", smart_strings=False)


class _WholeTextElement(EtreeElementNode):
    """An element whose value is all its text: elementpath 5.1 omits the text after comments and instructions."""

    __slots__ = ()

    @property
    def string_value(self) -> str:
        """The text of the element."""
        return str(_STRING(cast("etree._Element", self.value)))

    @property
    def iter_typed_values(self) -> Iterator[Any]:
        """The same, as a value of no type."""
        yield UntypedAtomic(self.string_value)

    @property
    def compat_string_value(self) -> str:
        """The same."""
        return self.string_value


class _WholeTextDocument(EtreeDocumentNode):
    """A document whose value is the text of its root: elementpath 5.1 adds comments beside it."""

    __slots__ = ()

    @property
    def string_value(self) -> str:
        """The text of the root."""
        return str(_STRING(cast("Any", self.value).getroot()))


_OF_LXML = (ElementNode, CommentNode, ProcessingInstructionNode)


class XPathDocument:
    """A document that is being validated; `source` is where it is from, if that is known."""

    def __init__(self, tree: etree._ElementTree, now: datetime | None = None, source: "Document | None" = None) -> None:
        self.tree = tree
        self.source = source
        # lxml returns one object for an element as long as a reference exists, which these are.
        root: Any = tree.getroot()
        beside = [*root.itersiblings(preceding=True)][::-1], [*root.itersiblings()]
        self.nodes: list[etree._Element] = [*beside[0], *root.iter(), *beside[1]]
        self.now = now or datetime.now(UTC)
        self.tags = {each.tag for each in self.nodes}
        self.spending = Spending(len(self.nodes))
        # By the identity of expressions, which are kept so that it stays theirs.
        self._cheap: dict[int, tuple[Token, bool]] = {}
        self._repeated: dict[int, tuple[Token, float, float]] = {}
        self.memory: dict[Any, Any] = {}

    @property
    def file(self) -> str:
        """The name of its file, "" if that is not known."""
        return self.source.file if self.source else ""

    @cached_property
    def sizes(self) -> Sizes:
        """What the costs of expressions depend on."""
        return measure(self.nodes)

    @cached_property
    def size_class(self) -> SizeClass | None:
        """The class of documents of about its size, None if it is unusual."""
        return classify(self.tree, len(self.nodes))

    def is_cheap(self, expression: Token, node: etree._Element | None) -> bool:
        """Return whether libxml2 may evaluate an expression at a node of this document, None being the document."""
        entry = self._cheap.get(id(expression))
        if entry is None:
            entry = self._cheap[id(expression)] = expression, estimate(expression, self.sizes) < MOST
        known = entry[1]
        if known or node is None or not is_inside(expression):
            return known
        inside = measure([*node.iter()])
        return estimate(expression, inside._replace(depth=self.sizes.depth)) < MOST

    def is_worth_indexes(self, expression: Token) -> bool:
        """Return whether an expression that is evaluated once more has cost libxml2 more than indexes would."""
        if len(self.nodes) < _FEW_NODES:
            return False
        entry = self._repeated.get(id(expression))
        cost = estimate(expression, self.sizes) if entry is None else entry[1]
        spent = cost if entry is None else entry[2] + cost
        self._repeated[id(expression)] = expression, cost, spent
        return spent > _MOST_WITHOUT_INDEX

    @cached_property
    def order(self) -> dict[etree._Element, int]:
        """The place of each node of lxml's in document order, from 0."""
        return {each: number for number, each in enumerate(self.nodes)}

    @cached_property
    def elementpath_tree(self) -> Any:
        """The tree of elementpath, made when an expression needs it."""
        made: Any = get_node_tree(self.tree)
        for each in made.elements.values():
            if isinstance(each, EtreeElementNode):
                each.__class__ = _WholeTextElement
        made.__class__ = _WholeTextDocument
        return made

    def to_elementpath_node(self, node: Node | None) -> Any:
        """Return a node of elementpath, the document for None."""
        if node is None:
            return self.elementpath_tree
        return self.elementpath_tree.elements[node] if isinstance(node, etree._Element) else node

    def sort_nodes(self, nodes: Iterable[Node]) -> list[Node]:
        """Return nodes in document order."""
        found = list(nodes)
        # elementpath's tree is not built where lxml's is enough.
        elements = [each for each in found if isinstance(each, etree._Element)]
        return sorted(found, key=self._position) if len(elements) < len(found) else [*sorted(elements, key=self._rank)]

    def _rank(self, element: etree._Element) -> int:
        return self.order[element]

    def _position(self, node: Node) -> int:
        return int(self.to_elementpath_node(node).position)


def to_node(item: Any) -> Any:
    """Return an item as Node, where it is a node: an element as lxml's own."""
    return item.value if isinstance(item, _OF_LXML) else item


def identity(node: Node) -> Hashable:
    """Return a key that is equal for two representations of one node."""
    if isinstance(node, AttributeNode):
        return (node.parent.value if isinstance(node.parent, ElementNode) else None, node.name)
    return node


def owner(node: Node) -> etree._Element | None:
    """Return the element that a node is or is in, None for the document itself."""
    if isinstance(node, etree._Element):
        return node
    parent = getattr(node, "parent", None)
    return cast("etree._Element", parent.value) if isinstance(parent, ElementNode) else None


def attribute_name(node: Node) -> str | None:
    """Return the name of an attribute in lxml's form (`{uri}name`), None for other nodes."""
    return node.name if isinstance(node, AttributeNode) else None
