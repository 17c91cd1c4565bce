"""Converts pages of transcribed or recognised lines, with their places on the images, to a reading.

Shared by the readers of PAGE, ALTO and hOCR. What is printed beside the text (running titles, numbers of pages, notes
in the margin) becomes marks with words, which interrupt no sentence.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from statistics import median

from lxml import etree

from teikit.errors import EmptyInputError, UnreadableInputError
from teikit.messages import escape_control
from teikit.text.decoding import decode, replace_non_xml
from teikit.text.plain import BLANK_CONTROLS, LINE_END, Block, Line, Mark, Sign
from teikit.text.region_types import FURNITURE, MARGIN, STYLES
from teikit.text.source import Field, Point, Reading, Surface, Zone

_NOT_NAME = re.compile(r"[^A-Za-z0-9_.-]+")
_LONGEST_NAME = 80
_NUMBER = re.compile(r"(-?\d{1,7})(?:\.\d{0,20})?")
_MOST_POINTS = 2_000
# Lines that are further to the right than the line before by fewer characters have the same indentation.
_WOBBLE = 3
_WIDEST_INDENT = 100
# More regions of a page are left in the order of the file.
_MOST_SORTED = 500
# A distance of so many usual ones between two lines is a blank line.
_BLANK = 1.6
_OPEN_END = re.compile(r"(?:[\w,;]|[^\W\d_][-\u2010\u00ad¬=⸗])$")
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")


@dataclass(frozen=True, slots=True)
class ScannedLine:
    """A line of a page image; `id` is what the source calls it, and marks are those within its words."""

    text: str
    points: tuple[Point, ...] = ()
    id: str = ""
    marks: tuple[Mark, ...] = ()
    kind: str = ""


@dataclass(slots=True)
class ScannedRegion:
    """A region of a page image: `kind` is its type in lower case, `blocks` are the table and the cell that it is."""

    kind: str = ""
    points: tuple[Point, ...] = ()
    id: str = ""
    lines: list[ScannedLine] = field(default_factory=list)
    blocks: tuple[Block, ...] = ()


@dataclass(slots=True)
class ScannedPage:
    """A page: its image, the URL of the same image, and its regions in reading order."""

    image: str = ""
    address: str = ""
    width: int = 0
    height: int = 0
    regions: list[ScannedRegion] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)


def parse_xml(data: bytes, file: str, encoding: str | None) -> etree._Element:
    """Return the root of an XML file, which opens no other file and grows within libxml2's bounds.

    Raises UnreadableInputError with the place where it is not well-formed.
    """
    if encoding:
        data = _XML_DECLARATION.sub("", decode(data, file, encoding), count=1).encode()
    parser = etree.XMLParser(no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        reason = escape_control(" ".join((error.msg or "it is empty").split(", line ")[0].lower().split()))
        raise UnreadableInputError(f"{file}:{line}:{column}: is not well-formed XML: {reason[:200]}") from None


def local_name(element: etree._Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the children of an element that have a name, in whatever namespace."""
    return (child for child in element if local_name(child) == name)


def parse_points(text: str | None) -> tuple[Point, ...]:
    """Return the points of a list of numbers; none where one of them is no number of pixels."""
    if not text:
        return ()
    words = text.replace(",", " ").split()
    numbers = [int(match[1]) for word in words if (match := _NUMBER.fullmatch(word))]
    if len(numbers) != len(words) or len(numbers) % 2 or len(words) > _MOST_POINTS:
        return ()
    return tuple(map(Point, numbers[::2], numbers[1::2]))


def parse_size(text: str | None) -> int:
    """Return a number of pixels, 0 if it is none."""
    match = _NUMBER.fullmatch((text or "").strip())
    return max(0, int(match[1])) if match else 0


def box(x: int, y: int, right: int, bottom: int) -> tuple[Point, ...]:
    """Return the corners of a rectangle, none where it has no area."""
    if right <= x or bottom <= y:
        return ()
    return Point(x, y), Point(right, y), Point(right, bottom), Point(x, bottom)


def clean_line(text: str, marks: Iterable[Mark] = ()) -> tuple[str, tuple[Mark, ...]]:
    """Return the text of a line without white space around it or line ends in it, and the marks that have words."""
    plain = LINE_END.sub(lambda end: " " * len(end[0]), replace_non_xml(text.translate(BLANK_CONTROLS))[0])
    start = len(plain) - len(plain.lstrip())
    plain = plain.strip()
    clipped = (mark.clip(start, start + len(plain)) for mark in marks)
    ordered = sorted(filter(None, clipped), key=lambda mark: (mark.start, -mark.end))
    return plain, tuple(mark for mark in ordered if plain[mark.start : mark.end].strip())


class _Names:
    """Makes names of XML that are unique in a source."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}

    def make(self, prefix: str, given: str) -> str:
        name = f"{prefix}-{_NOT_NAME.sub('_', given)[:_LONGEST_NAME]}" if given else prefix
        self.counts[name] = self.counts.get(name, 0) + 1
        return name if self.counts[name] == 1 else self.make(f"{name}..{self.counts[name]}", "")


def _span(points: Sequence[Point]) -> tuple[int, int]:
    heights = [point.y for point in points]
    return min(heights), max(heights)


def _middle(points: Sequence[Point]) -> float:
    return sum(_span(points)) / 2


def _left(points: Sequence[Point]) -> int:
    return min(point.x for point in points)


def _right(points: Sequence[Point]) -> int:
    return max(point.x for point in points)


def in_reading_order(regions: Sequence[ScannedRegion]) -> list[ScannedRegion]:
    """Return regions of which the source states no order: as they are, unless one is above one of its column before it.

    Then they are in columns from the left, each from the top.
    """
    placed = [each for each in regions if each.points and each.kind not in FURNITURE and each.kind not in MARGIN]
    if len(placed) > _MOST_SORTED or all(_may_follow(one, two) for one, two in combinations(placed, 2)):
        return list(regions)
    columns: list[list[ScannedRegion]] = []
    for region in sorted(placed, key=lambda each: _left(each.points)):
        column = next((each for each in columns if any(_overlap(one, region) for one in each)), None)
        if column is None:
            columns.append([region])
        else:
            column.append(region)
    ordered = [region for column in columns for region in sorted(column, key=lambda each: _span(each.points))]
    sorted_ones = {id(each) for each in placed}
    return [*ordered, *(each for each in regions if id(each) not in sorted_ones)]


def _may_follow(one: ScannedRegion, two: ScannedRegion) -> bool:
    return not _overlap(one, two) or _middle(two.points) >= _middle(one.points)


def _overlap(one: ScannedRegion, two: ScannedRegion) -> bool:
    """Return whether two regions are in one column."""
    shared = min(_right(one.points), _right(two.points)) - max(_left(one.points), _left(two.points))
    return shared * 2 > min(_right(one.points) - _left(one.points), _right(two.points) - _left(two.points))


@dataclass(slots=True)
class _FlowLine:
    """A line of the text itself, with the region that it is in and the name of its zone."""

    line: ScannedLine
    region: ScannedRegion
    zone: str
    before: list[Mark] = field(default_factory=list)
    after: list[Mark] = field(default_factory=list)


class _PageBuilder:
    """Builds the lines and the surface of a page."""

    def __init__(self, page: ScannedPage, number: int, names: _Names) -> None:
        self.page = page
        self.id = names.make(f"page{number}", "")
        self.names = names
        self.is_first = number == 1
        self.is_numbered = any(FURNITURE.get(region.kind) == "pageNum" for region in page.regions)
        self.flow: list[_FlowLine] = []
        self.zones: list[Zone] = []
        self.heads: list[Mark] = []
        self.feet: list[Mark] = []
        self.aside: list[tuple[ScannedRegion, Mark]] = []

    def build(self) -> list[_FlowLine]:
        """Return the lines of the page with the marks of what is beside them."""
        has_flow = any(self._is_flow(region) for region in self.page.regions)
        for region in self.page.regions:
            self._read_region(region, is_flow=not has_flow or self._is_flow(region))
        self._put_notes_beside()
        if self.flow:
            start = Mark(0, 0, sign=Sign("", "pb", (("facs", f"#{self.id}"),)))
            self.flow[0].before[:0] = [start, *self.heads]
            self.flow[-1].after += self.feet
        return self.flow

    def surface(self) -> Surface:
        page = self.page
        return Surface(self.id, page.image, page.width, page.height, tuple(self.zones), address=page.address)

    def _is_flow(self, region: ScannedRegion) -> bool:
        if not any(line.text for line in region.lines):
            return False
        return region.kind not in MARGIN and not self._furniture(region)

    def _furniture(self, region: ScannedRegion) -> str:
        """Return which `fw` a region is; the header of the first page is a letterhead if that has no number."""
        kind = FURNITURE.get(region.kind, "")
        words = " ".join(line.text for line in region.lines)
        if kind in {"header", "footer"} and words.strip("-–—.[]() ").isdigit():
            return "pageNum"
        is_letterhead = self.is_first and region.kind == "header" and not self.is_numbered
        return "" if is_letterhead else kind

    def _read_region(self, region: ScannedRegion, *, is_flow: bool) -> None:
        zone = self.names.make(self.id, region.id or "region")
        inner = []
        for line in region.lines:
            name = self.names.make(self.id, line.id or "line")
            inner.append(Zone(name, line.points, _word(line.kind)))
            if is_flow and line.text:
                self.flow.append(_FlowLine(line, region, name))
        self.zones.append(Zone(zone, region.points, _word(region.kind), tuple(inner)))
        words = " ".join(line.text for line in region.lines if line.text)
        if not is_flow and words:
            self._put_aside(region, words, zone)

    def _put_aside(self, region: ScannedRegion, words: str, zone: str) -> None:
        facs = ("facs", f"#{zone}")
        if (kind := self._furniture(region)) and region.kind not in MARGIN:
            is_low = bool(region.points) and self.page.height > 0 and _middle(region.points) * 2 > self.page.height
            is_low = is_low or (not region.points and kind in {"footer", "catch", "sig"})
            place = ("place", "bottom" if is_low else "top")
            mark = Mark(0, 0, sign=Sign("", "fw", (("type", kind), place, facs)), words=words)
            (self.feet if is_low else self.heads).append(mark)
            return
        note = Mark(0, 0, sign=Sign("", "note", (("place", MARGIN[region.kind]), facs)), words=words)
        if MARGIN[region.kind] == "margin":
            self.aside.append((region, note))
        else:
            self.feet.append(note)

    def _put_notes_beside(self) -> None:
        """Put what is in the margin beside the nearest line; at the last one of the page where places are not known."""
        placed = sorted(
            (_middle(each.line.points), at) for at, each in enumerate(self.flow) if self.aside and each.line.points
        )
        for region, mark in self.aside:
            nearest = len(self.flow) - 1
            if region.points and placed:
                top = _span(region.points)[0]
                after = bisect_left(placed, (top, 0))
                nearest = min(placed[max(0, after - 1) : after + 1], key=lambda each: abs(each[0] - top))[1]
            self.flow[nearest].before.append(mark)


def _word(kind: str) -> str:
    return _NOT_NAME.sub("-", kind).replace("_", "-").replace(".", "-").strip("-")


def build_reading(pages: Iterable[ScannedPage], file: str) -> Reading:
    """Return the reading of pages; raises EmptyInputError if they have no words."""
    names = _Names()
    lines: list[Line] = []
    surfaces, fields = [], []
    for number, page in enumerate(pages, 1):
        builder = _PageBuilder(page, number, names)
        lines += _lines(builder.build(), len(lines) + 1)
        surfaces.append(builder.surface())
        fields += page.fields
    if not lines:
        raise EmptyInputError(f"{file}: has no transcribed lines")
    return Reading(lines, tuple(fields), tuple(surfaces))


def _lines(flow: Sequence[_FlowLine], number: int) -> Iterator[Line]:
    """Yield the lines of a page, with a blank one at a distance or a new region where no sentence goes on."""
    pitch = _usual_pitch(flow)
    indents = _indents(flow)
    previous: _FlowLine | None = None
    for each, indent in zip(flow, indents, strict=True):
        if previous is not None and _is_apart(previous, each, pitch):
            yield Line("", number)
            number += 1
        yield _line(each, number, indent)
        number += 1
        previous = each


def _line(each: _FlowLine, number: int, indent: int) -> Line:
    text = each.line.text
    start = Mark(0, 0, sign=Sign("", "lb", (("facs", f"#{each.zone}"),)))
    after = [mark.shift(len(text)) for mark in each.after]
    marks = (*each.before, start, *each.line.marks, *after)
    return Line(text, number, 1, indent, marks, STYLES.get(each.region.kind, ""), each.region.blocks)


def _usual_pitch(flow: Sequence[_FlowLine]) -> float:
    """Return the usual distance from one line to the next, 0 if it is not known."""
    steps = [step for one, two in pairwise(flow) if one.region is two.region and (step := _step(one, two)) > 0]
    return median(steps) if steps else 0.0


def _step(one: _FlowLine, two: _FlowLine) -> float:
    if not (one.line.points and two.line.points):
        return 0.0
    return _middle(two.line.points) - _middle(one.line.points)


def _is_apart(one: _FlowLine, two: _FlowLine, pitch: float) -> bool:
    """Return whether there is a blank line between two lines: a distance, or the end of a region."""
    if STYLES.get(one.region.kind) != STYLES.get(two.region.kind):
        return True
    if one.region.blocks or two.region.blocks:
        return False
    is_distant = pitch > 0 and _step(one, two) > pitch * _BLANK
    if not is_distant and (one.region is two.region or 0 < _step(one, two) < pitch * _BLANK):
        return False
    return not (_OPEN_END.search(one.line.text) and two.line.text[:1].islower())


def _indents(flow: Sequence[_FlowLine]) -> Iterator[int]:
    """Yield the indentation of each line in characters; lines that wobble have that of the line before."""
    widths = [(_right(points) - _left(points)) / len(each.line.text) for each in flow if (points := each.line.points)]
    width = max(median(widths), 1.0) if widths else 1.0
    leftmost = min((_left(each.line.points) for each in flow if each.line.points), default=0)
    margins: dict[int, float] = {}
    last = 0
    for each in flow:
        key = id(each.region)
        if key not in margins:
            own = [_left(line.points) for line in each.region.lines if line.points]
            margins[key] = median(own) if len(own) > _WOBBLE else leftmost
        left = _left(each.line.points) if each.line.points else margins[key]
        indent = min(max(0, round((left - margins[key]) / width)), _WIDEST_INDENT)
        last = last if abs(indent - last) <= _WOBBLE else indent if indent > _WOBBLE else 0
        yield last
