"""A finding of a check: a diagnostic without its position."""

from typing import NamedTuple

from teikit.diagnostics import Rule, Severity


class CheckedElement(NamedTuple):
    """An element as checks see it.

    `number` counts start tags of the document from 0. `name` is the local name of a TEI element, `xi:include`, or ""
    in another namespace. `attributes` have expanded names (see `teikit.document.names`). `parent` is the number of the
    parent element. `bases` are the values of xml:base in force, the outermost first.
    """

    number: int
    name: str
    attributes: dict[str, str]
    parent: int
    bases: tuple[str, ...]


class FindingNote(NamedTuple):
    """A note; `element` is the number of the element that it is about."""

    message: str
    element: int | None = None


class Finding(NamedTuple):
    """A fault that a check found.

    `place` is the number of an element or, with `is_in_text`, of a character among all character data of the document,
    both from 0. `attribute` is the expanded name of the attribute at fault. `replacement` is what `target` (a word of
    the attribute's value, or all of it if empty; in text the characters at `place`) should be, None if that is unknown.
    `severity` is set where it is not the rule's.
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
    severity: Severity | None = None
