"""A concrete tree to the model, held to the syntax (ISO/IEC 19757-3, clause 5); each fault is told with its place."""

from collections.abc import Iterable, Iterator, Mapping
from typing import cast, get_args

from teikit.diagnostics import Diagnostic
from teikit.schematron.faults import fault, raise_all, stop
from teikit.schematron.model import (
    ALL,
    DEFAULT,
    Assertion,
    Binding,
    Insertion,
    Key,
    Let,
    Model,
    Pattern,
    Phase,
    Rule,
    Text,
)
from teikit.schematron.tree import SCHEMATRON, XSL, Element

# What each element may hold; those that are not named hold text, and elements of other vocabularies are passed over.
_CONTENT = {
    "schema": {"title", "ns", "p", "let", "phase", "pattern", "diagnostics", "properties", "param", "rules", "extends"},
    "phase": {"p", "active", "let"},
    "pattern": {"title", "p", "let", "rule", "param"},
    "rule": {"let", "assert", "report", "extends", "p", "param"},
    "rules": {"rule"},
    "diagnostics": {"diagnostic"},
    "properties": {"property"},
}
_REQUIRED = {
    "ns": ("prefix", "uri"),
    "let": ("name",),
    "phase": ("id",),
    "active": ("pattern",),
    "param": ("name", "value"),
    "rule": ("context",),
    "assert": ("test",),
    "report": ("test",),
    "value-of": ("select",),
    "diagnostic": ("id",),
    "property": ("id",),
}
_NAMES = frozenset(_REQUIRED) | {name for names in _CONTENT.values() for name in names}
_INLINE = {"name", "value-of", "emph", "dir", "span"}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_OLD = "http://www.ascc.net/xml/schematron"


def model_of(schema: Element) -> Model:
    """Return the model of a schema that holds neither inclusions nor anything abstract.

    Raises:
        SchemaSyntaxError: The schema breaks the syntax; holds a diagnostic for each fault.
    """
    raise_all(_syntax(schema))
    reader = _Reader(schema)
    model = reader.model()
    raise_all([*reader.faults, *_dangling(model, schema)])
    return model


def check_root(root: Element) -> None:
    """Raise SchemaSyntaxError where a tree is no schema of ISO Schematron."""
    if root.namespace == _OLD:
        message = f"this is a schema of Schematron 1, which is not supported; the namespace of ISO's is {SCHEMATRON}"
        raise stop("sch-schema/not-a-schema", message, root.origin)
    if (root.namespace, root.name) != (SCHEMATRON, "schema"):
        raise stop("sch-schema/not-a-schema", f"the root element '{root.name}' is no Schematron schema", root.origin)


def _syntax(element: Element) -> Iterator[Diagnostic]:
    allowed = _CONTENT.get(element.name)
    for name in _REQUIRED.get(element.name, ()):
        if name not in element.attributes:
            yield fault(
                "sch-schema/attribute-missing", f"'{element.name}' lacks the attribute '{name}'", element.origin
            )
    for child in element.elements():
        if child.name not in (allowed if allowed is not None else _INLINE):
            known = child.name in _NAMES | _INLINE
            said = f"'{child.name}' is not allowed in '{element.name}'" if known else f"'{child.name}' is not known"
            yield fault("sch-schema/element-not-allowed", said, child.origin)
        else:
            yield from _syntax(child)


class _Reader:
    def __init__(self, schema: Element) -> None:
        self._schema = schema
        self.faults: list[Diagnostic] = []
        self._diagnostics = self._texts("diagnostics", "diagnostic")
        self._properties = self._texts("properties", "property")

    def model(self) -> Model:
        schema = self._schema
        return Model(
            binding=self._binding(),
            origin=schema.origin,
            patterns=tuple(map(self._pattern, schema.elements("pattern"))),
            phases={each.attributes["id"]: self._phase(each) for each in self._unique("phase")},
            lets=self._lets(schema),
            keys=tuple(self._keys()),
            namespaces=self._namespaces(),
            title=_title(schema),
            version=schema.attributes.get("schemaVersion", ""),
            default_phase=schema.attributes.get("defaultPhase", ALL),
        )

    def _binding(self) -> Binding:
        written = self._schema.attributes.get("queryBinding", "xslt")
        name = {"xslt1": "xslt", "xpath1": "xpath", "xpath31": "xpath3"}.get(written.lower(), written.lower())
        if name not in get_args(Binding):
            known = ", ".join(get_args(Binding))
            message = f"the query binding '{written}' is not supported; those that are: {known}"
            raise stop("sch-schema/binding-unknown", message, self._schema.origin)
        return cast("Binding", name)

    def _namespaces(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for each in self._schema.elements("ns"):
            prefix, uri = each.attributes["prefix"], each.attributes["uri"]
            if found.setdefault(prefix, uri) != uri:
                self._fault(
                    "sch-schema/name-twice", f"the prefix '{prefix}' is declared twice, with different URIs", each
                )
        return found

    def _unique(self, name: str) -> Iterator[Element]:
        seen: set[str] = set()
        for each in self._schema.elements(name):
            if each.attributes["id"] in seen:
                self._fault(
                    "sch-schema/name-twice",
                    f"there are two elements '{name}' with the id '{each.attributes['id']}'",
                    each,
                )
            seen.add(each.attributes["id"])
            yield each

    def _phase(self, element: Element) -> Phase:
        active = tuple(each.attributes["pattern"] for each in element.elements("active"))
        return Phase(element.attributes["id"], active, self._lets(element))

    def _lets(self, element: Element) -> tuple[Let, ...]:
        found: dict[str, Let] = {}
        for each in element.elements("let", "param") if element is self._schema else element.elements("let"):
            name = each.attributes["name"].strip()
            if name in found:
                self._fault(
                    "sch-schema/name-twice", f"the variable '{name}' is declared twice in '{element.name}'", each
                )
            found[name] = Let(name, each.attributes.get("value"), each, each.origin)
        return tuple(found.values())

    def _keys(self) -> Iterator[Key]:
        for each in self._schema.elements(namespace=XSL):
            if each.name != "key":
                self._fault("sch-schema/not-supported", f"'xsl:{each.name}' is XSLT, which teikit does not run", each)
            elif missing := {"name", "match", "use"} - each.attributes.keys():
                self._fault("sch-schema/attribute-missing", f"'xsl:key' lacks the attribute '{min(missing)}'", each)
            else:
                yield Key(each.attributes["name"], each.attributes["match"], each.attributes["use"], each.origin)

    def _pattern(self, element: Element) -> Pattern:
        if "documents" in element.attributes:
            message = "'documents' would read other files for each document, which is not supported on purpose"
            self._fault("sch-schema/not-supported", message, element)
        attributes = element.attributes
        rules = tuple(map(self._rule, element.elements("rule")))
        lets, title = self._lets(element), _title(element)
        return Pattern(rules, lets, element.origin, attributes.get("id", ""), title, attributes.get("role", ""))

    def _rule(self, element: Element) -> Rule:
        attributes = element.attributes
        return Rule(
            context=attributes["context"],
            lets=self._lets(element),
            assertions=tuple(map(self._assertion, element.elements("assert", "report"))),
            origin=element.origin,
            id=attributes.get("id", ""),
            role=attributes.get("role", ""),
            flag=attributes.get("flag", ""),
            subject=attributes.get("subject", ""),
        )

    def _assertion(self, element: Element) -> Assertion:
        attributes = element.attributes
        return Assertion(
            kind="assert" if element.name == "assert" else "report",
            test=attributes["test"],
            text=_text(element),
            origin=element.origin,
            id=attributes.get("id", ""),
            role=attributes.get("role", ""),
            flag=attributes.get("flag", ""),
            see=attributes.get("see", ""),
            subject=attributes.get("subject", ""),
            diagnostics=self._referred(element, "diagnostics", self._diagnostics),
            properties=self._referred(element, "properties", self._properties),
        )

    def _texts(self, group: str, name: str) -> dict[str, Text]:
        inside = [each for groups in self._schema.elements(group) for each in groups.elements(name)]
        return {each.attributes["id"]: _text(each) for each in inside}

    def _referred(self, element: Element, attribute: str, known: Mapping[str, Text]) -> tuple[Text, ...]:
        names = element.attributes.get(attribute, "").split()
        for name in names:
            if name not in known:
                self._fault(
                    "sch-schema/reference-unknown", f"'{attribute}' names '{name}', which is not there", element
                )
        return tuple(known[name] for name in names if name in known)

    def _fault(self, rule: str, message: str, element: Element) -> None:
        self.faults.append(fault(rule, message, element.origin))


def _title(element: Element) -> str:
    return " ".join(next((each.text() for each in element.elements("title")), "").split())


def _text(element: Element) -> Text:
    attributes = element.attributes
    language = attributes.get(_LANGUAGE, "")
    return Text(tuple(_parts(element)), attributes.get("id", ""), language, attributes.get("role", ""))


def _parts(element: Element) -> Iterator[str | Insertion]:
    for child in element.children:
        if isinstance(child, str):
            yield child
        elif child.namespace == SCHEMATRON and child.name == "value-of":
            yield Insertion("value-of", child.attributes["select"], child.origin)
        elif child.namespace == SCHEMATRON and child.name == "name":
            yield Insertion("name", child.attributes.get("path", "."), child.origin)
        else:
            yield from _parts(child)


def _dangling(model: Model, schema: Element) -> Iterable[Diagnostic]:
    """Yield a fault for each phase or pattern that is named and is not there."""
    patterns = {each.id for each in model.patterns}
    for phase in schema.elements("phase"):
        for active in phase.elements("active"):
            if (name := active.attributes["pattern"]) not in patterns:
                yield fault("sch-schema/pattern-unknown", f"there is no pattern '{name}'", active.origin)
    if model.default_phase not in {ALL, DEFAULT, *model.phases}:
        message = f"there is no phase '{model.default_phase}', which 'defaultPhase' names"
        yield fault("sch-schema/phase-unknown", message, schema.origin)
