"""Checks that ids are unique in a document, and on request in a corpus."""

from collections.abc import Iterator

from teikit.checks.check import Check
from teikit.checks.finding import CheckedElement, Finding, FindingNote
from teikit.diagnostics import Rule, Severity
from teikit.document.start_tags import XML_ID
from teikit.messages import escape_control, quote

DUPLICATE = Rule(
    "tei/id-duplicate",
    Severity.WARNING,
    "An xml:id stands once in a document.",
    "A pointer to an id that two elements bear leads to one of them by chance.",
    '<p xml:id="a">The first.</p><p xml:id="a">The second.</p>',
    '<p xml:id="a">The first.</p><p xml:id="b">The second.</p>',
    "xml:id 1.0, clause 4; TEI P5, att.global",
)
DUPLICATE_IN_CORPUS = Rule(
    "tei/id-duplicate-in-corpus",
    Severity.WARNING,
    "An xml:id stands once in all documents of a run; looked for with --unique-ids.",
    "Where the letters of an edition go into one file, or one database, their ids must not meet.",
    "",
    "",
    "TEI P5, teiCorpus",
)


class IdsCheck(Check):
    """The ids of a document; `known` has those of the documents before it, if they must differ."""

    rules = (DUPLICATE, DUPLICATE_IN_CORPUS)
    attributes = frozenset({XML_ID})

    def __init__(self, file: str, known: dict[str, str] | None = None) -> None:
        self._file = file
        self._seen_ids = known
        self._first: dict[str, int] = {}
        self._findings: list[Finding] = []

    def attribute(self, element: CheckedElement, key: str, value: str) -> None:
        """See an id."""
        name = value.strip()
        first = self._first.setdefault(name, element.number)
        if first != element.number:
            message = f"the id {quote(name)} names another element already"
            notes = (FindingNote("it is first here", first),)
            self._findings.append(Finding(DUPLICATE, message, element.number, key, notes))
        elif self._seen_ids is not None and self._seen_ids.setdefault(name, self._file) != self._file:
            message = f"the id {quote(name)} stands in '{escape_control(self._seen_ids[name])}' too"
            self._findings.append(Finding(DUPLICATE_IN_CORPUS, message, element.number, key))

    def findings(self) -> Iterator[Finding]:
        """Yield the duplicate ids."""
        yield from self._findings
