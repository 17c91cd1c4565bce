"""Extracts the phrases and shapes of units that may be habits of one project: its words, never those that ship.

They are features of a project's model only. An id begins with `PROJECT`, the kind and a colon follow, then the words,
in small letters and with each number as 0, or the shape.
"""

import re
from collections.abc import Iterator, Sequence

from teikit.letter.model import Unit

PROJECT = "project "
# A unit of so many words is a paragraph: only its first words and its mark are phrases.
_LONG_UNIT, _MOST_WORDS_OF_LINE, _MOST_SHAPES = 16, 12, 12
# Longer words and lines are no habit.
LONGEST_PHRASE = 120
_LONGEST_WORD = 30
_DIGITS = re.compile(r"\d+")
_EDGES = ".,;:!?()[]“”„«»\"'’—–-"
_OPENING, _CLOSING = "([“„«", ".,;:!?)]—"
# "[Footnote", "(1)", "†", "Source:", "H :".
_MARK = re.compile(r"[*†‡§]+|[\[(<{]\s*[^\s\])]+[\])]?|(?:[^\s:]+ ){0,2}[^\s:]+\s?:(?=\s)")


def list_phrases(units: Sequence[Unit]) -> list[list[str]]:
    """Return the ids of the phrases and shapes of each unit, each once."""
    return [list(dict.fromkeys(each for each in _phrases(unit.text) if len(each) <= LONGEST_PHRASE)) for unit in units]


def _phrases(text: str) -> Iterator[str]:
    folded = [_DIGITS.sub("0", word) for word in text.split()]
    bare = [word.strip(_EDGES).casefold() for word in folded]
    if len(folded) <= _MOST_WORDS_OF_LINE:
        yield f"{PROJECT}line: {' '.join(folded).casefold()}"
    yield f"{PROJECT}first: {bare[0]}"
    if len(bare) > 1:
        yield f"{PROJECT}first two: {' '.join(bare[:2])}"
    if mark := _MARK.match(text[:LONGEST_PHRASE]):
        yield f"{PROJECT}mark: {_DIGITS.sub('0', mark[0]).casefold()}"
    if len(folded) < _LONG_UNIT:
        yield f"{PROJECT}last: {bare[-1]}"
        yield f"{PROJECT}shape: {_shape(folded)}"
        yield from (f"{PROJECT}word: {word}" for word in sorted(set(bare)) if 0 < len(word) <= _LONGEST_WORD)


def _shape(words: Sequence[str]) -> str:
    """Return the shape of some words, equal ones in a row once: `Aa, Aa 0`."""
    shapes: list[str] = []
    for word in words[:_MOST_SHAPES]:
        shape = _word_shape(word)
        if not shapes or shapes[-1] != shape:
            shapes.append(shape)
    return " ".join(shapes)


def _word_shape(word: str) -> str:
    bare = word.strip(_EDGES)
    before = word[0] if word[0] in _OPENING else ""
    after = word[-1] if word[-1] in _CLOSING and bare else ""
    return before + _letters_shape(bare) + after


def _letters_shape(bare: str) -> str:
    if not bare:
        return "-"
    if any(map(str.isdigit, bare)):
        return "0"
    if not bare[0].isupper():
        return "a"
    return "A" if len(bare) == 1 else "AA" if bare.isupper() else "Aa"


_WORDS = {
    "line": "the line “{}”",
    "first": "the first word “{}”",
    "first two": "the first words “{}”",
    "last": "the last word “{}”",
    "word": "the word “{}”",
    "mark": "the mark “{}” in front",
    "shape": "the shape “{}”",
}


def describe_phrase(feature: str) -> str | None:
    """Return the description of a phrase or shape of a project, None for other features."""
    kind, colon, words = feature.removeprefix(PROJECT).partition(": ")
    known = _WORDS.get(kind) if colon and feature.startswith(PROJECT) else None
    return known.format(words) + " in this project" if known else None
