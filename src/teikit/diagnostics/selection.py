"""Which rules hold, and how much they weigh: rules are named by their id or by its beginning."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from teikit.diagnostics.collection import DiagnosticList
from teikit.diagnostics.diagnostic import Diagnostic, Severity, sort_diagnostics

# A file that cannot be read as XML was not checked to its end: to leave that out would call it valid.
_ALWAYS = "xml"


def _match_length(rule: str, named: Iterable[str]) -> int:
    """Return the length of the longest of some beginnings that fits a rule, 0 where none does."""
    return max((len(each) for each in named if rule == each or rule.startswith((f"{each}/", f"{each}-"))), default=0)


def is_matched_by(rule: str, name: str) -> bool:
    """Tell whether a rule is the one of a name, or begins with it."""
    return bool(_match_length(rule, (name,)))


def is_fatal(rule: str) -> bool:
    """Tell whether problems of a rule end the check of a file, and are always told."""
    return is_matched_by(rule, _ALWAYS)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rules hold.

    `select` names those that do (all where it is empty), `ignore` those that do not, `severity` weighs them anew. A
    beginning ends where a word of the id ends: `tei/pointer` fits `tei/pointer-unresolved`. Of several that fit the
    longest decides, and `ignore` goes before `select`.
    """

    select: Collection[str] = ()
    ignore: Collection[str] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    # Rules are few, and their problems many.
    _decisions: dict[str, bool] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def is_partial(self) -> bool:
        """Whether some rules may not hold, or may weigh less than by themselves: nobody knows what that hides."""
        return bool(self.select or self.ignore or any(each is not Severity.ERROR for each in self.severity.values()))

    def is_selected(self, rule: str) -> bool:
        """Tell whether problems of a rule are told."""
        known = self._decisions.get(rule)
        if known is None:
            known = self._decisions[rule] = self._is_selected(rule)
        return known

    def _is_selected(self, rule: str) -> bool:
        if is_fatal(rule):
            return True
        chosen, ignored = _match_length(rule, self.select), _match_length(rule, self.ignore)
        return chosen > ignored if self.select else not ignored

    def filter_diagnostics(self, diagnostics: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
        """Return the diagnostics of rules that hold."""
        if all(self.is_selected(rule) for rule, _ in DiagnosticList.of(diagnostics).counts):
            return diagnostics
        return DiagnosticList(each for each in diagnostics if self.is_selected(each.rule))

    def apply(self, diagnostics: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
        """Return the diagnostics of rules that hold, in their order, weighed anew."""
        kept = self.filter_diagnostics(diagnostics)
        if not self.severity:
            return kept
        # Weights tell apart only what has one place.
        places = groupby(kept, key=lambda each: each.span and each.span.start)
        return DiagnosticList(
            each for _, beside in places for each in sort_diagnostics(map(self._override_severity, beside))
        )

    def _override_severity(self, diagnostic: Diagnostic) -> Diagnostic:
        found = max(self.severity, key=lambda name: _match_length(diagnostic.rule, (name,)))
        if not _match_length(diagnostic.rule, (found,)) or is_fatal(diagnostic.rule):
            return diagnostic
        return replace(diagnostic, severity=self.severity[found])
