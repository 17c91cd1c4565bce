"""Finds elements of a grammar that no document can have: their content demands what is not allowed, or has no end."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from teikit.messages import quote
from teikit.odd.schema import OddSchema
from teikit.p5.nodes import Place
from teikit.p5.specs import Spec
from teikit.relaxng.syntax.full_syntax import NAME_CLASSES
from teikit.relaxng.syntax.tree import SchemaElement

_ALWAYS = frozenset({"empty", "text", "data", "value", "optional", "zeroOrMore", "externalRef", "grammar", "parentRef"})
_NAMES = frozenset({*NAME_CLASSES, "param", "except"} - {"choice"})


def find_possible(definitions: Mapping[str, Sequence[SchemaElement]], assumed: Iterable[str] = ()) -> set[str]:
    """Return the names of the definitions that something finite matches, if the assumed ones are possible."""
    possible = set(assumed)
    waiting = {name: parts for name, parts in definitions.items() if name not in possible}
    has_changed = True
    while has_changed:
        found = [name for name, parts in reversed(waiting.items()) if _is_defined(name, parts, possible)]
        for name in found:
            del waiting[name]
        has_changed = bool(found)
    return possible


def _is_defined(name: str, parts: Sequence[SchemaElement], possible: set[str]) -> bool:
    """Return whether a definition is possible, and record it at once, so that others need no further round."""
    is_possible = all(_is_possible(each, possible) for part in parts for each in part.children)
    if is_possible:
        possible.add(name)
    return is_possible


def _is_possible(pattern: SchemaElement, possible: set[str]) -> bool:
    name = pattern.name
    if name in _ALWAYS or name in _NAMES:
        return True
    if name == "ref":
        return pattern.attributes["name"] in possible
    if name == "choice":
        return any(_is_possible(each, possible) for each in pattern.children)
    return name != "notAllowed" and all(_is_possible(each, possible) for each in pattern.children)


def find_impossible(
    definitions: Sequence[SchemaElement], start: SchemaElement, elements: Mapping[str, Spec], schema: OddSchema
) -> "Iterator[Impossible]":
    """Yield the elements that no document can have, by the names of their patterns.

    An element that only needs another one of them is not among them.
    """
    by_name: dict[str, list[SchemaElement]] = {}
    for each in definitions:
        by_name.setdefault(each.attributes["name"], []).append(each)
    possible = find_possible(by_name)
    impossible = [name for name in elements if name in by_name and name not in possible]
    if not impossible:
        return
    others = find_possible(by_name, set(elements))
    causes = [name for name in impossible if not _is_defined(name, by_name[name], others)]
    is_fatal = not _is_possible(start, possible)
    for name in causes or impossible[:1]:
        spec, cause = elements[name], _cause(by_name[name][0], others if causes else possible)
        names = [each.attributes["name"] for each in _references(cause)] if cause else []
        deletion = _deletion(names, [spec, *(elements[each] for each in impossible)], schema)
        demanded = quote(names[0]) if names else "what"
        place = Place(cause.file, cause.span).of("key") if cause and cause.file else deletion
        # What a module has without the ODD naming it is not the fault of the ODD.
        if place or spec.place.attribute or is_fatal:
            words = f"no document can have the element '{spec.ident}': its content demands {demanded}"
            words += ", which can never be there" if names else " can never be there"
            yield Impossible(words, place or spec.place, is_fatal)


def _references(pattern: SchemaElement) -> list[SchemaElement]:
    order = [pattern]
    for each in order:
        order += each.children
    return [each for each in order if each.name == "ref"]


def _deletion(classes: Iterable[str], specs: Iterable[Spec], schema: OddSchema) -> Place | None:
    """Return where the ODD deletes a member of some classes, or an element that the content of some elements has."""
    places = [each for ident in classes for each in schema.deleted_members.get(ident, ())]
    if places:
        return places[0]
    nodes = (each for spec in specs for top in spec.content or () for each in (top, *top.descendants()))
    found = (schema.deleted.get(("element", each.get("key"))) for each in nodes if each.name == "elementRef")
    return next((each for each in found if each and each.span), None)


@dataclass(frozen=True, slots=True)
class Impossible:
    """An element that no document can have; `is_fatal` where there can be no document at all."""

    words: str
    place: Place
    is_fatal: bool


def _cause(pattern: SchemaElement, possible: set[str]) -> SchemaElement | None:
    """Return the part of a pattern that makes it impossible, None if it is itself possible."""
    while pattern.name not in {"ref", "choice", "notAllowed"}:
        inner = next((each for each in pattern.children if not _is_possible(each, possible)), None)
        if inner is None:
            return None
        pattern = inner
    return pattern
