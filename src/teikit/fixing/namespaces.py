"""Proposes TEI's namespace for elements in no namespace, or in a wrong one."""

from collections.abc import Iterator

from teikit.diagnostics import Diagnostic
from teikit.document.editable import EditableDocument, SourceElement
from teikit.fixing.proposal import Change, Proposal, element_of, remove_attribute, rename_element

TEI = "http://www.tei-c.org/ns/1.0"
_HOST = "tei-c.org"


def propose(source: EditableDocument, diagnostic: Diagnostic) -> Iterator[Proposal]:
    """Yield the proposal to put an element into TEI's namespace."""
    element = element_of(source, diagnostic)
    if element is None or "namespace" not in diagnostic.message:
        return
    key = f"xmlns:{element.prefix[:-1]}" if element.prefix else "xmlns"
    if element.prefix:
        made = Proposal(f"leave out the prefix of '{element.name}'", rename_element(element, element.local), rank=1)
        yield made.as_unsafe() if _is_foreign(source, element, key) else made
    declared = element.attribute(key)
    if declared is None:
        if not element.prefix:
            change = Change(element.name_end, element.name_end, f' xmlns="{TEI}"')
            rank = 0 if element.parent is None else 3
            yield Proposal(f"add xmlns=\"{TEI}\" to '{element.name}'", (change,), rank=rank)
        return
    if element.parent is not None and not element.prefix:
        yield Proposal(f"leave out the xmlns of '{element.name}'", (remove_attribute(source, declared),))
    change = Change(declared.value_start, declared.value_end, TEI)
    yield Proposal(f'write {key}="{TEI}", the namespace of TEI', (change,), rank=2)


def _is_foreign(source: EditableDocument, element: SourceElement, key: str) -> bool:
    """Return whether an element belongs to a vocabulary other than TEI, misspelt or not."""
    holders = (element, *element.ancestors())
    declared = next((found for each in holders if (found := each.attribute(key)) is not None), None)
    return declared is not None and _HOST not in source.value(declared)
