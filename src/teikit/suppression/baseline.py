"""The baseline: how many problems of each kind each file is known to have, so that only new ones are reported.

A problem is identified by its file, rule, message and the names of its ancestor elements, but not by its line, since
lines move. Format version 1, JSON: {"version": 1, "files": {FILE: {RULE: {DIGEST: COUNT}}}}. File names are relative to
the baseline's own folder, with slashes. DIGEST is the beginning of the SHA-256 of path and message.
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

VERSION = 1
BASELINE_UNUSED = "suppression/baseline-unused"
_NUMBERS = re.compile(r"\[\d+\]")
_DIGITS = 16
# No document has more problems: the sum of all counts stays a number that each reader of JSON can read.
_MOST = 1 << 32
_LIMIT = "data-bytes"
_FileCounts = dict[str, Counter[tuple[str, str]]]


def _key(diagnostic: Diagnostic) -> tuple[str, str]:
    text = f"{_NUMBERS.sub('', diagnostic.path or '')}\n{without_places(diagnostic.message)}"
    return diagnostic.rule, sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


class _NotABaselineError(Exception):
    """The value of a file is not that of a baseline."""


class Baseline:
    """The known problems of files."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.files: _FileCounts = {}

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
            made.files = _parse_files(data)
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
        known = self.files.get(self._name(file), Counter())
        left = known.copy()
        kept = []
        for each in found:
            key = _key(each)
            if left[key] > 0 and not is_fatal(each.rule):
                left[key] -= 1
            else:
                kept.append(each)
        return [*_unused_diagnostics(file, left), *kept]

    def record(self, file: str, found: Sequence[Diagnostic]) -> int:
        """Replace the known problems of a file by those found now; return how many there are."""
        name = self._name(file)
        counted = Counter(_key(each) for each in found if not is_fatal(each.rule))
        self.files.pop(name, None)
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
        files = {file: _format_counts(self.files[file]) for file in sorted(self.files)}
        import json  # noqa: PLC0415

        text = json.dumps({"version": VERSION, "files": files}, indent=1, ensure_ascii=True)
        write_file(self.path, f"{text}\n".encode(), force=True)


def _unused_diagnostics(file: str, left: Counter[tuple[str, str]]) -> Iterator[Diagnostic]:
    by_rule: Counter[str] = Counter()
    for (rule, _), count in left.items():
        by_rule[rule] += count
    for rule in sorted(by_rule):
        if count := by_rule[rule]:
            are = "is" if count == 1 else "are"
            words = f"{count} problem{'s' * (count != 1)} of '{rule}' that the baseline knows {are} gone"
            yield Diagnostic(file, BASELINE_UNUSED, Severity.INFO, words)


def _parse_files(data: Any) -> _FileCounts:
    version = _table(data).get("version")
    if version != VERSION or isinstance(version, bool):
        raise _NotABaselineError(f"is a baseline of version {quote(str(version))}, not {VERSION}")
    return {file: _parse_counts(rules) for file, rules in _table(data.get("files")).items()}


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
