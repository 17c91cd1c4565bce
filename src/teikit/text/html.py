"""Reads HTML as lines: one for each block, with marks for styles."""

from dataclasses import replace

from lxml import etree
from lxml import html as lxml_html

from teikit.errors import EmptyInputError, UnreadableInputError
from teikit.text.decoding import decode, has_charset_declaration
from teikit.text.facsimile_links import PageImage, PageImages, find_image
from teikit.text.numerals import Blocks, numeral, parse_whole_number
from teikit.text.plain import Block, Line, Mark
from teikit.text.runs import HEADING, ITEM, Run, block_lines
from teikit.text.source import Reading

_REND = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "cite": "italic", "u": "underline",
    "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "sup": "superscript", "sub": "subscript",
}  # fmt: skip
_SILENT = {"script", "style", "head", "template", "title", "noscript"}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "figcaption", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre",
    "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_RIGHT = 40
_COUNTING = {"ol", "ul", "tr"}
_WIDEST = 100
_STYLES = {"li": ITEM, **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), HEADING)}


class _HtmlReader:
    def __init__(self, images: PageImages | None) -> None:
        self.images = images
        self.lines: list[Line] = []
        self.pending_runs: list[Run] = []
        self.indent = 0
        self.style = ""
        self.make = Blocks().make
        self.around: list[Block] = []
        # The next number of each open list, and the next column of each open row.
        self.counts: list[int] = []

    def end_block(self) -> None:
        """Add the collected runs as lines."""
        runs, self.pending_runs = self.pending_runs, []
        if not any(run.text.strip() for run in runs) and any(run.sign for run in runs):
            self.lines.append(Line("", 0, marks=tuple(Mark(0, 0, sign=run.sign) for run in runs if run.sign)))
        if any(run.text.strip() for run in runs):
            if self.lines:
                self.lines.append(Line("", len(self.lines) + 1))
            number, blocks = len(self.lines) + 1, tuple(self.around)
            self.lines += block_lines(runs, number, indent=self.indent, style=self.style, blocks=blocks)

    def text(self, text: str | None, rend: tuple[str, ...], *, kept: bool) -> None:
        """Collect text; white space is significant only in preformatted elements."""
        if text:
            plain = text if kept else " ".join(f"|{text}|".split()).removeprefix("|").removesuffix("|")
            self.pending_runs.append(Run(plain, " ".join(dict.fromkeys(rend))))

    def element(self, element: etree._Element, rend: tuple[str, ...], *, kept: bool) -> None:
        """Read an element and its tail."""
        name = element.tag.lower() if isinstance(element.tag, str) else ""
        if name and name not in _SILENT:
            self._inside(element, name, rend, kept=kept)
        self.text(element.tail, rend, kept=kept)

    def _inside(self, element: etree._Element, name: str, rend: tuple[str, ...], *, kept: bool) -> None:
        if name == "br":
            self.pending_runs.append(Run("\n"))
            return
        if self.images is not None and name == "img" and (image := _page_image(element)):
            self.pending_runs.append(Run("", sign=self.images.sign(image)))
            return
        is_block = name in _BLOCKS
        if is_block:
            self.end_block()
            self.indent = _RIGHT if _is_right(element) else 0
            self.style = _STYLES.get(name, self.style if name in {"p", "div"} else "")
        around = self._block_of(element, name)
        self.around += around
        inner = (*rend, _REND[name]) if name in _REND else rend
        kept = kept or name == "pre"
        self.text(element.text, inner, kept=kept)
        for child in element:
            self.element(child, inner, kept=kept)
        if is_block:
            self.end_block()
            self.indent, self.style = 0, ""
        if around:
            self.around.pop()
        if name in _COUNTING:
            self.counts.pop()

    def _block_of(self, element: etree._Element, name: str) -> list[Block]:
        """Return the block for an element, none for most elements."""
        if name in _COUNTING:
            self.counts.append(parse_whole_number(element.get("start"), 1))
        if name in {"ol", "ul"}:
            return [self.make("list", type="numbered" if name == "ol" else "bulleted")]
        if name == "tr":
            return [self.make("row")] if self._is_in("table") else []
        if name in {"blockquote", "table"}:
            return [self.make("quote" if name == "blockquote" else name)]
        if name == "li" and self._is_in("list"):
            return [self.make("item", n=self._numeral(element))]
        if name in {"td", "th"} and self._is_in("row"):
            self.counts[-1] += 1
            column = self.counts[-1] - 1
            self.counts[-1] += min(parse_whole_number(element.get("colspan"), 1), _WIDEST) - 1
            return [self.make("cell", column=column, role="label" if name == "th" else "")]
        return []

    def _is_in(self, name: str) -> bool:
        return bool(self.around) and self.around[-1].element == name

    def _numeral(self, item: etree._Element) -> str:
        """Return the numeral that a browser writes before an item."""
        value = parse_whole_number(item.get("value"), self.counts[-1])
        self.counts[-1] = value + 1
        parent = item.getparent()
        return "" if parent is None or parent.tag != "ol" else f"{numeral(value, parent.get('type') or '1')}."


def _page_image(element: etree._Element) -> PageImage | None:
    size = {name: element.get(name) or "" for name in ("width", "height")}
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return find_image(element.get("src") or "", element.get("alt") or "", **size, names=names)


def _is_right(element: etree._Element) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "text-align:right" in style or (element.get("align") or "").lower() == "right"


def parse_html(data: bytes, file: str, encoding: str | None) -> etree._Element:
    """Return the root of an HTML file; raises UnreadableInputError if it is nested too deeply."""
    # HTML without a declared encoding is read as UTF-8 instead of the parser's Latin-1.
    said = not encoding and (has_charset_declaration(data) or data.startswith((b"\xff\xfe", b"\xfe\xff")))
    parser = lxml_html.HTMLParser(encoding=None if said else "utf-8", no_network=True)
    try:
        tree = lxml_html.document_fromstring(data if said else decode(data, file, encoding).encode(), parser=parser)
    except etree.ParserError:
        tree = None
    if any("depth" in error.message for error in parser.error_log):
        raise UnreadableInputError(f"{file}: is nested too deeply")
    if tree is None:
        raise EmptyInputError(f"{file}: is empty")
    return tree


def read(data: bytes, file: str, encoding: str | None) -> Reading:
    """Return the lines of an HTML page, with a blank line between blocks, and its images of pages."""
    images = PageImages()
    return Reading(read_lines(data, file, encoding, images), surfaces=tuple(images.surfaces))


def read_lines(data: bytes, file: str, encoding: str | None, images: PageImages | None = None) -> list[Line]:
    """Return the lines of an HTML page; its images of pages are added to `images`, or left out."""
    reading = _HtmlReader(images)
    reading.element(parse_html(data, file, encoding), (), kept=False)
    reading.end_block()
    return [replace(line, number=number) for number, line in enumerate(reading.lines, 1)]
