"""Parses the file of decisions on one letter, or on the letters of a folder, and keeps the text of each decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

from teikit.decisions.errors import DecisionsError
from teikit.decisions.model import Decision, Decisions
from teikit.decisions.reading import TableReader, read_decision
from teikit.decisions.writing import NOTHING_WRITTEN, Written
from teikit.formats.toml import Toml, read_toml
from teikit.limits import Budget, changed_limits
from teikit.messages import escape_control, quote

_LIMIT = "decisions-bytes"
_KEYS = ("source", "digest", "reviewed", "decisions")
_Lines = Mapping[str, int]
_DECISIONS, _LETTERS = ("decisions",), ("letters",)


@dataclass(frozen=True, slots=True)
class DecisionsFile:
    """What a file of decisions has: `own` those of one letter, or `letters` those of several by name.

    `head` is what is above the first letter of several.
    """

    own: Written = NOTHING_WRITTEN
    letters: Mapping[str, Written] = field(default_factory=dict)
    head: str = ""


def parse_file(data: bytes, file: str, *, is_of_folder: bool) -> DecisionsFile:
    """Return what a file of decisions states.

    Raises:
        DecisionsError: it is no TOML, or has a wrong key or value, with its line.
        LimitExceededError: it is too large, or has too many decisions.
    """
    return _parse(data, file, frozenset(changed_limits().items()), is_of_folder=is_of_folder)


@lru_cache(maxsize=4)
def _parse(data: bytes, file: str, _limits: frozenset[tuple[str, int]], *, is_of_folder: bool) -> DecisionsFile:
    """Return what a file states; for each letter of a folder its file is asked again."""
    return _Parser(read_toml(data, file, error=DecisionsError, limit=_LIMIT), file).parse(is_of_folder=is_of_folder)


class _Parser:
    def __init__(self, read: Toml, file: str) -> None:
        self._read = read
        self._budget = Budget(escape_control(file))
        self._texts = read.text.split("\n")

    def parse(self, *, is_of_folder: bool) -> DecisionsFile:
        places = {key[0]: line for key, line in self._read.lines().items() if len(key) == 1}
        whole = TableReader(self._read.values, places, self._budget, "the file")
        if not is_of_folder:
            whole.check_keys(_KEYS)
            tables, lines = self._tables(self._read.values, _DECISIONS)
            return DecisionsFile(self._letter(whole, tables, lines, (0, len(self._texts))))
        whole.check_keys(_LETTERS)
        return self._parse_letters()

    def _tables(self, values: Mapping[str, Any], path: tuple[str, ...]) -> tuple[list[Any], list[dict[str, int]]]:
        """Return the tables of an array, and the lines of each."""
        tables = values.get(path[-1], [])
        if not isinstance(tables, list):
            line = self._read.lines().get(path, 1)
            raise DecisionsError(f"{self._budget.file}:{line}: '{path[-1]}' must be tables, each under [[{path[-1]}]]")
        return tables, self._read.lines_of_tables(path)

    def _parse_letters(self) -> DecisionsFile:
        tables, lines = self._tables(self._read.values, _LETTERS)
        # Those of all letters in one list, as the file has them.
        inner = self._read.lines_of_tables((*_LETTERS, *_DECISIONS))
        bounds = [*(self._begin(each[""]) for each in lines), len(self._texts)]
        has_headers = self._has_headers(lines, len(tables))
        letters: dict[str, Written] = {}
        for number, table in enumerate(tables):
            own = lines[number] if has_headers else {"": 1}
            reader = TableReader(table, own, self._budget, "[[letters]]")
            reader.check_keys(_KEYS)
            decisions = table.get("decisions", [])
            if not isinstance(decisions, list):
                raise reader.fault("decisions", "'decisions' must be tables, each under [[letters.decisions]]")
            stretch = (bounds[number], bounds[number + 1]) if has_headers else (0, 0)
            mine = [each for each in inner if stretch[0] < each[""] <= stretch[1]]
            name = reader.text("source")
            if not name or name in letters:
                raise reader.fault("source", f"the name {quote(name)} is there twice" if name else "lacks 'source'")
            letters[name] = self._letter(reader, decisions, mine, stretch)
        return DecisionsFile(letters=letters, head=self._text(0, bounds[0]))

    def _letter(
        self, reader: TableReader, tables: Sequence[Any], lines: Sequence[_Lines], stretch: tuple[int, int]
    ) -> Written:
        """Return the decisions on one letter; `stretch` has the indexes of its lines in the file."""
        self._budget.spend("decisions", len(tables))
        is_plain = self._has_headers(lines, len(tables))
        found: list[Decision] = []
        for number, table in enumerate(tables):
            own = lines[number] if is_plain else {"": stretch[0] + 1}
            found.append(read_decision(TableReader(table, own, self._budget, "[[decisions]]")))
        stated = reader.text("source"), reader.text("digest"), tuple(found), reader.truth("reviewed")
        if not is_plain:
            return Written(Decisions(*stated))
        bounds = [*(self._begin(each[""]) for each in lines), stretch[1]]
        blocks = [self._text(start, end) for start, end in pairwise(bounds)]
        return Written(Decisions(*stated), self._text(stretch[0], bounds[0]), tuple(blocks))

    def _has_headers(self, lines: Sequence[_Lines], count: int) -> bool:
        """Return whether each table of an array has a header of its own."""
        return len(lines) == count and all(self._texts[each[""] - 1].lstrip().startswith("[[") for each in lines)

    def _begin(self, line: int) -> int:
        """Return the index of the line where a table begins, with the comments directly above it."""
        index = line - 1
        while index and self._texts[index - 1].lstrip().startswith("#"):
            index -= 1
        return index

    def _text(self, start: int, end: int) -> str:
        return "\n".join(line.removesuffix("\r") for line in self._texts[start:end]).strip("\n")
