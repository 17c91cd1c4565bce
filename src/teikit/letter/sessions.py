"""Splits a letter into writing sessions, where the writer dated it again or labels of an editor begin it again."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from teikit.letter.cues import find_cue
from teikit.letter.model import Label, LetterPhase, Part
from teikit.letter.names import PhraseKind, dateline_date, dateline_phrases

_LONGEST = 60
# Words of a dateline besides its place and its date.
_MOST_OTHER_WORDS = 2
_MOST_WORDS_OF_A_DAY = 3


def is_new_dateline(text: str) -> bool:
    """Return whether a paragraph is nothing but a place, a date, or the day of the week and the time of day."""
    if len(text) > _LONGEST or text.endswith((":", ";", "?", "!")):
        return False
    phrases = dateline_phrases(text) if dateline_date(text) is not None else ()
    others = [word for phrase in phrases if phrase.kind is PhraseKind.TEXT for word in phrase.text.split()]
    words = [word for word in others if any(char.isalpha() for char in word)]
    if any(phrase.kind is PhraseKind.DATE for phrase in phrases):
        return len(words) <= _MOST_OTHER_WORDS
    is_day = find_cue("weekday", text, at_start=True) is not None
    return is_day and len(text.split()) <= _MOST_WORDS_OF_A_DAY and text.rstrip(".,").count(",") == 0


_RANKS = {phase: rank for rank, phase in enumerate(LetterPhase)}
_ABOVE = {LetterPhase.BEFORE, LetterPhase.HEADING}


def split_at_returns(parts: Sequence[Part]) -> list[tuple[Part, ...]]:
    """Return parts split where phases go back, as only labels that an editor decided let them."""
    sessions: list[list[Part]] = [[]]
    for part in parts:
        is_return = bool(sessions[-1]) and _RANKS[part.phase] < _RANKS[sessions[-1][-1].phase]
        if is_return and part.phase not in _ABOVE:
            sessions.append([])
        sessions[-1].append(part)
    return list(map(tuple, sessions))


def settle_sessions(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return parts with phases such that each session has a paragraph; TEI has no other divisions.

    A postscript without a paragraph above it becomes one; without either, the longest part does.
    """
    has_paragraph = any(part.label is Label.PARAGRAPH for part in parts)
    if has_paragraph and len(split_at_returns(parts)) == 1 and not any(part.is_decided for part in parts):
        return tuple(parts)
    if not has_paragraph:
        longest = max(
            parts, key=lambda part: (part.label is Label.POSTSCRIPT, not part.is_decided, len(part.unit.text))
        )
        at = next(index for index, part in enumerate(parts) if part is longest)
        below = (_at_least(part, LetterPhase.OPENER) for part in parts[at + 1 :])
        parts = (*parts[:at], replace(longest, label=Label.PARAGRAPH, phase=LetterPhase.BODY), *below)
    settled: list[Part] = []
    waiting: list[Part] = []
    for session in split_at_returns(tuple(_settle_postscripts(parts))):
        if any(part.label is Label.PARAGRAPH for part in session):
            settled += (*(_at_most(part, LetterPhase.OPENER) for part in waiting), *session)
            waiting = []
        elif settled:
            settled += (_at_least(part, max(settled[-1].phase, LetterPhase.CLOSER, key=_rank)) for part in session)
        else:
            waiting += session
    return (*settled, *waiting)


def _settle_postscripts(parts: Sequence[Part]) -> Iterator[Part]:
    has_paragraph = False
    for part in parts:
        if part.label is Label.POSTSCRIPT and not has_paragraph:
            yield replace(part, label=Label.PARAGRAPH, phase=LetterPhase.BODY)
            has_paragraph = True
        else:
            yield part
        has_paragraph = has_paragraph or part.label is Label.PARAGRAPH


def _rank(phase: LetterPhase) -> int:
    return _RANKS[phase]


def _at_most(part: Part, phase: LetterPhase) -> Part:
    return replace(part, phase=min(part.phase, phase, key=_rank))


def _at_least(part: Part, phase: LetterPhase) -> Part:
    return replace(part, phase=max(part.phase, phase, key=_rank))


def writing_sessions(parts: Sequence[Part]) -> Iterator[tuple[Part, ...]]:
    """Yield the parts of each session; every session but the first begins with its dateline."""
    session: list[Part] = []
    for index, part in enumerate(parts):
        is_between = session and index + 1 < len(parts) and not is_new_dateline(session[-1].unit.text)
        may_begin = part.label is Label.PARAGRAPH and not part.unit.lines[0].blocks
        if is_between and may_begin and is_new_dateline(part.unit.text):
            yield tuple(session)
            session = []
        session.append(part)
    yield tuple(session)
