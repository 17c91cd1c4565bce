"""Reads the number that a note below a letter begins with: "[Footnote 1: ...]", "[1] ..." or "(1) ..."."""

import re

from teikit.letter.cues import is_cue

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


def is_open_footnote(text: str) -> bool:
    """Return whether a footnote in brackets is not complete, so that the next paragraph is of it, too."""
    return _WORDED.match(text) is not None and _CLOSED not in text.removeprefix("[").rstrip()[-2:]
