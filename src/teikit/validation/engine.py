"""What validation asks of an engine."""

from typing import Protocol

from teikit.diagnostics import Diagnostic


class Engine(Protocol):
    """A compiled schema that judges documents."""

    def validate(self, data: bytes, file: str) -> list[Diagnostic]:
        """Return what is wrong with a document, nothing if it is valid; `file` is its name for messages."""
        ...
