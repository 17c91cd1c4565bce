"""Writes PREMIS 3.0 (Library of Congress): the files of a package, and the events of its making."""

import json
from collections.abc import Iterable, Iterator

from lxml import etree

from teikit._version import __version__
from teikit.exports.metadata.xml import XSI, maker, xml_bytes
from teikit.exports.packages.contents import ContentFile, Contents
from teikit.exports.record.source import Settings

PREMIS = "http://www.loc.gov/premis/v3"
PREMIS_LOCATION = f"{PREMIS} http://www.loc.gov/standards/premis/v3/premis-3-0.xsd"
_premis = maker(PREMIS, {"premis": PREMIS, "xsi": XSI})


def _identifier(kind: str, value: str) -> etree._Element:
    name = f"{kind}Identifier"
    return _premis(name, _premis(f"{name}Type", "local"), _premis(f"{name}Value", value))


def _set_type(type_: str, made: etree._Element) -> etree._Element:
    made.set(f"{{{XSI}}}type", f"premis:{type_}")
    return made


def file_object(part: ContentFile) -> etree._Element:
    """Return PREMIS of a file: its digest, its size, its format, and its original name."""
    fixity = _premis("fixity", _premis("messageDigestAlgorithm", "SHA-256"), _premis("messageDigest", part.sha256))
    form = _premis("format", _premis("formatDesignation", _premis("formatName", part.media_type)))
    made = _premis(
        "object",
        _identifier("object", part.path),
        _premis("objectCharacteristics", fixity, _premis("size", str(len(part.data))), form),
        _premis("originalName", part.original_name) if part.original_name else None,
    )
    return _set_type("file", made)


def representation_object(name: str) -> etree._Element:
    """Return PREMIS of a representation, which is all of its files together."""
    return _set_type("representation", _premis("object", _identifier("object", name)))


def _event(type_: str, detail: str, outcome: str, settings: Settings) -> etree._Element:
    return _premis(
        "event",
        _identifier("event", type_),
        _premis("eventType", type_),
        _premis("eventDateTime", settings.day.isoformat()),
        _premis("eventDetailInformation", _premis("eventDetail", detail)),
        _premis("eventOutcomeInformation", _premis("eventOutcome", outcome)),
        _identifier("linkingAgent", "teikit"),
    )


def events(contents: Contents, settings: Settings) -> Iterator[etree._Element]:
    """Yield the events: the validation by its report, and the packing."""
    if contents.report:
        summary = json.loads(contents.report)["summary"]
        outcome = f"{summary['files']} letters checked, {summary['errors']} errors, {summary['warnings']} warnings"
        if summary.get("undecided"):
            outcome += f", {summary['undecided']} undecided, since no schema is known"
        schemas = ", ".join(name for name, _ in contents.schemas)
        by = f"schema {schemas}" if schemas else "no schema"
        yield _event("validation", f"teikit {__version__}, {by}", outcome, settings)
    yield _event("creation", "packed from TEI", f"{len(contents.letters)} letters", settings)


def agent() -> etree._Element:
    """Return PREMIS of teikit, the agent of all events."""
    return _premis(
        "agent",
        _identifier("agent", "teikit"),
        _premis("agentName", f"teikit {__version__}"),
        _premis("agentType", "software"),
    )


def document(content: Iterable[etree._Element]) -> bytes:
    """Return a PREMIS document; PREMIS wants objects first, then events, then agents."""
    root = _premis("premis", content, version="3.0")
    root.set(f"{{{XSI}}}schemaLocation", PREMIS_LOCATION)
    return xml_bytes(root)
