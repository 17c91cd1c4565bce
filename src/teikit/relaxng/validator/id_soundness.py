"""ID/IDREF soundness (RELAX NG DTD Compatibility, clause 5): the IDs of a document and the references to them."""

from collections.abc import Mapping, Sequence

from teikit.relaxng.automaton.strings import SPACE
from teikit.relaxng.datatypes import IdKind


class IdTracker:
    """The identifiers of one document, as far as it was read."""

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._references: set[str] = set()

    def add(self, identifier: str) -> bool:
        """Record an ID; False if it is a duplicate."""
        if identifier in self._known:
            return False
        self._known.add(identifier)
        return True

    def note(self, kinds: Mapping[str, IdKind], attributes: Sequence[str]) -> bool:
        """Record the attributes of a start tag (names and values in turn); False if an ID is a duplicate."""
        for name, value in zip(attributes[::2], attributes[1::2], strict=True):
            kind = kinds.get(name)
            if kind == "ID":
                if not self.add(value.strip(SPACE)):
                    return False
            elif kind:
                self._references.update(value.split())
        return True

    def are_sound(self) -> bool:
        """Return, at the end of the document, whether each reference has its ID."""
        return self._references <= self._known
