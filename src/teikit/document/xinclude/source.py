"""One file that takes part in an inclusion, read once: where its elements begin and end, and what it includes."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from teikit.diagnostics import Position
from teikit.document.locations import OffsetPlaces
from teikit.limits import Budget
from teikit.storage.references import resolve

NAMESPACE = "http://www.w3.org/2001/XInclude"
_XML = "http://www.w3.org/XML/1998/namespace"
XML_BASE, XML_LANG, XML_ID = f"{_XML} base xml", f"{_XML} lang xml", f"{_XML} id xml"
# A start tag or an empty tag of a well-formed document.
TAG = re.compile(rb"<(?:[^>\"']|\"[^\"]*\"|'[^']*')*+>")
_NAME = re.compile(rb"<[^\s/>]+")


# What it takes to find out what an element around another one declares, in bytes that take as long to copy.
_STEP = 20


class Context(NamedTuple):
    """What is in force in an element: namespaces by prefix ("" for none), the base, and the language, if any."""

    scope: Mapping[str, str]
    base: str
    language: str | None


@dataclass(slots=True)
class Include:
    """An xi:include: the number of the element, its bytes, its attributes without namespace, and what is wrong with it.

    `fallback` is the number of its xi:fallback.
    """

    number: int
    start: int
    end: int
    attributes: Mapping[str, str]
    fallback: int | None = None
    fault: str = ""


@dataclass(slots=True)
class Cut:
    """Bytes of a file that another text replaces where it is merged."""

    start: int
    end: int
    text: bytes


@dataclass(slots=True)
class Source:
    """A well-formed file as UTF-8, with line feeds as line ends; elements have numbers from 0, in document order.

    `name` is that for messages, `uri` the path or URI that relative references in it start from. `starts` and `ends`
    are offsets in bytes, `parents` numbers, -1 for none. `declared`, `bases` and `languages` have the namespaces
    (by prefix), xml:base and xml:lang of elements that have some. `cuts` are in order and do not overlap. `items` are
    the ranges of the root element, comments and instructions outside of it.
    """

    name: str
    uri: str
    data: bytes
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    declared: dict[int, dict[str, str]] = field(default_factory=dict)
    bases: dict[int, str] = field(default_factory=dict)
    languages: dict[int, str] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    includes: list[Include] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)
    items: list[tuple[int, int]] = field(default_factory=list)
    # The nearest element, itself or around it, that has namespaces, xml:base or xml:lang; -1 for none.
    owners: list[int] = field(default_factory=list)
    _places: OffsetPlaces | None = None
    _contexts: dict[int, Context] = field(default_factory=dict)
    _children: dict[int, list[int]] = field(default_factory=dict)

    def context(self, number: int, budget: Budget) -> Context:
        """Return what is in force in an element; -1 is outside of all elements."""
        owner = self.owners[number] if number >= 0 else -1
        if owner not in self._contexts:
            chain = []
            while owner >= 0:
                chain.append(owner)
                owner = self.owners[self.parents[owner]] if self.parents[owner] >= 0 else -1
            budget.spend("xinclude-bytes", len(chain) * _STEP)
            self._contexts[chain[0] if chain else -1] = self._find_context(chain, budget)
        return self._contexts[self.owners[number] if number >= 0 else -1]

    def _find_context(self, chain: list[int], budget: Budget) -> Context:
        """Return what is in force in the first of some elements, of which each is in the next."""
        scope: dict[str, str] = {}
        base, language = self.uri, None
        for each in reversed(chain):
            scope |= self.declared.get(each, {})
            language = self.languages.get(each, language)
            if each in self.bases:
                base = resolve(self.bases[each], base)
                budget.spend("xinclude-bytes", len(base))
        return Context(scope, base, language)

    def child(self, number: int, place: int) -> int:
        """Return the nth child of an element, from 1; -1 if there is none."""
        if not self._children:
            for each, parent in enumerate(self.parents):
                self._children.setdefault(parent, []).append(each)
        found = self._children.get(number, ())
        return found[place - 1] if place <= len(found) else -1

    def includes_in(self, start: int, end: int) -> Iterator[Include]:
        """Yield the includes in a range of bytes, in order, without those inside of others."""
        at = start
        for number in range(bisect_left(self.includes, start, key=lambda each: each.start), len(self.includes)):
            include = self.includes[number]
            if include.start >= end:
                return
            if include.start >= at:
                yield include
                at = include.end

    def cuts_in(self, start: int, end: int) -> Iterator[Cut]:
        """Yield the cuts in a range of bytes."""
        for number in range(bisect_left(self.cuts, start, key=lambda each: each.start), len(self.cuts)):
            if self.cuts[number].start >= end:
                return
            yield self.cuts[number]

    def content(self, number: int) -> tuple[int, int]:
        """Return the range of bytes between the tags of an element."""
        begin, end = self.tag_end(number), self.ends[number]
        is_empty = self.data[begin - 2 : begin] == b"/>"
        return (begin, begin) if is_empty else (begin, self.data.rindex(b"</", begin, end))

    def tag_end(self, number: int) -> int:
        """Return the offset after an element's start tag."""
        tag = TAG.match(self.data, self.starts[number])
        assert tag is not None  # noqa: S101  the document is well-formed
        return tag.end()

    def name_end(self, number: int) -> int:
        """Return the offset after the name in an element's start tag."""
        name = _NAME.match(self.data, self.starts[number])
        assert name is not None  # noqa: S101  the document is well-formed
        return name.end()

    def children(self, number: int) -> Iterator[int]:
        """Yield the elements in an element, without those further down."""
        end, child = self.ends[number], number + 1
        while child < len(self.starts) and self.starts[child] < end:
            yield child
            child = max(child + 1, bisect_left(self.starts, self.ends[child]))

    def position(self, offset: int) -> Position:
        """Return the position of an offset; it takes time for the distance from the last one."""
        if self._places is None:
            self._places = OffsetPlaces(self.data)
        return self._places.position(offset)
