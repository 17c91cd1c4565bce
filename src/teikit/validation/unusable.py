"""Says what a file is that was named as a schema and is none: an XSD, a DTD, a web page, a truncated download.

Only schemas that are not correct are looked at, so that correct ones cost nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from teikit.diagnostics import Diagnostic, point
from teikit.document.expat import PARSE_ERRORS, make_parser, release
from teikit.document.prolog import SCHEMATRON, read_prolog
from teikit.document.reported_positions import event_position
from teikit.errors import TeikitError
from teikit.limits import Budget
from teikit.messages import quote
from teikit.storage.files import read_file

# The rules of faults that another kind of file has.
_SUSPICIOUS = frozenset({
    "odd/no-schema",
    "rng-schema/compact-syntax",
    "rng-schema/encoding",
    "rng-schema/not-a-schema",
    "rng-schema/not-well-formed",
    "rng-schema/start-missing",
    "sch-schema/not-a-schema",
    "xml/encoding",
    "xml/not-well-formed",
})  # fmt: skip
_CONVERT = "'trang FILE.dtd FILE.rng' converts it to RELAX NG"
_SAME_MARKUP = "name a RELAX NG schema of the same markup, as many projects have both"
# By the namespace or the name of the root element.
_NAMESPACES = {
    "http://www.w3.org/2001/XMLSchema": f"is an XML Schema (XSD), which teikit does not read: {_SAME_MARKUP}",
    "http://purl.oclc.org/dsdl/nvdl/ns/structure/1.0": (
        "is an NVDL script, which teikit does not read: name the schemas that it combines, with --schema and"
        " --schematron"
    ),
    "http://www.w3.org/1999/XSL/Transform": (
        "is an XSLT stylesheet: name the schema that it was made from, which ends in .sch where it is Schematron"
    ),
}
_RELAXNG = "http://relaxng.org/ns/structure/1.0"
_TEI = "http://www.tei-c.org/ns/1.0"
_PAGE = (
    "is a web page, not a schema: download the file itself (GitHub and GitLab have it under 'Raw'),"
    " or name a schema that ships, such as tei_all"
)
_HTML = re.compile(rb"\s*(?:<!doctype\s+html|<html[\s>])", re.IGNORECASE)
_DTD = re.compile(
    rb"\s*+(?:<!--.*?-->\s*+|<\?.*?\?>\s*+)*+(?:<!(?:ELEMENT|ATTLIST|ENTITY|NOTATION|\[)|%[\w.-]+;)", re.DOTALL
)
_MAGIC = {
    b"PK\x03\x04": "is a ZIP archive: unpack it, and name the schema in it",
    b"\x1f\x8b": "is compressed (gzip): unpack it",
    b"%PDF": "is a PDF",
    b"\x7fELF": "is a program",
    b"MZ": "is a program",
}
_AGAIN = "it may be truncated, so copy or download it again"
_NO_RULES = "no Schematron rules"
_COMPACT_END = "found the end of the schema"


def explain_faults(kind: str, faults: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    """Return the faults of a schema, or one that says what its file is, where it is no schema at all.

    `kind` is "rng" or "sch", by what the schema was named as.
    """
    first = next(iter(faults), None)
    if first is None or first.rule not in _SUSPICIOUS:
        return faults
    try:
        data = read_file(first.file, "schema-bytes")
    except TeikitError:
        return faults
    if first.message.endswith(_COMPACT_END) and data.strip():
        return [replace(first, message=f"{first.message}; {_AGAIN}"), *faults[1:]]
    words = _describe_file(data) or _describe_root(kind, first, data) or _describe_end(first, data)
    if not words:
        return faults
    family = "sch-schema" if kind == "sch" else "rng-schema"
    rule = first.rule if first.rule.endswith(("/not-well-formed", "/compact-syntax")) else f"{family}/not-a-schema"
    return [replace(first, rule=rule, message=f"the file {words}", span=first.span or point(1, 1), expected=())]


def _describe_file(data: bytes) -> str:
    """Return what a file is by its first bytes, "" if it may be a schema."""
    if not data.strip():
        return "is empty"
    if found := next((words for magic, words in _MAGIC.items() if data.startswith(magic)), ""):
        return f"{found}, not a schema" if ":" not in found else found
    if _is_binary(data):
        return "is not a text, and so not a schema"
    if _HTML.match(data):
        return _PAGE
    if _DTD.match(data):
        return f"is a DTD, which teikit does not read: {_CONVERT}"
    if re.match(rb"\s*[{\[]\s*[\"\]}\[{]", data):
        return "is JSON, not a schema"
    return ""


def _is_binary(data: bytes) -> bool:
    """Return whether a file has characters that no text has; UTF-16 has zeros in every second byte."""
    begun = data[:4_096]
    if begun.startswith((b"\xff\xfe", b"\xfe\xff")) or begun[:2] in {b"<\0", b"\0<"}:
        return False
    return b"\0" in begun or bool(re.search(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]", begun))


def _describe_root(kind: str, first: Diagnostic, data: bytes) -> str:
    """Return what an XML file is by its root element, "" if it is what it was named as, or nothing known."""
    root = read_prolog([data]).root
    namespace, _, name = root.rpartition(" ")
    if name == "html":
        return _PAGE
    if words := _NAMESPACES.get(namespace):
        return words
    if kind == "rng" and namespace in SCHEMATRON:
        return "is a Schematron schema: name it with --schematron"
    if kind == "sch" and namespace == _RELAXNG:
        return "is a RELAX NG schema without Schematron rules: name it with --schema"
    if kind == "sch" and not root and first.message.startswith(_NO_RULES):
        return "is a schema without Schematron rules: name it with --schema"
    if namespace == _TEI and b"schemaSpec" not in data:
        return "is a TEI document without a schemaSpec, and so no ODD: name a RELAX NG schema, or an ODD"
    return ""


def _describe_end(fault: Diagnostic, data: bytes) -> str:
    """Return where a file that ends too early was still open, "" if it does not."""
    if not fault.rule.endswith("/not-well-formed"):
        return ""
    parser = make_parser(Budget(fault.file))
    opened: list[tuple[str, int]] = []
    parser.StartElementHandler = lambda name, _: opened.append((name, event_position(parser).line))
    parser.EndElementHandler = lambda _: opened.pop()
    try:
        # What is still well-formed so far, and yet not as a whole, has been cut off.
        parser.Parse(data, False)  # noqa: FBT003  expat names no arguments
    except PARSE_ERRORS:
        return ""
    finally:
        release(parser)
    if not opened:
        return ""
    name, line = opened[-1]
    element = quote(name.rpartition(" ")[2])
    return f"ends before the schema is complete ({element} of line {line} is not closed): {_AGAIN}"
