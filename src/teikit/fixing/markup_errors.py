"""Proposes fixes for small errors in markup: blanks that are missing or too many, comments, prefixes, declarations."""

import re
from collections.abc import Iterator

from teikit.diagnostics import Diagnostic, Safety
from teikit.document.editable import EditableDocument
from teikit.document.faults.namespaces import USUAL
from teikit.fixing.proposal import Change, Proposal

_BEFORE_DECLARATION = re.compile(r"\ufeff?([ \t\r\n\ufeff]+)(?=<\?xml\s)")
_SECTION_END = re.compile(r"]]>")
_PREFIXED = re.compile(r"<?([^\W\d][\w.-]*):[\w.-]+")
_NEXT_ATTRIBUTE = re.compile(r"(?<=[\"'])(?=[^\W\d][\w:.-]*\s*=\s*[\"'])")
_SLASH = re.compile(r"/[ \t\r\n]+>")
_SPACED_END_TAG = re.compile(r"</([ \t\r\n]+)[^\W\d][\w:.-]*[ \t\r\n]*>")
_DASHES = re.compile(r"-{2,}")
# What these mean is not a matter of opinion: W3C has recommended them.
_RESERVED_IN_USE = frozenset({"xi", "xlink", "xsi", "svg"})


def propose(source: EditableDocument, diagnostic: Diagnostic) -> Iterator[Proposal]:
    """Yield proposals to make a document well-formed at the place of a fault."""
    if diagnostic.span is None:
        return
    text, offset = source.text, source.offset(diagnostic.span.start)
    if (before := _BEFORE_DECLARATION.match(text)) is not None:
        yield Proposal("delete what is before the XML declaration", (Change(*before.span(1), ""),))
    if _SECTION_END.match(text, offset):
        yield Proposal("write ']]>' as ']]&gt;'", (Change(offset + 2, offset + 3, "&gt;"),))
    if _NEXT_ATTRIBUTE.match(text, offset):
        yield Proposal("put a blank between the attributes", (Change(offset, offset, " "),))
    if (slash := _SLASH.match(text, offset)) is not None:
        yield Proposal("write '/>' without a blank", (Change(slash.start(), slash.end(), "/>"),))
    if (tag := _SPACED_END_TAG.match(text, offset)) is not None:
        yield Proposal("delete the blank after '</'", (Change(*tag.span(1), ""),), Safety.UNSAFE)
    yield from _dashes(text, offset)
    yield from _prefix(source, diagnostic, offset)


def _dashes(text: str, offset: int) -> Iterator[Proposal]:
    """Yield the proposal to part the dashes of a comment; it changes only the comment."""
    begin, end = text.rfind("<!--", 0, offset + 1), text.find("-->", offset)
    found = _DASHES.match(text, offset)
    if begin < 0 or end < 0 or found is None or begin + 4 > offset or text.find("-->", begin, offset) >= 0:
        return
    inner = text[begin + 4 : end]
    parted = re.sub("-(?=-)", "- ", inner)
    made = f"{parted} " if parted.endswith("-") else parted
    yield Proposal("part the dashes in the comment", (Change(begin + 4, end, made),), Safety.UNSAFE)


def _prefix(source: EditableDocument, diagnostic: Diagnostic, offset: int) -> Iterator[Proposal]:
    """Yield the proposal to declare a prefix on the root as what it usually means."""
    found = _PREFIXED.match(source.text, offset)
    prefix = found[1] if found else ""
    if "is not declared" not in diagnostic.message or prefix not in USUAL or not source.elements:
        return
    root = source.elements[0]
    words = f"declare xmlns:{prefix}=\"{USUAL[prefix]}\" on '{root.name}'"
    made = Proposal(words, (Change(root.name_end, root.name_end, f' xmlns:{prefix}="{USUAL[prefix]}"'),))
    yield made if prefix in _RESERVED_IN_USE else made.as_unsafe()
