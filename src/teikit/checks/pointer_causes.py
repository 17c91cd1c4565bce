"""Decides which pointers into nothing are mistakes, and which may lead to what is kept elsewhere.

Editions keep people, places and letters in other files or in a database: a pointer to what no document here has is no
mistake that can be known. It is one where other pointers of the kind lead to something, where registers are given that
describe what it names, where one file of a folder is missing and not all, and where an id is nearly the same.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from teikit.checks.finding import Finding, FindingNote
from teikit.checks.pointer_attributes import ATTRIBUTES, DECLARED, LINKS, NAMING, is_pointer, kinds_of_name
from teikit.checks.pointer_resolution import FileSet, Problem, Target
from teikit.checks.pointer_rules import FILE_MISSING, GRAPHIC_MISSING, UNRESOLVED
from teikit.diagnostics import Severity
from teikit.diagnostics.value_faults import ValueFault, form_of

if TYPE_CHECKING:
    from teikit.registers import RegisterIndex

# How many places of a cause are noted.
_PLACES = 3
# The longest value in a message, in code points.
_LONGEST_VALUE = 60
_ADVICE = {UNRESOLVED: (FindingNote("a register that has it is named by --register FILE, or by [validate] registers"),)}


# It points into a taxonomy, which all letters of an edition share.
_CATEGORY = "catRef"
# Ways of use that are cached.
_MOST_USAGES = 1_024


class Usage(NamedTuple):
    """How a pointer is used: by which attribute, and what its element names, if it names something.

    With `is_outside` it points to other letters, or into a taxonomy of the edition.
    """

    attribute: str
    kinds: tuple[str, ...] = ()
    is_outside: bool = False


@lru_cache(maxsize=_MOST_USAGES)
def usage_of(element: str, attribute: str, kind: str) -> Usage | None:
    """Return how a TEI element, with its type if it is a name, uses an attribute; None if that has no pointers."""
    if not element or (attribute != "key" and not (attribute in ATTRIBUTES and is_pointer(element, attribute))):
        return None
    return Usage(attribute, kinds_of_name(element, kind), element == _CATEGORY)


@lru_cache(maxsize=_MOST_USAGES)
def place_outside(usage: Usage) -> Usage:
    """Return the usage of pointers to other letters."""
    return usage._replace(is_outside=True)


# The number of an element with a pointer, and how it uses it.
Use = tuple[int, Usage]
_Cause = tuple[str, str]


class PointerCauses:
    """Collects the pointers of a document, those that lead to something and those that do not."""

    def __init__(self, registers: "RegisterIndex | None") -> None:
        self._registers = registers
        # The pointers that lead to something, and the forms of those that were compared with others.
        self._resolved: defaultdict[Usage, set[str]] = defaultdict(set)
        self._forms: dict[Usage, set[str]] = {}
        self._file_sets: set[FileSet] = set()
        self._missing: Counter[FileSet] = Counter()
        self._problems: list[tuple[str, Problem, list[Use]]] = []

    def add(self, pointer: str, found: Problem | Target, uses: list[Use]) -> None:
        """Add a pointer with what it leads to."""
        if isinstance(found, Problem):
            self._problems.append((pointer, found, uses))
            if found.file_set:
                self._missing[found.file_set] += 1
            if not found.replacement:
                return
        elif not found.is_known:
            return
        elif found.file_set:
            self._file_sets.add(found.file_set)
            return
        for _, usage in uses:
            self._resolved[usage].add(pointer)

    def findings(self) -> Iterator[Finding]:
        """Yield the pointers that lead to nothing, each with its severity; those with one remedy together."""
        advised: set[_Cause] = set()
        topics: dict[_Cause, list[tuple[str, Problem, Use]]] = {}
        self._problems.reverse()
        while self._problems:
            # Removed, since there may be many, and as many findings.
            pointer, problem, uses = self._problems.pop()
            # What is used in several ways, and nowhere resolves, is no slip.
            is_mistake = problem.is_certain or all(self._is_mistake(pointer, problem, each) for _, each in uses)
            for use in uses:
                if problem.topic:
                    topics.setdefault((problem.rule.id, problem.topic), []).append((pointer, problem, use))
                elif is_mistake:
                    yield _finding(pointer, problem, use)
                else:
                    cause = problem.rule.id, use[1].attribute
                    notes = () if self._registers or cause in advised else _ADVICE.get(problem.rule, ())
                    advised.add(cause)
                    yield _finding(pointer, problem, use, Severity.INFO, notes)
        yield from map(_one_for_all, topics.values())

    def _is_mistake(self, pointer: str, problem: Problem, use: Usage) -> bool:
        """Return whether a pointer is a mistake whatever the files have that are not here."""
        if use.is_outside:
            return False
        if problem.file_set is not None:
            # A file whose elements are named is a register that is kept elsewhere; so are images.
            is_only_one = self._missing[problem.file_set] == 1 and use.attribute != "facs" and "#" not in pointer
            return problem.file_set in self._file_sets or is_only_one
        if problem.rule is UNRESOLVED and use.attribute in LINKS:
            return True
        return self._resembles_resolved(pointer, use) or self._is_in_registers(pointer, use)

    def _resembles_resolved(self, pointer: str, use: Usage) -> bool:
        """Return whether a pointer of the same form and use leads to something."""
        if use not in self._forms:
            self._forms[use] = {_form_of(each, use.attribute) for each in self._resolved.get(use, ())}
        known = self._forms[use]
        return bool(known) and _form_of(pointer, use.attribute) in known

    def _is_in_registers(self, pointer: str, use: Usage) -> bool:
        """Return whether registers are given that should have what a pointer names."""
        if self._registers is None or use.attribute not in NAMING or (":" in pointer and use.attribute == "key"):
            return False
        return self._registers.describes(use.kinds) if use.kinds else True


def _form_of(pointer: str, attribute: str) -> str:
    """Return the form of a pointer; a name without numbers and without '#' may be a code of the edition."""
    form = "" if attribute in DECLARED else form_of(pointer.removeprefix("#"))
    if "0" not in form:
        return "#" if pointer.startswith("#") else ""
    return form


def _finding(
    pointer: str, problem: Problem, use: Use, severity: Severity | None = None, notes: tuple[FindingNote, ...] = ()
) -> Finding:
    (element, (attribute, _, _)), replacement = use, problem.replacement
    rule = GRAPHIC_MISSING if problem.rule is FILE_MISSING and attribute == "url" else problem.rule
    advice = f"write '{replacement}'" if replacement else ""
    message = ValueFault(attribute, shorten_value(pointer), problem.fault).message()
    return Finding(rule, message, element, attribute, notes, pointer, replacement, advice, severity=severity)


def _one_for_all(alike: list[tuple[str, Problem, Use]]) -> Finding:
    """Return one finding for all values of a cause, at the first of them, with notes about the next ones."""
    ordered = sorted(alike, key=lambda each: each[2][0])
    pointer, problem, use = ordered[0]
    element, usage = use
    finding = _finding(pointer, problem, use)
    if len(ordered) == 1:
        return finding
    fault = ValueFault(usage.attribute, shorten_value(pointer), problem.fault, len(ordered))
    places = dict.fromkeys(each[2][0] for each in ordered[1:])
    notes = tuple(FindingNote("also here", each) for each in _first(places, element))
    return finding._replace(message=fault.message(), notes=notes)


def _first(places: Iterable[int], but: int) -> list[int]:
    return [each for each in places if each != but][: _PLACES - 1]


def shorten_value(value: str) -> str:
    """Return a value as messages show it, without quotes around it and in it."""
    if len(value) <= _LONGEST_VALUE and value.isprintable() and "'" not in value:
        return value
    plain = "".join(char if char.isprintable() and char != "'" else " " for char in value[: _LONGEST_VALUE + 1])
    return plain if len(value) <= _LONGEST_VALUE else f"{plain[: _LONGEST_VALUE - 3]}..."
