"""Proposes to add missing elements, around existing content or in a fixed form, or to remove their parent."""

from collections.abc import Iterator

from teikit.diagnostics import Diagnostic, Safety
from teikit.document.editable import EditableDocument, SourceElement
from teikit.fixing.moving import remove_elements, wrap_text
from teikit.fixing.places import CONTAINERS
from teikit.fixing.proposal import Change, Proposal, element_of, indentation

# Content that says, in TEI's own terms or by being empty, that nothing is known.
_FORMS = {
    "title": "<title>Untitled</title>",
    "titleStmt": "<titleStmt><title>Untitled</title></titleStmt>",
    "publicationStmt": "<publicationStmt><p>Unpublished.</p></publicationStmt>",
    "sourceDesc": "<sourceDesc><p>No source is stated.</p></sourceDesc>",
    "correspDesc": '<correspDesc><correspAction type="sent"><note><p>Nothing is stated.</p></note></correspAction>'
    "</correspDesc>",
    "correspAction": '<correspAction type="sent"><note><p>Nothing is stated.</p></note></correspAction>',
    "language": '<language ident="und">undetermined</language>',
    "langUsage": '<langUsage><language ident="und">undetermined</language></langUsage>',
    "opener": "<opener/>",
    "closer": "<closer/>",
    "body": "<body><p/></body>",
    "text": "<text><body><p/></body></text>",
}
_FORMS["fileDesc"] = f"<fileDesc>{_FORMS['titleStmt']}{_FORMS['publicationStmt']}{_FORMS['sourceDesc']}</fileDesc>"
_FORMS["teiHeader"] = f"<teiHeader>{_FORMS['fileDesc']}</teiHeader>"
_PROFILED = f"<profileDesc>{_FORMS['correspDesc']}</profileDesc>"
_COMPOUNDS = (("profileDesc", _PROFILED), ("teiHeader", f"<teiHeader>{_FORMS['fileDesc']}{_PROFILED}</teiHeader>"))


def propose(source: EditableDocument, diagnostic: Diagnostic) -> Iterator[Proposal]:
    """Yield proposals for a missing element."""
    before = element_of(source, diagnostic) if " before '" in diagnostic.message else None
    holder = before.parent if before else _container(source, diagnostic)
    if holder is None:
        return
    yield from _propose_wrapping(holder, diagnostic)
    yield from _forms(source, holder, before, diagnostic)
    if not holder.children and holder.parent is not None:
        yield Proposal(f"leave out the empty '{holder.name}'", (remove_elements(source, holder),), Safety.UNSAFE, 5)


def _container(source: EditableDocument, diagnostic: Diagnostic) -> SourceElement | None:
    if diagnostic.span is None:
        return None
    offset = source.offset(diagnostic.span.start)
    return source.element_at(offset) or source.innermost_element(offset)


def _propose_wrapping(holder: SourceElement, diagnostic: Diagnostic) -> Iterator[Proposal]:
    """Yield the proposal to put all content of an element into the one that is missing in it."""
    if not holder.children:
        return
    for name in diagnostic.expected[:3]:
        words = f"put what '{holder.name}' holds into '{name}'"
        changes = wrap_text(holder.children[0].start, holder.children[-1].end, holder.prefix + name)
        fits = all(name in CONTAINERS.get(each.local, ()) for each in holder.children)
        yield Proposal(words, changes, Safety.SAFE if fits else Safety.UNSAFE, rank=2)


def _forms(
    source: EditableDocument, holder: SourceElement, before: SourceElement | None, diagnostic: Diagnostic
) -> Iterator[Proposal]:
    if holder.prefix:
        return
    known = [each for each in diagnostic.expected if each in _FORMS and _is_empty_statement(each, holder)]
    ways: list[tuple[tuple[str, ...], str]] = [((name,), _FORMS[name]) for name in known]
    ways += [((name,), form) for name, form in _COMPOUNDS if name in diagnostic.expected]
    ways += [(tuple(known[:count]), "".join(_FORMS[each] for each in known[:count])) for count in (2, 3)]
    for rank, (names, form) in enumerate(ways, 10):
        words = " and ".join(f"'{each}'" for each in names)
        changes = _insertion_proposal(source, holder, before, form)
        yield Proposal(f"add {words}, stating nothing", changes, Safety.UNSAFE, rank)


def _is_empty_statement(name: str, holder: SourceElement) -> bool:
    """Return whether an element in its fixed form states nothing in a parent: a book that is untitled is another."""
    return name != "title" or holder.local == "titleStmt"


def _insertion_proposal(
    source: EditableDocument, holder: SourceElement, before: SourceElement | None, form: str
) -> tuple[Change, ...]:
    if before is not None:
        return (Change(before.start, before.start, form + indentation(source, before.start)),)
    if holder.is_empty:
        return (Change(holder.end - 2, holder.end, f">{form}</{holder.name}>"),)
    if holder.children:
        last = holder.children[-1]
        return (Change(last.end, last.end, indentation(source, last.start) + form),)
    return (Change(holder.content, holder.content, form),)
