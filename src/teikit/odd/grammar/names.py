"""The names of patterns in the grammar that is written."""

from teikit.odd.schema import OddSchema
from teikit.p5.specs import Spec

# The forms of a model class that content may ask for, beside the choice of its members.
FORMS = ("alternation", "sequence", "sequenceOptional", "sequenceRepeatable", "sequenceOptionalRepeatable")


class PatternNames:
    """Maps specifications to names of patterns: the prefix of the specification, or of the schema, and its name."""

    def __init__(self, schema: OddSchema) -> None:
        self._prefix = schema.customisation.prefix
        self._elements: dict[tuple[str, str], str] = {}
        self.elements: dict[str, tuple[str, str]] = {}
        # Elements by the names of their patterns, where a prefix makes these differ.
        self.by_pattern: dict[str, tuple[str, str]] = {}
        taken: dict[str, int] = {}
        self.keys: dict[int, tuple[str, str]] = {}
        own = schema.customisation.namespace
        for key, element in schema.elements.items():
            namespace, ident = key
            self.keys[id(element.spec)] = key
            if ident not in self.elements or namespace == own:
                self.elements[ident] = key
            name = self.of(element.spec)
            # Elements of one name in several namespaces.
            number = taken[name] = taken.get(name, 0) + 1
            while number > 1 and f"{name}_{number}" in taken:
                number += 1
            if number > 1:
                taken[name] = number
                name = f"{name}_{number}"
                taken[name] = 1
            self._elements[key] = name
            if name != ident:
                self.by_pattern[name] = key

    def of(self, spec: Spec) -> str:
        """Return the name of a specification's pattern."""
        return f"{self._prefix if spec.prefix is None else spec.prefix}{spec.ident}"

    def ident(self, name: str) -> str:
        """Return the name of a pattern without the prefix of the schema."""
        return name.removeprefix(self._prefix) if self._prefix else name

    def of_element(self, key: tuple[str, str]) -> str:
        """Return the name of the pattern of an element, given by namespace and name."""
        return self._elements[key]
