"""Verifies proposals: applies each in memory and validates the result, in which only the fault must be gone."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from teikit.diagnostics import Diagnostic, Edit, Fix, Position, Safety
from teikit.diagnostics.selection import is_fatal
from teikit.document.editable import EditableDocument
from teikit.fixing.editing import apply_edits, fix_from_proposal, select_disjoint
from teikit.fixing.proposal import Proposal, reading_end
from teikit.fixing.proposers import proposals
from teikit.limits import LimitExceededError

# Returns the faults of a document's bytes.
TrialValidation = Callable[[bytes], Sequence[Diagnostic]]


class _Way(NamedTuple):
    """A fix that is not verified yet, its rank, and whether it changes which element ends where."""

    rank: int
    fix: Fix
    is_structural: bool = False


# The nearest first.
_Ways = list[_Way]
_OF_TEXT = ("rng/text-not-allowed", "rng/element-value")
# What is found where a document is made well-formed in a wrong way.
_OF_STRUCTURE = (
    "xml/", "rng/element-missing", "rng/element-not-allowed", "rng/element-value", "rng/text-not-allowed",
    "rng/root-not-allowed",
)  # fmt: skip
_NOWHERE = Position(0, 0)
# How much may be validated to verify the fixes of one file: documents, and bytes.
_MOST_TRIALS = 400
_LEAST_TRIALS = 12
_MOST_BYTES = 64 << 20
# Each fault makes validation slower: so many trials, times the faults of a file.
_MOST_FAULTS = 40_000
_LEAST_IN_FAULTY = 60
# Each validation makes the paths of all faults, which are long where elements are deep: so many bytes in all trials.
_MOST_PATH_BYTES = 256 << 20
# How many characters are compared for the meaning of proposals; more in a larger document, by its size. Elements side
# by side have no more in all than the document has; those in each other have so much for each level.
_LEAST_COMPARED = 2 << 20
_MOST_TIMES_COMPARED = 4
# A file with more faults gets no fixes: a single validation of it may take a minute.
_MOST_WITH_FIXES = 20_000
# Results of trials that are kept.
_MOST_KNOWN = 8
# Faults of one kind without a verified fix, after which the others are skipped.
_MOST_FAILURES = 3


def _fault_kind(diagnostic: Diagnostic) -> tuple[str, str]:
    """Return the identity of a fault, without its position and expected names, which fixes change."""
    return diagnostic.rule, diagnostic.fault


def count_fault_kinds(found: Sequence[Diagnostic]) -> Counter[tuple[str, str]]:
    """Return the number of faults of each kind."""
    return Counter(_fault_kind(each) for each in found)


def is_fixed(before: Counter[tuple[str, str]], after: Sequence[Diagnostic], targets: Sequence[Diagnostic]) -> bool:
    """Return whether some faults are gone and there is no new one; `before` are the kinds of the earlier faults.

    A fault of well-formedness hides all faults after it: those that appear once it is fixed are not new.
    """
    hiding = next((each for each in targets if is_fatal(each.rule)), None)
    if hiding is not None:
        end = reading_end(hiding)
        if any(reading_end(each) <= end for each in after if is_fatal(each.rule)):
            return False
        # The text around it was not validated either.
        after = [each for each in after if _start(each) < end and each.rule not in _OF_TEXT]
    gone = before.copy()
    gone.subtract(count_fault_kinds(targets))
    return all(count <= gone[cause] for cause, count in count_fault_kinds(after).items())


def _start(diagnostic: Diagnostic) -> Position:
    return diagnostic.span.start if diagnostic.span else _NOWHERE


class _OutOfBudgetError(Exception):
    """The budget for the fixes of one file is spent."""


@dataclass(slots=True)
class FixBudget:
    """What may still be done to verify the fixes of one file.

    `trials` is the number of documents that may be validated, `characters` how many may be compared for their meaning.
    """

    trials: int
    characters: int

    def spend_trial(self) -> None:
        """Count a validation."""
        if not self.trials:
            raise _OutOfBudgetError
        self.trials -= 1

    def spend_comparison(self, proposal: Proposal) -> None:
        """Count what is between the first and the last change of a proposal, which is read."""
        if proposal.changes:
            start = min(each.start for each in proposal.changes)
            self.characters -= max(each.end for each in proposal.changes) - start
        if self.characters < 0:
            self.trials = 0
            raise _OutOfBudgetError


def fix_budget(data: bytes, found: Sequence[Diagnostic]) -> FixBudget:
    """Return what may be done to verify the fixes of a document; however many its faults are, and however deep."""
    characters = max(_LEAST_COMPARED, _MOST_TIMES_COMPARED * len(data))
    if len(found) > _MOST_WITH_FIXES:
        return FixBudget(0, characters)
    by_size = max(_LEAST_TRIALS, _MOST_BYTES // (len(data) + 1))
    by_faults = max(_LEAST_IN_FAULTY, _MOST_FAULTS // (len(found) + 1))
    by_depth = max(_LEAST_TRIALS, _MOST_PATH_BYTES // (sum(len(each.path or "") for each in found) + 1))
    return FixBudget(min(_MOST_TRIALS, by_size, by_faults, by_depth), characters)


class FixVerifier:
    """Verifies fixes for the faults of one document: for those that are `chosen` of all that were `found`.

    `budget` is what may still be done for it; it is spent here.
    """

    def __init__(
        self,
        data: bytes,
        found: Sequence[Diagnostic],
        chosen: Sequence[Diagnostic],
        judge: TrialValidation,
        budget: FixBudget,
    ) -> None:
        # A list, since they are accessed by number.
        self.data, self.chosen, self.trial_validation = data, list(chosen), judge
        self._before = count_fault_kinds(found)
        self.source = EditableDocument(data)
        self.budget = budget
        self._known: dict[tuple[tuple[Edit, ...], ...], Sequence[Diagnostic]] = {}

    def fixes(self) -> dict[int, Fix]:
        """Return the verified fixes by the number of their fault among the chosen, from 0."""
        proved: dict[int, Fix] = {}
        alike: dict[tuple[str, str], list[int]] = {}
        for number, each in enumerate(self.chosen):
            alike.setdefault(_fault_kind(each), []).append(number)
        with suppress(_OutOfBudgetError):
            for numbers in alike.values():
                self._verify_group(numbers, proved)
        return proved

    def _verify_group(self, numbers: list[int], proved: dict[int, Fix]) -> None:
        """Verify fixes for faults of one kind: the fix of the first is verified for all others at once."""
        failures = 0
        ways: dict[int, _Ways] = {}
        while numbers and failures < _MOST_FAILURES:
            first, *numbers = numbers
            found = self._find_verified(self.chosen[first])
            if found is None:
                failures += 1
                if (advice := self._advice(self.chosen[first])) is not None:
                    proved[first] = advice
                continue
            rank, proved[first] = found
            ways = ways or {each: self._candidates(self.chosen[each]) for each in numbers}
            same = {each: fix for each in numbers if (fix := _of_rank(ways[each], rank, proved[first])) is not None}
            free = set(select_disjoint([proved[first], *same.values()]))
            joint = {first: proved[first]} | {each: fix for each, fix in same.items() if fix in free}
            proved |= self._verify_together(joint)
            numbers = [each for each in numbers if each not in proved]

    def _verify_together(self, fixes: dict[int, Fix]) -> dict[int, Fix]:
        """Return the fixes if they are verified together, else the first half of them that is, and so on."""
        while len(fixes) > 1:
            if self.verify(list(fixes.values()), [self.chosen[each] for each in fixes]):
                return fixes
            fixes = dict(list(fixes.items())[: len(fixes) // 2])
        return fixes

    def _advice(self, diagnostic: Diagnostic) -> Fix | None:
        """Return advice on a fault without edits, if there is any."""
        said = (fix_from_proposal(self.source, each) for each in proposals(self.source, diagnostic) if not each.changes)
        return next(said, None)

    def _candidates(self, diagnostic: Diagnostic) -> _Ways:
        if diagnostic.fix is not None:
            return [_Way(0, diagnostic.fix)]
        made = (each for each in proposals(self.source, diagnostic) if each.changes)
        ways = (_Way(each.rank, self._fix(each), each.is_structural) for each in made)
        return sorted(ways, key=lambda way: way.rank)

    def _fix(self, proposal: Proposal) -> Fix:
        if proposal.safety is Safety.SAFE:
            self.budget.spend_comparison(proposal)
        return fix_from_proposal(self.source, proposal)

    def _find_verified(self, diagnostic: Diagnostic) -> tuple[int, Fix] | None:
        ways = self._without_growth(self._candidates(diagnostic))
        for rank, group in groupby(ways, key=lambda way: way.rank):
            distinct: dict[tuple[Edit, ...], Fix] = {}
            for way in group:
                distinct.setdefault(way.fix.edits, way.fix)
            proved = [fix for fix in distinct.values() if self.verify([fix], [diagnostic])]
            if proved:
                return (rank, proved[0]) if len(proved) == 1 else None
        return None

    def _without_growth(self, ways: _Ways) -> _Ways:
        """Return the ways without those that make a document well-formed, but with more faults than others or before.

        A wrong end tag makes the elements after it wrong, all the way to the end; the right one leaves what was wrong
        before. Where faults are left that hide others, nothing can be compared.
        """
        structural = {way.fix.edits: way.fix for way in ways if way.is_structural}
        results = {edits: self._validate([fix], self._apply([fix])) for edits, fix in structural.items()}
        whole = {edits: len(each) for edits, each in results.items() if not any(is_fatal(one.rule) for one in each)}
        least = min(whole.values(), default=0)
        kept = {
            edits
            for edits, fix in structural.items()
            if (whole.get(edits) == least if whole else True) and not self._grows(results[edits], fix)
        }
        return [way for way in ways if not way.is_structural or way.fix.edits in kept]

    def _grows(self, after: Sequence[Diagnostic], fix: Fix) -> bool:
        """Return whether a document has more faults after a fix than before.

        After a safe one only faults count that a wrong end tag can cause: others were there, unseen.
        """
        structure = {kind: count for kind, count in self._before.items() if kind[0].startswith(_OF_STRUCTURE)}
        found = [each for each in after if each.rule.startswith(_OF_STRUCTURE)]
        if len(found) > sum(structure.values()):
            return True
        return fix.safety is not Safety.SAFE and len(after) > self._before.total()

    def verify(self, fixes: Sequence[Fix], targets: Sequence[Diagnostic]) -> bool:
        """Apply fixes in memory, validate, and return whether that fixes their faults."""
        made = self._apply(fixes)
        return made != self.data and is_fixed(self._before, self._validate(fixes, made), targets)

    def _apply(self, fixes: Sequence[Fix]) -> bytes:
        return apply_edits(self.data, fixes, self.source.encoding)

    def _validate(self, fixes: Sequence[Fix], made: bytes) -> Sequence[Diagnostic]:
        """Return the faults of what fixes made of the document; what the last few trials found is known."""
        key = tuple(fix.edits for fix in fixes)
        if key in self._known:
            return self._known[key]
        self.budget.spend_trial()
        try:
            found = self.trial_validation(made)
        except LimitExceededError:
            # The document itself does not exceed it: that ends its fixes, and not its validation.
            raise _OutOfBudgetError from None
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[key] = found
        return found


def _of_rank(ways: _Ways, rank: int, like: Fix) -> Fix | None:
    """Return the only fix of a rank with as many edits as another fix, None if there are several."""
    near = [way.fix for way in ways if way.rank == rank]
    return near[0] if len(near) == 1 and len(near[0].edits) == len(like.edits) else None
