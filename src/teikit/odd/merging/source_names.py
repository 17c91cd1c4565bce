"""The names that the sources of an ODD have, selected or not, which show whether a name is misspelt or was left out."""

from collections.abc import Sequence
from functools import cached_property

from teikit.odd.merging.attribute_merging import attributes_in
from teikit.p5.specs import Library


class SourceNames:
    """Looked for only when something is reported."""

    def __init__(self, libraries: Sequence[Library]) -> None:
        self._libraries = libraries

    def has(self, kind: str, ident: str) -> bool:
        """Return whether a source has a specification of a kind and name."""
        return (kind, ident) in self._modules

    def idents(self, kind: str) -> list[str]:
        """Return the names of all specifications of a kind."""
        return [ident for each, ident in self._modules if each == kind]

    def module(self, kind: str, ident: str) -> str:
        """Return the module of a specification, "" if no source has it."""
        return self._modules.get((kind, ident), "")

    def has_attribute(self, ident: str) -> bool:
        """Return whether any specification of the sources defines an attribute of a name."""
        return ident in self._attributes

    @cached_property
    def _modules(self) -> dict[tuple[str, str], str]:
        specs = (spec for library in reversed(self._libraries) for spec in library.specs)
        return {(spec.kind, spec.ident): spec.module for spec in specs}

    @cached_property
    def _attributes(self) -> set[str]:
        specs = (spec for library in self._libraries for spec in library.specs)
        return {each.ident for spec in specs for each in attributes_in(spec.attributes)}
