"""Builds the TEI text of a letter: opener, body, closer, postscript and notes, with all words in their order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise, takewhile

from lxml import etree

from teikit.letter import Label, Letter, LetterPhase, Part, Unit
from teikit.letter.blocks import infer_blocks
from teikit.letter.names import dateline_phrases
from teikit.letter.sessions import split_at_returns, writing_sessions
from teikit.tei.blocks import build_body, outermost_blocks
from teikit.tei.closing import closing_elements, split_notes
from teikit.tei.footnotes import link_footnotes
from teikit.tei.inline import inline_content
from teikit.tei.markup import LANG, TEI, Content, element
from teikit.tei.parts import (
    dateline_content,
    elements_of_parts,
    is_printed,
    join_in_element,
    letterhead_address,
    notes,
)
from teikit.text.plain import Line, Mark
from teikit.text.runs import PAGE_HEADER

Elements = Iterator[etree._Element]
_SESSION = "writingSession"
_OF_DATELINE = {Label.LETTERHEAD, Label.DATELINE}


def _split_opening(letter: Letter) -> tuple[list[Part], list[Part]]:
    """Return the parts above the opener and those in it; a letterhead without a head after it belongs in it.

    A page header of a word processor does not: it is printed on the sheet.
    """
    heading, opener = list(letter.parts_in(LetterPhase.HEADING)), list(letter.parts_in(LetterPhase.OPENER))
    while heading and heading[-1].label is Label.LETTERHEAD and not is_printed(heading[-1], PAGE_HEADER):
        opener.insert(0, heading.pop())
    return heading, opener


def _opener_elements(parts: Sequence[Part]) -> Elements:
    """Return the elements of the opener; a letterhead beside a dateline is the address in it."""
    for in_line, run in groupby(parts, key=lambda part: part.label in _OF_DATELINE):
        group = list(run)
        if in_line and any(part.label is Label.DATELINE for part in group):
            yield element("dateline", _dateline_content(group))
        else:
            yield from elements_of_parts(group)


def _dateline_content(parts: Sequence[Part]) -> Iterator[Content]:
    """Return the content of a dateline that contains the sender's address or has it beside it."""
    for index, (label, group) in enumerate(groupby(parts, key=lambda part: part.label)):
        if index:
            yield "\n"
        if label is Label.LETTERHEAD:
            yield letterhead_address(group)
        else:
            yield from dateline_content(group)


def _heading_elements(parts: Iterable[Part]) -> Elements:
    for part in parts:
        if part.label is Label.NOTE:
            yield from notes((part,))
            continue
        name, kind = ("head", "") if part.label is Label.HEAD else ("fw", "letterhead")
        yield element(name, inline_content(part.unit), type=kind)


def _edition_elements(parts: Iterable[Part]) -> Elements:
    """Yield the titles and notes that an edition has above a letter."""
    for label, group in groupby(parts, key=lambda part: part.label):
        if label is Label.HEAD:
            yield from (element("head", inline_content(part.unit)) for part in group)
        else:
            yield from notes(group)


def _session_division(parts: Sequence[Part], others: set[int]) -> etree._Element:
    """Return a later writing session as a division: a dateline, and the paragraphs under it."""
    dateline = join_in_element(parts[:1], "dateline", dateline_phrases)
    return element("div", element("opener", dateline), build_body(parts[1:], others), type=_SESSION)


def _begins_outside(mark: Mark) -> bool:
    """Return whether a mark at the beginning of a letter is of its page: its beginning, or what is printed there."""
    return not mark.end and (mark.is_page_start or (mark.sign is not None and mark.sign.element == "fw"))


def _split_page_start(letter: Letter) -> tuple[list[Content], Letter]:
    """Return what begins the page of a letter, and the letter without it."""
    at = next((index for index, part in enumerate(letter.parts) if part.phase is not LetterPhase.BEFORE), None)
    if at is None:
        return [], letter
    unit = letter.parts[at].unit
    first, *others = unit.lines
    marks = tuple(takewhile(_begins_outside, first.marks))
    if not marks:
        return [], letter
    rest = replace(unit, lines=(replace(first, marks=first.marks[len(marks) :]), *others))
    parts = (*letter.parts[:at], replace(letter.parts[at], unit=rest), *letter.parts[at + 1 :])
    return inline_content(Unit((Line("", 0, marks=marks),))), replace(letter, parts=parts)


def _letter_divisions(letter: Letter) -> Elements:
    """Yield the division of a letter, and one for each later writing session that follows a close."""
    page_start, letter = _split_page_start(letter)
    others = outermost_blocks(part for part in letter.parts if part.phase is not LetterPhase.BODY)
    sessions = [replace(letter, parts=parts) for parts in split_at_returns(letter.parts)]
    division = _open_division(sessions[0], "letter", page_start, others)
    for before, session in pairwise(sessions):
        if not session.parts_in(LetterPhase.OPENER) or _has_close(before):
            division.extend((*closing_elements(before), *notes(split_notes(before)[1])))
            yield division
            division = _open_division(session, _SESSION, [], others)
        else:
            # Within a session there are no others: all are beside each other.
            nested = _open_division(session, _SESSION, [], others)
            division.extend((nested, *nested.iterchildren(f"{{{TEI}}}div")))
    division.extend(closing_elements(sessions[-1]))
    yield division


def _has_close(session: Letter) -> bool:
    """Return whether a session has parts below its body."""
    return session.parts[-1].phase not in {LetterPhase.OPENER, LetterPhase.BODY}


def _open_division(session: Letter, kind: str, start: Sequence[Content], others: set[int]) -> etree._Element:
    """Return the division of a session without what closes it."""
    heading, opening = _split_opening(session)
    opener = [element("opener", _opener_elements(opening))] if opening else []
    division = element("div", start, _heading_elements(heading), opener, type=kind)
    first, *later = writing_sessions(_infer_blocks(session.parts_in(LetterPhase.BODY)))
    division.extend(build_body(first, others))
    division.extend(_session_division(parts, others) for parts in later)
    return division


def _infer_blocks(parts: Sequence[Part]) -> Sequence[Part]:
    """Return parts of a body in the lists and quotations that their words show; what interrupts it is in none."""
    if all(part.label is Label.PARAGRAPH for part in parts):
        return infer_blocks(parts)
    inferred = iter(infer_blocks([part for part in parts if part.label is Label.PARAGRAPH]))
    return [next(inferred) if part.label is Label.PARAGRAPH else part for part in parts]


def build_text(letter: Letter) -> etree._Element:
    """Return the TEI text of a letter; an editor's notes are beside the letter's div, its own notes inside."""
    last_session = replace(letter, parts=split_at_returns(letter.parts)[-1])
    before, (_, after) = letter.parts_in(LetterPhase.BEFORE), split_notes(last_session)
    body = element("body", _edition_elements(before), _letter_divisions(letter), notes(after))
    link_footnotes(body)
    return element("text", body, **{LANG: "" if letter.language == "und" else letter.language})
