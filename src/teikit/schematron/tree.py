"""Reads the XML of a schema to a tree with positions, so that whatever is built from it can be traced back."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from teikit.diagnostics import Span
from teikit.document.locations import start_positions
from teikit.document.tree import NotWellFormedError, load
from teikit.relaxng.syntax.faults import SchemaSyntaxError
from teikit.shallow_repr import ShallowRepr
from teikit.storage.references import resolve

SCHEMATRON = "http://purl.oclc.org/dsdl/schematron"
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# Elements of an ODD that rules are made of.
_CONSTRAINT_NAMES = {"constraintSpec", "constraint"}
XSL = "http://www.w3.org/1999/XSL/Transform"


@dataclass(frozen=True, slots=True)
class Origin:
    """The file and position of a part of a schema; `base` is what its hrefs are resolved against."""

    file: str
    span: Span | None
    base: str


@dataclass(slots=True, eq=False, repr=False)
class SchematronElement(ShallowRepr):
    """An element of a schema.

    `attributes` are keyed as lxml does (`{uri}name`). `namespaces` maps the prefixes in scope to URIs ("" is the
    default one), for Schematron's own elements and those of an ODD around them. `children` are elements and texts in
    order; comments and processing instructions are left out. `language` is that of the nearest `xml:lang`.
    """

    namespace: str
    name: str
    attributes: dict[str, str]
    children: list["SchematronElement | str"]
    origin: Origin
    namespaces: dict[str, str] = field(default_factory=dict)
    language: str = ""

    def elements(self, *names: str, namespace: str = SCHEMATRON) -> Iterator["SchematronElement"]:
        """Yield the children that are elements of a namespace, those of some names if any are given."""
        for child in (each for each in self.children if isinstance(each, SchematronElement)):
            if child.namespace == namespace and (not names or child.name in names):
                yield child

    def descendants(self) -> Iterator["SchematronElement"]:
        """Yield the element and all that are inside it, in document order."""
        yield self
        for child in self.children:
            if isinstance(child, SchematronElement):
                yield from child.descendants()

    def text(self) -> str:
        """Return all characters inside the element."""
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)

    def copy(self, children: "list[SchematronElement | str]") -> "SchematronElement":
        """Return the element with other children."""
        return replace(self, children=children)


def read_tree(data: bytes, file: str) -> SchematronElement:
    """Return the root of a schema's XML.

    Raises:
        SchemaSyntaxError: The bytes are not well-formed XML.
    """
    try:
        root = load(data, file).getroot()
    except NotWellFormedError as error:
        raise SchemaSyntaxError([error.diagnostic]) from None
    return _convert(root, _spans(root, data), file, file)


def _spans(root: etree._Element, data: bytes) -> dict[etree._Element, Span]:
    elements = list(root.iter(etree.Element))
    places = start_positions(data)
    if len(places) != len(elements):
        # Expat and libxml2 count entities with elements differently.
        return {}
    return {each: Span(place, place) for each, place in zip(elements, places, strict=True)}


def _convert(
    element: etree._Element, spans: dict[etree._Element, Span], file: str, base: str, language: str = ""
) -> SchematronElement:
    name = etree.QName(element)
    attributes = {str(key): str(value) for key, value in element.attrib.items()}
    if _BASE in attributes:
        base = resolve(attributes[_BASE], base)
    language = attributes.get(_LANGUAGE, language)
    children: list[SchematronElement | str] = [element.text] if element.text else []
    for child in element:
        if isinstance(child.tag, str):
            children.append(_convert(child, spans, file, base, language))
        if child.tail:
            children.append(child.tail)
    # lxml looks for them in all ancestors, which takes longer than all the rest.
    is_asked = name.namespace == SCHEMATRON or name.localname in _CONSTRAINT_NAMES
    namespaces = {prefix or "": uri for prefix, uri in element.nsmap.items()} if is_asked else {}
    origin = Origin(file, spans.get(element), base)
    return SchematronElement(name.namespace or "", name.localname, attributes, children, origin, namespaces, language)
