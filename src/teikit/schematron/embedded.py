"""Extracts the Schematron schema that is embedded in a RELAX NG schema or an ODD (TEI P5, 22.5.2)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from teikit.relaxng.syntax.faults import SchemaNotFoundError, SchemaSyntaxError
from teikit.relaxng.syntax.read import read_schema
from teikit.relaxng.syntax.tree import RELAXNG, Annotation, SchemaElement
from teikit.schematron.faults import Faults, fatal_schema_error
from teikit.schematron.tree import SCHEMATRON, XSL, Origin, SchematronElement, read_tree

if TYPE_CHECKING:
    from teikit.relaxng.syntax.loading import Loader

TEI = "http://www.tei-c.org/ns/1.0"
# Embedded rules use XPath 2 in all schemas that the TEI's tools generate.
_BINDING = "xslt2"
_SCHEMES = {"schematron", "isoschematron"}
_PARTS = ("ns", "let", "phase", "diagnostics", "properties", "pattern", "group", "include")
# What has rules, or may have some.
_WITH_RULES = {"pattern", "group", "include"}
# XSLT that rules may call.
_XSLT = {"key", "function"}
_XML = "http://www.w3.org/XML/1998/namespace"


def is_embedding(root: SchematronElement) -> bool:
    """Return whether a tree is one that rules may be embedded in."""
    return root.namespace in {RELAXNG, TEI}


def extract_schema(root: SchematronElement, loader: "Loader", faults: Faults) -> SchematronElement:
    """Return a schema of all rules embedded in a RELAX NG schema, with its includes, or in an ODD.

    Raises:
        SchemaSyntaxError: It contains no rules.
    """
    extraction = _Extractor(loader, faults, root.origin.file)
    parts = extraction.extract_from_odd(root) if root.namespace == TEI else extraction.extract_from_grammar(root)
    return _schema(root, list(parts), faults)


def extract_schema_from_compact(data: bytes, file: str, loader: "Loader", faults: Faults) -> SchematronElement:
    """Return the schema that is embedded in annotations of the compact syntax."""
    source = read_schema(file, data)
    root = SchematronElement(RELAXNG, "grammar", {}, [], Origin(file, source.root.span, file), source.root.namespaces)
    return _schema(root, list(_Extractor(loader, faults, file).extract_from_compact(source.root)), faults)


def _schema(root: SchematronElement, parts: list[SchematronElement], faults: Faults) -> SchematronElement:
    if not faults.diagnostics and not any(each.name in _WITH_RULES for each in parts):
        message = "no Schematron rules are embedded in this schema"
        raise fatal_schema_error("sch-schema/not-a-schema", message, root.origin)
    binding = root.attributes.get(f"{{{SCHEMATRON}}}queryBinding") or root.attributes.get("queryBinding") or _BINDING
    names = [
        SchematronElement(SCHEMATRON, "ns", {"prefix": prefix, "uri": uri}, [], root.origin)
        for prefix, uri in _implied_namespaces(parts).items()
        # A prefix of the compact syntax may stand for no namespace, one of XPath may not.
        if prefix and uri and prefix not in {"xml", "xsl"}
    ]
    children: list[SchematronElement | str] = [*names, *_deduplicate_declarations(parts)]
    return SchematronElement(SCHEMATRON, "schema", {"queryBinding": binding}, children, root.origin)


def _implied_namespaces(parts: list[SchematronElement]) -> dict[str, str]:
    """Return the prefixes that patterns may use without a declaration: `tei`, and those in scope in the source."""
    declared = {each.attributes.get("prefix") for each in parts if each.name == "ns"}
    scopes = [{"tei": TEI}, *(each.namespaces for each in parts if each.name == "pattern")]
    return {prefix: uri for scope in reversed(scopes) for prefix, uri in scope.items() if prefix not in declared}


def _deduplicate_declarations(parts: list[SchematronElement]) -> Iterator[SchematronElement]:
    """Yield the parts without repeated declarations, which tools generate beside each rule."""
    seen: set[tuple[str | None, ...]] = set()
    for each in parts:
        key = (each.attributes.get("prefix"), each.attributes.get("uri"))
        if each.name != "ns" or key not in seen:
            yield each
        seen.add(key)


class _Extractor:
    """Extracts embedded rules; what cannot be loaded is added to `faults`."""

    def __init__(self, loader: "Loader", faults: Faults, file: str) -> None:
        self._loader = loader
        self._faults = faults
        self._seen = {file}

    def extract_from_grammar(self, root: SchematronElement) -> Iterator[SchematronElement]:
        """Yield the parts embedded in an element of a RELAX NG schema, and in its includes."""
        for child in (each for each in root.children if isinstance(each, SchematronElement)):
            if child.namespace == SCHEMATRON:
                yield from self._top_level_parts(child)
                continue
            if child.namespace == XSL and child.name in _XSLT:
                yield child
            if child.namespace == RELAXNG and child.name in {"include", "externalRef"}:
                yield from self._extract_from_included(child.attributes.get("href", ""), child.origin)
            yield from self.extract_from_grammar(child)

    def _extract_from_included(self, href: str, origin: Origin) -> list[SchematronElement]:
        try:
            return list(self._extract_from_file(*self._loader.load(href, origin.base)))
        except SchemaNotFoundError as error:
            self._faults.add("sch-schema/include-missing", f"'{href}' cannot be included: {error}", origin)
        except SchemaSyntaxError as error:
            self._faults.take(error)
        self._faults.is_incomplete = True
        return []

    def _extract_from_file(self, name: str, data: bytes) -> Iterator[SchematronElement]:
        if name in self._seen:
            return
        self._seen.add(name)
        if name.lower().endswith(".rnc"):
            yield from self.extract_from_compact(read_schema(name, data).root)
        else:
            yield from self.extract_from_grammar(read_tree(data, name))

    def extract_from_compact(self, root: SchemaElement) -> Iterator[SchematronElement]:
        """Yield the parts in annotations of an element in the compact syntax, and in its includes."""
        for annotation in root.annotations:
            if annotation.kind == "element" and annotation.namespace == SCHEMATRON:
                yield from self._top_level_parts(_from_annotation(annotation, root))
            elif annotation.namespace == XSL and annotation.name.rpartition(":")[2] in _XSLT:
                yield _from_annotation(annotation, root)
        if root.name in {"include", "externalRef"}:
            origin = Origin(root.file, root.span, root.base)
            yield from self._extract_from_included(root.attributes.get("href", ""), origin)
        for child in root.children:
            yield from self.extract_from_compact(child)

    def _top_level_parts(self, element: SchematronElement) -> Iterator[SchematronElement]:
        """Yield the top-level parts of a schema: a rule on its own becomes a pattern."""
        if element.name == "schema":
            yield from element.elements(*_PARTS)
        elif element.name == "rule":
            yield _pattern([element], element, "")
        elif element.name in _PARTS:
            yield element
        elif element.name in {"assert", "report"}:
            message = f"'{element.name}' stands outside a rule, so that it has no context"
            self._faults.add("sch-schema/rule-missing", message, element.origin)

    def extract_from_odd(self, root: SchematronElement, context: str = "") -> Iterator[SchematronElement]:
        """Yield the parts in constraints of an element of an ODD; `context` is the XPath of what it defines."""
        for child in (each for each in root.children if isinstance(each, SchematronElement)):
            if child.namespace == SCHEMATRON and child.name == "ns":
                yield child
            if child.namespace != TEI or child.attributes.get("mode") == "delete":
                continue
            if child.name == "constraintSpec":
                yield from self._extract_from_constraint(child, context)
            else:
                yield from self.extract_from_odd(child, _context(child, context))

    def _extract_from_constraint(self, spec: SchematronElement, context: str) -> Iterator[SchematronElement]:
        if spec.attributes.get("scheme") not in _SCHEMES:
            return
        identifier = spec.attributes.get("ident", "")
        for constraint in spec.elements("constraint", namespace=TEI):
            inside = list(constraint.elements())
            yield from (each for each in inside if each.name in _PARTS)
            rules = [each for each in inside if each.name == "rule"]
            alone: list[SchematronElement | str] = [each for each in inside if each.name in {"assert", "report", "let"}]
            if any(isinstance(each, SchematronElement) and each.name != "let" for each in alone):
                if context:
                    rules.append(
                        SchematronElement(SCHEMATRON, "rule", {"context": context}, alone, spec.origin, spec.namespaces)
                    )
                else:
                    message = f"the constraint '{identifier}' has no rule, and no context"
                    self._faults.add("sch-schema/rule-missing", message, spec.origin)
            if rules:
                yield _pattern(rules, constraint, identifier)


def _from_annotation(annotation: Annotation, owner: SchemaElement, language: str = "") -> SchematronElement:
    attributes = {_attribute_name(each): each.text for each in annotation.children if each.kind == "attribute"}
    language = attributes.get(f"{{{_XML}}}lang", language)
    children: list[SchematronElement | str] = [
        each.text if each.kind == "text" else _from_annotation(each, owner, language)
        for each in annotation.children
        if each.kind in {"text", "element"}
    ]
    name = annotation.name.rpartition(":")[2]
    origin = Origin(owner.file, annotation.span or owner.span, owner.base)
    return SchematronElement(annotation.namespace, name, attributes, children, origin, owner.namespaces, language)


def _attribute_name(annotation: Annotation) -> str:
    """Return the name of an attribute as lxml has it."""
    name = annotation.name.rpartition(":")[2]
    return f"{{{annotation.namespace}}}{name}" if annotation.namespace else name


def _pattern(rules: list[SchematronElement], at: SchematronElement, identifier: str) -> SchematronElement:
    attributes = {"id": identifier} if identifier else {}
    return SchematronElement(SCHEMATRON, "pattern", attributes, list(rules), at.origin, at.namespaces)


def _context(element: SchematronElement, context: str) -> str:
    name = element.attributes.get("ident", "")
    if element.name == "elementSpec":
        # An element outside the TEI's namespace is matched by its local name, so that no prefix need be declared.
        own = element.attributes.get("ns", TEI)
        return f"tei:{name}" if own == TEI else f"*[local-name()='{name}'][namespace-uri()='{own}']"
    if element.name == "attDef":
        return f"{context}/@{name}" if context else f"@{name}"
    return "" if element.name in {"classSpec", "macroSpec", "dataSpec"} else context
