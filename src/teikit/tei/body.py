"""Builds the TEI text of a letter: opener, body, closer, postscript and notes, with all words in their order."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from lxml import etree

from teikit.letter import Label, Letter, LetterPhase, Part
from teikit.letter.blocks import infer_blocks
from teikit.letter.cues import find_cue
from teikit.letter.names import Phrase, PhraseKind, dateline_phrases
from teikit.letter.sessions import writing_sessions
from teikit.letter.signatures import signature_phrases
from teikit.tei.blocks import build_body, outermost_blocks
from teikit.tei.inline import inline_content, unit_marks
from teikit.tei.markup import LANG, Content, element
from teikit.tei.recipients import address_lines

Elements = Iterator[etree._Element]
_OF_DATELINE = {Label.LETTERHEAD, Label.DATELINE}


def _join_with_breaks(lines: Iterable[Iterable[Content]]) -> Iterator[Content]:
    """Return the content of several lines with a line break before each but the first."""
    for index, line in enumerate(lines):
        if index:
            yield "\n"
            yield element("lb")
        yield from line


def _join_in_element(parts: Sequence[Part], name: str, phrases: Callable[[str], Sequence[Phrase]]) -> etree._Element:
    return element(name, _join_with_breaks(inline_content(part.unit, phrases(part.unit.text)) for part in parts))


def _split_signatories(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Split the lines of signatures by signatory: a name and the offices around it."""
    group: list[Part] = []
    kinds: list[PhraseKind] = []
    for part in parts:
        names = [phrase.kind for phrase in signature_phrases(part.unit.text) if phrase.kind]
        if any(kind in kinds and (kind is PhraseKind.PERSON or kinds[-1] is not kind) for kind in names):
            yield group
            group, kinds = [], []
        group.append(part)
        kinds += names
    yield group


def _reference(part: Part) -> etree._Element:
    """Return a reference number, or a segment that names the subject or the classification."""
    text = part.unit.text
    kind = next((kind for kind in ("classification", "subject") if find_cue(kind, text, at_start=True)), "")
    if kind or any(unit_marks(part.unit)):
        # An idno contains only text.
        return element("seg", inline_content(part.unit), type=kind or "reference")
    return element("idno", text, type="reference")


def _elements_of_group(label: Label, parts: Sequence[Part]) -> Elements:
    """Return the elements of neighbouring parts with one label, in the opener or the closer."""
    if label is Label.ADDRESS:
        lines = zip(parts, address_lines(parts), strict=True)
        yield element("address", *(element("addrLine", inline_content(part.unit, line)) for part, line in lines))
    elif label is Label.DATELINE:
        yield _join_in_element(parts, "dateline", dateline_phrases)
    elif label is Label.SIGNED:
        yield from (_join_in_element(group, "signed", signature_phrases) for group in _split_signatories(parts))
    elif label in {Label.SALUTE, Label.VALEDICTION}:
        yield _join_in_element(parts, "salute", lambda text: (Phrase(text),))
    elif label is Label.LETTERHEAD:
        yield _letterhead_address(parts)
    elif label is Label.HEAD:
        # TEI does not allow a head after an opener's first part; a title may be among them.
        yield from (element("title", inline_content(part.unit)) for part in parts)
    else:
        yield from (_reference(part) for part in parts)


def _elements_of_parts(parts: Iterable[Part]) -> Elements:
    for label, group in groupby(parts, key=lambda part: part.label):
        yield from _elements_of_group(label, list(group))


def _split_opening(letter: Letter) -> tuple[list[Part], list[Part]]:
    """Return the parts above the opener and those in it; a letterhead without a head after it belongs in it."""
    heading, opener = list(letter.parts_in(LetterPhase.HEADING)), list(letter.parts_in(LetterPhase.OPENER))
    while heading and heading[-1].label is Label.LETTERHEAD:
        opener.insert(0, heading.pop())
    return heading, opener


def _opener_elements(parts: Sequence[Part]) -> Elements:
    """Return the elements of the opener; a letterhead beside a dateline is the address in it."""
    for in_line, run in groupby(parts, key=lambda part: part.label in _OF_DATELINE):
        group = list(run)
        if in_line and any(part.label is Label.DATELINE for part in group):
            yield element("dateline", _dateline_content(group))
        else:
            yield from _elements_of_parts(group)


def _letterhead_address(parts: Iterable[Part]) -> etree._Element:
    """Return a letterhead as an address: the one printed on the sender's paper."""
    return element("address", *(element("addrLine", inline_content(part.unit)) for part in parts))


def _dateline_content(parts: Sequence[Part]) -> Iterator[Content]:
    """Return the content of a dateline that contains the sender's address or has it beside it."""
    for index, (label, group) in enumerate(groupby(parts, key=lambda part: part.label)):
        if index:
            yield "\n"
        if label is Label.LETTERHEAD:
            yield _letterhead_address(group)
        else:
            yield from _join_with_breaks(inline_content(part.unit, dateline_phrases(part.unit.text)) for part in group)


def _heading_elements(parts: Iterable[Part]) -> Elements:
    for part in parts:
        name, kind = ("head", "") if part.label is Label.HEAD else ("fw", "letterhead")
        yield element(name, inline_content(part.unit), type=kind)


def _paragraphs(parts: Iterable[Part]) -> Elements:
    return (element("p", inline_content(part.unit)) for part in parts)


def _note_type(part: Part) -> str:
    """Return the type of a note: the letter's own line on copies or enclosures, or an editor's note."""
    kinds = (("copy", "copies"), ("enclosure", "enclosures"))
    return next((name for cue, name in kinds if find_cue(cue, part.unit.text, at_start=True)), "editorial")


def _notes(parts: Iterable[Part]) -> Elements:
    for kind, group in groupby(parts, key=_note_type):
        yield element("note", _paragraphs(group), type=kind)


def _postscripts(parts: Sequence[Part]) -> Elements:
    """Return the postscripts; a signature ends one. A signature without a postscript before it becomes one."""
    postscript: etree._Element | None = None
    for label, group in groupby(parts, key=lambda part: part.label):
        if label is Label.SIGNED and postscript is not None:
            postscript.extend(_elements_of_group(label, list(group)))
            yield postscript
            postscript = None
        else:
            if postscript is not None:
                yield postscript
            postscript = element("postscript", _paragraphs(group))
    if postscript is not None:
        yield postscript


def _session_division(parts: Sequence[Part], others: set[int]) -> etree._Element:
    """Return a later writing session as a division: a dateline, and the paragraphs under it."""
    dateline = _join_in_element(parts[:1], "dateline", dateline_phrases)
    return element("div", element("opener", dateline), build_body(parts[1:], others), type="writingSession")


def _letter_division(letter: Letter) -> etree._Element:
    heading, opener = _split_opening(letter)
    division = element("div", _heading_elements(heading), element("opener", _opener_elements(opener)), type="letter")
    others = outermost_blocks(part for part in letter.parts if part.phase is not LetterPhase.BODY)
    first, *later = writing_sessions(infer_blocks(letter.parts_in(LetterPhase.BODY)))
    division.extend(build_body(first, others))
    division.extend(_session_division(parts, others) for parts in later)
    division.append(element("closer", _elements_of_parts(letter.parts_in(LetterPhase.CLOSER))))
    division.extend(_postscripts(letter.parts_in(LetterPhase.POSTSCRIPT)))
    if late := letter.parts_in(LetterPhase.TRAILING_ADDRESS):
        division.append(element("closer", _elements_of_parts(late)))
    return division


def build_text(letter: Letter) -> etree._Element:
    """Return the TEI text of a letter; an editor's notes are beside the letter's div, its own notes inside."""
    division = _letter_division(letter)
    body = element("body", _notes(letter.parts_in(LetterPhase.BEFORE)), division)
    for note in _notes(letter.parts_in(LetterPhase.AFTER)):
        own = note.get("type") != "editorial" and len(body) and body[-1] is division
        (division if own else body).append(note)
    return element("text", body, **{LANG: "" if letter.language == "und" else letter.language})
