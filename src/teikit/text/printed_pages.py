"""Separates a letter from what an edition prints around it: running heads, page numbers, numbers of lines, footnotes.

What is printed between two lines of the letter becomes a mark without width at the second one, so that the letter's
sentences and paragraphs go on; its words keep their place in the order of the source.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from teikit.text.footnotes import APPARATUS, Footnote, find_footnotes, footnote_lines
from teikit.text.line_numbers import take_line_numbers
from teikit.text.plain import Block, Line, Mark, Sign
from teikit.text.running_heads import find_page_marks
from teikit.text.sentences import is_open
from teikit.text.styled_pages import styled_page_marks

NOTE = "note"
_WIDEST_WRAP = 120


@dataclass(frozen=True, slots=True)
class PrintedPages:
    """The lines of a letter, and the paragraphs of the footnotes below it, each in a block of its note."""

    lines: Sequence[Line]
    notes: Sequence[Sequence[Line]] = ()


def separate_pages(lines: Sequence[Line], own: Collection[int] = ()) -> PrintedPages:
    """Return the lines of a letter without what an edition prints around it, and its footnotes.

    `own` are the numbers of lines that are certainly of the letter itself.
    """
    numbered = take_line_numbers(lines)
    marked = {**find_page_marks(numbered), **styled_page_marks(numbered)}
    inserted = {index: marks for index, marks in marked.items() if numbered[index].number not in own}
    groups = find_footnotes(numbered, set(inserted))
    notes = [note for group in groups for note in group if not any(numbered[at].number in own for at in note.lines)]
    if not inserted and not notes:
        return PrintedPages(numbered)
    pages = _separate(numbered, inserted, notes)
    is_whole = [*chain(*map(_words, pages.lines), *map(_words, chain(*pages.notes)))] == [
        *chain(*map(_words, numbered))
    ]
    return pages if is_whole else PrintedPages(numbered)


def _separate(lines: Sequence[Line], inserted: dict[int, tuple[Mark, ...]], notes: Sequence[Footnote]) -> PrintedPages:
    end = _end_of_text(lines, {*inserted, *(index for note in notes for index in note.lines)})
    names = _Names()
    below: dict[int, list[Sequence[Line]]] = {}
    for note in notes:
        attributes = names.attributes(note)
        if note.lines[0] > end:
            below[note.lines[0]] = list(_paragraphs_of(lines, note, names.count, attributes))
        else:
            inserted |= dict.fromkeys(note.lines, ())
            inserted[note.lines[0]] = (*_breaks(lines[note.lines[0]]), _note_mark(lines, note, attributes))
    first_below = min(below, default=len(lines))
    for index in sorted(index for index in inserted if index > first_below):
        # The number of a page below its notes.
        above = below[max(place for place in below if place < index)]
        above[-1] = _with_marks_at_end(above[-1], inserted.pop(index))
    linked = _link(list(lines), notes, names)[:first_below]
    return PrintedPages(list(_attach(linked, inserted)), [*chain(*below.values())])


def _breaks(line: Line) -> Iterator[Mark]:
    """Yield the marks at the beginning of a line that have no width: breaks of pages and lines."""
    return (mark for mark in line.marks if mark.end == 0 and mark.sign is not None)


def _with_marks_at_end(paragraph: Sequence[Line], marks: Iterable[Mark]) -> Sequence[Line]:
    *others, last = paragraph
    return *others, replace(last, marks=(*last.marks, *(mark.shift(len(last.text)) for mark in marks)))


def _words(line: Line) -> list[str]:
    """Return the words of a line with those of its marks, as the source has them."""
    text, at = "", 0
    for mark in line.marks:
        if mark.sign is not None and mark.start == mark.end:
            sign, blank = mark.sign, "" if mark.sign.element == "ref" else " "
            own = f"{sign.before}{dict(sign.attributes).get('n', '')}{sign.after}" if sign.before + sign.after else ""
            text += line.text[at : mark.start] + (f"{blank}{mark.words}{blank}" if mark.words else own)
            at = mark.start
    return (text + line.text[at:]).split()


def _end_of_text(lines: Sequence[Line], others: set[int]) -> int:
    """Return the index of the last line of the letter itself."""
    return max((index for index, line in enumerate(lines) if line.text and index not in others), default=-1)


class _Names:
    """Names the footnotes of a letter: each has a number of its block, and one with a mark has an XML ID."""

    def __init__(self) -> None:
        self.count = 0
        self.used: Counter[str] = Counter()
        self.ids: dict[int, str] = {}

    def attributes(self, note: Footnote) -> tuple[tuple[str, str], ...]:
        """Return the attributes of the next note."""
        self.count += 1
        if note.form == APPARATUS:
            return (("type", "editorial"), ("place", "foot"))
        found = [("type", "editorial"), ("place", "foot"), ("n", note.key)]
        if note.mark:
            name = note.key if note.key.isalnum() and note.key.isascii() else "sign"
            self.used[name] += 1
            again = f"-{self.used[name]}" if self.used[name] > 1 or name == "sign" else ""
            self.ids[id(note)] = f"note-{name}{again}"
            found.append(("xml:id", self.ids[id(note)]))
        return tuple(found)


def _paragraphs_of(
    lines: Sequence[Line], note: Footnote, number: int, attributes: tuple[tuple[str, str], ...]
) -> Iterator[Sequence[Line]]:
    """Yield the paragraphs of a footnote below a letter, in a block of the note."""
    block = Block(NOTE, -number, attributes)
    for paragraph in footnote_lines(lines, note):
        yield tuple(replace(line, blocks=(block,), style="") for line in paragraph)


def _note_mark(lines: Sequence[Line], note: Footnote, attributes: tuple[tuple[str, str], ...]) -> Mark:
    paragraphs = footnote_lines(lines, note)
    content = "\n".join(" ".join(line.text for line in paragraph) for paragraph in paragraphs)
    return Mark(0, 0, sign=Sign("", NOTE, attributes), words=content)


def _link(lines: list[Line], notes: Iterable[Footnote], names: _Names) -> list[Line]:
    """Return lines with references to the footnotes; in each line from its end, so that offsets stay right."""
    marked = sorted(((note.mark, names.ids[id(note)]) for note in notes if note.mark), reverse=True)
    for (index, start, end), name in marked:
        lines[index] = _refer(lines[index], start, end, f"#{name}")
    return lines


def _refer(line: Line, start: int, end: int, target: str) -> Line:
    """Return a line with a reference in place of the mark of a footnote; one glued to a word is no part of the text."""
    is_glued = line.text[start - 1 : start].strip() != ""
    is_inside = is_glued or bool(line.text[end : end + 1])
    attributes = (("target", target),)
    if not is_inside:
        return replace(line, marks=_sorted([*line.marks, Mark(start, end, sign=Sign("", "ref", attributes))]))
    rend = next((m.rend for m in line.marks if m.rend and m.sign is None and m.start <= start and end <= m.end), "")
    own = (*attributes, ("rend", rend)) if "superscript" in rend.split() else attributes
    reference = Mark(start, start, sign=Sign("", "ref", own), words=line.text[start:end])
    kept = [moved for mark in line.marks if (moved := _moved(mark, start, end)) is not None]
    return replace(line, text=line.text[:start] + line.text[end:], marks=_sorted([*kept, reference]))


def _moved(mark: Mark, start: int, end: int) -> Mark | None:
    """Return a mark after a stretch of its line was taken out, None if nothing of it is left."""

    def place(offset: int) -> int:
        return offset if offset <= start else max(start, offset - (end - start))

    if mark.start == mark.end:
        return replace(mark, start=place(mark.start), end=place(mark.end))
    first, last = place(mark.start), place(mark.end)
    return replace(mark, start=first, end=last) if first < last else None


def _sorted(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    return tuple(sorted(marks, key=lambda mark: mark.start))


def _attach(lines: Sequence[Line], inserted: Mapping[int, tuple[Mark, ...]]) -> Iterator[Line]:
    """Yield lines with inserted marks at the next one; those after the last line are at its end.

    No blank line is left where a sentence goes on around inserted marks.
    """
    last = _end_of_text(lines, set(inserted))
    trailing = [mark for index in sorted(inserted) if index > last for mark in inserted[index]]
    waiting: tuple[Mark, ...] = ()
    blanks: list[Line] = []
    before = ""
    for index, line in enumerate(lines[: last + 1]):
        if index in inserted:
            waiting += inserted[index]
        elif not line.text:
            blanks.append(line)
        else:
            if not (waiting and is_open(before) and len(before) <= _WIDEST_WRAP):
                yield from blanks
            ends = tuple(mark.shift(len(line.text)) for mark in trailing) if index == last else ()
            yield replace(line, marks=waiting + line.marks + ends)
            before, waiting, blanks = line.text, (), []
