"""Writes what a constraint is about as the context of a Schematron rule."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import count

from teikit.odd.constraints.collection import ExpandedName, Subject
from teikit.odd.constraints.expressions import string_literal
from teikit.odd.schema import OddSchema
from teikit.odd.writing.xml_writing import USUAL_PREFIXES
from teikit.p5.nodes import TEI, XML, Node

# Beyond these, "all elements of the namespace" is easier to read than all their names.
_LONGEST_LIST = 8
# Each path to an attribute takes time of its own for each element of a document; paths to elements take little.
_LONGEST_UNION = 60
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
        self._by_uri: dict[str, str] = {}
        self._numbers: dict[str, Iterator[int]] = {}
        # The constraints of TEI P5 rely on it.
        self._add("tei", TEI)
        for prefix, uri in ((each.get("prefix"), each.get("uri")) for each in declarations):
            if prefix and uri and prefix not in RESERVED and prefix not in self.table:
                self._add(prefix, uri)
        self._scopes: list[Mapping[str, str]] = [schema.customisation.prefixes]
        for element in schema.elements.values():
            if element.namespace not in self._by_uri:
                # The specification may be in another file, with prefixes of its own.
                self._scopes[1:] = [each.prefixes for each in element.spec.content or ()]
                self.prefix(element.namespace)

    def _add(self, prefix: str, uri: str) -> None:
        self.table[prefix] = uri
        self._by_uri.setdefault(uri, prefix)

    def prefix(self, uri: str) -> str:
        """Return the prefix of a namespace, a new one if it has none, "" for no namespace."""
        if not uri:
            return ""
        if uri == XML:
            return "xml"
        if uri not in self._by_uri:
            self._add(self._free(self._wanted(uri)), uri)
        return self._by_uri[uri]

    def _wanted(self, uri: str) -> str:
        own = (prefix for scope in self._scopes for prefix, each in scope.items() if prefix and each == uri)
        return next(own, USUAL_PREFIXES.get(uri, "ns"))

    def _free(self, wanted: str) -> str:
        """Return a prefix, with a number where it is taken."""
        prefix = wanted
        numbers = self._numbers.setdefault(wanted, count(2))
        while prefix in self.table:
            prefix = f"{wanted}{next(numbers)}"
        return prefix

    def declare_used(self, prefix: str, scope: Mapping[str, str]) -> None:
        """Declare a prefix that an expression uses, as the ODD around it does."""
        if prefix in self.table or prefix in RESERVED:
            return
        if uri := scope.get(prefix) or _XPATH_PREFIXES.get(prefix):
            self._add(prefix, uri)

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
        by_namespace: dict[str, list[ExpandedName]] = {}
        for name in names:
            by_namespace.setdefault(name[0], []).append(name)
        return [path for uri, each in by_namespace.items() for path in self._paths_in(uri, each, tail)]

    def _paths_in(self, uri: str, names: list[ExpandedName], tail: str) -> list[str]:
        is_all = len(names) > _LONGEST_LIST and self._names.get(uri, set()) <= set(names)
        if not is_all and (not tail or len(names) <= _LONGEST_UNION):
            return [self._prefixes.qualify(name) + tail for name in names]
        every = f"{self._prefixes.prefix(uri)}:*" if uri else "*[namespace-uri() = '']"
        chosen = (
            "" if is_all else f"[contains(' {' '.join(name for _, name in names)} ', concat(' ', local-name(), ' '))]"
        )
        return [f"{every}{chosen}{tail}"]
