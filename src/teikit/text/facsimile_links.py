"""Finds what lines of a source say of page images: IIIF addresses, names of image files, marks of pages with @facs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import quote

from teikit.shallow_repr import shallow_repr
from teikit.text.plain import Line, Mark, Sign
from teikit.text.runs import RUNNING_HEAD
from teikit.text.source import MANIFEST, Field, Surface

_SUFFIXES = r"\.(?:jpe?g|jpx|jp2|j2k|tiff?|png|webp)"
_URL = r"https?://[^\s<>\"'()\[\]]+"
_REGION = r"(?:full|max|square|pct:[\d.,]+|\d+,\d+,\d+,\d+)"
_IIIF_IMAGE = rf"/{_REGION}/[^/\s]+/!?\d+(?:\.\d+)?/(?:default|native|color|gray|bitonal)"
_FILE = rf"[^\s<>\"'()\[\]:;|]{{1,200}}{_SUFFIXES}"
_TARGET = rf"(?:{_URL}|{_FILE})"
_NOUN = (
    r"images?|img|scans?|bild(?:datei)?|abbildung|aufnahme|digitalisat|fa[ck]simil[eé]s?|facs|photo|foto|immagine|imagen|"
    r"imagem|afbeelding|beeld|numérisation|vue|skan|obraz|obrázek|kuva|billede|bilde|снимок|изображение|скан"
)
_PAGE_LABEL = r"(?:page|seite|pagina|página|s\.|p\.|f\.|fol\.)\s*\d+[rv]?"
_LABELLED = rf"(?:{_NOUN})(?:\s*(?:nr\.?|no\.?|n\.|#)?\s*\d+[rv]?)?\s*[:=]?\s*({_TARGET})"
# The forms of whole lines: a label and a file, the same in brackets, a file between rules.
_LINE = rf"{_LABELLED}|\[\s*{_LABELLED}\s*\]|[-=#*_~\s\[(]*(?:{_PAGE_LABEL}\s*[:,-]?\s*)?({_TARGET})[-=#*_~\s\])]*"
_MANIFEST = (
    rf"(?:iiif[\s-]*)?(?:manifest[oe]?|manifeste)(?:\s*\(?iiif\)?)?\s*[:=]\s*(?P<target>{_URL})|"
    r"(?P<alone>https?://\S*(?:iiif|presentation)\S*/manifest(?:\.json)?)"
)
_QUOTE = r"[\"'“”]"
_INLINE = (
    rf"\[\s*(?:{_NOUN})\s*(?:\d+[rv]?)?\s*[:=]\s*(?P<target>{_TARGET})\s*\]|"
    rf"<pb\b[^<>]{{0,300}}?\bfacs\s*=\s*{_QUOTE}(?P<facs>[^\"'“”<>]{{1,300}}){_QUOTE}[^<>]{{0,200}}>"
)
_NUMBER_OF_PAGE = rf"\bn\s*=\s*{_QUOTE}([^\"'“”<>\s]{{1,20}}){_QUOTE}"
_COUNTED = r"[\[(]?(?:scan|image|bild|aufnahme|vue|immagine|imagen|skan)\s+(?P<number>\d{1,4})[\])]?:?"
# One of these is in every text that names page images; other texts need no patterns.
_HINTS: tuple[str, ...] = (
    ".jp", ".j2k", ".tif", ".png", ".webp", "iiif", "facs",
    *("scan ", "image ", "bild ", "aufnahme ", "vue ", "immagine ", "imagen ", "skan "),
)  # fmt: skip
_LABEL_OF_PAGE = (
    r"(?:f\.|ff?\.|fol\.?|folio|foglio|bl\.?|blatt|p\.|pp?\.|page|pag\.|pagina|página|s\.|seite|sida)?"
    r"\s*(\d{1,4}\s?[rv]?)\.?"
)
_NO_PAGE = r"logo|icon|banner|button|avatar|spacer|pixel|badge|thumb|portrait|licen[sc]e|creativecommons"
_PAGE_NAME = r"\d|scan|page|seite|fol|facs|faks|recto|verso"
_SMALLEST = 100
# Longer lines are prose.
_LONGEST = 600


@cache
def _pattern(form: str) -> re.Pattern[str]:
    """Compile a pattern when a text first needs it: most texts name no images."""
    return re.compile(form, re.IGNORECASE)


class PageImage(NamedTuple):
    """An image of a page: its address or the name of its file, and the number of the page ("" if it is not known)."""

    address: str
    page: str = ""


@dataclass(frozen=True, slots=True)
class LinkedLines:
    """Lines with page breaks that point to page images, the images, and the fields with addresses of manifests."""

    lines: Sequence[Line]
    surfaces: tuple[Surface, ...] = ()
    fields: tuple[Field, ...] = ()

    __repr__ = shallow_repr


@dataclass(slots=True)
class PageImages:
    """The page images of a source in their order, each once."""

    surfaces: list[Surface] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)

    __repr__ = shallow_repr

    def sign(self, image: PageImage) -> Sign:
        """Return the sign of the page break that points to an image."""
        address = quote(image.address.strip(), safe="/:?#@!$&'*+,;=%~.-_()")
        if address not in self.ids:
            self.ids[address] = f"image-{len(self.ids) + 1}"
            has_file = not address.startswith("#")
            self.surfaces.append(Surface(self.ids[address], address if has_file else ""))
        number = (("n", image.page),) if image.page else ()
        return Sign("", "pb", (*number, ("facs", f"#{self.ids[address]}")))


def find_image(
    address: str, label: str = "", *, width: str = "", height: str = "", names: str = ""
) -> PageImage | None:
    """Return the page image that an `img` of HTML or Markdown is, None for a logo, an icon or another picture.

    `label` is its text, `names` are its classes and the like.
    """
    address = address.strip()
    is_iiif = _pattern(_IIIF_IMAGE).search(address) is not None
    name = address.partition("?")[0].rpartition("/")[2]
    is_other = _pattern(_NO_PAGE).search(f"{address} {label} {names}") is not None or _is_small(width, height)
    if is_other or not _is_fetchable(address) or not (is_iiif or _pattern(f".*{_SUFFIXES}").fullmatch(name)):
        return None
    number = _pattern(_LABEL_OF_PAGE).fullmatch(label.strip())
    is_named = any(_pattern(_PAGE_NAME).search(each) for each in (name, label))
    if not (is_iiif or number or is_named):
        return None
    return PageImage(address, number[1].replace(" ", "") if number else "")


def _is_small(*sizes: str) -> bool:
    return any(size.isdecimal() and len(size) < 6 and int(size) < _SMALLEST for size in sizes)


def _is_fetchable(address: str) -> bool:
    """Return whether an address is of the web, or the name of a file: none of data or of a script."""
    scheme = _pattern(r"([a-z][a-z0-9+.-]*):").match(address)
    return scheme is None or scheme[1].lower() in {"http", "https"}


def find_linked_pages(lines: Sequence[Line]) -> LinkedLines:
    """Return lines with breaks at the page images that they name; the words of these lines stay in the text."""
    if not any(hint in line.text.lower() for line in lines for hint in _HINTS):
        return LinkedLines(lines)
    images = PageImages()
    counted = _counted_lines(lines)
    found: list[Line] = []
    fields: list[Field] = []
    for index, line in enumerate(lines):
        manifest = _pattern(_MANIFEST).fullmatch(line.text) if len(line.text) <= _LONGEST else None
        if manifest is not None:
            address = manifest["target"] or manifest["alone"]
            fields.append(Field(MANIFEST, "Manifest", address, is_in_text=True, line=line.number, column=line.column))
            found.append(replace(line, style=line.style or RUNNING_HEAD))
        else:
            found.append(_link_line(line, images, is_counted=index in counted))
    if not (images.surfaces or fields):
        return LinkedLines(lines)
    return LinkedLines(tuple(found), tuple(images.surfaces), tuple(fields))


def _counted_lines(lines: Sequence[Line]) -> set[int]:
    """Return the indices of lines such as "Scan 3:", if there are several in the order of their numbers."""
    matches = ((index, _pattern(_COUNTED).fullmatch(line.text)) for index, line in enumerate(lines))
    found = {index: int(match["number"]) for index, match in matches if match}
    return set(found) if len(found) > 1 and all(one < two for one, two in pairwise(found.values())) else set()


def _link_line(line: Line, images: PageImages, *, is_counted: bool) -> Line:
    target = f"#{line.text.strip('[]():').lower()}" if is_counted else _image_of_line(line.text)
    if target:
        return _mark_line(line, [Mark(0, 0, sign=images.sign(PageImage(target)))], is_alone=True)
    marks = list(_inline_marks(line.text, images))
    return _mark_line(line, marks, is_alone=_pattern(_INLINE).fullmatch(line.text) is not None) if marks else line


def _mark_line(line: Line, marks: Sequence[Mark], *, is_alone: bool) -> Line:
    """Return a line with page breaks; one that has nothing else is no line of the letter."""
    ordered = tuple(sorted((*marks, *line.marks), key=lambda mark: mark.start))
    return replace(line, marks=ordered, style=line.style or (RUNNING_HEAD if is_alone else ""))


def _image_of_line(text: str) -> str:
    """Return the image that a line consists of, "" if it has anything else; an address of another page is none."""
    match = _pattern(_LINE).fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        return ""
    target = next(group for group in match.groups() if group)
    form = rf"{_SUFFIXES}(?:$|\?)|{_IIIF_IMAGE}|iiif.*/(?:info\.json|canvas/)"
    return target if _pattern(form).search(target) else ""


def _inline_marks(text: str, images: PageImages) -> Iterator[Mark]:
    for match in _pattern(_INLINE).finditer(text):
        number = _pattern(_NUMBER_OF_PAGE).search(match[0]) if match["facs"] else None
        image = PageImage(match["target"] or match["facs"], number[1] if number else "")
        yield Mark(match.start(), match.start(), sign=images.sign(image))
