"""Arranges the words of PDF pages as lines in reading order, with indents, blank lines, page breaks, running heads."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from teikit.text.pdf_columns import split_columns
from teikit.text.pdf_process import BOLD, ITALIC, PageExtract, Word
from teikit.text.plain import NEW_PAGE, Line, Mark
from teikit.text.runs import PAGE_FOOTER, PAGE_HEADER, Run, block_lines

# A gap between words of so many ems separates columns; a blank line is so many times the usual distance of lines.
_WIDE_GAP, _BLANK_LINE = 2.2, 1.25
_MOST_BLANK_LINES = 3
_WIDEST_INDENT = 100
# Ligatures are glyphs, which the author did not write.
_LIGATURES = str.maketrans(
    {chr(0xFB00 + i): each for i, each in enumerate(("ff", "fi", "fl", "ffi", "ffl", "ft", "st"))}
)
# How many lines at the head and at the foot of a page may be printed on each page.
_EDGE_LINES = 2
_FEWEST_REPEATS = 3
_SAME_PLACE = 6
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|p\.|seite|s\.|pág\.|pag\.|str\.|sida|side|стр\.)\s*)?(?:\d{1,4}|[ivxlc]{1,7})"
    r"(?:\s*(?:/|of|von|de|di|av|af|z|из)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of a page: its words from left to right, their edges, its baseline, and the size of its letters.

    `style` is `PAGE_HEADER` or `PAGE_FOOTER` for what is printed on each page.
    """

    words: tuple[Word, ...]
    left: float
    right: float
    y: float
    size: float
    style: str = ""

    @property
    def text(self) -> str:
        """Return the words with spaces; three or more between columns."""
        return "".join(run.text for run in self.runs())

    def runs(self) -> Iterator[Run]:
        """Yield the runs of the line, each a word with its style."""
        last: Word | None = None
        for word in self.words:
            if last is not None and (space := _space(last, word, self.size)):
                same = last[6] == word[6] and not self._is_raised(last) and not self._is_raised(word)
                yield Run(space, _rend(word[6]) if same else "")
            styles = [_rend(word[6])] if word[6] else []
            yield Run(word[0].translate(_LIGATURES), " ".join([*styles, *["superscript"] * self._is_raised(word)]))
            last = word

    def _is_raised(self, word: Word) -> bool:
        return word[4] < 0.9 * self.size and word[3] > self.y + 0.15 * self.size


def _rend(style: int) -> str:
    return " ".join(name for bit, name in ((BOLD, "bold"), (ITALIC, "italic")) if style & bit)


def _space(one: Word, two: Word, size: float) -> str:
    gap = two[1] - one[2]
    if gap > _WIDE_GAP * size:
        return " " * max(3, min(_WIDEST_INDENT, round(gap / (size / 2))))
    return " " if two[7] or gap > size / 6 else ""


def _turn(word: Word, angle: float) -> Word:
    """Return a word with places as they are on the page that is turned by an angle."""
    cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    text, left, right, y, size, own, style, is_spaced = word
    x, height = left * cosine + y * sine, y * cosine - left * sine
    # Of turned words the right edge is not known; a letter is about half as wide as it is high.
    width = right - left if angle == own == 0 else len(text) * size / 2
    return text, x, x + width, height, size, (own - angle) % 360, style, is_spaced


def page_lines(page: PageExtract) -> tuple[list[PrintedLine], list[PrintedLine]]:
    """Return the lines of a page in reading order, and those of words in another direction."""
    counts: Counter[float] = Counter()
    for word in page["words"]:
        counts[word[5]] += len(word[0])
    main = counts.most_common(1)[0][0] if counts else 0
    words = [_turn(word, main) if main else word for word in page["words"]]
    straight = [word for word in words if word[5] == 0]
    columns = split_columns(straight)
    lines = [line for column in columns for line in _make_lines(column)]
    others = [line for angle in counts if angle != main for line in _turned_lines(page["words"], angle)]
    return lines, others


def _turned_lines(words: Sequence[Word], angle: float) -> list[PrintedLine]:
    return _make_lines([_turn(word, angle) for word in words if word[5] == angle])


def _make_lines(words: Sequence[Word]) -> list[PrintedLine]:
    """Return lines of words that are beside each other, from top to bottom."""
    groups: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (-word[3], word[1])):
        group = next((one for one in groups[:-4:-1] if _is_beside(word, max(one, key=lambda each: each[4]))), None)
        if group is None:
            groups.append([word])
        else:
            group.append(word)
    return [_printed_line(group) for group in groups]


def _is_beside(one: Word, two: Word) -> bool:
    """Return whether two words are in one line: small letters of the one are as high as those of the other."""
    height = min(one[3] + one[4], two[3] + two[4]) - max(one[3], two[3])
    return height > min(one[4], two[4]) * 0.6


def _printed_line(group: Sequence[Word]) -> PrintedLine:
    largest = max(group, key=lambda word: (word[4], len(word[0])))
    words = tuple(sorted(group, key=lambda word: word[1]))
    return PrintedLine(words, words[0][1], max(word[2] for word in words), largest[3], largest[4])


def arrange(pages: Sequence[tuple[list[PrintedLine], list[PrintedLine]]]) -> list[Line]:
    """Return the lines of all pages; words in another direction follow those of their page."""
    straight = find_running_lines([lines for lines, _ in pages])
    body = [line for lines in straight for line in lines if not line.style] or [
        line for one in straight for line in one
    ]
    letter = _letter_width(body)
    leading = _leading(straight)
    found: list[Line] = []
    for index, (lines, (_, turned)) in enumerate(zip(straight, pages, strict=True)):
        if index and not (lines or turned):
            continue
        if found:
            found.append(Line("", 0, marks=(Mark(0, 0, sign=NEW_PAGE),)))
        _append_page(found, lines, _margin(lines), letter, leading)
        _append_page(found, turned, _margin(turned), letter, leading)
    return _number(found)


def _append_page(found: list[Line], lines: Sequence[PrintedLine], margin: float, letter: float, leading: float) -> None:
    above: PrintedLine | None = None
    for line in lines:
        if above is not None:
            found += [Line("", 0)] * _blank_lines(above, line, leading)
        indent = max(0, min(_WIDEST_INDENT, round((line.left - margin) / letter)))
        found += block_lines([*line.runs()], 0, indent=indent, style=line.style)
        above = line


def _blank_lines(above: PrintedLine, line: PrintedLine, leading: float) -> int:
    if above.style != line.style:
        return 1
    gap = above.y - line.y
    if gap <= 0:
        return 1
    usual = leading * max(1.0, min(above.size, line.size) / leading)
    return min(_MOST_BLANK_LINES, max(1, round(gap / usual) - 1)) if gap > _BLANK_LINE * usual else 0


def _number(lines: Iterable[Line]) -> list[Line]:
    return [replace(line, number=number) for number, line in enumerate(lines, 1)]


def _letter_width(lines: Sequence[PrintedLine]) -> float:
    """Return the mean width of a letter."""
    width = sum(word[2] - word[1] for line in lines for word in line.words)
    return max(1.0, width / max(1, sum(len(word[0]) for line in lines for word in line.words)))


def _leading(pages: Sequence[Sequence[PrintedLine]]) -> float:
    """Return the usual distance of lines."""
    gaps = [one.y - two.y for lines in pages for one, two in pairwise(lines) if not (one.style or two.style)]
    return max(1.0, median([gap for gap in gaps if gap > 1] or [12]))


def _margin(lines: Sequence[PrintedLine]) -> float:
    """Return the left edge of a page's text: the leftmost one at which several lines begin, else the leftmost."""
    edges = Counter(round(line.left / 3) for line in lines if not line.style)
    usual = [edge for edge, count in edges.items() if count + edges[edge + 1] > 1]
    return min([line.left for line in lines if not usual or line.left / 3 >= min(usual) - 1], default=0)


def find_running_lines(pages: Sequence[list[PrintedLine]]) -> list[list[PrintedLine]]:
    """Return the lines of pages, with the styles of headers and footers for what is printed on each page.

    That is a line at the same place that recurs on three pages or on all, digits apart, or a page number.
    """
    edges: Counter[tuple[str, str, int]] = Counter(key for lines in pages for key in set(_edge_keys(lines)))
    least = min(_FEWEST_REPEATS, max(2, len(pages)))
    repeated = {key for key, count in edges.items() if count >= least}
    return [_style_edges(lines, repeated, is_first=not index) for index, lines in enumerate(pages)]


def _edge_keys(lines: Sequence[PrintedLine]) -> Iterator[tuple[str, str, int]]:
    for style, edge in ((PAGE_HEADER, lines[:_EDGE_LINES]), (PAGE_FOOTER, lines[-_EDGE_LINES:])):
        yield from (_edge_key(style, line) for line in edge if _has_words_elsewhere(lines, line))


def _edge_key(style: str, line: PrintedLine) -> tuple[str, str, int]:
    return style, re.sub(r"\d+|\b[ivxlc]+\b", "#", " ".join(line.text.split()).lower()), round(line.y / _SAME_PLACE)


def _has_words_elsewhere(lines: Sequence[PrintedLine], line: PrintedLine) -> bool:
    return any(other is not line for other in lines)


def _style_edges(lines: list[PrintedLine], repeated: set[tuple[str, str, int]], *, is_first: bool) -> list[PrintedLine]:
    styled = list(lines)
    for style, order in ((PAGE_HEADER, 1), (PAGE_FOOTER, -1)):
        for count, index in enumerate(range(len(lines))[::order][:_EDGE_LINES]):
            line = lines[index]
            is_repeated = any((*_edge_key(style, line)[:2], at) in repeated for at in _near(line))
            beyond = lines[index + order] if 0 <= index + order < len(lines) else None
            is_apart = beyond is not None and abs(line.y - beyond.y) > 1.5 * max(line.size, beyond.size)
            is_number = is_apart and count == 0 and _is_page_number(line, is_first=is_first)
            if styled[index].style or len(lines) == 1 or not (is_repeated or is_number):
                break
            styled[index] = replace(line, style=style)
    return styled


def _near(line: PrintedLine) -> Iterable[int]:
    place = round(line.y / _SAME_PLACE)
    return place - 1, place, place + 1


def _is_page_number(line: PrintedLine, *, is_first: bool) -> bool:
    """Return whether a line is the number of a page, alone or beside a running head in another column."""
    pieces = re.split(r"\s{3,}", line.text.strip())
    if len(pieces) == 1:
        return _PAGE_NUMBER.fullmatch(pieces[0]) is not None
    return not is_first and any(piece.isdecimal() and len(piece) < 5 for piece in (pieces[0], pieces[-1]))
