"""The baseline: how many problems of each kind each file is known to have, so that only new ones are reported.

A problem is identified by its file, rule, subject and the names of its ancestor elements, but not by its line, since
lines move, nor by its message if it has a subject, since messages get better. Format version 2, JSON: {"version": 2,
"files": {FILE: {RULE: {DIGEST: COUNT}}}}. File names are relative to the baseline's own folder, with slashes. DIGEST is
the beginning of the SHA-256 of path and subject, or message. In version 1 it was always the message: such a baseline is
read, and problems of RELAX NG and of the rules `tei` whose messages have changed since are known by their number. Its
files that are not in a run which writes the baseline are kept in the member `by_message`, which has the form of
`files`.
"""

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from teikit.diagnostics import Diagnostic, Severity
from teikit.diagnostics.diagnostic import without_places
from teikit.diagnostics.selection import is_fatal
from teikit.errors import UnreadableInputError
from teikit.messages import escape_control, quote
from teikit.storage.files import read_file, write_file

VERSION = 2
_FIRST_VERSION = 1
_OLD = "by_message"
# The rules of which a baseline of version 1 may know messages that are put in another way now.
_REWORDED = ("rng/", "tei/")
BASELINE_UNUSED = "suppression/baseline-unused"
_NUMBERS = re.compile(r"\[\d+\]")
_DIGITS = 16
# No document has more problems: the sum of all counts stays a number that each reader of JSON can read.
_MOST = 1 << 32
_LIMIT = "data-bytes"
_FileCounts = dict[str, Counter[tuple[str, str]]]


def _key(diagnostic: Diagnostic, *, by_message: bool = False) -> tuple[str, str]:
    subject = "" if by_message else diagnostic.subject
    text = f"{_NUMBERS.sub('', diagnostic.path or '')}\n{subject or without_places(diagnostic.message)}"
    return diagnostic.rule, sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


class _NotABaselineError(Exception):
    """The value of a file is not that of a baseline."""


class Baseline:
    """The known problems of files."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.files: _FileCounts = {}
        # Names of files whose problems are identified by their messages, as in version 1.
        self._by_message: set[str] = set()

    @classmethod
    def read(cls, path: Path) -> "Baseline":
        """Read a baseline from its file.

        Raises:
            UnreadableInputError: it cannot be read, or is not a baseline.
        """
        # Costs 2 ms to import, which runs without a baseline need not pay; so below.
        from teikit.formats.json import read_json  # noqa: PLC0415

        made = cls(path)
        data = read_json(read_file(path, _LIMIT), os.fspath(path), limit=_LIMIT)
        try:
            old, new = _parse(data)
            made.files, made._by_message = old | new, set(old)
        except _NotABaselineError as fault:
            raise UnreadableInputError(escape_control(f"{path}: {fault}")) from None
        return made

    def _name(self, file: str) -> str:
        try:
            return Path(os.path.relpath(file, self.path.parent)).as_posix()
        except ValueError:
            # On Windows there is no relative path between two drives.
            return Path(file).as_posix()

    def filter_new(self, file: str, found: Sequence[Diagnostic]) -> list[Diagnostic]:
        """Return the problems of a file that are not in the baseline, and a diagnostic for known ones that are gone."""
        name = self._name(file)
        left = self.files.get(name, Counter()).copy()
        by_message = name in self._by_message
        kept = []
        for each in found:
            key = _key(each, by_message=by_message)
            if left[key] > 0 and not is_fatal(each.rule):
                left[key] -= 1
            else:
                kept.append(each)
        if by_message:
            kept = _filter_reworded(left, kept)
        return [*_unused_diagnostics(file, left), *kept]

    def record(self, file: str, found: Sequence[Diagnostic]) -> int:
        """Replace the known problems of a file by those found now; return how many there are."""
        name = self._name(file)
        counted = Counter(_key(each) for each in found if not is_fatal(each.rule))
        self.files.pop(name, None)
        self._by_message.discard(name)
        if counted:
            self.files[name] = counted
        return counted.total()

    def total(self) -> int:
        """Return the number of known problems."""
        return sum(each.total() for each in self.files.values())

    def write(self) -> None:
        """Write the baseline to its file, sorted, so that version control shows readable changes.

        Raises:
            OutputError: it cannot be written.
        """
        formatted = {file: _format_counts(self.files[file]) for file in sorted(self.files)}
        files = {file: counts for file, counts in formatted.items() if file not in self._by_message}
        old = {file: counts for file, counts in formatted.items() if file in self._by_message}
        import json  # noqa: PLC0415

        content = {"version": VERSION, "files": files, **({_OLD: old} if old else {})}
        text = json.dumps(content, indent=1, ensure_ascii=True)
        write_file(self.path, f"{text}\n".encode(), force=True)


def _filter_reworded(left: Counter[tuple[str, str]], found: list[Diagnostic]) -> list[Diagnostic]:
    """Return the problems that are more of their rule than the known ones that are left, which are counted down."""
    keys: dict[str, list[tuple[str, str]]] = {}
    for key in sorted(key for key, count in left.items() if count > 0 and key[0].startswith(_REWORDED)):
        keys.setdefault(key[0], []).append(key)
    kept = []
    for each in found:
        if known := keys.get(each.rule):
            left[known[-1]] -= 1
            if left[known[-1]] == 0:
                known.pop()
        else:
            kept.append(each)
    return kept


def _unused_diagnostics(file: str, left: Counter[tuple[str, str]]) -> Iterator[Diagnostic]:
    by_rule: Counter[str] = Counter()
    for (rule, _), count in left.items():
        by_rule[rule] += count
    for rule in sorted(by_rule):
        if count := by_rule[rule]:
            are = "is" if count == 1 else "are"
            words = f"{count} problem{'s' * (count != 1)} of '{rule}' that the baseline knows {are} gone"
            yield Diagnostic(file, BASELINE_UNUSED, Severity.INFO, words)


def _parse(data: Any) -> tuple[_FileCounts, _FileCounts]:
    """Return the known problems of files that are identified by message, and those of all other files."""
    version = _table(data).get("version")
    if type(version) is not int or version not in {_FIRST_VERSION, VERSION}:
        raise _NotABaselineError(f"is a baseline of version {quote(str(version))}, not {VERSION}")
    files = _parse_files(data.get("files"))
    return (files, {}) if version == _FIRST_VERSION else (_parse_files(data.get(_OLD, {})), files)


def _parse_files(files: Any) -> _FileCounts:
    return {file: _parse_counts(rules) for file, rules in _table(files).items()}


def _parse_counts(rules: Any) -> Counter[tuple[str, str]]:
    return Counter(
        {(rule, digest): _count(count) for rule, of in _table(rules).items() for digest, count in _table(of).items()}
    )


def _table(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _NotABaselineError("is no baseline")
    return value


def _count(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= _MOST:
        raise _NotABaselineError("is no baseline")
    return value


def _format_counts(counted: Counter[tuple[str, str]]) -> dict[str, dict[str, int]]:
    table: dict[str, dict[str, int]] = {}
    for (rule, digest), count in sorted(counted.items()):
        table.setdefault(rule, {})[digest] = count
    return table
