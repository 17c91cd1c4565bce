"""Writes nodes as XML with indentation."""

from xml.sax.saxutils import escape, quoteattr

from teikit.p5.nodes import RELAXNG, SCHEMATRON, TEI, XML, Node

_PREFIXES = {TEI: "", RELAXNG: "rng", SCHEMATRON: "sch", XML: "xml"}


def write_node(root: Node) -> str:
    """Return an element as an XML document; all its namespaces are declared on it."""
    declared: dict[str, str] = {"": TEI}
    for each in (root, *root.descendants()):
        declared |= each.prefixes
        if each.namespace != TEI:
            declared[_PREFIXES[each.namespace]] = each.namespace
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{_write(root, 0, declared)}\n'


def _write(node: Node, depth: int, declared: dict[str, str]) -> str:
    name = _qualify(node.namespace, node.name)
    attributes = {f"xmlns:{prefix}" if prefix else "xmlns": uri for prefix, uri in sorted(declared.items())}
    for key, value in node.attributes.items():
        namespace, _, local = key.removeprefix("{").rpartition("}")
        attributes[_qualify(namespace, local) if namespace else local] = value
    tag = " ".join([name, *(f"{key}={quoteattr(value)}" for key, value in attributes.items())])
    if not node.children:
        return f"<{tag}/>"
    if any(isinstance(child, str) for child in node.children):
        inner = "".join(escape(each) if isinstance(each, str) else _write(each, 0, {}) for each in node.children)
        return f"<{tag}>{inner}</{name}>"
    indent = "\n" + "  " * (depth + 1)
    inner = "".join(indent + _write(each, depth + 1, {}) for each in node.all_elements())
    return f"<{tag}>{inner}{indent[:-2]}</{name}>"


def _qualify(namespace: str, name: str) -> str:
    prefix = _PREFIXES[namespace]
    return f"{prefix}:{name}" if prefix else name
