"""Finds the correspondence that a letter is part of: who wrote it, to whom, when and where, as it states itself."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from teikit.letter import Label, Letter, LetterPhase, Part
from teikit.letter.addressees import begins_with_to
from teikit.letter.claims import Basis, Claim, ClaimKind, claim_from_part
from teikit.letter.cues import find_cue
from teikit.letter.dates import (
    FoundDate,
    find_date,
    find_receipt,
    find_weekday,
    is_other_weekday,
    mask_receipt,
    with_time,
    years_in,
)
from teikit.letter.form_labels import is_date_line
from teikit.letter.names import Phrase, PhraseKind
from teikit.letter.persons import is_same_person
from teikit.letter.places import PlaceEvidence, is_known_place, place_evidence, place_of_writing
from teikit.letter.quoted import without_quoted_message
from teikit.letter.regests import regest
from teikit.letter.sessions import is_new_dateline
from teikit.letter.telegrams import is_stamped, office_of_origin
from teikit.letter.titles import split_title
from teikit.tei.parties import EditorNote, find_note, find_parties
from teikit.tei.senders import parts_labelled

# A country below the lines of an address: USA, N.Y.
_ABBREVIATED = re.compile(r"[A-Z.,\s]{1,6}")
_YEAR = len("1890")
_MOST_DATELINE_WORDS = 10
_MOST_WORDS_OF_PLACE = 5
_MAY_BE_DATELINE = {Label.LETTERHEAD, Label.REFERENCE, Label.ADDRESS, Label.POSTSCRIPT, Label.SIGNED}
# The share of names that are places among those that nothing but their position shows to be one, measured on editions.
_CERTAINTY = {PlaceEvidence.DATE: 0.75, PlaceEvidence.NONE: 0.5}
_BEFORE_DATELINE = {Label.LETTERHEAD, Label.HEAD, Label.ADDRESS}


@dataclass(frozen=True, slots=True)
class CorrespDesc:
    """The correspondence as a letter states it: claims, those of a party in the order of the source."""

    sender: tuple[Claim, ...]
    recipient: tuple[Claim, ...]
    place: Claim | None
    date: Claim | None
    received: Claim | None = None
    warnings: tuple[str, ...] = ()
    copied: tuple[Claim, ...] = ()


def _lines_above(letter: Letter, datelines: list[Part]) -> Iterator[str]:
    """Yield the lines above a dateline that continue in it: "Department of State," above "Washington, May 3"."""
    first = letter.index(datelines[0]) if datelines else 0
    above: list[str] = []
    for part in reversed(letter.parts[:first]):
        text = part.unit.text
        runs_on = text.endswith(",") and (find_cue("institution", text) or find_cue("organisation", text))
        if part.label not in _BEFORE_DATELINE or not runs_on:
            break
        above.append(text)
    yield from reversed(above)


def _place_of_writing(letter: Letter, datelines: list[Part], people: Sequence[Claim]) -> str:
    """Return the place in the datelines, else that in the letterhead or the line above; no correspondent's name."""
    stated = _stated_place(letter, datelines)
    is_greeting = _is_like_greeting(stated, datelines)
    if stated and (is_known_place(stated) or " " not in stated) and not is_greeting:
        return stated
    place = stated or _known_place_above(letter, datelines)
    names = (claim.text for claim in people if claim.phrase.kind is PhraseKind.PERSON)
    places = place.split(", ") if is_greeting else [place]
    return "" if any(is_same_person(each, name) for name in names for each in places) else place


def _is_like_greeting(place: str, datelines: list[Part]) -> bool:
    """Return whether a place is all that a line has, with a mark as after a salutation: "Mark,"."""
    lines = [part.unit.text for part in datelines if not find_date(part.unit.text)]
    return any(line.endswith((",", "!", ":", "-", "–", "—")) and line.rstrip(",!:-–— ") == place for line in lines)


def _stated_place(letter: Letter, datelines: list[Part]) -> str:
    lines = [mask_receipt(part.unit.text) for part in datelines]
    heads = [part.unit.text for part in parts_labelled(letter, Label.LETTERHEAD)]
    heads = [text for text in heads if not find_cue("organisation", text)]
    if any(is_date_line(part.unit.text) for part in parts_labelled(letter, Label.DATELINE)):
        # Above a memorandum is whose form it is.
        heads = [text for text in heads if is_known_place(place_of_writing([text]))]
    place = place_of_writing(lines)
    if not place or _ABBREVIATED.fullmatch(place):
        return place_of_writing([*heads, *lines])
    return place_of_writing([*_lines_above(letter, datelines), *lines])


def _known_place_above(letter: Letter, datelines: list[Part]) -> str:
    """Return the known place that is alone on the line above the dateline."""
    first = letter.index(datelines[0]) if datelines else 0
    part = letter.parts[first - 1] if first else None
    above = part.unit.text if part and part.label in _BEFORE_DATELINE else ""
    if part and part.label is Label.ADDRESS and begins_with_to(above):
        return ""
    place = place_of_writing([above]) if len(above.split()) <= _MOST_WORDS_OF_PLACE else ""
    return place if place and is_known_place(place) else ""


def _place_claim(letter: Letter, datelines: list[Part], people: Sequence[Claim]) -> Claim | None:
    """Return the place of writing, with the part that names it."""
    place = _place_of_writing(letter, datelines, people)
    if not place:
        return None
    phrase, words = Phrase(place, PhraseKind.PLACE), place.partition(",")[0]
    heads = [part for part in letter.parts if part.label in _BEFORE_DATELINE and words in part.unit.text]
    factor = _CERTAINTY.get(place_evidence(place, [part.unit.text for part in datelines]), 1.0)
    if heads and not any(words in part.unit.text for part in datelines):
        return claim_from_part(ClaimKind.PLACE, phrase, Basis.LETTERHEAD, heads[-1], factor=factor)
    return _claim_from_datelines(ClaimKind.PLACE, phrase, datelines, factor) if datelines else None


def _is_like_dateline(part: Part) -> bool:
    """Return whether a short line, whatever its label, is a date and hardly more."""
    text = mask_receipt(part.unit.text)
    if part.label is Label.PARAGRAPH:
        return is_new_dateline(text) and find_date(text) is not None
    if part.label not in _MAY_BE_DATELINE or len(text.split()) > _MOST_DATELINE_WORDS or "“" in text:
        return False
    if (found := find_date(text)) is None or not found.has_month:
        return False
    return split_title(text) is None and regest(text) is None


def _datelines(letter: Letter) -> list[Part]:
    """Return the datelines, those of the opener if it has any; lines that look like one where these have no date."""
    datelines = [part for part in parts_labelled(letter, Label.DATELINE) if regest(part.unit.text) is None]
    if not any(find_date(part.unit.text) for part in datelines):
        datelines += [part for part in letter.parts if _is_like_dateline(part)]
    opening = [part for part in datelines if part.phase is LetterPhase.OPENER]
    # Above an undated line the date may be missing because it is below the letter.
    is_dated = any(find_date(part.unit.text) or find_weekday(part.unit.text) for part in opening)
    return opening if is_dated else datelines


def _date_of_writing(letter: Letter, datelines: Sequence[Part], text: str, note: EditorNote | None) -> Claim | None:
    """Return the date in the text of the datelines, or of the note where they have none."""
    found, noted = find_date(text), note.regest.date if note else _stated_date(_title_date(letter))
    if found is None and (day := find_weekday(text)) is not None:
        found = FoundDate(*day[1:])
    if found is None:
        return _note_date(note) or _title_date(letter)
    if noted is not None and _is_less_exact(found, noted):
        found = replace(found, when=noted.when, is_bracketed=True)
    elif found.short_year is not None:
        found = found.with_century(years_in(" ".join(part.unit.text for part in letter.parts)))
    if any(is_stamped(part) or is_date_line(part.unit.text) for part in datelines):
        found = with_time(text, found)
    return _claim_from_datelines(
        ClaimKind.DATE, Phrase(text[found.start : found.end], PhraseKind.DATE, found), datelines
    )


def _stated_date(claim: Claim | None) -> FoundDate | None:
    return claim.phrase.date if claim else None


def _note_date(note: EditorNote | None) -> Claim | None:
    """Return the date in an editor's note."""
    if note is None or note.regest.date is None:
        return None
    phrase = Phrase(note.regest.date_text, PhraseKind.DATE, note.regest.date)
    return claim_from_part(ClaimKind.DATE, phrase, Basis.NOTE, note.part)


def _claim_from_datelines(kind: ClaimKind, phrase: Phrase, datelines: Sequence[Part], factor: float = 1.0) -> Claim:
    """Return a claim that is based on that dateline which has its first words."""
    words = phrase.text.partition(",")[0]
    part = next((one for one in datelines if words in one.unit.text), datelines[0])
    return claim_from_part(kind, phrase, Basis.DATELINE, part, factor=factor)


def _title_date(letter: Letter) -> Claim | None:
    """Return the day in a title above the letter."""
    for part in letter.parts_in(LetterPhase.HEADING):
        found = find_date(part.unit.text)
        if found is not None and found.is_full:
            words = part.unit.text[found.start : found.end]
            phrase = Phrase(words, PhraseKind.DATE, replace(found, is_bracketed=True))
            return claim_from_part(ClaimKind.DATE, phrase, Basis.HEADING, part)
    return None


def _is_less_exact(found: FoundDate, noted: FoundDate) -> bool:
    """Return whether a dateline states a part of a note's date, and nothing else."""
    if found.begin or found.not_before or found.not_after or found.is_full:
        return False
    if found.short_year is not None and not noted.when[:_YEAR].endswith(f"{found.short_year:02}"):
        return False
    return not found.when or noted.when.startswith(found.when) or noted.when.endswith(found.when[1:])


def _without_closes(datelines: Sequence[Part]) -> Iterator[Part]:
    """Yield datelines, but not the close of another letter at the top of the page and the name below it."""
    is_after_close = False
    for part in datelines:
        is_close = part.phase is LetterPhase.OPENER and _is_close(part.unit.text)
        if not is_close and not (is_after_close and find_date(part.unit.text) is None):
            yield part
        is_after_close = is_close


def _is_close(text: str) -> bool:
    return find_date(text) is None and any(find_cue(kind, text, at_start=True) for kind in ("valediction", "yours"))


def _place_of_origin(datelines: Sequence[Part]) -> Claim | None:
    """Return the place from where a telegram came, as the office states it."""
    for part in datelines:
        if is_stamped(part) and (span := office_of_origin(part.unit.text)) is not None:
            place = Phrase(part.unit.text[slice(*span)], PhraseKind.PLACE)
            return claim_from_part(ClaimKind.PLACE, place, Basis.DATELINE, part)
    return None


def _receipt_date(datelines: list[Part]) -> Claim | None:
    """Return the date of receipt in a dateline."""
    for part in datelines:
        stated = find_receipt(part.unit.text)
        note = part.unit.text[slice(*stated)] if stated else ""
        if (found := find_date(note)) is not None:
            phrase = Phrase(note[found.start : found.end], PhraseKind.DATE, found)
            return claim_from_part(ClaimKind.RECEIVED, phrase, Basis.DATELINE, part)
    return None


def _weekday_warnings(text: str) -> Iterator[str]:
    """Yield a warning where the text of the datelines names another weekday than its date has."""
    found, day = find_date(text), find_weekday(text)
    if found and day and found.is_full and not found.calendar and is_other_weekday(day[0], found.when):
        yield f"the letter is dated {text[day[1] : day[2]]}, {found.when}, which is no such day of the week"


def find_correspondence(letter: Letter) -> CorrespDesc:
    """Return who wrote a letter to whom, when and where, only as its own parts state it."""
    letter = without_quoted_message(letter)
    note = find_note(letter)
    parties = find_parties(letter, note)
    datelines = _datelines(letter)
    # Notes of receipt are masked: their dates are not those of writing.
    text = " ".join(mask_receipt(part.unit.text) for part in datelines)
    placed = [part for part in _without_closes(datelines) if not is_date_line(part.unit.text)]
    place = _place_of_origin(placed) or _place_claim(letter, placed, (*parties.sender, *parties.recipient))
    date, received = _date_of_writing(letter, datelines, text, note), _receipt_date(datelines)
    return CorrespDesc(
        parties.sender,
        parties.recipient,
        place,
        date,
        received,
        tuple(_weekday_warnings(text)),
        parties.copied,
    )
