"""Decides what becomes of the fields of a source: metadata of the letter, or words that the header keeps (xenoData)."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from teikit.letter.claims import Claim
from teikit.letter.dates import find_date
from teikit.letter.names import PhraseKind
from teikit.letter.persons import choose_fuller, is_same_person
from teikit.tei.certainty import LOW_BELOW
from teikit.tei.correspondents import CorrespDesc
from teikit.tei.markup import Content, element
from teikit.tei.metadata import LIST_KEYS, SOURCE_KEYS, Metadata, MetadataError, check_value
from teikit.tei.titles import is_consistent_date, written_date
from teikit.text.source import Field

_SEPARATOR = ";"
_DOI = "https://doi.org/"
# The day of "2021-01-31 10:00".
_DAY_AND_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ]+\d\d?:\d\d[\d:.,+Z UTC-]*")
# Between the year of a letter and the one that an editor finds to be right.
_MOST_YEARS_CORRECTED = 30
_PARTIES = {"sender", "recipient"}
_LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class FieldUse:
    """The metadata of a letter with those that its source states, and the fields that the header keeps in words.

    `kept` are fields whose words are nowhere else: what teikit has no place for, what the user's metadata replace,
    and what the header states in another form. `contradicted` are those that the letter shows to be about something
    else, as the author and the date of a page that shows it.
    """

    metadata: Metadata
    kept: tuple[Field, ...] = ()
    contradicted: tuple[Field, ...] = ()


def use_fields(fields: Iterable[Field], given: Metadata, found: CorrespDesc) -> FieldUse:
    """Return the use of a source's fields; `given` are the user's metadata, which replace them.

    `found` is what the letter itself states: a fuller form of the same name there is kept.
    """
    stated: dict[str, Any] = {}
    kept: list[Field] = []
    every = tuple(fields)
    contradicted = tuple(_contradicted_fields(every, found))
    for one in every:
        values = _values(one) if one not in contradicted else ()
        is_used = bool(values) and not getattr(given, one.key) and not _is_fuller_in_letter(one.key, values, found)
        is_used = is_used and (one.key in LIST_KEYS or one.key not in stated)
        is_used = is_used and not (one.is_in_text and _is_in_letter(one.key, values, found))
        if is_used:
            stated[one.key] = (*stated.get(one.key, ()), *values) if one.key in LIST_KEYS else values[0]
        if not one.is_in_text and not (is_used and _is_verbatim(one, values)):
            kept.append(one)
    return FieldUse(replace(given, **stated), tuple(kept), contradicted)


def _contradicted_fields(every: Sequence[Field], found: CorrespDesc) -> Iterator[Field]:
    """Yield the senders and dates that the letter shows to be those of a page: its author, the day it was put there."""
    written = written_date(found)
    dates = [one for one in every if one.key == "date" and _is_date_of_page(one, written)]
    yield from dates
    authors = [one for one in every if one.key == "sender" and one.may_be_of_page]
    names = [name for one in authors for name in _values(one)]
    signed = [claim.text for claim in found.sender if _is_sure_name(claim)]
    may_be_short = not any(one.may_be_of_page for one in dates)
    if signed and not any(_may_be_same(name, person, may_be_short) for name in names for person in signed):
        yield from authors


def _may_be_same(name: str, signed: str, may_be_short: bool) -> bool:  # noqa: FBT001  a fact of the letter
    """Return whether a name may be that of a signature; one word may be short for it, as Tom is for Thomas."""
    is_short = may_be_short and " " not in signed and any(word[0] == signed[0] for word in name.split())
    return is_short or is_same_person(name, signed)


def _is_sure_name(claim: Claim) -> bool:
    return claim.phrase.kind is PhraseKind.PERSON and claim.confidence >= LOW_BELOW


def _is_date_of_page(one: Field, written: str) -> bool:
    """Return whether a date is not that of a letter; `written` is the one in its own words, "" if there is none.

    A date that may be of a page is the letter's only if both agree. Any other is not if it is decades later than the
    letter: no editor corrects a date by that.
    """
    values = _values(one)
    if not values:
        return False
    day = values[0].removesuffix("?")
    if one.may_be_of_page:
        return not written or not is_consistent_date(day, written)
    years = [text[:4] for text in (day, written)]
    return all(map(str.isdecimal, years)) and int(years[0]) - int(years[1]) > _MOST_YEARS_CORRECTED


def describe_contradicted_fields(use: FieldUse, found: CorrespDesc) -> Iterator[str]:
    """Yield a warning for each field that the letter contradicts."""
    signed = " and ".join(claim.text for claim in found.sender if _is_sure_name(claim))
    written = written_date(found)
    for one in use.contradicted:
        letter = f"signed by {signed}" if one.key == "sender" else f"dated {written}" if written else "not dated"
        statement = f"'{one.name}: {one.value}'"
        yield f"the letter is {letter}: {statement} seems to be about something else, and is kept in xenoData"


def stated_language(fields: Iterable[Field], is_tag: Callable[[str], bool]) -> str:
    """Return the first language that fields state by its tag, "" if none does."""
    return next((one.value for one in fields if one.key == _LANGUAGE and is_tag(one.value)), "")


def _values(one: Field) -> Sequence[str]:
    """Return the values of a field as metadata have them, none where it is not one of theirs."""
    texts = one.value.split(_SEPARATOR) if one.key in LIST_KEYS else [one.value]
    values = [value for text in texts if (value := " ".join(text.split()))]
    if one.key == "date":
        values = [_w3c_date(value) for value in values]
    return values if one.key in SOURCE_KEYS and all(_is_correct(one.key, value) for value in values) else ()


def _w3c_date(text: str) -> str:
    """Return a date that is written in words as a day, month or year; the text itself if it is none."""
    if match := _DAY_AND_TIME.fullmatch(text):
        return match[1]
    date = find_date(text)
    is_whole = date is not None and date.start == 0 and not text[date.end :].strip(" .")
    if date is None or not is_whole or not date.when or date.short_year is not None:
        return text
    return f"{date.when}?" if date.is_doubtful else date.when


def _is_correct(key: str, value: str) -> bool:
    try:
        check_value(key, value)
    except MetadataError:
        return False
    return True


def _is_verbatim(one: Field, values: Sequence[str]) -> bool:
    """Return whether the header has the words of a field as they are; a language is only a tag there."""
    if one.key == "doi" and not one.value.startswith(_DOI):
        return False
    words = one.value.replace(_SEPARATOR, " ").split() if one.key in LIST_KEYS else one.value.split()
    return one.key != _LANGUAGE and words == " ".join(values).split()


def _is_in_letter(key: str, values: Sequence[str], found: CorrespDesc) -> bool:
    """Return whether the letter itself states the same: a person by the same name, the day, the place."""
    if key == "date":
        stated = found.date.phrase.date if found.date else None
        return stated is not None and stated.when == values[0]
    if key == "place":
        return found.place is not None and found.place.text.casefold() == values[0].casefold()
    claims = {"sender": found.sender, "recipient": found.recipient}.get(key, ())
    people = [claim.text for claim in claims if claim.phrase.kind is PhraseKind.PERSON]
    return bool(people) and people == list(values)


def _is_fuller_in_letter(key: str, values: Sequence[str], found: CorrespDesc) -> bool:
    """Return whether the letter itself names the same person in a fuller form."""
    if key not in _PARTIES or len(values) != 1:
        return False
    claims = found.sender if key == "sender" else found.recipient
    names = [claim.text for claim in claims if claim.phrase.kind is PhraseKind.PERSON]
    return any(is_same_person(name, values[0]) and choose_fuller(values[0], name) != values[0] for name in names)


def kept_fields(kept: Sequence[Field]) -> Iterator[Content]:
    """Yield the element for fields that the header keeps in words, a line each; nothing if there are none."""
    if kept:
        yield element("xenoData", "\n".join(f"{one.name}: {one.value}" for one in kept), type="fields")


def describe_kept_fields(kept: Iterable[Field]) -> Iterator[str]:
    """Yield a warning that names the fields for which the header has no place."""
    names = list(dict.fromkeys(one.name for one in kept if not one.key and one.name))
    if names:
        yield f"the header keeps in xenoData, as it has no place for them: {', '.join(names)}"
