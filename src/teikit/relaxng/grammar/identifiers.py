"""Finds the attributes that are identifiers, and checks ID/IDREF soundness (RELAX NG DTD Compatibility, clause 4).

A document's IDs can be found by its names alone only if every attribute that may have one name on one element has the
same type; a schema where that does not hold is not compatible with the feature.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from teikit.diagnostics import Diagnostic
from teikit.relaxng.datatypes import IdKind
from teikit.relaxng.grammar.grammar import postorder
from teikit.relaxng.grammar.name_classes import Name, describe, members_of, overlap
from teikit.relaxng.grammar.patterns import Attribute, Data, Element, Pattern, Value, children
from teikit.relaxng.syntax.faults import schema_diagnostic

# The kind by the expanded name of an element, then of an attribute.
Identifiers = dict[str, dict[str, IdKind]]
_CLAUSE = "4 of DTD Compatibility"
# Many schemas are no use for IDs although their authors never noticed: those who use them need the way out.
_WAY_OUT = "; --no-ids leaves IDs out"


def find_identifiers(elements: Sequence[Element]) -> tuple[Identifiers, list[Diagnostic]]:
    """Return the attributes that are identifiers, and what is wrong with them."""
    found: Identifiers = {}
    faults = _check_misplaced(elements)
    if not any(_kind(each) for each in postorder(element.content for element in elements)):
        return found, faults
    attributes = _attributes(elements)
    for element, some in attributes:
        for attribute in some:
            if kind := _kind(attribute.of):
                faults += _check_wildcards(element, attribute)
                _add_identifier(found, element, attribute, kind)
    faults += _check_conflicts(found, attributes)
    return found, list(dict.fromkeys(faults))


def _attributes(elements: Sequence[Element]) -> list[tuple[Element, tuple[Attribute, ...]]]:
    """Return the attributes of each element; patterns that elements share are walked once."""
    known: dict[int, tuple[Attribute, ...]] = {}
    for pattern in postorder(element.content for element in elements):
        if isinstance(pattern, Attribute):
            known[id(pattern)] = (pattern,)
        else:
            inner = [known[id(each)] for each in children(pattern)]
            known[id(pattern)] = tuple(dict.fromkeys(one for some in inner for one in some)) if any(inner) else ()
    return [(element, known[id(element.content)]) for element in elements]


def _kind(pattern: Pattern) -> IdKind:
    return pattern.datatype.id_kind if isinstance(pattern, Data | Value) else ""


def _add_identifier(found: Identifiers, element: Element, attribute: Attribute, kind: IdKind) -> None:
    for one in members_of(element.names):
        for other in members_of(attribute.names):
            if isinstance(one, Name) and isinstance(other, Name):
                found.setdefault(one.expanded_name, {}).setdefault(other.expanded_name, kind)


def _check_wildcards(element: Element, attribute: Attribute) -> Iterator[Diagnostic]:
    for each in (element, attribute):
        if not all(isinstance(one, Name) for one in members_of(each.names)):
            message = f"an identifier cannot belong to {describe(each.names)}: its names must be written out"
            yield _diagnostic(attribute, "id-name-class", message)


def _check_misplaced(elements: Iterable[Element]) -> list[Diagnostic]:
    """Return what is wrong with identifiers that are not the whole value of an attribute."""
    whole: set[int] = set()
    found: dict[int, Pattern] = {}
    for each in postorder(element.content for element in elements):
        if isinstance(each, Attribute):
            whole.add(id(each.of))
        if _kind(each):
            found[id(each)] = each
    message = "an identifier must be the whole value of an attribute"
    return [_diagnostic(each, "id-misplaced", message) for key, each in found.items() if key not in whole]


def _check_conflicts(
    found: Identifiers, attributes: Sequence[tuple[Element, tuple[Attribute, ...]]]
) -> Iterator[Diagnostic]:
    """Yield attributes that share names with an identifier and are not one, or one of another kind."""
    plain = {Name(name) for some in found.values() for name in some}
    for element, some in attributes:
        relevant = [each for each in some if not isinstance(each.names, Name) or each.names in plain]
        if not relevant:
            continue
        for name in (element.names.expanded_name,) if isinstance(element.names, Name) else found:
            if name in found and overlap(element.names, Name(name)):
                for attribute in relevant:
                    yield from _check_conflict(attribute, name, found[name])


def _check_conflict(attribute: Attribute, element: str, kinds: dict[str, IdKind]) -> Iterator[Diagnostic]:
    for name, kind in kinds.items():
        if overlap(attribute.names, Name(name)) and _kind(attribute.of) != kind:
            which = f"{describe(Name(name))} of {describe(Name(element))}"
            message = f"the attribute {which} has the type {kind} elsewhere, not here"
            yield _diagnostic(attribute, "id-conflict", message)


def _diagnostic(pattern: Pattern, rule: str, message: str) -> Diagnostic:
    place = pattern.place
    found = schema_diagnostic(place.file, rule, message, place.span, _CLAUSE)
    return replace(found, message=found.message + _WAY_OUT)
