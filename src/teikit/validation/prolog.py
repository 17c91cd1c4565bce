"""The first bytes of a document to what it says of its own schemas: `xml-model` instructions, and its root element.

Follows "Associating Schemas with XML documents 1.0" (W3C, 3rd edition).
"""

import re
from collections.abc import Iterable
from typing import NamedTuple
from xml.parsers import expat

from teikit.diagnostics import Position

_RELAXNG = "http://relaxng.org/ns/structure/1.0"
SCHEMATRON = ("http://purl.oclc.org/dsdl/schematron", "http://www.ascc.net/xml/schematron")
_COMPACT = "application/relax-ng-compact-syntax"
_PSEUDO_ATTRIBUTE = re.compile(r"""([A-Za-z][\w.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_REFERENCES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))
# A root element is not looked for any further, in bytes.
_MOST = 1 << 20


class Model(NamedTuple):
    """A schema that a document names: what kind it is of (`relaxng`, `schematron` or `other`), and its phase."""

    href: str
    kind: str
    phase: str
    at: Position


class Prolog(NamedTuple):
    """What stands before the content: schemas, and the root element's key ("" if there is none)."""

    models: tuple[Model, ...] = ()
    root: str = ""


class _EnoughError(Exception):
    """The root element is seen."""


def read_prolog(chunks: Iterable[bytes]) -> Prolog:
    """Return what a document says before its content; what is not well-formed says as much as could be read."""
    models: list[Model] = []
    root: list[str] = []
    parser = expat.ParserCreate(None, " ")

    def instruction(target: str, data: str) -> None:
        if target == "xml-model":
            at = Position(parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
            models.append(_model(data, at))

    def start(name: str, _attributes: dict[str, str]) -> None:
        root.append(name)
        raise _EnoughError

    parser.ProcessingInstructionHandler = instruction
    parser.StartElementHandler = start
    read = 0
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)  # noqa: FBT003  expat names no arguments
            read += len(chunk)
            if read > _MOST:
                break
    except (_EnoughError, expat.ExpatError, ValueError, LookupError):
        pass
    finally:
        parser.ProcessingInstructionHandler = parser.StartElementHandler = None
    return Prolog(tuple(each for each in models if each.href), root[0] if root else "")


def _model(data: str, at: Position) -> Model:
    named = {name: _plain(double or single) for name, double, single in _PSEUDO_ATTRIBUTE.findall(data)}
    href = named.get("href", "").partition("#")[0]
    return Model(href, _kind(href, named.get("schematypens", ""), named.get("type", "")), named.get("phase", ""), at)


def _kind(href: str, namespace: str, media: str) -> str:
    """Return the kind of a schema: by its namespace, by its media type, or else by its suffix."""
    if namespace:
        return "relaxng" if namespace == _RELAXNG else "schematron" if namespace in SCHEMATRON else "other"
    if media == _COMPACT:
        return "relaxng"
    suffix = href.rpartition(".")[2].lower()
    return {"rng": "relaxng", "rnc": "relaxng", "sch": "schematron"}.get(suffix, "other")


def _plain(value: str) -> str:
    for reference, char in _REFERENCES:
        value = value.replace(reference, char)
    return value
