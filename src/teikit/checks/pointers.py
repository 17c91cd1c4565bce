"""Checks that pointers resolve: to an element of the document or of another file, or by a declared prefix."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from teikit.checks.check import Check
from teikit.checks.finding import CheckedElement, Finding
from teikit.checks.linked_files import LinkedFiles, RecordedLookups
from teikit.checks.pointer_attributes import ATTRIBUTES, is_pointer
from teikit.checks.prefixes import KNOWN_SCHEMES, Prefix
from teikit.checks.uris import MALFORMED, uri_problem
from teikit.checks.walk import XML_BASE
from teikit.diagnostics import Rule, Severity
from teikit.document.start_tags import XML_ID
from teikit.messages import quote, suggest_spelling
from teikit.storage.references import local_path, resolve

UNRESOLVED = Rule(
    "tei/pointer-unresolved",
    Severity.WARNING,
    "A pointer with '#' names an element that is there, in this document or in the file that it names.",
    "Whoever follows it, a reader or a program, comes to nothing: the person, the note or the place is lost.",
    '<p>To <persName ref="#p-hall">Mr Hall</persName>.</p>',
    '<p>To <persName ref="#p-hall">Mr Hall</persName>, <persName xml:id="p-hall">Thomas Hall</persName>.</p>',
    "TEI P5, chapter SA, 16.2; RFC 3986, 3.5",
)
WITHOUT_HASH = Rule(
    "tei/pointer-without-hash",
    Severity.WARNING,
    "A pointer to an element of the same document begins with '#'.",
    "Without it the pointer means a file of that name beside the document, and no program finds the element.",
    '<p>To <persName ref="p-hall">Mr Hall</persName>, <persName xml:id="p-hall">Thomas Hall</persName>.</p>',
    '<p>To <persName ref="#p-hall">Mr Hall</persName>, <persName xml:id="p-hall">Thomas Hall</persName>.</p>',
    "TEI P5, chapter SA, 16.2.1; RFC 3986, 4.4",
)
FILE_MISSING = Rule(
    "tei/pointer-file-missing",
    Severity.WARNING,
    "A pointer to a file names one that is there.",
    "A register or an image that is not handed on with the letter cannot be found by those who come later. Files are"
    " looked for only in the folders of the documents that were named, in the project, and where --allow-read says.",
    '<p><ref target="no-such-letter.xml">my last letter</ref></p>',
    '<p><ref target="https://example.org/letters/4">my last letter</ref></p>',
    "RFC 3986, 5.2; XML Base",
)
UNDECLARED_PREFIX = Rule(
    "tei/pointer-prefix-undeclared",
    Severity.WARNING,
    "A prefix that is no URI scheme of the world is declared by a prefixDef.",
    "Only prefixDef says what 'gnd:118609807' stands for; without it the pointer means nothing outside of the project.",
    '<p>To <persName ref="psn:hall">Mr Hall</persName>.</p>',
    '<p>To <persName ref="https://example.org/persons/hall">Mr Hall</persName>.</p>',
    "TEI P5, chapter SA, 16.2.3",
)
_PREFIX = (
    '<encodingDesc><listPrefixDef><prefixDef ident="psn" matchPattern="([0-9]+)"'
    ' replacementPattern="https://example.org/$1"><p>Persons.</p></prefixDef></listPrefixDef>'
    '<projectDesc><p corresp="{}">Letters.</p></projectDesc></encodingDesc>'
)
PREFIX_UNMATCHED = Rule(
    "tei/pointer-prefix-unmatched",
    Severity.WARNING,
    "What follows a declared prefix matches the pattern of its prefixDef.",
    "The pattern says how identifiers look: one that does not match is misspelt, and nothing stands for it.",
    _PREFIX.format("psn:hall"),
    _PREFIX.format("psn:12"),
    "TEI P5, prefixDef",
    "teiHeader",
)

GRAPHIC_MISSING = Rule(
    "tei/graphic-missing",
    Severity.WARNING,
    "The file of an image, of a recording or of another medium is on disk.",
    "An edition without its facsimiles is handed to an archive once, and nobody can complete it later.",
    '<p><graphic url="no-such-image.jpg"/></p>',
    '<p><graphic url="https://example.org/image.jpg"/></p>',
    "TEI P5, att.resourced",
)

_DIGITS = re.compile("[0-9]+")
# With more ids, or for more pointers, no similar id is suggested: it would take too long.
_MAX_NEAR, _MAX_GUESSES = 500, 50
# More patterns of one prefix than this are not tried.
_MAX_PATTERNS = 50
# Pointers relative to a longer base are not followed, in code points: no file and no server has such a name.
_LONGEST_BASE = 16_384
# A rule, the message, and the intended pointer if it is clear.
_PointerProblem = tuple[Rule, str, str | None]
# Where a pointer is: the element's number and the attribute.
_Use = tuple[int, str]


class PointersCheck(Check):
    """All pointers of a document; each distinct one is resolved once."""

    rules = (UNRESOLVED, WITHOUT_HASH, FILE_MISSING, UNDECLARED_PREFIX, PREFIX_UNMATCHED, MALFORMED, GRAPHIC_MISSING)
    elements = frozenset({"prefixDef", "xi:include"})
    # The walk tracks bases if a check sees them.
    attributes = ATTRIBUTES | {XML_ID, XML_BASE}

    def __init__(self, path: Path | None, linked_files: LinkedFiles | RecordedLookups) -> None:
        self._path, self._linked_files = path, linked_files
        self._ids: set[str] = set()
        self._uses: dict[tuple[str, tuple[str, ...]], list[_Use]] = {}
        self._prefixes: dict[str, list[Prefix]] = {}
        self._is_whole = True
        self._guesses = 0

    def start(self, element: CheckedElement) -> None:
        """See a declared prefix, or that a part of the document is in another file."""
        if element.name == "xi:include":
            self._is_whole = False
            return
        get = element.attributes.get
        declared = self._prefixes.setdefault(get("ident", ""), [])
        if len(declared) < _MAX_PATTERNS:
            declared.append(Prefix(get("matchPattern", ""), get("replacementPattern", "")))

    def attribute(self, element: CheckedElement, key: str, value: str) -> None:
        """See an id, a base, or pointers."""
        if key == XML_ID:
            self._ids.add(value.strip())
            return
        number, name, _, _, bases = element
        if key != XML_BASE and name and is_pointer(name, key):
            for word in [value.strip()] if key == "url" else value.split():
                self._uses.setdefault((word, bases), []).append((number, key))

    def findings(self) -> Iterator[Finding]:
        """Yield the pointers that do not resolve."""
        bases = self._resolve_bases()
        for pointer, within in list(self._uses):
            # Removed, since there may be many, and as many findings.
            uses = self._uses.pop((pointer, within))
            if (problem := self._follow(pointer, bases[within])) is not None:
                yield from _pointer_findings(pointer, problem, uses)

    def _resolve_bases(self) -> dict[tuple[str, ...], str]:
        """Return the base of relative pointers by the values of xml:base in force, "" where there is none."""
        known: dict[tuple[str, ...], str] = {(): str(self._path or "")}
        for bases in {bases for _, bases in self._uses}:
            begun = next(length for length in range(len(bases), -1, -1) if bases[:length] in known)
            for length in range(begun, len(bases)):
                known[bases[: length + 1]] = _resolve_base(bases[length], known[bases[:length]])
        return known

    def _follow(self, pointer: str, base: str) -> _PointerProblem | None:
        wrong = uri_problem(pointer)
        if wrong:
            return MALFORMED, f"{quote(pointer)} is no well-formed URI: {wrong[0]}", wrong[1]
        scheme, colon, rest = pointer.partition(":")
        if pointer.startswith("#"):
            return self._follow_same_document(pointer)
        if colon and len(scheme) > 1 and not set("/?#") & set(scheme):
            return self._follow_prefixed(pointer, scheme, rest, base)
        return self._follow_relative(pointer, base)

    def _follow_same_document(self, pointer: str) -> _PointerProblem | None:
        name = _unquote(pointer[1:])
        if name in self._ids or "(" in name or not self._is_whole:
            return None
        suggestion = self._suggest_id(name, self._ids)
        return UNRESOLVED, f"{quote(pointer)} names no element of this document{suggestion}", None

    def _follow_prefixed(self, pointer: str, scheme: str, rest: str, base: str) -> _PointerProblem | None:
        prefixes = self._prefixes.get(scheme)
        if prefixes is None:
            if scheme.lower() in KNOWN_SCHEMES or not self._is_whole:
                return None
            message = f"the prefix of {quote(pointer)} is no known scheme, and no prefixDef declares it"
            return UNDECLARED_PREFIX, message, None
        expanded = [each for each in (prefix.expand(rest) for prefix in prefixes) if each is not None]
        if not expanded:
            pattern = quote(prefixes[0].pattern)
            return PREFIX_UNMATCHED, f"{quote(pointer)} does not match the pattern {pattern} of its prefixDef", None
        return self._follow_expanded(pointer, expanded, base)

    def _follow_expanded(self, pointer: str, expanded: list[str], base: str) -> _PointerProblem | None:
        """Follow the expansions of a pointer with a prefix; one that resolves is enough."""
        problem: _PointerProblem | None = None
        for each in expanded:
            # A prefix that expands to the same prefix would never end; other schemes are not followed.
            if each.startswith("#"):
                problem = self._follow_same_document(each)
            else:
                problem = None if not each or ":" in each else self._follow_relative(each, base)
            if problem is None:
                return None
        assert problem is not None  # noqa: S101  the loop ran
        return problem[0], f"{quote(pointer)} stands for {quote(expanded[-1])}: {problem[1]}", None

    def _follow_relative(self, pointer: str, base: str) -> _PointerProblem | None:
        """Follow a pointer to a file, relative to a base."""
        if pointer in self._ids and self._is_no_file(pointer, base):
            message = f"{quote(pointer)} names an element of this document, but lacks its '#'"
            return WITHOUT_HASH, message, f"#{pointer}"
        name, _, fragment = pointer.partition("#")
        path = self._file(name, base)
        if path is None:
            return None
        if self._linked_files.exists(path) is False:
            hint = "" if "." in name or "/" in name else " (a pointer to an element begins with '#')"
            return FILE_MISSING, f"{quote(pointer)} points to a file that is not there{hint}", None
        return self._follow_fragment(pointer, path, _unquote(fragment))

    def _follow_fragment(self, pointer: str, path: Path, name: str) -> _PointerProblem | None:
        ids = self._linked_files.ids(path) if name and "(" not in name else None
        if ids is None or name in ids:
            return None
        return UNRESOLVED, f"{quote(pointer)} names no element of that file{self._suggest_id(name, ids)}", None

    def _suggest_id(self, name: str, ids: Collection[str]) -> str:
        """Return a suggestion in words; an id with other numbers is never suggested."""
        self._guesses += 1
        if self._guesses > _MAX_GUESSES or len(ids) > _MAX_NEAR:
            return ""
        digits = _DIGITS.findall(name)
        near = suggest_spelling(name, (each for each in sorted(ids) if _DIGITS.findall(each) == digits))
        return f", did you mean '#{near}'?" if near else ""

    def _is_no_file(self, pointer: str, base: str) -> bool:
        path = self._file(pointer, base)
        return path is None or not self._linked_files.exists(path)

    def _file(self, name: str, base: str) -> Path | None:
        """Return the local file that a pointer means, None if it is remote or the document has no path."""
        if name.startswith("//") or not base or local_path(base) is None:
            return None
        return local_path(resolve(name.partition("?")[0], base))


def _resolve_base(base: str, outer: str) -> str:
    """Return a base within another one; "" where it is too long, or relative to none."""
    if len(outer) + len(base) > _LONGEST_BASE or not (outer or local_path(base) is None):
        return ""
    return resolve(base, outer)


def _pointer_findings(pointer: str, problem: _PointerProblem, uses: list[_Use]) -> Iterator[Finding]:
    rule, message, replacement = problem
    advice = f"write '{replacement}'" if replacement else ""
    for element, attribute in uses:
        broken = GRAPHIC_MISSING if rule is FILE_MISSING and attribute == "url" else rule
        yield Finding(broken, message, element, attribute, target=pointer, replacement=replacement, advice=advice)


def _unquote(text: str) -> str:
    if "%" not in text:
        return text
    # It takes longer to import than most documents to check.
    from urllib.parse import unquote  # noqa: PLC0415

    return unquote(text)
