"""Presents the results of files: to the reports, standard output and standard error, in the order of the run."""

import io
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from teikit.cli.options.reports import Reports
from teikit.cli.printing import print_data, print_message, print_note
from teikit.diagnostics import Diagnostic
from teikit.diagnostics.selection import is_fatal
from teikit.document.document import Document, lazy_document
from teikit.document.encoding import encoding_of
from teikit.errors import UnreadableInputError
from teikit.inputs.discover import STDIN, STDIN_NAME
from teikit.messages import pluralize
from teikit.operations.fix import FixOptions
from teikit.operations.validate import FileReport, Unfollowed, Validator
from teikit.report.reporter import Hidden, Result, schema_fault_key, schema_key
from teikit.storage.urls import is_url
from teikit.validation.plan import Gap

if TYPE_CHECKING:
    from teikit.suppression.baseline import Baseline

# Larger files are reported without their source beside the problem.
_LARGEST_SHOWN = 16 << 20
# Files with more problems are not validated once more for their fixes.
_MOST_WITH_FIXES = 20_000


class Presenter:
    """Presents the results of files, and counts what the reports do not.

    With `new_baseline` every problem is recorded there, and only those that end the check of a file are reported.
    """

    def __init__(self, validator: Validator, reports: Reports, new_baseline: "Baseline | None" = None) -> None:
        self._validator, self._reports, self._new_baseline = validator, reports, new_baseline
        self.fixed_problems = self.fixed_files = self.files_without_schema = 0
        self.gaps: Counter[Gap] = Counter()
        # What the documents include, and what of it was not followed.
        self.included: set[str] = set()
        self.files_with_unfollowed, self.unfollowed = 0, Unfollowed(0, "")
        self.schema_faults: dict[Hashable, Diagnostic] = {}

    def report(self, checked: FileReport, *, counts_warnings: bool = False) -> bool:
        """Present a file; return whether it or a schema of it has errors, or it could not be checked.

        With `counts_warnings` warnings count as errors.
        """
        before = self._count_errors(counts_warnings=counts_warnings)
        self.gaps.update(checked.gaps)
        self.included.update(checked.included)
        if checked.unfollowed:
            self.files_with_unfollowed += 1
            count, first = self.unfollowed
            self.unfollowed = Unfollowed(count + checked.unfollowed.total, first or checked.unfollowed.first)
        self.files_without_schema += checked.lacks_schema
        self._report_schemas(checked)
        if checked.explanation:
            print_note(checked.explanation)
        if checked.fix_summary is not None:
            self.fixed_problems += checked.fix_summary.problems
            self.fixed_files += 1
            if checked.fix_summary.diff:
                print_data(checked.fix_summary.diff)
        if checked.failure:
            print_message(checked.failure)
        self._reports.add(self._result(checked))
        return bool(checked.failure) or self._count_errors(counts_warnings=counts_warnings) > before

    def _count_errors(self, *, counts_warnings: bool) -> int:
        summary = self._reports.summary
        return summary.errors + (summary.warnings if counts_warnings else 0)

    def _result(self, checked: FileReport) -> Result:
        if checked.failure:
            return Result(checked.file, failure=checked.failure, number=checked.number)
        found, hidden = self._unrecorded_problems(checked)
        document = self._validator.open_again(checked)
        made = Result(
            checked.file,
            found,
            number=checked.number,
            hidden=hidden,
            undecided=checked.undecided,
            svrl_parts=partial(self._validator.svrl_parts, document),
        )
        if not found:
            return made
        made = made._replace(lines=partial(_lines, document))
        if checked.included:
            return made._replace(lines_of=lambda file: _lines(lazy_document(file)))
        if len(found) > _MOST_WITH_FIXES:
            return made
        return made._replace(fixes=partial(self._validator.attach_fixes, document))

    def _report_schemas(self, checked: FileReport) -> None:
        """Report faults of schemas, before the first file that is validated against them."""
        new = [each for each in checked.schema_faults if schema_fault_key(each) not in self.schema_faults]
        self.schema_faults |= {schema_fault_key(each): each for each in new}
        by_schema: dict[tuple[str, str], list[Diagnostic]] = {}
        for each in new:
            by_schema.setdefault(schema_key(each), []).append(each)
        for (file, _), found in by_schema.items():
            lines = partial(self._lines_of_schema, checked, file)
            self._reports.add(Result(file, found, lines=lines, number=checked.number, is_schema=True))

    def _lines_of_schema(self, checked: FileReport, file: str) -> Iterable[str]:
        """Yield the lines of a schema, or of the document that names an unusable one."""
        if file == checked.file:
            return _lines(self._validator.open_again(checked))
        return () if is_url(file) else _lines(lazy_document(file))

    def _unrecorded_problems(self, checked: FileReport) -> tuple[Sequence[Diagnostic], Hidden]:
        """Return the problems to report of a file, and what is hidden; a new baseline records the others."""
        if self._new_baseline is None:
            return checked.diagnostics, checked.hidden
        name = STDIN_NAME if checked.name == STDIN else checked.name
        recorded = self._new_baseline.record(name, checked.diagnostics)
        return [each for each in checked.diagnostics if is_fatal(each.rule)], checked.hidden._replace(known=recorded)


def _lines(document: Document) -> Iterable[str]:
    try:
        data = document.read_within(_LARGEST_SHOWN)
    except UnreadableInputError:
        # It was removed since it was checked.
        return ()
    if data is None:
        return ()
    return io.TextIOWrapper(io.BytesIO(data), encoding=encoding_of(data[:200])[0], errors="replace")


def describe_fixed(options: FixOptions, problems: int, files: int) -> str:
    """Return in words how many problems of how many files were fixed; "" where nothing was to be fixed."""
    if not options.is_requested:
        return ""
    verb = "would be fixed" if options.diff else "fixed"
    counts = f"{pluralize(problems, 'problem')} in {pluralize(files, 'file')}"
    return f"{counts} {verb}" if problems else "nothing could be fixed"


def describe_unfollowed(unfollowed: Unfollowed, files: int) -> str:
    """Return in words which inclusions were not followed."""
    count, first = unfollowed
    what = f"xi:include at {first} was" if count == 1 else f"{count:,} xi:include, the first at {first}, were"
    return f"{pluralize(files, 'file')}: {what} not followed; --xinclude follows {'it' if count == 1 else 'them'}"


def describe_gaps(gaps: Mapping[Gap, int], *, quiet: bool) -> Iterator[str]:
    """Yield a line for each reason why files were not checked as a whole, with what would help; with `quiet` none."""
    for gap, count in gaps.items() if not quiet else ():
        yield f"{pluralize(count, 'file')}: {gap.reason}{'; ' if gap.help else ''}{gap.help}"
