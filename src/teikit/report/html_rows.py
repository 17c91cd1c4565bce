"""The problems of one file as rows of the HTML page: those of one rule are one row if only values in them differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from teikit.diagnostics import Diagnostic
from teikit.diagnostics.collection import DiagnosticList
from teikit.diagnostics.diagnostic import SEVERITY_ORDER
from teikit.messages import shorten
from teikit.report.code_frame import line_of, make_code_frame
from teikit.report.concise import LONGEST_SHOWN
from teikit.report.groups import generalize_message, pair_parts
from teikit.report.page import escape_html, escape_text

# So many further places of a row are listed.
_MOST_PLACES = 500
_MOST_NAMES = 12
# A message itself lists up to this many expected names.
_MAX_DETAILS = 3
# Up to these rows of a page, characters of a source line: a page of thousands of rows must still open. The first rows
# also have the lines around it.
_WIDTHS = ((60, 240), (600, 80))
_LEAST_WIDTH = 40
# Characters of what is said of a further place.
_LONGEST_OTHER = 120


@dataclass(slots=True)
class Row:
    """Problems of one file with one cause: the first one, places of the others with their values, and the count."""

    first: Diagnostic
    others: list[str] = field(default_factory=list)
    count: int = 1

    def add(self, diagnostic: Diagnostic) -> None:
        """Count one more problem."""
        self.count += 1
        if len(self.others) < _MOST_PLACES:
            values = _difference(self.first.message, diagnostic.message)
            self.others.append(f"{_place(diagnostic)} {values}".rstrip())


def row_key(diagnostic: Diagnostic) -> tuple[Any, ...]:
    """Return a key that is equal for the problems of a row."""
    notes = tuple((note.id, note.message) for note in diagnostic.notes)
    fix = bool(diagnostic.fix)
    return (diagnostic.severity, diagnostic.rule, generalize_message(diagnostic), diagnostic.expected, notes, fix)


def _place(diagnostic: Diagnostic) -> str:
    span = diagnostic.span
    return f"{span.start.line}:{span.start.column}" if span else "the whole file"


def _difference(message: str, other: str) -> str:
    """Return the quoted values of another message that differ, or all of it if more does."""
    pairs = pair_parts(message, other)
    if pairs is None:
        return shorten(other, _LONGEST_OTHER)
    return shorten(" ".join(theirs for ours, theirs in pairs if ours != theirs), _LONGEST_OTHER)


def by_severity(diagnostics: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield the errors, then the warnings, then the remarks, without a copy of a long list."""
    found = DiagnosticList.of(diagnostics)
    present = {severity for _, severity in found.counts}
    for severity in sorted(present, key=SEVERITY_ORDER.__getitem__):
        yield from (each for each in found if each.severity is severity)


def format_message(text: str) -> str:
    """Return a message for HTML, at most 1,000 characters of it."""
    return escape_text(shorten(text, LONGEST_SHOWN))


def has_lines_around(number: int) -> bool:
    """Return whether the row with a number has the lines around that at fault."""
    return number <= _WIDTHS[0][0]


def format_row(row: Row, number: int, lines: dict[int, str], *, lists_expected: bool) -> str:
    """Return a row as a list item with the id `p` and its number; `lines` has those at fault by number.

    With `lists_expected` it has the expected names of which the message gives the first only.
    """
    first = row.first
    many = f' data-n="{row.count}"' if row.count > 1 else ""
    said = "".join(_message_lines(row, lists_expected=lists_expected))
    source = _source(first, lines, number)
    return f'<li class="{first.severity}" id="p{number}"{many}><div>{said}</div>{source}</li>\n'


def _message_lines(row: Row, *, lists_expected: bool) -> Iterator[str]:
    diagnostic = row.first
    yield f"<p><b>{diagnostic.severity}</b> {_place(diagnostic)} {format_message(diagnostic.message)}"
    yield f" <code>{escape_text(diagnostic.rule)}</code></p>"
    for note in diagnostic.notes:
        place = f" (line {note.position.line}, column {note.position.column})" if note.position else ""
        given = (("data-diagnostic", note.id), ("lang", note.language))
        more = "".join(f' {name}="{escape_html(value)}"' for name, value in given if value)
        yield f'<p class="soft"{more}>{format_message(note.message)}{place}</p>'
    if diagnostic.fix:
        yield f'<p class="help"><b>To fix it:</b> {format_message(diagnostic.fix.message)}</p>'
    elif lists_expected and _has_more_expected(diagnostic):
        yield f'<p class="soft">Expected: {_names(diagnostic.expected)}</p>'
    yield _other_places(row)


def _has_more_expected(diagnostic: Diagnostic) -> bool:
    """Return whether there are expected names that the message does not list."""
    return len(diagnostic.expected) > _MAX_DETAILS or (
        bool(diagnostic.expected) and ", expected" not in diagnostic.message
    )


def _other_places(row: Row) -> str:
    """Return the places of a row after the first, as lines and columns, with the values that differ."""
    if row.count == 1:
        return ""
    listed = escape_text(", ".join(row.others))
    more = row.count - 1 - len(row.others)
    return f'<p class="soft">Also at {listed}{f" and {more:,} more places" if more else ""}</p>'


def _names(names: Sequence[str]) -> str:
    listed = escape_text(", ".join(names[:_MOST_NAMES]))
    return f"{listed} and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else listed


def _source(diagnostic: Diagnostic, lines: dict[int, str], row: int) -> str:
    """Return the line at fault, in the first rows with its neighbours, as far as the source is available."""
    at = line_of(diagnostic)
    if diagnostic.span is None or at not in lines:
        return ""
    width = next((width for last, width in _WIDTHS if row <= last), _LEAST_WIDTH)
    found = make_code_frame(lines[at], diagnostic.span, width)
    before = found.before if has_lines_around(row) else found.before.lstrip()
    marked = f"{escape_text(before)}<mark>{escape_text(found.at)}</mark>{escape_text(found.after)}"
    if not has_lines_around(row):
        return f"<pre>{marked}</pre>"
    shown = {
        number: escape_text(_shorten(lines[number], width))
        for number in (at - 1, at + 1)
        if lines.get(number, "").strip()
    }
    shown[at] = marked
    return f"<pre>{''.join(f'<code><i>{number}</i>{shown[number]}</code>' for number in sorted(shown))}</pre>"


def _shorten(line: str, width: int) -> str:
    return shorten(line[: width + 1].replace("\t", "    "), width)
