"""What a check is: it sees the elements, attributes and text that it asks for, and says what is wrong."""

from collections.abc import Iterator
from typing import ClassVar

from teikit.checks.finding import CheckedElement, Finding
from teikit.diagnostics import Rule


class Check:
    """One TEI rule, or some that go together, over one document.

    A check is made anew for each document. It names what it wants to see; all checks share one walk. Findings may come
    at once or at the end, when the whole document is known.
    """

    rules: ClassVar[tuple[Rule, ...]] = ()
    # Local names of TEI elements whose start and end it sees.
    elements: ClassVar[frozenset[str]] = frozenset()
    # Local names of TEI elements that it sees where they hold nothing.
    empties: ClassVar[frozenset[str]] = frozenset()
    # Keys of attributes that it sees, on elements of any namespace.
    attributes: ClassVar[frozenset[str]] = frozenset()
    sees_text: ClassVar[bool] = False

    def start(self, element: CheckedElement) -> None:
        """See one of `elements` begin."""

    def end(self, element: CheckedElement) -> None:
        """See one of `elements` end."""

    def empty(self, element: CheckedElement) -> None:
        """See one of `empties` end that holds no element, and nothing but white space."""

    def attribute(self, element: CheckedElement, key: str, value: str) -> None:
        """See one of `attributes`."""

    def has_relevant_text(self, source: bytes) -> bool:  # noqa: ARG002  the signature of all checks
        """Tell whether some text of a document with such a source (UTF-8) may be worth to be seen.

        Only those who see text at all are asked.
        """
        return True

    def text(self, data: str, offset: int) -> None:
        """See character data outside ASCII; `offset` counts all that came before it, in code points."""

    def findings(self) -> Iterator[Finding]:
        """Yield what is wrong, once the document has been seen."""
        yield from ()
