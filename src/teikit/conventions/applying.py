"""Replaces a transcriber's marks in lines by the `Sign` of each stretch that they mark.

The characters of a mark are moved from the line to its sign, so that the words of the source can be restored.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from teikit.conventions.forms import MarkForm
from teikit.conventions.profile import Profile
from teikit.text.plain import BREAKS, FOOTNOTE, Line, Mark, ShrunkText, Sign, carry_page_breaks

_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class _MarkMatch:
    """A mark in a text: where it begins and ends, and where its contents do (offsets from 0, ends exclusive)."""

    form: MarkForm
    start: int
    end: int
    contents: tuple[tuple[int, int], ...]

    def mark_stretches(self) -> Iterator[tuple[int, int]]:
        """Yield the stretches of the mark itself without its contents; for a page number that is all of it."""
        if self.form.is_page:
            yield self.start, self.end
            return
        edges = [self.start, *(edge for content in self.contents for edge in content), self.end]
        yield from ((one, two) for one, two in zip(edges[::2], edges[1::2], strict=True) if one < two)


def _search(text: str, profile: Profile, start: int, end: int, depth: int = 0) -> Iterator[_MarkMatch]:
    """Yield the marks in a stretch of text, each followed by those inside of it."""
    for match in profile.pattern.finditer(text, start, end):
        name = match.lastgroup or ""
        first = profile.pattern.groupindex[name]
        form = profile.forms[int(name[1:])]
        contents = tuple(match.span(first + index) for index in range(1, max(2, len(form.signs))))
        yield _MarkMatch(form, match.start(), match.end(), contents)
        if form.is_open and depth < _DEEPEST:
            for one in (one for content in contents for one in _search(text, profile, *content, depth + 1)):
                # A page break at the very edge belongs outside, since the order of the two could not be restored later.
                if not one.form.is_page or any(left < one.start < one.end < right for left, right in contents):
                    yield one


def _signs(found: _MarkMatch, text: str) -> Iterator[tuple[int, int, Sign]]:
    """Yield the stretches of a mark with their signs, the whole before its parts."""
    if found.form.is_page:
        yield found.start, found.start, _page(found, text)
        return
    whole, *parts = found.form.signs
    yield found.contents[0][0], found.contents[-1][1], whole
    yield from ((*content, sign) for content, sign in zip(found.contents, parts, strict=False))


_BESIDE = {(True, True): "-apart", (True, False): "-behind-space", (False, True): "-before-space", (False, False): ""}


def _page(found: _MarkMatch, text: str) -> Sign:
    """Return the sign of a page mark, with the white space beside it, which is trimmed at the edge of a line."""
    (sign,) = found.form.signs
    is_after = not text[max(0, found.start - 1) : found.start].strip()
    is_before = not text[found.end : found.end + 1].strip()
    name, attributes = sign.name + _BESIDE[is_after, is_before], (("n", text[slice(*found.contents[0])]),)
    before, after = " " * is_after + sign.before, sign.after + " " * is_before
    return Sign(name, sign.element, sign.attributes + attributes, before, after)


def _is_across_footnote(found: _MarkMatch, marks: Sequence[Mark]) -> bool:
    """Return whether a mark is partly in a footnote and partly not."""
    notes = (mark for mark in marks if mark.rend == FOOTNOTE)
    return any(
        (mark.start < found.end and found.start < mark.end)
        and not (mark.start <= found.start and found.end <= mark.end)
        and not (found.form.is_open and any(one <= mark.start and mark.end <= two for one, two in found.contents))
        for mark in notes
    )


def apply_marks(lines: Sequence[Line], profile: Profile) -> tuple[Line, ...]:
    """Return lines of one unit with their marks applied; lines that a mark spans are joined."""
    text = " ".join(line.text for line in lines)
    if not profile.forms or profile.pattern.search(text) is None:
        return tuple(lines)
    # Where each line begins in the joined text, and where one after the last would.
    starts = [0, *accumulate(len(line.text) + 1 for line in lines)]
    marks = [mark.shift(start) for line, start in zip(lines, starts, strict=False) for mark in line.marks]
    found = [one for one in _search(text, profile, 0, len(text)) if not _is_across_footnote(one, marks)]
    shrunk = ShrunkText(text, sorted(stretch for one in found for stretch in one.mark_stretches()))
    marks += [Mark(start, end, "", sign) for one in found for start, end, sign in _signs(one, text)]
    whole = Line(shrunk.text, 0, marks=tuple(_move_marks(marks, shrunk)))
    merged = _merged_lines(starts, found, len(text))
    return tuple(_line(lines[at], whole, shrunk.place(starts[at]), shrunk.place(end)) for at, end in merged)


def _move_marks(marks: Iterable[Mark], shrunk: ShrunkText) -> Iterator[Mark]:
    """Yield marks with their offsets in the remaining text, without those that have no words left."""
    for mark in sorted(marks, key=lambda mark: mark.start):
        start, end = shrunk.place(mark.start), shrunk.place(mark.end)
        if start < end or mark.words or (mark.sign and mark.sign.element in BREAKS):
            yield replace(mark, start=start, end=end)


def _merged_lines(starts: Sequence[int], found: Sequence[_MarkMatch], length: int) -> Iterator[tuple[int, int]]:
    """Yield each line's index and the offset where it ends; lines that a mark crosses belong to the line before."""
    # `starts` also has where a line after the last one would begin.
    crossed = {index for index, start in enumerate(starts) if any(one.start < start < one.end for one in found)}
    firsts = [index for index in range(len(starts) - 1) if index not in crossed]
    yield from zip(firsts, [*(starts[index] - 1 for index in firsts[1:]), length], strict=True)


def _line(first: Line, whole: Line, start: int, end: int) -> Line:
    part = whole.part(start, end + 1)
    return replace(first, text=part.text, column=first.column + part.column - 1 - start, marks=part.marks)


def merge_page_marks(lines: Sequence[Line], profile: Profile) -> tuple[Line, ...]:
    """Return lines without those that contain only page marks, which are moved to the next line."""
    bare = {index: one for index, line in enumerate(lines) if (one := _page_mark_line(line, profile)) is not None}
    if not bare or all(index in bare for index, line in enumerate(lines) if line.text):
        return tuple(lines)
    moved = carry_page_breaks([bare.get(index, line) for index, line in enumerate(lines)])
    return tuple(line for index, line in enumerate(moved) if index not in bare)


def _page_mark_line(line: Line, profile: Profile) -> Line | None:
    """Return a line that contains only a page mark as a blank one with the mark, None for any other."""
    if not profile.forms or len(line.text) > 40:
        return None
    match = profile.pattern.fullmatch(line.text)
    if match is None or not profile.forms[int((match.lastgroup or "m0")[1:])].is_page:
        return None
    sign = _page(next(_search(line.text, profile, 0, len(line.text))), line.text)
    return replace(line, text="", marks=(Mark(0, 0, "", sign),))
