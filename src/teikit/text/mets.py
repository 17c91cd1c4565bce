"""Reads a METS file whose pages are PAGE XML or ALTO below its own folder, as Transkribus and OCR-D export it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from teikit.errors import UnreadableInputError, UnsupportedError
from teikit.text.alto import read_alto
from teikit.text.kinds import XML_KINDS, root_name
from teikit.text.numerals import Blocks
from teikit.text.page_xml import read_page
from teikit.text.scanned import ScannedPage, build_reading, parse_xml
from teikit.text.source import Reading

_HREF = "{http://www.w3.org/1999/xlink}href"
_MOST_PAGES = 2_000
_MOST_BYTES = 64 << 20
_PREFERRED = ("PAGEXML", "FULLTEXT", "ALTO")


def _page_names(root: etree._Element) -> Sequence[str]:
    """Return the names of the XML files of the pages in their order: of the preferred group of files, or the last."""
    groups: dict[str, dict[str, str]] = {}
    for file in root.iter("{*}file"):
        place = next(file.iter("{*}FLocat"), None)
        name = "" if place is None else place.get(_HREF) or ""
        if name.lower().endswith(".xml"):
            parent = file.getparent()
            group = "" if parent is None else parent.get("USE") or parent.get("ID") or ""
            groups.setdefault(group, {})[file.get("ID") or name] = name
    chosen = next((groups[name] for name in _PREFERRED if name in groups), next(reversed(groups.values()), {}))
    # In the structural map, of a file or an area in it.
    pointers = [each.get("FILEID") or "" for each in root.iter("{*}fptr", "{*}area")]
    in_map = dict.fromkeys(chosen[pointer] for pointer in pointers if pointer in chosen)
    return list(in_map) or list(chosen.values())


def _read_file(folder: Path, name: str, file: str) -> bytes:
    """Return a file of a page; raises UnreadableInputError if it is not there or not below the folder."""
    shown = ascii(name[:200])[1:-1]
    try:
        path = (folder / unquote(name.removeprefix("file://./").removeprefix("./"))).resolve()
        is_below = ":" not in name and path.is_relative_to(folder) and path.is_file()
    except (OSError, ValueError, RuntimeError):
        # Too long, with NUL, or a loop of links.
        is_below = False
    if not is_below:
        raise UnreadableInputError(f"{file}: the page '{shown}' is no file below its folder")
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UnsupportedError(f"{file}: the page '{shown}' is larger than pages may be ({_MOST_BYTES >> 20} MiB)")
        return path.read_bytes()
    except OSError:
        raise UnreadableInputError(f"{file}: the page '{shown}' cannot be read") from None


def _pages(names: Sequence[str], file: str) -> Iterator[ScannedPage]:
    folder, blocks, size = Path(file).parent.resolve(), Blocks(), 0
    for name in names:
        data = _read_file(folder, name, file)
        size += len(data)
        if size > _MOST_BYTES:
            raise UnsupportedError(f"{file}: its pages are larger than pages may be ({_MOST_BYTES >> 20} MiB)")
        kind = XML_KINDS.get(root_name(data), "")
        if kind in {"page", "alto"}:
            root = parse_xml(data, f"{file}: {ascii(name[:200])[1:-1]}", None)
            yield from read_page(root, blocks) if kind == "page" else read_alto(root)


def read(data: bytes, file: str, encoding: str | None) -> Reading:
    """Return the lines of all pages that a METS file lists.

    Raises:
        EmptyInputError: They have no lines.
        UnreadableInputError: A page is broken, or no file below the folder of the METS file.
        UnsupportedError: There are too many, or too large ones; or the METS file has no name.
    """
    if not Path(file).is_file():
        raise UnsupportedError(f"{file}: is METS, which names other files and is read from a file only")
    names = _page_names(parse_xml(data, file, encoding))
    if len(names) > _MOST_PAGES:
        raise UnsupportedError(f"{file}: lists more than {_MOST_PAGES:,} pages, which is no letter")
    return build_reading(_pages(names, file), file)
