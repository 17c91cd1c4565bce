"""Screens documents: finds by libxml2 alone those about which the rules of a schema certainly report nothing.

elementpath and the compilation of rules take longer than the validation of a document, which is valid in most cases. So
the rules of a schema are made into probes once (`teikit.schematron.screening`), which a cache can keep.
"""

import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from lxml import etree

from teikit.document.document import Document
from teikit.document.tree import NotWellFormedError, load
from teikit.schematron.xpath.current import CURRENT

# Characters are cheaper than nodes, by so many bits.
TEXT_BITS = 7
# The size of the largest documents that are screened, in bits of their nodes.
LARGEST = 20
# The seconds that the probes of a document may take before its rules are run instead.
_MOST_SECONDS = 0.5
# Encodings in which the bytes of ASCII characters stand for nothing else.
_LIKE_ASCII = frozenset({"UTF-8", "US-ASCII", "ASCII", "WINDOWS-1252", *(f"ISO-8859-{each}" for each in range(1, 16))})


class Probe(NamedTuple):
    """Where assertions of a rule may fail; a document must have one of each set of `tags`, or there is nothing.

    It must also have an attribute of each local name in `attributes`.

    The `context` selects elements, and the `fault` is true at those where an assertion may fail; both are XPath 1.0.
    `lets` are variables of the fault, in order. Without a context the tags decide. The sizes are those of the largest
    documents, in bits of their nodes, for which it takes little time to select the elements, to try the fault at one,
    and to do both at once for all. With `is_timed` the rule depends on the time or the machine. `pattern` is the number
    of the rule's pattern in the schema, from 0.
    """

    tags: tuple[tuple[str, ...], ...]
    context: str = ""
    lets: tuple[tuple[str, str], ...] = ()
    fault: str = "true()"
    largest_to_select: int = 0
    largest_to_try: int = 0
    largest_at_once: int = 0
    is_timed: bool = False
    pattern: int = 0
    attributes: tuple[bytes, ...] = ()


class Screen(NamedTuple):
    """The probes of a schema, with the namespaces of their prefixes; plain values that `marshal` can store."""

    namespaces: dict[str, str]
    probes: tuple[tuple[Any, ...], ...]

    def timed(self) -> "Screen":
        """Return a screen with the probes for the rules that depend on the time or the machine."""
        return self._replace(probes=tuple(each for each in self.probes if Probe(*each).is_timed))

    def is_clean(self, document: Document) -> bool:
        """Return whether the rules certainly report nothing about a document."""
        return not self.suspects(document)

    def suspects(self, document: Document) -> frozenset[int]:
        """Return the numbers of the patterns whose rules may report something about a document."""
        data = document.read()
        try:
            tree = load(data, document.file, document.budget)
        except NotWellFormedError:
            return frozenset(Probe(*probe).pattern for probe in self.probes)
        asked = self._asked(data, tree)
        size = _size_of(tree) if asked else 0
        latest = time.thread_time() + _MOST_SECONDS
        found: set[int] = set()
        for probe in asked:
            if probe.pattern not in found and self._may_report(probe, tree, size, latest):
                found.add(probe.pattern)
        return frozenset(found)

    def _asked(self, data: bytes, tree: etree._ElementTree) -> list[Probe]:
        """Return the probes that are about elements and attributes which a document may have."""
        is_missing = {each.tag for each in tree.getroot().iter()}.isdisjoint
        asked = [Probe(*each) for each in self.probes if not any(map(is_missing, each[0]))]
        if not _has_plain_names(data, tree):
            return asked
        return [each for each in asked if all(name in data for name in each.attributes)]

    def _may_report(self, probe: Probe, tree: Any, size: int, latest: float) -> bool:
        """Return whether the rule of a probe may report something, also where there is no time left to find out."""
        if not probe.context or size > probe.largest_to_select or time.thread_time() > latest:
            return True
        try:
            return self._may_fail(probe, tree, size, latest)
        except etree.XPathError:
            return True

    def _may_fail(self, probe: Probe, tree: Any, size: int, latest: float) -> bool:
        if size <= probe.largest_at_once:
            return bool(self._compile(f"boolean({probe.context}[{probe.fault}])")(tree))
        found = self._compile(probe.context)(tree)
        if not found or size > probe.largest_to_try:
            return bool(found)
        lets = [(name, self._compile(value)) for name, value in probe.lets]
        fault = self._compile(f"boolean({probe.fault})")
        return any(time.thread_time() > latest or _may_fail_at(each, lets, fault) for each in found)

    def _compile(self, expression: str) -> Callable[..., Any]:
        return _compile(expression, tuple(self.namespaces.items()))


@lru_cache(maxsize=1024)
def _compile(expression: str, namespaces: tuple[tuple[str, str], ...]) -> Callable[..., Any]:
    return etree.XPath(expression, namespaces=dict(namespaces), smart_strings=False)


def _has_plain_names(data: bytes, tree: etree._ElementTree) -> bool:
    """Return whether each name of a document certainly is in its bytes as in ASCII.

    The text of an entity may have names whose characters are written as references.
    """
    starts_plainly = data[:1] == b"<" and data[1:2] != b"\0"
    encoding = (tree.docinfo.encoding or "UTF-8").upper()
    return starts_plainly and encoding in _LIKE_ASCII and b"<!ENTITY" not in data


def _may_fail_at(node: Any, lets: list[tuple[str, Callable[..., Any]]], fault: Callable[..., Any]) -> bool:
    values: dict[str, Any] = {CURRENT: [node]}
    for name, value in lets:
        values[name] = value(node, **values)
    return bool(fault(node, **values))


def _size_of(tree: etree._ElementTree) -> int:
    """Return the size of a document: the bits of the number of its nodes, or of as many characters as cost the same."""
    # Imports nothing that is not there already.
    from teikit.schematron.xpath.cost import classify  # noqa: PLC0415

    found = classify(tree, sum(1 for _ in tree.getroot().iter()), most=1 << LARGEST)
    return LARGEST + 1 if found is None else max(found.nodes, found.text - TEXT_BITS)
