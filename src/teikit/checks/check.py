"""The base class of checks: a check subscribes to elements, attributes and text, and yields findings."""

from collections.abc import Iterator
from typing import ClassVar

from teikit.checks.finding import CheckedElement, Finding
from teikit.diagnostics import Rule


class Check:
    """One TEI rule, or some related ones, applied to one document.

    There is a new check for each document. It declares what it sees; all checks share one walk. Findings are yielded at
    the end, when the whole document is known.
    """

    rules: ClassVar[tuple[Rule, ...]] = ()
    # Local names of TEI elements whose start and end it sees.
    elements: ClassVar[frozenset[str]] = frozenset()
    # Local names of TEI elements that it sees if they are empty.
    empties: ClassVar[frozenset[str]] = frozenset()
    # Expanded names of attributes that it sees, on elements of any namespace.
    attributes: ClassVar[frozenset[str]] = frozenset()
    sees_text: ClassVar[bool] = False

    def start(self, element: CheckedElement) -> None:
        """See one of `elements` begin."""

    def end(self, element: CheckedElement) -> None:
        """See one of `elements` end."""

    def empty(self, element: CheckedElement) -> None:
        """See one of `empties` end that contains no element, and only white space."""

    def attribute(self, element: CheckedElement, key: str, value: str) -> None:
        """See one of `attributes`."""

    def has_relevant_text(self, source: bytes) -> bool:  # noqa: ARG002  the signature of all checks
        """Return whether a document with this source (UTF-8) may have relevant text; asked if the check sees text."""
        return True

    def text(self, data: str, offset: int) -> None:
        """See character data outside ASCII; `offset` counts all that came before it, in code points."""

    def findings(self) -> Iterator[Finding]:
        """Yield what is wrong, once the document has been seen."""
        yield from ()
