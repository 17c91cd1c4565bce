"""Reads a document with all specifications of TEI P5, such as p5subset.xml, as a library."""

import re
from collections.abc import Iterator

from teikit.odd.reporting import Reporter
from teikit.odd.specifications import KINDS, read_spec
from teikit.p5.nodes import Node
from teikit.p5.specs import Attribute, Library, Spec

_VERSION = re.compile(r"\b[0-9]+\.[0-9]+\.[0-9]+[a-z]?\b")
_EXAMPLES = "http://www.tei-c.org/ns/Examples"


def read_p5(root: Node, reporter: Reporter, name: str, version: str = "") -> Library:
    """Return the specifications of a document in its order, with their prose; examples do not count."""
    specs: list[Spec] = []
    modules: dict[str, None] = {}
    for node in _specifications(root):
        if node.name == "moduleSpec":
            modules[node.get("ident").strip()] = None
        else:
            specs.append(read_spec(node, reporter))
    modules |= dict.fromkeys(each.module for each in specs)
    modules.pop("", None)
    return Library(name, version or version_of(root), list(modules), specs, default_exceptions_of(specs), is_p5=True)


def _specifications(root: Node) -> Iterator[Node]:
    waiting = [root.all_elements()]
    while waiting:
        node = next(waiting[-1], None)
        if node is None:
            waiting.pop()
        elif node.name in KINDS or node.name == "moduleSpec":
            yield node
        elif node.namespace != _EXAMPLES:
            waiting.append(node.all_elements())


def version_of(root: Node) -> str:
    """Return the version of TEI P5 that a document states in its header, "" if it states none."""
    for node in root.descendants():
        if node.name == "editionStmt":
            found = _VERSION.search(node.text())
            return found[0] if found else ""
        if node.name in {"text", "schemaSpec"}:
            break
    return ""


def default_exceptions_of(specs: list[Spec]) -> str:
    """Return the default of schemaSpec/@defaultExceptions, "" where specifications do not define it."""
    for spec in specs:
        if spec.kind == "element" and spec.ident == "schemaSpec" and spec.attributes:
            for part in spec.attributes.parts:
                if isinstance(part, Attribute) and part.ident == "defaultExceptions":
                    return part.default or ""
    return ""
