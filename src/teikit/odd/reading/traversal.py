"""Walks the elements of an ODD in document order, without those in examples."""

from collections.abc import Iterator

from teikit.p5.nodes import TEI, XML, Node

XML_ID = f"{{{XML}}}id"
_EXAMPLE = "egXML"


def is_example(node: Node) -> bool:
    """Whether an element is an example, whose content never counts."""
    return node.name == _EXAMPLE


def elements_outside_examples(root: Node, *names: str) -> Iterator[Node]:
    """Yield an element and all that are inside it, or those of TEI with some names; nothing that is in an example."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if not names or (node.name in names and node.namespace == TEI):
            yield node
        if node.children and node.name != _EXAMPLE:
            waiting += [each for each in reversed(node.children) if type(each) is Node]
