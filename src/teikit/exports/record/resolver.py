"""Follows references of a document to entries: in itself, in registers, and in files beside it.

A reference is a pointer (`#id`, `file.xml#id`, a URI, or one with a declared prefix) or a key (TEI P5 16.2, 13.1.1).
"""

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from teikit.document.uri_schemes import KNOWN_SCHEMES
from teikit.exports.record.linked_registers import NO_LINKED_REGISTERS, LinkedRegisters
from teikit.exports.record.own_entries import OwnEntries
from teikit.exports.record.prefixes import Prefixes, declared_prefixes
from teikit.registers import UNKNOWN, DescribedRegister, Entry
from teikit.registers.authorities import is_uri, sort_uris
from teikit.registers.entry import merge_entries
from teikit.storage.references import local_path, resolve

# How often an entry may refer to another one that says more of the same thing.
_MOST_STEPS = 4
# More pointers of one attribute are not followed.
_MOST_POINTERS = 1_000
_BESIDE = ("sameAs", "corresp")
_POINTING = ("ref", "key", "corresp", "sameAs", "who", "resp")
# In more files beside a document no ids are looked for.
_MOST_FILES = 20
_INCLUDE = "{http://www.w3.org/2001/XInclude}include"
# A key of this form is the id of an entry: words have no digits.
_ID = re.compile(r"[A-Za-z][A-Za-z_.-]*[0-9][\w.-]*")
_REMOTE = None


class Outcome(NamedTuple):
    """What a reference leads to; None for `entry` if it leads nowhere.

    `prefix` is one that is not declared. A reference that `is_other` is none to a register, such as an e-mail address.
    """

    entry: Entry | None = None
    prefix: str = ""
    is_other: bool = False


_NOWHERE = Outcome()
_OTHER = Outcome(is_other=True)


class DocumentResolver:
    """Finds the entries to which one document refers (see `Resolver`)."""

    def __init__(
        self, root: etree._Element, linked: LinkedRegisters = NO_LINKED_REGISTERS, path: Path | None = None
    ) -> None:
        self._root, self._linked, self._path = root, linked, path
        self._own = OwnEntries(root)
        # Most letters have few references, and each of them again and again. Plain dictionaries, since cached methods
        # would refer to the resolver, and keep it and the document in memory.
        self._by_pointer: dict[tuple[str, str], Outcome] = {}
        self._by_key: dict[tuple[str, str], Outcome] = {}

    def find(self, element: etree._Element) -> Entry:
        """Return what is known of the element's references."""
        found = self.find_each(element)
        if not found:
            return UNKNOWN
        if len(found) == 1:
            return found[0]
        first = next((each for each in found if each.id or each.name), found[0])
        for each in found:
            first = merge_entries(first, each)
        return first

    def find_each(self, element: etree._Element) -> tuple[Entry, ...]:
        """Return what is known of each reference of an element."""
        return tuple(dict.fromkeys(each.entry for each in self.outcomes(element) if each.entry is not None))

    def outcomes(self, element: etree._Element) -> list[Outcome]:
        """Return what each reference of an element leads to: those of @ref, @key, or else @sameAs and @corresp."""
        get = element.get
        base = self._base(element)
        pointers = get("ref", "").split()[:_MOST_POINTERS]
        found = [self._follow_known(pointer, base) for pointer in pointers]
        if key := get("key", "").strip():
            found.append(self._key_known(key, base))
        if not any(each.entry for each in found):
            beside = (pointer for name in _BESIDE for pointer in get(name, "").split()[:_MOST_POINTERS])
            found += (each for pointer in beside if (each := self._follow_known(pointer, base)).entry)
        return found

    def is_in_registers(self, name: str) -> bool:
        """Return whether a register of the edition has an id, which then means the same in all its documents."""
        return self._linked.registers.find(name) is not None

    def _follow_known(self, pointer: str, base: str) -> Outcome:
        known = self._by_pointer.get((pointer, base))
        if known is None:
            known = self._by_pointer[pointer, base] = self._follow(pointer, base, 0)
        return known

    def _key_known(self, key: str, base: str) -> Outcome:
        known = self._by_key.get((key, base))
        if known is None:
            known = self._by_key[key, base] = self._follow_key(key, base)
        return known

    def names(self, pointers: str) -> tuple[str, ...]:
        """Return the names of the people to whom pointers lead; a pointer itself where it has no name."""
        found = ((pointer, self._follow_known(pointer, "").entry) for pointer in pointers.split())
        return tuple(dict.fromkeys(entry.name if entry and entry.name else pointer for pointer, entry in found))

    @cached_property
    def _prefixes(self) -> Prefixes:
        return Prefixes((*declared_prefixes(self._root), *self._linked.registers.prefixes))

    @cached_property
    def _beside(self) -> list[DescribedRegister]:
        """The files that the document includes, or to whose ids it points: other references may mean their ids too."""
        declared = (each.replacement for each in declared_prefixes(self._root))
        names = (pointer for pointer in chain(declared, _pointers(self._root)) if "#" in pointer)
        included = (each.get("href", "") for each in self._root.iter(_INCLUDE))
        files = dict.fromkeys(name.partition("#")[0] for name in chain(names, included))
        local = (name for name in files if name and ":" not in name)
        found = (self._linked.find(name, self._resolve(name, ""), self._path) for name in islice(local, _MOST_FILES))
        return [each for each in found if each is not None]

    def _base(self, element: etree._Element) -> str:
        """Return the base of relative pointers, "" for the document itself."""
        return (element.base or "") if self._own.has_bases else ""

    def _follow(self, pointer: str, base: str, steps: int) -> Outcome:
        """Return what a pointer leads to, relative to a base."""
        if pointer.startswith("#"):
            return self._follow_id(pointer[1:], steps)
        if is_uri(pointer):
            return Outcome(Entry(uris=(pointer,)))
        scheme, colon, rest = pointer.partition(":")
        # One letter and a colon may be a drive.
        if colon and (len(scheme) > 1 or scheme in self._prefixes) and not set("/?#") & set(scheme):
            return self._follow_prefixed(scheme, rest, base, steps)
        return self._follow_relative(pointer, base, steps)

    def _follow_prefixed(self, scheme: str, rest: str, base: str, steps: int) -> Outcome:
        if scheme not in self._prefixes:
            return _OTHER if scheme.lower() in KNOWN_SCHEMES else Outcome(prefix=scheme)
        if steps < _MOST_STEPS:
            for each in self._prefixes.expand(scheme, rest):
                found = self._follow(each, base, steps + 1)
                if found.entry is not None:
                    return found
        return _NOWHERE

    def _follow_id(self, name: str, steps: int) -> Outcome:
        """Return the entry with an id, in the document and in the registers together."""
        own, links = self._own.find(name)
        entry = self._linked.registers.find(name)
        links = (*links, *self._linked.registers.links(name))
        if own is not None:
            entry = own if entry is None else merge_entries(own, entry)
        if entry is None:
            found = next((each for each in self._beside if name in each.entries), None)
            return _NOWHERE if found is None else self._find_in(found, name, steps)
        return self._add_links(entry, links, steps)

    def _find_in(self, register: DescribedRegister, name: str, steps: int) -> Outcome:
        return self._add_links(register.entries.get(name), register.links.get(name, ()), steps)

    def _add_links(self, entry: Entry | None, links: tuple[str, ...], steps: int) -> Outcome:
        """Return an entry with what those say to which it refers."""
        if entry is None or steps >= _MOST_STEPS:
            return Outcome(entry)
        for each in links:
            # An entry that refers to itself says no more.
            if each.removeprefix("#") != entry.id:
                more = self._follow(each, "", steps + 1).entry
                entry = entry if more is None else merge_entries(entry, more)
        return Outcome(entry)

    def _follow_relative(self, pointer: str, base: str, steps: int) -> Outcome:
        """Return what a pointer to a file leads to, or to an id without its hash sign."""
        name, _, fragment = pointer.partition("#")
        found = self._linked.find(name, self._resolve(name, base), self._path)
        if found is not None and fragment:
            return self._find_in(found, fragment, steps)
        return self._follow_id(pointer, steps) if not fragment else _NOWHERE

    def _resolve(self, name: str, base: str) -> Path | None:
        """Return the local path of a file that a pointer names; None if there is none."""
        own = "" if self._path is None else str(self._path)
        whole = resolve(base, own) if base else own
        return local_path(resolve(name, whole)) if whole and not name.startswith("//") else _REMOTE

    def _follow_key(self, key: str, base: str) -> Outcome:
        """Return what a key leads to: the id of an entry, several, one after a word such as `person:`, or a pointer."""
        for each in _forms_of_key(key):
            found = self._follow_id(each, 0)
            if found.entry is not None:
                return found
        several = [self._follow_id(each.removeprefix("#"), 0).entry for each in key.split()[:_MOST_POINTERS]]
        known = [each for each in several if each is not None]
        if len(known) == len(several) > 1:
            return Outcome(Entry(known[0].id, known[0].kind, "", sort_uris(uri for each in known for uri in each.uris)))
        is_pointer = len(several) == 1 and ("#" in key or ":" in key)
        found = self._follow(key, base, 0) if is_pointer else _NOWHERE
        # Without registers a key may be the usual form of a name, or a code, and not the id of an entry.
        is_id = _ID.fullmatch(key) or self._linked.registers or self._beside
        return found if found.entry or found.prefix or is_id else _OTHER


def _pointers(root: etree._Element) -> Iterator[str]:
    """Yield the pointers of a document to entries."""
    for element in root.iter("{*}*"):
        for name in _POINTING:
            yield from element.get(name, "").split()[:_MOST_POINTERS]


def _forms_of_key(key: str) -> Iterator[str]:
    yield key.removeprefix("#")
    _, colon, rest = key.partition(":")
    if colon and rest and not rest.startswith("//"):
        yield rest.removeprefix("#")
