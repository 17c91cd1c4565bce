"""What was found out about files to reports and to standard error, file by file, never by a worker."""

import io
import sys
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from teikit.cli.checking import Checked, Checking
from teikit.cli.fixing import offered, show
from teikit.cli.options.reports import Reports
from teikit.diagnostics import Diagnostic
from teikit.diagnostics.selection import is_fatal
from teikit.document.document import Document, lying_at
from teikit.document.encoding import encoding_of
from teikit.errors import UnreadableInputError
from teikit.inputs.discover import STDIN, STDIN_NAME
from teikit.report.reporter import Hidden, Result, counted, fault_of_schema, schema_of
from teikit.storage.files import shown
from teikit.storage.urls import is_url
from teikit.suppression import Baseline
from teikit.validation.plan import Gap

# Larger files are reported without their source beside the problem.
_LARGEST_SHOWN = 16 << 20


class Telling:
    """Tells what was found out about files, and keeps count of what no report does.

    With `known` every problem is taken as known, and none is told but what ends the check of a file.
    """

    def __init__(self, checking: Checking, reports: Reports, known: Baseline | None = None) -> None:
        self._checking, self._reports, self._known = checking, reports, known
        self.mended = self.mended_files = self.lacking = 0
        self.gaps: Counter[Gap] = Counter()
        self.schema_faults: dict[Hashable, Diagnostic] = {}

    def tell(self, checked: Checked) -> bool:
        """Tell of a file; return whether it or a schema of it has errors, or it could not be checked."""
        before = self._reports.summary.errors
        self.gaps.update(checked.gaps)
        self.lacking += checked.lacks_schema
        self._report_schemas(checked)
        if checked.why:
            print(checked.why, file=sys.stderr)
        if checked.mending is not None:
            self.mended += checked.mending.problems
            self.mended_files += 1
            if checked.mending.diff:
                show(checked.mending.diff)
        if checked.failure:
            print(f"teikit: {shown(checked.failure)}", file=sys.stderr)
        self._reports.add(self._result(checked))
        return bool(checked.failure) or self._reports.summary.errors > before

    def _result(self, checked: Checked) -> Result:
        if checked.failure:
            return Result(checked.file, failure=checked.failure, number=checked.number)
        found, hidden = self._unknown(checked)
        made = Result(checked.file, found, number=checked.number, hidden=hidden, undecided=checked.undecided)
        if not found:
            return made
        document = self._checking.document(checked)
        fixes = partial(offered, document, self._checking.judgement)
        return replace(made, lines=partial(_lines, document), fixes=fixes)

    def _report_schemas(self, checked: Checked) -> None:
        """Report what is wrong with schemas, before the first file that they hold for."""
        new = [each for each in checked.schema_faults if fault_of_schema(each) not in self.schema_faults]
        self.schema_faults |= {fault_of_schema(each): each for each in new}
        for schema in dict.fromkeys(map(schema_of, new)):
            file, found = schema[0], [each for each in new if schema_of(each) == schema]
            lines = partial(self._lines_of_schema, checked, file)
            self._reports.add(Result(file, found, lines=lines, number=checked.number, is_schema=True))

    def _lines_of_schema(self, checked: Checked, file: str) -> Iterable[str]:
        """Yield the lines of a schema, or of the document that names one which cannot be used."""
        if file == checked.file:
            return _lines(self._checking.document(checked))
        return () if is_url(file) else _lines(lying_at(file))

    def _unknown(self, checked: Checked) -> tuple[Sequence[Diagnostic], Hidden]:
        """Return the problems that are told of a file, and what is hidden; what is learnt is known from now on."""
        if self._known is None:
            return checked.diagnostics, checked.hidden
        name = STDIN_NAME if checked.name == STDIN else checked.name
        learnt = self._known.learn(name, checked.diagnostics)
        return [each for each in checked.diagnostics if is_fatal(each.rule)], replace(checked.hidden, known=learnt)


def _lines(document: Document) -> Iterable[str]:
    try:
        data = document.read_within(_LARGEST_SHOWN)
    except UnreadableInputError:
        # It was there a moment ago.
        return ()
    if data is None:
        return ()
    return io.TextIOWrapper(io.BytesIO(data), encoding=encoding_of(data[:200])[0], errors="replace")


def gaps_in_words(gaps: Mapping[Gap, int], *, quiet: bool) -> Iterator[str]:
    """Yield a line for each reason why files were not checked as a whole, with what would help; with `quiet` none."""
    for gap, count in gaps.items() if not quiet else ():
        yield f"{counted(count, 'file')}: {gap.reason}{'; ' if gap.help else ''}{gap.help}"
