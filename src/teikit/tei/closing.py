"""Builds what follows the body of a letter: the closer, postscripts with openers and closers of their own, and notes.

A postscript in TEI is an opener, text and what closes it; so parts in any order become a row of sections, each of which
is written as a closer or as a postscript (TEI P5, 4.2.2 and the content of postscript).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from lxml import etree

from teikit.letter import Label, Letter, LetterPhase, Part
from teikit.letter.cues import find_cue
from teikit.letter.quoted import QUOTED
from teikit.tei.markup import element
from teikit.tei.parts import elements_of_parts, own_line_type, paragraphs

Elements = Iterator[etree._Element]
_OPENING = {Label.DATELINE, Label.SALUTE}
_NOTES = {"copies", "enclosures", QUOTED}


@dataclass(slots=True)
class _Section:
    """A closer, or a postscript if it has text; lines on copies and enclosures at its end are in `closing`."""

    opening: list[Part] = field(default_factory=list)
    text: list[Part] = field(default_factory=list)
    closing: list[Part] = field(default_factory=list)

    @property
    def notes(self) -> list[Part]:
        """Return the lines on copies and enclosures at the end."""
        return [*takewhile(lambda part: own_line_type(part) in _NOTES, reversed(self.closing))][::-1]

    @property
    def is_closer(self) -> bool:
        """Return whether the section is a closer, not a postscript and not a note alone."""
        return not self.text and len(self.closing) > len(self.notes)

    def take_opening(self) -> list[Part]:
        """Take from the end what opens the postscript that follows: its date, and a salutation."""
        count = sum(
            1
            for _ in takewhile(lambda p: p.phase is LetterPhase.POSTSCRIPT and p.label in _OPENING, self.closing[::-1])
        )
        start = len(self.closing) - count
        taken, self.closing = self.closing[start:], self.closing[:start]
        return taken


def _sections(parts: Iterable[Part]) -> list[_Section]:
    """Return the sections of the parts after a body; the first is the letter's closer, without parts if it has none."""
    found = [_Section()]
    for part in parts:
        last = found[-1]
        if part.label is Label.POSTSCRIPT and not own_line_type(part):
            if last.text and not last.closing and not find_cue("postscript", part.unit.text, at_start=True):
                last.text.append(part)
            else:
                found.append(_Section(last.take_opening(), [part]))
        elif part.label is Label.ADDRESS and last.text and any(section.is_closer for section in found):
            # An address on the outside belongs to no postscript.
            found.append(_Section(closing=[part]))
        else:
            last.closing.append(part)
    return found


def _postscript(section: _Section, closing: Sequence[Part]) -> etree._Element:
    opener = [element("opener", elements_of_parts(section.opening))] if section.opening else []
    closer = list(elements_of_parts(closing))
    if any(part.label is not Label.SIGNED for part in closing):
        closer = [element("closer", closer)]
    return element("postscript", opener, paragraphs(section.text), closer)


def _section_elements(section: _Section) -> Elements:
    notes = section.notes
    closing = section.closing[: len(section.closing) - len(notes)]
    if section.text:
        yield _postscript(section, closing)
    elif closing:
        yield element("closer", elements_of_parts(closing))
    yield from elements_of_parts(notes)


def split_notes(letter: Letter) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Return the letter's own lines after it, and the notes from the first one of an editor on."""
    after = letter.parts_in(LetterPhase.AFTER)
    own = tuple(takewhile(own_line_type, after))
    return own, after[len(own) :]


def closing_elements(letter: Letter) -> Elements:
    """Yield what follows the body of a letter within its division, all parts in the order of the source."""
    own, _ = split_notes(letter)
    after = letter.parts_in(LetterPhase.CLOSER, LetterPhase.POSTSCRIPT, LetterPhase.TRAILING_ADDRESS)
    for section in _sections((*after, *own)):
        yield from _section_elements(section)
