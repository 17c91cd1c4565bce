"""Finds what is printed or typed on each new page: running heads, heads of further sheets, and numbers of pages.

A line is one only where it cannot be the author's: a sentence goes on around it, its number continues that of another
page, or its words recur.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from teikit.text.lazy_pattern import LazyPattern
from teikit.text.plain import FOOTNOTE, NEW_PAGE, Line, Mark, Sign
from teikit.text.sentences import begins_small, is_divided, is_open, is_prose

_LONGEST = 90
_LONGEST_OF_BLOCK = 50
_MOST_OF_BLOCK = 4
# Fewer lines are no page.
_FEWEST_BETWEEN = 6
_SECOND_SHEET = 2
# In a book each letter may begin with page 1; more of one number are no pages.
_MOST_WITH_A_NUMBER = 20
_WORD = (
    r"(?:page|pag|p|seite|s|blatt|bl|blz|bladzijde|sida|sid|side|página|pág|pagina|str|strona|strana|стр|oldal)\b\.?"
)
_DASHED = r"[-–—~]\s?(?P<dashed>\d{1,3})\s?[-–—~]"
_TYPED = LazyPattern(rf"{_DASHED}|(?i:{_WORD}\s?)(?P<worded>\d{{1,4}})[.:]?|-\s?(?P<half>\d{{1,3}})")
_BARE = LazyPattern(r"(?P<bare>\d{1,4})|\[(?P<square>\d{1,4})\]|\((?P<round>\d{1,4})\)")
_SHEET = LazyPattern(
    rf"(?P<before>\S.{{1,50}}?),?\s+(?:{_DASHED}|(?i:{_WORD}\s?)(?P<worded>\d{{1,3}}))(?:,?\s+(?P<after>\S.{{1,40}}))?"
    rf"|(?i:{_WORD}\s?)(?P<first>\d{{1,3}})[.:,]?\s+(?P<rest>\S.{{1,50}})"
)
_LEFT = LazyPattern(r"(?P<number>\d{1,4})\.?(?P<gap>\s+)(?P<text>\D.*)")
_RIGHT = LazyPattern(r"(?P<text>.*\D)(?P<gap>\s+)(?P<number>\d{1,4})\.?")
_BESIDE = {"before", "after", "rest"}
_LETTERS = LazyPattern(r"[^\W\d_]+")
_NOTE = LazyPattern(r"[\[(]?(?:\d{1,3}|[*†‡¹²³⁴-⁹]{1,3})[\]).:]?\s?\S")


class _Kind(Enum):
    TYPED = auto()
    BARE = auto()
    SHEET = auto()
    LABELLED = auto()
    HEAD = auto()
    REPEATED = auto()


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A line that may be printed on a new page: its number (0 for none), and the lines from `first` to `last` with it.

    `words` are the letters beside the number. A sentence certainly goes on around a candidate that `is_inside`;
    `is_in_open` means that the text before it does not end with a stop.
    """

    index: int
    kind: _Kind
    number: int
    words: str
    first: int
    last: int
    is_inside: bool
    is_in_open: bool
    is_apart: bool


def find_page_marks(lines: Sequence[Line]) -> Mapping[int, tuple[Mark, ...]]:
    """Return the marks of the lines that are printed on a new page, by their indices: `pb` and `fw`."""
    seen = [one for index in range(len(lines)) if (one := _candidate(lines, index)) is not None]
    if not seen:
        return {}
    seen = sorted([*seen, *_repeated(lines, {one.index for one in seen})], key=lambda one: one.index)
    by_number: defaultdict[int, list[_Candidate]] = defaultdict(list)
    for one in seen:
        if len(by_number[one.number]) < _MOST_WITH_A_NUMBER:
            by_number[one.number].append(one)
    chosen = [one for one in seen if _is_page_mark(one, by_number)]
    if not any(one.last < len(lines) and one.first > _first(lines) for one in chosen):
        return {}
    return {index: marks for one in chosen for index, marks in _marks(lines, one, chosen[0])}


def _first(lines: Sequence[Line]) -> int:
    return next((index for index, line in enumerate(lines) if line.text), 0)


def _read(text: str) -> tuple[_Kind, int, str] | None:
    """Return what a line may be, with its number and its other words."""
    if len(text) > _LONGEST or not any(char.isdigit() for char in text):
        return None
    for kind, form in ((_Kind.TYPED, _TYPED), (_Kind.BARE, _BARE), (_Kind.SHEET, _SHEET)):
        match = form.fullmatch(text)
        if match is not None:
            return _read_number(kind, match.groupdict())
    match = _LEFT.fullmatch(text) or _RIGHT.fullmatch(text)
    if match is None or not _is_heading(match["text"], len(match["gap"])):
        return None
    return _Kind.HEAD, int(match["number"]), _folded(match["text"])


def _read_number(kind: _Kind, groups: dict[str, str | None]) -> tuple[_Kind, int, str] | None:
    """Return what a line with the number of a page is, None where it has a sentence beside it."""
    number = next(int(value) for key, value in groups.items() if value and key not in _BESIDE)
    words = f"{groups.get('before') or ''} {groups.get('after') or groups.get('rest') or ''}"
    if is_prose(words, 2 if groups.get("before") else 4):
        return None
    is_labelled = kind is _Kind.SHEET and not groups["dashed"]
    return _Kind.LABELLED if is_labelled else kind, number, _folded(words)


def _folded(text: str) -> str:
    return "".join(_LETTERS.findall(text)).casefold()


def is_in_capitals(text: str) -> bool:
    """Return whether the words of a text are in capitals."""
    letters = "".join(_LETTERS.findall(text))
    return len(letters) > 3 and sum(char.isupper() for char in letters) * 5 >= len(letters) * 4


def _is_heading(text: str, gap: int) -> bool:
    return ". ." not in text and (is_in_capitals(text) or (gap > 2 and bool(_folded(text)) and not is_prose(text, 4)))


def _candidate(lines: Sequence[Line], index: int) -> _Candidate | None:
    line = lines[index]
    found = _read(line.text) if _is_plain(line) else None
    return _placed(lines, index, found, _block(lines, index)) if found else None


def _is_plain(line: Line) -> bool:
    return not (line.blocks or line.style or any(mark.rend == FOOTNOTE for mark in line.marks))


def _placed(lines: Sequence[Line], index: int, found: tuple[_Kind, int, str], block: tuple[int, int]) -> _Candidate:
    """Return a candidate, with what is around the lines that are printed with it."""
    first, last = block
    before = next(_text_of(reversed(lines[max(0, first - 8) : first])), "")
    after = next(_text_of(lines[last + 1 : last + 9]), "")
    small = begins_small(after) and is_prose(after, 1)
    in_open = bool(before and after) and is_open(before)
    inside = (small and (in_open or _follows_notes(lines, first))) or (is_divided(before) and after[:1].isalpha())
    apart = any(not lines[place].text for place in (first - 1, last + 1) if 0 <= place < len(lines))
    return _Candidate(index, *found, first, last, inside, in_open, apart)


def _text_of(lines: Iterable[Line]) -> Iterator[str]:
    """Yield the lines that may be of the letter's text."""
    return (line.text for line in lines if line.text and _read(line.text) is None)


def _follows_notes(lines: Sequence[Line], index: int) -> bool:
    """Return whether the paragraph before a line begins as notes at the foot of a page do."""
    end = index
    while end and not lines[end - 1].text:
        end -= 1
    start = end
    while start and lines[start - 1].text and end - start < 40:
        start -= 1
    return any(_NOTE.match(line.text) for line in lines[start:end][:1])


def _block(lines: Sequence[Line], index: int) -> tuple[int, int]:
    """Return the first and the last of the short lines that are printed together, around one of them."""
    first = last = index
    while first and index - first < _MOST_OF_BLOCK and lines[first - 1].text:
        first -= 1
    while last + 1 < len(lines) and last - index < _MOST_OF_BLOCK and lines[last + 1].text:
        last += 1
    whole = lines[first : last + 1]
    if len(whole) <= _MOST_OF_BLOCK and all(_is_short_heading(line.text) for line in whole):
        return first, last
    first = index - 1 if index and is_in_capitals(lines[index - 1].text) else index
    is_followed = index + 1 < len(lines) and is_in_capitals(lines[index + 1].text)
    return first, index + 1 if is_followed else index


def _is_short_heading(text: str) -> bool:
    return len(text) <= _LONGEST_OF_BLOCK and not is_prose(text) and not begins_small(text)


def _repeated(lines: Sequence[Line], known: set[int]) -> Iterator[_Candidate]:
    """Yield the lines in capitals without a number that recur in the text, and at least once within a sentence."""
    places = defaultdict(list)
    for index, line in enumerate(lines):
        if index not in known and len(line.text) <= _LONGEST and _is_plain(line) and is_in_capitals(line.text):
            places[_folded(line.text)].append(index)
    for words, found in places.items():
        if len(found) > 1 and all(two - one >= _FEWEST_BETWEEN for one, two in pairwise(found)):
            placed = [_placed(lines, index, (_Kind.REPEATED, 0, words), (index, index)) for index in found]
            yield from placed if any(one.is_inside for one in placed) else ()


def _is_page_mark(one: _Candidate, by_number: Mapping[int, Sequence[_Candidate]]) -> bool:
    near = (other for number in (one.number - 1, one.number + 1) for other in by_number.get(number, ()))
    linked = [other for other in near if _is_in_sequence(one, other)]
    if one.kind is _Kind.REPEATED:
        return True
    if one.is_inside and (one.kind is not _Kind.BARE or _may_be_alone(one)):
        return True
    if one.kind is _Kind.BARE:
        return any(other.is_inside for other in (one, *linked)) and bool(linked)
    if one.kind is _Kind.TYPED:
        sections = any(
            other.number == 1 and other.kind is _Kind.TYPED and other.first for other in by_number.get(1, ())
        )
        return any(other.is_in_open for other in (one, *linked)) or (
            not sections and (bool(linked) or one.number == _SECOND_SHEET)
        )
    is_repeated = any(other.words == one.words and other.number > one.number for other in linked)
    if one.kind is _Kind.SHEET:
        return bool(linked) or (one.is_apart and (one.is_in_open or one.number == _SECOND_SHEET))
    if one.kind is _Kind.LABELLED:
        return any(other.is_in_open and (other.is_apart or bool(linked)) for other in (one, *linked))
    return any(other.is_inside or other.is_in_open for other in (one, *linked)) and (bool(linked) or is_repeated)


def _may_be_alone(one: _Candidate) -> bool:
    """Return whether the only number of a page is one, and not a number in a sentence."""
    return one.is_apart and 1 < one.number < 1000


def _is_in_sequence(one: _Candidate, two: _Candidate) -> bool:
    """Return whether two candidates have neighbouring numbers, and are as far from each other as pages are."""
    is_next = (two.number - one.number) * (1 if two.index > one.index else -1) == 1
    return is_next and bool(one.number and two.number) and abs(two.index - one.index) >= _FEWEST_BETWEEN


def _marks(lines: Sequence[Line], one: _Candidate, first: _Candidate) -> Iterator[tuple[int, tuple[Mark, ...]]]:
    """Yield the marks of each line of a block: those that it has, the break of the page, and its words."""
    after = next((line for line in lines[one.last + 1 : one.last + 9] if line.text), None)
    is_foot = first.number == 1 and first.kind is not _Kind.HEAD and first.first > _first(lines)
    has_break = after is not None and any(mark.sign is NEW_PAGE for mark in after.marks)
    number = "" if is_foot or has_break or not one.number else str(one.number)
    page = Mark(0, 0, sign=Sign("", "pb", (("n", number),)))
    for index in range(one.first, one.last + 1):
        is_number = one.kind in {_Kind.TYPED, _Kind.BARE} and index == one.index
        attributes = [("type", "pageNum" if is_number else "header")]
        if is_foot or has_break:
            attributes.append(("place", "bottom"))
        words = Mark(0, 0, sign=Sign("", "fw", tuple(attributes)), words=lines[index].text)
        own = tuple(mark for mark in lines[index].marks if mark.sign is not None and mark.sign is not NEW_PAGE)
        begins = (page,) if index == one.first and not (is_foot or has_break) else ()
        ends = (page,) if index == one.last and is_foot and not has_break else ()
        yield index, (*begins, *own, words, *ends)
