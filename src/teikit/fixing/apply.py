"""Applies verified fixes to documents, in rounds until none is left."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import unified_diff

from teikit.diagnostics import Diagnostic, Fix, Safety
from teikit.diagnostics.collection import DiagnosticList
from teikit.document.editable import EditableDocument
from teikit.document.encoding import encoding_of
from teikit.fixing.editing import apply_edits, select_disjoint
from teikit.fixing.statements import has_all_statements
from teikit.fixing.verify import FixBudget, FixVerifier, TrialValidation, count_fault_kinds, fix_budget, is_fixed
from teikit.messages import escape_control

# Larger files get no fixes.
MOST_BYTES = 32 << 20

# Only this ends a line of a diff; `str.splitlines` also ends one at other characters.
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
# Selects, of all faults of a document, those to fix.
ChooseFaults = Callable[[bytes, Sequence[Diagnostic]], Sequence[Diagnostic]]


@dataclass(frozen=True, slots=True)
class FixResult:
    """A document after its fixes: its bytes, the faults that were fixed, each with its fix, and those left."""

    data: bytes
    fixed: tuple[Diagnostic, ...]
    left: tuple[Diagnostic, ...]


def attach_fixes(
    data: bytes, found: Sequence[Diagnostic], judge: TrialValidation, chosen: Sequence[Diagnostic] | None = None
) -> list[Diagnostic]:
    """Return faults of a document, each with a fix where one is verified.

    Files over 32 MiB or with over 20,000 faults, and those that are not in the encoding that they declare, get none.

    Args:
        data: the document.
        found: all of its faults, as `judge` returns them.
        judge: returns the faults of a document; a fix is offered if it removes the fault and causes no new one.
        chosen: the faults to fix; all where it is None.
    """
    wanted = found if chosen is None else chosen
    return _attach_verified_fixes(data, found, judge, wanted, fix_budget(data, found))


def remove_fixes(found: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    """Return faults without fixes."""
    return DiagnosticList(map(_remove_fix, found))


def _remove_fix(diagnostic: Diagnostic) -> Diagnostic:
    return replace(diagnostic, fix=None) if diagnostic.fix else diagnostic


def _attach_verified_fixes(
    data: bytes, found: Sequence[Diagnostic], judge: TrialValidation, wanted: Sequence[Diagnostic], budget: FixBudget
) -> list[Diagnostic]:
    """Return faults with their fixes, verified within a budget, which is spent."""
    unfixed = list(map(_remove_fix, wanted))
    if not wanted or not budget.trials or len(data) > MOST_BYTES:
        return unfixed
    try:
        prover = FixVerifier(data, found, wanted, judge, budget)
    except (UnicodeError, LookupError):
        return unfixed
    proved = prover.fixes()
    return [replace(each, fix=proved.get(number)) for number, each in enumerate(wanted)]


def apply_fixes(
    data: bytes, judge: TrialValidation, *, unsafe: bool = False, choose: ChooseFaults = lambda _data, found: found
) -> FixResult:
    """Return a document with all possible fixes applied, and the list of them.

    Args:
        data: the document.
        judge: returns the faults of a document.
        unsafe: apply unsafe fixes too.
        choose: selects, of all faults of a document, those to fix, and those to report in the end.
    """
    allowed = {Safety.SAFE, Safety.UNSAFE} if unsafe else {Safety.SAFE}
    found: Sequence[Diagnostic] = judge(data)
    fixed: list[Diagnostic] = []
    budget = fix_budget(data, found)
    while budget.trials:
        proved = _attach_verified_fixes(data, found, judge, choose(data, found), budget)
        chosen = _select_disjoint([each for each in proved if each.fix and each.fix.safety in allowed])
        if not chosen:
            break
        data, found, done = _apply_round(data, found, chosen, judge, unsafe=unsafe)
        fixed += done
    return FixResult(data, tuple(fixed), tuple(choose(data, found)))


def _select_disjoint(offered: Sequence[Diagnostic]) -> list[Diagnostic]:
    by_fix: dict[Fix, Diagnostic] = {each.fix: each for each in offered if each.fix}
    return [by_fix[fix] for fix in select_disjoint(list(by_fix))]


def _apply_round(
    data: bytes, found: Sequence[Diagnostic], chosen: list[Diagnostic], judge: TrialValidation, *, unsafe: bool
) -> tuple[bytes, Sequence[Diagnostic], list[Diagnostic]]:
    """Apply as many fixes at once as together fix their faults; each is verified on its own already.

    Together, too, they preserve all that the document states, unless there are unsafe ones.
    """
    encoding, before = encoding_of(data[:200])[0], count_fault_kinds(found)
    while True:
        made = apply_edits(data, [each.fix for each in chosen if each.fix], encoding)
        after = judge(made)
        if len(chosen) == 1 or (
            is_fixed(before, after, chosen)
            and (unsafe or has_all_statements(data.decode(encoding), made.decode(encoding)))
        ):
            return made, after, chosen
        chosen = chosen[: (len(chosen) + 1) // 2]


def unified_difference(before: bytes, after: bytes, name: str) -> str:
    """Return the differences of two documents as a unified diff; nothing where they are equal."""
    one, other = (_LINE.findall(EditableDocument(each).text) for each in (before, after))
    # A line end in a name would begin a line of the diff.
    lines = unified_diff(one, other, *(escape_control(name),) * 2)
    return "".join(each if each.endswith("\n") else f"{each}\n\\ No newline at end of file\n" for each in lines)
