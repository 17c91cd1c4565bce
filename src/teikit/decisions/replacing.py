"""Replaces the file of decisions on a letter, or on the letters of a folder, once it is certain that none is lost."""

import os
from dataclasses import replace
from pathlib import Path

from teikit.decisions.model import Decisions
from teikit.decisions.parsing import DecisionsFile, parse_file
from teikit.decisions.writing import NOTHING_WRITTEN, Written, folder_note, format_letter, format_own_file
from teikit.errors import InternalError
from teikit.messages import escape_control
from teikit.storage.files import read_file, remove_file, replace_file, write_file

_LIMIT = "decisions-bytes"


def replace_own(file: Path, decisions: Decisions, former: DecisionsFile | None) -> None:
    """Replace the file of one letter; it is removed if there are no decisions any more.

    Raises:
        OutputError: it cannot be written.
        DecisionsError, LimitExceededError: a decision has a value that could not be read again, or there are too many.
    """
    text = _text_of_own(decisions, former)
    made = parse_file(text.encode(), os.fspath(file), is_of_folder=False) if text else DecisionsFile()
    _check(file, made.own, decisions)
    _write(file, text)


def replace_of_folder(file: Path, decisions: Decisions, former: DecisionsFile | None) -> None:
    """Replace the file of a folder, with other decisions on one letter; errors are those of `replace_own`."""
    text = _text_of_folder(decisions, former or DecisionsFile(head=folder_note()))
    made = parse_file(text.encode(), os.fspath(file), is_of_folder=True) if text else DecisionsFile()
    _check(file, made.letters.get(decisions.source, NOTHING_WRITTEN), decisions)
    _write(file, text)


def _check(file: Path, made: Written, decisions: Decisions) -> None:
    """Raise InternalError unless what a text states are the decisions that it is to have."""
    found = made.decisions
    if (found.decisions, found.is_reviewed) != (decisions.decisions, decisions.is_reviewed):
        raise InternalError(f"{escape_control(file)}: internal error: decisions would be lost; nothing was written")


def _is_empty(decisions: Decisions) -> bool:
    return not (decisions.decisions or decisions.is_reviewed)


def _text_of_own(decisions: Decisions, former: DecisionsFile | None) -> str:
    return "" if _is_empty(decisions) else format_own_file(decisions, former.own if former else NOTHING_WRITTEN)


def _text_of_folder(decisions: Decisions, former: DecisionsFile) -> str:
    letters = dict(former.letters)
    before = letters.pop(decisions.source, NOTHING_WRITTEN)
    if not _is_empty(decisions):
        letters[decisions.source] = replace(before, decisions=decisions)
    parts = []
    for name in sorted(letters, key=_in_order):
        own = letters[name]
        parts.append(format_letter(own.decisions, before if name == decisions.source else own))
    return "\n".join([former.head.strip("\n") + "\n", *parts]) if parts else ""


def _in_order(name: str) -> tuple[list[tuple[int, str]], str]:
    """Return a key that sorts letters-2 before letters-10."""
    digits = "".join(char if char.isdigit() else " " for char in name).split()
    pieces = []
    rest = name
    for number in digits:
        before, _, rest = rest.partition(number)
        pieces += [(0, before), (int(number), "")]
    return [*pieces, (0, rest)], name


def _write(file: Path, text: str) -> None:
    """Replace a file, or make or remove it, unless it is as it should be."""
    data = text.encode()
    if not os.path.lexists(file):
        if data:
            write_file(file, data)
    elif not data:
        remove_file(file)
    elif read_file(file, _LIMIT) != data:
        replace_file(file, data)
