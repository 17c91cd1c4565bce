"""RELAX NG schemas and ODDs to the Schematron schema that is embedded in them (TEI P5, 22.5.2)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from teikit.relaxng.syntax.faults import SchemaNotFoundError, SchemaSyntaxError
from teikit.relaxng.syntax.read import read_schema
from teikit.relaxng.syntax.tree import RELAXNG, Annotation, SchemaElement
from teikit.schematron.faults import Faults, stop
from teikit.schematron.tree import SCHEMATRON, Element, Origin, read_tree

if TYPE_CHECKING:
    from teikit.relaxng.syntax.loading import Loader

TEI = "http://www.tei-c.org/ns/1.0"
# Expressions of embedded rules are of the second generation in all schemas that the TEI's tools make.
_BINDING = "xslt2"
_SCHEMES = {"schematron", "isoschematron"}
_PARTS = ("ns", "let", "phase", "diagnostics", "properties", "pattern")


def is_embedding(root: Element) -> bool:
    """Tell whether a tree is one that rules may be embedded in."""
    return root.namespace in {RELAXNG, TEI}


def extracted(root: Element, loader: "Loader", faults: Faults) -> Element:
    """Return the schema that holds all rules embedded in a RELAX NG schema, with what it includes, or in an ODD.

    Raises:
        SchemaSyntaxError: There are no rules in it.
    """
    extraction = _Extraction(loader, faults, root.origin.file)
    parts = extraction.of_odd(root) if root.namespace == TEI else extraction.of_grammar(root)
    return _schema(root, list(parts), faults)


def extracted_from_compact(data: bytes, file: str, loader: "Loader", faults: Faults) -> Element:
    """Return the schema that is embedded in annotations of the compact syntax."""
    source = read_schema(file, data)
    root = Element(RELAXNG, "grammar", {}, [], Origin(file, source.root.span, file), source.root.namespaces)
    return _schema(root, list(_Extraction(loader, faults, file).of_compact(source.root)), faults)


def _schema(root: Element, parts: list[Element], faults: Faults) -> Element:
    if not faults.found and not any(each.name == "pattern" for each in parts):
        raise stop("sch-schema/not-a-schema", "no Schematron rules are embedded in this schema", root.origin)
    binding = root.attributes.get(f"{{{SCHEMATRON}}}queryBinding") or root.attributes.get("queryBinding") or _BINDING
    declared = {each.attributes.get("prefix") for each in parts if each.name == "ns"}
    scopes = [{"tei": TEI}, *(each.namespaces for each in parts if each.name == "pattern")]
    implied = {prefix: uri for scope in reversed(scopes) for prefix, uri in scope.items() if prefix not in declared}
    names = [
        Element(SCHEMATRON, "ns", {"prefix": prefix, "uri": uri}, [], root.origin)
        for prefix, uri in implied.items()
        if prefix and prefix not in {"xml", "xsl"}
    ]
    return Element(SCHEMATRON, "schema", {"queryBinding": binding}, [*names, *_once(parts)], root.origin)


def _once(parts: list[Element]) -> Iterator[Element]:
    """Yield the parts without the declarations that come again, as they do beside each rule in what tools make."""
    seen: set[tuple[str | None, ...]] = set()
    for each in parts:
        key = (each.attributes.get("prefix"), each.attributes.get("uri"))
        if each.name != "ns" or key not in seen:
            yield each
        seen.add(key)


class _Extraction:
    """Takes rules out of what they are embedded in; what cannot be had goes to `faults`."""

    def __init__(self, loader: "Loader", faults: Faults, file: str) -> None:
        self._loader = loader
        self._faults = faults
        self._seen = {file}

    def of_grammar(self, root: Element) -> Iterator[Element]:
        """Yield what is embedded in an element of a RELAX NG schema, and in what that includes."""
        for child in root.children:
            if not isinstance(child, Element):
                continue
            if child.namespace == SCHEMATRON:
                yield from self._outermost(child)
                continue
            if child.namespace == RELAXNG and child.name in {"include", "externalRef"}:
                yield from self._of_included(child.attributes.get("href", ""), child.origin)
            yield from self.of_grammar(child)

    def _of_included(self, href: str, origin: Origin) -> list[Element]:
        try:
            return list(self._of_file(*self._loader.load(href, origin.base)))
        except SchemaNotFoundError as error:
            self._faults.add("sch-schema/include-missing", f"'{href}' cannot be included: {error}", origin)
        except SchemaSyntaxError as error:
            self._faults.take(error)
        self._faults.is_incomplete = True
        return []

    def _of_file(self, name: str, data: bytes) -> Iterator[Element]:
        if name in self._seen:
            return
        self._seen.add(name)
        if name.lower().endswith(".rnc"):
            yield from self.of_compact(read_schema(name, data).root)
        else:
            yield from self.of_grammar(read_tree(data, name))

    def of_compact(self, root: SchemaElement) -> Iterator[Element]:
        """Yield what annotations of an element in the compact syntax hold, and those in what it includes."""
        for annotation in root.annotations:
            if annotation.kind == "element" and annotation.namespace == SCHEMATRON:
                yield from self._outermost(_from_annotation(annotation, root))
        if root.name in {"include", "externalRef"}:
            origin = Origin(root.file, root.span, root.base)
            yield from self._of_included(root.attributes.get("href", ""), origin)
        for child in root.children:
            yield from self.of_compact(child)

    def _outermost(self, element: Element) -> Iterator[Element]:
        """Yield what a schema may hold at its top: a rule that stands alone becomes a pattern."""
        if element.name == "schema":
            yield from element.elements(*_PARTS)
        elif element.name == "rule":
            yield _pattern([element], element, "")
        elif element.name in _PARTS:
            yield element
        elif element.name in {"assert", "report"}:
            message = f"'{element.name}' stands outside a rule, so that it has no context"
            self._faults.add("sch-schema/rule-missing", message, element.origin)

    def of_odd(self, root: Element, context: str = "") -> Iterator[Element]:
        """Yield what the constraints in an element of an ODD hold; `context` is the XPath of what it defines."""
        for child in root.children:
            if not isinstance(child, Element):
                continue
            if child.namespace == SCHEMATRON and child.name == "ns":
                yield child
            if child.namespace != TEI or child.attributes.get("mode") == "delete":
                continue
            if child.name == "constraintSpec":
                yield from self._of_constraint(child, context)
            else:
                yield from self.of_odd(child, _context(child, context))

    def _of_constraint(self, spec: Element, context: str) -> Iterator[Element]:
        if spec.attributes.get("scheme") not in _SCHEMES:
            return
        identifier = spec.attributes.get("ident", "")
        for constraint in spec.elements("constraint", namespace=TEI):
            inside = list(constraint.elements())
            yield from (each for each in inside if each.name in _PARTS)
            rules = [each for each in inside if each.name == "rule"]
            alone: list[Element | str] = [each for each in inside if each.name in {"assert", "report", "let"}]
            if any(isinstance(each, Element) and each.name != "let" for each in alone):
                if context:
                    rules.append(Element(SCHEMATRON, "rule", {"context": context}, alone, spec.origin, spec.namespaces))
                else:
                    message = f"the constraint '{identifier}' has no rule, and no context"
                    self._faults.add("sch-schema/rule-missing", message, spec.origin)
            if rules:
                yield _pattern(rules, constraint, identifier)


def _from_annotation(annotation: Annotation, owner: SchemaElement) -> Element:
    attributes = {each.name: each.text for each in annotation.children if each.kind == "attribute"}
    children: list[Element | str] = [
        each.text if each.kind == "text" else _from_annotation(each, owner)
        for each in annotation.children
        if each.kind in {"text", "element"}
    ]
    name = annotation.name.rpartition(":")[2]
    origin = Origin(owner.file, owner.span, owner.base)
    return Element(annotation.namespace, name, attributes, children, origin, owner.namespaces)


def _pattern(rules: list[Element], at: Element, identifier: str) -> Element:
    attributes = {"id": identifier} if identifier else {}
    return Element(SCHEMATRON, "pattern", attributes, list(rules), at.origin, at.namespaces)


def _context(element: Element, context: str) -> str:
    name = element.attributes.get("ident", "")
    if element.name == "elementSpec":
        # An element outside the TEI's namespace can be named by its local name alone: no prefix need be declared.
        own = element.attributes.get("ns", TEI)
        return f"tei:{name}" if own == TEI else f"*[local-name()='{name}'][namespace-uri()='{own}']"
    if element.name == "attDef":
        return f"{context}/@{name}" if context else f"@{name}"
    return "" if element.name in {"classSpec", "macroSpec", "dataSpec"} else context
