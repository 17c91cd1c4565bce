"""Writes an E-ARK submission package (CSIP and SIP 2.1, DILCIS Board), with METS for the package and for its data.

The letters and their sources are its only representation, `rep1`; MODS of each letter and PREMIS are below `metadata`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from lxml import etree

from teikit._version import __version__
from teikit.errors import UnsupportedError
from teikit.exports.metadata.mods import mods_bytes
from teikit.exports.metadata.xml import XSI, maker, xml_bytes
from teikit.exports.packages import premis
from teikit.exports.packages.contents import ContentFile, Contents, content_files, describe_renames, letter_names
from teikit.exports.packages.mets import METS, METS_LOCATION, SOFTWARE, XLINK, fixity_attributes, link
from teikit.exports.record.record import common_value
from teikit.exports.record.source import Settings, require
from teikit.exports.record.supplement import title_of_all
from teikit.messages import escape_control
from teikit.storage.packages import Package, package_name

CSIP = "https://DILCIS.eu/XML/METS/CSIPExtensionMETS"
_LOCATION = f"{METS_LOCATION} {CSIP} https://earkcsip.dilcis.eu/schema/DILCISExtensionMETS.xsd"
_PROFILE = "https://earksip.dilcis.eu/profile/E-ARK-SIP.xml"
# From the vocabulary of content categories; E-ARK has no content information type for TEI.
_CATEGORY = "Textual works \u2013 Digital"
_CONTENT = {"CONTENTINFORMATIONTYPE": "OTHER", "OTHERCONTENTINFORMATIONTYPE": "TEI P5"}
_REPRESENTATION = "rep1"
_REPRESENTATIONS = "Representations"
_XML = "text/xml"
_METS_FILE = "METS.xml"
_make = maker(METS, {"mets": METS, "csip": CSIP, "xlink": XLINK, "xsi": XSI})


@dataclass(frozen=True, slots=True)
class _DescribedPackage:
    """What a METS document describes: the package, or its representation; paths are relative to the document."""

    name: str
    title: str
    submitter: str
    created: str
    descriptive: Sequence[ContentFile]
    preservation: ContentFile
    groups: Sequence[tuple[str, Sequence[ContentFile]]]
    # Identifiers are unique in all documents of the package together.
    prefix: str = ""


def _set_csip_attributes(element: etree._Element, **attributes: str) -> etree._Element:
    for name, value in attributes.items():
        element.set(f"{{{CSIP}}}{name}", value)
    return element


def _reference(part: ContentFile, type_: str, created: str) -> etree._Element:
    return link(_make("mdRef", MDTYPE=type_, **fixity_attributes(part), CREATED=created), part.path)


def _descriptions(package: _DescribedPackage) -> Iterator[etree._Element]:
    for number, part in enumerate(package.descriptive, 1):
        reference, identifier = _reference(part, "MODS", package.created), f"{package.prefix}descriptive-{number}"
        yield _make("dmdSec", reference, ID=identifier, CREATED=package.created, STATUS="CURRENT")


def _administration(package: _DescribedPackage) -> etree._Element:
    reference, identifier = _reference(package.preservation, "PREMIS", package.created), f"{package.prefix}preservation"
    return _make("amdSec", _make("digiprovMD", reference, ID=identifier, CREATED=package.created, STATUS="CURRENT"))


def _files(package: _DescribedPackage) -> etree._Element:
    number, groups = 0, []
    for index, (use, parts) in enumerate(package.groups, 1):
        group = _make("fileGrp", USE=use, ID=f"{package.prefix}group-{index}")
        for part in parts:
            number += 1
            place, identifier = link(_make("FLocat"), part.path), f"{package.prefix}file-{number}"
            group.append(_make("file", place, ID=identifier, **fixity_attributes(part), CREATED=package.created))
        groups.append(_set_csip_attributes(group, **_CONTENT))
    return _make("fileSec", groups, ID=f"{package.prefix}files")


def _division(package: _DescribedPackage, index: int, use: str, parts: Sequence[ContentFile]) -> etree._Element:
    """Return the division of a group of files; that of a representation leads to the METS of the representation."""
    group, identifier = f"{package.prefix}group-{index}", f"{package.prefix}division-{index}"
    pointer = _make("fptr", FILEID=group)
    if not use.startswith(_REPRESENTATIONS):
        return _make("div", pointer, ID=identifier, LABEL=use)
    further = link(_make("mptr"), parts[0].path)
    further.set(f"{{{XLINK}}}title", group)
    inner = _make("div", further, ID=f"{identifier}-1", LABEL=use)
    return _make("div", pointer, inner, ID=identifier, LABEL=_REPRESENTATIONS)


def _structure(package: _DescribedPackage) -> etree._Element:
    described = " ".join(f"{package.prefix}descriptive-{n}" for n in range(1, len(package.descriptive) + 1))
    related = {"ADMID": f"{package.prefix}preservation", "DMDID": described}
    metadata = _make("div", ID=f"{package.prefix}division-metadata", LABEL="Metadata", **related)
    rest = (_division(package, index, use, parts) for index, (use, parts) in enumerate(package.groups, 1))
    whole = _make("div", metadata, rest, ID=f"{package.prefix}division", LABEL=package.name)
    return _make("structMap", whole, ID=f"{package.prefix}structure", TYPE="PHYSICAL", LABEL="CSIP")


def _header(package: _DescribedPackage) -> etree._Element:
    version = _set_csip_attributes(_make("note", __version__), NOTETYPE="SOFTWARE VERSION")
    agents = [
        _make("agent", _make("name", "teikit"), version, **SOFTWARE),
        # By the rules that archives check with, a creator must be software (CSIP12).
        _make("agent", _make("name", package.submitter), ROLE="OTHER", OTHERROLE="SUBMITTER", TYPE="ORGANIZATION"),
    ]
    header = _make("metsHdr", agents, CREATEDATE=package.created, LASTMODDATE=package.created)
    return _set_csip_attributes(header, OAISPACKAGETYPE="SIP")


def _document(package: _DescribedPackage) -> bytes:
    sections = (_administration(package), _files(package), _structure(package))
    named = {"OBJID": package.name, "LABEL": package.title, "TYPE": _CATEGORY, "PROFILE": _PROFILE}
    root = _make("mets", _header(package), _descriptions(package), *sections, **named)
    _set_csip_attributes(root, **_CONTENT).set(f"{{{XSI}}}schemaLocation", _LOCATION)
    return xml_bytes(root)


def _xml_file(path: str, data: bytes) -> ContentFile:
    return ContentFile(path, data, "metadata", "", _XML)


def _files_below(folder: str, parts: Sequence[ContentFile]) -> list[ContentFile]:
    return [replace(part, path=f"{folder}/{part.path}") for part in parts]


def _representation(package: _DescribedPackage, data: Sequence[ContentFile]) -> list[ContentFile]:
    """Return the files of the representation by paths below it, its METS first."""
    preserved = _xml_file("metadata/preservation/premis.xml", premis.document(map(premis.file_object, data)))
    inner = replace(package, name=_REPRESENTATION, prefix=f"{_REPRESENTATION}-", preservation=preserved)
    document = _document(replace(inner, descriptive=(), groups=[("Data", data)]))
    return [_xml_file(_METS_FILE, document), preserved, *data]


def _descriptive_metadata(contents: Contents) -> list[ContentFile]:
    named = zip(letter_names(contents.letters), contents.letters, strict=True)
    return [_xml_file(f"metadata/descriptive/{name}.xml", mods_bytes(letter.record)) for name, letter in named]


def _preservation_metadata(contents: Contents, settings: Settings) -> ContentFile:
    entities = [premis.representation_object(_REPRESENTATION), *premis.events(contents, settings), premis.agent()]
    return _xml_file("metadata/preservation/premis.xml", premis.document(entities))


def _readme(contents: Contents, title: str, settings: Settings) -> ContentFile:
    """Return an overview of the package: E-ARK requires documentation in each."""
    lines = (
        title,
        "",
        f"{len(contents.letters)} letters in TEI P5, packed by teikit {__version__} on {settings.day.isoformat()}.",
        "",
        f"representations/{_REPRESENTATION}/data/tei  the letters",
        f"representations/{_REPRESENTATION}/data/source  what they were encoded from, where it is known",
        "metadata/descriptive  MODS of each letter",
        "metadata/preservation  PREMIS: what was done with them",
        "schemas  what the letters are held to",
        "documentation/validation.json  whether they are valid by it",
    )
    text = ("\n".join(lines) + "\n").encode()
    return ContentFile("documentation/README.txt", text, "documentation", "", "text/plain")


def _require_metadata(contents: Contents, name: str, title: str, submitter: str) -> None:
    wanted = (
        (name, "an address that it is known by", "edition.url"),
        (title, "a title", "edition.title"),
        (submitter, "who submits it", "edition.publisher"),
    )
    require("the package", "E-ARK", wanted)
    for letter in contents.letters:
        require(letter.name, "E-ARK", [(letter.record.title, "a title", "title")])
    if not contents.schemas:
        raise UnsupportedError("an E-ARK package holds the schema of its letters; name it with --schema")


def _move(parts: Sequence[ContentFile], use: str, folder: str) -> list[ContentFile]:
    return [replace(part, path=f"{folder}/{PurePath(part.path).name}") for part in parts if part.use == use]


def _package_files(package: _DescribedPackage, parts: Sequence[ContentFile], guide: ContentFile) -> list[ContentFile]:
    """Return the files of a package, its METS first."""
    documentation = [guide, *_move(parts, "report", "documentation")]
    schemas = _move(parts, "schema", "schemas")
    data = _files_below("data", [part for part in parts if part.use in {"letter", "source"}])
    inner = _files_below(f"representations/{_REPRESENTATION}", _representation(package, data))
    data_group = (f"{_REPRESENTATIONS}/{_REPRESENTATION}", inner[:1])
    groups = [("Documentation", documentation), ("Schemas", schemas), data_group]
    document = _xml_file(_METS_FILE, _document(replace(package, groups=groups)))
    return [document, *package.descriptive, package.preservation, *documentation, *schemas, *inner]


def pack(contents: Contents, settings: Settings) -> Package:
    """Return the files of a submission package, whose name is that of its folder.

    Raises:
        MissingMetadataError: the package or a letter has no title, or there is no submitter.
        UnsupportedError: there is no schema.
    """
    name = escape_control(package_name(Path(settings.out))) if settings.out else settings.edition.url
    title = title_of_all(settings.edition, [letter.record for letter in contents.letters])
    publishers = (one.name for letter in contents.letters for one in letter.record.publishers)
    submitter = settings.edition.publisher or common_value(publishers)
    created = f"{settings.day.isoformat()}T00:00:00Z"
    _require_metadata(contents, name, title, submitter)
    preserved = _preservation_metadata(contents, settings)
    package = _DescribedPackage(name, title, submitter, created, _descriptive_metadata(contents), preserved, ())
    # Dublin Core is left out: MODS contains all of it.
    parts = [part for part in content_files(contents) if part.use != "metadata"]
    files = _package_files(package, parts, _readme(contents, title, settings))
    return Package([part.package_file for part in files], describe_renames(parts))
