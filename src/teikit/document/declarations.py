"""Counts what the declarations of a document type cost while expat reads a document: entities, defaults of attributes.

Expat expands entities by recursion, so that a long chain of them ends the process, and gives the defaults of attributes
with each element anew. Both are counted here for every parser, from the first declaration on; documents without
declarations pay nothing.
"""

import re
from collections.abc import Callable
from typing import Any
from xml.parsers.expat import XMLParserType

from teikit.document.reported_positions import event_place
from teikit.limits import Budget

# A reference in the text of an entity; those to characters are replaced in it already.
_REFERENCE = r"&[^#;&][^;&]*;"
# The text of longer entities is counted wherever it comes, in code points; that of shorter ones is about as long as
# the references to it.
_SHORT = 64
# What an attribute takes beside its value, about, in bytes.
_ATTRIBUTE = 64


def guard(parser: XMLParserType, budget: Budget) -> "DeclarationGuard":
    """Let a parser raise LimitExceededError where declarations exceed the limits."""
    made = DeclarationGuard(parser, budget)
    parser.EntityDeclHandler, parser.AttlistDeclHandler = made.declare_entity, made.declare_attribute
    return made


class DeclarationGuard:
    """What was declared so far, and what it has cost."""

    __slots__ = (
        "_budget", "_defaults", "_depth", "_expands", "_nested", "_parser", "_spent_on_defaults", "_spent_on_entities",
    )  # fmt: skip

    def __init__(self, parser: XMLParserType, budget: Budget) -> None:
        self._parser, self._budget = parser, budget
        # The entities that refer to others, and whether there are some that are long or hold elements.
        self._nested, self._expands = 0, False
        # By local names of elements the size of the defaults of their attributes, in bytes.
        self._defaults: dict[str, int] = {}
        self._spent_on_defaults = self._spent_on_entities = self._depth = 0

    @property
    def counts(self) -> bool:
        """Whether something is declared whose use is counted."""
        return self._expands or bool(self._defaults)

    def _check(self, name: str, amount: int) -> None:
        if amount > self._budget.limit(name):
            raise self._budget.excess(name, event_place(self._parser))

    def declare_entity(self, _name: str, is_parameter: int, value: str | None, *_external: str | None) -> None:
        """Count an entity; those that refer to others are few, so that no chain of them is long."""
        self._parser.EndDoctypeDeclHandler = self.end_declarations
        if is_parameter or value is None:
            return
        if re.search(_REFERENCE, value):
            self._nested += 1
            self._check("nested-entities", self._nested)
        self._expands = self._expands or len(value) > _SHORT or "<" in value or "&" in value

    def declare_attribute(self, element: str, _name: str, _kind: str, default: str | None, _required: int) -> None:
        """Count the default of an attribute."""
        self._parser.EndDoctypeDeclHandler = self.end_declarations
        if default is None:
            return
        size = len(default) + _ATTRIBUTE
        self._spend_on_defaults(size)
        local = element.rpartition(":")[2]
        self._defaults[local] = self._defaults.get(local, 0) + size

    def _spend_on_defaults(self, size: int) -> None:
        self._spent_on_defaults += size
        self._check("default-attributes", self._spent_on_defaults)

    def _spend_on_entities(self, size: int) -> None:
        """Count text and elements; what is more than the document has was expanded."""
        self._spent_on_entities += size
        if self._spent_on_entities > self._budget.limit("entity-bytes"):
            self._check("entity-bytes", self._spent_on_entities - self._parser.CurrentByteIndex)

    def end_declarations(self) -> None:
        """Count from here on what declared defaults and entities add, wherever a handler would see it."""
        parser = self._parser
        if self._defaults and parser.StartElementHandler:
            parser.StartElementHandler = self._count_defaults(parser.StartElementHandler)
        if self._expands:
            if parser.StartElementHandler:
                parser.StartElementHandler = self._count_elements(parser.StartElementHandler)
            if parser.EndElementHandler:
                parser.EndElementHandler = self._count_end_tags(parser.EndElementHandler)
            if parser.CharacterDataHandler:
                parser.CharacterDataHandler = self._count_text(parser.CharacterDataHandler)

    def _count_defaults(self, handler: Callable[..., Any]) -> Callable[..., Any]:
        def start(name: str, attributes: Any) -> None:
            local = name.rpartition(" ")[2].rpartition(":")[2]
            if local in self._defaults:
                self._spend_on_defaults(self._defaults[local])
            handler(name, attributes)

        return start

    def _count_elements(self, handler: Callable[..., Any]) -> Callable[..., Any]:
        def start(name: str, attributes: Any) -> None:
            self._depth += 1
            self._check("depth", self._depth)
            values = attributes.values() if isinstance(attributes, dict) else attributes
            # A tag has a name and two characters at least.
            self._spend_on_entities(3 + sum(map(len, values)))
            handler(name, attributes)

        return start

    def _count_end_tags(self, handler: Callable[..., Any]) -> Callable[..., Any]:
        def end(name: str) -> None:
            self._depth -= 1
            handler(name)

        return end

    def _count_text(self, handler: Callable[..., Any]) -> Callable[..., Any]:
        def text(data: str) -> None:
            self._spend_on_entities(len(data))
            handler(data)

        return text
