"""Joins lines of wrapped text to units: by the width at which they were wrapped, and by what they say.

A line may go on below because the next word would not have fitted in (the text was wrapped at one width), because a
word is divided at its end, or because the next line begins with a small letter after a line without a stop.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from teikit.letter.cues import find_cue, is_cue
from teikit.letter.dates import find_date
from teikit.letter.model import Unit
from teikit.letter.shapes import is_capitalised, is_name_particle, is_name_shape
from teikit.text.plain import Line
from teikit.text.runs import PARAGRAPH_LINE
from teikit.text.sentences import begins_small, is_divided, is_prose

_NARROWEST_WRAP, _WIDEST_WRAP = 30, 120
# A text of ragged lines has so many that clearly go on, and such a share of all pairs of lines.
_FEWEST_RAGGED, _RAGGED_SHARE = 3, 5
# A single line that clearly goes on is long, where no others show that the text is wrapped.
_NARROWEST_ALONE = 40
# The first line of a paragraph is indented by at most so many columns more than the next.
_DEEPEST_FIRST_LINE = 12
# A line with so many words in small letters is no address or heading.
_MANY = 4
_MOST_NAME_WORDS = 6
_LONGEST_SALUTE = 60
_STOP_END = re.compile(r"[.!?…][”’»“\"')\]*_]*$")
_PAUSE_END = re.compile(r"[:;–—-][”’»“\"')\]*_]*$")
_COMMA_END = re.compile(r"[,;][”’»“\"')\]*_]*$")
_BULLET = re.compile(r"(?:[-*•·]|\(?[a-z]\))\s+\S")
_NUMERAL = re.compile(r"\(?\d{1,2}[.)]\s+\S")
# Tea . . . . 14s.
_LEADERS = re.compile(r"\w\s?(?:\s?\.){4,}\s*\S{0,4}\d")
_LABELLED = re.compile(r"^[^\W\d_][\w ]{0,18}:\s")
# The line above a sum.
_RULE = re.compile(r"[-–—_=]{3,}")
_COLUMNS = re.compile(r"\S(?:\s{3,}|\t+)\S")


@dataclass(frozen=True, slots=True)
class _Wrapping:
    """How a text was wrapped: its `width` (0 where no single one fits), and the usual width of lines that go on.

    `usual` is 0 where too few lines clearly go on. `margin` is the most frequent indentation. A text `is_spaced` if its
    paragraphs are separated by blank lines or by indented first lines.
    """

    width: int
    usual: int
    margin: int
    is_spaced: bool


def _first_word(line: Line) -> str:
    return line.text.split(None, 1)[0]


def _wrap_width(pairs: Sequence[tuple[Line, Line]], lines: Sequence[Line]) -> int:
    """Return the width at which the text was wrapped, 0 if it was not.

    Wrapped text has many lines whose successor's first word would not have fitted in. The width is that which fits most
    lines; some may be wider, where an editor put words before a text that was wrapped. In a short letter two lines are
    enough where it fits all and none is wider.
    """
    votes: Counter[int] = Counter()
    for one, two in pairs:
        if _NARROWEST_WRAP <= one.width <= _WIDEST_WRAP:
            votes.update(range(one.width, one.width + 1 + len(_first_word(two))))
    if not votes:
        return 0
    width, full = min(votes.items(), key=lambda vote: (-vote[1], vote[0]))
    wider = sum(one.width > width for one, _ in pairs)
    many = full >= 3 and full * 3 >= len(pairs) and wider * 4 <= len(pairs)
    few = 2 <= full == len(pairs) and all(line.width <= width for line in lines)
    return width if many or few else 0


def _is_continued(one: Line, two: Line) -> bool:
    """Return whether a line clearly goes on below: in the middle of a sentence."""
    return begins_small(two.text) and not _STOP_END.search(one.text) and one.blocks == two.blocks and is_prose(one.text)


def _find_wrapping(lines: Sequence[Line]) -> _Wrapping:
    pairs = [(one, two) for one, two in pairwise(lines) if one.text and two.text]
    continued = sorted(one.width for one, two in pairs if one.width <= _WIDEST_WRAP and _is_continued(one, two))
    is_ragged = len(continued) >= _FEWEST_RAGGED and len(continued) * _RAGGED_SHARE >= len(pairs)
    margins = Counter(line.indent for line in lines if line.text)
    return _Wrapping(
        _wrap_width(pairs, lines),
        continued[len(continued) * 3 // 4] if is_ragged else 0,
        margins.most_common(1)[0][0] if margins else 0,
        is_ragged and _is_spaced(lines),
    )


def _is_spaced(lines: Sequence[Line]) -> bool:
    """Return whether more paragraphs end before a blank or an indented line than elsewhere in the text."""
    spaced = close = 0
    for one, two in pairwise(lines):
        if one.text and is_prose(one.text) and _STOP_END.search(one.text):
            is_end = not two.text or two.indent > one.indent
            spaced += is_end
            close += not is_end
    return spaced > close


@dataclass(frozen=True, slots=True)
class _Seam:
    """Two lines without a blank one between them; `is_running` says that the first continues a paragraph.

    `is_full` says that the first has no room for the next word, `is_small` that the second begins with a small letter,
    `is_end` that the first ends with a stop.
    """

    one: Line
    two: Line
    wrapping: _Wrapping
    is_running: bool
    is_small: bool
    is_end: bool
    is_full: bool

    @property
    def is_long(self) -> bool:
        """Return whether the first line is not much shorter than the others that go on."""
        return self.one.width * 5 >= max(self.wrapping.usual, self.wrapping.width) * 3

    @property
    def is_inside(self) -> bool:
        """Return whether both lines are inside of a paragraph, and no sentence ends between them."""
        if self.is_end or (not self.is_full and _COMMA_END.search(self.one.text)):
            return False
        is_long = self.is_long and self.two.width * 5 >= max(self.wrapping.usual, self.wrapping.width) * 3
        is_first = self.is_full and self.is_small and not _has_close_start(self.one.text)
        return is_long and (self.is_running or is_first)


def _make_seam(one: Line, two: Line, wrapping: _Wrapping, *, is_running: bool) -> _Seam:
    is_small = begins_small(two.text)
    is_full = one.width * 4 <= wrapping.width * 5 and one.width + 1 + len(_first_word(two)) > wrapping.width
    return _Seam(one, two, wrapping, is_running, is_small, has_stop(one, is_small=is_small), is_full)


def _join_confidence(one: Line, two: Line, wrapping: _Wrapping, *, is_running: bool) -> float:
    """Return how certain it is that a line goes on in the next, 0 where it does not.

    `is_running` says that the line before belongs to the same paragraph.
    """
    if one.blocks != two.blocks:
        return 0.0
    if is_divided(one.text) and two.text[:1].islower():
        return 0.99
    seam = _make_seam(one, two, wrapping, is_running=is_running)
    if not _may_join(seam):
        return 0.0
    return _small_confidence(seam) if seam.is_small and not seam.is_end else _capital_confidence(seam)


def has_stop(line: Line, *, is_small: bool) -> bool:
    """Return whether a line ends with a full stop or the like, or before a capital with a colon, semicolon or dash."""
    return bool(_STOP_END.search(line.text) or (not is_small and _PAUSE_END.search(line.text)))


def _is_page_start(line: Line) -> bool:
    return any(not mark.start and mark.sign and (mark.sign.element == "pb" or mark.words) for mark in line.marks)


def _is_continued_overleaf(one: Line, two: Line) -> bool:
    """Return whether a line goes on after the blank lines around a page mark."""
    return _is_page_start(two) and (_is_continued(one, two) or is_divided(one.text))


def _may_join(seam: _Seam) -> bool:
    """Return whether nothing in the form of two lines forbids that they are one paragraph."""
    one, two = seam.one, seam.two
    if two.indent > one.indent or one.indent - two.indent > _DEEPEST_FIRST_LINE or one.width > _WIDEST_WRAP:
        return False
    if is_row_or_item(one.text, two.text) or ((seam.is_end or not seam.is_running) and _NUMERAL.match(two.text)):
        return False
    return seam.is_inside or not (_is_opening_or_close(seam) or _is_part_start(seam))


def is_row_or_item(one: str, two: str) -> bool:
    """Return whether a text begins an item, is next to a rule, or is a row or a labelled line like that above."""
    if _BULLET.match(two) or _RULE.fullmatch(one) or _RULE.fullmatch(two):
        return True
    return any(form.search(one) and form.search(two) for form in (_COLUMNS, _LABELLED, _LEADERS))


def _is_opening_or_close(seam: _Seam) -> bool:
    """Return whether the first line is a salutation, or a close above a name."""
    text = seam.one.text
    if len(text) > _LONGEST_SALUTE or seam.is_running:
        return False
    if not seam.is_full and text[-1] in ",:!—-" and find_cue("salute", text, at_start=True):
        return True
    is_name = is_name_shape(seam.two.text.split()) or _is_noble_name(seam.two.text)
    return (is_name or not (seam.is_full or seam.is_small)) and _has_close_start(text) and not begins_small(text)


def _is_noble_name(text: str) -> bool:
    """Return whether a short line begins like a name with small letters: "de la Roche l'aîné"."""
    words = text.split()
    first = next((word for word in words if not is_name_particle(word)), "")
    return len(words) <= _MOST_NAME_WORDS and is_name_particle(words[0]) and is_capitalised(first)


def _is_part_start(seam: _Seam) -> bool:
    """Return whether the second line begins a salutation, an address or a close."""
    one, two = seam.one.text, seam.two.text
    if len(two) > _LONGEST_SALUTE:
        return False
    if (two[-1] in ",:!—-" and find_cue("salute", two, at_start=True)) or _is_addressee(two):
        return True
    is_after_end = bool(_COMMA_END.search(one) or _STOP_END.search(one))
    return (is_after_end or two[:1].isupper()) and _has_close_start(two)


def _is_addressee(text: str) -> bool:
    """Return whether a text begins like an address: "to" and soon a name."""
    return find_cue("addressee", text, at_start=True) is not None and any(map(is_capitalised, text.split()[1:3]))


def _has_close_start(text: str) -> bool:
    """Return whether a text begins like a complimentary close."""
    return any(find_cue(kind, text, at_start=True) for kind in ("valediction", "yours"))


def _is_dateline(line: Line) -> bool:
    """Return whether a line has little more than a date."""
    if len(line.text) > _LONGEST_SALUTE:
        return False
    found = find_date(line.text)
    return found is not None and not found.is_year


def _small_confidence(seam: _Seam) -> float:
    """Return how certain it is that a line goes on in one that begins with a small letter."""
    is_running = seam.is_running or is_prose(seam.one.text)
    if seam.is_full:
        return 0.99 if is_running else 0.95
    usual = seam.wrapping.usual
    if usual and (seam.is_running or (is_running and seam.one.width * 2 >= usual)):
        return 0.98
    is_sentence = seam.one.width >= _NARROWEST_ALONE and is_running and not _COMMA_END.search(seam.one.text)
    return 0.9 if is_sentence else 0.0


def _capital_confidence(seam: _Seam) -> float:
    """Return how certain it is that a line goes on in one that begins with a capital or a number, or after a stop."""
    is_running = seam.is_running or is_prose(seam.one.text)
    if not is_running or (not (seam.is_running and not seam.is_end) and _is_dateline(seam.two)):
        return 0.0
    if seam.is_full and (seam.is_running or not seam.is_end or is_prose(seam.one.text, _MANY)):
        return 0.88 if seam.is_end else 0.97
    if seam.is_end and seam.is_running and _is_page_start(seam.two):
        return 0.8
    return _ragged_confidence(seam)


def _ragged_confidence(seam: _Seam) -> float:
    """Return how certain it is that a line of ragged text goes on in one with a capital or after a stop."""
    usual, text = seam.wrapping.usual, seam.two.text
    is_after_date = not seam.is_running and _is_dateline(seam.one) and not is_prose(seam.one.text, _MANY)
    if not usual or not seam.is_long or seam.two.indent > seam.wrapping.margin or is_after_date:
        return 0.0
    last = seam.one.text.rsplit(maxsplit=1)[-1]
    if seam.is_small or not seam.is_end or is_cue("honorific", last.rstrip(".")):
        return 0.95
    if len(text) * 2 < usual and is_name_shape(text.split()):
        return 0.0
    has_no_room = seam.one.width + 1 + len(_first_word(seam.two)) > usual
    is_spaced = seam.wrapping.is_spaced or seam.one.style == seam.two.style == PARAGRAPH_LINE
    return 0.8 if has_no_room or is_spaced else 0.0


def _single_spaced(lines: Sequence[Line]) -> Sequence[Line]:
    """Return lines without the blank ones of double spacing: sentences go on after most single blank lines."""
    spaced = [index for index in range(1, len(lines) - 1) if not lines[index].text and _is_single_blank(lines, index)]
    narrow = [index for index in spaced if lines[index - 1].width <= _WIDEST_WRAP]
    continued = sum(_is_continued(lines[index - 1], lines[index + 1]) for index in narrow)
    if continued < _FEWEST_RAGGED or continued * 2 < len(spaced):
        return lines
    blank = set(spaced)
    return [line for index, line in enumerate(lines) if index not in blank]


def _is_single_blank(lines: Sequence[Line], index: int) -> bool:
    return bool(lines[index - 1].text and lines[index + 1].text)


def unwrap(lines: Sequence[Line]) -> Iterator[Unit]:
    """Yield the units of lines: paragraphs of wrapped lines, and single lines."""
    lines = _single_spaced(lines)
    wrapping = _find_wrapping(lines)
    joined: list[Line] = []
    gap = gap_before = 0
    confidence = 1.0
    for line in lines:
        if not line.text:
            gap += 1
            continue
        if certain := _line_confidence(joined, line, gap, wrapping):
            confidence = min(confidence, certain)
        else:
            if joined:
                yield Unit(tuple(joined), gap_before, join_confidence=confidence)
            joined, gap_before, confidence = [], gap, 1.0
        joined.append(line)
        gap = 0
    if joined:
        yield Unit(tuple(joined), gap_before, join_confidence=confidence)


def _line_confidence(joined: Sequence[Line], line: Line, gap: int, wrapping: _Wrapping) -> float:
    """Return how certain it is that the lines of a paragraph go on in another, 0 where they do not."""
    if not joined:
        return 0.0
    if gap:
        return 0.8 if _is_continued_overleaf(joined[-1], line) else 0.0
    return _join_confidence(joined[-1], line, wrapping, is_running=len(joined) > 1)
