"""Finds the footnotes of a printed edition, below a letter or at the foot of each page, and their marks in the text.

A form that a letter itself may have, such as `1. ...` or `* ...`, is a footnote only where its mark is in the text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from teikit.text.lazy_pattern import LazyPattern
from teikit.text.plain import FOOTNOTE, Line

_SUPERIOR = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉ", "0123456789abcde")
_KEY = r"\d{1,3}|[A-Za-zα-ω]|[*†‡§]{1,3}"
# The forms of a note's beginning, by their names; each has a key: its number, letter or sign.
_FORMS = {
    "worded": LazyPattern(r"\[(?P<word>[^\W\d_]+)\.?\s*(?P<key>\d{1,3}|[A-Za-z*†‡]{1,2})\s*:\s*\S"),
    "caret": LazyPattern(rf"\[\^(?P<key>\w{{1,12}})\]:\s*\S|\^(?P<plain>{_KEY})\.?\s+\S"),
    "square": LazyPattern(rf"\[(?P<key>{_KEY})\]:?\s+\S"),
    "round": LazyPattern(r"\((?P<key>\d{1,3}|[a-z]|[*†‡]{1,3})\):?\s+\S"),
    "superior": LazyPattern(r"(?P<key>[⁰¹²³⁴-⁹]{1,3}|[ᵃᵇᶜᵈᵉ])[).]?\s?\S"),
    "sign": LazyPattern(r"(?P<key>[*†‡§]{1,3})\)?\s?(?=[^\W_]|[\"“„«'’(\[])"),
    "plain": LazyPattern(r"(?P<key>\d{1,3})[.):]?\s+(?=[^\W\d_]|[\"“„«'’(\[_*])"),
    "lettered": LazyPattern(r"(?P<key>[a-z])\)\s+\S"),
}
_STEMS = (
    "foot",
    "fuß",
    "fuss",
    "anm",
    "note",
    "nota",
    "noot",
    "fodn",
    "fotn",
    "прим",
    "сноск",
    "przyp",
    "pozn",
    "voet",
)
_LEMMA = LazyPattern(r"(?P<line>\d{1,3})(?:\s?[-–/]\s?\d{1,3}|\s?ff?\.)?[.:]?\s+(?P<lemma>[^\[\]]{1,60}?)\s*\]\s*\S")
# What any of the forms begins with, and a variant.
_MAY_START = LazyPattern(r"[\[(^*†‡§\d⁰¹²³⁴-⁹ᵃᵇᶜᵈᵉ]|[a-z]\)\s")
_RULE = LazyPattern(r"[_\-–—=*]{3,}|(?:\*\s*){3,}")
_CLOSED = "]"
_MOST_LINES_BETWEEN = 12
_MOST_LINES = 200
# The mark of a note is at most so many lines above it.
_FURTHEST = 1_000
# After so many notes of a group, or of a whole text, without a mark no more marks are looked for.
_MOST_MISSED, _MOST_MISSED_IN_ALL = 20, 300
_SIGNS = "*†‡§"
# What may be before a superior figure that refers to a note: a letter, or a sign that ends a word.
_BEFORE_SUPERIOR = (r"[^\W\d_]", "[.,;:!?»”\")’']")
# Patterns that are kept; a book has notes of few forms.
_PATTERNS = 1_024
_ENUMERATES = LazyPattern(r"(?:^|[,:;–—-]|\b(?:and|und|et|e|y|en|och|og|и))\s*$", re.IGNORECASE)
APPARATUS = "apparatus"


@dataclass(slots=True)
class Footnote:
    """A footnote: its form, its key (number, letter or sign), the indices of its lines, and the place of its mark.

    `mark` is the index of a line with the offsets where the mark begins and ends, None where it is not in the text.
    """

    form: str
    key: str
    lines: list[int] = field(default_factory=list)
    mark: tuple[int, int, int] | None = None


def read_start(text: str) -> tuple[str, str] | None:
    """Return the form and the key of a footnote that begins with a text, None where none does."""
    if not _MAY_START.match(text):
        return None
    if _LEMMA.match(text):
        return APPARATUS, ""
    for name, form in _FORMS.items():
        if (match := form.match(text)) is not None and (name != "worded" or _is_word_for_note(match["word"])):
            key = match["key"] or match["plain"] if name == "caret" else match["key"]
            return name, key.translate(_SUPERIOR)
    return None


def _is_word_for_note(word: str) -> bool:
    return word.casefold().startswith(_STEMS)


def find_footnotes(lines: Sequence[Line], skipped: set[int]) -> list[list[Footnote]]:
    """Return the groups of footnotes in lines, each group the notes of a page or of the letter, in their order.

    `skipped` are the indices of lines that are printed on each page and belong to neither notes nor text.
    """
    groups: list[list[Footnote]] = []
    taken: set[int] = set()
    at, begins, missed = 0, (0, 0), 0
    while at < len(lines):
        group = _group(lines, at, skipped) if _may_begin(lines, at, skipped) else []
        most = min(_MOST_MISSED, _MOST_MISSED_IN_ALL - missed)
        found = _confirmed(group, lines, begins, taken | skipped, most) if group else []
        missed += sum(note.mark is None for note in group)
        if found:
            groups.append(found)
            last = found[-1].lines[-1]
            taken.update(index for note in found for index in note.lines)
            begins = max([begins, *((note.mark[0], note.mark[2]) for note in found if note.mark)])
            at = last + 1
        else:
            # The items of a list are tried once, not again from each of them.
            at = group[-1].lines[0] + 1 if group else at + 1
    return groups


def _may_begin(lines: Sequence[Line], index: int, skipped: set[int]) -> bool:
    """Return whether the notes of a page may begin with a line: it is below a blank one, a rule or another note."""
    line = lines[index]
    if not line.text or index in skipped or read_start(line.text) is None:
        return False
    above = lines[index - 1] if index else None
    is_free = above is not None and (not above.text or _RULE.fullmatch(above.text) is not None or index - 1 in skipped)
    return is_free or (
        above is not None and read_start(line.text) != read_start(above.text) and bool(line.blocks or line.style)
    )


def _group(lines: Sequence[Line], start: int, skipped: set[int]) -> list[Footnote]:
    """Return the notes that begin with a line and follow each other, with all their lines."""
    notes: list[Footnote] = []
    pending: list[int] = []
    for index in range(start, len(lines)):
        line = lines[index]
        if index in skipped or _ends_notes(line, is_first=index == start):
            break
        if not line.text:
            continue
        begun = read_start(line.text)
        if begun is not None and _continues(notes, begun):
            if not _end_note(lines, notes, pending, begun[1]):
                break
            pending = []
            notes.append(Footnote(*begun, [index]))
        elif begun is not None and begun[0] == "worded":
            break
        elif notes and not pending and lines[index - 1].text:
            notes[-1].lines.append(index)
        elif len(pending) < _most_lines_between(notes):
            pending.append(index)
        else:
            break
    if notes and pending:
        notes[-1].lines += _rest_of_note(lines, notes[-1], pending)
    return notes


def _end_note(lines: Sequence[Line], notes: Sequence[Footnote], pending: Sequence[int], key: str) -> bool:
    """Add the paragraphs before a new note to the last one; return whether they are of it."""
    if pending and not _are_of_note(lines, notes[-1], pending, key):
        return False
    if notes:
        notes[-1].lines += pending
    return True


def _most_lines_between(notes: Sequence[Footnote]) -> int:
    """Return how many lines may be between two notes: those of a note in brackets go on to the closing one."""
    return _MOST_LINES if notes and notes[-1].form == "worded" else _MOST_LINES_BETWEEN


def _ends_notes(line: Line, *, is_first: bool) -> bool:
    return (not is_first and _has_break(line)) or _has_footnote(line)


def _has_footnote(line: Line) -> bool:
    return any(mark.rend == FOOTNOTE for mark in line.marks)


def _has_break(line: Line) -> bool:
    """Return whether a new page or a numbered line begins with a line, or within it."""
    return any(mark.start == mark.end for mark in line.marks)


def _continues(notes: Sequence[Footnote], begun: tuple[str, str]) -> bool:
    """Return whether a note may follow others: it has the form and the next key, or begins the notes after variants."""
    if not notes:
        return True
    last, (form, key) = notes[-1], begun
    if form != last.form:
        return last.form == APPARATUS and form != "worded"
    return form in {APPARATUS, "caret"} or _is_next(last.key, key) or (form == "worded" and key != last.key)


def _is_next(one: str, two: str) -> bool:
    if one.isdecimal() and two.isdecimal():
        return int(two) == int(one) + 1
    if len(one) == len(two) == 1 and one.isalpha() and two.isalpha():
        return 0 < ord(two) - ord(one) <= 2
    is_sign = set(one + two) <= set(_SIGNS)
    return is_sign and (len(two) == len(one) + 1 or (one[0] != two[0] and len(two) == 1) or one == two)


def _are_of_note(lines: Sequence[Line], note: Footnote, pending: Sequence[int], key: str) -> bool:
    """Return whether paragraphs between two notes belong to the first, and are no text with the mark of the second."""
    if note.form == "worded":
        return not lines[note.lines[-1]].text.endswith(_CLOSED)
    pattern = _mark_pattern(note.form, key)
    return len(pending) <= _MOST_LINES_BETWEEN and not any(pattern.search(lines[index].text) for index in pending)


def _rest_of_note(lines: Sequence[Line], note: Footnote, pending: Sequence[int]) -> list[int]:
    """Return the further paragraphs of the last note: up to its bracket, or those that are indented more."""
    first = lines[note.lines[0]]
    if note.form == "worded":
        if lines[note.lines[-1]].text.endswith(_CLOSED):
            return []
        end = next((place for place, index in enumerate(pending) if lines[index].text.endswith(_CLOSED)), None)
        return [] if end is None else list(pending[: end + 1])
    found = []
    for index in pending:
        if lines[index].indent < first.indent + 2:
            break
        found.append(index)
    return found


def _confirmed(
    group: list[Footnote], lines: Sequence[Line], begins: tuple[int, int], skipped: set[int], most_missed: int
) -> list[Footnote]:
    """Return the notes of a group that certainly are ones, with the places of their marks; none where it is none.

    After `most_missed` notes without a mark no more marks are looked for.
    """
    start = group[0].lines[0]
    if not any(lines[index].text for index in range(start) if index not in skipped):
        return []
    variants = [note for note in group if note.form == APPARATUS]
    if variants and not any(_has_lemma(note, lines[:start], lines) for note in variants[:_MOST_MISSED]):
        return []
    numbered = group[len(variants) :]
    if not numbered:
        return group
    at = begins
    missed = 0
    for note in numbered:
        note.mark = _find_mark(note, lines, at, start, skipped) if missed < most_missed else None
        missed += note.mark is None
        if note.mark:
            at = note.mark[0], note.mark[2]
    return group if _is_certain(numbered) else variants


def _has_lemma(note: Footnote, text: Sequence[Line], lines: Sequence[Line]) -> bool:
    """Return whether the word of the text that a variant belongs to is in the text."""
    match = _LEMMA.match(lines[note.lines[0]].text)
    words = match["lemma"].split() if match else []
    return bool(words) and any(words[0] in line.text for line in text)


def _is_certain(notes: Sequence[Footnote]) -> bool:
    linked = sum(note.mark is not None for note in notes)
    form = notes[0].form
    if form == "worded":
        return True
    if form in {"caret", "square", "superior"}:
        return notes[0].mark is not None or linked * 2 > len(notes)
    if form in {"round", "sign", "lettered"}:
        return notes[0].mark is not None and linked * 2 >= len(notes)
    return notes[0].mark is not None and linked * 3 >= len(notes) * 2 and (linked == len(notes) or len(notes) > 2)


def _find_mark(
    note: Footnote, lines: Sequence[Line], begins: tuple[int, int], end: int, skipped: set[int]
) -> tuple[int, int, int] | None:
    """Return where the mark of a note is in the text, after the marks of the notes before it."""
    pattern = _mark_pattern(note.form, note.key)
    for index in range(max(begins[0], end - _FURTHEST), end):
        line = lines[index]
        if index in skipped or not line.text:
            continue
        for match in pattern.finditer(line.text, begins[1] if index == begins[0] else 0):
            if _is_mark(match, line, note):
                return index, match.start(), match.end()
    return None


@lru_cache(_PATTERNS)
def _mark_pattern(form: str, number: str) -> re.Pattern[str]:
    """Return the pattern of the marks that a note of a form and with a number, letter or sign may have in the text."""
    key = re.escape(number)
    if form == "caret":
        return re.compile(rf"\[\^{key}\]|\^\{{?{key}\}}?(?!\w)")
    forms = [rf"\[{key}\]", rf"\^\{{?{key}\}}?(?!\w)"]
    if number.isdigit():
        high = _superior(number)
        forms += [rf"(?<!\w){high}", *(rf"(?<={before}){high}(?![⁰¹²³⁴-⁹])" for before in _BEFORE_SUPERIOR)]
    if form == "round":
        forms.append(rf"\({key}\)")
    elif form == "lettered":
        forms.append(rf"(?<=\S\s){key}\)|(?<=[^\W\d_]){key}\)")
    elif form == "sign":
        forms.append(rf"(?<![*†‡§(]){key}\)?(?![*†‡§\w)])")
    elif form in {"plain", "superior"} and number.isdigit():
        # "wird erzählt 1). Ich": the number of an item is not before a stop.
        forms += [_glued(key), rf"(?<=[^\W\d_]{{2}}\s){key}\)(?=[.,;:!?])"]
    return re.compile("|".join(forms))


def _glued(key: str) -> str:
    """Return a pattern of a number that is written directly after a word, or after the sign that ends it."""
    after = r"(?![\d\w]|[.,:]\d)"
    return rf"(?<=[^\W\d_]{{3}}){key}{after}|(?<=[^\W\d_]{{2}}[.,;:!?»”\")’]){key}{after}"


def _superior(number: str) -> str:
    return number.translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _is_mark(match: re.Match[str], line: Line, note: Footnote) -> bool:
    """Return whether what looks like the mark of a note is one: not the number of an item, nor a sign of emphasis."""
    if any(mark.rend == FOOTNOTE and mark.start < match.end() and match.start() < mark.end for mark in line.marks):
        return False
    if match[0].startswith("("):
        return _ENUMERATES.search(line.text[max(0, match.start() - 20) : match.start()]) is None
    if note.form == "sign":
        return match.start() > 0 and any(
            char.isalpha() for char in line.text[max(0, match.start() - 100) : match.start()]
        )
    return match.start() > 0


def footnote_lines(lines: Sequence[Line], note: Footnote) -> Iterator[list[Line]]:
    """Yield the paragraphs of a footnote."""
    paragraph: list[Line] = []
    last = note.lines[0]
    for index in note.lines:
        if index > last + 1 and paragraph:
            yield paragraph
            paragraph = []
        paragraph.append(lines[index])
        last = index
    yield paragraph
