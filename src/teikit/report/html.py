"""Formats diagnostics as one self-contained HTML page, which needs neither a script nor a network: by rule and by file.

A script of the page's own filters and collapses; without it everything is shown. The part about files is written to
temporary files first, since the summary and the rules come before it on the page, and files with errors before others.
"""

import os
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from teikit.diagnostics import Diagnostic, Severity
from teikit.diagnostics.collection import DiagnosticList
from teikit.diagnostics.diagnostic import SEVERITY_ORDER
from teikit.messages import pluralize
from teikit.report.code_frame import excerpt, line_of
from teikit.report.concise import describe_hidden, place
from teikit.report.groups import DiagnosticGroup, DiagnosticGroups
from teikit.report.html_rows import Row, by_severity, format_message, format_row, has_lines_around, row_key
from teikit.report.page import escape_text, foot, head
from teikit.report.reporter import NOTHING_HIDDEN, Reporter, Result, ShownProblems, Style, Summary
from teikit.storage.files import scratch_file

_MOST_PLACES = 3
# The rows of a file are written in bundles of so many, since a file may have any number of problems.
_MOST_ROWS = 2_000
_FIGURES = {"files": "files checked", "invalid": "invalid", "undecided": "undecided", "schemas": "incorrect schemas"}
_FIGURES |= {"unreadable": "not readable", "errors": "errors", "warnings": "warnings", "infos": "remarks"}
_FIGURES |= {"known": "known problems", "ignored": "ignored problems"}
_PARTS = {"rules": "Problems by rule", "files": "Problems by file"}
_NOUNS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "remark"}
_CSS = Path(__file__).with_name("filter.css").read_text(encoding="utf-8")
_SCRIPT = Path(__file__).with_name("filter.js").read_text(encoding="utf-8")


class Report(Reporter):
    """Report format `html`; rows are numbered, so that the section on rules can link to them."""

    def __init__(self, out: TextIO, style: Style) -> None:
        super().__init__(out, style)
        self._groups = DiagnosticGroups()
        self._places: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
        self._shown = ShownProblems(style)
        self._problems = self._rows = 0
        self._valid = self._hiding = 0
        self._undecided: Counter[str] = Counter()
        self._failures: list[Result] = []
        # The messages whose expected names the page has already.
        self._listed = set[tuple[str, ...]]()

    def begin(self) -> None:
        """Open the temporary files for the part below the summary: files with errors, and others."""
        self._invalid, self._others = scratch_file("utf-8"), scratch_file("utf-8")

    def add(self, result: Result) -> None:
        """Write the problems of a file to a temporary file."""
        if result.failure:
            self._failures.append(result)
            return
        if result.undecided:
            self._undecided[result.undecided] += 1
        if result.diagnostics:
            for each in result.by_file():
                self._file(each)
        elif result.hidden != NOTHING_HIDDEN:
            self._hiding += 1
        elif not result.undecided:
            self._valid += 1

    def _file(self, result: Result) -> None:
        counts = Counter[Severity]()
        for (_, severity), count in DiagnosticList.of(result.diagnostics).counts.items():
            counts[severity] += count
        out = self._invalid if counts[Severity.ERROR] else self._others
        total = ", ".join(pluralize(counts[each], _NOUNS[each]) for each in SEVERITY_ORDER if counts[each])
        out.write(f'<details class="file" open><summary><h3>{escape_text(result.file)}</h3>')
        out.write(f' <span class="soft">{total}</span></summary>\n<ol>\n')
        shown = self._shown.take(len(result.diagnostics))
        found = by_severity(result.diagnostics)
        for bundle in self._bundles(islice(found, shown)):
            out.writelines(self._format_rows(result, bundle))
        out.write("</ol>")
        if shown < len(result.diagnostics):
            out.write(f'<p class="soft">{describe_hidden(len(result.diagnostics) - shown)}</p>')
            for each in found:
                self._problems += 1
                self._groups.add(each)
        out.write("</details>\n")

    def _bundles(self, diagnostics: Iterator[Diagnostic]) -> Iterator[dict[int, Row]]:
        """Yield the rows of a file by their numbers, in bundles."""
        rows, numbers = dict[int, Row](), dict[tuple[Any, ...], int]()
        for each in diagnostics:
            number = numbers.get(key := row_key(each), 0)
            if not number and len(rows) == _MOST_ROWS:
                yield rows
                rows, numbers = {}, {}
            if number:
                rows[number].add(each)
            else:
                self._rows += 1
                number = numbers[key] = self._rows
                rows[number] = Row(each)
            self._count(each, number)
        yield rows

    def _count(self, diagnostic: Diagnostic, number: int) -> None:
        self._problems += 1
        places = self._places[id(self._groups.add(diagnostic))]
        if len(places) < _MOST_PLACES:
            places.append((place(diagnostic), number))

    def _format_rows(self, result: Result, rows: dict[int, Row]) -> Iterator[str]:
        # Large files return no lines; there is nothing to count then.
        text = result.lines() if rows else ()
        at_fault = {number: line_of(row.first) for number, row in rows.items()} if text else {}
        full = {line for number, line in at_fault.items() if has_lines_around(number)}
        wanted = {*at_fault.values(), *(line + beside for line in full for beside in (-1, 1))}
        lines = excerpt(text, wanted) if text else {}
        for number, row in rows.items():
            expected = (row.first.message, *row.first.expected)
            lists = expected not in self._listed
            if lists and len(self._listed) < _MOST_ROWS:
                self._listed.add(expected)
            yield format_row(row, number, lines, lists_expected=lists)

    def end(self, summary: Summary) -> None:
        """Write the whole page."""
        figures = [(name, f"{count:,}") for name, count in _figures(summary)]
        script = _SCRIPT if self._problems else ""
        self._out.write(head(_title(summary), figures, _PARTS, "Skip to the problems", _CSS, script=script))
        self._out.writelines(self._rules())
        self._out.write('<section aria-labelledby="files">\n<h2 id="files">Problems by file</h2>\n')
        for each in self._failures:
            reason = f"<b>not readable</b> {escape_text(each.failure)}"
            self._out.write(f'<p class="error">{reason}</p>\n')
        for part in (self._invalid, self._others):
            part.seek(0)
            shutil.copyfileobj(part, self._out)
            part.close()
        self._out.writelines(self._files_without_rows())
        self._out.write(f"</section>\n{foot('Lines and columns count from 1, columns in characters.', script)}")

    def _files_without_rows(self) -> Iterator[str]:
        for reason, count in self._undecided.items():
            yield f'<p class="soft">{pluralize(count, "file")} undecided: {escape_text(reason)}.</p>\n'
        if self._valid:
            yield f'<p class="soft">{pluralize(self._valid, "file")} without problems.</p>\n'
        if self._hiding:
            hiding = f"{pluralize(self._hiding, 'file')} without problems but those that are known, ignored or"
            yield f'<p class="soft">{hiding} not selected.</p>\n'

    def _rules(self) -> Iterator[str]:
        yield '<section aria-labelledby="rules">\n<h2 id="rules">Problems by rule</h2>\n'
        folder = _common_folder([name for places in self._places.values() for name, _ in places])
        yield f'<p class="soft">Places are below {escape_text(folder)}</p>\n' if folder else ""
        by_rule: defaultdict[tuple[str, Severity], list[DiagnosticGroup]] = defaultdict(list)
        for cause in self._groups:
            by_rule[cause.first.rule, cause.first.severity].append(cause)
        for (name, severity), causes in sorted(by_rule.items(), key=_rank):
            rule = self._style.find_rule(name)
            count = pluralize(sum(each.count for each in causes), "problem")
            yield f'<details class="rule {severity}" open><summary><h3><b>{severity}</b>'
            yield f' <code>{escape_text(name)}</code></h3> <span class="soft">{count}</span></summary>\n'
            yield f"<p>{escape_text(rule.summary)}</p>\n<ol>\n" if rule else "<ol>\n"
            for cause in causes:
                yield f"<li>{format_message(cause.message)} {self._where(cause, len(folder))}</li>\n"
            yield "</ol></details>\n"
        none = "There are no others." if self._hiding else "There are none."
        yield "</section>\n" if self._problems else f"<p>{none}</p></section>\n"

    def _where(self, cause: DiagnosticGroup, skipped: int) -> str:
        known = self._places[id(cause)]
        links = ", ".join(f'<a href="#p{number}">{escape_text(name[skipped:])}</a>' for name, number in known)
        if cause.count == 1:
            return f"({links})"
        more = f" and {cause.count - len(known):,} more" if cause.count > len(known) else ""
        files = f" in {pluralize(cause.files, 'file')}" if cause.files > 1 else ""
        return f"({cause.count:,} times{files}): {links}{more}"


def _common_folder(names: Sequence[str]) -> str:
    """Return the folder that contains all of several files, with a final slash; "" if there is none."""
    folder = os.path.commonprefix(names).rpartition("/")[0]  # noqa: RUF071  cut at the last slash
    return f"{folder}/" if folder and len(names) > 1 else ""


def _rank(each: tuple[tuple[str, Severity], Sequence[DiagnosticGroup]]) -> tuple[int, int]:
    """Return the sort key of a rule: errors come first, then what is most frequent."""
    (_, severity), causes = each
    return SEVERITY_ORDER[severity], -sum(one.count for one in causes)


def _title(summary: Summary) -> str:
    if summary.unreadable and not summary.invalid:
        return f"{pluralize(summary.unreadable, 'file')} could not be checked"
    if not summary.files:
        return "No files were checked"
    if not summary.invalid and summary.undecided:
        return f"Whether {pluralize(summary.undecided, 'file is', 'files are')} valid is not known"
    if not summary.invalid:
        return _title_without_errors(summary)
    if summary.files == 1:
        return "The file is invalid"
    return f"{summary.invalid:,} of {summary.files:,} files {'is' if summary.invalid == 1 else 'are'} invalid"


def _title_without_errors(summary: Summary) -> str:
    rules = " by the selected rules" if summary.selected_files else ""
    if summary.known or summary.ignored:
        return f"No {'new' if summary.known else 'other'} errors in {pluralize(summary.files, 'file')}{rules}"
    return f"{'The file is' if summary.files == 1 else f'All {summary.files:,} files are'} valid{rules}"


def _figures(summary: Summary) -> Iterator[tuple[str, int]]:
    for field, name in _FIGURES.items():
        if (count := getattr(summary, field)) or name in {"files checked", "errors"}:
            yield name, count
