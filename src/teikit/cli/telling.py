"""What was found out about files to reports and to standard error, file by file, never by a worker."""

import io
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from teikit.cli.checking import Checked, Checking
from teikit.cli.fixing import offered, show
from teikit.cli.reporting import Reports
from teikit.corpus.discovery import STDIN, STDIN_NAME
from teikit.diagnostics import Diagnostic
from teikit.diagnostics.selection import is_fatal
from teikit.document.encoding import encoding_of
from teikit.errors import UnreadableInputError
from teikit.files import shown
from teikit.report.reporter import Hidden, Result
from teikit.suppression import Baseline
from teikit.validation.source import Document

# Larger files are reported without their source beside the problem.
_LARGEST_SHOWN = 16 << 20


class Telling:
    """Tells what was found out about files, and keeps count of what no report does.

    With `known` every problem is taken as known, and none is told but what ends the check of a file.
    """

    def __init__(self, checking: Checking, reports: Reports, known: Baseline | None = None) -> None:
        self._checking, self._reports, self._known = checking, reports, known
        self.guesses = self.mended = self.mended_files = 0

    def tell(self, checked: Checked) -> bool:
        """Tell of a file; return whether it has errors, or could not be checked."""
        self.guesses += checked.is_guess
        if checked.why:
            print(checked.why, file=sys.stderr)
        if checked.mending is not None:
            self.mended += checked.mending.problems
            self.mended_files += 1
            if checked.mending.diff:
                show(checked.mending.diff)
        if checked.failure:
            print(f"teikit: {shown(checked.failure)}", file=sys.stderr)
        before = self._reports.summary.errors
        self._reports.add(self._result(checked))
        return bool(checked.failure) or self._reports.summary.errors > before

    def _result(self, checked: Checked) -> Result:
        if checked.failure:
            return Result(checked.file, failure=checked.failure, number=checked.number)
        found, hidden = self._unknown(checked)
        if not found:
            return Result(checked.file, number=checked.number, hidden=hidden)
        document = self._checking.document(checked)
        fixes = partial(offered, document, self._checking.judgement)
        lines = partial(_lines, document)
        return Result(checked.file, found, lines=lines, fixes=fixes, number=checked.number, hidden=hidden)

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


def guesses_told(count: int) -> str:
    """Return in words that files were checked against a schema that nobody had named."""
    files = "1 file names" if count == 1 else f"{count} files name"
    was = "was" if count == 1 else "were"
    return f"{files} no schema and {was} checked against 'letter', which ships with teikit; --schema names another"
