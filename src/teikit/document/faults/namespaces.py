"""Faults of namespaces (Namespaces in XML 1.0): prefixes that are not bound or reserved, attributes that are twice."""

import re
from collections.abc import Mapping
from xml.parsers import expat

from teikit.diagnostics import Position, Span
from teikit.document.expat import feed, make_parser, release, split_pieces
from teikit.document.faults.fault import Fault, Remark
from teikit.document.faults.reading import DocumentUpToFault, Opener
from teikit.document.locations import LineIndex, shift_position
from teikit.document.reported_positions import event_position
from teikit.limits import Budget
from teikit.messages import quote

_XML, _XMLNS = "http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2000/xmlns/"
# What prefixes usually mean.
USUAL: Mapping[str, str] = {
    "a": "http://relaxng.org/ns/compatibility/annotations/1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "eg": "http://www.tei-c.org/ns/Examples",
    "html": "http://www.w3.org/1999/xhtml",
    "m": "http://www.w3.org/1998/Math/MathML",
    "mei": "http://www.music-encoding.org/ns/mei",
    "mets": "http://www.loc.gov/METS/",
    "mml": "http://www.w3.org/1998/Math/MathML",
    "mods": "http://www.loc.gov/mods/v3",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "rng": "http://relaxng.org/ns/structure/1.0",
    "sch": "http://purl.oclc.org/dsdl/schematron",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "svg": "http://www.w3.org/2000/svg",
    "tei": "http://www.tei-c.org/ns/1.0",
    "xhtml": "http://www.w3.org/1999/xhtml",
    "xi": "http://www.w3.org/2001/XInclude",
    "xlink": "http://www.w3.org/1999/xlink",
    "xs": "http://www.w3.org/2001/XMLSchema",
    "xsd": "http://www.w3.org/2001/XMLSchema",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsl": "http://www.w3.org/1999/XSL/Transform",
}


class _FoundError(Exception):
    """The fault is found."""

    def __init__(self, name: str, message: str, first: str = "") -> None:
        super().__init__(message)
        self.name, self.message, self.first = name, message, first


def explain_namespaces(opener: Opener, budget: Budget, reading: DocumentUpToFault) -> Fault | None:
    """Return the first fault of namespaces of a document that was read, and has no other fault before it."""
    parser, scopes = make_parser(budget, namespaces=False), [{"xml": _XML, "xmlns": _XMLNS}]
    parser.ordered_attributes = True
    found: list[tuple[_FoundError, Position, bytes]] = []

    def start(name: str, attributes: list[str]) -> None:
        try:
            scopes.append(_check(name, attributes, scopes[-1]))
        except _FoundError as error:
            found.append((error, event_position(parser), parser.GetInputContext() or b""))
            raise

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _name: scopes.pop() and None
    try:
        feed(parser, split_pieces(opener()))
    except (_FoundError, expat.ExpatError):
        pass
    finally:
        release(parser)
    return _fault(*found[0], reading) if found else None


def _fault(error: _FoundError, at: Position, context: bytes, reading: DocumentUpToFault) -> Fault:
    text = context.decode(reading.encoding, "replace")
    lines = LineIndex(text)

    def place(name: str) -> tuple[Position, Position]:
        match = re.compile(rf"(?<=[\s<]){re.escape(name)}(?=[\s=/>])").search(text)
        start = match.start() if match else 0
        ends = start, start + len(name) if match else 0
        first, last = (reading.place(shift_position(lines, at, each)) for each in ends)
        return first, last

    remarks = (Remark(f"{quote(error.first)} is here", place(error.first)[0]),) if error.first else ()
    return Fault(error.message, Span(*place(error.name)), remarks)


def _check(name: str, attributes: list[str], outer: dict[str, str]) -> dict[str, str]:
    """Return the namespaces in scope of an element, by prefix; raise where something is wrong with them."""
    scope, names = outer, attributes[::2]
    for attribute, value in zip(names, attributes[1::2], strict=True):
        if attribute.startswith("xmlns"):
            prefix = attribute.partition(":")[2]
            if attribute == "xmlns" or prefix:
                _check_declaration(attribute, prefix, value)
                scope = {**scope, prefix: value} if scope.get(prefix) != value else scope
    _check_prefix(name, "element", scope)
    seen: dict[tuple[str, str], str] = {}
    for attribute in names:
        prefix, colon, local = attribute.partition(":")
        if colon:
            _check_prefix(attribute, "attribute", scope)
            first = seen.setdefault((scope[prefix], local), attribute)
            if first != attribute:
                words = f"the attribute {quote(attribute)} is there twice: {quote(first)} has the same namespace"
                raise _FoundError(attribute, words, first)
    return scope


def _check_prefix(name: str, kind: str, scope: Mapping[str, str]) -> None:
    prefix, colon, local = name.partition(":")
    if not colon:
        return
    if not prefix or not local or ":" in local:
        raise _FoundError(name, f"{quote(name)} is no name of an {kind}: it has a colon where no prefix is")
    if prefix == "xmlns" and kind == "element":
        raise _FoundError(name, "the prefix 'xmlns' is reserved: no element can have it")
    if prefix not in scope:
        usual = USUAL.get(prefix, "")
        hint = f'; usually it is xmlns:{prefix}="{usual}"' if usual else ""
        raise _FoundError(name, f"the prefix {quote(prefix)} of the {kind} {quote(name)} is not declared{hint}")


def _check_declaration(attribute: str, prefix: str, uri: str) -> None:
    """Check a declaration against the rules for reserved prefixes and namespaces."""
    if prefix == "xmlns":
        raise _FoundError(attribute, "the prefix 'xmlns' is reserved: it cannot be declared")
    if prefix == "xml" and uri != _XML:
        raise _FoundError(attribute, f"the prefix 'xml' is reserved: it can only mean '{_XML}'")
    if prefix != "xml" and uri in {_XML, _XMLNS}:
        raise _FoundError(attribute, f"the namespace '{uri}' is reserved: no other prefix can mean it")
    if prefix and not uri:
        raise _FoundError(
            attribute, f"the prefix {quote(prefix)} is declared with no namespace; XML 1.0 does not allow that"
        )
