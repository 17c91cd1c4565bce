"""Checks that header and letter agree: correspAction with dateline and signature."""

from collections.abc import Iterator
from typing import NamedTuple

from teikit.checks.check import Check
from teikit.checks.dates import Interval, interval
from teikit.checks.finding import CheckedElement, Finding, FindingNote
from teikit.checks.references import Reference, are_different, references_of
from teikit.diagnostics import Rule, Severity
from teikit.messages import quote
from teikit.relaxng.datatypes.calendar import compare_instants

_HEAD = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>A letter</title></titleStmt>'
    "<publicationStmt><p>Unpublished.</p></publicationStmt><sourceDesc><p>Made up.</p></sourceDesc></fileDesc>"
    '<profileDesc><correspDesc><correspAction type="sent"><persName ref="{person}">Will</persName>'
    '<date when="{date}"/></correspAction></correspDesc></profileDesc></teiHeader><text><body><div type="letter">'
    '<opener><dateline><date when="1899-05-02">May 2</date></dateline></opener><p>All is well.</p>'
    '<closer><signed><persName ref="https://example.org/will">Will</persName></signed></closer></div></body></text></TEI>'
)
_SAME = _HEAD.format(person="https://example.org/will", date="1899-05-02")
DATE = Rule(
    "tei/sent-date-differs",
    Severity.WARNING,
    "The day of sending in the header is one that the letter's datelines bear, where both give dates.",
    "Letters are put in order by the header and read by the text: one of the two is misread or mistyped.",
    _HEAD.format(person="https://example.org/will", date="1898-05-02"),
    _SAME,
    "TEI P5, correspAction and dateline",
    "TEI",
)
SENDER = Rule(
    "tei/sender-differs",
    Severity.WARNING,
    "Who signs is one of those who sent the letter, where both are named by references of one authority.",
    "Registers and networks of correspondence rest on the sender in the header. A VIAF address and a key of the edition"
    " cannot be compared, nor an office and the person who signs for it.",
    _HEAD.format(person="https://example.org/tom", date="1899-05-02"),
    _SAME,
    "TEI P5, correspAction and signed",
    "TEI",
)

_DATES = frozenset({"date", "time", "origDate"})
_NAMES = frozenset({"persName", "orgName", "name", "rs"})
# The content of these is by another person, or from another time.
_OTHERS = frozenset({"floatingText", "quote", "q", "cit", "note", "back", "front", "standOff", "attachment"})
_WHERE = frozenset({"correspDesc", "correspAction", "dateline", "signed"})
# All of them are compared with each other.
_MOST_DATES = _MOST_NAMES = 200
_PARTS = frozenset({"opener", "closer", "postscript"})


class _Date(NamedTuple):
    """The date of an element, as written and as an interval."""

    element: int
    value: str
    meaning: Interval


class CorrespondenceCheck(Check):
    """One letter and its header; documents with several correspDesc are skipped, since letters cannot be assigned."""

    rules = (DATE, SENDER)
    elements = _DATES | _NAMES | _OTHERS | _WHERE | _PARTS

    def __init__(self) -> None:
        # For each open element the part that it is in: see `_part_of_children`.
        self._open = [""]
        # The number of the parent of the first opener or closer: other divisions may be enclosures.
        self._letter: int | None = None
        self._letters = 0
        self._sent: list[_Date] = []
        self._datelines: list[_Date] = []
        self._senders: dict[Reference, int] = {}
        self._signers: dict[Reference, int] = {}

    def start(self, element: CheckedElement) -> None:
        """See an element that may contain a date or a name, or one of these."""
        self._letters += element.name == "correspDesc"
        where = self._open[-1]
        if element.name in _DATES and where in {"sent", "dateline"}:
            found = _date_of(element)
            if found and len(self._sent) + len(self._datelines) < _MOST_DATES:
                (self._sent if where == "sent" else self._datelines).append(found)
        elif element.name in _NAMES and where in {"sent", "signed"}:
            named = self._senders if where == "sent" else self._signers
            for reference in references_of(element.name, element.attributes):
                if len(named) < _MOST_NAMES:
                    named.setdefault(reference, element.number)
        # Most elements seen are dates and names, which change nothing for their children.
        is_part = element.name not in _DATES and element.name not in _NAMES
        self._open.append(self._part_of_children(element, where) if is_part else where)

    def end(self, element: CheckedElement) -> None:  # noqa: ARG002  the signature of all checks
        """See it end."""
        self._open.pop()

    def _part_of_children(self, element: CheckedElement, outer: str) -> str:
        """Return the part that the children of an element are in.

        `sent` (the action), `dateline` or `signed` of the letter, `part` of it, `other` (not compared), or "".
        """
        if element.name == "correspAction":
            return "sent" if element.attributes.get("type") == "sent" else "other"
        if outer == "other" or element.name in _OTHERS:
            return "other"
        if element.name in _PARTS and outer in {"", "part"}:
            self._letter = element.parent if self._letter is None else self._letter
            return "part" if element.parent == self._letter else outer
        return element.name if outer == "part" and element.name in {"dateline", "signed"} else outer

    def findings(self) -> Iterator[Finding]:
        """Yield the differences."""
        if self._letters != 1:
            return
        if self._sent and self._datelines and not self._same_day():
            sent, dateline = self._sent[0], self._datelines[0]
            message = f"the letter was sent {quote(sent.value)}, but its dateline says {quote(dateline.value)}"
            yield Finding(DATE, message, sent.element, notes=(FindingNote("the dateline is here", dateline.element),))
        if self._senders and self._signers and (differing := are_different(self._senders, self._signers)):
            sender, signer = differing
            message = f"the sender is {quote(sender.written)}, but {quote(signer.written)} signs"
            notes = (FindingNote("the signature is here", self._signers[signer]),)
            yield Finding(SENDER, message, self._senders[sender], notes=notes)

    def _same_day(self) -> bool:
        return any(_is_overlapping(one.meaning, two.meaning) for one in self._sent for two in self._datelines)


def _is_overlapping(one: Interval, two: Interval) -> bool:
    """Return whether two dates may mean the same day."""
    return compare_instants(one.first, two.last) != 1 and compare_instants(two.first, one.last) != 1


def _date_of(element: CheckedElement) -> _Date | None:
    """Return the date in an element's attributes; dates of other calendars are not compared."""
    if "calendar" in element.attributes or "datingMethod" in element.attributes:
        return None
    for kind in ("", "-iso"):
        names = ("when", "notBefore", "from", "notAfter", "to")
        when, not_before, start, not_after, to = (element.attributes.get(name + kind, "") for name in names)
        first, last = when or not_before or start, when or not_after or to
        begin, end = interval(first), interval(last)
        if begin and end:
            written = first if first == last else f"{first} to {last}"
            return _Date(element.number, written, Interval(begin.first, end.last))
    return None
