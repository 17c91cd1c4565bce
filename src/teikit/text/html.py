"""Reads HTML as lines: one for each block, with marks for styles."""

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree
from lxml import html as lxml_html

from teikit.errors import EmptyInputError, UnreadableInputError
from teikit.limits import Budget
from teikit.text import css
from teikit.text.decoding import decode, has_charset_declaration, replace_non_xml
from teikit.text.facsimile_links import PageImage, PageImages, find_image
from teikit.text.html_notes import HtmlNotes
from teikit.text.numerals import Blocks, numeral, parse_whole_number
from teikit.text.plain import Block, Line, Mark
from teikit.text.runs import EDITION_NOTE, EDITION_TITLE, HEADING, ITEM, Run, block_lines, note_run, safe_link
from teikit.text.source import Field, Reading

REND = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "cite": "italic", "u": "underline",
    "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "sup": "superscript", "sub": "subscript",
}  # fmt: skip
_SILENT = {"script", "style", "head", "template", "title", "noscript"}
# What works a page: no words of a letter, nor of its edition.
_CONTROLS = {
    "form",
    "button",
    "menu",
    "dialog",
    "select",
    "textarea",
    "svg",
    "audio",
    "video",
    "iframe",
    "object",
}
_CONTROL_ROLES = {"search", "dialog", "menu", "menubar"}
_HIDING_CLASSES = {"sr-only", "visually-hidden", "screen-reader-text"}
# What a site has around its pages, and what makes a document a page of a site.
_AROUND_PAGE = {"header", "footer", "aside", "nav"}
_OF_SITE = ("nav", "main", "article")
# The same on pages that were made before HTML had these elements, by IDs, classes and roles.
_MENUS = {"nav", "navbar", "navigation", "menu", "mainmenu", "main-menu", "topnav", "breadcrumb", "breadcrumbs"}
_AROUND_IDS = {*_MENUS, "header", "footer", "sidebar", "site-header", "site-footer", "masthead", "colophon"}
_AROUND_ROLES = {"navigation", "banner", "contentinfo", "complementary"}
_TITLE_BLOCK = "title-block-header"
BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "figcaption", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre",
    "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_RIGHT = 40
_COUNTING = {"ol", "ul", "tr"}
_WIDEST = 100
_STYLES = {"li": ITEM, **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), HEADING)}

# A start tag as far as it goes, whatever its attributes have in quotes; these begin after an equals sign only.
_TAG = re.compile(rb"""<[A-Za-z](?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|(?!["'])|["']))*+""")
_VALUE = re.compile(rb"""=\s*+(?:"[^"]*+"|'[^']*+')""")
_ATTRIBUTE = re.compile(rb"[\s/]+[^\s/>]")


def _is_menu(element: etree._Element) -> bool:
    names = {(element.get("id") or "").casefold(), *(element.get("class") or "").casefold().split()}
    return element.get("role") == "navigation" or not _MENUS.isdisjoint(names)


def _shows_site(element: etree._Element) -> bool:
    """Return whether only the pages of a site have an element."""
    return element.tag in _OF_SITE or _is_menu(element)


def _is_named_as_around(element: etree._Element) -> bool:
    """Return whether the names of a block say that it is what a site has around its pages."""
    is_named = (element.get("id") or "").casefold() in _AROUND_IDS or element.get("role") in _AROUND_ROLES
    return element.tag in BLOCKS - {"html", "body"} and (is_named or _is_menu(element))


class _HtmlReader:
    def __init__(self, root: etree._Element, page_images: PageImages) -> None:
        self.page_images = page_images
        self.styles = css.StyleSheet(root)
        self.notes = HtmlNotes(root)
        self.is_page_of_site = any(_shows_site(element) for element in root.iter(etree.Element))
        self.edition = 0
        self.link = ""
        self.left_out: list[str] = []
        self.pictures = 0
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
            self.lines += block_lines(runs, number, indent=self.indent, style=self._line_style(), blocks=blocks)

    def _line_style(self) -> str:
        if self.edition:
            return EDITION_TITLE if self.style == HEADING else EDITION_NOTE
        return self.style

    def text(self, text: str | None, rend: tuple[str, ...], *, kept: bool) -> None:
        """Collect text; white space is significant only in preformatted elements."""
        if text:
            plain = text if kept else " ".join(f"|{text}|".split()).removeprefix("|").removesuffix("|")
            self.pending_runs.append(Run(plain, " ".join(dict.fromkeys(rend)), self.link))

    def element(self, element: etree._Element, rend: tuple[str, ...], *, kept: bool) -> None:
        """Read an element and its tail."""
        name = element.tag.lower() if isinstance(element.tag, str) else ""
        if name and name not in _SILENT and not (self._is_taken(element, name) or self._leave_out(element, name)):
            is_edition = self._is_edition(element, name)
            self.edition += is_edition
            self._inside(element, name, rend, kept=kept)
            self.edition -= is_edition
        self.text(element.tail, rend, kept=kept)

    def _is_note(self, element: etree._Element) -> bool:
        """Return whether an element is a footnote, or a link to or from it; a note is read at its reference."""
        if element in self.notes.note_of:
            self.pending_runs.append(self._read_note(self.notes.note_of[element]))
        is_link = element in self.notes.note_of or element in self.notes.backlinks
        return is_link or element in self.notes.notes

    def _read_note(self, note: etree._Element) -> Run:
        outer = self.pending_runs, self.lines, self.around, self.indent, self.style, self.link
        self.pending_runs, self.lines, self.around, self.link = [], [], [], ""
        self.notes.notes.discard(note)
        self.element_content(note)
        self.end_block()
        paragraphs = [[Run(line.text, marks=line.marks)] for line in self.lines]
        self.notes.notes.add(note)
        self.pending_runs, self.lines, self.around, self.indent, self.style, self.link = outer
        return note_run(paragraphs)

    def element_content(self, element: etree._Element) -> None:
        """Read what is in an element, without its tail."""
        self.text(element.text, (), kept=False)
        for child in element:
            self.element(child, (), kept=False)

    def _is_taken(self, element: etree._Element, name: str) -> bool:
        return self._take_page_image(element, name) or self._is_note(element)

    def _take_page_image(self, element: etree._Element, name: str) -> bool:
        """Return whether an element is the image of a page, which begins there."""
        image = _page_image(element) if name == "img" else None
        if image is not None:
            self.pending_runs.append(Run("", sign=self.page_images.sign(image)))
        return image is not None

    def _leave_out(self, element: etree._Element, name: str) -> bool:
        """Return whether an element is no text of the page; its words are remembered for a remark."""
        self.pictures += name == "img"
        hides = _HIDING_CLASSES.intersection((element.get("class") or "").split())
        is_out = name in _CONTROLS or element.get("role") in _CONTROL_ROLES or bool(hides)
        if not is_out and element.get("hidden") is None and not css.is_hidden(self.styles.of(element)):
            return False
        self.left_out.append(" ".join("".join(map(str, element.itertext())).split()))
        return True

    def _is_edition(self, element: etree._Element, name: str) -> bool:
        """Return whether an element is what a site has around a letter, or the title that a program puts above it."""
        if element.get("id") == _TITLE_BLOCK:
            return True
        is_around = self.is_page_of_site and (name in _AROUND_PAGE or _is_named_as_around(element))
        return is_around and next(element.iterancestors("article"), None) is None

    def _inside(self, element: etree._Element, name: str, rend: tuple[str, ...], *, kept: bool) -> None:
        if name == "br":
            self.pending_runs.append(Run("\n"))
            return
        is_block = name in BLOCKS
        style, link = self.styles.of(element), self.link
        if is_block:
            self.end_block()
            self.indent = _RIGHT if _is_right(element, style) else 0
            self.style = _user_style(element) or _STYLES.get(name, self.style if name in {"p", "div"} else "")
        if name == "a":
            self.link = safe_link(element.get("href"))
        around = self._block_of(element, name)
        self.around += around
        inner = (*rend, *([REND[name]] if name in REND else []), *css.rend(style))
        kept = kept or name == "pre"
        self.text(element.text, inner, kept=kept)
        for child in element:
            self.element(child, inner, kept=kept)
        self.link = link
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


def _is_right(element: etree._Element, style: css.Declarations) -> bool:
    return css.is_right(style) or (element.get("align") or "").lower() == "right"


def _user_style(element: etree._Element) -> str:
    """Return the style that a class or a data attribute names, as the styles of Word: tei_salute, "" if none does."""
    names = [name.lower().replace("-", "_") for name in (element.get("class") or "").split()]
    data = (element.get("data-tei") or "").lower().replace("-", "_")
    return next((name for name in names if name.startswith("tei_")), f"tei_{data}" if data else "")


def _check_attributes(data: bytes, file: str) -> None:
    """Raise LimitExceededError if a tag has too many attributes: the parser compares each with all others."""
    budget = Budget(file)
    least = 2 * budget.limit("attributes")
    for tag in _TAG.finditer(data):
        if tag.end() - tag.start() > least:
            budget.check("attributes", len(_ATTRIBUTE.findall(_VALUE.sub(b"=", tag[0]))))


def parse_html(data: bytes, file: str, encoding: str | None) -> etree._Element:
    """Return the root of an HTML file; raises UnreadableInputError if it is nested too deeply."""
    # HTML without a declared encoding is read as UTF-8 instead of the parser's Latin-1.
    _check_attributes(data, file)
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


def _fields(root: etree._Element, lines: list[Line]) -> Iterator[Field]:
    """Yield what the head of a page states: its title, if the page itself has it nowhere, and who made it."""
    text = " ".join(line.text for line in lines)
    stated = [("title", "".join(map(str, one.itertext()))) for one in root.iterfind("./head/title")]
    stated += [("author", one.get("content") or "") for one in root.iterfind("./head/meta[@name='author']")]
    for name, value in stated:
        words = " ".join(replace_non_xml(value)[0].split())
        if words and words not in text:
            yield Field("", name, words)


def _remarks(reading: "_HtmlReader") -> Iterator[str]:
    if left_out := [words for words in reading.left_out if words]:
        yield f"leaves out forms, buttons and what the page hides: {'; '.join(left_out)[:200]}"
    if reading.pictures:
        yield f"leaves out pictures ({reading.pictures}), with their names and descriptions"


def read_fragment(text: str, blocks: Blocks, page_images: PageImages) -> tuple[list[Line], tuple[str, ...]]:
    """Return the lines of a piece of HTML in another format, and remarks.

    `blocks` numbers the blocks in it; its images of pages are added to `page_images`.
    """
    reading = _HtmlReader(
        root := parse_html(f"<html><body>{text}</body></html>".encode(), "HTML", "utf-8"), page_images
    )
    reading.make = blocks.make
    reading.element(root, (), kept=False)
    reading.end_block()
    return reading.lines, tuple(_remarks(reading))


def read(data: bytes, file: str, encoding: str | None) -> Reading:
    """Return the lines of an HTML page, with a blank line between blocks, and its images of pages."""
    root = parse_html(data, file, encoding)
    images = PageImages()
    reading = _HtmlReader(root, images)
    reading.element(root, (), kept=False)
    reading.end_block()
    lines = [replace(line, number=number) for number, line in enumerate(reading.lines, 1)]
    return Reading(lines, tuple(_fields(root, lines)), tuple(images.surfaces), tuple(_remarks(reading)))
