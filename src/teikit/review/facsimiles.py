"""The page images of a letter: those in the folders of the review are shown, those elsewhere are links."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from teikit.errors import UnreadableInputError
from teikit.messages import escape_control
from teikit.operations.reviewing import ReviewedLetter
from teikit.storage.files import read_file
from teikit.text import Surface, Zone

# The kinds of images that browsers show, by their first bytes.
_KINDS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
_WEBP = b"RIFF", b"WEBP"
_SUFFIXES = (".jpg", ".jpeg", ".png", ".gif", ".webp")
_WEB = ("https://", "http://")


class Picture(NamedTuple):
    """An image as it is sent to the browser."""

    data: bytes
    kind: str


def facsimiles_of(letter: ReviewedLetter, letter_id: str) -> list[dict[str, Any]]:
    """Return the page images of a letter.

    `href` of an image in a folder is relative to the address of the interface, of one on the web it is that. Sizes and
    the points of zones are in pixels.
    """
    begins = _lines_of_marks(letter)
    return [
        {
            "line": begins.get(surface.id, 1),
            "href": _href(letter_id, number, surface),
            "label": surface.image or surface.address,
            "width": surface.width,
            "height": surface.height,
            "zones": list(_zones(surface.zones, begins)),
        }
        for number, surface in enumerate(letter.encoded.source.surfaces)
    ]


def read_picture(letter: ReviewedLetter, number: int, folders: Iterable[Path]) -> Picture:
    """Return a page image of a letter, which is in one of some folders.

    Raises:
        UnreadableInputError: there is no such image, it is elsewhere, or browsers do not show its kind.
    """
    surfaces = letter.encoded.source.surfaces
    if not 0 <= number < len(surfaces) or not _is_shown(surfaces[number]):
        raise UnreadableInputError("the letter has no such picture")
    path = _resolve(Path(letter.wanted.item.name).parent, surfaces[number].image, folders)
    data = read_file(path, "picture-bytes")
    kind = next((kind for first, kind in _KINDS if data.startswith(first)), "")
    if data.startswith(_WEBP[0]) and data[8:12] == _WEBP[1]:
        kind = "image/webp"
    if not kind:
        raise UnreadableInputError(f"{escape_control(path.name)}: is no picture that browsers show")
    return Picture(data, kind)


def _resolve(folder: Path, name: str, folders: Iterable[Path]) -> Path:
    """Return the file of an image, beside a source or below that folder."""
    for each in (name, unquote(name)):
        try:
            path = (folder / each).resolve()
            is_inside = any(path.is_relative_to(top.resolve()) for top in folders)
        except (OSError, RuntimeError, ValueError):
            continue
        if not is_inside:
            raise UnreadableInputError("the picture is not in a folder of this review")
        if path.is_file():
            return path
    raise UnreadableInputError("the picture is not there")


def _is_shown(surface: Surface) -> bool:
    return bool(surface.image) and not _is_on_web(surface.image) and surface.image.lower().endswith(_SUFFIXES)


def _is_on_web(address: str) -> bool:
    return address.lower().startswith(_WEB)


def _href(letter_id: str, number: int, surface: Surface) -> str:
    if _is_shown(surface):
        return f"letters/{letter_id}/facsimile/{number}"
    return next((each for each in (surface.address, surface.image) if _is_on_web(each)), "")


def _lines_of_marks(letter: ReviewedLetter) -> dict[str, int]:
    """Return the line where each page or zone begins, by its id."""
    found: dict[str, int] = {}
    for line in letter.lines:
        for mark in line.marks:
            for name, value in mark.sign.attributes if mark.sign else ():
                if name == "facs":
                    found.setdefault(value.removeprefix("#"), line.number)
    return found


def _zones(zones: Sequence[Zone], begins: dict[str, int]) -> Iterator[dict[str, Any]]:
    """Yield zones that lines of the letter begin in, those inside of others too."""
    for zone in zones:
        if zone.id in begins:
            yield {"line": begins[zone.id], "points": [list(point) for point in zone.points]}
        yield from _zones(zone.zones, begins)
