"""Builds patterns of RELAX NG as elements of its XML syntax."""

from collections.abc import Sequence

from teikit.diagnostics import Span, point
from teikit.limits import limit
from teikit.messages import quote
from teikit.odd.reading.files import limit_error
from teikit.odd.reporting import Reporter
from teikit.odd.rules import RULE
from teikit.odd.schema_rules import COUNT_ORDER, COUNT_TOO_LARGE
from teikit.p5.nodes import XML, Node, Place
from teikit.p5.specs import UNBOUNDED
from teikit.relaxng.syntax.tree import COMPATIBILITY, RELAXNG, SchemaElement

# What comes from the facts of TEI P5 has no place.
_SOMEWHERE = point(1, 1)
_NAMESPACES = {"": RELAXNG, "a": COMPATIBILITY, "xml": XML}
_ONCE = (1, 1)
_OPERATORS = {(0, 1): "optional", (1, UNBOUNDED): "oneOrMore", (0, UNBOUNDED): "zeroOrMore"}


class PatternBuilder:
    """Makes elements with the place of the part of the ODD that they come from."""

    def __init__(self, reporter: Reporter) -> None:
        self.reporter = reporter
        self._left = limit("odd-patterns")

    def pattern(
        self,
        name: str,
        place: Place,
        children: Sequence[SchemaElement] = (),
        attributes: dict[str, str] | None = None,
        text: str = "",
    ) -> SchemaElement:
        """Return an element of RELAX NG."""
        self._spend(1, place)
        span: Span = place.span or _SOMEWHERE
        return SchemaElement(
            name, attributes or {}, list(children), text, place.file, span, _NAMESPACES, place.file, []
        )

    def _spend(self, count: int, place: Place) -> None:
        self._left -= count
        if self._left < 0:
            raise limit_error("odd-patterns", place)

    def reference(self, name: str, place: Place) -> SchemaElement:
        """Return a ref."""
        return self.pattern("ref", place, attributes={"name": name})

    def choice(self, alternatives: Sequence[SchemaElement], place: Place) -> SchemaElement:
        """Return the choice of at least one pattern."""
        return alternatives[0] if len(alternatives) == 1 else self.pattern("choice", place, alternatives)

    def group(self, patterns: Sequence[SchemaElement], place: Place, name: str = "group") -> SchemaElement:
        """Return the group of patterns, empty if there are none."""
        if not patterns:
            return self.pattern("empty", place)
        return patterns[0] if len(patterns) == 1 else self.pattern(name, place, patterns)

    def value(self, text: str, place: Place) -> SchemaElement:
        """Return a value."""
        return self.pattern("value", place, text=text)

    def repeat(self, pattern: SchemaElement, minimum: int, maximum: int, place: Place) -> SchemaElement | None:
        """Return a pattern that often; None if it may not occur at all.

        Counts beyond the limit, which would be as many copies of the pattern, are widened to any number.
        """
        if maximum != UNBOUNDED and minimum > maximum:
            words = f"minOccurs is {minimum}, which is more than maxOccurs, {maximum}"
            self.reporter.report(COUNT_ORDER, words, place.of("minOccurs"))
            return pattern
        if (minimum, maximum) == _ONCE:
            return pattern
        if (minimum, maximum) in _OPERATORS:
            return self.pattern(_OPERATORS[minimum, maximum], place, [pattern])
        if max(minimum, maximum) > limit("odd-copies"):
            words = f"a count of {max(minimum, maximum)} is more than RELAX NG can well express; any number is allowed"
            self.reporter.report(
                COUNT_TOO_LARGE, words, place.of("minOccurs" if minimum > limit("odd-copies") else "maxOccurs")
            )
            return self.pattern("oneOrMore" if minimum else "zeroOrMore", place, [pattern])
        return self._copies(pattern, minimum, maximum, place)

    def counted_list(self, pattern: SchemaElement, minimum: int, maximum: int, place: Place) -> SchemaElement:
        """Return the list of so many values."""
        most = limit("odd-copies")
        if maximum == UNBOUNDED or maximum > most or minimum > most or minimum > maximum:
            repeated = self.repeat(pattern, minimum, maximum, place)
            return self.pattern("list", place, [repeated] if repeated else [self.pattern("empty", place)])
        self._spend(_size(pattern) * max(minimum, maximum), place)
        optional = self.pattern("optional", place, [pattern])
        parts = [pattern] * minimum + [optional] * (maximum - minimum)
        return self.pattern("list", place, parts or [self.pattern("empty", place)])

    def _copies(self, pattern: SchemaElement, minimum: int, maximum: int, place: Place) -> SchemaElement | None:
        # All writers and readers of the grammar visit each copy.
        self._spend(_size(pattern) * max(minimum, maximum), place)
        copies = [pattern] * minimum
        if maximum == UNBOUNDED:
            return self.group([*copies, self.pattern("zeroOrMore", place, [pattern])], place)
        optional: SchemaElement | None = None
        for _ in range(maximum - minimum):
            inner = [pattern, optional] if optional else [pattern]
            optional = self.pattern("optional", place, [self.group(inner, place)])
        copies += [optional] if optional else []
        return self.group(copies, place) if copies else None


def _size(pattern: SchemaElement) -> int:
    count, waiting = 0, [pattern]
    while waiting:
        count += 1
        waiting += waiting.pop().children
    return count


def occurrences(node: Node, reporter: Reporter) -> tuple[int, int]:
    """Return @minOccurs and @maxOccurs of an element, 1 and 1 where they are absent or no numbers."""
    return count(node, "minOccurs", reporter), count(node, "maxOccurs", reporter)


def count(node: Node, name: str, reporter: Reporter) -> int:
    """Return the value of an attribute that counts; UNBOUNDED is "unbounded"."""
    value = node.get(name, "1").strip()
    if value == "unbounded" and name == "maxOccurs":
        return UNBOUNDED
    if value.isascii() and value.isdigit() and len(value) <= len("1000000000"):
        return int(value)
    reporter.report(
        RULE["odd/invalid-count"], f"@{name} of {node.name} is {quote(value)}, which is no count", node.place.of(name)
    )
    return 1
