"""Checks that the parts of a letter are in order, and not empty."""

from collections.abc import Iterator

from teikit.checks.check import Check
from teikit.checks.finding import CheckedElement, Finding, FindingNote
from teikit.diagnostics import Rule, Severity

ORDER = Rule(
    "tei/letter-part-order",
    Severity.WARNING,
    "In a letter the opener comes first, then what is said, then the closer, then postscripts.",
    "Who looks for the salutation looks in the first part, who looks for the signature in the closer; TEI's grammar"
    " lets a postscript stand before the closer. A paragraph after the closer is a remark: others may have written it.",
    '<div type="letter"><opener/><p>All is well.</p><postscript><p>P.S. The toad is back.</p></postscript>'
    "<closer><signed>Will</signed></closer></div>",
    '<div type="letter"><opener/><p>All is well.</p><closer><signed>Will</signed></closer>'
    "<postscript><p>P.S. The toad is back.</p></postscript></div>",
    "TEI P5, chapter DS, 4.2.2 and 4.2.3",
    "body",
)
EMPTY = Rule(
    "tei/part-empty",
    Severity.WARNING,
    "A paragraph, a name or a part of a letter holds something.",
    "Where something is missing from the source, gap or space says so; an empty element says nothing, and is mostly a"
    " leftover of editing.",
    "<p>All is well.</p><p/>",
    '<p>All is well.</p><p><gap reason="lost"/></p>',
    "TEI P5, chapter CO",
)

_ORDER = frozenset({"opener", "closer", "postscript"})
# The kinds that must not come before the first of a kind.
_BEFORE = {"opener": ("closer", "postscript", "block"), "late block": ("closer",), "closer": ("postscript",)}
_BLOCKS = frozenset({"p", "lg", "list", "table", "quote", "ab"})
_HEADER = "teiHeader"
# What comes after a header.
_CONTENTS = frozenset({"text", "facsimile", "sourceDoc", "standOff"})
# Elements that state nothing if they are empty; an empty opener or closer states that the letter has none.
_LINES = "p head salute signed dateline address addrLine postscript lg l item note quote trailer byline"
_PARTS = frozenset(_LINES.split())
# These may state something by their attributes alone.
_BY_ATTRIBUTES = frozenset({"persName", "placeName", "orgName", "name", "rs", "date", "roleName", "title"})


class LetterPartsCheck(Check):
    """The order of opener, paragraphs, closer and postscript among the children of one element, and what is empty."""

    rules = (ORDER, EMPTY)
    elements = _ORDER | _BLOCKS | {_HEADER} | _CONTENTS
    empties = _PARTS | _BY_ATTRIBUTES

    def __init__(self) -> None:
        self._findings: list[Finding] = []
        self._is_in_header = False
        # By the number of the parent the first opener, closer, postscript, block, and block after the closer.
        self._first: dict[int, dict[str, CheckedElement]] = {}

    def start(self, element: CheckedElement) -> None:
        """See a part begin, the header, or what comes after it."""
        if element.name == _HEADER or element.name in _CONTENTS:
            self._is_in_header = element.name == _HEADER
            return
        kind = element.name if element.name in _ORDER else "block" if element.name in _BLOCKS else ""
        if kind:
            first = self._first.setdefault(element.parent, {})
            kind = "late block" if kind == "block" and "closer" in first else kind
            if kind not in first:
                self._findings += _order_findings(element, kind, first)
                first[kind] = element

    def empty(self, element: CheckedElement) -> None:
        """See an empty part; the grammar requires paragraphs in parts of headers about which nothing is known."""
        if self._is_in_header and element.name == "p":
            return
        # A note of a header is part of no letter.
        severity = Severity.INFO if self._is_in_header and element.name == "note" else None
        if element.name in _PARTS or (element.name in _BY_ATTRIBUTES and not element.attributes):
            message = f"'{element.name}' is empty"
            self._findings.append(Finding(EMPTY, message, element.number, severity=severity))

    def findings(self) -> Iterator[Finding]:
        """Yield the parts that are out of order, and those that are empty."""
        yield from self._findings


def _order_findings(element: CheckedElement, kind: str, first: dict[str, CheckedElement]) -> Iterator[Finding]:
    """Yield a finding if a part that should follow comes before the first of a kind."""
    for earlier in _BEFORE.get(kind, ()):
        if earlier in first:
            is_closer = kind == "closer"
            misplaced, other = (first[earlier], element) if is_closer else (element, first[earlier])
            where = "before" if is_closer else "after"
            message = f"'{misplaced.name}' stands {where} '{other.name}'"
            notes = (FindingNote(f"'{other.name}' is here", other.number),)
            # What others wrote, or what is printed on the sheet, may follow the closer.
            severity = Severity.INFO if kind == "late block" else None
            yield Finding(ORDER, message, misplaced.number, notes=notes, severity=severity)
            return
