"""Values that a schema writes as elements or types, as XSLT has them: sequence constructors, trees and `as`."""

import re
from collections.abc import Iterator
from typing import Any, cast

from elementpath import get_node_tree
from lxml import etree

from teikit.schematron.tree import XSL, SchematronElement

# The nodes of a sequence constructor; `{}` is the expression in `select`.
_SELECTING = {
    "sequence": "({})",
    "copy-of": "({})",
    "value-of": "string-join(({}) ! string(.), {})",
}
_ATOMIC = re.compile(r"\s*(xs:(?!numeric)[\w.-]+)\s*([?*+]?)\s*")
# Types to which values of others are promoted (XPath 3.1, 2.4.4 and 3.1.5.2).
_PROMOTED = {"xs:double", "xs:float", "xs:string"}
_NODE_TYPES = re.compile(r"\s*(?:element|node|text|item)\s*\(.*\)\s*[?*+]?\s*", re.DOTALL)


class ConstructorError(ValueError):
    """A sequence constructor has an instruction that is not supported; has the element."""

    def __init__(self, element: SchematronElement) -> None:
        super().__init__(element.name)
        self.element = element


def constructor_expression(parent: SchematronElement, *, is_xpath1: bool) -> str:
    """Return an expression with the items of a sequence constructor (XSLT 2.0, 5.7), "" where it is empty.

    Raises:
        ConstructorError: It has an instruction that is not supported.
    """
    parts = []
    for each in parent.children:
        if not isinstance(each, str):
            parts.append(_instruction_expression(each, is_xpath1=is_xpath1))
        elif each.strip():
            parts.append(quote_literal(each, is_xpath1=is_xpath1))
        if is_xpath1 and len(parts) > 1:
            raise ConstructorError(parent)
    return parts[0] if len(parts) == 1 else f"({', '.join(parts)})" if parts else ""


def _instruction_expression(element: SchematronElement, *, is_xpath1: bool) -> str:
    select = element.attributes.get("select")
    if element.namespace == XSL and element.name == "text" and not any(element.elements(namespace=XSL)):
        return quote_literal(element.text(), is_xpath1=is_xpath1)
    if element.namespace != XSL or element.name not in _SELECTING or select is None:
        raise ConstructorError(element)
    if element.name != "value-of":
        return f"({select})"
    if is_xpath1:
        return f"string({select})"
    separator = quote_literal(element.attributes.get("separator", " "), is_xpath1=False)
    return _SELECTING["value-of"].format(select, separator)


def quote_literal(text: str, *, is_xpath1: bool) -> str:
    """Return a text as a string literal; in XPath 1.0 one with both quotes is put together."""
    if "'" not in text:
        return f"'{text}'"
    if not is_xpath1:
        return "'" + text.replace("'", "''") + "'"
    if '"' not in text:
        return f'"{text}"'
    return "concat(" + ', "\'", '.join(f"'{each}'" for each in text.split("'")) + ")"


def convert_to_type(expression: str, sequence_type: str) -> str:
    """Return an expression with the value of another as one of a sequence type (XPath 3.1, 3.1.5.2).

    Only types of atomic values change a value; whether nodes are of a type is not tested.
    """
    found = _ATOMIC.fullmatch(sequence_type)
    if found is None:
        return expression
    kind, condition = found[1], ". instance of xs:untypedAtomic"
    if kind == "xs:anyAtomicType":
        return f"data(({expression})) treat as {sequence_type}"
    if kind in _PROMOTED:
        other = "xs:anyURI" if kind == "xs:string" else "xs:decimal"
        condition += f" or . instance of {other}"
    made = f"(data(({expression})) ! (if ({condition}) then {kind}(.) else .))"
    return f"{made} treat as {sequence_type}"


def is_node_type(sequence_type: str) -> bool:
    """Return whether a sequence type is one of nodes other than documents."""
    return _NODE_TYPES.fullmatch(sequence_type) is not None


def first_instruction(content: SchematronElement) -> SchematronElement | None:
    """Return the first element of XSLT in the content of another, None where there is none."""
    return next((each for each in content.descendants() if each is not content and each.namespace == XSL), None)


def build_content(content: SchematronElement) -> etree._Element:
    """Return a wrapper with the nodes of an element's content, without text that is only whitespace."""
    names = {prefix or None: uri for prefix, uri in content.namespaces.items() if prefix != "xml"}
    wrapper = etree.Element("content", nsmap=cast("Any", names))
    _append(wrapper, content)
    return wrapper


def _append(made: etree._Element, source: SchematronElement) -> None:
    last: etree._Element | None = None
    for child in source.children:
        if isinstance(child, SchematronElement):
            tag = f"{{{child.namespace}}}{child.name}" if child.namespace else child.name
            last = etree.SubElement(made, tag, child.attributes)
            _append(last, child)
        elif child.strip():
            if last is None:
                made.text = (made.text or "") + child
            else:
                last.tail = (last.tail or "") + child


def content_nodes(content: SchematronElement, sequence_type: str) -> Iterator[Any]:
    """Yield the value of a variable with content, as nodes of elementpath: a document, or its children for a type."""
    document: Any = get_node_tree(etree.ElementTree(build_content(content)))
    wrapper = document.children[0]
    document.children[:] = wrapper.children
    for each in document.children:
        each.parent = None if sequence_type else document
    if sequence_type:
        yield from document.children
    else:
        yield document
