"""Reads the beginning of a document: the schemas that it names, and its root element.

Documents name schemas by `xml-model` instructions ("Associating Schemas with XML documents 1.0", W3C, 3rd edition), by
those of oXygen before there was xml-model, by a document type declaration (XML 1.0, 2.8) and by `xsi:schemaLocation`
(XML Schema 1.1, 2.7.3).
"""

import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import NamedTuple
from xml.parsers.expat import XMLParserType

from teikit.diagnostics import Position
from teikit.document.expat import PARSE_ERRORS, feed, make_parser, release
from teikit.document.reported_positions import event_position
from teikit.limits import Budget

_RELAXNG = "http://relaxng.org/ns/structure/1.0"
SCHEMATRON = ("http://purl.oclc.org/dsdl/schematron", "http://www.ascc.net/xml/schematron")
_NAMESPACES = {
    _RELAXNG: "relaxng",
    **dict.fromkeys(SCHEMATRON, "schematron"),
    "http://www.w3.org/2001/XMLSchema": "xsd",
    "http://purl.oclc.org/dsdl/nvdl/ns/structure/1.0": "nvdl",
    "http://www.tei-c.org/ns/1.0": "odd",
}
_MEDIA_TYPES = {
    "application/relax-ng-compact-syntax": "relaxng",
    "application/xml-dtd": "dtd",
    "application/tei+xml": "odd",
}
_SUFFIXES = {
    "rng": "relaxng",
    "rnc": "relaxng",
    "sch": "schematron",
    "xsd": "xsd",
    "nvdl": "nvdl",
    "dtd": "dtd",
    "odd": "odd",
}
# What oXygen's instruction calls a schema of each kind.
_OXYGEN = {"RNGSchema": "relaxng", "SCHSchema": "schematron", "NVDLSchema": "nvdl"}
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance "
_TEI = "http://www.tei-c.org/ns/1.0 "
_APPLICATION = [f"{_TEI}{name}" for name in ("TEI", "teiHeader", "encodingDesc", "appInfo", "application")]
_PSEUDO_ATTRIBUTE = re.compile(r"""([A-Za-z][\w.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_REFERENCE = r"&(?:#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}))|(lt|gt|quot|apos|amp));"
_ENTITIES = {"lt": "<", "gt": ">", "quot": '"', "apos": "'", "amp": "&"}
_OXYGEN_INSTRUCTION = "the oxygen instruction"
_DOCTYPE = "the document type declaration"


class SchemaReference(NamedTuple):
    """A schema that a document names.

    `kind` is `relaxng`, `schematron`, `xsd`, `nvdl`, `dtd`, `odd` or `other`; `source` says what names it, in words.
    """

    href: str
    kind: str
    phase: str
    at: Position
    source: str = "xml-model"


class Prolog(NamedTuple):
    """What stands before the content: schemas, and the root element's key ("" if there is none)."""

    references: tuple[SchemaReference, ...] = ()
    root: str = ""


class _RootReachedError(Exception):
    """The root element is seen."""


def read_prolog(chunks: Iterable[bytes], budget: Budget | None = None) -> Prolog:
    """Return the schemas and the root of a document; of one that is not well-formed, those that could be read."""
    models: list[SchemaReference] = []
    declared: list[SchemaReference] = []
    root: list[str] = []
    parser = make_parser(budget)

    def instruction(target: str, data: str) -> None:
        if target == "xml-model":
            models.append(_parse_xml_model(data, event_position(parser)))
        elif target == "oxygen":
            models.extend(_parse_oxygen(data, event_position(parser)))

    def doctype(_name: str, system: str | None, public: str | None, _has_internal: int) -> None:
        declared.append(SchemaReference(system or public or "", "dtd", "", event_position(parser), _DOCTYPE))

    def declaration(_name: str, _content: object) -> None:
        # Entities alone make no schema, but a declared element does.
        declared.append(SchemaReference("#", "dtd", "", event_position(parser), _DOCTYPE))
        parser.ElementDeclHandler = None

    def start(name: str, attributes: dict[str, str]) -> None:
        root.append(name)
        models.extend((*declared, *_xsd_references(attributes, event_position(parser))))
        raise _RootReachedError

    parser.ProcessingInstructionHandler = instruction
    parser.StartDoctypeDeclHandler = doctype
    parser.ElementDeclHandler = declaration
    parser.StartElementHandler = start
    _feed(parser, chunks)
    return Prolog(tuple(_drop_overridden([each for each in models if each.href])), root[0] if root else "")


def _feed(parser: XMLParserType, chunks: Iterable[bytes]) -> None:
    """Parse until a handler has seen enough, or the document is not well-formed."""
    with suppress(_RootReachedError, *PARSE_ERRORS):
        feed(parser, chunks)
    release(parser)


def _drop_overridden(models: list[SchemaReference]) -> Iterator[SchemaReference]:
    """Yield models without those that oXygen's instructions name where xml-model names one of the same kind."""
    modern = {each.kind for each in models if each.source == "xml-model"}
    return (each for each in models if each.source != _OXYGEN_INSTRUCTION or each.kind not in modern)


def is_made_by_teikit(chunks: Iterable[bytes], budget: Budget | None = None) -> bool:
    """Return whether the TEI header says that teikit encoded a document (`appInfo/application` with its ident)."""
    path: list[str] = []
    found: list[bool] = []
    parser = make_parser(budget)

    def start(name: str, attributes: dict[str, str]) -> None:
        path.append(name)
        if path == _APPLICATION and attributes.get("ident") == "teikit":
            found.append(True)
            raise _RootReachedError

    def end(name: str) -> None:
        path.pop()
        if name == _APPLICATION[1] and len(path) == 1:
            raise _RootReachedError

    parser.StartElementHandler, parser.EndElementHandler = start, end
    _feed(parser, chunks)
    return bool(found)


def _parse_oxygen(data: str, at: Position) -> Iterator[SchemaReference]:
    """Yield the schemas that an instruction of oXygen names."""
    named = _pseudo_attributes(data)
    for name, kind in _OXYGEN.items():
        yield SchemaReference(
            named.get(name, "").partition("#")[0], kind, named.get("phase", ""), at, _OXYGEN_INSTRUCTION
        )


def _xsd_references(attributes: dict[str, str], at: Position) -> Iterator[SchemaReference]:
    """Yield an XSD for each attribute of a root element that names some."""
    for name in ("schemaLocation", "noNamespaceSchemaLocation"):
        if locations := attributes.get(_INSTANCE + name, "").split():
            yield SchemaReference(locations[-1], "xsd", "", at, f"xsi:{name}")


def _parse_xml_model(data: str, at: Position) -> SchemaReference:
    named = _pseudo_attributes(data)
    href = named.get("href", "").partition("#")[0]
    return SchemaReference(
        href, _kind(href, named.get("schematypens", ""), named.get("type", "")), named.get("phase", ""), at
    )


def _kind(href: str, namespace: str, media: str) -> str:
    """Return the kind of a schema: by its namespace, by its media type, or else by its suffix."""
    if namespace:
        return _NAMESPACES.get(namespace, "other")
    return _MEDIA_TYPES.get(media) or _SUFFIXES.get(href.rpartition(".")[2].lower(), "other")


def _pseudo_attributes(data: str) -> dict[str, str]:
    return {name: _decode_references(double or single) for name, double, single in _PSEUDO_ATTRIBUTE.findall(data)}


def _decode_references(value: str) -> str:
    """Return a value with characters in place of the references to them (3.1 of the recommendation on xml-model)."""
    return re.sub(_REFERENCE, _character, value) if "&" in value else value


def _character(reference: re.Match[str]) -> str:
    hexadecimal, decimal, name = reference.groups()
    if name:
        return _ENTITIES[name]
    number = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(number) if number <= sys.maxunicode else reference[0]
