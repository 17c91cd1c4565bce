"""Inline suppressions: the processing instruction `<?teikit ignore RULE ...?>` in a document.

Before the root element it applies to the whole file, elsewhere to the next element that starts after it, with all of
its content. A rule is named by its id or the beginning of its id, as for `--ignore`. Rules that end the check of a file
(xml/...) cannot be ignored.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from teikit.diagnostics import Diagnostic, Edit, Fix, Safety, Severity, Span, sort_diagnostics
from teikit.diagnostics.selection import is_fatal, is_matched_by
from teikit.shallow_repr import ShallowRepr
from teikit.suppression.presence import may_suppress

if TYPE_CHECKING:
    from teikit.document.editable import EditableDocument, SourceElement

_INSTRUCTION = re.compile(r"<\?teikit(?:\s+(.*?))?\s*\?>", re.DOTALL)
_VERB = "ignore"


@dataclass(slots=True, repr=False)
class _Instruction(ShallowRepr):
    """An instruction: its place in the text, the rules it names, and its scope; None is the whole file."""

    start: int
    end: int
    rules: tuple[str, ...]
    scope: "SourceElement | None"
    used: set[str] = field(default_factory=set)

    def match_rule(self, rule: str) -> bool:
        """Return whether the instruction suppresses a rule, and record which of its names were used."""
        named = [each for each in self.rules if is_matched_by(rule, each)]
        self.used.update(named)
        return bool(named)


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
        match = _INSTRUCTION.fullmatch(source.text, start, end)
        if match is None:
            continue
        made = _Instruction(start, end, tuple((match[1] or "").split())[1:], _scope(source, end))
        wrong = _instruction_problem(match[1] or "", made, unknown)
        if wrong is None:
            instructions.append(made)
        else:
            about.append(_instruction_diagnostic(source, file, made, *wrong))
    kept = _visible_diagnostics(source, instructions, found)
    about += _unused_diagnostics(source, file, instructions, holds)
    return sort_diagnostics((*kept, *about)) if about else kept


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


def _visible_diagnostics(
    source: "EditableDocument", instructions: Sequence[_Instruction], found: Sequence[Diagnostic]
) -> list[Diagnostic]:
    by_scope: dict[SourceElement | None, list[_Instruction]] = {}
    for each in instructions:
        by_scope.setdefault(each.scope, []).append(each)
    return [each for each in found if is_fatal(each.rule) or not _is_hidden(source, by_scope, each)]


def _is_hidden(
    source: "EditableDocument", by_scope: "Mapping[SourceElement | None, list[_Instruction]]", diagnostic: Diagnostic
) -> bool:
    element = source.innermost_element(source.offset(diagnostic.span.start)) if diagnostic.span else None
    scopes = (None, *((element, *element.ancestors()) if element else ()))
    asked = [each.match_rule(diagnostic.rule) for scope in scopes for each in by_scope.get(scope, ())]
    return any(asked)


def _unused_diagnostics(
    source: "EditableDocument", file: str, instructions: Sequence[_Instruction], holds: Callable[[str], bool]
) -> Iterator[Diagnostic]:
    for each in instructions:
        unused = [rule for rule in each.rules if rule not in each.used and holds(rule)]
        if unused:
            names = " and ".join(f"'{rule}'" for rule in unused)
            fix = _removal_fix(source, each, [rule for rule in each.rules if rule not in unused])
            message = f"no problem of {names} is here to ignore"
            yield _instruction_diagnostic(source, file, each, "suppression/unused", message, fix)


def _removal_fix(source: "EditableDocument", instruction: _Instruction, left: Sequence[str]) -> Fix:
    at = source.bytes_of([instruction.start, instruction.end])
    text = f"<?teikit {_VERB} {' '.join(left)}?>" if left else ""
    words = "leave out the rules that ignore nothing" if left else "leave out the instruction"
    return Fix(Safety.SAFE, words, (Edit(at[instruction.start], at[instruction.end], text),))


def _instruction_diagnostic(  # noqa: PLR0913, PLR0917  a diagnostic has this many parts
    source: "EditableDocument", file: str, instruction: _Instruction, rule: str, message: str, fix: Fix | None = None
) -> Diagnostic:
    span = Span(source.position(instruction.start), source.position(instruction.end))
    return Diagnostic(file, rule, Severity.WARNING, message, span, fix=fix)
