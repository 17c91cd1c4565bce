"""Computes Word's automatic numerals: the list and level of a paragraph, and the numeral before it.

WordprocessingML (ECMA-376, part 1, 17.9): a paragraph names a numbering definition and a level, this an abstract
one, whose levels define how their count is written.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from teikit.text.numerals import Blocks, numeral, parse_whole_number
from teikit.text.plain import Block

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_KINDS = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
_UNCOUNTED = {"bullet", "none"}
_DEEPEST = 9
_OWN = "own "
ListPlace = tuple[str, int]


def _value(element: etree._Element | None, path: str, default: str = "") -> str:
    found = element.find(path) if element is not None else None
    return default if found is None else found.get(f"{_W}val") or default


@dataclass(frozen=True, slots=True)
class _ListLevel:
    start: int
    form: str
    text: str


class Numbering:
    """The lists of a document, with the current count of each."""

    def __init__(self, root: etree._Element | None) -> None:
        self.levels: dict[ListPlace, _ListLevel] = {}
        self.abstract: dict[str, str] = {}
        self.counts: dict[ListPlace, int] = {}
        for number in () if root is None else root.iter(f"{_W}num"):
            self.abstract[number.get(f"{_W}numId") or ""] = _value(number, f"{_W}abstractNumId")
        for level in () if root is None else root.iter(f"{_W}lvl"):
            form, text = _value(level, f"{_W}numFmt", "decimal"), _value(level, f"{_W}lvlText")
            written = _ListLevel(parse_whole_number(_value(level, f"{_W}start"), 1), form, text)
            # A numbering definition may override levels of the abstract one.
            for each in level.iterancestors(f"{_W}num", f"{_W}abstractNum"):
                abstract, own = each.get(f"{_W}abstractNumId"), each.get(f"{_W}numId")
                name = abstract if own is None else f"{_OWN}{own}"
                self.levels[name or "", parse_whole_number(level.get(f"{_W}ilvl") or "", 0)] = written

    def level(self, place: ListPlace) -> _ListLevel | None:
        """Return the format of a list at a level."""
        own = self.levels.get((f"{_OWN}{place[0]}", place[1]))
        return own or self.levels.get((self.abstract.get(place[0], ""), place[1]))

    def is_counted(self, place: ListPlace) -> bool:
        """Return whether a list has numerals, not bullets, at a level."""
        level = self.level(place)
        return level is not None and level.form not in _UNCOUNTED

    def numeral(self, place: ListPlace) -> str:
        """Advance the count of a list and level, and return the numeral that Word writes; nothing for a bullet."""
        (number, depth), level = place, self.level(place)
        name = self.abstract.get(number, "")
        if level is None:
            return ""
        self.counts[name, depth] = self.counts.get((name, depth), level.start - 1) + 1
        for deeper in range(depth + 1, _DEEPEST):
            self.counts.pop((name, deeper), None)
        if level.form in _UNCOUNTED:
            return ""
        text = level.text
        for above in range(depth + 1):
            text = text.replace(f"%{above + 1}", self._count((number, above)))
        return text.strip()

    def _count(self, place: ListPlace) -> str:
        level = self.level(place)
        if level is None:
            return ""
        count = self.counts.get((self.abstract.get(place[0], ""), place[1]), level.start)
        return numeral(count, _KINDS.get(level.form, "1"))

    def is_same(self, one: ListPlace, two: ListPlace) -> bool:
        """Return whether two places are in one list: definitions with the same abstract one continue each other."""
        alike = self.abstract.get(one[0]) == self.abstract.get(two[0]) and self.level(one) == self.level(two)
        return one[1] == two[1] and (one == two or alike)


def find_list_place(paragraph: Any) -> ListPlace | None:
    """Return the list and the level of a paragraph of python-docx, its own or its style's."""
    properties = paragraph._p.find(f"{_W}pPr/{_W}numPr")  # noqa: SLF001  python-docx does not know lists
    style = paragraph.style
    while properties is None and style is not None:
        properties = style.element.find(f"{_W}pPr/{_W}numPr")
        style = style.base_style
    number = _value(properties, f"{_W}numId")
    depth = min(parse_whole_number(_value(properties, f"{_W}ilvl"), 0), _DEEPEST - 1)
    return (number, depth) if number not in {"", "0"} else None


class Lists:
    """The lists that are open at the next paragraph."""

    def __init__(self, numbering: Numbering, blocks: Blocks) -> None:
        self.numbering = numbering
        self.blocks = blocks
        self.open_lists: list[tuple[ListPlace, Block, Block]] = []

    def blocks_around(self, at: ListPlace | None) -> Iterator[Block]:
        """Yield the lists and items around a paragraph that is in a list at a place, or in none."""
        while self.open_lists and (at is None or self.open_lists[-1][0][1] > at[1] or self._is_other(at)):
            self.open_lists.pop()
        if at is not None:
            kind = "numbered" if self.numbering.is_counted(at) else "bulleted"
            goes_on = self.open_lists and self.numbering.is_same(self.open_lists[-1][0], at)
            outer = self.open_lists.pop()[1] if goes_on else self.blocks.make("list", type=kind)
            self.open_lists.append((at, outer, self.blocks.make("item", n=self.numbering.numeral(at))))
        for _, outer, item in self.open_lists:
            yield from (outer, item)

    def _is_other(self, at: ListPlace) -> bool:
        """Return whether the innermost open list is another one at the same level."""
        return self.open_lists[-1][0][1] == at[1] and not self.numbering.is_same(self.open_lists[-1][0], at)
