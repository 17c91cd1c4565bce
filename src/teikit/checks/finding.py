"""What a check says is wrong: a diagnostic that does not know its place yet."""

from typing import NamedTuple

from teikit.diagnostics import Rule


class CheckedElement(NamedTuple):
    """An element as checks see it.

    `number` counts start tags of the document from 0. `name` is the local name of a TEI element, `xi:include`, or ""
    where the namespace is another. `attributes` are by their keys (see `teikit.relaxng.grammar.name_classes`). `parent`
    is the number of the element that holds this one. `bases` are the values of xml:base in force, the outermost first.
    """

    number: int
    name: str
    attributes: dict[str, str]
    parent: int
    bases: tuple[str, ...]


class FindingNote(NamedTuple):
    """A note; `element` is the number of the one that it speaks of."""

    message: str
    element: int | None = None


class Finding(NamedTuple):
    """A fault that a check found.

    Its place is an element (by number) or, with `in_text`, a character, counted from 0 over all character data of the
    document. `attribute` is the key of the attribute at fault. `replacement` is what `target` (the whole value of the
    attribute where it is empty, else a word of it; in text the very characters there) should be, None where nobody can
    tell.
    """

    rule: Rule
    message: str
    place: int
    attribute: str | None = None
    notes: tuple[FindingNote, ...] = ()
    target: str = ""
    replacement: str | None = None
    advice: str = ""
    is_in_text: bool = False
