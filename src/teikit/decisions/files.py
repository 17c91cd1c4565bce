"""Reads and changes the files of decisions: `letter.review.toml` beside a letter, or `teikit.review.toml` of a folder.

A change reads, changes and writes under a lock of the folder, and replaces the file whole: programs that change
decisions at once lose none.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from teikit.decisions.errors import DecisionsError
from teikit.decisions.model import NO_DECISIONS, Decisions
from teikit.messages import escape_control
from teikit.storage.files import read_file

if TYPE_CHECKING:
    from teikit.decisions.parsing import DecisionsFile

SUFFIX = ".review.toml"
FOLDER_FILE = "teikit.review.toml"
_LIMIT = "decisions-bytes"


@dataclass(frozen=True, slots=True)
class StoredDecisions:
    """Decisions on a letter, the file that has them or would, and their version: "" where there are none.

    `remarks` are sentences for the user: that another file is not read.
    """

    decisions: Decisions
    file: Path
    version: str = ""
    remarks: tuple[str, ...] = ()


def decisions_file(source: Path) -> Path:
    """Return the file of decisions on a source: `letter.review.toml`, for a second source of this stem the longer name.

    Raises:
        DecisionsError, UnreadableInputError: the file with the shorter name cannot be read.
    """
    return _own_file(source, source.name)


def read_decisions(source_path: Path, letter_name: str) -> StoredDecisions:
    """Return the decisions on a letter of a source, those of its own file before those of its folder's.

    Args:
        source_path: the source.
        letter_name: the name of the letter: that of the source, or its own where the source is split; a folder before
            it does not count.

    Raises:
        DecisionsError: a file is no TOML, or has a wrong key or value, with its line.
        LimitExceededError: it is too large, or has too many decisions.
        UnreadableInputError: it is no regular file, or not permitted.
    """
    return _Stored(source_path, Path(letter_name).name).read()


def change_decisions(source_path: Path, letter_name: str, change: Callable[[Decisions], Decisions]) -> StoredDecisions:
    """Change the decisions on a letter, and return them as they are then; arguments are those of `read_decisions`.

    The file is replaced whole or not at all; one that would have no decisions is removed. Errors of `change` are passed
    on, and nothing is written.

    Raises:
        OutputError: the file cannot be written, or another program keeps its folder locked.
        As `read_decisions`.
    """
    from teikit.storage.locks import locked_folder  # noqa: PLC0415  as `_Stored.write`

    with locked_folder(source_path.parent):
        stored = _Stored(source_path, Path(letter_name).name)
        stored.write(change(stored.read().decisions))
        return stored.read()


class _Stored:
    """The files of decisions on a letter, as they are now."""

    def __init__(self, source: Path, letter: str) -> None:
        self._letter = letter
        self._own = _own_file(source, letter)
        self._folder = source.parent / FOLDER_FILE
        self._is_split = letter != source.name

    def read(self) -> StoredDecisions:
        """Return the decisions on the letter."""
        own, of_folder = _parse(self._own), _parse(self._folder)
        if own is not None:
            remarks = (self._remark(),) if of_folder and self._letter in of_folder.letters else ()
            return _stored(own.own.decisions, self._own, remarks)
        if of_folder is None:
            return StoredDecisions(NO_DECISIONS, self._folder if self._is_split else self._own)
        found = of_folder.letters.get(self._letter)
        return _stored(found.decisions, self._folder) if found else StoredDecisions(NO_DECISIONS, self._folder)

    def _remark(self) -> str:
        other = f"those on {escape_control(self._letter)} in {escape_control(self._folder)}"
        return f"{escape_control(self._own)}: its decisions are followed, {other} are not"

    def write(self, decisions: Decisions) -> None:
        """Write the decisions on the letter to the file that has them, or a new one."""
        decisions = replace(decisions, source=self._letter)
        own, of_folder = _parse(self._own), _parse(self._folder)
        # Runs that only read need not pay for its import.
        from teikit.decisions.replacing import replace_of_folder, replace_own  # noqa: PLC0415

        if own is not None or (of_folder is None and not self._is_split):
            replace_own(self._own, decisions, own)
        else:
            replace_of_folder(self._folder, decisions, of_folder)


def _own_file(source: Path, letter: str) -> Path:
    """Return the file of decisions on one letter only."""
    short, long = (source.with_name(f"{name}{SUFFIX}") for name in (Path(letter).stem, letter))
    if long.name == FOLDER_FILE:
        return long.with_name(f"{letter}.letter{SUFFIX}")
    if os.path.lexists(long) or short.name == FOLDER_FILE:
        return long
    there = _parse(short)
    owner = there.own.decisions.source if there else ""
    is_of_other = owner not in {"", letter} and (source.parent / Path(owner).name).is_file()
    return long if is_of_other else short


def _parse(file: Path) -> "DecisionsFile | None":
    """Return what a file of decisions states, None if there is none."""
    if not os.path.lexists(file):
        return None
    if file.is_symlink():
        raise DecisionsError(f"{escape_control(file)}: is a link, which is not followed")
    # Most sources have no file of decisions: its import costs 10 ms.
    from teikit.decisions.parsing import parse_file  # noqa: PLC0415

    return parse_file(read_file(file, _LIMIT), os.fspath(file), is_of_folder=file.name == FOLDER_FILE)


def _stored(decisions: Decisions, file: Path, remarks: tuple[str, ...] = ()) -> StoredDecisions:
    from teikit.decisions.writing import NOTHING_WRITTEN, format_own_file  # noqa: PLC0415  as `_parse`

    version = sha256(format_own_file(decisions, NOTHING_WRITTEN).encode()).hexdigest()
    return StoredDecisions(decisions, file, version, remarks)
