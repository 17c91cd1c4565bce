"""Reads a letter out of the page of an archive or an edition, with what the page states of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from teikit.letter.cues import active_languages, find_cue, using_languages
from teikit.letter.dates import find_date
from teikit.letter.language import detect_language, likely_languages
from teikit.letter.languages import read_words
from teikit.letter.names import strip_honorifics
from teikit.letter.places import is_known_place
from teikit.letter.regests import alternatives, regest
from teikit.letter.shapes import is_name_shape
from teikit.letter.titles import parse_one_sided_title, split_office, split_title
from teikit.text.archive_labels import without_subject
from teikit.text.archive_page import find_archive_page
from teikit.text.kinds import ARCHIVE_PAGE, LETTER
from teikit.text.plain import Line
from teikit.text.runs import EDITION_LINE, EDITION_NOTES, EDITION_TITLE
from teikit.text.source import Field, SourceText

_EDGE_MARKS = " .,;:()[]"
_MOST_PLACE_WORDS, _MOST_NAME_WORDS = 3, 6
_FEWEST_WORDS, _MOST_PARAGRAPHS = 8, 3
_TO_FROM = re.compile(r"(?:To|An|Aan|Til|Till|À) (?P<recipient>.+?) (?:from|von|van|fra|från|de) (?P<sender>.+)")
_EDITION = EDITION_NOTES | {EDITION_TITLE}
# Languages in which the names in a title have endings of their own: "List Jana Nowaka do Marii Nowak".
_INFLECTED = frozenset({"pl", "cs", "sk", "hr", "sl", "uk", "ru", "bg", "fi", "hu", "la", "el"})


def read_archive_page(source: SourceText, form: str = "") -> SourceText:
    """Return a source with the styles and fields of the page around its letter, unchanged where there is none.

    `form` says what is known: "archive-page" that it is one, "letter" that it is none.
    """
    if form == LETTER:
        return source
    page = find_archive_page(source.lines, _is_salutation, is_certain=form == ARCHIVE_PAGE)
    if page is None:
        return source
    page = replace(page, lines=_style_commentary(page.lines))
    stated = {field.key for field in page.fields}
    words = " ".join(line.text for line in page.lines if line.style in _EDITION)
    with using_languages(detect_language(words).tag):
        fields = [field for field in _title_fields(page.titles) if field.key not in stated]
    return replace(source, lines=page.lines, fields=(*source.fields, *page.fields, *fields))


def _style_commentary(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines of a page with the style of notes for an editor's paragraphs between signature and notes."""
    with using_languages(*likely_languages("\n".join(line.text for line in lines if line.style not in _EDITION))):
        found = {id(line) for block in _commentary(lines) for line in block}
    return tuple(replace(line, style=EDITION_LINE) if id(line) in found else line for line in lines)


def _commentary(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield the paragraphs above the notes of a page that speak of nobody as I or you, if a signature is above them."""
    filled = [index for index, line in enumerate(lines) if line.text]
    blocks = [
        [lines[index] for _, index in group]
        for _, group in groupby(enumerate(filled), key=lambda pair: pair[1] - pair[0])
    ]
    while blocks and blocks[-1][-1].style in _EDITION:
        blocks.pop()
    end = len(blocks)
    while (
        end and len(blocks) - end < _MOST_PARAGRAPHS and _is_commentary(" ".join(line.text for line in blocks[end - 1]))
    ):
        end -= 1
    if end > 1 and any(line.style in _EDITION for line in lines[filled[-1] :]) and _is_signature(blocks[:end]):
        yield from blocks[end:]


def _is_commentary(text: str) -> bool:
    is_personal = any(find_cue(kind, text) for kind in ("self", "you", "yours"))
    is_added = any(find_cue(kind, text, at_start=True) for kind in ("postscript", "enclosure", "copy"))
    return len(text.split()) >= _FEWEST_WORDS and text.endswith((".", ")", "]")) and not is_personal and not is_added


def _is_signature(blocks: Sequence[Sequence[Line]]) -> bool:
    """Return whether the last lines of some blocks are a signature below a close."""
    last = [line.text for block in blocks[-2:] for line in block]
    return len(last[-1].split()) <= _MOST_NAME_WORDS and any(find_cue("valediction", text) for text in last)


def _is_salutation(text: str) -> bool:
    return find_cue("salute", text, at_start=True) is not None


def _title_fields(titles: Sequence[str]) -> Iterator[Field]:
    """Yield what titles state of a letter, each key once; the first title that states something of it counts."""
    seen: set[str] = set()
    for field in (field for title in titles for field in (*_parties(title), *_day_and_place(title))):
        if field.key not in seen:
            seen.add(field.key)
            yield field


def _parties(title: str) -> Iterator[Field]:
    if _INFLECTED.issuperset(active_languages()):
        return
    sender, recipient = _halves(_without_date(without_subject(title)))
    for key, half in (("sender", sender), ("recipient", recipient)):
        if name := _person(half):
            yield Field(key, title, name, is_in_text=True)


def _halves(title: str) -> tuple[str, str]:
    """Return the words for sender and recipient in a title, "" for one that it does not name."""
    if match := _TO_FROM.fullmatch(title):
        return match["sender"], match["recipient"]
    if (found := regest(title)) is not None:
        return found.sender, found.recipient
    return split_title(title) or _sender_alone(title) or parse_one_sided_title(title)


def _sender_alone(title: str) -> tuple[str, str] | None:
    """Return the sender in a title that does not name the recipient by name: "Letter from A to his mother"."""
    for language in active_languages():
        words = read_words(language, "regests")
        letter, by, to = (alternatives(words[kind]) for kind in ("letter", "by", "to"))
        match = re.match(rf"\W*(?:\w+\s+)?(?:{letter})\s+(?:{by})\s*([^,;]+?),?\s+(?:{to})\s", title, re.IGNORECASE)
        if match and is_name_shape(match[1].split()):
            return match[1], ""
    return None


def _without_date(title: str) -> str:
    date = find_date(title)
    return (
        title if date is None else f"{title[: date.start].rstrip(_EDGE_MARKS)} {title[date.end :]}".strip(_EDGE_MARKS)
    )


def _person(half: str) -> str:
    """Return the person in one half of a title, "" where it names none by name."""
    _, person = split_office(half)
    name = strip_honorifics(person).strip(_EDGE_MARKS)
    return name if name[:1].isupper() and not any(map(str.isdigit, name)) else ""


def _day_and_place(title: str) -> Iterator[Field]:
    """Yield the day in a title, and the known place before it: "A to B, Vienna, 3 May 1890"."""
    date = find_date(title)
    if date is None or not date.is_full:
        return
    yield Field("date", title, title[date.start : date.end], is_in_text=True)
    place = title[: date.start].rstrip(" ,").rpartition(",")[2].strip(_EDGE_MARKS)
    if place and len(place.split()) <= _MOST_PLACE_WORDS and is_known_place(place):
        yield Field("place", title, place, is_in_text=True)
