"""Finds people, offices, organisations, places and dates in addresses, datelines and signatures.

By shape and cue words only: where neither decides, the words are plain text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from teikit.letter.cues import active_languages, find_cue, function_words, is_cue
from teikit.letter.dates import FoundDate, find_date, find_weekday, mask_receipt, with_time
from teikit.letter.form_labels import is_date_line
from teikit.letter.places import place_spans
from teikit.letter.shapes import is_name_shape
from teikit.letter.telegrams import office_of_origin

_INITIAL = re.compile(r"\W*[^\W\d_a-z]\.")
_LABEL = re.compile(r"[^\W\d][\w./ ]{0,18}:\s*")
# "NOTE pour Monsieur le Secrétaire général"
_FORM_FOR = re.compile(
    r"(?i:note|nota|memo|memorandum|vermerk|notiz|notatka)\s+(?i:for|to|für|an|pour|à|per|para|dla)\s+"
)
EDGE_MARKS = "“”„«»›‹‘\"'*_·/=<> \t"
_NAME_END = re.compile(",")
NAME_SUFFIX = re.compile(r",\s*(?:Jr|Sr|jun|sen|fils|père|Esq|M\.?\s?D|Ph\.?\s?D|LL\.?\s?D|D\.?\s?D)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:(?:the|le|la|der|die|den|dem|de|het|il|el|o|a)\s+|l['’])(?=\S)", re.IGNORECASE)
_WITHIN_WORD = re.compile(r"(?<=\w)(?=\w)")
# "For the Secretary of State:" above a name: the office writes, not its holder.
_ON_BEHALF_OF = re.compile(r"(?i:for|für|pour|voor|per|por)\s+(?:(?i:the|le|la|den|der|die|de|il|el|o|a)\s+)?")
_JOINS_OFFICES = frozenset({"of", "for", "in", "to", "at", "and", "the", "&", "und", "et", "y", "e", "des", "du"})


# A firm's name has "&" and a word such as "Co.", or two names after a title in the plural.
_FIRM = re.compile(
    r"(?:[^\W\d_a-z][\w.'’-]*\s+)*[^\W\d_a-z][\w.'’-]*,?\s*(?:&|\+|u\.|und|and|et|e|y)\s*(?P<partner>[^\W\d_][\w'’-]*\.?)"
)
_PARTNERS = frozenset({
    "co", "cie", "comp", "company", "compagnie", "sons", "son", "brothers", "bros", "söhne", "sohn", "gebrüder", "fils",
    "frères", "figli", "figlio", "fratelli", "hijos", "filhos", "ca", "cia", "zonen", "zoon", "söner", "sønner",
})  # fmt: skip
_OF_FIRMS = frozenset({"messrs", "messieurs", "mm", "herren", "gebrüder", "firma", "verlag", "ditta", "firm", "sigg"})

_PLURAL_TITLES = frozenset({"messrs", "messieurs", "mm", "herren", "sigg"})


class PhraseKind(StrEnum):
    """What a phrase names; plain text names nothing."""

    TEXT = ""
    PERSON = "persName"
    OFFICE = "roleName"
    ORGANISATION = "orgName"
    PLACE = "placeName"
    DATE = "date"
    # An office in place of its holder's name ("The Consul to ...").
    OFFICE_HOLDER = "name"


# What the name of a party may be.
NAME_KINDS = (PhraseKind.PERSON, PhraseKind.OFFICE, PhraseKind.ORGANISATION)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stretch of a line with the kind of thing that it names; `date` is the meaning of a date.

    `evidence` is "external" where an editor's note states it, not the letter (TEI: att.editLike).
    """

    text: str
    kind: PhraseKind = PhraseKind.TEXT
    date: FoundDate | None = None
    evidence: str = ""


def mark_stretch(text: str, start: int, end: int, kind: PhraseKind) -> tuple[Phrase, ...]:
    """Return the phrases of a line of which one stretch, without its outer quotes and stops, names something."""
    inner = text[start:end]
    start += len(inner) - len(inner.lstrip(EDGE_MARKS))
    end -= len(inner) - len(inner.rstrip(EDGE_MARKS + ",;:"))
    if text[start:end].endswith(".") and not re.search(r"\b(?:\w|Esq|Jr|Sr|Co|Inc|Ltd|[A-Z]{2,3})\.$", text[start:end]):
        end -= 1
    parts = (Phrase(text[:start]), Phrase(text[start:end], kind), Phrase(text[end:]))
    return tuple(part for part in parts if part.text)


def find_firm(text: str) -> tuple[int, int] | None:
    """Return where the name of a firm ("Hall & Co.", after Messrs. "Hall & Bell") begins and ends, None without one."""
    found = _FIRM.search(text)
    if found is None:
        return None
    start, end = found.span()
    words = list(re.finditer(r"\S+", text[:end]))
    title = next((word for word in reversed(words) if _folded([word[0]]) & _OF_FIRMS), None)
    if title is not None and title[0].rstrip(".").casefold() in _PLURAL_TITLES:
        start = max(start, title.end() + len(text[title.end() :]) - len(text[title.end() :].lstrip()))
    is_firm = found["partner"].strip(".").casefold() in _PARTNERS or title is not None
    return (start, end) if is_firm else None


def _folded(words: Sequence[str]) -> set[str]:
    return {word.strip(EDGE_MARKS + ".,;:").casefold() for word in words}


def _form_of_address(text: str) -> re.Match[str] | None:
    """Return the title, or the one word of reverence ("Chiarissimo"), that a text begins with."""
    match = find_cue("honorific", text, at_start=True) or find_cue("salute", text, at_start=True)
    return match if match and (" " not in match["cue"] or find_cue("honorific", text, at_start=True)) else None


def _is_initial(text: str, title: re.Match[str]) -> bool:
    """Return whether what could be a title of one letter is an initial: "M. E. Harte", but "M. E. Zola" in French."""
    is_letter = len(title["cue"]) == 1 and active_languages()[:1] != ("fr",)
    return is_letter and _INITIAL.match(text, title.end()) is not None


def _skip_honorifics(text: str, start: int) -> int:
    """Return where a name begins after the titles before it."""
    while (match := _form_of_address(text[start:])) is not None and not _is_initial(text[start:], match):
        rest = start + match.end()
        rest += len(text[rest:]) - len(text[rest:].lstrip(". "))
        if rest >= len(text) or not text[rest - 1 : rest].isspace():
            break
        start = rest
    return start


def _office_comma(text: str, start: int) -> int:
    """Return the offset of the comma between a name and an office, 0 if there is none."""
    comma = text.find(", ", start)
    if comma < 0 or find_cue("office", text[comma + 2 :]) is None or not is_name_shape(text[start:comma].split()):
        return 0
    return comma


def name_end(text: str, start: int) -> int:
    """Return where a name ends: at a comma that does not precede "Jr."."""
    for match in _NAME_END.finditer(text, start):
        if NAME_SUFFIX.match(text, match.start()) is None:
            return match.start()
    return len(text)


def is_name(words: Sequence[str]) -> bool:
    """Return whether words look like a name and none of them is a usual word of letters."""
    if not is_name_shape(words) or words[-1].endswith(("!", "?")):
        return False
    first = words[0].strip(EDGE_MARKS + ".").casefold()
    bare = [word.strip(EDGE_MARKS + ".,;:!") for word in words]
    is_letter_word = any(is_cue(kind, word) for word in bare for kind in ("yours", "you", "self", "salute"))
    return not is_letter_word and not (words[0][:1].isupper() and len(first) > 1 and first in function_words())


def _office_and_name(text: str, start: int) -> tuple[Phrase, ...] | None:
    """Return the phrases of an office followed by its holder: "Monsieur le Président Nicolas Roux"."""
    at = _skip_honorifics(text, start)
    article = _ARTICLE.match(text, at)
    at = article.end() if article else at
    office = find_cue("office", text[at:], at_start=True)
    if office is None:
        return None
    name = at + office.end()
    name += len(text[name:]) - len(text[name:].lstrip(" ."))
    end = name_end(text, name)
    words = text[name:end].split()
    offices = any(word in _JOINS_OFFICES or is_cue("organisation", word) or is_cue("office", word) for word in words)
    # "Bischof von Zips" is an office alone, "Monsieur le Président de Brosses" a person.
    is_place = at == start and len(words) == 2 and words[0].islower()
    if len(words) < 2 or offices or is_place or not is_name(words):
        return None
    role = mark_stretch(text[:name], at, name, PhraseKind.OFFICE)
    return role + mark_stretch(text[name:], 0, end - name, PhraseKind.PERSON)


def _office_span(text: str, start: int) -> tuple[int, int]:
    """Return where an office begins and ends in a line that names one: after "for the", before a place."""
    begin = max(match.end() if (match := lead.match(text, start)) else start for lead in (_ON_BEHALF_OF, _ARTICLE))
    for match in _NAME_END.finditer(text, begin):
        if find_cue("office", text[begin : match.start()]) and not find_cue("office", text[match.end() :]):
            return begin, match.start()
    return begin, len(text)


def parse_name(text: str, start: int) -> tuple[Phrase, ...] | None:
    """Return the phrases of a line that names an office, an organisation or a titled person from `start` on."""
    if comma := _office_comma(text, start):
        person = mark_stretch(text[:comma], _skip_honorifics(text, start), comma, PhraseKind.PERSON)
        return person + mark_stretch(text[comma:], 2, len(text) - comma, PhraseKind.OFFICE)
    if (titled := _office_and_name(text, start)) is not None:
        return titled
    if (firm := find_firm(text[start:])) is not None:
        return mark_stretch(text, start + firm[0], start + firm[1], PhraseKind.ORGANISATION)
    name = _skip_honorifics(text, start)
    end = name_end(text, name)
    if name > start and is_name(text[name:end].split()):
        return mark_stretch(text, name, end, PhraseKind.PERSON)
    if find_cue("office", text[start:]) is not None and not find_cue("street", text[start:]):
        kind = PhraseKind.OFFICE_HOLDER if _ON_BEHALF_OF.match(text, start) else PhraseKind.OFFICE
        return mark_stretch(text, *_office_span(text, start), kind)
    if find_cue("organisation", text[start:]) is not None:
        return mark_stretch(text, start, len(text), PhraseKind.ORGANISATION)
    return None


def has_addressee_word(text: str) -> bool:
    """Return whether a line begins with a word that introduces the addressee: a label, a form of address, or "to"."""
    kinds = ("addressee", "honorific")
    return _LABEL.match(text) is not None or any(find_cue(kind, text, at_start=True) is not None for kind in kinds)


def address_phrases(text: str, *, first: bool = True) -> tuple[Phrase, ...]:
    """Return the phrases of a line of an address; `first` means that no line before it names the addressee."""
    form = _FORM_FOR.match(text)
    label = _LABEL.match(text) or form or find_cue("addressee", text, at_start=True)
    start = _skip_honorifics(text, form.end()) if form else label.end() if label else 0
    start += len(text[start:]) - len(text[start:].lstrip().lstrip(". "))
    found = parse_name(text, start)
    words = text[start:].split()
    if found is None and is_name_shape(words) and not find_cue("street", text):
        end = name_end(text, start)
        named = text[start:end].split()
        kin = label is None and any(is_cue("kin", word) for word in named)
        if first and len(named) > 1 and is_name(named) and not kin:
            found = mark_stretch(text, start, end, PhraseKind.PERSON)
        elif not first and len(words) <= 2:
            found = mark_stretch(text, start, len(text), PhraseKind.PLACE)
    return found or (Phrase(text),)


def dateline_date(text: str) -> FoundDate | None:
    """Return the date of writing in a line of a dateline, or the weekday in its place; None without one."""
    masked = mask_receipt(text)
    date = find_date(masked)
    weekday = find_weekday(masked) if date is None else None
    return FoundDate(*weekday[1:]) if weekday else date


def dateline_phrases(text: str, *, has_time: bool = False) -> tuple[Phrase, ...]:
    """Return the phrases of a line of a dateline: places, the date of writing, or the weekday in its place.

    `has_time` says that a time of day beside the date is part of it, as in telegrams and e-mails.
    """
    date = dateline_date(text)
    places = [] if is_date_line(text) else place_spans(mask_receipt(text))
    if has_time and (origin := office_of_origin(text)) is not None:
        places = [origin]
    if date is not None and (has_time or is_date_line(text)):
        date = with_time(text, date)
    spans = [*places, *([(date.start, date.end)] if date else [])]
    found: list[Phrase] = []
    at = 0
    for start, end in sorted(spans, key=lambda span: span[0]):
        # A word that lost a blank (Wien3/5 1890) stays whole.
        if _WITHIN_WORD.match(text, start) or _WITHIN_WORD.match(text, end):
            continue
        is_date = date is not None and (start, end) == (date.start, date.end)
        kind, meaning = (PhraseKind.DATE, date) if is_date else (PhraseKind.PLACE, None)
        found += [Phrase(text[at:start]), Phrase(text[start:end], kind, meaning)]
        at = end
    return tuple(phrase for phrase in (*found, Phrase(text[at:])) if phrase.text)


def strip_honorifics(text: str) -> str:
    """Return a name without the titles before it."""
    return text[_skip_honorifics(text, 0) :].strip(EDGE_MARKS + ",;:")


def strip_article(text: str) -> str:
    """Return a name without the article before it."""
    article = _ARTICLE.match(text)
    return text[article.end() :] if article else text


def phrases_of_kind(phrases: Iterator[Phrase] | tuple[Phrase, ...], *kinds: PhraseKind) -> tuple[Phrase, ...]:
    """Return those phrases that name something of some kinds."""
    return tuple(phrase for phrase in phrases if phrase.kind in kinds)
