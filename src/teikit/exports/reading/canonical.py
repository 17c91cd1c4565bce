"""Writes canonical TEI: indented where white space has no meaning, then Canonical XML 2.0 with comments.

The same tree gives the same bytes. Text is never changed: within an element that may contain text (TEI P5's content
models), and where xml:space is "preserve", everything stays as it is.
"""

import hashlib
import io
from copy import deepcopy

from lxml import etree

from teikit.document.serialize import indent_where
from teikit.errors import UnsupportedError
from teikit.exports.record.element_content import ELEMENT_CONTENT
from teikit.exports.record.source import ExportedFile, Settings, TeiFile
from teikit.messages import escape_control
from teikit.tei import TEI

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ELEMENT_CONTENT = frozenset(f"{{{TEI}}}{name}" for name in ELEMENT_CONTENT)


def _is_blank(text: str | None) -> bool:
    # XML's white space only: a no-break space is text.
    return not text or not text.strip(" \t\r\n")


def _has_only_elements(element: etree._Element) -> bool:
    return (
        element.tag in _ELEMENT_CONTENT
        and element.get(_SPACE) != "preserve"
        and _is_blank(element.text)
        and all(_is_blank(child.tail) for child in element)
    )


def canonical_xml(root: etree._Element) -> bytes:
    """Return the document of an element in Canonical XML 2.0 (W3C, 2013), with comments and processing instructions.

    Raises:
        UnsupportedError: a namespace is a relative URI.
    """
    tree = root.getroottree()
    out = io.BytesIO()
    try:
        # For whole documents, exclusive canonicalisation gives the same as 2.0, six times faster than lxml's own 2.0.
        tree.write_c14n(out, exclusive=True, with_comments=True)  # type: ignore[call-arg] # lxml-stubs lacks it
    except etree.C14NError:
        # Canonical XML is undefined only for relative namespace URIs.
        raise UnsupportedError("has a namespace that is a relative address, which Canonical XML forbids") from None
    return out.getvalue()


def canonicalize(root: etree._Element) -> bytes:
    """Return a TEI document in its canonical form; the tree is not changed."""
    tree = deepcopy(root.getroottree())
    indent_where(tree.getroot(), _has_only_elements)
    return canonical_xml(tree.getroot())


def write(source: TeiFile, settings: Settings) -> ExportedFile:  # noqa: ARG001  every format is called alike
    """Return a TEI document in its canonical form; raises UnsupportedError if a namespace is a relative URI."""
    try:
        made = canonicalize(source.root)
    except UnsupportedError as error:
        raise UnsupportedError(f"{escape_control(source.name)}: {error}") from None
    has_document_type = source.root.getroottree().docinfo.internalDTD is not None
    lost = ("the document type declaration",) if has_document_type else ()
    return ExportedFile(made, lost, (f"sha256 {hashlib.sha256(made).hexdigest()}",))
