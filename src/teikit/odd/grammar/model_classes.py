"""Model classes as patterns: the choice of their members, and the forms of sequences (TEI P5, 22.5.1 and 1.3.2)."""

from collections.abc import Callable, Sequence

from teikit.odd.grammar.names import FORMS
from teikit.odd.grammar.patterns import PatternBuilder
from teikit.p5.nodes import Place
from teikit.p5.specs import Spec
from teikit.relaxng.syntax.tree import SchemaElement

_REPEATS = {
    "sequence": (1, 1),
    "sequenceOptional": (0, 1),
    "sequenceRepeatable": (1, -1),
    "sequenceOptionalRepeatable": (0, -1),
}
_NEEDS_MEMBERS = {"", "alternation", "sequenceRepeatable"}
# Returns a reference to a member, an element or a form of a class.
Refer = Callable[[Spec, str], SchemaElement | None]


def split_form(name: str) -> tuple[str, str]:
    """Return the class and the form that the name of a pattern is about, such as model.pLike_sequence."""
    ident, _, form = name.rpartition("_")
    return (ident, form) if ident and form in FORMS else (name, "")


def class_pattern(
    builder: PatternBuilder, spec: Spec, members: Sequence[Spec], form: str, refer: Refer
) -> SchemaElement:
    """Return the pattern of a class in a form; `members` are the chosen ones, "" is the choice of all."""
    place = spec.place
    if form not in _REPEATS:
        return _choice(builder, members, form, refer, place)
    patterns = []
    for member in members:
        made = refer(member, form)
        if made is None:
            continue
        minimum, maximum = _REPEATS[form]
        if form == "sequence":
            minimum, maximum = _counts(spec, member)
        # A class in a form of its own repeats its members itself.
        is_element = member.kind == "element"
        repeated = builder.repeat(made, minimum, maximum, place) if is_element or form == "sequence" else made
        patterns += [repeated] if repeated is not None else []
    if not patterns and form in _NEEDS_MEMBERS:
        return builder.pattern("notAllowed", place)
    return builder.group(patterns, place)


def _choice(builder: PatternBuilder, members: Sequence[Spec], form: str, refer: Refer, place: Place) -> SchemaElement:
    made = [each for each in (refer(member, form) for member in members) if each is not None]
    return builder.choice(made, place) if made else builder.pattern("notAllowed", place)


def _counts(spec: Spec, member: Spec) -> tuple[int, int]:
    """Return how often memberOf says that a member occurs in a sequence of the class."""
    found = next((each for each in member.classes.members if each.key == spec.ident), None) if member.classes else None
    return (found.minimum, found.maximum) if found else (1, 1)
