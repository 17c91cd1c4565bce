"""Checks that pointers resolve: to an element of the document, of another file or of a register, or by a prefix."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from teikit.checks.check import Check
from teikit.checks.finding import CheckedElement, Finding
from teikit.checks.linked_files import LinkedFiles, RecordedLookups
from teikit.checks.pointer_attributes import ATTRIBUTES, TYPED
from teikit.checks.pointer_causes import PointerCauses, Use, place_outside, shorten_value, usage_of
from teikit.checks.pointer_resolution import PointerResolver, Problem, Target
from teikit.checks.pointer_rules import (
    FILE_MISSING,
    GRAPHIC_MISSING,
    PREFIX_UNMATCHED,
    UNDECLARED_PREFIX,
    UNRESOLVED,
    WITHOUT_HASH,
)
from teikit.checks.prefixes import Prefix
from teikit.checks.uris import MALFORMED
from teikit.checks.walk import XML_BASE
from teikit.diagnostics.value_faults import ValueFault
from teikit.document.start_tags import XML_ID
from teikit.storage.references import local_path, resolve

if TYPE_CHECKING:
    from teikit.registers import RegisterIndex

# More patterns of one prefix than this are not tried.
_MAX_PATTERNS = 50
# Pointers relative to a longer base are not followed, in code points: no file and no server has such a name.
_LONGEST_BASE = 16_384
_KEY = "key"
# Elements of ODDs, whose keys name other declarations.
_OF_SCHEMAS = frozenset({"attRef", "classRef", "dataRef", "elementRef", "macroRef", "memberOf", "moduleRef"})
# Elements with codes of ISO 3166 as keys, which are in no register.
_COUNTRIES = frozenset({"country", "nationality", "region", "state"})
_ISO_CODE = r"[A-Za-z]{2,3}(-[A-Z0-9]{1,3})?"
_CONTEXT = "correspContext"
_PUNCTUATION = '()"“”„,.;:!?'
_WORD = r"[(\"“„]?[^\W\d_]+(?:[-'’][^\W\d_]+)*[.,;:!?)\"”“]?"
# What a value has in which a word is meant as a pointer: to an element, a file, or by a prefix.
_OF_POINTERS = re.compile(r"[#/]|:\S|\.[a-z]{2,4}(?!\S)")
# Only so many words of a value are followed.
_MOST_WORDS = 1_000
# Words without a capital are prose from this number on: fewer may be codes.
_FEW_WORDS, _MANY_WORDS = 2, 4


class PointersCheck(Check):
    """All pointers of a document; each distinct one is resolved once."""

    rules = (UNRESOLVED, WITHOUT_HASH, FILE_MISSING, UNDECLARED_PREFIX, PREFIX_UNMATCHED, MALFORMED, GRAPHIC_MISSING)
    elements = frozenset({"prefixDef", "xi:include", _CONTEXT})
    # The walk tracks bases if a check sees them.
    attributes = ATTRIBUTES | {XML_ID, XML_BASE}

    def __init__(
        self, path: Path | None, linked_files: LinkedFiles | RecordedLookups, registers: "RegisterIndex | None" = None
    ) -> None:
        self._path, self._linked_files, self._registers = path, linked_files, registers or None
        self._ids: set[str] = set()
        self._uses: defaultdict[tuple[str, tuple[str, ...]], list[Use]] = defaultdict(list)
        self._keys: dict[str, list[Use]] = {}
        # Values of several words without any sign of a pointer.
        self._words: dict[tuple[str, tuple[str, ...]], list[Use]] = {}
        self._prefixes: dict[str, list[Prefix]] = {}
        self._is_whole = True
        self._contexts = 0
        for each in registers.prefixes if registers else ():
            self._declare_prefix(each.ident, Prefix(each.pattern, each.replacement))

    def start(self, element: CheckedElement) -> None:
        """See a declared prefix, a description of other letters, or that a part of the document is in another file."""
        if element.name == "xi:include":
            self._is_whole = False
        elif element.name == _CONTEXT:
            self._contexts += 1
        else:
            get = element.attributes.get
            self._declare_prefix(get("ident", ""), Prefix(get("matchPattern", ""), get("replacementPattern", "")))

    def end(self, element: CheckedElement) -> None:
        """See a description of other letters end."""
        self._contexts -= element.name == _CONTEXT

    def _declare_prefix(self, ident: str, prefix: Prefix) -> None:
        declared = self._prefixes.setdefault(ident, [])
        if len(declared) < _MAX_PATTERNS:
            declared.append(prefix)

    def attribute(self, element: CheckedElement, key: str, value: str) -> None:
        """See an id, a base, or pointers."""
        if key == XML_ID:
            self._ids.add(value.strip())
            return
        number, name, attributes, _, bases = element
        usage = usage_of(name, key, attributes.get("type", "") if name in TYPED else "")
        if usage is None:
            return
        use = number, place_outside(usage) if self._contexts else usage
        if key == _KEY:
            if (
                name not in _OF_SCHEMAS
                and value.strip()
                and not (name in _COUNTRIES and re.fullmatch(_ISO_CODE, value))
            ):
                self._keys.setdefault(value.strip(), []).append(use)
        else:
            words = [value.strip()] if key == "url" else value.split()
            if len(words) > 1 and not _OF_POINTERS.search(value):
                self._words.setdefault((" ".join(words), bases), []).append(use)
            else:
                for word in words:
                    self._uses[word, bases].append(use)

    def findings(self) -> Iterator[Finding]:
        """Yield the pointers that do not resolve."""
        resolver = PointerResolver(
            self._ids, self._prefixes, self._linked_files, self._registers, is_whole=self._is_whole
        )
        causes = PointerCauses(self._registers)
        bases = self._resolve_bases()
        yield from self._follow_words(resolver, causes, bases)
        for pointer, within in list(self._uses):
            uses = self._uses.pop((pointer, within))
            causes.add(pointer, resolver.follow(pointer, bases[within]), uses)
        for key, uses in self._keys.items():
            causes.add(key, resolver.follow_key(key), uses)
        yield from causes.findings()

    def _follow_words(
        self, resolver: PointerResolver, causes: PointerCauses, bases: dict[tuple[str, ...], str]
    ) -> Iterator[Finding]:
        """Follow values of several words; what is no pointer at all is reported once, and not for each word."""
        for (value, within), uses in self._words.items():
            words = value.split()
            found = [resolver.follow(each, bases[within]) for each in list(dict.fromkeys(words))[:_MOST_WORDS]]
            if any(map(_leads_somewhere, found)):
                for word in words:
                    self._uses[word, within].extend(uses)
            elif is_prose(words):
                yield from (_prose_finding(value, each) for each in uses)
            else:
                causes.add(value, found[0], uses)

    def _resolve_bases(self) -> dict[tuple[str, ...], str]:
        """Return the base of relative pointers by the values of xml:base in force, "" where there is none."""
        known: dict[tuple[str, ...], str] = {(): str(self._path or "")}
        for bases in {bases for _, bases in (*self._uses, *self._words)}:
            begun = next(length for length in range(len(bases), -1, -1) if bases[:length] in known)
            for length in range(begun, len(bases)):
                known[bases[: length + 1]] = _resolve_base(bases[length], known[bases[:length]])
        return known


class KeyedPointersCheck(PointersCheck):
    """All pointers and keys of a document for which registers are given."""

    attributes = PointersCheck.attributes | {_KEY}


def is_prose(words: list[str]) -> bool:
    """Return whether the words of an attribute are a text in a language, and not codes of an edition."""
    plain = [each for each in words if re.fullmatch(_WORD, each)]
    if len(plain) < _FEW_WORDS or len(plain) * 2 < len(words):
        return False
    return len(plain) >= _MANY_WORDS or any(map(_is_capitalized, plain))


def _is_capitalized(word: str) -> bool:
    letters = word.strip(_PUNCTUATION)
    return letters[:1].isupper() and letters[1:].islower()


def _leads_somewhere(found: Problem | Target) -> bool:
    """Return whether a word leads to something, or would with a hash sign."""
    return found.is_known if isinstance(found, Target) else found.replacement is not None


def _prose_finding(value: str, use: Use) -> Finding:
    element, usage = use
    message = ValueFault(usage.attribute, shorten_value(value), "is text, and no pointer").message()
    return Finding(MALFORMED, message, element, usage.attribute)


def _resolve_base(base: str, outer: str) -> str:
    """Return a base within another one; "" where it is too long, or relative to none."""
    if len(outer) + len(base) > _LONGEST_BASE or not (outer or local_path(base) is None):
        return ""
    return resolve(base, outer)
