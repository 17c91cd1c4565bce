"""Builds the elements for parts in an opener or a closer: addresses, datelines, signatures, salutations, notes."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, takewhile

from lxml import etree

from teikit.letter import Label, LetterPhase, Part
from teikit.letter.cues import find_cue
from teikit.letter.footnotes import footnote_number
from teikit.letter.form_labels import LabelKind, read_label
from teikit.letter.names import Phrase, PhraseKind, dateline_phrases
from teikit.letter.quoted import QUOTED, is_quoted
from teikit.letter.shapes import is_capitalised
from teikit.letter.signatures import signature_phrases
from teikit.letter.telegrams import is_stamped
from teikit.tei.footnotes import footnote_parts, group_footnotes, is_footnote
from teikit.tei.inline import NO_NAME, inline_content, span_attributes, unit_marks
from teikit.tei.markup import TEI, Content, element
from teikit.tei.recipients import address_lines
from teikit.text.runs import PAGE_FOOTER, RUNNING_HEAD

Elements = Iterator[etree._Element]
# A line on enclosures or copies is short, and begins with its cue as a label: an abbreviation, before a colon or a
# number, or alone. Counted ones ("1 annexe.") stay as they were recognised: in editions they are postscripts, too.
_FOOTNOTE = "footnote"
_LONGEST_LINE = 150
# Below a signature such lines are easily taken for an address.
_CLOSING = {LetterPhase.CLOSER, LetterPhase.POSTSCRIPT, LetterPhase.TRAILING_ADDRESS}
_AFTER_CUE = re.compile(r"\s?[.:(]|\W*\d*\W*$")
_INITIALS = re.compile(r"c\W*c\b|bcc\b", re.IGNORECASE)
# The initials of who dictated and who typed: JMR/lw, Dict. JMR:lw.
_DICTATION = re.compile(r"(?:(?i:dict\w*)\W+)?[A-Z]{2,4}\s?[/:]\s?[A-Za-z]{1,4}\.?")

# Before the name of who signed for another: per J. M. R., p.p. Tom Bell, i. A. Meyer.
_DEPUTY = re.compile(r"(?:per|by|p\.?\s?pa?\.?|i\.\s?[av]\.)\s+(?=\w)", re.IGNORECASE)


def own_line_type(part: Part) -> str:
    """Return what a line after the letter is, "" for any other part.

    It is on "copies" or "enclosures", a "reference", or of the "message" that an e-mail quotes.
    """
    text = part.unit.text
    if is_quoted(part):
        return QUOTED
    if part.label is Label.REFERENCE:
        return "reference"
    is_late_address = part.label is Label.ADDRESS and part.phase in _CLOSING
    is_below = part.label in {Label.POSTSCRIPT, Label.NOTE} or is_late_address
    if (not is_below and part.label is not Label.SIGNED) or len(text) > _LONGEST_LINE:
        return ""
    if _DICTATION.fullmatch(text):
        return "reference"
    return next((name for cue, name in (("copy", "copies"), ("enclosure", "enclosures")) if _is_line_on(cue, text)), "")


def _is_line_on(kind: str, text: str) -> bool:
    """Return whether a text is a line on copies or enclosures, not a sentence that begins with such a word."""
    match = find_cue(kind, text, at_start=True)
    if match is None:
        return False
    if kind == "copy" and (" " in match["cue"] or _INITIALS.match(match["cue"])):
        return True
    return is_capitalised(text) and _AFTER_CUE.match(text, match.end()) is not None


def join_with_breaks(lines: Iterable[Iterable[Content]]) -> Iterator[Content]:
    """Return the content of several lines with a break before each but the first, unless it has its own."""
    for index, line in enumerate(lines):
        content = list(line)
        if index:
            yield "\n"
            yield from [] if _begins_line(content) else [element("lb")]
        yield from content


def _begins_line(content: Iterable[Content]) -> bool:
    """Return whether a line has a break of its own before its words."""
    before = takewhile(lambda one: not isinstance(one, str), content)
    return any(not isinstance(one, str) and one.tag == f"{{{TEI}}}lb" for one in before)


def join_in_element(parts: Sequence[Part], name: str, phrases: Callable[[str], Sequence[Phrase]]) -> etree._Element:
    """Return an element that contains the lines of parts, with the phrases in them."""
    return element(name, join_with_breaks(inline_content(part.unit, phrases(part.unit.text)) for part in parts))


def dateline_content(parts: Iterable[Part]) -> Iterator[Content]:
    """Return the content of a dateline; the lines of a telegraph office have the time of day, too."""
    phrases = ((part.unit, dateline_phrases(part.unit.text, has_time=is_stamped(part))) for part in parts)
    return join_with_breaks(inline_content(unit, found) for unit, found in phrases)


def paragraphs(parts: Iterable[Part]) -> Elements:
    """Return a paragraph for each part."""
    return (element("p", inline_content(part.unit)) for part in parts)


def letterhead_address(parts: Iterable[Part]) -> etree._Element:
    """Return a letterhead as an address: the one at the head of the sender's paper."""
    lines = (element("addrLine", inline_content(part.unit)) for part in parts)
    return element("address", *lines, rend="letterhead")


def _split_signatories(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Split the lines of signatures by signatory: a name, the offices around it, and who signed for it."""
    group: list[Part] = []
    kinds: list[PhraseKind] = []
    for part in parts:
        names = [phrase.kind for phrase in signature_phrases(part.unit.text) if phrase.kind]
        if not (group and _DEPUTY.match(part.unit.text)) and any(
            kind in kinds and (kind is PhraseKind.PERSON or kinds[-1] is not kind) for kind in names
        ):
            yield group
            group, kinds = [], []
        group.append(part)
        kinds += names
    yield group


def _reference(part: Part) -> etree._Element:
    """Return a reference number, or a segment that names the subject or the classification."""
    text = part.unit.text
    kind = next((kind for kind in ("classification", "subject") if find_cue(kind, text, at_start=True)), "")
    label = read_label(text)
    kind = kind or ("subject" if label and label.kind is LabelKind.SUBJECT else "")
    if kind or any(mark.sign is None or mark.sign.name != NO_NAME for mark in unit_marks(part.unit)):
        # An idno contains only text.
        return element("seg", inline_content(part.unit), type=kind or "reference")
    return element("idno", text, type="reference")


def _address(parts: Sequence[Part]) -> etree._Element:
    lines = zip(parts, address_lines(parts), strict=True)
    return element("address", *(element("addrLine", inline_content(part.unit, line)) for part, line in lines))


def _elements_of_group(kind: str, parts: Sequence[Part]) -> Elements:
    """Return the elements of neighbouring parts of one kind, in the opener or the closer."""
    if kind == Label.ADDRESS:
        yield _address(parts)
    elif kind == Label.DATELINE:
        yield element("dateline", dateline_content(parts))
    elif kind == Label.SIGNED:
        yield from (join_in_element(group, "signed", signature_phrases) for group in _split_signatories(parts))
    elif kind in {Label.SALUTE, Label.VALEDICTION}:
        yield join_in_element(parts, "salute", lambda text: (Phrase(text),))
    elif kind == Label.LETTERHEAD:
        yield letterhead_address(parts)
    elif kind == Label.HEAD:
        # TEI does not allow a head after an opener's first part; a title may be among them.
        yield from (element("title", inline_content(part.unit)) for part in parts)
    elif kind == Label.REFERENCE:
        yield from (_reference(part) for part in parts)
    else:
        yield _note(parts, "comment" if kind == Label.NOTE else kind)


def _note(parts: Iterable[Part], kind: str) -> etree._Element:
    content = paragraphs(parts)
    return element("note", [element("quote", content)] if kind == QUOTED else content, type=kind)


def elements_of_parts(parts: Iterable[Part]) -> Elements:
    """Yield the elements of parts in an opener or a closer; neighbours of one kind share an element."""
    for kind, group in groupby(parts, key=lambda part: own_line_type(part) or str(part.label)):
        yield from _elements_of_group(kind, list(group))


def is_printed(part: Part, place: str) -> bool:
    """Return whether a part is what a word processor prints at the head or the foot of each page."""
    return all(line.style == place for line in part.unit.lines)


_PRINTED = {RUNNING_HEAD: {"type": "header"}, PAGE_FOOTER: {"type": "footer", "place": "bottom"}}
# A letterhead within a letter or below it, where an editor says that there is one.
_PRINTED[Label.LETTERHEAD] = {"type": "header"}


def _note_type(part: Part) -> str:
    if part.label is Label.LETTERHEAD:
        return part.label
    if is_footnote(part):
        return _FOOTNOTE
    printed = next((style for style in _PRINTED if is_printed(part, style)), "")
    return printed or own_line_type(part) or "editorial"


def notes(parts: Iterable[Part]) -> Elements:
    """Yield notes: the letter's own lines on copies or enclosures, those of an editor, and the footers of pages."""
    for kind, group in groupby(parts, key=_note_type):
        if kind in _PRINTED:
            yield from (element("fw", inline_content(part.unit), **_PRINTED[kind]) for part in group)
        elif kind == _FOOTNOTE:
            yield from map(_footnote, footnote_parts(group))
        elif kind == "editorial":
            yield from (_editorial_note(footnote) for footnote in group_footnotes(group))
        else:
            yield _note(group, kind)


def _footnote(parts: Sequence[Part]) -> etree._Element:
    """Return a footnote that was found with its lines, with the attributes that it has there."""
    attributes = dict(parts[0].unit.lines[0].blocks[0].attributes)
    return element("note", paragraphs(parts), **span_attributes(attributes))


def _editorial_note(parts: Sequence[Part]) -> etree._Element:
    """Return an editor's note, a footnote with the number that refers to it."""
    number = footnote_number(parts[0].unit.text)
    return element("note", paragraphs(parts), type="editorial", place="foot" if number else "", n=number)
