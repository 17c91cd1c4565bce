"""Letter to TEI text: opener, body, closer, postscript and notes, every word of the source in its order."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from lxml import etree

from teikit.letter import Label, Letter, Part, Phase
from teikit.letter.blocks import shaped
from teikit.letter.cues import find
from teikit.letter.names import Kind, Phrase, dateline_phrases, signature_phrases
from teikit.letter.sessions import sessions
from teikit.tei.blocks import body, outermost
from teikit.tei.correspondents import address_lines
from teikit.tei.inline import inline, marks
from teikit.tei.markup import LANG, Content, element

Elements = Iterator[etree._Element]
_OF_DATELINE = {Label.LETTERHEAD, Label.DATELINE}


def _broken(lines: Iterable[Iterable[Content]]) -> Iterator[Content]:
    """Return the content of several lines with a line break before each but the first."""
    for index, line in enumerate(lines):
        if index:
            yield "\n"
            yield element("lb")
        yield from line


def _together(parts: Sequence[Part], name: str, phrases: Callable[[str], Sequence[Phrase]]) -> etree._Element:
    return element(name, _broken(inline(part.unit, phrases(part.unit.text)) for part in parts))


def _as_text(text: str) -> tuple[Phrase, ...]:
    return (Phrase(text),)


def _begins_anew(kinds: Sequence[Kind], kind: Kind) -> bool:
    """Say whether a line of this kind, after lines of those kinds, belongs to the next signatory."""
    return kind in kinds and (kind is Kind.PERSON or kinds[-1] is not kind)


def _signatories(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Part the lines of signatures by who signs: a name and the offices around it."""
    held: list[Part] = []
    kinds: list[Kind] = []
    for part in parts:
        names = [phrase.kind for phrase in signature_phrases(part.unit.text) if phrase.kind]
        if any(_begins_anew(kinds, kind) for kind in names):
            yield held
            held, kinds = [], []
        held.append(part)
        kinds += names
    yield held


def _reference(part: Part) -> etree._Element:
    """Return a reference number, or a segment that names the subject or the classification."""
    text = part.unit.text
    kind = next((kind for kind in ("classification", "subject") if find(kind, text, at_start=True)), "")
    if kind or any(marks(part.unit)):
        # An idno holds nothing but text.
        return element("seg", inline(part.unit), type=kind or "reference")
    return element("idno", text, type="reference")


def _grouped(label: Label, parts: Sequence[Part]) -> Elements:
    """Return the elements of neighbouring parts with one label, in the opener or the closer."""
    if label is Label.ADDRESS:
        lines = zip(parts, address_lines(parts), strict=True)
        yield element("address", *(element("addrLine", inline(part.unit, line)) for part, line in lines))
    elif label is Label.DATELINE:
        yield _together(parts, "dateline", dateline_phrases)
    elif label is Label.SIGNED:
        yield from (_together(group, "signed", signature_phrases) for group in _signatories(parts))
    elif label in {Label.SALUTE, Label.VALEDICTION}:
        yield _together(parts, "salute", _as_text)
    elif label is Label.LETTERHEAD:
        yield _printed_address(parts)
    elif label is Label.HEAD:
        # TEI has no place for a head behind an opener's first part; a title may stand among them.
        yield from (element("title", inline(part.unit)) for part in parts)
    else:
        yield from (_reference(part) for part in parts)


def _division(parts: Iterable[Part]) -> Elements:
    for label, group in groupby(parts, key=lambda part: part.label):
        yield from _grouped(label, list(group))


def _opening(letter: Letter) -> tuple[list[Part], list[Part]]:
    """Return the parts above the opener and those in it, where a letterhead belongs that no head comes after."""
    heading, opener = list(letter.within(Phase.HEADING)), list(letter.within(Phase.OPENER))
    while heading and heading[-1].label is Label.LETTERHEAD:
        opener.insert(0, heading.pop())
    return heading, opener


def _opener(parts: Sequence[Part]) -> Elements:
    """Return the elements of the opener; a letterhead beside a dateline is the address in it."""
    for in_line, run in groupby(parts, key=lambda part: part.label in _OF_DATELINE):
        group = list(run)
        if in_line and any(part.label is Label.DATELINE for part in group):
            yield element("dateline", _with_address(group))
        else:
            yield from _division(group)


def _printed_address(parts: Iterable[Part]) -> etree._Element:
    """Return a letterhead as what it is to a letter: the address that the sender's paper bears."""
    return element("address", *(element("addrLine", inline(part.unit)) for part in parts))


def _with_address(parts: Sequence[Part]) -> Iterator[Content]:
    """Return the content of a dateline that has the sender's address in it, or beside it on the sheet."""
    for index, (label, group) in enumerate(groupby(parts, key=lambda part: part.label)):
        if index:
            yield "\n"
        if label is Label.LETTERHEAD:
            yield _printed_address(group)
        else:
            yield from _broken(inline(part.unit, dateline_phrases(part.unit.text)) for part in group)


def _heading(parts: Iterable[Part]) -> Elements:
    for part in parts:
        if part.label is Label.HEAD:
            yield element("head", inline(part.unit))
        else:
            yield element("fw", inline(part.unit), type="letterhead")


def _paragraphs(parts: Iterable[Part]) -> Elements:
    return (element("p", inline(part.unit)) for part in parts)


def _note_type(part: Part) -> str:
    """Tell the letter's own lines of copies and enclosures from an editor's note."""
    kinds = (("copy", "copies"), ("enclosure", "enclosures"))
    return next((name for cue, name in kinds if find(cue, part.unit.text, at_start=True)), "editorial")


def _notes(parts: Iterable[Part]) -> Elements:
    for kind, group in groupby(parts, key=_note_type):
        yield element("note", _paragraphs(group), type=kind)


def _postscripts(parts: Sequence[Part]) -> Elements:
    """Return the postscripts; a signature ends one. A signature that none comes before is the text of its own."""
    made: etree._Element | None = None
    for label, group in groupby(parts, key=lambda part: part.label):
        if label is Label.SIGNED and made is not None:
            made.extend(_grouped(label, list(group)))
            yield made
            made = None
        else:
            if made is not None:
                yield made
            made = element("postscript", _paragraphs(group))
    if made is not None:
        yield made


def _session(parts: Sequence[Part], others: set[int]) -> etree._Element:
    """Return what was written later: a dateline, and the paragraphs under it."""
    dateline = _together(parts[:1], "dateline", dateline_phrases)
    return element("div", element("opener", dateline), body(parts[1:], others), type="writingSession")


def _letter(letter: Letter) -> etree._Element:
    heading, opener = _opening(letter)
    made = element("div", _heading(heading), element("opener", _opener(opener)), type="letter")
    others = outermost(part for part in letter.parts if part.phase is not Phase.BODY)
    first, *later = sessions(shaped(letter.within(Phase.BODY)))
    made.extend(body(first, others))
    made.extend(_session(parts, others) for parts in later)
    made.append(element("closer", _division(letter.within(Phase.CLOSER))))
    made.extend(_postscripts(letter.within(Phase.POSTSCRIPT)))
    late = letter.within(Phase.BEHIND)
    if late:
        made.append(element("closer", _division(late)))
    return made


def text(letter: Letter) -> etree._Element:
    """Return the TEI text of a letter; an editor's notes stand beside the letter's div, its own notes inside."""
    division = _letter(letter)
    made = element("body", _notes(letter.within(Phase.BEFORE)), division)
    for note in _notes(letter.within(Phase.AFTER)):
        own = note.get("type") != "editorial" and len(made) and made[-1] is division
        (division if own else made).append(note)
    made = element("text", made)
    if letter.language != "und":
        made.set(LANG, letter.language)
    return made
