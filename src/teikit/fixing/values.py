"""Proposes legal values that are similar to illegal ones: words of a list, dates, language tags, identifiers."""

import html
import re
from collections.abc import Iterator

from teikit.diagnostics import Diagnostic, Safety
from teikit.document.editable import EditableDocument, SourceAttribute, SourceElement
from teikit.fixing.meaning import is_equivalent
from teikit.fixing.proposal import (
    Change,
    Proposal,
    attribute_of,
    element_of,
    escape_attribute_value,
    is_blank,
    remove_attribute,
)
from teikit.letter.date_forms import find_whole_date, full_date, rewrite_date, swap_day_and_month
from teikit.messages import quote, suggest_spelling

_OTHERS = {"true": "true", "yes": "true", "no": "false", "false": "false"}
_NOT_IN_NAMES = re.compile(r"[^\w.-]+")


def propose(source: EditableDocument, diagnostic: Diagnostic) -> Iterator[Proposal]:
    """Yield proposals to replace a value, or to remove an attribute that states nothing."""
    found = attribute_of(source, diagnostic)
    if found is None:
        return
    element, attribute = found
    value = html.unescape(source.value(attribute))
    if is_blank(value):
        yield from _propose_removal(source, element, attribute)
        return
    for rank, near in enumerate(_near_values(value, diagnostic)):
        made = _value_proposal(attribute, value, near, rank)
        yield made.as_unsafe() if _is_guess(value.strip(), near, diagnostic) else made
    yield from _propose_century(value)
    if attribute.name == "xml:id":
        yield from _identifiers(source, element, attribute, value)
    swapped = swap_day_and_month(value)
    if swapped:
        yield _value_proposal(attribute, value, swapped, 50).as_unsafe()


def propose_content(source: EditableDocument, diagnostic: Diagnostic) -> Iterator[Proposal]:
    """Yield proposals to replace the text of an element."""
    offset = source.offset(diagnostic.span.start) if diagnostic.span else 0
    element = element_of(source, diagnostic) or source.innermost_element(offset)
    if element is None or element.children or element.is_empty:
        return
    text = source.text[element.content : element.content_end]
    for rank, near in enumerate(_near_values(html.unescape(text), diagnostic)):
        change = Change(element.content, element.content_end, escape_attribute_value(near))
        yield Proposal(f"write '{near}' for '{text.strip()}'", (change,), Safety.UNSAFE, rank)
    yield from _propose_century(html.unescape(text))


def _value_proposal(attribute: SourceAttribute, value: str, near: str, rank: int) -> Proposal:
    change = Change(attribute.value_start, attribute.value_end, escape_attribute_value(near))
    return Proposal(f"write {attribute.name}=\"{near}\" for '{value}'", (change,), rank=rank)


def _propose_removal(
    source: EditableDocument, element: SourceElement, attribute: SourceAttribute
) -> Iterator[Proposal]:
    words = f"leave out the attribute '{attribute.name}', which says nothing"
    yield Proposal(words, (remove_attribute(source, attribute),))
    when = full_date(html.unescape(re.sub("<[^>]*>", "", source.text[element.content : element.content_end])))
    if when:
        change = Change(attribute.value_start, attribute.value_end, when)
        yield Proposal(f'write {attribute.name}="{when}", as its text says', (change,), Safety.UNSAFE, -1)


def _is_guess(value: str, near: str, diagnostic: Diagnostic) -> bool:
    """Return whether a value is only a guess: MM may be mm or Mm, a_b a name of its own, and 1,5 two names."""
    if near in diagnostic.expected:
        return any(is_equivalent(value, each) for each in diagnostic.expected if each != near)
    if diagnostic.message.endswith(f": write {quote(near)}"):
        # The datatype is one that has such values in this form.
        return False
    if "," in value and near == value.replace(",", "."):
        return "number" not in diagnostic.message
    return "_" in value and near == value.replace("_", "-") and "language" not in diagnostic.message


def _near_values(value: str, diagnostic: Diagnostic) -> Iterator[str]:
    """Yield the values similar to one, those that change least first."""
    plain = value.strip()
    if diagnostic.expected:
        guess = suggest_spelling(plain, diagnostic.expected)
        if guess is not None:
            yield guess
    other = _OTHERS.get(plain.casefold(), "")
    others = (rewrite_date(plain), plain, plain.replace("_", "-"), plain.replace(",", "."), other)
    yield from (each for each in others if each and each != value)


def _propose_century(text: str) -> Iterator[Proposal]:
    """Yield the advice to write a year with its century, which only a person can know."""
    found = find_whole_date(text)
    if found is not None and found.short_year is not None:
        yield Proposal(f"write the year of '{text.strip()}' in full: its century is not stated", (), Safety.DISPLAY)


def _identifiers(
    source: EditableDocument, element: SourceElement, attribute: SourceAttribute, value: str
) -> Iterator[Proposal]:
    made = _NOT_IN_NAMES.sub("_", value.strip())
    legal = made if re.match(r"[^\W\d]", made) else f"_{made}"
    yield _identifier_proposal(attribute, value, free_identifier(source, legal, element))


def _elements_by_identifier(source: EditableDocument) -> dict[str, list[SourceElement]]:
    """Return the elements that have each identifier, in their order."""
    found: dict[str, list[SourceElement]] = {}
    for element in source.elements:
        for each in element.attributes:
            if each.name == "xml:id":
                found.setdefault(source.value(each).strip(), []).append(element)
    return found


def free_identifier(source: EditableDocument, name: str, element: SourceElement) -> str:
    """Return the identifier, with a number appended if another element has it already."""
    by_identifier = _elements_by_identifier(source)
    identified = by_identifier.get(name, [])
    if not identified or identified == [element]:
        return name
    number = identified.index(element) + 1 if element in identified else 2
    while f"{name}-{number}" in by_identifier:
        number += len(identified)
    return f"{name}-{number}"


def _identifier_proposal(attribute: SourceAttribute, value: str, name: str) -> Proposal:
    """Return the proposal of another identifier, unsafe since other files may point at the element."""
    return _value_proposal(attribute, value, name, 40).as_unsafe()


def propose_distinct_identifier(source: EditableDocument, diagnostic: Diagnostic) -> Iterator[Proposal]:
    """Yield the proposal of another identifier for the second of two elements that share one."""
    found = attribute_of(source, diagnostic)
    if found is not None:
        element, attribute = found
        value = source.value(attribute)
        yield _identifier_proposal(attribute, value, free_identifier(source, value.strip(), element))
