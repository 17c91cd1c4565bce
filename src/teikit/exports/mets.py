"""Letters to a package that METS 1.12 describes: MODS of each letter, PREMIS 3.0 of each file and of what was done."""

import json
from collections.abc import Iterator, Sequence

from lxml import etree

from teikit._version import __version__
from teikit.exports.contents import Contents, Part, parts, renamed
from teikit.exports.mods import MODS, mods
from teikit.exports.placing import Packed
from teikit.exports.record import common_title
from teikit.exports.source import Settings, demand
from teikit.exports.xml import XSI, maker, xml_bytes

METS, PREMIS, _XLINK = "http://www.loc.gov/METS/", "http://www.loc.gov/premis/v3", "http://www.w3.org/1999/xlink"
_LOCATION = (
    f"{METS} http://www.loc.gov/standards/mets/version1121/mets.xsd"
    f" {MODS} http://www.loc.gov/standards/mods/v3/mods-3-8.xsd"
    f" {PREMIS} http://www.loc.gov/standards/premis/v3/premis-3-0.xsd"
)
_mets = maker(METS, {"mets": METS, "premis": PREMIS, "xlink": _XLINK, "xsi": XSI})
_premis = maker(PREMIS, {"premis": PREMIS, "xsi": XSI})
_Elements = Iterator[etree._Element]


def _identifier(kind: str, value: str) -> etree._Element:
    return _premis(
        f"{kind}Identifier", _premis(f"{kind}IdentifierType", "local"), _premis(f"{kind}IdentifierValue", value)
    )


def _wrapped(name: str, identifier: str, type_: str, content: etree._Element) -> etree._Element:
    return _mets(name, _mets("mdWrap", _mets("xmlData", content), MDTYPE=type_), ID=identifier)


def _object(part: Part) -> etree._Element:
    """Return PREMIS of a file: its digest, its size, its format, and the name it came with."""
    fixity = _premis(
        "fixity",
        _premis("messageDigestAlgorithm", "SHA-256"),
        _premis("messageDigest", part.sha256),
    )
    form = _premis("format", _premis("formatDesignation", _premis("formatName", part.media_type)))
    characteristics = _premis("objectCharacteristics", fixity, _premis("size", str(len(part.data))), form)
    made = _premis(
        "object",
        _identifier("object", part.path),
        characteristics,
        _premis("originalName", part.came_as) if part.came_as else None,
    )
    made.set(f"{{{XSI}}}type", "premis:file")
    return made


def _event(type_: str, detail: str, outcome: str, settings: Settings) -> etree._Element:
    return _premis(
        "event",
        _identifier("event", type_),
        _premis("eventType", type_),
        _premis("eventDateTime", settings.day.isoformat()),
        _premis("eventDetailInformation", _premis("eventDetail", detail)),
        _premis("eventOutcomeInformation", _premis("eventOutcome", outcome)),
        _premis(
            "linkingAgentIdentifier",
            _premis("linkingAgentIdentifierType", "local"),
            _premis("linkingAgentIdentifierValue", "teikit"),
        ),
    )


def _events(contents: Contents, settings: Settings) -> _Elements:
    """Yield what was done: the validation, as its report tells, and the packing."""
    if contents.report:
        summary = json.loads(contents.report)["summary"]
        told = f"{summary['files']} letters checked, {summary['errors']} errors, {summary['warnings']} warnings"
        schemas = ", ".join(name for name, _ in contents.schemas)
        yield _event("validation", f"teikit {__version__}, schema {schemas}", told, settings)
    yield _event("creation", "packed from TEI", f"{len(contents.letters)} letters", settings)


def _agent() -> etree._Element:
    return _premis(
        "agent",
        _identifier("agent", "teikit"),
        _premis("agentName", f"teikit {__version__}"),
        _premis("agentType", "software"),
    )


def _administration(contents: Contents, held: Sequence[Part], settings: Settings) -> etree._Element:
    objects = (_wrapped("techMD", f"object-{n}", "PREMIS:OBJECT", _object(part)) for n, part in enumerate(held, 1))
    events = enumerate(_events(contents, settings), 1)
    return _mets(
        "amdSec",
        objects,
        (_wrapped("digiprovMD", f"event-{n}", "PREMIS:EVENT", event) for n, event in events),
        _wrapped("digiprovMD", "agent-1", "PREMIS:AGENT", _agent()),
        ID="administration",
    )


def _file(number: int, part: Part) -> etree._Element:
    place = _mets("FLocat", LOCTYPE="URL")
    place.set(f"{{{_XLINK}}}type", "simple")
    place.set(f"{{{_XLINK}}}href", part.path)
    return _mets(
        "file",
        place,
        ID=f"file-{number}",
        MIMETYPE=part.media_type,
        SIZE=str(len(part.data)),
        CHECKSUM=part.sha256,
        CHECKSUMTYPE="SHA-256",
        ADMID=f"object-{number}",
        DMDID=f"letter-{number}" if part.use == "letter" else "",
    )


def _files(held: Sequence[Part]) -> etree._Element:
    numbered = list(enumerate(held, 1))
    uses = dict.fromkeys(part.use for part in held)
    return _mets(
        "fileSec",
        (_mets("fileGrp", [_file(n, part) for n, part in numbered if part.use == use], USE=use) for use in uses),
    )


def _structure(contents: Contents, held: Sequence[Part], title: str) -> etree._Element:
    """Return the structure map: a division a letter, and one for each other use of files."""
    letters = (
        _mets(
            "div",
            _mets("fptr", FILEID=f"file-{number}"),
            TYPE="letter",
            LABEL=letter.record.title or letter.record.id,
            DMDID=f"letter-{number}",
        )
        for number, letter in enumerate(contents.letters, 1)
    )
    others = [(number, part) for number, part in enumerate(held, 1) if part.use != "letter"]
    rest = (
        _mets("div", [_mets("fptr", FILEID=f"file-{n}") for n, part in others if part.use == use], TYPE=use)
        for use in dict.fromkeys(part.use for _, part in others)
    )
    return _mets("structMap", _mets("div", letters, rest, TYPE="letters", LABEL=title), TYPE="logical")


def _document(contents: Contents, held: Sequence[Part], title: str, settings: Settings) -> bytes:
    software = _mets(
        "agent", _mets("name", f"teikit {__version__}"), ROLE="CREATOR", TYPE="OTHER", OTHERTYPE="SOFTWARE"
    )
    root = _mets(
        "mets",
        _mets("metsHdr", software, CREATEDATE=f"{settings.day.isoformat()}T00:00:00Z"),
        (
            _wrapped("dmdSec", f"letter-{number}", "MODS", mods(letter.record))
            for number, letter in enumerate(contents.letters, 1)
        ),
        _administration(contents, held, settings),
        _files(held),
        _structure(contents, held, title),
        OBJID=settings.edition.url,
        LABEL=title,
    )
    root.set(f"{{{XSI}}}schemaLocation", _LOCATION)
    return xml_bytes(root)


def pack(contents: Contents, settings: Settings) -> Packed:
    """Return the files of a package that `mets.xml` describes.

    Raises:
        MissingMetadataError: there is no title for the whole, or none of a letter.

    """
    title = settings.edition.title or common_title([letter.record for letter in contents.letters])
    demand("the package", "METS", [(title, "a title", "edition.title")])
    for letter in contents.letters:
        demand(letter.name, "METS", [(letter.record.title, "a title", "title")])
    held = list(parts(contents))
    document = _document(contents, held, title, settings)
    return Packed([("mets.xml", document), *(part.entry for part in held)], tuple(renamed(held)))
