"""Extracts the words of a PDF with their places: a program that `teikit.text.pdf` runs in a process of its own.

PDFium is native code: in another process a crash, a hang or too much memory costs one file only. The program reads a
PDF from its standard input and writes an `Extract` as JSON; it imports nothing of teikit, so that it starts quickly.
"""

import ctypes
import json
import math
import os
from importlib import import_module
from typing import Any, NamedTuple, TypedDict

# What a letter, and a book of letters, does not exceed.
MAX_PAGES, MAX_CHARACTERS = 5_000, 4_000_000
MAX_SECONDS, MAX_MEMORY = 60, 2 << 30
_MAX_ANNOTATIONS, _MAX_OBJECTS = 1_000, 10_000
# A page with fewer characters may be a scan with a stamp ("Digitized by ...") as its only text.
_FEW_CHARACTERS = 80
BOLD, ITALIC = 1, 2
_BOLD_WEIGHT, _ITALIC_FLAG = 600, 64
_INVISIBLE = 3
_NO_CHARACTER = {0, 0xFFFD}
_REPLACEMENT = "\ufffd"
# What PDFium gives for a hyphen at a line end, and for ligatures.
_AS_TEXT = {2: "-", 0xFFFE: "-"}
_LINK, _POPUP, _WIDGET = 2, 16, 20
_PASSWORD_ERROR = 4
Word = tuple[str, float, float, float, float, float, int, bool]


class PageExtract(TypedDict):
    """The words of a page, and what else is on it.

    A word is its text, left and right edge, baseline, size, angle in degrees, style (`BOLD`, `ITALIC`), and whether a
    space is before it. `image_share` is the largest part of the page that one image covers.
    """

    words: list[Word]
    characters: int
    hidden: int
    unmapped: int
    image_share: float
    comments: int
    fields: int


class Extract(TypedDict):
    """The pages of a PDF, or why there are none: "broken", "encrypted", "pages" or "characters" (too many)."""

    pages: list[PageExtract]
    refusal: str


class _Place(NamedTuple):
    x: float
    y: float
    right: float


class _WordCollector:
    """Collects the characters of a page's content as words."""

    def __init__(self, pdfium: Any, text_page: Any) -> None:
        self.pdfium, self.text_page = pdfium, text_page
        self.words: list[Word] = []
        self.codes: list[str] = []
        self.is_spaced = True
        self.start = self.last = _Place(0, 0, 0)
        self.size = self.angle = 0.0
        self.style = self.characters = self.hidden = self.unmapped = 0
        self.is_hidden = False
        self.numbers = [ctypes.c_double() for _ in range(6)]

    def collect(self) -> None:
        """Collect all characters."""
        for index in range(self.pdfium.FPDFText_CountChars(self.text_page)):
            code = self.pdfium.FPDFText_GetUnicode(self.text_page, index)
            if self.pdfium.FPDFText_IsGenerated(self.text_page, index) == 1 or code in {9, 10, 13, 32, 160}:
                self._end_word(is_spaced=True)
            else:
                self._add(index, code)
        self._end_word(is_spaced=True)

    def _add(self, index: int, code: int) -> None:
        place, size = self._place(index), self.pdfium.FPDFText_GetFontSize(self.text_page, index)
        if self.codes and self._is_apart(place):
            self._end_word(is_spaced=False)
        if not self.codes:
            self._begin_word(index, place, size)
        self.last = place
        self.characters += 1
        self.hidden += self.is_hidden
        is_unmapped = code in _NO_CHARACTER or self.pdfium.FPDFText_HasUnicodeMapError(self.text_page, index) == 1
        self.unmapped += is_unmapped
        self.codes.append(_REPLACEMENT if is_unmapped else _AS_TEXT.get(code) or chr(code))

    def _place(self, index: int) -> _Place:
        x, y, left, right, bottom, top = self.numbers
        self.pdfium.FPDFText_GetCharOrigin(self.text_page, index, x, y)
        self.pdfium.FPDFText_GetCharBox(self.text_page, index, left, right, bottom, top)
        return _Place(x.value, y.value, max(right.value, x.value))

    def _is_apart(self, place: _Place) -> bool:
        """Return whether a character is on another line than the last one, before it, or far from it."""
        if self.angle:
            return math.hypot(place.x - self.last.x, place.y - self.last.y) > 2 * self.size
        is_raised = abs(place.y - self.start.y) > 0.1 * self.size
        return is_raised or not -self.size < place.x - self.last.right < self.size / 2

    def _begin_word(self, index: int, place: _Place, size: float) -> None:
        page, pdfium = self.text_page, self.pdfium
        self.start, self.angle = place, round(math.degrees(pdfium.FPDFText_GetCharAngle(page, index))) % 360
        matrix = pdfium.FS_MATRIX()
        is_scaled = pdfium.FPDFText_GetMatrix(page, index, matrix)
        self.size = abs(size * math.hypot(matrix.c, matrix.d)) if is_scaled else abs(size)
        flags, name = ctypes.c_int(), ctypes.create_string_buffer(128)
        pdfium.FPDFText_GetFontInfo(page, index, name, len(name), flags)
        is_bold = pdfium.FPDFText_GetFontWeight(page, index) >= _BOLD_WEIGHT or b"Bold" in name.value
        is_italic = flags.value & _ITALIC_FLAG or b"Italic" in name.value or b"Oblique" in name.value
        self.style = (BOLD if is_bold else 0) | (ITALIC if is_italic else 0)
        text_object = pdfium.FPDFText_GetTextObject(page, index)
        self.is_hidden = bool(text_object) and pdfium.FPDFTextObj_GetTextRenderMode(text_object) == _INVISIBLE

    def _end_word(self, *, is_spaced: bool) -> None:
        if self.codes:
            text = "".join(self.codes).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
            left, right, y, size = (round(each, 2) for each in (self.start.x, self.last.right, self.start.y, self.size))
            self.words.append((text, left, right, y, size, self.angle, self.style, self.is_spaced))
            self.codes, self.is_spaced = [], is_spaced
        self.is_spaced = self.is_spaced or is_spaced


def _image_share(pdfium: Any, page: Any) -> float:
    """Return which part of a page its largest image covers; what is no text and no path counts as one."""
    area = pdfium.FPDF_GetPageWidthF(page) * pdfium.FPDF_GetPageHeightF(page)
    share, paths = 0.0, 0
    edges = [ctypes.c_float() for _ in range(4)]
    for index in range(min(pdfium.FPDFPage_CountObjects(page), _MAX_OBJECTS)):
        one = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(one)
        paths += kind == pdfium.FPDF_PAGEOBJ_PATH
        if kind not in {pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH}:
            pdfium.FPDFPageObj_GetBounds(one, *edges)
            left, bottom, right, top = (edge.value for edge in edges)
            share = max(share, abs(right - left) * abs(top - bottom) / area if area else 0)
    # Letters that were drawn as outlines are many paths.
    return max(share, 1.0 if paths > 200 else 0)


def _count_annotations(pdfium: Any, page: Any) -> tuple[int, int]:
    """Return how many comments and how many form fields with a value a page has."""
    comments = fields = 0
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MAX_ANNOTATIONS)):
        one = pdfium.FPDFPage_GetAnnot(page, index)
        kind = pdfium.FPDFAnnot_GetSubtype(one)
        # An empty value has the two bytes that end it.
        fields += kind == _WIDGET and pdfium.FPDFAnnot_GetStringValue(one, b"V", None, 0) > 2
        is_remark = kind not in {_LINK, _POPUP, _WIDGET}
        comments += is_remark and pdfium.FPDFAnnot_GetStringValue(one, b"Contents", None, 0) > 2
        pdfium.FPDFPage_CloseAnnot(one)
    return comments, fields


def _extract_page(pdfium: Any, document: Any, index: int) -> PageExtract | None:
    page = pdfium.FPDF_LoadPage(document, index)
    text_page = pdfium.FPDFText_LoadPage(page) if page else None
    if not text_page:
        return None
    found = _WordCollector(pdfium, text_page)
    found.collect()
    has_few = found.characters < _FEW_CHARACTERS
    comments, fields = _count_annotations(pdfium, page)
    made: PageExtract = {
        "words": found.words,
        "characters": found.characters,
        "hidden": found.hidden,
        "unmapped": found.unmapped,
        "image_share": _image_share(pdfium, page) if has_few or found.hidden else 0.0,
        "comments": comments,
        "fields": fields,
    }
    pdfium.FPDFText_ClosePage(text_page)
    pdfium.FPDF_ClosePage(page)
    return made


def extract(data: bytes) -> Extract:
    """Return the words of a PDF."""
    pdfium: Any = import_module("pypdfium2.raw")
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        is_encrypted = pdfium.FPDF_GetLastError() == _PASSWORD_ERROR
        return {"pages": [], "refusal": "encrypted" if is_encrypted else "broken"}
    count = pdfium.FPDF_GetPageCount(document)
    if count > MAX_PAGES:
        return {"pages": [], "refusal": "pages"}
    pages: list[PageExtract] = []
    for index in range(count):
        page = _extract_page(pdfium, document, index)
        if page is None:
            return {"pages": [], "refusal": "broken"}
        pages.append(page)
        if sum(each["characters"] for each in pages) > MAX_CHARACTERS:
            return {"pages": [], "refusal": "characters"}
    return {"pages": pages, "refusal": "" if pages else "broken"}


def _limit_resources() -> None:
    """Limit the memory and the time of this process, where the system can do that."""
    try:
        resource = import_module("resource")
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Read a PDF from standard input, and write its words as JSON."""
    _limit_resources()
    with os.fdopen(0, "rb") as source, os.fdopen(1, "wb") as target:
        target.write(json.dumps(extract(source.read())).encode())


if __name__ == "__main__":
    main()
