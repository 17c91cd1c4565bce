"""Writes a package that METS 1.12 describes: MODS of each letter, PREMIS 3.0 of each file and of the events."""

from collections.abc import Iterator, Sequence

from lxml import etree

from teikit._version import __version__
from teikit.exports.metadata.mods import MODS, mods
from teikit.exports.metadata.xml import XSI, maker, xml_bytes
from teikit.exports.packages.contents import ContentFile, Contents, content_files, describe_renames
from teikit.exports.packages.premis import PREMIS, PREMIS_LOCATION, agent, events, file_object
from teikit.exports.record.source import Settings, require
from teikit.exports.record.supplement import title_of_all
from teikit.storage.packages import Package

METS, XLINK = "http://www.loc.gov/METS/", "http://www.w3.org/1999/xlink"
METS_LOCATION = f"{METS} http://www.loc.gov/standards/mets/version1121/mets.xsd"
_LOCATION = f"{METS_LOCATION} {MODS} http://www.loc.gov/standards/mods/v3/mods-3-8.xsd {PREMIS_LOCATION}"
_mets = maker(METS, {"mets": METS, "premis": PREMIS, "xlink": XLINK, "xsi": XSI})
# The agent that METS calls software.
SOFTWARE = {"ROLE": "CREATOR", "TYPE": "OTHER", "OTHERTYPE": "SOFTWARE"}
_Elements = Iterator[etree._Element]


def _metadata_section(name: str, identifier: str, type_: str, content: etree._Element) -> etree._Element:
    return _mets(name, _mets("mdWrap", _mets("xmlData", content), MDTYPE=type_), ID=identifier)


def _administration(contents: Contents, files: Sequence[ContentFile], settings: Settings) -> etree._Element:
    objects, done = enumerate(map(file_object, files), 1), enumerate(events(contents, settings), 1)
    return _mets(
        "amdSec",
        (_metadata_section("techMD", f"object-{n}", "PREMIS:OBJECT", one) for n, one in objects),
        (_metadata_section("digiprovMD", f"event-{n}", "PREMIS:EVENT", event) for n, event in done),
        _metadata_section("digiprovMD", "agent-1", "PREMIS:AGENT", agent()),
        ID="administration",
    )


def link(element: etree._Element, path: str) -> etree._Element:
    """Return an element of METS, after adding a link to a file by its path."""
    element.set("LOCTYPE", "URL")
    element.set(f"{{{XLINK}}}type", "simple")
    element.set(f"{{{XLINK}}}href", path)
    return element


def fixity_attributes(part: ContentFile) -> dict[str, str]:
    """Return METS's attributes of a file: its media type, its size and its digest."""
    size = str(len(part.data))
    return {"MIMETYPE": part.media_type, "SIZE": size, "CHECKSUM": part.sha256, "CHECKSUMTYPE": "SHA-256"}


def _file(number: int, part: ContentFile) -> etree._Element:
    place = link(_mets("FLocat"), part.path)
    related = {"ADMID": f"object-{number}", "DMDID": f"letter-{number}" if part.use == "letter" else ""}
    return _mets("file", place, ID=f"file-{number}", **fixity_attributes(part), **related)


def _files(files: Sequence[ContentFile]) -> etree._Element:
    groups: dict[str, list[etree._Element]] = {}
    for number, part in enumerate(files, 1):
        groups.setdefault(part.use, []).append(_file(number, part))
    return _mets("fileSec", [_mets("fileGrp", group, USE=use) for use, group in groups.items()])


def _structure(contents: Contents, files: Sequence[ContentFile], title: str) -> etree._Element:
    """Return the structure map: a division for each letter, and one for each other use of files."""
    letters, others = [], dict[str, list[etree._Element]]()
    # Letters come first, so that they have the same numbers as their files.
    for number, letter in enumerate(contents.letters, 1):
        named = {"LABEL": letter.record.title or letter.record.id, "DMDID": f"letter-{number}"}
        letters.append(_mets("div", _mets("fptr", FILEID=f"file-{number}"), TYPE="letter", **named))
    for number, part in enumerate(files, 1):
        if part.use != "letter":
            others.setdefault(part.use, []).append(_mets("fptr", FILEID=f"file-{number}"))
    rest = [_mets("div", pointers, TYPE=use) for use, pointers in others.items()]
    return _mets("structMap", _mets("div", letters, rest, TYPE="letters", LABEL=title), TYPE="logical")


def _document(contents: Contents, files: Sequence[ContentFile], title: str, settings: Settings) -> bytes:
    software = _mets("agent", _mets("name", f"teikit {__version__}"), **SOFTWARE)
    letters = enumerate(contents.letters, 1)
    root = _mets(
        "mets",
        _mets("metsHdr", software, CREATEDATE=f"{settings.day.isoformat()}T00:00:00Z"),
        (_metadata_section("dmdSec", f"letter-{n}", "MODS", mods(letter.record)) for n, letter in letters),
        _administration(contents, files, settings),
        _files(files),
        _structure(contents, files, title),
        OBJID=settings.edition.url,
        LABEL=title,
    )
    root.set(f"{{{XSI}}}schemaLocation", _LOCATION)
    return xml_bytes(root)


def pack(contents: Contents, settings: Settings) -> Package:
    """Return the files of a package that `mets.xml` describes.

    Raises:
        MissingMetadataError: there is no title for the whole, or none of a letter.
    """
    title = title_of_all(settings.edition, [letter.record for letter in contents.letters])
    require("the package", "METS", [(title, "a title", "edition.title")])
    for letter in contents.letters:
        require(letter.name, "METS", [(letter.record.title, "a title", "title")])
    files = list(content_files(contents))
    document = _document(contents, files, title, settings)
    return Package([("mets.xml", document), *(part.package_file for part in files)], describe_renames(files))
