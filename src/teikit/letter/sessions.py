"""Splits the body of a letter into writing sessions, which begin where the writer dated the letter again."""

from collections.abc import Iterator, Sequence

from teikit.letter.cues import find_cue
from teikit.letter.model import Part
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


def writing_sessions(parts: Sequence[Part]) -> Iterator[tuple[Part, ...]]:
    """Yield the parts of each session; every session but the first begins with its dateline."""
    session: list[Part] = []
    for index, part in enumerate(parts):
        is_between = session and index + 1 < len(parts) and not is_new_dateline(session[-1].unit.text)
        if is_between and not part.unit.lines[0].blocks and is_new_dateline(part.unit.text):
            yield tuple(session)
            session = []
        session.append(part)
    yield tuple(session)
