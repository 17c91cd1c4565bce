"""Builds the facsimile of a letter: the images of its pages, with the zones that its text points to (TEI P5, 12.1)."""

from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from teikit.letter import Letter
from teikit.tei.markup import ID, element
from teikit.text.source import Surface, Zone

# Fewer points are no area.
_FEWEST_POINTS = 3


def build_facsimile(letter: Letter, surfaces: Sequence[Surface], manifest: str = "") -> Iterator[etree._Element]:
    """Yield the facsimile of the pages that a letter is on; nothing where its source has no images of them.

    `manifest` is the address of the images' IIIF manifest.

    Zones that no mark of the letter points to are left out, but for those around others.
    """
    used = _pointers(letter)
    pages = [page for surface in surfaces if (page := _used_surface(surface, used)) is not None]
    if pages:
        yield element("facsimile", pages, facs=manifest)


def _pointers(letter: Letter) -> set[str]:
    """Return the IDs that the marks of a letter point to by @facs."""
    marks = (mark for part in letter.parts for line in part.unit.lines for mark in line.marks if mark.sign)
    attributes = (dict(mark.sign.attributes).get("facs", "") for mark in marks if mark.sign)
    return {pointer.removeprefix("#") for value in attributes for pointer in value.split()}


def _used_surface(surface: Surface, used: set[str]) -> etree._Element | None:
    zones = list(_used_zones(surface.zones, used))
    if not zones and surface.id not in used:
        return None
    is_sized = surface.width > 0 and surface.height > 0
    size = {"ulx": "0", "uly": "0", "lrx": str(surface.width), "lry": str(surface.height)} if is_sized else {}
    pixels = {"width": f"{surface.width}px", "height": f"{surface.height}px"} if is_sized else {}
    images = dict.fromkeys(image for image in (surface.image, surface.address) if image)
    graphic = [element("graphic", url=image, **pixels) for image in images]
    return element("surface", graphic, zones, **{ID: surface.id}, **size)


def _used_zones(zones: Iterable[Zone], used: set[str]) -> Iterator[etree._Element]:
    for zone in zones:
        inner = list(_used_zones(zone.zones, used))
        if inner or zone.id in used:
            points = " ".join(f"{point.x},{point.y}" for point in zone.points)
            is_area = len(zone.points) >= _FEWEST_POINTS
            yield element("zone", inner, **{ID: zone.id}, type=zone.kind, points=points if is_area else "")
