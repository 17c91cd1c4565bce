"""Reads ALTO, versions 1 to 4, as ABBYY FineReader, Tesseract, kraken and eScriptorium write it."""

from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from teikit.text.page_xml import image_address
from teikit.text.plain import Mark
from teikit.text.region_types import region_type
from teikit.text.scanned import (
    ScannedLine,
    ScannedPage,
    ScannedRegion,
    box,
    build_reading,
    children,
    clean_line,
    in_reading_order,
    local_name,
    parse_points,
    parse_size,
    parse_xml,
)
from teikit.text.source import Point, Reading

_SECTIONS = {"TopMargin": "header", "BottomMargin": "footer", "LeftMargin": "marginalia", "RightMargin": "marginalia"}
_RUNNING_TITLE = "runningtitlezone"
_STYLES = {
    "bold": "bold", "italics": "italic", "underline": "underline", "superscript": "superscript",
    "subscript": "subscript", "smallcaps": "smallcaps",
}  # fmt: skip
_PIXEL = "pixel"


class _AltoReader:
    """Reads the blocks of a document: `labels` are those of its tags by ID, `rends` the styles of its words by ID."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.labels: dict[str, str] = {}
        self.rends: dict[str, str] = {}
        for each in root.iter():
            identity = each.get("ID") or ""
            if each.get("LABEL"):
                self.labels[identity] = each.get("LABEL") or ""
            if local_name(each) == "TextStyle":
                self.rends[identity] = _rend(each.get("FONTSTYLE"))
        self.has_spaces = next(root.iter("{*}SP"), None) is not None

    def pages(self) -> Iterator[ScannedPage]:
        """Yield the pages, each with its blocks in reading order."""
        image = self._description("fileName")
        address = self._description("fileIdentifier")
        is_measured = self._description("MeasurementUnit").lower() in {"", _PIXEL}
        order = self._stated_order()
        for element in self.root.iter("{*}Page"):
            width, height = (parse_size(element.get(name)) if is_measured else 0 for name in ("WIDTH", "HEIGHT"))
            url = image_address(address) if address.startswith(("http://", "https://")) else ""
            page = ScannedPage(image_address(image), url, width, height)
            regions = [self._region(block) for block in element.iter("{*}TextBlock")]
            if order:
                regions.sort(key=lambda each: order.get(each.id, len(order)))
            page.regions = regions if order else in_reading_order(regions)
            yield page

    def _description(self, name: str) -> str:
        found = next(self.root.iter(f"{{*}}{name}"), None)
        return "" if found is None else (found.text or "").strip()

    def _stated_order(self) -> Mapping[str, int]:
        """Return the places of blocks in the reading order of ALTO 4.3, and of blocks that are named by their lines."""
        stated = next(self.root.iter("{*}ReadingOrder"), None)
        found: dict[str, int] = {}
        for each in () if stated is None else stated.iter("{*}ElementRef"):
            found.setdefault(each.get("REF") or "", len(found))
        return found

    def _region(self, block: etree._Element) -> ScannedRegion:
        labels = [self.labels.get(tag, "") for tag in (block.get("TAGREFS") or "").split()]
        kind = region_type(*labels, block.get("TYPE") or "", _section(block))
        region = ScannedRegion(kind, _points(block), block.get("ID") or "")
        region.lines += [self._line(line, self._rend(block)) for line in children(block, "TextLine")]
        return region

    def _rend(self, element: etree._Element, around: str = "") -> str:
        styles = [self.rends[name] for name in (element.get("STYLEREFS") or "").split() if name in self.rends]
        own = _rend(element.get("STYLE"))
        return " ".join(dict.fromkeys(f"{styles[0] if styles else around} {own}".split()))

    def _line(self, element: etree._Element, around: str) -> ScannedLine:
        pieces: list[str] = []
        length, marks = 0, []
        around = self._rend(element, around)
        for child in element:
            name = local_name(child)
            if name == "SP" or (name == "String" and pieces and not self.has_spaces):
                pieces.append(" ")
                length += 1
            if name in {"String", "HYP"}:
                start, length = length, length + len(content := child.get("CONTENT") or "")
                pieces.append(content)
                rend = self._rend(child, around)
                marks += [Mark(start, length, rend)] if rend and content else []
        text = "".join(pieces)
        labels = [self.labels.get(tag, "") for tag in (element.get("TAGREFS") or "").split()]
        clean, kept = clean_line(text, _merge(marks, text))
        return ScannedLine(clean, _points(element), element.get("ID") or "", kept, next(filter(None, labels), ""))


def _rend(styles: str | None) -> str:
    return " ".join(_STYLES[name] for name in (styles or "").lower().split() if name in _STYLES)


def _merge(marks: Sequence[Mark], text: str) -> Iterator[Mark]:
    """Yield marks, those of one style with nothing but a blank between them as one."""
    open_mark: Mark | None = None
    for mark in marks:
        if open_mark and open_mark.rend == mark.rend and not text[open_mark.end : mark.start].strip():
            open_mark = Mark(open_mark.start, mark.end, mark.rend)
            continue
        if open_mark:
            yield open_mark
        open_mark = mark
    if open_mark:
        yield open_mark


def _section(block: etree._Element) -> str:
    """Return the type of a block by the margin of the page that it is in; what is printed above is a running title."""
    kinds = (_SECTIONS.get(local_name(outer), "") for outer in block.iterancestors())
    kind = next(filter(None, kinds), "")
    return _RUNNING_TITLE if kind == "header" else kind


def _points(element: etree._Element) -> tuple[Point, ...]:
    polygon = next((each for shape in children(element, "Shape") for each in children(shape, "Polygon")), None)
    if polygon is not None and (points := parse_points(polygon.get("POINTS"))):
        return points
    place = [parse_points(f"{element.get(name)} 0") for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT")]
    if not all(place):
        return ()
    x, y, width, height = (each[0].x for each in place)
    return box(x, y, x + width, y + height)


def read_alto(root: etree._Element) -> Iterator[ScannedPage]:
    """Yield the pages of an ALTO document."""
    return _AltoReader(root).pages()


def read(data: bytes, file: str, encoding: str | None) -> Reading:
    """Return the lines of an ALTO file; raises UnreadableInputError if it is broken, EmptyInputError without lines."""
    return build_reading(read_alto(parse_xml(data, file, encoding)), file)
