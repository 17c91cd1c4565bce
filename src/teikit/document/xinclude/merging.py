"""Merges a document with all that it includes (XInclude 1.0, second edition, clause 4).

Included elements get xml:base, xml:lang and namespaces where theirs differ from those around them (clause 4.5). The
attributes @accept and @accept-language have no meaning for files.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple, Protocol

from teikit.diagnostics import Diagnostic, Span
from teikit.document.xinclude.fixups import fixups
from teikit.document.xinclude.merged_text import Inclusion, Kind, MergedText
from teikit.document.xinclude.pointers import PointerError, find_element
from teikit.document.xinclude.reading import read_source
from teikit.document.xinclude.rules import INCORRECT, NOT_READ
from teikit.document.xinclude.source import Cut, Include, Source
from teikit.formats.characters import find_non_xml
from teikit.formats.encodings import find_encoding
from teikit.limits import Budget
from teikit.messages import quote
from teikit.storage.references import resolve

_MOST_FAULTS = 1_000


class IncludeNotFoundError(Exception):
    """A file is not there: its fallback takes its place. The message is a predicate for it."""


class IncludeRefusedError(Exception):
    """A file may not or cannot be read, and its fallback must not hide that; the message is a predicate for it."""


class _IncorrectError(Exception):
    """An xi:include is wrong, or includes what cannot be included."""


class IncludeLoader(Protocol):
    """Reads the files that a document includes."""

    def load(self, uri: str) -> tuple[str, bytes]:
        """Return the name of a file for messages, and its bytes; raises IncludeNotFoundError, IncludeRefusedError."""
        ...

    def find_faults(self, name: str, data: bytes) -> list[Diagnostic]:
        """Return why a file is not well-formed."""
        ...


class _Target(NamedTuple):
    """A part of a file that is included: a whole file, or one element of it by its number."""

    source: Source
    number: int


class Merger:
    """Merges one document; `faults` is what is wrong, after which the text is not complete."""

    def __init__(self, loader: IncludeLoader, budget: Budget) -> None:
        self._loader, self._budget = loader, budget
        self.text = MergedText(budget)
        self.faults: list[Diagnostic] = []
        self._known: dict[str, Source | None] = {}
        self._texts: dict[str, tuple[str, bytes]] = {}
        # What is being included, the innermost last.
        self._active: list[tuple[str, int]] = []

    def merge(self, root: Source) -> None:
        """Write a document and all that it includes."""
        self._known[root.uri] = root
        self._active.append((root.uri, -1))
        self._copy(root, 0, len(root.data))

    def _copy(self, source: Source, start: int, end: int, more: "tuple[tuple[Cut, Kind], ...]" = ()) -> None:
        """Write a range of a file, with what it includes in place of each xi:include."""
        at, inclusion = start, self.text.inclusion
        for include in source.includes_in(start, end):
            self._copy_text(source, at, include.start, more)
            self._include(source, include)
            self.text.inclusion = inclusion
            at = include.end
        self._copy_text(source, at, end, more)

    def _copy_text(self, source: Source, start: int, end: int, more: "tuple[tuple[Cut, Kind], ...]") -> None:
        self.text.copy(source, start, end, [each for each in more if start <= each[0].start < end])

    def _include(self, source: Source, include: Include) -> None:
        place = source.position(include.start)
        self._budget.spend("xinclude-count", place=f"{place.line}:{place.column}")
        self._budget.check("xinclude-depth", len(self._active), f"{place.line}:{place.column}")
        if len(self.faults) >= _MOST_FAULTS:
            return
        self.text.inclusions.append(Inclusion(source.name, place))
        number = len(self.text.inclusions) - 1
        attributes, href = include.attributes, include.attributes.get("href", "")
        try:
            if fault := f"xi:include {include.fault}" if include.fault else _attribute_fault(attributes):
                raise _IncorrectError(fault)
            if attributes.get("parse", "xml") == "text":
                self._include_text(source, include, number)
            else:
                self._include_element(source, include, number)
        except IncludeNotFoundError as error:
            self._fall_back(source, include, f"the file {quote(href)} that xi:include names {error}")
        except PointerError as error:
            self._fall_back(source, include, f"the xpointer {quote(_pointer(attributes))} of xi:include {error}")
        except IncludeRefusedError as error:
            self._fail(source, include, NOT_READ.id, f"the file {quote(href)} that xi:include names {error}")
        except _IncorrectError as error:
            self._fail(source, include, INCORRECT.id, str(error))

    def _fall_back(self, source: Source, include: Include, message: str) -> None:
        if include.fallback is None:
            self._fail(source, include, NOT_READ.id, message)
        else:
            self._copy_fallback(source, include, include.fallback)

    def _fail(self, source: Source, include: Include, rule: str, message: str) -> None:
        at = source.position(include.start)
        # One that comes from an entity has no tag there.
        is_tag = source.data.startswith(b"<", include.start)
        end = source.position(source.name_end(include.number)) if is_tag else at
        self.faults.append(Diagnostic(source.name, rule, INCORRECT.severity, message, Span(at, end)))

    def _copy_fallback(self, source: Source, include: Include, fallback: int) -> None:
        """Write the content of a fallback; its elements keep the namespaces that xi:include and xi:fallback declare."""
        outer = source.parents[include.number]
        more: list[tuple[Cut, Kind]] = []
        for child in source.children(fallback):
            more += fixups(source, child, source, outer, self._budget, names_only=True)
        self._active.append((source.uri, fallback))
        self._copy(source, *source.content(fallback), tuple(more))
        self._active.pop()

    def _include_text(self, source: Source, include: Include, number: int) -> None:
        uri = self._resolve(source, include)
        if uri not in self._texts:
            name, data = self._loader.load(uri)
            self._texts[uri] = name, _decode(data, include.attributes.get("encoding", ""), name)
        name, data = self._texts[uri]
        self.text.inclusion = number
        whole = Source(name, uri, data)
        at = 0
        while at < len(data):
            # The end of a section of text may not be in it.
            end = data.find(b"]]>", at)
            end = len(data) if end < 0 else end + 2
            self.text.write(whole, at, b"<![CDATA[", "value")
            self.text.write(whole, at, data[at:end], "text")
            self.text.write(whole, end, b"]]>", "value")
            at = end

    def _resolve(self, source: Source, include: Include) -> str:
        """Return the path or URI that an xi:include names."""
        return resolve(
            include.attributes.get("href", ""), source.context(source.parents[include.number], self._budget).base
        )

    def _include_element(self, source: Source, include: Include, number: int) -> None:
        target = self._find_target(source, include)
        if target is None:
            return
        key = (target.source.uri, target.number)
        if key in self._active:
            names = [uri.rpartition("/")[2] for uri, _ in [*self._active[self._active.index(key) :], key]]
            raise _IncorrectError(f"xi:include includes what it is in itself: {' -> '.join(map(quote, names))}")
        self._active.append(key)
        outer = source.parents[include.number]
        for start, end, element in _items(target):
            more = () if element < 0 else fixups(target.source, element, source, outer, self._budget)
            self.text.inclusion = number
            self._copy(target.source, start, end, tuple(more))
        self._active.pop()

    def _find_target(self, source: Source, include: Include) -> _Target | None:
        """Return what is to be included; None where that is not well-formed, which is reported once."""
        pointer = _pointer(include.attributes)
        found = self._load(self._resolve(source, include)) if include.attributes.get("href") else source
        if found is None:
            return None
        return _Target(found, find_element(found, pointer) if pointer else -1)

    def _load(self, uri: str) -> Source | None:
        if uri not in self._known:
            name, data = self._loader.load(uri)
            self._budget.spend("xinclude-bytes", len(data))
            budget = Budget(name)
            self._known[uri] = read_source(name, uri, data, budget)
            if self._known[uri] is None:
                self.faults += self._loader.find_faults(name, data) or [_unreadable(name)]
        return self._known[uri]


def _unreadable(name: str) -> Diagnostic:
    return Diagnostic(name, INCORRECT.id, INCORRECT.severity, "the file cannot be included")


def _items(target: _Target) -> Iterator[tuple[int, int, int]]:
    """Yield the ranges of what is included, and the number of the element that each is, -1 for none."""
    source, number = target
    if number >= 0:
        yield source.starts[number], source.ends[number], number
        return
    for start, end in source.items:
        yield start, end, 0 if start == source.starts[0] else -1


def _attribute_fault(attributes: "Mapping[str, str]") -> str:
    """Return what is wrong with the attributes of an xi:include, "" if nothing is."""
    href, parse = attributes.get("href", ""), attributes.get("parse", "xml")
    pointer = _pointer(attributes)
    if parse not in {"xml", "text"}:
        return f"xi:include has parse={quote(parse)}; it may be 'xml' or 'text'"
    if "#" in href:
        name, _, fragment = href.partition("#")
        return f"the href of xi:include may not have a '#': write href={quote(name)} and xpointer={quote(fragment)}"
    if parse == "text" and pointer:
        return "xi:include of a text has an xpointer, which names elements; the whole text can be included"
    if not href and not (pointer and parse == "xml"):
        return "xi:include names nothing: it needs an href"
    return ""


def _decode(data: bytes, encoding: str, name: str) -> bytes:
    """Return a text as UTF-8; raises IncludeRefusedError where it is none."""
    codec = find_encoding(encoding) if encoding else _encoding_by_mark(data)
    if codec is None:
        raise _IncorrectError(f"xi:include names the encoding {quote(encoding)}, which is not known")
    try:
        text = data.decode(codec).removeprefix("\ufeff")
    except UnicodeError:
        advice = "" if encoding else "; @encoding names another"
        raise _IncorrectError(f"the file {quote(name)} that xi:include names is no text in {codec}{advice}") from None
    if found := find_non_xml(text):
        words = f"has {found}, a character that XML does not allow"
        raise _IncorrectError(f"the file {quote(name)} that xi:include names {words}")
    return re.sub("\r\n?", "\n", text).encode()


def _encoding_by_mark(data: bytes) -> str:
    return "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"


def _pointer(attributes: Mapping[str, str]) -> str:
    return attributes.get("xpointer") or attributes.get("fragid") or ""
