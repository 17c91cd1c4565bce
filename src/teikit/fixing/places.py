"""Proposes fixes for misplaced elements: into a neighbour, out of the parent, to another place, or wrapped.

Proposals that keep the words of the document in their order come first and are safe; one that moves words is never
applied without --unsafe-fixes.
"""

from collections.abc import Iterator
from itertools import islice

from teikit.diagnostics import Diagnostic, Safety
from teikit.document.editable import EditableDocument, SourceElement
from teikit.fixing.moving import move_before, move_into, remove_elements, wrap_text
from teikit.fixing.proposal import (
    UNKNOWN_ELEMENT_WORDS,
    Change,
    Proposal,
    element_of,
    has_own_words,
    indentation_start,
    is_blank,
)

# Elements that are only allowed in some others, which may be missing or elsewhere.
CONTAINERS = {
    "abstract": ("profileDesc",), "addrLine": ("address",), "address": ("opener", "closer"),
    "application": ("appInfo",), "author": ("titleStmt",),
    "body": ("text",), "cell": ("row",), "change": ("revisionDesc",), "closer": ("div", "body"),
    "correspAction": ("correspDesc",), "correspContext": ("correspDesc",), "correspDesc": ("profileDesc",),
    "dateline": ("opener", "closer"), "div": ("body",), "editor": ("titleStmt",), "idno": ("msIdentifier",),
    "item": ("list",), "l": ("lg",), "langUsage": ("profileDesc",), "language": ("langUsage",),
    "msIdentifier": ("msDesc",), "opener": ("div", "body"), "p": ("body", "div"), "persName": ("correspAction",),
    "postscript": ("div", "body"), "publicationStmt": ("fileDesc",), "publisher": ("publicationStmt",),
    "respStmt": ("titleStmt",), "row": ("table",), "salute": ("opener", "closer"), "signed": ("closer", "postscript"),
    "sourceDesc": ("fileDesc",), "term": ("keywords",), "textClass": ("profileDesc",), "title": ("titleStmt",),
    "titleStmt": ("fileDesc",),
}  # fmt: skip
# These are parts of the whole text: nothing is wrapped in a new one.
_DIVISIONS = frozenset({"text", "body", "div"})
# To add one of these states more about a letter than the place of an element.
_LETTER_PARTS = frozenset({"opener", "closer", "postscript"})
# Elements of running text: they are split where something else is in the middle.
_PARTED = frozenset({"p", "ab", "l", "item", "head"})
# They only mark a block of text, and are not counted, as lines, items or heads are.
_PLAIN = frozenset({"p", "ab"})
# They state something about their words, which no longer applies to what is moved out of them.
_SAYING = frozenset({
    "abbr", "add", "bibl", "corr", "damage", "date", "del", "emph", "expan", "foreign", "geogName", "hi",
    "mentioned", "name", "note", "num", "orgName", "orig", "persName", "placeName", "q", "quote", "redo",
    "ref", "reg", "restore", "retrace", "rs", "said", "secl", "sic", "signed", "soCalled", "supplied",
    "surplus", "term", "time", "title", "unclear", "undo",
})  # fmt: skip
# Two consecutive ones of these state no more than one.
_JOINED = frozenset(
    {"body", "closer", "encodingDesc", "fileDesc", "langUsage", "opener", "profileDesc", "textClass", "titleStmt"}
)
# No element is moved further up or down.
_MOST_LEVELS = 2
# In another parent these state something else: the number of a book is not a shelf mark.
_OF_CONTAINER = frozenset({"author", "editor", "idno", "persName", "publisher", "respStmt", "term", "title"})


def propose(source: EditableDocument, diagnostic: Diagnostic) -> Iterator[Proposal]:
    """Yield proposals to move an element, the nearest place first."""
    element = element_of(source, diagnostic)
    if element is None or element.parent is None:
        return
    run = _run(source, element)
    yield from _propose_merge(source, element)
    yield from _propose_moving_out(source, run)
    yield from _propose_extension(source, run)
    yield from _wrap(run)
    yield from _move_before_blocker(source, diagnostic, run)
    yield from _move_to_first(source, element)
    yield from _move_to_container(source, run)
    # Attributes state something that would be lost.
    if not element.attributes and any(words in diagnostic.message for words in UNKNOWN_ELEMENT_WORDS):
        yield _unwrap(element, 9)


def _run(source: EditableDocument, element: SourceElement) -> list[SourceElement]:
    """Return an element and those of its name that directly follow it."""
    siblings = element.parent.children if element.parent else [element]
    run = [element]
    for each in siblings[siblings.index(element) + 1 :]:
        if each.name != element.name or not is_blank(source.text[run[-1].end : each.start]):
            break
        run.append(each)
    return run


def _neighbours(element: SourceElement) -> tuple[SourceElement | None, SourceElement | None]:
    siblings = element.parent.children if element.parent else [element]
    index = siblings.index(element)
    return (siblings[index - 1] if index else None, siblings[index + 1] if index + 1 < len(siblings) else None)


def _propose_merge(source: EditableDocument, element: SourceElement) -> Iterator[Proposal]:
    """Yield the proposal to merge two consecutive elements."""
    before = _neighbours(element)[0]
    if before is None or before.name != element.name or before.is_empty or element.is_empty or element.attributes:
        return
    if is_blank(source.text[before.end : element.start]):
        # White space between them stays: it may separate words.
        joint = (Change(before.content_end, before.end, ""), Change(element.start, element.content, ""))
        made = Proposal(f"join the two '{element.name}'", joint, rank=1)
        yield made if element.local in _JOINED else made.as_unsafe()


def _propose_moving_out(source: EditableDocument, run: list[SourceElement]) -> Iterator[Proposal]:
    """Yield proposals to end the parent of elements before them, or to begin it after them."""
    holder, name = run[0].parent, run[0].name
    if holder is None or holder.parent is None:
        return
    start, end = run[0].start, run[-1].end
    before, after = source.text[holder.content : start], source.text[end : holder.content_end]
    if is_blank(before) and is_blank(after):
        # Attributes state something that would be lost.
        if not holder.attributes:
            made = Proposal(f"leave out the '{holder.name}' around '{name}'", _remove_tags(holder), rank=2)
            yield made if holder.local in _PLAIN else made.as_unsafe()
    elif is_blank(after):
        words = f"let '{holder.name}' end before '{name}'"
        yield _grade_split(holder, Proposal(words, _end_container_before(source, holder, run[0]), rank=2))
        yield from _move_into_neighbour(source, holder, run, is_next=True)
    elif is_blank(before):
        tag = source.text[holder.start : holder.content]
        words = f"let '{holder.name}' begin behind '{name}'"
        changes = (Change(holder.start, holder.content, ""), _insertion(end, tag))
        yield _grade_split(holder, Proposal(words, changes, rank=2))
        yield from _move_into_neighbour(source, holder, run, is_next=False)
    elif holder.local in _PARTED:
        parted = (_insertion(start, f"</{holder.name}>"), _insertion(end, f"<{holder.name}>"))
        made = Proposal(f"part '{holder.name}' around '{name}'", parted, rank=2)
        yield made if holder.local in _PLAIN else made.as_unsafe()


def _grade_split(holder: SourceElement, proposal: Proposal) -> Proposal:
    """Return a proposal as safe where the parent states nothing about the words: deleted words stay deleted."""
    return proposal.as_unsafe() if holder.local in _SAYING else proposal


def _insertion(offset: int, text: str) -> Change:
    return Change(offset, offset, text)


def _remove_tags(element: SourceElement) -> tuple[Change, ...]:
    return (Change(element.start, element.content, ""), Change(element.content_end, element.end, ""))


def _end_container_before(
    source: EditableDocument, holder: SourceElement, element: SourceElement
) -> tuple[Change, ...]:
    words_end = holder.content + len(source.text[holder.content : element.start].rstrip())
    # An end tag on a line of its own is moved with its line.
    start = max(indentation_start(source, holder.content_end), element.end)
    tag = source.text[start : holder.content_end] + f"</{holder.name}>"
    return (_insertion(words_end, tag), Change(start, holder.end, ""))


def _move_into_neighbour(
    source: EditableDocument, holder: SourceElement, run: list[SourceElement], *, is_next: bool
) -> Iterator[Proposal]:
    """Yield the proposal to move elements from the edge of their parent into the element next to it."""
    other = _neighbours(holder)[is_next]
    if other is None or other.is_empty or not _may_hold(other, run[0]):
        return
    first, second = (holder, other) if is_next else (other, holder)
    if is_blank(source.text[first.end : second.start]):
        target = f"the following '{other.name}'" if is_next else f"the '{other.name}' before it"
        moved = _insertion(other.content if is_next else other.content_end, source.text[run[0].start : run[-1].end])
        changes = (remove_elements(source, run[0], run[-1]), moved)
        yield _grade_extension(run[0], other, Proposal(f"move '{run[0].name}' into {target}", changes, rank=3))


def _propose_extension(source: EditableDocument, run: list[SourceElement]) -> Iterator[Proposal]:
    """Yield proposals to extend the element before some elements, or the one after them, over them."""
    before, after = _neighbours(run[0])[0], _neighbours(run[-1])[1]
    name = run[0].name
    if (
        before is not None
        and before.name != name
        and is_blank(source.text[before.end : run[0].start])
        and (_may_hold(before, run[0]))
    ):
        words = f"take '{name}' into the '{before.name}' before it"
        yield _grade_extension(run[0], before, Proposal(words, _end_element_after(before, run[-1]), rank=4))
    if after is None or after.is_empty or after.name == name or not _may_hold(after, run[0]):
        return
    if is_blank(source.text[run[-1].end : after.start]):
        tag = source.text[after.start : after.content]
        changes = (_insertion(run[0].start, tag), Change(after.start, after.content, ""))
        made = Proposal(f"take '{name}' into the following '{after.name}'", changes, rank=4)
        yield _grade_extension(run[0], after, made)


def _may_hold(holder: SourceElement, element: SourceElement) -> bool:
    """Return whether it makes sense that an element becomes part of the one beside it, whatever the schema allows.

    It does where the other is running text, or is what the element belongs in. What else is there, as a name, a date or
    a person, would state something else with more in it. Where the element holds what belongs beside it, its own tags
    are wrong.
    """
    parent = element.parent.local if element.parent else ""
    if any(each.local == holder.local or parent in CONTAINERS.get(each.local, ()) for each in element.children):
        return False
    return holder.local in CONTAINERS.get(element.local, ()) or holder.local in _PARTED


def _grade_extension(element: SourceElement, holder: SourceElement, proposal: Proposal) -> Proposal:
    """Return a proposal as safe where elements of this name belong in such a parent; a paragraph may be anywhere."""
    fits = element.local not in {"p", *_OF_CONTAINER} and holder.local in CONTAINERS.get(element.local, ())
    return proposal if fits else proposal.as_unsafe()


def _end_element_after(element: SourceElement, last: SourceElement) -> tuple[Change, ...]:
    end = _insertion(last.end, f"</{element.name}>")
    if element.is_empty:
        return (Change(element.end - 2, element.end, ">"), end)
    return (Change(element.content_end, element.end, ""), end)


def _wrap(run: list[SourceElement]) -> Iterator[Proposal]:
    for name in CONTAINERS.get(run[0].local, ()):
        if name not in _DIVISIONS:
            words = f"put '{run[0].name}' into '{name}'"
            made = Proposal(words, wrap_text(run[0].start, run[-1].end, run[0].prefix + name), rank=5)
            yield made.as_unsafe() if name in _LETTER_PARTS or run[0].local in _OF_CONTAINER else made


def _move_before_blocker(
    source: EditableDocument, diagnostic: Diagnostic, run: list[SourceElement]
) -> Iterator[Proposal]:
    """Yield to move elements before the one that they have to come before, as the diagnostic's note says."""
    for note in diagnostic.notes:
        blocker = source.element_at(source.offset(note.position)) if note.position else None
        if blocker is not None and blocker.parent is run[0].parent and blocker.start < run[0].start:
            words = f"move '{run[0].name}' before '{blocker.name}'"
            yield _grade_move(run[0], Proposal(words, move_before(source, run, blocker), rank=6))


def _move_to_container(source: EditableDocument, run: list[SourceElement]) -> Iterator[Proposal]:
    """Yield the proposal to move elements into an allowed parent, if the document has only one of its name."""
    holder = run[0].parent
    start = holder is not None and is_blank(source.text[holder.content : run[0].start])
    end = holder is not None and is_blank(source.text[run[-1].end : holder.content_end])
    for name in CONTAINERS.get(run[0].local, ()):
        found = [each for each in source.by_local_name.get(name, ()) if each not in run and each is not holder]
        if len(found) != 1 or found[0] in run[0].ancestors() or found[0].is_empty or not _are_near(run[0], found[0]):
            continue
        is_before = found[0].start < run[0].start
        if start not in {end, is_before}:
            continue
        words = f"move '{run[0].name}' into '{found[0].name}'"
        made = Proposal(words, move_into(source, run, found[0], at_end=is_before), rank=7)
        yield made.as_unsafe() if run[0].local in _OF_CONTAINER else _grade_move(run[0], made)


def _are_near(element: SourceElement, other: SourceElement) -> bool:
    """Return whether two elements are parts of one: at most two levels below it."""
    above = [other, *islice(other.ancestors(), _MOST_LEVELS)]
    return any(each in above for each in islice(element.ancestors(), _MOST_LEVELS))


def _move_to_first(source: EditableDocument, element: SourceElement) -> Iterator[Proposal]:
    """Yield the proposal to move the content of a second element of a name into the first."""
    siblings = element.parent.children if element.parent else []
    first = next((each for each in siblings if each.name == element.name), element)
    if first is element or first.is_empty or not element.children or element.attributes:
        return
    # Two quotations or names are two.
    if has_own_words(source, first) or has_own_words(source, element):
        return
    moved = move_into(source, element.children, first, at_end=True)[0]
    words = f"move what the second '{element.name}' holds into the first"
    yield _grade_move(element, Proposal(words, (moved, remove_elements(source, element)), rank=7))


def _grade_move(element: SourceElement, proposal: Proposal) -> Proposal:
    """Return a proposal as safe where it moves no words of the text."""
    in_header = element.local == "teiHeader" or any(each.local == "teiHeader" for each in element.ancestors())
    return proposal if in_header else proposal.as_unsafe()


def _unwrap(element: SourceElement, rank: int) -> Proposal:
    tags = (Change(element.start, element.content, ""),) if element.is_empty else _remove_tags(element)
    return Proposal(f"leave out the tags of '{element.name}'", tags, Safety.UNSAFE, rank)


def propose_before(source: EditableDocument, diagnostic: Diagnostic) -> Iterator[Proposal]:
    """Yield the proposal to move what is missing before an element there, if it comes later."""
    element = element_of(source, diagnostic)
    if element is None or element.parent is None:
        return
    siblings = element.parent.children
    for each in siblings[siblings.index(element) + 1 :]:
        if each.local in diagnostic.expected and each.name != element.name:
            words = f"move '{each.name}' before '{element.name}'"
            made = Proposal(words, move_before(source, [each], element))
            is_header = "teiHeader" in {each.local, element.local}
            yield made if is_header else _grade_move(each, made)
            return
