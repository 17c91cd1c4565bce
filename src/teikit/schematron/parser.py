"""Builds the model from a concrete tree (ISO/IEC 19757-3, clause 5); reports faults, and leaves out faulty parts."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Literal, cast, get_args

from teikit.schematron.abstraction import PATTERNS
from teikit.schematron.constructors import (
    ConstructorError,
    constructor_expression,
    convert_to_type,
    first_instruction,
    is_node_type,
)
from teikit.schematron.faults import Faults, NamedKind, fatal_schema_error
from teikit.schematron.function_bodies import FunctionError, function_body, function_parameters
from teikit.schematron.model import (
    ALL,
    DEFAULT,
    Assertion,
    Binding,
    Insertion,
    Let,
    Markup,
    MessageText,
    SchematronFunction,
    SchematronKey,
    SchematronModel,
    SchematronPattern,
    SchematronPhase,
    SchematronRule,
)
from teikit.schematron.syntax import remove_invalid_parts
from teikit.schematron.tree import SCHEMATRON, XSL, SchematronElement

_EDITIONS = {"2006", "2010", "2016", "2020", "2025"}
# When a phase is chosen, and where it begins.
_UNSUPPORTED_OF_PHASES = {"when", "from"}
# Elements of a schema that declare variables.
_GLOBAL_DECLARATIONS = {(SCHEMATRON, "let"), (SCHEMATRON, "param"), (XSL, "variable"), (XSL, "param")}
_LINKS = ("see", "icon", "fpi")
# The attribute of each element in a message that its SVRL has too.
_MARKUP: dict[str, str] = {"emph": "", "span": "class", "dir": "value"}
_OLD = "http://www.ascc.net/xml/schematron"


def build_model(schema: SchematronElement, faults: Faults) -> SchematronModel:
    """Return the model of a schema that has no inclusions and nothing abstract, without its faulty parts.

    Raises:
        SchemaSyntaxError: The query binding is not supported.
    """
    kept = remove_invalid_parts(schema, faults)
    # The schema element itself has no requirements.
    assert kept is not None  # noqa: S101
    model = _ModelBuilder(kept, faults).model()
    _report_dangling(model, kept, faults)
    return model


def check_root(root: SchematronElement) -> None:
    """Raise SchemaSyntaxError where a tree is not a schema of ISO Schematron."""
    if root.namespace == _OLD:
        message = f"this is a schema of Schematron 1, which is not supported; the namespace of ISO's is {SCHEMATRON}"
        raise fatal_schema_error("sch-schema/not-a-schema", message, root.origin)
    if (root.namespace, root.name) == (SCHEMATRON, "library"):
        message = "a library is not a schema of its own; a schema has its parts by <extends href='...'/>"
        raise fatal_schema_error("sch-schema/not-a-schema", message, root.origin)
    if (root.namespace, root.name) != (SCHEMATRON, "schema"):
        message = f"the root element '{root.name}' is no Schematron schema"
        raise fatal_schema_error("sch-schema/not-a-schema", message, root.origin)


class _ModelBuilder:
    def __init__(self, schema: SchematronElement, faults: Faults) -> None:
        self._schema = schema
        self._faults = faults
        self._binding = self._known_binding()
        self._is_xpath1 = self._binding in {"xslt", "xpath"}
        self._diagnostics = self._texts("diagnostics", "diagnostic")
        self._properties = self._texts("properties", "property")

    def model(self) -> SchematronModel:
        schema = self._schema
        edition = schema.attributes.get("schematronEdition", "2025").strip()
        if edition not in _EDITIONS:
            message = (
                f"the edition '{edition}' of Schematron is not known; those that are: {', '.join(sorted(_EDITIONS))}"
            )
            self._fault("sch-schema/not-supported", message, schema)
        namespaces = self._namespaces()
        return SchematronModel(
            binding=self._binding,
            origin=schema.origin,
            patterns=tuple(map(self._pattern, schema.elements(*PATTERNS))),
            phases=self._phases(),
            lets=self._lets(schema),
            keys=tuple(self._keys()),
            functions=tuple(self._functions(namespaces)),
            namespaces=namespaces,
            title=_title(schema),
            version=schema.attributes.get("schemaVersion", ""),
            default_phase=schema.attributes.get("defaultPhase", ALL),
        )

    def _known_binding(self) -> Binding:
        written = self._schema.attributes.get("queryBinding", "xslt")
        name = {"xslt1": "xslt", "xpath1": "xpath", "xpath31": "xpath3"}.get(written.lower(), written.lower())
        if name not in get_args(Binding):
            known = ", ".join(get_args(Binding))
            message = f"the query binding '{written}' is not supported; those that are: {known}"
            raise fatal_schema_error("sch-schema/binding-unknown", message, self._schema.origin)
        return cast("Binding", name)

    def _namespaces(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for each in self._schema.elements("ns"):
            prefix, uri = each.attributes["prefix"], each.attributes["uri"]
            if found.setdefault(prefix, uri) != uri:
                message = f"the prefix '{prefix}' is declared twice, with different URIs"
                self._fault("sch-schema/name-twice", message, each)
                self._faults.leave_out("prefix", prefix)
        return found

    def _phases(self) -> dict[str, SchematronPhase]:
        """Return the phases by their ids, without those with duplicate ids."""
        found: dict[str, SchematronPhase] = {}
        for each in self._schema.elements("phase"):
            name = each.attributes["id"]
            if name in found:
                self._fault("sch-schema/name-twice", f"there are two elements 'phase' with the id '{name}'", each)
                self._faults.leave_out("phase", name)
            found[name] = self._phase(each)
        return {name: each for name, each in found.items() if not self._faults.is_itself_left_out("phase", name)}

    def _phase(self, element: SchematronElement) -> SchematronPhase:
        for name in _UNSUPPORTED_OF_PHASES & element.attributes.keys():
            message = f"'{name}' of a phase, of the edition of 2025, is not supported; all of the document is validated"
            self._fault("sch-schema/not-supported", message, element)
        active = tuple(each.attributes["pattern"] for each in element.elements("active"))
        return SchematronPhase(element.attributes["id"], active, self._lets(element))

    def _lets(self, element: SchematronElement) -> tuple[Let, ...]:
        found: dict[str, Let] = {}
        for each in self._declarations(element):
            name = each.attributes["name"].strip()
            let = self._let(each, name)
            if let is None:
                self._faults.leave_out("variable", name)
                continue
            if name in found:
                message = f"the variable '{name}' is declared twice in '{element.name}'"
                self._fault("sch-schema/name-twice", message, each)
                let = replace(let, is_ambiguous=True)
            found[name] = let
        return tuple(found.values())

    def _declarations(self, element: SchematronElement) -> Iterator[SchematronElement]:
        """Yield the elements that declare variables; in a schema these may be XSLT's."""
        if element is not self._schema:
            yield from element.elements("let")
            return
        for each in element.children:
            if isinstance(each, SchematronElement) and (each.namespace, each.name) in _GLOBAL_DECLARATIONS:
                if "name" in each.attributes:
                    yield each
                else:
                    self._fault("sch-schema/attribute-missing", f"'xsl:{each.name}' lacks the attribute 'name'", each)

    def _let(self, element: SchematronElement, name: str) -> Let | None:
        """Return a variable, None where it needs what is not supported."""
        value = element.attributes.get("select" if element.namespace == XSL else "value")
        sequence_type = element.attributes.get("as", "").strip()
        if sequence_type and self._is_xpath1:
            self._fault("sch-schema/not-supported", "'as' is not supported in the bindings of XPath 1.0", element)
            return None
        if value is not None:
            made = convert_to_type(value, sequence_type) if sequence_type else value
            return Let(name, made, element, element.origin)
        if (instruction := first_instruction(element)) is not None:
            message = f"'xsl:{instruction.name}' is XSLT, which teikit does not run; write the value as an expression"
            self._fault("sch-schema/not-supported", message, instruction)
            return None
        if sequence_type and not is_node_type(sequence_type):
            message = f"'{sequence_type}' as the type of elements is not supported; write the value as an expression"
            self._fault("sch-schema/not-supported", message, element)
            return None
        return Let(name, None, element, element.origin, type=sequence_type)

    def _keys(self) -> Iterator[SchematronKey]:
        for each in self._schema.elements(namespace=XSL):
            if each.name == "key":
                yield from self._key(each)
            elif each.name != "function" and (XSL, each.name) not in _GLOBAL_DECLARATIONS:
                self._fault("sch-schema/not-supported", f"'xsl:{each.name}' is XSLT, which teikit does not run", each)
                self._leave_out(each)

    def _functions(self, namespaces: Mapping[str, str]) -> Iterator[SchematronFunction]:
        """Yield the functions that are declared in XSLT."""
        found: set[tuple[str, str, int]] = set()
        for each in self._schema.elements("function", namespace=XSL):
            name = each.attributes.get("name", "")
            try:
                made = self._function(each, namespaces)
            except RecursionError:
                self._fault("sch-schema/not-supported", f"the function '{name}' is nested too deeply", each)
                self._faults.leave_out("function", name)
                continue
            except FunctionError as error:
                self._fault("sch-schema/not-supported", f"the function '{name}' {error}", error.element)
                self._faults.leave_out("function", name)
                continue
            key = made.namespace, made.name, len(made.parameters)
            if key in found:
                message = f"the function '{name}' is declared twice with {len(made.parameters)} parameters"
                self._fault("sch-schema/name-twice", message, each)
            else:
                found.add(key)
                yield made

    def _function(self, element: SchematronElement, namespaces: Mapping[str, str]) -> SchematronFunction:
        if self._is_xpath1:
            raise FunctionError("needs the binding xslt2 or xslt3", element)
        written = element.attributes.get("name", "").strip()
        prefix, _, name = written.partition(":")
        if not name or prefix not in namespaces:
            raise FunctionError("needs a prefix that 'ns' declares", element)
        parameters = tuple(each.attributes.get("name", "") for each in function_parameters(element))
        body = function_body(element)
        return SchematronFunction(written, namespaces[prefix], name, parameters, body, element)

    def _key(self, element: SchematronElement) -> Iterator[SchematronKey]:
        """Yield a key; its values are those of `use`, or of its content (XSLT 2.0, 16.3.1)."""
        values = dict(element.attributes)
        try:
            content = constructor_expression(element, is_xpath1=self._is_xpath1)
        except ConstructorError as error:
            message = f"the content of 'xsl:key' is not supported: '{error.element.name}'; write it as 'use'"
            self._fault("sch-schema/not-supported", message, error.element)
            self._leave_out(element)
            return
        if content and "use" in values:
            self._fault("sch-schema/name-twice", "'xsl:key' has both 'use' and content", element)
        elif content:
            values["use"] = content
        if unsupported := {"composite", "collation"} & values.keys():
            self._fault("sch-schema/not-supported", f"'{min(unsupported)}' of 'xsl:key' is not supported", element)
            self._leave_out(element)
        elif missing := {"name", "match", "use"} - values.keys():
            self._fault("sch-schema/attribute-missing", f"'xsl:key' lacks the attribute '{min(missing)}'", element)
            self._leave_out(element)
        else:
            yield SchematronKey(values["name"], values["match"], values["use"], element.origin)

    def _leave_out(self, element: SchematronElement) -> None:
        """Record the names that XSLT elements would declare."""
        name = element.attributes.get("name", "")
        match element.name:
            case "function":
                self._faults.leave_out("function", name)
            case "key":
                self._faults.leave_out("key", name)
            case "include" | "import" | "use-package":
                self._faults.is_incomplete = True

    def _pattern(self, element: SchematronElement) -> SchematronPattern:
        rules = tuple(map(self._rule, element.elements("rule")))
        (name, role), title = _values(element, "id", "role"), _title(element)
        documents, is_group = element.attributes.get("documents"), element.name == "group"
        return SchematronPattern(
            rules, self._lets(element), element.origin, name, title, role, documents=documents, is_group=is_group
        )

    def _rule(self, element: SchematronElement) -> SchematronRule:
        lets, assertions = self._lets(element), tuple(map(self._assertion, element.elements("assert", "report")))
        values = _values(element, "id", "role", "flag", "subject", "severity", "visit-each")
        if lets and element.attributes.get("visit-each"):
            message = "'let' in a rule with 'visit-each' is not supported; declare the variable in the pattern"
            self._fault("sch-schema/not-supported", message, next(element.elements("let")))
        return SchematronRule(element.attributes["context"], lets, assertions, element.origin, *values)

    def _assertion(self, element: SchematronElement) -> Assertion:
        kind: Literal["assert", "report"] = "assert" if element.name == "assert" else "report"
        test, text, origin = element.attributes["test"], self._text(element), element.origin
        name, role, flag, severity, see, subject = _values(element, "id", "role", "flag", "severity", "see", "subject")
        diagnostics = self._resolve_references(element, "diagnostics", "diagnostic", self._diagnostics)
        properties = self._resolve_references(element, "properties", "property", self._properties)
        return Assertion(kind, test, text, origin, name, role, flag, severity, see, subject, diagnostics, properties)

    def _texts(self, group: str, name: str) -> dict[str, MessageText]:
        inside = [each for groups in self._schema.elements(group) for each in groups.elements(name)]
        return {each.attributes["id"]: self._text(each) for each in inside}

    def _resolve_references(
        self, element: SchematronElement, attribute: str, kind: NamedKind, known: Mapping[str, MessageText]
    ) -> tuple[MessageText, ...]:
        names = element.attributes.get(attribute, "").split()
        for name in names:
            if name not in known and not self._faults.is_left_out(kind, name):
                message = f"'{attribute}' names '{name}', which is not there"
                self._fault("sch-schema/reference-unknown", message, element)
        return tuple(known[name] for name in names if name in known)

    def _text(self, element: SchematronElement) -> MessageText:
        parts: list[str | Insertion] = []
        markup: list[Markup] = []
        for child in element.children:
            start = len(parts)
            parts += self._parts(child)
            if isinstance(child, SchematronElement) and child.namespace == SCHEMATRON and child.name in _MARKUP:
                inline = cast("Literal['emph', 'span', 'dir']", child.name)
                markup.append(Markup(inline, child.attributes.get(_MARKUP[inline], ""), start, len(parts)))
        links = tuple((name, element.attributes[name]) for name in _LINKS if name in element.attributes)
        name, role, scheme = _values(element, "id", "role", "scheme")
        return MessageText(tuple(parts), name, element.language, role, scheme, links, tuple(markup))

    def _parts(self, child: SchematronElement | str) -> Iterator[str | Insertion]:
        if isinstance(child, str):
            yield child
        elif child.namespace == XSL:
            yield from self._instruction(child)
        elif child.namespace == SCHEMATRON and child.name == "value-of":
            yield Insertion("value-of", child.attributes["select"], child.origin)
        elif child.namespace == SCHEMATRON and child.name == "name":
            path = child.attributes.get("path")
            yield Insertion("name" if path is None else "path", path or ".", child.origin)
        else:
            for each in child.children:
                yield from self._parts(each)

    def _instruction(self, element: SchematronElement) -> Iterator[str | Insertion]:
        """Yield the value of an instruction of XSLT in a text."""
        try:
            wrapper = replace(element, children=[element])
            yield Insertion("value-of", constructor_expression(wrapper, is_xpath1=self._is_xpath1), element.origin)
        except ConstructorError:
            message = f"'xsl:{element.name}' is XSLT, which teikit does not run"
            self._fault("sch-schema/not-supported", message, element)

    def _fault(self, rule: str, message: str, element: SchematronElement) -> None:
        self._faults.add(rule, message, element.origin)


def _values(element: SchematronElement, *names: str) -> list[str]:
    """Return the values of some attributes, "" for those that are missing."""
    return [element.attributes.get(name, "") for name in names]


def _title(element: SchematronElement) -> str:
    return " ".join(next((each.text() for each in element.elements("title")), "").split())


def _report_dangling(model: SchematronModel, schema: SchematronElement, faults: Faults) -> None:
    """Report each reference to a phase or pattern that does not exist."""
    patterns = {each.id for each in model.patterns}
    for phase in schema.elements("phase"):
        for active in phase.elements("active"):
            name = active.attributes["pattern"]
            if name not in patterns and not faults.is_left_out("pattern", name):
                faults.add("sch-schema/pattern-unknown", f"there is no pattern '{name}'", active.origin)
    name = model.default_phase
    if name not in {ALL, DEFAULT, *model.phases} and not faults.is_left_out("phase", name):
        faults.add("sch-schema/phase-unknown", f"there is no phase '{name}', which 'defaultPhase' names", schema.origin)
