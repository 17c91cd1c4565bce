"""Formats diagnostics as one self-contained HTML page, without scripts or network: problems by rule and by file.

The part about files is written to a temporary file first, since the summary and the rules come before it on the page.
"""

import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TextIO

from teikit.diagnostics import Diagnostic, Severity
from teikit.messages import pluralize, shorten
from teikit.report.code_frame import excerpt, line_of, make_code_frame
from teikit.report.concise import LONGEST_SHOWN, describe_hidden, place
from teikit.report.groups import DiagnosticGroup, DiagnosticGroups
from teikit.report.page import escape_html, foot, head
from teikit.report.reporter import NOTHING_HIDDEN, Reporter, Result, ShownProblems, Style, Summary
from teikit.storage.files import scratch_file

_WIDTH = 240
_MOST_NAMES = 12
_MOST_PLACES = 4
# A message itself lists up to this many expected names.
_MAX_DETAILS = 3
_FIGURES = {"files": "files checked", "invalid": "invalid", "undecided": "undecided", "schemas": "incorrect schemas"}
_FIGURES |= {"unreadable": "not readable", "errors": "errors", "warnings": "warnings", "infos": "remarks"}
_FIGURES |= {"known": "known problems", "ignored": "ignored problems"}
_PARTS = {"rules": "Problems by rule", "files": "Problems by file"}


class Report(Reporter):
    """Report format `html`; problems are numbered, so that the section on rules can link to them."""

    def __init__(self, out: TextIO, style: Style) -> None:
        super().__init__(out, style)
        self._groups = DiagnosticGroups()
        self._places: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
        self._shown = ShownProblems(style)
        self._problems = 0
        self._valid = self._hiding = 0
        self._undecided: Counter[str] = Counter()
        self._failures: list[Result] = []

    def begin(self) -> None:
        """Open the temporary file for the part below the summary."""
        self._files = scratch_file("utf-8")

    def add(self, result: Result) -> None:
        """Write the problems of a file to the temporary file."""
        if result.failure:
            self._failures.append(result)
            return
        if result.undecided:
            self._undecided[result.undecided] += 1
        if result.diagnostics:
            for each in result.by_file():
                self._files.writelines(self._file(each))
        elif result.hidden != NOTHING_HIDDEN:
            self._hiding += 1
        elif not result.undecided:
            self._valid += 1

    def _file(self, result: Result) -> Iterator[str]:
        count = len(result.diagnostics)
        shown = self._shown.take(count)
        text = result.lines() if shown else ()
        # Large files return no lines; there is nothing to count then.
        at_fault = set(map(line_of, islice(result.diagnostics, shown))) if text else set()
        lines = excerpt(text, {at + beside for at in at_fault for beside in (-1, 0, 1)}) if text else {}
        yield f'<details class="file" open><summary><h3>{escape_html(result.file)}</h3>'
        yield f' <span class="soft">{pluralize(count, "problem")}</span></summary>\n<ol>\n'
        for each in islice(result.diagnostics, shown):
            yield self._problem(each, lines)
        yield "</ol>"
        if shown < count:
            yield f'<p class="soft">{describe_hidden(count - shown)}</p>'
            for each in islice(result.diagnostics, shown, None):
                self._problems += 1
                self._groups.add(each)
        yield "</details>\n"

    def _problem(self, diagnostic: Diagnostic, lines: dict[int, str]) -> str:
        self._problems += 1
        cause = self._groups.add(diagnostic)
        places = self._places[id(cause)]
        if len(places) < _MOST_PLACES:
            places.append((place(diagnostic), self._problems))
        said, source = "".join(_message_lines(diagnostic)), _source(diagnostic, lines)
        opened = f'<li class="problem {diagnostic.severity}" id="p{self._problems}">'
        return f"{opened}<div>{said}</div>\n<div>{source}</div></li>\n"

    def end(self, summary: Summary) -> None:
        """Write the whole page."""
        figures = [(name, f"{count:,}") for name, count in _figures(summary)]
        self._out.write(head(_title(summary), figures, _PARTS, "Skip to the problems"))
        self._out.writelines(self._rules())
        self._out.write('<section aria-labelledby="files">\n<h2 id="files">Problems by file</h2>\n')
        for each in self._failures:
            reason = f'<span class="severity">not readable</span> {escape_html(each.failure)}'
            self._out.write(f'<p class="error">{reason}</p>\n')
        self._files.seek(0)
        shutil.copyfileobj(self._files, self._out)
        self._files.close()
        for reason, count in self._undecided.items():
            self._out.write(f'<p class="soft">{pluralize(count, "file")} undecided: {escape_html(reason)}.</p>\n')
        if self._valid:
            self._out.write(f'<p class="soft">{pluralize(self._valid, "file")} without problems.</p>\n')
        if self._hiding:
            hiding = f"{pluralize(self._hiding, 'file')} without problems but those that are known, ignored or"
            self._out.write(f'<p class="soft">{hiding} not selected.</p>\n')
        self._out.write(f"</section>\n{foot('Lines and columns count from 1, columns in characters.')}")

    def _rules(self) -> Iterator[str]:
        yield '<section aria-labelledby="rules">\n<h2 id="rules">Problems by rule</h2>\n'
        by_rule: defaultdict[tuple[str, Severity], list[DiagnosticGroup]] = defaultdict(list)
        for cause in self._groups:
            by_rule[cause.first.rule, cause.first.severity].append(cause)
        for (name, severity), causes in sorted(by_rule.items(), key=lambda each: -sum(one.count for one in each[1])):
            rule = self._style.find_rule(name)
            count = pluralize(sum(each.count for each in causes), "problem")
            yield f'<section class="rule {severity}"><h3><span class="severity">{severity}</span>'
            yield f' <code>{escape_html(name)}</code> <span class="soft">{count}</span></h3>\n'
            yield f"<p>{escape_html(rule.summary)}</p>\n<ol>\n" if rule else "<ol>\n"
            for cause in causes:
                yield f"<li><p>{_message(cause.message)}</p>\n<p>{self._where(cause)}</p></li>\n"
            yield "</ol></section>\n"
        none = "There are no others." if self._hiding else "There are none."
        yield "</section>\n" if self._problems else f"<p>{none}</p></section>\n"

    def _where(self, cause: DiagnosticGroup) -> str:
        known = self._places[id(cause)]
        links = ", ".join(f'<a class="place" href="#p{number}">{escape_html(name)}</a>' for name, number in known)
        if cause.count == 1:
            return links
        more = f" and {cause.count - len(known):,} more" if cause.count > len(known) else ""
        files = f" in {pluralize(cause.files, 'file')}" if cause.files > 1 else ""
        return f'<span class="soft">{cause.count:,} times{files}:</span> {links}{more}'


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


def _message_lines(diagnostic: Diagnostic) -> Iterator[str]:
    span = diagnostic.span
    where = f"line {span.start.line}, column {span.start.column}" if span else "the whole file"
    yield f'<p><span class="severity">{diagnostic.severity}</span> <code>{escape_html(diagnostic.rule)}</code>'
    yield f' <span class="soft">{where}</span></p>\n<p class="message">{_message(diagnostic.message)}</p>\n'
    for note in diagnostic.notes:
        place = f" (line {note.position.line}, column {note.position.column})" if note.position else ""
        given = (("data-diagnostic", note.id), ("lang", note.language))
        more = "".join(f' {name}="{escape_html(value)}"' for name, value in given if value)
        yield f'<p class="soft"{more}>{_message(note.message)}{place}</p>\n'
    if diagnostic.fix:
        yield f'<p class="help"><b>To fix it:</b> {_message(diagnostic.fix.message)}</p>\n'
    elif len(diagnostic.expected) > _MAX_DETAILS or (diagnostic.expected and ", expected" not in diagnostic.message):
        yield f'<p class="soft">Expected: {_names(diagnostic.expected)}</p>\n'


def _message(text: str) -> str:
    return escape_html(shorten(text, LONGEST_SHOWN))


def _names(names: Sequence[str]) -> str:
    listed = ", ".join(f"<code>{escape_html(each)}</code>" for each in names[:_MOST_NAMES])
    return f"{listed} and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else listed


def _source(diagnostic: Diagnostic, lines: dict[int, str]) -> str:
    """Return the line at fault and its neighbours, as far as the source is available."""
    at = line_of(diagnostic)
    if diagnostic.span is None or at not in lines:
        return ""
    found = make_code_frame(lines[at], diagnostic.span, _WIDTH)
    shown = {number: escape_html(_shorten(lines.get(number, ""))) for number in (at - 1, at, at + 1)}
    shown[at] = f"{escape_html(found.before)}<mark>{escape_html(found.at)}</mark>{escape_html(found.after)}"
    spans = (
        f'<span class="line"><span class="number">{number}</span>{text}</span>'
        for number, text in shown.items()
        if number == at or lines.get(number, "").strip()
    )
    return f"<pre><code>{''.join(spans)}</code></pre>"


def _shorten(line: str) -> str:
    return shorten(line[: _WIDTH + 1].replace("\t", "    "), _WIDTH)
