"""Resolves XIncludes in place (XInclude 1.0): elements by an xml:id or whole documents, texts, and fallbacks."""

import re
from collections.abc import Iterator
from typing import TypeGuard

from teikit.document.encoding import encoding_of
from teikit.errors import TeikitError
from teikit.formats.encodings import decode
from teikit.limits import limit
from teikit.messages import quote
from teikit.odd.reading.files import OddFiles, limit_error, with_reference
from teikit.odd.reading.traversal import XML_ID, elements_outside_examples, is_example
from teikit.odd.reporting import Reporter
from teikit.odd.rules import RULE
from teikit.p5.nodes import Node
from teikit.relaxng.syntax.faults import SchemaNotFoundError, SchemaSyntaxError

_XINCLUDE = "http://www.w3.org/2001/XInclude"
# An xml:id, alone or as the pointers of XPointer that mean the same.
_POINTER = re.compile(r"(?:xpointer\(\s*)?id\(\s*['\"]([^'\"]+)['\"]\s*\)\s*\)?|element\(([^/()]+)\)|([^\s()/]+)")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What is included: the name of a file, and an xml:id, "" for the root.
_Target = tuple[str, str]


class _ResourceError(Exception):
    """What an include names cannot be had; its fallback counts, if it has one."""


class _UndecodableError(TeikitError):
    """A text is not in the encoding that is stated."""


class IncludeResolver:
    """Replaces includes by what they include; what cannot be included is reported at its place."""

    def __init__(self, files: OddFiles, reporter: Reporter) -> None:
        self._files, self._reporter = files, reporter
        # By target: what it includes, and how many elements this is.
        self._included: dict[_Target, tuple[list[Node | str], int]] = {}
        # The elements whose includes are being resolved.
        self._active: set[int] = set()

    def expand_document(self, name: str) -> Node:
        """Return the root of a file with all that it includes; errors are those of `read_nodes`."""
        root = self._files.root(name)
        if not _is_include(root):
            self._expand(root, 1)
            return root
        # A root that is an include itself.
        included = self._include(root, 1)
        return next((each for each in included if isinstance(each, Node)), root)

    def _expand(self, root: Node, depth: int) -> None:
        for parent in _parents_of_includes(root):
            self._active.add(id(parent))
            children: list[Node | str] = []
            for child in parent.children:
                children += self._include(child, depth) if _is_include(child) else (child,)
            parent.children = children
            self._active.discard(id(parent))

    def _include(self, include: Node, depth: int) -> list[Node | str]:
        """Return what stands in for an include; `depth` counts the files and elements around it."""
        if depth > limit("include-depth"):
            raise limit_error("include-depth", include.place)
        try:
            parse = include.get("parse", "xml").strip()
            if parse not in {"xml", "text"}:
                raise _ResourceError(f"@parse is {quote(parse)}, and not 'xml' or 'text'")
            return self._included_text(include) if parse == "text" else self._included_nodes(include, depth)
        except _ResourceError as error:
            return self._fall_back(include, depth, str(error))

    def _fall_back(self, include: Node, depth: int, reason: str) -> list[Node | str]:
        fallback = next(include.elements("fallback", namespace=_XINCLUDE), None)
        if fallback is None:
            self._reporter.report(RULE["odd/include-missing"], reason, include.place.of("href"))
            return []
        self._expand(fallback, depth)
        return fallback.children

    def _find(self, include: Node, href: str) -> str:
        if not href:
            return self._files.find(include.place.file, "", include.place)
        try:
            return self._files.find(href, include.base, include.place)
        except SchemaNotFoundError as error:
            raise _ResourceError(f"{quote(href)} cannot be included: {error}") from None

    def _included_text(self, include: Node) -> list[Node | str]:
        href = include.get("href").strip()
        data = self._files.content(self._find(include, href))
        encoding, mark = encoding_of(data[:200])
        stated = include.get("encoding").strip()
        try:
            text = decode(data[mark:], encoding if mark or not stated else stated, href, error=_UndecodableError)
        except _UndecodableError as error:
            raise _ResourceError(f"{quote(href)} cannot be included: {error}") from None
        if found := _NOT_XML.search(text):
            reason = f"it has the character U+{ord(found[0]):04X}, which XML does not allow"
            raise _ResourceError(f"{quote(href)} cannot be included: {reason}")
        return [text.replace("\r\n", "\n").replace("\r", "\n")]

    def _included_nodes(self, include: Node, depth: int) -> list[Node | str]:
        href, _, fragment = include.get("href").strip().partition("#")
        pointer = include.get("xpointer").strip() or fragment
        target = self._find(include, href), _identifier_in(pointer)
        if target in self._included:
            included, size = self._included[target]
            # It is walked again wherever it is included.
            self._files.budget.spend("odd-elements", size)
            return included
        node = self._element(target, include)
        if any(id(each) in self._active for each in elements_outside_examples(node)):
            message = f"{quote(include.get('href').strip() or pointer)} includes itself"
            self._reporter.report(RULE["odd/include-cycle"], message, include.place.of("href"))
            return []
        self._expand(node, depth + 1)
        self._included[target] = [node], sum(1 for _ in elements_outside_examples(node))
        return [node]

    def _element(self, target: _Target, include: Node) -> Node:
        """Return the element that is included, as it is written."""
        name, identifier = target
        try:
            root = self._files.root(name)
        except SchemaSyntaxError as error:
            raise with_reference(error, "included here", include.place) from None
        if not identifier:
            return root
        elements = elements_outside_examples(root)
        found = next((each for each in elements if each.attributes.get(XML_ID, "").strip() == identifier), None)
        if found is None:
            raise _ResourceError(f"{quote(name)} has no element with the xml:id {quote(identifier)}")
        return found


def _is_include(child: Node | str) -> TypeGuard[Node]:
    return isinstance(child, Node) and child.name == "include" and child.namespace == _XINCLUDE


def _parents_of_includes(root: Node) -> Iterator[Node]:
    """Yield the elements that have includes as children, in document order; none that is in an include."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        children = [each for each in node.children if type(each) is Node]
        includes = [each for each in children if _is_include(each)]
        if not is_example(node):
            waiting += [each for each in reversed(children) if not _is_include(each)]
            if includes:
                yield node


def _identifier_in(pointer: str) -> str:
    """Return the xml:id that a pointer means, "" if there is no pointer."""
    match = _POINTER.fullmatch(pointer) if pointer else None
    if pointer and match is None:
        raise _ResourceError(f"the pointer {quote(pointer)} is not supported, only an xml:id")
    return next(filter(None, match.groups())) if match else ""
