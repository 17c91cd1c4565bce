"""Reads the pictures of a document's pages, from `facsimile`, `sourceDoc` and @facs (TEI P5, chapter 12.1)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from lxml import etree

from teikit.exports.reading.elements import T
from teikit.exports.record.authorities import is_web_address
from teikit.exports.record.prefixes import Prefixes, declared_prefixes
from teikit.storage.references import resolve
from teikit.tei.markup import ID

_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_GRAPHICS = frozenset((T + "graphic", T + "media"))
_SURFACE, _ZONE, _BREAK = T + "surface", T + "zone", T + "pb"
_PARTS = (_SURFACE, T + "surfaceGrp", _ZONE, *_GRAPHICS)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_PIXELS = re.compile(r"(\d{1,7})(?:\.\d+)?(?:px)?")
_NUMBER = re.compile(r"[-+]?\d{1,7}(?:\.\d{1,9})?")
# IIIF Image API 3.0, 4: {service}/{region}/{size}/{rotation}/{quality}.{format}; versions 1 and 2 have other words.
_REQUEST = re.compile(
    r"(?P<service>https?://[^?#]+)/(?P<region>full|square|[\d,.]+|pct:[\d,.]+)/(?P<size>\^?(?:full|max|pct:[\d.]+|!?[\d,]+))"
    r"/(?P<rotation>!?[\d.]+)/(?P<quality>default|native|colou?r|gr[ae]y|bitonal)(?:\.[a-z0-9]{2,4})?"
)
_INFORMATION = "/info.json"
_VERSION = re.compile(r"/iiif/(?:image/)?([123])(?:\.\d)?/")
# An address that names IIIF and has no suffix, query or further meaning is that of an image service.
_SERVICE = re.compile(r"https?://(?:iiif\.[^/]+/.+|[^?#]+/iiif/.+)")
_WHOLE = "/full/max/0/default.jpg"


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of a page: its xml:id, its @type, and its box (left, top, width, height) in the units of the page."""

    id: str
    type: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of which there is a picture.

    Attributes:
        label: the numbers of the pages that the picture shows, as in pb/@n or surface/@n, such as '1v, 2r'.
        picture: the address of the picture, either a web address or a path as in the TEI, with its xml:base.
        service: the address of the picture's IIIF image service, empty if it has none.
        version: the version of the IIIF Image API, as far as the address shows it: 1, 2, 3, or 0.
        width: the picture's width in pixels, 0 if unknown; `height` likewise.
        area: the page's width and height in the units of its zones, by the coordinates of its surface; 0 if unknown.
        zones: the parts of the page.
        id: the xml:id of the surface, empty if there is none.
    """

    label: str
    picture: str
    service: str = ""
    version: int = 0
    width: int = 0
    height: int = 0
    area: tuple[float, float] = (0, 0)
    zones: tuple[Zone, ...] = ()
    id: str = ""

    @property
    def is_on_the_web(self) -> bool:
        """Whether the picture has a web address, and is not a file or a name of the edition's own."""
        return is_web_address(self.picture)


class Pages:
    """The pages of a document of which there are pictures, in their order.

    The order is that of the surfaces, or else of the page breaks.
    """

    def __init__(self, root: etree._Element) -> None:
        self._prefixes = Prefixes(declared_prefixes(root))
        self._pages: dict[str, Page] = {}
        self._page_of_id: dict[str, str] = {}
        self._starts: dict[str, str] = {}
        # The key of a page is its picture. In the order of the document, so that a part comes after the one around it.
        keys: dict[etree._Element, str] = {}
        for part in root.iter(*_PARTS):
            page = _page_of(part)
            keys[part] = key = page.picture if page else keys.get(_parent(part), "")
            if page:
                self._pages.setdefault(key, page)
            if key:
                self._page_of_id.setdefault(part.get(ID, ""), key)
                self._starts.setdefault(part.get("start", "").removeprefix("#"), key)
        self._label(root.iter(_BREAK))

    def __iter__(self) -> Iterator[Page]:
        return iter(self._pages.values())

    def __len__(self) -> int:
        return len(self._pages)

    def of(self, element: etree._Element) -> Page | None:
        """Return the page that an element such as `pb` is on, by its @facs or by surface/@start; else None."""
        return self._pages.get(self._key(element))

    def _key(self, element: etree._Element) -> str:
        """Return the key of an element's page, its picture; empty if it has none."""
        base = None
        for pointer in element.get("facs", "").split():
            if pointer.startswith("#"):
                key = self._page_of_id.get(pointer[1:], "")
            else:
                base = _base(element) if base is None else base
                key = _address(self._expand(pointer), base)
            if key:
                return key
        name = element.get(ID, "")
        return self._starts.get(name, "") if name else ""

    def _expand(self, pointer: str) -> str:
        """Return what a pointer with a declared prefix stands for, other pointers as they are."""
        prefix, colon, rest = pointer.partition(":")
        known = self._prefixes.expand(prefix, rest) if colon and prefix in self._prefixes else ()
        return next(iter(known), pointer)

    def _label(self, breaks: Iterable[etree._Element]) -> None:
        """Add the pictures that only page breaks name, and label the pages with the numbers of their breaks."""
        labels: dict[str, dict[str, None]] = {}
        for each in breaks:
            if key := self._key(each):
                self._pages.setdefault(key, _page_at("", key))
                labels.setdefault(key, {})[each.get("n", "")] = None
        for key, found in labels.items():
            if label := ", ".join(filter(None, found)):
                self._pages[key] = replace(self._pages[key], label=label)


def _base(element: etree._Element) -> str:
    """Return the base of an element's relative pointers by xml:base, empty if there is none."""
    bases = [one.get(_BASE, "") for one in (element, *element.iterancestors())]
    found = ""
    for base in reversed(bases):
        found = resolve(base, found) if base and found else base or found
    return found


def _address(pointer: str, base: str) -> str:
    """Return the web address or the path of a picture, empty for what is neither."""
    address = resolve(pointer, base) if base else pointer
    if is_web_address(address):
        return address
    return "" if _SCHEME.match(address) or address.startswith(("//", "#")) else address


def _is_picture(graphic: etree._Element) -> bool:
    kind = graphic.get("mimeType", "")
    return graphic.tag == T + "graphic" or kind.startswith("image")


def _is_alone(graphic: etree._Element) -> bool:
    """Return whether a graphic is a page of its own: a child of facsimile, not of a surface or of a figure."""
    return _parent(graphic).tag in {T + "facsimile", T + "surfaceGrp"}


def _graphics(surface: etree._Element) -> list[tuple[str, etree._Element]]:
    """Return the pictures of a surface with their addresses, those on the web first."""
    found = (one for one in surface if one.tag in _GRAPHICS and _is_picture(one))
    named = [(_address(one.get("url", ""), _base(one)), one) for one in found]
    return sorted((pair for pair in named if pair[0]), key=lambda pair: not is_web_address(pair[0]))


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    return element if parent is None else parent


def _page_of(part: etree._Element) -> Page | None:
    """Return the page that a part of a facsimile is, None for parts of pages and for what has no picture."""
    if part.tag == _SURFACE:
        return _page_of_surface(part)
    return _page_of_graphic(part) if part.tag in _GRAPHICS and _is_alone(part) else None


def _page_of_surface(surface: etree._Element) -> Page | None:
    graphics = _graphics(surface)
    if not graphics:
        return None
    address, graphic = graphics[0]
    box = _box(surface)
    zones = (_zone(one, box) for one in _zones(surface))
    label = surface.get("n") or " ".join("".join(surface.findtext(T + "label") or "").split())
    page = _page_at(label, address, graphic)
    return replace(
        page,
        area=(box[2], box[3]) if box else (0, 0),
        zones=tuple(zone for zone in zones if zone is not None),
        id=surface.get(ID, ""),
    )


def _page_of_graphic(graphic: etree._Element) -> Page | None:
    address = _address(graphic.get("url", ""), _base(graphic))
    return _page_at(graphic.get("n", ""), address, graphic) if address and _is_picture(graphic) else None


def _page_at(label: str, address: str, graphic: etree._Element | None = None) -> Page:
    service, version = image_service(address)
    sizes = [_pixels(graphic.get(name, "")) if graphic is not None else 0 for name in ("width", "height")]
    return Page(label, address, service, version, *(sizes if all(sizes) else (0, 0)))


def _pixels(value: str) -> int:
    match = _PIXELS.fullmatch(value.strip())
    return int(match[1]) if match else 0


def image_service(address: str) -> tuple[str, int]:
    """Return the address of a picture's IIIF image service and its version (0: unknown), empty if it has none.

    Shown are requests for whole pictures, `info.json`, and addresses without suffix that name IIIF.
    """
    if match := _REQUEST.fullmatch(address):
        is_whole = match["region"] == "full" and match["rotation"] == "0"
        return (match["service"], _version(address, match["size"], match["quality"])) if is_whole else ("", 0)
    last = address.rstrip("/").rpartition("/")[2]
    if address.endswith(_INFORMATION):
        return address.removesuffix(_INFORMATION), _version(address)
    if _SERVICE.fullmatch(address) and "." not in last and last != "manifest":
        return address.rstrip("/"), _version(address)
    return "", 0


def _version(address: str, size: str = "", quality: str = "") -> int:
    if match := _VERSION.search(address):
        return int(match[1])
    if quality in {"native", "grey"}:
        return 1
    return 2 if size == "full" else 3 if size.startswith("^") else 0


def picture_to_load(page: Page) -> str:
    """Return the address from which a browser loads a page's picture, empty if it is not on the web."""
    if not page.is_on_the_web:
        return ""
    return page.picture if not page.service or _REQUEST.fullmatch(page.picture) else page.service + _WHOLE


def _numbers(values: Iterable[str | None]) -> list[float]:
    return [float(value) for value in values if value and _NUMBER.fullmatch(value)]


def _box(element: etree._Element) -> tuple[float, float, float, float] | None:
    """Return the left, top, width and height of a surface or zone, by its corners or its points."""
    corners = _numbers(element.get(name) for name in ("ulx", "uly", "lrx", "lry"))
    if len(corners) != 4:
        numbers = _numbers(re.split(r"[\s,]+", element.get("points", "")))
        across, down = numbers[::2], numbers[1::2]
        if not down or len(across) != len(down):
            return None
        corners = [min(across), min(down), max(across), max(down)]
    left, top, right, bottom = corners
    return (left, top, right - left, bottom - top) if right > left and bottom > top else None


def _zones(surface: etree._Element) -> Iterator[etree._Element]:
    """Yield the zones of a surface in the order of the document, without those of surfaces within it."""
    return (zone for zone in surface.iter(_ZONE) if next(zone.iterancestors(_SURFACE)) is surface)


def _zone(element: etree._Element, page: tuple[float, float, float, float] | None) -> Zone | None:
    box = _box(element)
    if box is None:
        return None
    left, top = (page[0], page[1]) if page else (0, 0)
    return Zone(element.get(ID, ""), element.get("type", ""), (box[0] - left, box[1] - top, box[2], box[3]))
