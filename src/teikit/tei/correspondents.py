"""Finds the correspondents of a letter: who wrote it, to whom, when and where, as the letter itself states."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from teikit.letter import Label, Letter, LetterPhase, Part
from teikit.letter.cues import find_cue
from teikit.letter.dates import (
    FoundDate,
    find_date,
    find_receipt,
    find_weekday,
    is_other_weekday,
    mask_receipt,
    years_in,
)
from teikit.letter.names import (
    Phrase,
    PhraseKind,
    address_phrases,
    has_addressee_word,
    phrases_of_kind,
    signature_phrases,
    strip_honorifics,
)
from teikit.letter.persons import choose_fuller, is_same_person, restore_spaces
from teikit.letter.places import is_known_place, place_of_writing
from teikit.letter.regests import Regest, regest
from teikit.letter.sessions import is_new_dateline
from teikit.letter.shapes import is_name_shape
from teikit.letter.titles import parse_one_sided_title, salutation_name, split_office, split_title

# A country below the lines of an address: USA, N.Y.
_ABBREVIATED = re.compile(r"[A-Z.,\s]{1,6}")
_NAME_KINDS = (PhraseKind.PERSON, PhraseKind.OFFICE, PhraseKind.ORGANISATION)
PhraseTuple = tuple[Phrase, ...]
_PARTY_KINDS = (PhraseKind.PERSON, PhraseKind.OFFICE_HOLDER, PhraseKind.ORGANISATION)
_FULL = len("1890-05-03")
_MOST_ADDRESS_WORDS = 14
_MOST_DATELINE_WORDS = 10
_MOST_WORDS_OF_PLACE = 5
_MAY_BE_DATELINE = {Label.LETTERHEAD, Label.REFERENCE, Label.ADDRESS, Label.POSTSCRIPT, Label.SIGNED}
_INITIAL = re.compile(r"\W*[^\W\d_]\.")
_PHASES_AFTER_BODY = {LetterPhase.CLOSER, LetterPhase.POSTSCRIPT, LetterPhase.TRAILING_ADDRESS, LetterPhase.AFTER}
_BEFORE_DATELINE = {Label.LETTERHEAD, Label.HEAD, Label.ADDRESS}


@dataclass(frozen=True, slots=True)
class CorrespDesc:
    """The correspondence as a letter states it: phrases in the order of the source, date and place of its dateline."""

    sender: PhraseTuple
    recipient: PhraseTuple
    place: Phrase | None
    date: Phrase | None
    received: Phrase | None = None
    warnings: tuple[str, ...] = ()


def is_sender_line(text: str) -> bool:
    """Return whether a line of a heading names the sender ("From: ...")."""
    match = find_cue("sent", text, at_start=True)
    return match is not None and text[match.end() :].lstrip().startswith(":")


def address_lines(parts: Iterable[Part]) -> list[tuple[Phrase, ...]]:
    """Return the phrases of each line of an address; only its first name is recognised by its shape alone."""
    found: list[PhraseTuple] = []
    seen = False
    for part in parts:
        text = part.unit.text
        kinds = {phrase.kind for phrase in found[-1]} if found else set()
        # "Monsieur le Président" above "N. Murray Butler": an initial distinguishes a name from a town.
        is_name = PhraseKind.OFFICE in kinds and PhraseKind.PERSON not in kinds and _INITIAL.match(text) is not None
        found.append(address_phrases(text, first=not seen or ":" in text or is_name))
        seen = seen or bool(phrases_of_kind(found[-1], *_NAME_KINDS))
    return found


def _parts_labelled(letter: Letter, label: Label) -> list[Part]:
    return [part for part in letter.parts if part.label is label]


def _find_regest(letter: Letter) -> Regest | None:
    """Return the regest in any editor's note, or in the letter's first or last part."""
    candidates = [*_parts_labelled(letter, Label.NOTE), letter.parts[-1], letter.parts[0]]
    mine = {Label.SALUTE, Label.POSTSCRIPT, Label.VALEDICTION, Label.HEAD}
    found = (regest(part.unit.text) for part in candidates if part.label not in mine)
    return next((one for one in found if one is not None), None)


def _title_phrases(text: str) -> tuple[Phrase, ...]:
    office, person = split_office(text)
    if not person:
        return (Phrase(office, PhraseKind.OFFICE_HOLDER),) if office else ()
    name = (Phrase(strip_honorifics(person), PhraseKind.PERSON),)
    return (*name, Phrase(office, PhraseKind.OFFICE)) if office else name


def _title_parties(letter: Letter) -> tuple[PhraseTuple, PhraseTuple]:
    """Return the sender and recipient in the titles above the letter; titles below a dateline are subjects."""
    for part in letter.parts_in(LetterPhase.HEADING):
        text = part.unit.text
        if part.label is not Label.HEAD and find_cue("honorific", text, at_start=True) is None:
            continue
        note = regest(text)
        halves = (note.sender, note.recipient) if note else split_title(text) or parse_one_sided_title(text)
        if any(halves):
            return _title_phrases(halves[0]), _title_phrases(halves[1])
    return (), ()


def _is_subject(title: tuple[PhraseTuple, PhraseTuple], sender: Iterable[Phrase], to: Iterable[Phrase]) -> bool:
    """Return whether a title such as "A to B" names nobody whom the letter names, and so is a subject."""
    for known, named in ((sender, title[0]), (to, title[1])):
        people, names = ([one.text for one in each if one.kind is PhraseKind.PERSON] for each in (known, named))
        if not people or not names or any(is_same_person(one, two) for one in people for two in names):
            return False
    return True


def _salutation_phrases(letter: Letter) -> tuple[Phrase, ...]:
    names = (salutation_name(part.unit.text) for part in _parts_labelled(letter, Label.SALUTE))
    name = next(filter(None, names), "")
    return (Phrase(name, PhraseKind.PERSON),) if name else ()


def _is_like_address(part: Part) -> bool:
    """Return whether a line after the letter is an address by its words, whatever its label."""
    text = part.unit.text
    if part.phase not in _PHASES_AFTER_BODY or part.label not in {Label.POSTSCRIPT, Label.NOTE} or ":" in text:
        return False
    words = text.split()
    starts = find_cue("addressee", text, at_start=True) or find_cue("honorific", text, at_start=True)
    small = sum(word[:1].islower() and len(word) > 3 for word in words)
    return starts is not None and 2 <= len(words) <= _MOST_ADDRESS_WORDS and not small and not regest(text)


def _is_sure(part: Part, found: PhraseTuple, greeted: PhraseTuple) -> bool:
    """Return whether a line is surely an address: has a cue, an office, an organisation, or the salutation's name."""
    text, kinds = part.unit.text, {phrase.kind for phrase in found}
    if not greeted or has_addressee_word(text) or PhraseKind.OFFICE in kinds:
        return True
    is_organisation = PhraseKind.ORGANISATION in kinds and is_name_shape(text.split())
    return is_organisation or any(is_same_person(phrase.text, greeted[0].text) for phrase in found)


def _address_parties(letter: Letter, greeted: tuple[Phrase, ...]) -> tuple[list[Phrase], list[Phrase]]:
    """Return the sender ("From: ...") and the recipient in the addresses.

    A line that is an address only by its shape may name only a person whom the salutation names.
    """
    sender: list[Phrase] = []
    recipient: list[Phrase] = []
    addresses = [part for part in letter.parts if part.label is Label.ADDRESS or _is_like_address(part)]
    for _, group in groupby(addresses, key=lambda part: part.phase):
        parts = list(group)
        for part, phrases in zip(parts, address_lines(parts), strict=True):
            found = phrases_of_kind(phrases, *_NAME_KINDS)
            if _is_sure(part, found, greeted):
                (sender if is_sender_line(part.unit.text) else recipient).extend(found)
    return sender, recipient


def _signatories(letter: Letter) -> list[Phrase]:
    parts = (part for part in _parts_labelled(letter, Label.SIGNED) if part.phase is LetterPhase.CLOSER)
    phrases = (phrase for part in parts for phrase in signature_phrases(part.unit.text))
    names = phrases_of_kind(phrases, *_NAME_KINDS, PhraseKind.OFFICE_HOLDER)
    return [replace(name, text=strip_honorifics(restore_spaces(name.text))) for name in names]


def _merge_phrases(*sources: Iterable[Phrase]) -> tuple[Phrase, ...]:
    """Return the phrases of several sources, each person once and in the fullest form that any of them gives."""
    merged: list[Phrase] = []
    for phrase in (phrase for source in sources for phrase in source):
        same = next((index for index, known in enumerate(merged) if _is_same_party(known, phrase)), None)
        if same is None:
            merged.append(phrase)
        elif phrase.kind is PhraseKind.PERSON:
            known = merged[same]
            merged[same] = known if choose_fuller(known.text, phrase.text) == known.text else phrase
    return tuple(merged)


def _is_same_party(one: Phrase, two: Phrase) -> bool:
    if one.kind is PhraseKind.PERSON and two.kind is PhraseKind.PERSON:
        return is_same_person(one.text, two.text)
    return one.text.casefold() == two.text.casefold()


def _note_phrases(name: str) -> tuple[Phrase, ...]:
    """Return the name in an editor's note: a person, or an office or organisation."""
    office, person = split_office(name)
    if not person:
        return (Phrase(office, PhraseKind.OFFICE_HOLDER, evidence="external"),) if office else ()
    kind = PhraseKind.ORGANISATION if find_cue("organisation", person) else PhraseKind.PERSON
    return (Phrase(strip_honorifics(person), kind, evidence="external"),)


def _lines_above(letter: Letter, datelines: list[Part]) -> Iterator[str]:
    """Yield the lines above a dateline that continue in it: "Department of State," above "Washington, May 3"."""
    first = letter.parts.index(datelines[0]) if datelines else 0
    above: list[str] = []
    for part in reversed(letter.parts[:first]):
        text = part.unit.text
        runs_on = text.endswith(",") and (find_cue("institution", text) or find_cue("organisation", text))
        if part.label not in _BEFORE_DATELINE or not runs_on:
            break
        above.append(text)
    yield from reversed(above)


def _place_of_writing(letter: Letter, datelines: list[Part], people: PhraseTuple) -> str:
    """Return the place in the datelines, else that in the letterhead or the line above; no correspondent's name."""
    place = _stated_place(letter, datelines)
    if not place:
        place = _known_place_above(letter, datelines)
    elif is_known_place(place) or " " not in place:
        return place
    names = (phrase.text for phrase in people if phrase.kind is PhraseKind.PERSON)
    return "" if any(is_same_person(place, name) for name in names) else place


def _stated_place(letter: Letter, datelines: list[Part]) -> str:
    lines = [mask_receipt(part.unit.text) for part in datelines]
    heads = [part.unit.text for part in _parts_labelled(letter, Label.LETTERHEAD)]
    heads = [text for text in heads if not find_cue("organisation", text)]
    place = place_of_writing(lines)
    if not place or _ABBREVIATED.fullmatch(place):
        return place_of_writing([*heads, *lines])
    return place_of_writing([*_lines_above(letter, datelines), *lines])


def _known_place_above(letter: Letter, datelines: list[Part]) -> str:
    """Return the known place that is alone on the line above the dateline."""
    first = letter.parts.index(datelines[0]) if datelines else 0
    part = letter.parts[first - 1] if first else None
    above = part.unit.text if part and part.label in _BEFORE_DATELINE else ""
    place = place_of_writing([above]) if len(above.split()) <= _MOST_WORDS_OF_PLACE else ""
    return place if place and is_known_place(place) else ""


def _is_like_dateline(part: Part) -> bool:
    """Return whether a short line, whatever its label, is a date and hardly more."""
    text = mask_receipt(part.unit.text)
    if part.label is Label.PARAGRAPH:
        return is_new_dateline(text) and find_date(text) is not None
    if part.label not in _MAY_BE_DATELINE or len(text.split()) > _MOST_DATELINE_WORDS or "“" in text:
        return False
    if (found := find_date(text)) is None or len(found.when) < len("--05-03"):
        return False
    return split_title(text) is None and regest(text) is None


def _datelines(letter: Letter) -> list[Part]:
    """Return the datelines, those of the opener if it has any; lines that look like one where these have no date."""
    datelines = [part for part in _parts_labelled(letter, Label.DATELINE) if regest(part.unit.text) is None]
    if not any(find_date(part.unit.text) for part in datelines):
        datelines += [part for part in letter.parts if _is_like_dateline(part)]
    opening = [part for part in datelines if part.phase is LetterPhase.OPENER]
    # Above an undated line the date may be missing because it is below the letter.
    is_dated = any(find_date(part.unit.text) or find_weekday(part.unit.text) for part in opening)
    return opening if is_dated else datelines


def _date_of_writing(letter: Letter, text: str, note: Regest | None) -> Phrase | None:
    """Return the date in the text of the datelines, or of the note where they have none."""
    found, noted = find_date(text), note.date if note else None
    if found is None and (day := find_weekday(text)) is not None:
        found = FoundDate(*day[1:])
    if found is None:
        return Phrase(note.date_text, PhraseKind.DATE, noted) if note and noted else _title_date(letter)
    if noted is not None and _is_less_exact(found, noted):
        found = replace(found, when=noted.when, is_bracketed=True)
    elif found.short_year is not None:
        found = found.with_century(years_in(" ".join(part.unit.text for part in letter.parts)))
    return Phrase(text[found.start : found.end], PhraseKind.DATE, found)


def _title_date(letter: Letter) -> Phrase | None:
    """Return the day in a title above the letter."""
    for part in letter.parts_in(LetterPhase.HEADING):
        found = find_date(part.unit.text)
        if found is not None and len(found.when) == _FULL:
            return Phrase(part.unit.text[found.start : found.end], PhraseKind.DATE, replace(found, is_bracketed=True))
    return None


def _is_less_exact(found: FoundDate, noted: FoundDate) -> bool:
    """Return whether a dateline states a part of a note's date, and nothing else."""
    if found.begin or found.not_before or found.not_after or len(found.when) == _FULL:
        return False
    return not found.when or noted.when.startswith(found.when) or noted.when.endswith(found.when[1:])


def _receipt_date(datelines: list[Part]) -> Phrase | None:
    """Return the date of receipt in a dateline."""
    for part in datelines:
        stated = find_receipt(part.unit.text)
        note = part.unit.text[slice(*stated)] if stated else ""
        if (found := find_date(note)) is not None:
            return Phrase(note[found.start : found.end], PhraseKind.DATE, found)
    return None


def _weekday_warnings(text: str) -> Iterator[str]:
    """Yield a warning where the text of the datelines names another weekday than its date has."""
    found, day = find_date(text), find_weekday(text)
    if found and day and len(found.when) == _FULL and not found.calendar and is_other_weekday(day[0], found.when):
        yield f"the letter is dated {text[day[1] : day[2]]}, {found.when}, which is no such day of the week"


def find_correspondence(letter: Letter) -> CorrespDesc:
    """Return who wrote a letter to whom, when and where, only as its own parts state it."""
    note = _find_regest(letter)
    greeted = _salutation_phrases(letter)
    sender, recipient = _address_parties(letter, greeted)
    signed = _signatories(letter) or sender
    title = _title_parties(letter)
    if _is_subject(title, signed, (*recipient, *greeted)):
        title = (), ()
    senders = _merge_phrases(signed, title[0], _note_phrases(note.sender) if note else ())
    to = _merge_phrases(recipient, title[1], _note_phrases(note.recipient) if note else ())
    if not any(phrase.kind in _PARTY_KINDS for phrase in to):
        to = (*greeted, *to)
    datelines = _datelines(letter)
    place = _place_of_writing(letter, datelines, (*senders, *to))
    where = Phrase(place, PhraseKind.PLACE) if place else None
    # Notes of receipt are masked: their dates are not those of writing.
    text = " ".join(mask_receipt(part.unit.text) for part in datelines)
    date, received = _date_of_writing(letter, text, note), _receipt_date(datelines)
    return CorrespDesc(senders, to, where, date, received, tuple(_weekday_warnings(text)))
