"""Reads OpenDocument texts with odfdo: paragraphs, their styles, and notes at their references."""

import io
from collections.abc import Iterator
from typing import Any

import odfdo

from teikit.errors import TeikitError, UnreadableInputError
from teikit.text.numerals import Blocks, numeral, parse_whole_number
from teikit.text.plain import Block, Line
from teikit.text.runs import (
    EDITION_LINE,
    HEADING,
    ITEM,
    PAGE_FOOTER,
    PAGE_HEADER,
    Run,
    block_lines,
    note_run,
    safe_link,
)
from teikit.text.source import Reading

_REND = (
    ("fo:font-weight", "bold", "bold"),
    ("fo:font-style", "italic", "italic"),
    ("style:text-underline-style", "", "underline"),
    ("style:text-line-through-style", "", "strikethrough"),
    ("fo:font-variant", "small-caps", "smallcaps"),
    ("fo:text-transform", "uppercase", "allcaps"),
)
_PARAGRAPHS = {"text:p", "text:h"}
_BLOCKS = {"table:table": "table", "table:table-row": "row", "table:table-cell": "cell"}
_WIDEST = 100
_WIDEST_GAP = 1_000
_INDENTS = {"end": 40, "right": 40, "center": 20}
_SILENT = {"text:tracked-changes", "text:note-citation", "text:sequence-decls"}
_SILENT |= {"office:annotation", "office:annotation-end", "svg:title", "svg:desc", "office:forms"}
# Page headers and footers, in the order in which they are printed.
_PAGES = ("-first", "", "-left")
_LONGEST_COUNTER = 4
# Frames are read before the paragraph that they are anchored to.
_FRAMES = {"draw:frame", "draw:custom-shape", "draw:rect", "draw:g"}
_POSITIONS = (("super", "superscript"), ("sub", "subscript"))


class _OdtReader:
    def __init__(self, document: Any) -> None:
        self._styles: dict[tuple[str, str], Any] = {}
        self.document = document
        self.rends: dict[str, str] = {}
        self.lines: list[Line] = []
        self.make = Blocks().make
        self.quote: Block | None = None
        self.counts: dict[tuple[str, int], int] = {}
        self.comments: list[Run] = []
        # The style of the lines of page headers and footers, and those that were read.
        self.printed = ""
        self.seen: set[str] = set()

    def rend(self, name: str) -> str:
        """Return the @rend words of a style."""
        if name not in self.rends:
            style = self._find_style("text", name)
            properties = (style.get_properties("text") if style else None) or {}
            found = [word for key, value, word in _REND if _is_stated(properties.get(key), value)]
            position = str(properties.get("style:text-position") or "")
            found += [word for sign, word in _POSITIONS if position.startswith(sign)]
            self.rends[name] = " ".join(found)
        return self.rends[name]

    def runs(self, element: Any, rend: str = "", link: str = "") -> Iterator[Run]:
        """Yield the runs of a paragraph or of a part of it."""
        yield Run(element.text or "", rend, link)
        for child in element.children:
            yield from self._child(child, rend, link)
            yield Run(child.tail or "", rend, link)

    def _child(self, child: Any, rend: str, link: str) -> Iterator[Run]:
        if child.tag == "text:s":
            yield Run(" " * min(parse_whole_number(child.get_attribute("text:c"), 1), _WIDEST_GAP), rend)
        elif child.tag in {"text:tab", "text:line-break"}:
            yield Run("\t" if child.tag == "text:tab" else "\n", rend)
        elif child.tag == "text:note":
            yield note_run([*self.runs(part)] for part in child.get_elements("text:note-body//text:p"))
        elif child.tag in {"text:span", "text:a"}:
            own = self.rend(child.get_attribute("text:style-name") or "") if child.tag == "text:span" else ""
            link = safe_link(child.get_attribute("xlink:href")) if child.tag == "text:a" else link
            yield from self.runs(child, " ".join(dict.fromkeys(f"{rend} {own}".split())), link)
        elif child.tag == "office:annotation":
            self.comments.append(note_run([*self.runs(part)] for part in child.get_elements("text:p")))
        elif child.tag not in _SILENT and child.tag not in _FRAMES:
            yield from self.runs(child, rend, link)

    def _find_style(self, family: str, name: str) -> Any:
        """Return a style by its name, which odfdo searches in the whole document each time."""
        key = family, name
        if key not in self._styles:
            self._styles[key] = self.document.get_style(family, name)
        return self._styles[key]

    def read(self, element: Any, around: tuple[Block, ...] = (), lists: tuple[str, ...] = ()) -> None:
        """Read the paragraphs of an element; `lists` are the styles of the lists around it."""
        column = 0
        for child in element.children:
            if child.tag in _PARAGRAPHS:
                self._paragraph(child, around)
            elif child.tag == "text:list":
                self._list(child, around, (*lists, child.get_attribute("text:style-name") or (lists or ("",))[-1]))
            elif child.tag in _BLOCKS:
                column += int(child.tag == "table:table-cell")
                block = self.make(_BLOCKS[child.tag], column=column)
                self.read(child, (*around, block), lists)
                column += min(parse_whole_number(child.get_attribute("table:number-columns-repeated"), 1), _WIDEST) - 1
            elif child.tag not in _SILENT:
                self.read(child, around, lists)

    def _list(self, element: Any, around: tuple[Block, ...], lists: tuple[str, ...]) -> None:
        place = lists[-1], len(lists)
        level = self._level(*place)
        outer = self.make("list", type="numbered" if level else "bulleted")
        goes_on = element.get_attribute("text:continue-numbering") in {True, "true"}
        if not goes_on and not element.get_attribute("text:continue-list"):
            self.counts.pop(place, None)
        for item in element.children:
            start = parse_whole_number(level.get_attribute("text:start-value"), 1) if level else 1
            own = item.get_attribute("text:start-value")
            self.counts[place] = parse_whole_number(own, 1) if own else self.counts.get(place, start - 1) + 1
            inner = self.make("item", n=_numeral(self.counts[place], level))
            self.read(item, (*around, outer, inner), lists)

    def _level(self, name: str, depth: int) -> Any:
        """Return the numbering of a list at a level, None where it has bullets or nothing."""
        style = self._find_style("list", name) if name else None
        levels = style.get_elements("text:list-level-style-number") if style else []
        fitting = (level for level in levels if level.get_attribute("text:level") == str(depth))
        return next((level for level in fitting if level.get_attribute("style:num-format")), None)

    def read_pages(self, name: str, style: str) -> None:
        """Read the headers or the footers of pages, each text once, without the numbers that the program adds."""
        self.printed = style
        for page in self._master_pages():
            for kind in _PAGES:
                for element in page.get_elements(f"style:{name}{kind}"):
                    self.read(element)
        self.printed = ""

    def _master_pages(self) -> Iterator[Any]:
        pages = self.document.get_part("styles.xml").get_elements("//style:master-page")
        used = [page for page in pages if page.get_attribute("style:name") in {"Standard", "First_20_Page"}]
        return iter(used or pages[:1])

    def _is_repeated(self, element: Any, text: str) -> bool:
        """Return whether a line of a page header was read before, or is a page number."""
        has_number = bool(element.get_elements(".//text:page-number"))
        is_known = text in self.seen or (has_number and len(text.split()) <= _LONGEST_COUNTER)
        self.seen.add(text)
        return is_known or not text

    def read_comments(self) -> None:
        """Read the comments as notes of the edition, below the letter."""
        for run in self.comments:
            self.lines += block_lines([run._replace(rend="")], len(self.lines) + 1, style=EDITION_LINE)

    def _frames(self, element: Any) -> Iterator[Any]:
        for child in element.children:
            if child.tag in _FRAMES:
                yield child
            elif child.tag not in _SILENT and child.tag != "text:note":
                yield from self._frames(child)

    def _paragraph(self, element: Any, around: tuple[Block, ...]) -> None:
        for frame in self._frames(element):
            self.read(frame, around)
        indent, style, is_new_page = self.style(element)
        self.quote = (self.quote or self.make("quote")) if style == "Quotations" else None
        runs = [*([Run("\f")] if is_new_page else []), *self.runs(element)]
        if self.printed:
            style = self.printed
            if self._is_repeated(element, " ".join("".join(run.text for run in runs).split())):
                return
        blocks = (*around, self.quote) if self.quote else around
        self.lines += block_lines(runs, len(self.lines) + 1, indent=indent, style=style, blocks=blocks)

    def style(self, element: Any) -> tuple[int, str, bool]:
        """Return the indentation and the style of a paragraph, as the user sees it, and whether it begins a page."""
        name = element.get_attribute("text:style-name") or ""
        style = self._find_style("paragraph", name)
        properties = (style.get_properties("paragraph") if style else None) or {}
        indent = _INDENTS.get(str(properties.get("fo:text-align")), 0)
        is_new_page = properties.get("fo:break-before") == "page"
        if element.tag == "text:h" or name == "Title":
            return indent, HEADING, is_new_page
        if element.parent is not None and element.parent.tag == "text:list-item":
            return indent, ITEM, is_new_page
        seen = (style.get_attribute("style:parent-style-name") if style else None) or name
        return indent, str(seen).replace("_20_", " ").replace("_5f_", "_"), is_new_page


def _numeral(value: int, level: Any) -> str:
    """Return the numeral before an item, nothing where its level has no numbering."""
    if level is None:
        return ""
    before, after = level.get_attribute("style:num-prefix") or "", level.get_attribute("style:num-suffix") or ""
    return f"{before}{numeral(value, level.get_attribute('style:num-format'))}{after}".strip()


def _is_stated(said: object, value: str) -> bool:
    return said == value if value else said not in {None, "none"}


def _remarks(body: Any, comments: int) -> Iterator[str]:
    deletions = body.get_elements("//text:deletion")
    words = (
        " ".join(" ".join(one.text_recursive for one in each.get_elements("text:p")).split()) for each in deletions
    )
    if found := [word for word in words if word]:
        yield f"leaves out what tracked changes delete: {'; '.join(found)[:200]}"
    if pictures := len(body.get_elements("//draw:image")):
        yield f"leaves out pictures ({pictures}), with their names and descriptions"
    if comments:
        yield f"has comments ({comments}), which become notes below the letter"


def read(data: bytes, file: str, _encoding: str | None) -> Reading:
    """Return the lines of an OpenDocument text; raises UnreadableInputError if it is broken."""
    try:
        reading = _OdtReader(odfdo.Document(io.BytesIO(data)))
        reading.read_pages("header", PAGE_HEADER)
        reading.read(reading.document.body)
        reading.read_pages("footer", PAGE_FOOTER)
        reading.read_comments()
        remarks = tuple(_remarks(reading.document.body, len(reading.comments)))
    except TeikitError:
        raise
    except Exception as error:  # odfdo does not catch the exceptions that a broken file causes in its parsers
        raise UnreadableInputError(f"{file}: is a broken OpenDocument text") from error
    return Reading(reading.lines, remarks=remarks)
