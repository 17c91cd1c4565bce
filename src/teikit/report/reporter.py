"""What every format is made from: results file by file, a tally, and the protocol that each format follows.

A report is written as results come and keeps none of them, so that a run may have any number of problems. Files come in
the order of the run, diagnostics in theirs (`teikit.diagnostics.ordered`).
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from teikit.diagnostics import Diagnostic, Rule, Severity
from teikit.diagnostics.collection import DiagnosticList


def _no_lines() -> Iterable[str]:
    return ()


def _without_fixes(diagnostics: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    return diagnostics


def _no_rule(_rule: str) -> Rule | None:
    return None


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is not reported of a file: how many problems a baseline knows, and how many its own instructions ignore.

    With `is_selected` some rules do not count, or count for less than they weigh, or IDs or patterns were not checked:
    nobody knows what that hides.
    """

    known: int = 0
    ignored: int = 0
    is_selected: bool = False


NOTHING_HIDDEN = Hidden()


@dataclass(frozen=True, slots=True)
class Result:
    """What is known of a file once it was checked.

    `file` is its name as it is shown. `failure` says in a sentence why it could not be checked. `lines` reads its text
    once more, line by line, and gives nothing where that cannot be done. `fixes` returns some of the diagnostics with
    the fixes that are proved for them, which takes time: for the few that people are shown. `number` is the file's in
    the run, from 0, where only a part of it is reported. `hidden` is what the diagnostics leave out. `undecided` says
    in words why it is not known whether the file is valid, though nothing may be wrong with it. With `is_schema` it is
    no file of the run, but a schema that is not correct.
    """

    file: str
    diagnostics: Sequence[Diagnostic] = ()
    failure: str = ""
    lines: Callable[[], Iterable[str]] = _no_lines
    fixes: Callable[[Sequence[Diagnostic]], Sequence[Diagnostic]] = _without_fixes
    number: int = 0
    hidden: Hidden = NOTHING_HIDDEN
    undecided: str = ""
    is_schema: bool = False

    @property
    def failure_diagnostic(self) -> Diagnostic:
        """That the file could not be checked, as a problem, for formats that know nothing else."""
        return Diagnostic(self.file, "teikit/unreadable", Severity.ERROR, self.failure)


@dataclass(frozen=True, slots=True)
class Summary:
    """The tally of a run: files checked, those with errors, those that could not be checked; problems by severity.

    Not among them are the problems that a baseline knows and those that documents ignore, each with the files that have
    any. `selected_files` were checked by a selection of the rules. `undecided` are files without errors that were not
    checked against all that a verdict needs. `schemas` are files of schemas that are not correct; none of the run is
    among them.
    """

    files: int = 0
    invalid: int = 0
    unreadable: int = 0
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    known: int = 0
    known_files: int = 0
    ignored: int = 0
    ignored_files: int = 0
    selected_files: int = 0
    undecided: int = 0
    schemas: int = 0

    def plus(self, result: Result) -> "Summary":
        """Return the tally with one more file."""
        if result.failure:
            return replace(self, unreadable=self.unreadable + 1)
        weights: Counter[Severity] = Counter()
        for (_, severity), count in DiagnosticList.of(result.diagnostics).counts.items():
            weights[severity] += count
        errors = weights[Severity.ERROR]
        is_file = not result.is_schema
        return Summary(
            self.files + is_file,
            self.invalid + (is_file and bool(errors)),
            self.unreadable,
            self.errors + errors,
            self.warnings + weights[Severity.WARNING],
            self.infos + weights[Severity.INFO],
            self.known + result.hidden.known,
            self.known_files + bool(result.hidden.known),
            self.ignored + result.hidden.ignored,
            self.ignored_files + bool(result.hidden.ignored),
            self.selected_files + result.hidden.is_selected,
            self.undecided + (is_file and not errors and bool(result.undecided)),
            self.schemas + (result.is_schema and bool(errors)),
        )


@dataclass(frozen=True, slots=True)
class Style:
    """How people want to see it; machines' formats pay no heed but to `rule` and `shard`.

    `width` is in columns of the terminal. `most` is how many problems are shown, None for all. `rule` finds a rule by
    its id. `shard` says which part of a run is reported, from 1, and of how many; None for all of it.
    """

    colour: bool = False
    width: int = 100
    is_grouped: bool = True
    max_problems: int | None = None
    find_rule: Callable[[str], Rule | None] = _no_rule
    shard: tuple[int, int] | None = None


# Schemas that cannot be had or used have these rules, and are reported where a document names them.
_NOT_USED = "schema/"


def schema_fault_key(diagnostic: Diagnostic) -> Hashable:
    """Return what makes two faults of schemas one: which document names a schema that cannot be used is no matter."""
    return diagnostic.message if _is_named_in_document(diagnostic) else diagnostic


def schema_key(diagnostic: Diagnostic) -> tuple[str, str]:
    """Return what tells the schemas apart that faults belong to: a file, or where there is none of it what is said."""
    return diagnostic.file, diagnostic.message if _is_named_in_document(diagnostic) else ""


def _is_named_in_document(diagnostic: Diagnostic) -> bool:
    return diagnostic.rule.startswith(_NOT_USED) and diagnostic.span is not None


class Reporter(Protocol):
    """A report in the making; it writes to the stream it was made with."""

    def begin(self) -> None:
        """Write what stands before the first file."""

    def add(self, result: Result) -> None:
        """Write what is to be said of a file."""

    def end(self, summary: Summary) -> None:
        """Write what stands behind the last file."""
