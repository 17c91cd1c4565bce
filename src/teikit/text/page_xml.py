"""Reads PAGE XML (PRImA, versions 2010 to 2019) as Transkribus, eScriptorium, OCR4all and Loghi write it."""

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from lxml import etree

from teikit.text.numerals import Blocks, parse_whole_number
from teikit.text.plain import Block
from teikit.text.region_types import region_type
from teikit.text.scanned import (
    ScannedLine,
    ScannedPage,
    ScannedRegion,
    build_reading,
    children,
    clean_line,
    in_reading_order,
    local_name,
    parse_points,
    parse_size,
    parse_xml,
)
from teikit.text.source import Reading
from teikit.text.transkribus import CustomTags

# What may be in an address of an image; a blank may not.
_SAFE = "/:?#[]@!$&'()*+,;=%~"
_GROUPS = {"OrderedGroup", "OrderedGroupIndexed", "UnorderedGroup", "UnorderedGroupIndexed"}
_REFERENCES = {"RegionRef", "RegionRefIndexed"}
_LAST = 99_999


def image_address(text: str | None) -> str:
    """Return the name or the address of an image as an attribute of TEI takes it."""
    return quote((text or "").strip(), safe=_SAFE)


def _child(element: etree._Element, name: str) -> etree._Element | None:
    return next(children(element, name), None)


def _text(element: etree._Element) -> str | None:
    """Return the transcription that is preferred: the one with the lowest index; None where there is none."""
    found = [each for each in children(element, "TextEquiv") if _child(each, "Unicode") is not None]
    # Of several without an index the first one is preferred.
    best = min(found, key=lambda each: parse_whole_number(each.get("index"), _LAST), default=None)
    unicode = None if best is None else _child(best, "Unicode")
    return None if unicode is None else "".join(map(str, unicode.itertext()))


def _points(element: etree._Element) -> str | None:
    coords = _child(element, "Coords")
    if coords is None:
        return None
    # The oldest versions have an element for each point.
    points = " ".join(f"{point.get('x')},{point.get('y')}" for point in children(coords, "Point"))
    return coords.get("points") or points


class _PageReader:
    """Reads the regions of a page in document order."""

    def __init__(self, page: ScannedPage, blocks: Blocks) -> None:
        self.page = page
        self.make = blocks.make

    def read_region(self, element: etree._Element, around: tuple[Block, ...] = ()) -> None:
        """Read a region, and those inside of it."""
        custom = CustomTags(element.get("custom"))
        # Transkribus writes this type for each region; as the structure that a user names it says more.
        own = (element.get("type") or "").replace("paragraph", "")
        kind = region_type(custom.structure, own)
        region = ScannedRegion(kind, parse_points(_points(element)), element.get("id") or "", blocks=around)
        self.page.regions.append(region)
        region.lines += self._lines(element)
        if not region.lines and not self._has_inner_text(element):
            # A region that was transcribed as a whole.
            region.lines += [ScannedLine(*clean_line(text)[:1]) for text in (_text(element) or "").splitlines()]
        self._read_inner(element, around)

    def _read_inner(self, element: etree._Element, around: tuple[Block, ...]) -> None:
        is_table = local_name(element) == "TableRegion"
        table = (*around, self.make("table")) if is_table else around
        row: tuple[int, Block] | None = None
        for child in self._inner(element, is_table=is_table):
            if not is_table:
                self.read_region(child, around)
                continue
            at, column = _cell_place(child)
            if row is None or row[0] != at:
                row = at, self.make("row")
            self.read_region(child, (*table, row[1], self.make("cell", column=column + 1)))

    @staticmethod
    def _inner(element: etree._Element, *, is_table: bool) -> Sequence[etree._Element]:
        found = [each for each in element if local_name(each).endswith("Region") or local_name(each) == "TableCell"]
        return sorted(found, key=_cell_place) if is_table else found

    @staticmethod
    def _has_inner_text(element: etree._Element) -> bool:
        return any(local_name(each) == "Unicode" for child in element if _is_region(child) for each in child.iter())

    def _lines(self, element: etree._Element) -> list[ScannedLine]:
        found = list(children(element, "TextLine"))
        indices = [CustomTags(each.get("custom")).reading_index for each in found]
        if any(index is not None for index in indices):
            order = sorted(range(len(found)), key=lambda at: (_LAST if indices[at] is None else indices[at], at))
            found = [found[at] for at in order]
        return [self._line(each) for each in found]

    def _line(self, element: etree._Element) -> ScannedLine:
        custom = CustomTags(element.get("custom"))
        text = _text(element)
        if text is None:
            words = (_text(word) for word in children(element, "Word"))
            text = " ".join(word.strip() for word in words if word and word.strip())
        clean, marks = clean_line(text, custom.marks(text))
        self.page.fields += custom.fields(text)
        return ScannedLine(clean, parse_points(_points(element)), element.get("id") or "", marks, custom.structure)


def _is_region(element: etree._Element) -> bool:
    return local_name(element).endswith("Region") or local_name(element) == "TableCell"


def _cell_place(element: etree._Element) -> tuple[int, int]:
    """Return the row and the column of a cell, as Transkribus or the newer schema writes them."""
    role = next((each for each in element.iter() if local_name(each) == "TableCellRole"), None)
    if role is not None:
        return parse_whole_number(role.get("rowIndex"), 0), parse_whole_number(role.get("columnIndex"), 0)
    return parse_whole_number(element.get("row"), 0), parse_whole_number(element.get("col"), 0)


def _stated_order(element: etree._Element) -> Iterator[str]:
    """Yield the names of regions in the order of a group; each may have an index in it."""
    members = [child for child in element if local_name(child) in _GROUPS | _REFERENCES]
    for child in sorted(members, key=lambda each: parse_whole_number(each.get("index"), _LAST)):
        yield child.get("regionRef") or ""
        if local_name(child) in _GROUPS:
            yield from _stated_order(child)


def _order(page: etree._Element, elements: Sequence[etree._Element]) -> list[etree._Element] | None:
    """Return the regions of a page in the order that it states, the others last; None if it states none."""
    stated = _child(page, "ReadingOrder")
    names = {name: at for at, name in reversed([*enumerate(_stated_order(stated))])} if stated is not None else {}
    places = [names.get(each.get("id") or "") for each in elements]
    if all(place is None for place in places):
        places = [CustomTags(each.get("custom")).reading_index for each in elements]
    if all(place is None for place in places):
        return None
    order = sorted(range(len(elements)), key=lambda at: (_LAST if (place := places[at]) is None else place, at))
    return [elements[at] for at in order]


def read_page(root: etree._Element, blocks: Blocks) -> Iterator[ScannedPage]:
    """Yield the pages of a PAGE document."""
    metadata = next((each for each in root.iter() if local_name(each) == "TranskribusMetadata"), None)
    address = image_address(metadata.get("imgUrl")) if metadata is not None else ""
    for element in children(root, "Page"):
        width, height = (parse_size(element.get(name)) for name in ("imageWidth", "imageHeight"))
        page = ScannedPage(image_address(element.get("imageFilename")), address, width, height)
        reader = _PageReader(page, blocks)
        regions = [child for child in element if _is_region(child)]
        ordered = _order(element, regions)
        for region in ordered or regions:
            reader.read_region(region)
        if ordered is None:
            page.regions = in_reading_order(page.regions)
        yield page


def read(data: bytes, file: str, encoding: str | None) -> Reading:
    """Return the lines of a PAGE file; raises UnreadableInputError if it is broken, EmptyInputError without lines."""
    return build_reading(read_page(parse_xml(data, file, encoding), Blocks()), file)
