"""Proposes fixes for attributes that are misspelt, lack their prefix, come from HTML, are missing or unknown."""

from collections.abc import Iterator

from teikit.diagnostics import Diagnostic, Safety
from teikit.document.editable import EditableDocument, SourceAttribute, SourceElement
from teikit.fixing.meaning import is_misspelt
from teikit.fixing.proposal import Change, Proposal, attribute_of, element_of, remove_attribute
from teikit.messages import suggest_spelling

_XML = ("id", "lang", "space", "base")
# HTML's names, TEI's names, and whether they mean the same.
_FROM_HTML = {"href": ("target", Safety.SAFE), "src": ("url", Safety.SAFE), "class": ("rend", Safety.UNSAFE),
              "style": ("rend", Safety.UNSAFE), "colspan": ("cols", Safety.SAFE), "rowspan": ("rows", Safety.SAFE),
              "datetime": ("when", Safety.SAFE)}  # fmt: skip
# Attributes that have a fixed value wherever they are required; verification finds which of several it is.
_FIXED = {("correspAction", "type"): ("sent", "received"), ("div", "type"): ("letter", "enclosure"),
          ("note", "type"): ("editorial",)}  # fmt: skip


def propose(source: EditableDocument, diagnostic: Diagnostic) -> Iterator[Proposal]:
    """Yield proposals to rename an attribute, and last to remove it."""
    found = attribute_of(source, diagnostic)
    if found is None:
        return
    element, attribute = found
    yield from _propose_names(diagnostic, element, attribute)
    words = f"leave out the attribute '{attribute.name}'"
    yield Proposal(words, (remove_attribute(source, attribute),), Safety.UNSAFE, rank=3)


def _propose_names(diagnostic: Diagnostic, element: SourceElement, attribute: SourceAttribute) -> Iterator[Proposal]:
    local = attribute.name.rpartition(":")[2]
    names = {each.removeprefix("xml:"): each for each in diagnostic.expected}
    if local in _XML:
        made = _rename_proposal(attribute, f"xml:{local}", 0)
        # Another vocabulary's attribute has another meaning, and a base changes all pointers in it.
        yield made if local == attribute.name and local != "base" else made.as_unsafe()
    elif local in diagnostic.expected and local != attribute.name:
        # Perhaps the namespace was intended.
        yield _rename_proposal(attribute, local, 0).as_unsafe()
    else:
        near = suggest_spelling(local, names)
        if near is not None:
            made = _rename_proposal(attribute, names[near], 0)
            yield made if is_misspelt(attribute.name.removeprefix("xml:"), near) else made.as_unsafe()
    other, safety = _FROM_HTML.get(local.lower(), ("", Safety.SAFE))
    if other and element.attribute(other) is None:
        made = _rename_proposal(attribute, other, 1)
        yield made if safety is Safety.SAFE else made.as_unsafe()


def _rename_proposal(attribute: SourceAttribute, name: str, rank: int) -> Proposal:
    change = Change(attribute.start, attribute.start + len(attribute.name), name)
    return Proposal(f"rename the attribute '{attribute.name}' to '{name}'", (change,), rank=rank)


def propose_missing(source: EditableDocument, diagnostic: Diagnostic) -> Iterator[Proposal]:
    """Yield the attributes that an element lacks, where only one value is possible."""
    element = element_of(source, diagnostic)
    if element is None or len(diagnostic.expected) != 1:
        return
    name = diagnostic.expected[0]
    values = _FIXED.get((element.local, name), ())
    if (element.local, name) == ("language", "ident"):
        values = _languages(source)
    for value in values:
        change = Change(element.name_end, element.name_end, f' {name}="{value}"')
        yield Proposal(f"add {name}=\"{value}\" to '{element.name}'", (change,), Safety.UNSAFE)


def _languages(source: EditableDocument) -> tuple[str, ...]:
    """Return the languages of the text that the header does not declare yet."""
    declared = {_value(source, each, "ident") for each in source.elements if each.local == "language"}
    used = dict.fromkeys(_value(source, each, "xml:lang") for each in source.elements)
    return tuple(each for each in used if each and each not in declared)


def _value(source: EditableDocument, element: SourceElement, name: str) -> str:
    attribute = element.attribute(name)
    return source.value(attribute) if attribute else ""
