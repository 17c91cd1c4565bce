"""Writes what a constraint is about as the context of a Schematron rule."""

from collections.abc import Iterable, Mapping
from itertools import count

from teikit.odd.constraints import ExpandedName, Subject
from teikit.odd.expressions import string_literal
from teikit.odd.schema import OddSchema
from teikit.odd.xml_writing import USUAL_PREFIXES
from teikit.p5.nodes import TEI, XML, Node

# Beyond these a union of paths is slow and hard to read.
_LONGEST_UNION = 8
# Prefixes that expressions use in the meaning that XPath's functions and operators give them.
_XPATH_PREFIXES = {
    "xs": "http://www.w3.org/2001/XMLSchema",
    "fn": "http://www.w3.org/2005/xpath-functions",
    "math": "http://www.w3.org/2005/xpath-functions/math",
    "map": "http://www.w3.org/2005/xpath-functions/map",
    "array": "http://www.w3.org/2005/xpath-functions/array",
}
RESERVED = frozenset({"xml", "xmlns"})


class Prefixes:
    """The namespaces of a Schematron schema by their prefixes: `tei`, those declared, and those that contexts need."""

    def __init__(self, schema: OddSchema, declarations: Iterable[Node]) -> None:
        self.table: dict[str, str] = {}
        for each in declarations:
            prefix, uri = each.get("prefix"), each.get("uri")
            if prefix and uri and prefix not in RESERVED:
                self.table.setdefault(prefix, uri)
        if TEI not in self.table.values():
            self.table = {self._free("tei"): TEI, **self.table}
        self._scopes: list[Mapping[str, str]] = [schema.customisation.prefixes]
        for element in schema.elements.values():
            if element.namespace not in self.table.values():
                # The specification may be in another file, with prefixes of its own.
                self._scopes[1:] = [each.prefixes for each in element.spec.content or ()]
                self.prefix(element.namespace)

    def prefix(self, uri: str) -> str:
        """Return the prefix of a namespace, a new one if it has none, "" for no namespace."""
        if not uri:
            return ""
        if uri == XML:
            return "xml"
        found = next((prefix for prefix, each in self.table.items() if each == uri), None)
        if found is None:
            found = self._free(self._wanted(uri))
            self.table[found] = uri
        return found

    def _wanted(self, uri: str) -> str:
        own = (prefix for scope in self._scopes for prefix, each in scope.items() if prefix and each == uri)
        return next(own, USUAL_PREFIXES.get(uri, "ns"))

    def _free(self, wanted: str) -> str:
        numbered = (f"{wanted}{number}" for number in count(2))
        return wanted if wanted not in self.table else next(each for each in numbered if each not in self.table)

    def declare_used(self, prefix: str, scope: "Iterable[tuple[str, str]]") -> None:
        """Declare a prefix that an expression uses, as the ODD around it does."""
        if prefix in self.table or prefix in RESERVED:
            return
        uri = dict(scope).get(prefix) or _XPATH_PREFIXES.get(prefix)
        if uri:
            self.table[prefix] = uri

    def qualify(self, name: ExpandedName) -> str:
        """Return a name as an expression."""
        uri, local = name
        prefix = self.prefix(uri)
        return f"{prefix}:{local}" if prefix else local


class ContextWriter:
    """Writes contexts with the prefixes of a schema."""

    def __init__(self, schema: OddSchema, prefixes: Prefixes) -> None:
        self._prefixes = prefixes
        self._names: dict[str, set[ExpandedName]] = {}
        for element in schema.elements.values():
            self._names.setdefault(element.namespace, set()).add((element.namespace, element.name))

    def context(self, subjects: Iterable[Subject]) -> str:
        """Return an expression that matches all subjects, "" if there are none."""
        by_tail: dict[str, dict[ExpandedName, None]] = {}
        for each in subjects:
            by_tail.setdefault(self._tail(each), {})[each.element] = None
        return " | ".join(part for tail, names in by_tail.items() for part in self._paths(list(names), tail))

    def _tail(self, subject: Subject) -> str:
        if subject.attribute is None:
            return ""
        tail = f"/@{self._prefixes.qualify(subject.attribute)}"
        return tail if subject.value is None else f"{tail}[. = {string_literal(subject.value)}]"

    def _paths(self, names: list[ExpandedName], tail: str) -> list[str]:
        if len(names) <= _LONGEST_UNION:
            return [self._prefixes.qualify(name) + tail for name in names]
        namespaces = {uri for uri, _ in names}
        if all(self._names.get(uri, set()) <= set(names) for uri in namespaces):
            return [
                (f"{self._prefixes.prefix(uri)}:*" if uri else "*[namespace-uri() = '']") + tail
                for uri in sorted(namespaces)
            ]
        tests = " or ".join(f"self::{self._prefixes.qualify(name)}" for name in names)
        return [f"*[{tests}]{tail}"]
