"""Finds the footnotes of a printed edition below a letter: "[Footnote 1: ...]", or "[1] ..." for a "[1]" above."""

import re
from collections.abc import Sequence

from teikit.letter.cues import is_cue
from teikit.letter.model import Label, LetterPhase, Part, Unit

_WORDED = re.compile(r"\[(?P<word>[^\W\d_]+)\.?\s*(?P<number>\d{1,3}|[a-z*†])\s*:\s*\S")
_NUMBERED = re.compile(r"(?:\[(?P<number>\d{1,3}|[a-z*†])\]|\((?P<round>\d{1,3}|[*†])\)):?\s+\S")
_STEMS = ("foot", "fuß", "fuss", "anm")
_CLOSED = "]"


def footnote_number(text: str) -> str:
    """Return the number, letter or sign of a footnote that a text begins with, "" where it begins with none."""
    match = _WORDED.match(text)
    if match is not None:
        word = match["word"].lower()
        return match["number"] if word.startswith(_STEMS) or is_cue("note", word) else ""
    match = _NUMBERED.match(text)
    return (match["number"] or match["round"]) if match else ""


def _is_referred_to(text: str, units: Sequence[Unit]) -> bool:
    """Return whether a footnote has a word that says so, or units contain its number within their text."""
    if _WORDED.match(text) is not None:
        return True
    mark = text[: text.index(footnote_number(text)) + len(footnote_number(text)) + 1]
    return any(mark in unit.text[1:] for unit in units)


def is_open_footnote(text: str) -> bool:
    """Return whether a footnote in brackets is not complete, so that the next paragraph is of it, too."""
    return _WORDED.match(text) is not None and _CLOSED not in text.removeprefix("[").rstrip()[-2:]


def _are_footnotes(units: Sequence[Unit]) -> bool:
    """Return whether units are footnotes and nothing else."""
    is_open = False
    for unit in units:
        if is_open:
            is_open = not unit.text.endswith(_CLOSED)
        elif footnote_number(unit.text):
            is_open = is_open_footnote(unit.text)
        else:
            return False
    return True


def split_footnotes(units: Sequence[Unit]) -> tuple[Sequence[Unit], tuple[Part, ...]]:
    """Return the units of a letter, and the footnotes below it."""
    for index, unit in enumerate(units[1:], 1):
        if footnote_number(unit.text) and _is_referred_to(unit.text, units[:index]) and _are_footnotes(units[index:]):
            parts = (Part(one, Label.NOTE, LetterPhase.AFTER, 1.0) for one in units[index:])
            return units[:index], tuple(parts)
    return units, ()
