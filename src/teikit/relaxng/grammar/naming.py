"""Builds name classes from the names in a schema (clauses 4.8 to 4.10 and 4.16)."""

from collections.abc import Callable

from teikit.document.names import expanded_name
from teikit.relaxng.grammar.name_classes import AnyName, Name, NameClass, NsName, choice, parts
from teikit.relaxng.grammar.scopes import Inherited
from teikit.relaxng.syntax import SchemaElement

XMLNS = "http://www.w3.org/2000/xmlns"
_SPACE = " \t\r\n"
# Element, rule, message, clause.
ReportFault = Callable[[SchemaElement, str, str, str], None]


class NameClassBuilder:
    """Makes name classes; faults are passed to `report`."""

    def __init__(self, report: ReportFault) -> None:
        self._report = report

    def read_names(self, element: SchemaElement, inherited: Inherited) -> tuple[NameClass, list[SchemaElement]]:
        """Return the names of an element or attribute pattern, and its children that are patterns."""
        written = element.attributes.get("name")
        if written is None:
            first = element.children[0]
            return self._name_class(first, inherited.for_element(first)), element.children[1:]
        if element.name == "attribute" and "ns" not in element.attributes:
            inherited = inherited._replace(ns="")
        return Name(self._resolve_name(element, written, inherited)), element.children

    def check_attribute(self, element: SchemaElement, names: NameClass) -> None:
        """Report an attribute that would declare a namespace (clause 4.16)."""
        for each in parts(names):
            if each == Name("xmlns"):
                self._report(element, "attribute-xmlns", "no attribute may be named 'xmlns'", "4.16")
            elif _may_be_xmlns(each):
                self._report(element, "attribute-xmlns", f"no attribute may be in the namespace '{XMLNS}'", "4.16")

    def _resolve_name(self, element: SchemaElement, written: str, inherited: Inherited) -> str:
        prefix, _, local = written.strip(_SPACE).rpartition(":")
        if not prefix:
            return expanded_name(inherited.ns, local)
        if prefix not in element.namespaces:
            self._report(element, "prefix-undeclared", f"the prefix '{prefix}' is not declared", "4.10")
        return expanded_name(element.namespaces.get(prefix, ""), local)

    def _name_class(self, element: SchemaElement, inherited: Inherited, inside: str = "") -> NameClass:
        """Return the class of an element; `inside` names the class whose except it is in."""
        if inside and element.name in {"anyName", "nsName"} and (inside, element.name) != ("anyName", "nsName"):
            message = f"'{element.name}' is not allowed in the except of '{inside}'"
            self._report(element, "name-class-except", message, "4.16")
        if element.name == "name":
            return Name(self._resolve_name(element, element.text, inherited))
        if element.name == "choice":
            return choice([self._name_class(each, inherited.for_element(each), inside) for each in element.children])
        excepted = None
        for each in element.children:
            inner, outside = inherited.for_element(each), inside or element.name
            excepted = choice([self._name_class(one, inner.for_element(one), outside) for one in each.children])
        return AnyName(excepted) if element.name == "anyName" else NsName(inherited.ns, excepted)


def _may_be_xmlns(names: NameClass) -> bool:
    if isinstance(names, Name):
        return names.expanded_name.startswith((f"{XMLNS} ", f"{XMLNS}/ "))
    return isinstance(names, NsName) and names.namespace in {XMLNS, f"{XMLNS}/"}
