"""Inline suppressions: the processing instruction `<?teikit ignore RULE ...?>` in a document.

Before the root element it applies to the whole file, elsewhere to the next element that starts after it, with all of
its content. A rule is named by its id or the beginning of its id, as for `--ignore`. Rules that end the check of a file
(xml/...) cannot be ignored.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from teikit.diagnostics import Diagnostic, Edit, Fix, Safety, Severity, Span, sort_diagnostics
from teikit.diagnostics.selection import is_fatal, is_matched_by
from teikit.shallow_repr import ShallowRepr
from teikit.suppression.presence import may_suppress

if TYPE_CHECKING:
    from teikit.document.editable import EditableDocument, SourceElement

_BEGIN, _END = "<?teikit", "?>"
_VERB = "ignore"


@dataclass(slots=True, eq=False, repr=False)
class _Instruction(ShallowRepr):
    """An instruction: its place in the text, the rules it names, each once, and its scope; None is the whole file."""

    start: int
    end: int
    rules: tuple[str, ...]
    scope: "SourceElement | None"


class _Scopes:
    """What instructions ignore in the stretches of a document that they apply to, which are nested."""

    def __init__(self, instructions: Iterable[_Instruction]) -> None:
        self._named: dict[SourceElement | None, set[str]] = {None: set()}
        for each in instructions:
            self._named.setdefault(each.scope, set()).update(each.rules)
        self._names = frozenset().union(*self._named.values())
        # The scope around each scope.
        self._outer: dict[SourceElement | None, SourceElement | None] = {}
        # By rules the names that match them.
        self._matching: dict[str, frozenset[str]] = {}
        # Whether a rule is ignored in a scope, and the names in the scope that match rules of problems.
        self._verdicts: dict[tuple[SourceElement | None, str], bool] = {}
        self._used: dict[SourceElement | None, set[str]] = {}

    def innermost_scopes(self, offsets: Iterable[int]) -> "Iterator[SourceElement | None]":
        """Yield the innermost scope at each of ascending offsets."""
        waiting = sorted((each for each in self._named if each is not None), key=lambda each: -each.start)
        opened: list[SourceElement | None] = [None]
        for offset in offsets:
            while waiting and waiting[-1].start <= offset:
                scope = waiting.pop()
                self._outer[scope] = _close_before(opened, scope.start)
                opened.append(scope)
            yield _close_before(opened, offset)

    def is_ignored(self, rule: str, scope: "SourceElement | None") -> bool:
        """Return whether a rule is ignored in a scope, and record in all scopes around it what ignores it."""
        path: list[SourceElement | None] = []
        while (scope, rule) not in self._verdicts:
            path.append(scope)
            if scope is None:
                break
            scope = self._outer[scope]
        verdict = self._verdicts.get((scope, rule), False)
        for each in reversed(path):
            names = self._named[each] & self._match(rule)
            self._used.setdefault(each, set()).update(names)
            verdict = self._verdicts[each, rule] = verdict or bool(names)
        return verdict

    def _match(self, rule: str) -> frozenset[str]:
        if rule not in self._matching:
            self._matching[rule] = frozenset(each for each in self._names if is_matched_by(rule, each))
        return self._matching[rule]

    def used_names(self, instruction: _Instruction) -> frozenset[str] | set[str]:
        """Return the names that ignore a problem in the scope of an instruction."""
        return self._used.get(instruction.scope, frozenset())


def _close_before(opened: "list[SourceElement | None]", offset: int) -> "SourceElement | None":
    """Remove the scopes that end at or before an offset; return the innermost that is left."""
    while (last := opened[-1]) is not None and last.end <= offset:
        opened.pop()
    return last


def apply_suppressions(
    data: bytes,
    file: str,
    found: Sequence[Diagnostic],
    *,
    unknown: Callable[[str], str],
    holds: Callable[[str], bool] = lambda _rule: True,
) -> list[Diagnostic]:
    """Return the diagnostics of a document that it does not suppress, and those about its instructions.

    Args:
        data: the document.
        file: its name for messages.
        found: its diagnostics.
        unknown: returns the error about the name of a rule, "" if the name is valid.
        holds: whether a rule was applied in this run; otherwise its suppression is not reported as unused.
    """
    if not may_suppress((data,)):
        return list(found)
    try:
        # Costs 2 ms to import, which documents without instructions need not pay.
        from teikit.document.editable import EditableDocument  # noqa: PLC0415

        source = EditableDocument(data)
    except (UnicodeError, LookupError):
        return list(found)
    about: list[Diagnostic] = []
    instructions = []
    for start, end in source.instructions:
        text = _content(source.text[start:end])
        if text is None:
            continue
        made = _Instruction(start, end, tuple(dict.fromkeys(text.split()[1:])), _scope(source, end))
        wrong = _instruction_problem(text, made, unknown)
        if wrong is None:
            instructions.append(made)
        else:
            about.append(_instruction_diagnostic(source, file, made, *wrong))
    scopes = _Scopes(instructions)
    kept = _visible_diagnostics(source, scopes, found)
    about += _unused_diagnostics(source, file, instructions, scopes, holds)
    return sort_diagnostics((*kept, *about)) if about else kept


def _content(instruction: str) -> str | None:
    """Return what a processing instruction says to teikit, without white space around; None if it is another's."""
    if not (instruction.startswith(_BEGIN) and instruction.endswith(_END)):
        return None
    text = instruction[len(_BEGIN) : -len(_END)]
    return None if text[:1].strip() else text.strip()


def _scope(source: "EditableDocument", end: int) -> "SourceElement | None":
    index = bisect_left(source.elements, end, key=lambda each: each.start)
    if index == len(source.elements):
        # An instruction after the last element suppresses nothing: its scope is an empty element.
        from teikit.document.editable import SourceElement  # noqa: PLC0415

        return SourceElement("", end, end, (), None)
    following = source.elements[index]
    return following if following.parent else None


def _instruction_problem(text: str, instruction: _Instruction, unknown: Callable[[str], str]) -> tuple[str, str] | None:
    verb = text.split(maxsplit=1)[0] if text else ""
    if verb != _VERB:
        return "suppression/malformed", f"the instruction '{verb}' is not known, it must be '{_VERB}'"
    if not instruction.rules:
        return "suppression/malformed", "the instruction must name the rules to ignore"
    for each in instruction.rules:
        if is_fatal(each):
            return "suppression/malformed", f"'{each}' cannot be ignored: the file is not checked beyond it"
        if wrong := unknown(each):
            return "suppression/unknown-rule", wrong
    return None


def _visible_diagnostics(source: "EditableDocument", scopes: _Scopes, found: Sequence[Diagnostic]) -> list[Diagnostic]:
    offsets = [source.offset(each.span.start) if each.span else -1 for each in found]
    order = sorted(range(len(found)), key=offsets.__getitem__)
    innermost = dict(zip(order, scopes.innermost_scopes(offsets[number] for number in order), strict=True))
    return [
        each
        for number, each in enumerate(found)
        if is_fatal(each.rule) or not scopes.is_ignored(each.rule, innermost[number])
    ]


def _unused_diagnostics(
    source: "EditableDocument",
    file: str,
    instructions: Sequence[_Instruction],
    scopes: _Scopes,
    holds: Callable[[str], bool],
) -> Iterator[Diagnostic]:
    places = source.bytes_of([offset for each in instructions for offset in (each.start, each.end)])
    for each in instructions:
        used = scopes.used_names(each)
        unused = [rule for rule in each.rules if rule not in used and holds(rule)]
        if unused:
            left = [rule for rule in each.rules if rule in used or not holds(rule)]
            fix = _removal_fix(places[each.start], places[each.end], left)
            names = " and ".join(f"'{rule}'" for rule in unused)
            message = f"no problem of {names} is here to ignore"
            yield _instruction_diagnostic(source, file, each, "suppression/unused", message, fix)


def _removal_fix(start: int, end: int, left: Sequence[str]) -> Fix:
    text = f"<?teikit {_VERB} {' '.join(left)}?>" if left else ""
    words = "leave out the rules that ignore nothing" if left else "leave out the instruction"
    return Fix(Safety.SAFE, words, (Edit(start, end, text),))


def _instruction_diagnostic(  # noqa: PLR0913, PLR0917  a diagnostic has this many parts
    source: "EditableDocument", file: str, instruction: _Instruction, rule: str, message: str, fix: Fix | None = None
) -> Diagnostic:
    span = Span(source.position(instruction.start), source.position(instruction.end))
    return Diagnostic(file, rule, Severity.WARNING, message, span, fix=fix)
