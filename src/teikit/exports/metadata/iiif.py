"""Writes a IIIF manifest (Presentation API 3.0): a canvas for each page of a letter of which there is a picture."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from teikit.errors import UnsupportedError
from teikit.exports.metadata.iiif_pairs import pairs, shown
from teikit.exports.metadata.licences import rights_uri
from teikit.exports.reading.elements import T
from teikit.exports.reading.links import quote_path
from teikit.exports.record.authorities import is_web_address
from teikit.exports.record.pages import Page, Pages, picture_to_load
from teikit.exports.record.record import FIELDS, Record, Title, dropped_fields
from teikit.exports.record.source import ExportedFile, Settings, TeiFile, require
from teikit.formats.json import json_bytes
from teikit.messages import escape_control

SUPPORTED_FIELDS = frozenset(FIELDS)
_CONTEXT = "http://iiif.io/api/presentation/3/context.json"
# The size of a canvas whose picture has none: a canvas requires one, and pages mostly have this shape (ISO 216).
UNKNOWN_SIZE = (1000, 1414)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z]+)*")
_MEDIA_TYPES = {
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "tif": "image/tiff", "tiff": "image/tiff",
    "gif": "image/gif", "webp": "image/webp", "jp2": "image/jp2", "svg": "image/svg+xml",
}  # fmt: skip
Value = dict[str, Any]


def _language(tag: str) -> str:
    """Return the key of a language, without subtags that the schema of manifests does not allow."""
    match = _LANGUAGE.match(tag)
    return match[0] if match else "none"


def _english(text: str) -> Value:
    return {"en": [text]}


def _plain(*texts: str) -> Value:
    return {"none": list(texts)}


def _label(titles: Sequence[Title], name: str) -> Value:
    """Return the label of a letter: the main title, and the first one in each other language."""
    found: Value = {}
    for title in titles:
        found.setdefault(_language(title.language), [title.text])
    return found or _plain(name)


def _other_titles(titles: Sequence[Title]) -> list[str]:
    shown_titles = [text for texts in _label(titles, "").values() for text in texts]
    return [shown(title.text) for title in titles if title.text not in shown_titles]


def _folder(address: str) -> str:
    """Return the address of the folder in which the manifests are published, without a slash at its end."""
    folder, _, last = address.rstrip("/").rpartition("/")
    return folder if "." in last and folder.count("/") > 1 else address.rstrip("/")


def _service(page: Page) -> list[Value]:
    """Return the image service of a picture; every service has at least level 0."""
    if not page.service:
        return []
    # Requests of version 3 are understood by services of version 2.1 too, so that this is safe if nothing is known.
    version = page.version or 3
    if version > 2:
        return [{"id": page.service, "type": f"ImageService{version}", "profile": "level0"}]
    profile = f"http://iiif.io/api/image/{version}/level0.json"
    return [{"@id": page.service, "@type": f"ImageService{version}", "profile": profile}]


def _size(page: Page) -> tuple[int, int]:
    """Return the width and height of a page's canvas: those of its surface or of its picture; zeros if unknown."""
    width, height = (round(length) for length in page.area)
    return (width, height) if width and height else (page.width, page.height)


def _picture(page: Page) -> Value:
    address = picture_to_load(page)
    media_type = _MEDIA_TYPES.get(address.rpartition(".")[2].lower(), "")
    size = {"width": page.width, "height": page.height} if page.width else {}
    known = {"format": media_type, "service": _service(page)}
    return {"id": address, "type": "Image", **size, **{key: one for key, one in known.items() if one}}


def _canvas(page: Page, number: int, base: str) -> Value:
    identifier = f"{base}/canvas/{number}"
    width, height = _size(page) if all(_size(page)) else UNKNOWN_SIZE
    annotation = {
        "id": f"{identifier}/annotation",
        "type": "Annotation",
        "motivation": "painting",
        "body": _picture(page),
        "target": identifier,
    }
    return {
        "id": identifier,
        "type": "Canvas",
        "label": _plain(page.label or str(number)),
        "width": width,
        "height": height,
        "items": [{"id": f"{identifier}/page", "type": "AnnotationPage", "items": [annotation]}],
    }


def _metadata(record: Record) -> list[Value]:
    others = [("Other title", titles)] if (titles := _other_titles(record.titles)) else []
    found = [*others, *pairs(record)]
    return [{"label": _english(label), "value": _plain(*values)} for label, values in found]


def _statement(record: Record) -> Value:
    """Return the terms of use that must be shown: the words of the licences."""
    words = [shown(one.text) for one in record.licences if one.text and one.text != one.uri]
    return {"label": _english("Terms of use"), "value": _plain(*words)} if words else {}


def _providers(record: Record) -> Iterator[Value]:
    """Yield the publishers that have an address of their own."""
    for one in record.publishers:
        known = next(filter(is_web_address, one.uris), "")
        if known:
            yield {"id": known, "type": "Agent", "label": _plain(one.name)}


def _day_sent(record: Record) -> str:
    """Return the day on which a letter was sent, as the date of a calendar; empty if it is not certain."""
    days = [one.when for one in record.sent_dates if len(one.when) == len("2000-01-01")]
    is_sure = not any(one.certainty.is_doubtful for one in record.sent_dates)
    return f"{days[0]}T00:00:00Z" if len(days) == 1 and is_sure else ""


def _description(source: TeiFile) -> Value:
    """Return the properties of a manifest that describe the letter, those that are known."""
    record = source.record
    label = _label(record.titles, record.id)
    page = {"id": record.address, "type": "Text", "label": label, "format": "text/html"}
    facsimile = source.root.find(f"{T}facsimile")
    original = "" if facsimile is None else facsimile.get("facs", "")
    found = {
        "label": label,
        "summary": _plain(shown(record.abstract)) if record.abstract else {},
        "metadata": _metadata(record),
        "requiredStatement": _statement(record),
        "rights": next(filter(None, (rights_uri(one.uri) for one in record.licences)), ""),
        "provider": list(_providers(record)),
        "navDate": _day_sent(record),
        "homepage": [page] if is_web_address(record.address) else [],
        "seeAlso": [{"id": original, "type": "Manifest"}] if is_web_address(original) else [],
    }
    return {key: one for key, one in found.items() if one}


def _notes(pages: Sequence[Page], painted: Sequence[Page]) -> Iterator[str]:
    if left := len(pages) - len(painted):
        words = "page is left out: its picture has" if left == 1 else "pages are left out: their pictures have"
        yield f"{left} {words} no address on the web"
    if unknown := sum(not all(_size(page)) for page in painted):
        width, height = UNKNOWN_SIZE
        words = "1 picture: its canvas has" if unknown == 1 else f"{unknown} pictures: their canvases have"
        yield f"the TEI does not state the size of {words} {width} by {height}"
    if any(page.zones for page in painted):
        yield "zones are left out"


def write(source: TeiFile, settings: Settings) -> ExportedFile:
    """Return the manifest of a letter.

    Raises:
        UnsupportedError: the letter has no picture that has an address on the web.
        MissingMetadataError: there is no address at which the manifests will be published.
    """
    pages = list(Pages(source.root))
    painted = [page for page in pages if page.is_on_the_web]
    if not painted:
        missing = "pictures of pages with an address on the web, which neither facsimile nor pb/@facs names"
        raise UnsupportedError(f"{escape_control(source.name)}: IIIF needs {missing}")
    address = settings.edition.url
    wanted = (is_web_address(address), "the address of the folder where the manifests will be published", "edition.url")
    require(source.name, "IIIF", [wanted])
    base = f"{_folder(address)}/{quote_path(source.stem)}"
    manifest = {
        "@context": _CONTEXT,
        "id": f"{base}.json",
        "type": "Manifest",
        **_description(source),
        "items": [_canvas(page, number, base) for number, page in enumerate(painted, start=1)],
    }
    data = json_bytes(manifest, indent=2)
    dropped = dropped_fields(source.record, SUPPORTED_FIELDS)
    return ExportedFile(data, dropped, tuple(_notes(pages, painted)))
