"""Descriptions as documentation of the grammar, which editors show (RELAX NG DTD Compatibility, clause 5)."""

from collections.abc import Sequence

from teikit.p5.nodes import XML, Node
from teikit.p5.specs import Prose, ValueList
from teikit.relaxng.syntax.tree import COMPATIBILITY, Annotation, SchemaElement

_LANG = f"{{{XML}}}lang"


class Documentation:
    """Adds documentation in the first of some languages that a description has; without any, nothing is added."""

    def __init__(self, languages: Sequence[str], *, is_wanted: bool = True) -> None:
        self._languages = [*languages, "en", ""]
        self._is_wanted = is_wanted

    def annotate(self, pattern: SchemaElement, prose: Prose) -> None:
        """Add the description of a specification to its pattern."""
        if self._is_wanted and (words := self.describe(prose)):
            pattern.annotations.append(_documentation(words))

    def annotate_values(self, choice: SchemaElement, values: ValueList) -> None:
        """Add the description of each value after it."""
        for index, item in enumerate(values.items[: len(choice.children)], 1):
            if self._is_wanted and (words := self.describe(item.prose)):
                choice.annotations.append(_documentation(words, index))

    def describe(self, prose: Prose) -> str:
        """Return a description, with the gloss in brackets before it."""
        gloss, words = self._choose(prose.get("gloss", [])), self._choose(prose.get("desc", []))
        return f"({gloss}) {words}".strip() if gloss else words

    def _choose(self, nodes: list[Node]) -> str:
        by_language: dict[str, Node] = {}
        for each in nodes:
            by_language.setdefault(each.get(_LANG), each)
        found = next((by_language[each] for each in self._languages if each in by_language), None)
        found = found or next(iter(nodes), None)
        return " ".join(found.text().split()) if found else ""


def _documentation(words: str, place: int = 0) -> Annotation:
    text = Annotation("text", text=words)
    return Annotation("element", "a:documentation", COMPATIBILITY, children=(text,), place=place)
