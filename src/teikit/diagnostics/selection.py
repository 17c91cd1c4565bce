"""Rule selection: which rules are applied, and with what severity; rules are named by id or its beginning."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, groupby

from teikit.diagnostics.collection import DiagnosticList
from teikit.diagnostics.diagnostic import Diagnostic, Severity, sort_diagnostics

# These cannot be deselected: a file that is not well-formed was not fully checked, and must not be called valid.
_ALWAYS = "xml"


def _match_length(rule: str, named: Iterable[str]) -> int:
    """Return the length of the longest name that matches a rule, 0 if none does."""
    return max((len(each) for each in named if rule == each or rule.startswith((f"{each}/", f"{each}-"))), default=0)


def is_matched_by(rule: str, name: str) -> bool:
    """Return whether a name is the rule's id or the beginning of it."""
    return bool(_match_length(rule, (name,)))


def is_fatal(rule: str) -> bool:
    """Return whether a rule ends the check of a file; its problems are always reported."""
    return is_matched_by(rule, _ALWAYS)


class Selection:
    """Which rules are applied, and with what severity.

    `select` names the rules that are applied (all if empty), `ignore` those that are not, `severity` overrides
    severities. A name matches whole words of an id: `tei/pointer` matches `tei/pointer-unresolved`. The longest match
    decides; if both are equally long, `ignore` takes precedence over `select`. What `never` names is not applied,
    whatever `select` names.
    """

    def __init__(
        self,
        select: Collection[str] = (),
        ignore: Collection[str] = (),
        severity: Mapping[str, Severity] | None = None,
        never: Collection[str] = (),
    ) -> None:
        self.select, self.ignore, self.severity, self.never = select, ignore, severity or {}, never
        # Decided once per rule, since there are few rules and many diagnostics.
        self._decisions: dict[str, bool] = {}

    @property
    def is_partial(self) -> bool:
        """Whether rules may be left out or have a lower severity, so that an unknown number of errors is hidden."""
        return bool(
            self.select
            or self.ignore
            or self.never
            or any(each is not Severity.ERROR for each in self.severity.values())
        )

    def is_selected(self, rule: str) -> bool:
        """Return whether problems of a rule are reported."""
        if rule not in self._decisions:
            self._decisions[rule] = self._is_selected(rule)
        return self._decisions[rule]

    def leaves_out(self, family: str) -> bool:
        """Return whether a whole family of rules, as `sch`, is ignored by its name."""
        if family in self.never:
            return True
        return family in self.ignore and not any(is_matched_by(each, family) for each in self.select)

    def _is_selected(self, rule: str) -> bool:
        if is_fatal(rule):
            return True
        if _match_length(rule, self.never):
            return False
        chosen, ignored = _match_length(rule, self.select), _match_length(rule, self.ignore)
        return chosen > ignored if self.select else not ignored

    def filter_diagnostics(self, diagnostics: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
        """Return the diagnostics of selected rules."""
        if all(self.is_selected(rule) for rule, _ in DiagnosticList.of(diagnostics).counts):
            return diagnostics
        return DiagnosticList(each for each in diagnostics if self.is_selected(each.rule))

    def apply(self, diagnostics: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
        """Return the diagnostics of selected rules, with overridden severities and in total order."""
        kept = self.filter_diagnostics(diagnostics)
        if not self.severity:
            return kept
        # Severity only affects the order of diagnostics at the same position.
        places = groupby(kept, key=lambda each: each.span and each.span.start)
        ordered = (sort_diagnostics(map(self._override_severity, beside)) for _, beside in places)
        return DiagnosticList(chain.from_iterable(ordered))

    def _override_severity(self, diagnostic: Diagnostic) -> Diagnostic:
        found = max(self.severity, key=lambda name: _match_length(diagnostic.rule, (name,)))
        if not _match_length(diagnostic.rule, (found,)) or is_fatal(diagnostic.rule):
            return diagnostic
        return replace(diagnostic, severity=self.severity[found])
