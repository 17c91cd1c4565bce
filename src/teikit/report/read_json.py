"""Reads reports in JSON or JSON lines back into the results from which they were written."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path
from typing import Any, TypeVar

from teikit.diagnostics import Diagnostic, Edit, Fix, Note, Position, Safety, Severity, Span
from teikit.diagnostics.diagnostic import AssertionFacts, Property
from teikit.errors import UnreadableInputError
from teikit.messages import escape_control
from teikit.report.json import VERSION
from teikit.report.json_stream import JsonStream, NotJsonError
from teikit.report.reporter import Hidden, Result, Summary
from teikit.storage.files import check_readable

_Type = TypeVar("_Type")
# The number of the file in the run, from 0, and its result.
NumberedResult = tuple[int, Result]
_DEPTH = 2
# No file has more lines, and no run more files.
_MOST = 1 << 32
_MOST_MEMBERS = 1_000
_FACTS = frozenset(("role", "flag", "see", "properties"))
_COUNTS = ("files", "invalid", "unreadable", "errors", "warnings", "infos")


class NotAReportError(UnreadableInputError):
    """The file is not a report of teikit, or was changed."""


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report on disk: its summary, and for a shard which one it is, and of how many."""

    path: Path
    is_lines: bool
    shard: tuple[int, int] | None
    summary: Summary

    def results(self) -> Iterator[NumberedResult]:
        """Yield the result of each file; raises NotAReportError if the report has changed since it was opened.

        The report of a whole run has no results of files without problems; unreadable files come last.
        """
        try:
            if self.shard is None:
                yield from enumerate(_results_of_whole(self.path, is_lines=self.is_lines))
            else:
                yield from (_results_of_part_in_lines if self.is_lines else _results_of_part)(self.path)
        except NotJsonError:
            raise _not_a_report(self.path) from None


def open_report(path: Path) -> StoredReport:
    """Open a report, and check it by reading it once from start to end.

    Raises UnreadableInputError if it cannot be read, NotAReportError if it is not a report.
    """
    check_readable(path)
    try:
        is_lines = "diagnostics" not in _first_members(path)
        frame = _read_members_of_lines(path) if is_lines else _read_members(JsonStream(path))
        found = StoredReport(path, is_lines, _shard(frame.get("shard")), _summary(frame))
        _check_consistent(found)
    except NotJsonError:
        raise _not_a_report(path) from None
    return found


def _not_a_report(path: Path) -> NotAReportError:
    reason = "is no report of 'teikit validate --format json' or jsonl, or is damaged"
    return NotAReportError(f"{escape_control(path)}: {reason}")


def _first_members(path: Path) -> Iterator[str]:
    """Yield the names of the first object's members."""
    pulled = JsonStream(path)
    for name in pulled.members():
        yield name
        pulled.value()


def _read_members(pulled: JsonStream, depth: int = _DEPTH) -> dict[str, Any]:
    """Return the members of an object, nested ones included, but skip arrays."""
    found: dict[str, Any] = {}
    for name in pulled.members():
        if len(found) > _MOST_MEMBERS:
            raise NotJsonError
        if pulled.peek() == "[":
            pulled.skip()
        else:
            found[name] = _read_members(pulled, depth - 1) if depth and pulled.peek() == "{" else pulled.value()
    if depth == _DEPTH and pulled.peek():
        raise NotJsonError
    return found


def _read_members_of_lines(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for value in _lines(path):
        found |= value if "version" in value else {}
    return found


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    pulled = JsonStream(path)
    while pulled.peek():
        yield _require_type(dict, pulled.value())


def _array(pulled: JsonStream, *names: str) -> Iterator[Any]:
    """Yield the values of an array, found by its path of member names."""
    for name in pulled.members():
        if name == names[0]:
            yield from _array(pulled, *names[1:]) if len(names) > 1 else pulled.items()
        else:
            pulled.skip()


def _shard(value: Any) -> tuple[int, int] | None:
    if value is None:
        return None
    shard = _require_type(dict, value)
    part, of = _require_type(int, shard.get("part")), _require_type(int, shard.get("of"))
    if not 1 <= part <= of:
        raise NotJsonError
    return part, of


def _summary(frame: Mapping[str, Any]) -> Summary:
    counts = _require_type(dict, frame.get("summary"))
    if frame.get("version") != VERSION:
        raise NotJsonError
    # Older reports do not count hidden problems and undecided files.
    values = (counts.get(name, None if name in _COUNTS else 0) for name in Summary._fields)
    return Summary(*(_require_type(int, value) for value in values))


def _check_consistent(report: StoredReport) -> None:
    """Check that a report's summary matches its contents; the report of a whole run lists only files with problems."""
    found, last, shard = Summary(), -1, report.shard
    for number, result in report.results():
        found = found.plus(result)
        if shard and (number <= last or number % shard[1] != shard[0] - 1):
            raise NotJsonError
        # The result of a schema comes before the first file that uses it, and has that file's number.
        last = number - result.is_schema
    names = Summary._fields if shard else ("unreadable", "errors", "warnings", "infos")
    if any(getattr(found, name) != getattr(report.summary, name) for name in names):
        raise NotJsonError


def _results_of_part(path: Path) -> Iterator[NumberedResult]:
    """Yield the results of a shard; its list of files has the number of problems of each."""
    problems = _array(JsonStream(path), "diagnostics")
    for entry in _array(JsonStream(path), "shard", "files"):
        yield _parse_result(_require_type(dict, entry), problems)
    if next(problems, None) is not None:
        raise NotJsonError


def _results_of_part_in_lines(path: Path) -> Iterator[NumberedResult]:
    """Yield the results of a shard in JSON lines; the line before a file's problems says how many there are."""
    lines = _lines(path)
    for value in lines:
        if "checked" in value:
            yield _parse_result(_require_type(dict, value["checked"]), lines)
        elif not value.keys() & {"version", "unreadable"}:
            raise NotJsonError


def _parse_result(entry: dict[str, Any], problems: Iterator[Any]) -> NumberedResult:
    number, file = _require_type(int, entry.get("number")), _escaped(entry.get("file"))
    if "unreadable" in entry:
        return number, Result(file, failure=_escaped(entry["unreadable"]))
    count = _require_type(int, entry.get("problems"))
    found = [diagnostic_of(each) for each in islice(problems, count)]
    if len(found) < count:
        raise NotJsonError
    undecided, is_schema = _escaped(entry.get("undecided", "")), entry.get("schema") is True
    hidden = _hidden(_require_type(dict, entry.get("hidden", {})))
    return number, Result(file, found, hidden=hidden, undecided=undecided, is_schema=is_schema)


def _hidden(counts: Mapping[str, Any]) -> Hidden:
    is_selected = counts.get("is_selected", False)
    if not isinstance(is_selected, bool):
        raise NotJsonError
    return Hidden(_require_type(int, counts.get("known", 0)), _require_type(int, counts.get("ignored", 0)), is_selected)


def _results_of_whole(path: Path, *, is_lines: bool) -> Iterator[Result]:
    """Yield the results of a whole run: a file's problems are contiguous, unreadable files come last."""
    problems: Iterable[Any] = _array(JsonStream(path), "diagnostics")
    failures: Iterable[Any] = _array(JsonStream(path), "unreadable")
    if is_lines:
        others = {"version", "unreadable"}
        problems = (value for value in _lines(path) if not value.keys() & others)
        failures = (value["unreadable"] for value in _lines(path) if "unreadable" in value)
    for file, found in groupby(map(diagnostic_of, problems), key=lambda each: each.file):
        yield Result(file, list(found))
    for value in failures:
        failure = _require_type(dict, value)
        yield Result(_escaped(failure.get("file")), failure=_escaped(failure.get("message")))


def diagnostic_of(value: Any) -> Diagnostic:
    """Return the diagnostic of an object that `teikit.report.json.as_object` wrote; NotJsonError if it is none."""
    members = _require_type(dict, value)
    start, end = _position(members, "line", "column"), _position(members, "end_line", "end_column")
    try:
        severity = Severity(_require_type(str, members.get("severity")))
    except ValueError:
        raise NotJsonError from None
    return Diagnostic(
        _escaped(members.get("file")),
        _require_type(str, members.get("rule")),
        severity,
        _require_type(str, members.get("message")),
        Span(start, end) if start and end else None,
        _optional(str, members.get("path")),
        tuple(map(_note, _require_type(list, members.get("notes")))),
        tuple(_require_type(str, each) for each in _require_type(list, members.get("expected"))),
        _fix(members["fix"]) if members.get("fix") is not None else None,
        assertion=_facts(members) if not _FACTS.isdisjoint(members) else None,
    )


def _position(members: Mapping[str, Any], line: str, column: str) -> Position | None:
    if members.get(line) is None:
        return None
    found = Position(_require_type(int, members[line]), _require_type(int, members.get(column)))
    if min(found) < 1:
        raise NotJsonError
    return found


def _note(value: Any) -> Note:
    members = _require_type(dict, value)
    message, file = _require_type(str, members.get("message")), _optional(str, members.get("file"))
    place, (name, language) = _position(members, "line", "column"), _texts(members, "id", "lang")
    return Note(message, file and escape_control(file), place, name, language)


def _facts(members: Mapping[str, Any]) -> AssertionFacts:
    properties = tuple(map(_property, _require_type(list, members.get("properties", []))))
    role, flag, see = _texts(members, "role", "flag", "see")
    return AssertionFacts(role, flag, see, properties)


def _property(value: Any) -> Property:
    return Property(*_texts(_require_type(dict, value), "id", "message", "role", "scheme", "lang"))


def _texts(members: Mapping[str, Any], *names: str) -> tuple[str, ...]:
    """Return some members that are texts, "" for those that are missing."""
    return tuple(_require_type(str, members.get(name, "")) for name in names)


def _fix(value: Any) -> Fix:
    members = _require_type(dict, value)
    edits = tuple(map(_edit, _require_type(list, members.get("edits"))))
    try:
        return Fix(Safety(_require_type(str, members.get("safety"))), _require_type(str, members.get("message")), edits)
    except ValueError:
        raise NotJsonError from None


def _edit(value: Any) -> Edit:
    start, end, text = (_require_type(dict, value).get(name) for name in ("start", "end", "text"))
    return Edit(_require_type(int, start), _require_type(int, end), _require_type(str, text))


def _escaped(value: Any) -> str:
    return escape_control(_require_type(str, value))


def _require_type(kind: type[_Type], value: Any) -> _Type:
    """Return a value if it is of the given type; booleans as numbers, and impossible counts, are refused."""
    if not isinstance(value, kind) or isinstance(value, bool) or (isinstance(value, int) and not 0 <= value <= _MOST):
        raise NotJsonError
    return value


def _optional(kind: type[_Type], value: Any) -> _Type | None:
    return None if value is None else _require_type(kind, value)
