"""Reads hOCR as Tesseract and OCRopus write it: HTML whose classes and titles say what is where on a page."""

import re
from collections.abc import Iterator

from lxml import etree

from teikit.text.html import parse_html
from teikit.text.page_xml import image_address
from teikit.text.plain import Mark
from teikit.text.scanned import (
    ScannedLine,
    ScannedPage,
    ScannedRegion,
    box,
    build_reading,
    clean_line,
    in_reading_order,
    parse_size,
)
from teikit.text.source import Point, Reading

_PAGE = "ocr_page"
_REGIONS = {"ocr_carea", "ocr_par", "ocrx_block", "ocr_column"}
_LINES = {"ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat"}
_REND = {"strong": "bold", "b": "bold", "em": "italic", "i": "italic", "u": "underline", "sup": "superscript"}
# Elements between which words are apart.
_BLOCK_TAGS = {"p", "div", "br", "td", "li", "tr", "table"}
_SILENT = {"script", "style", "title"}
_IMAGE = re.compile(r"""\b(?:image|file)\s+(?:"([^"]*)"|'([^']*)'|([^;]*))""")
_BOX = re.compile(r"\bbbox\s+(-?\d{1,7})\s+(-?\d{1,7})\s+(-?\d{1,7})\s+(-?\d{1,7})\b")


def _classes(element: etree._Element) -> set[str]:
    return set((element.get("class") or "").split())


def _box(element: etree._Element) -> tuple[Point, ...]:
    match = _BOX.search(element.get("title") or "")
    return box(*map(int, match.groups())) if match else ()


class _PageReader:
    """Reads the elements of a page in document order; text outside of lines is a line, too."""

    def __init__(self, page: ScannedPage) -> None:
        self.page = page
        self.line: etree._Element | None = None
        self.pieces: list[str] = []
        self.length = 0
        self.marks: list[Mark] = []
        self.open_styles: list[tuple[etree._Element, str, int]] = []
        self._begin_region(ScannedRegion())

    def _begin_region(self, region: ScannedRegion) -> None:
        self.page.regions.append(region)
        self.region = region

    def _add(self, text: str | None) -> None:
        if text:
            self.pieces.append(text)
            self.length += len(text)

    def begin(self, text: str | None) -> None:
        """Begin the page with the text before its first element."""
        self._add(text)

    def start(self, element: etree._Element) -> None:
        """Begin an element."""
        name = str(element.tag).lower() if isinstance(element.tag, str) else ""
        classes = _classes(element)
        if classes & _REGIONS and self.line is None:
            self.end_line()
            self._begin_region(ScannedRegion("", _box(element), element.get("id") or ""))
        elif classes & _LINES and self.line is None:
            self.end_line()
            self.line = element
        elif name in _BLOCK_TAGS and self.line is None:
            self.end_line()
        elif name in _BLOCK_TAGS:
            self._add(" ")
        if name in _REND:
            self.open_styles.append((element, _REND[name], self.length))
        if name and name not in _SILENT:
            self._add(element.text)

    def end(self, element: etree._Element) -> None:
        """End an element, and read what follows it."""
        if self.open_styles and self.open_styles[-1][0] is element:
            _, rend, start = self.open_styles.pop()
            self.marks += [Mark(start, self.length, rend)] if start < self.length else []
        if element is self.line or (self.line is None and (_classes(element) & _REGIONS)):
            self.end_line()
        self._add(element.tail)

    def end_line(self) -> None:
        """Add the text so far as a line."""
        text, marks = _single_blanks("".join(self.pieces), self.marks)
        line, self.line = self.line, None
        self.pieces, self.length, self.marks = [], 0, []
        if text.strip():
            place = _box(line) if line is not None else ()
            kind = "" if line is None else next(iter(sorted(_classes(line) & _LINES)))
            self.region.lines.append(
                ScannedLine(
                    *clean_line(text)[:1], place, (line.get("id") or "") if line is not None else "", marks, kind
                )
            )


def _single_blanks(text: str, marks: list[Mark]) -> tuple[str, tuple[Mark, ...]]:
    """Return a text with its white space as HTML shows it, and the marks moved with it."""
    places: list[int] = []
    shown: list[str] = []
    for char in text:
        places.append(len(shown))
        if not char.isspace():
            shown.append(char)
        elif shown and shown[-1] != " ":
            shown.append(" ")
    places.append(len(shown))
    moved = (Mark(places[mark.start], places[mark.end], mark.rend) for mark in marks)
    return clean_line("".join(shown), moved)


def _page(element: etree._Element) -> ScannedPage:
    title = element.get("title") or ""
    names = [next(filter(None, match.groups()), "") for match in _IMAGE.finditer(title)]
    stated = next((match for match in _IMAGE.finditer(title) if match[0].startswith("image")), None)
    name = next(filter(None, stated.groups()), "") if stated else (names or [""])[0]
    match = _BOX.search(title)
    page = ScannedPage(image_address(name.strip()), "", *(map(parse_size, match.groups()[2:]) if match else (0, 0)))
    reader = _PageReader(page)
    for event, each in etree.iterwalk(element, events=("start", "end")):
        if each is element:
            reader.begin(each.text if event == "start" else None)
        elif event == "start":
            reader.start(each)
        else:
            reader.end(each)
    reader.end_line()
    page.regions = in_reading_order(page.regions)
    return page


def _pages(root: etree._Element) -> Iterator[ScannedPage]:
    for element in root.iter():
        if isinstance(element.tag, str) and _PAGE in _classes(element):
            yield _page(element)


def read(data: bytes, file: str, encoding: str | None) -> Reading:
    """Return the lines of an hOCR file; raises EmptyInputError if it has none."""
    return build_reading(_pages(parse_html(data, file, encoding)), file)
