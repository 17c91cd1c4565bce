"""Finds the place of writing in a dateline, among dates, hours, streets and houses."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from teikit.letter.cues import find_cue, is_cue, months
from teikit.letter.dates import find_date, find_weekday
from teikit.letter.languages import LANGUAGES, read_words
from teikit.letter.shapes import is_capitalised, is_particle

_TOKEN = re.compile(r"[^\s,;:()\[\]—–|·]+|[,;:()\[\]—–|·]")
_HOUR = re.compile(
    r"\b\d{1,2}(?:[:.]\d\d)?\s*(?:a\.?\s?m\.?|p\.?\s?m\.?|noon|Uhr|h|heures|uur|ore)(?!\w)", re.IGNORECASE
)
_PARENTHESIS = re.compile(r"\([^()]*\)")
_MISSING_SPACE = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-ZÄÖÜÉÈ][^\W\d_A-Z]{2})")
_NAME_BEFORE_CAPITAL = ("Mc", "Mac", "De", "Di", "La", "Le", "Fitz", "O'")
# 's-Gravenhage, 't Loo
_LATE_CAPITAL = re.compile(r"[a-z][-'’ ][A-Z]")
_DISTRICT = re.compile(r"(?:[IVX]+|[NSEWO]{1,2})\.?")
_EDGE_MARKS = "“”„«»‘\"'’*_.,-—–#!?"
_MOST_WORDS, _MOST_WORDS_OF_OFFICE, _MOST_PLACES = 5, 12, 2
_LONGEST_POSTCODE, _SHORTEST_POSTCODE, _SHORTEST_TELEPHONE = 5, 4, 4

Span = tuple[int, int]


@cache
def _word_list(kind: str) -> frozenset[str]:
    return frozenset(word for language in LANGUAGES for word in read_words(language, "places").get(kind, ()))


def _mask_non_places(text: str) -> str:
    """Return a text with dates, weekdays, hours and remarks masked, which are not places; offsets do not change."""
    for pattern in (_PARENTHESIS, _HOUR):
        text = pattern.sub(lambda match: ";" * len(match[0]), text)
    while (found := find_date(text)) is not None:
        text = text[: found.start] + ";" * (found.end - found.start) + text[found.end :]
    while (day := find_weekday(text)) is not None:
        text = text[: day[1]] + ";" * (day[2] - day[1]) + text[day[2] :]
    return text


def _chunks(text: str) -> Iterator[list[Span]]:
    """Yield the words of each chunk between marks, as offsets."""
    words: list[Span] = []
    for match in _TOKEN.finditer(text):
        if match[0] in ",;:()[]—–|·":
            if words:
                yield words
            words = []
        else:
            words.append(match.span())
    if words:
        yield words


def _is_street(words: Sequence[str]) -> bool:
    bare = [word.strip(_EDGE_MARKS).casefold() for word in words]
    endings = tuple(_word_list("street_endings"))
    is_street = any(word.endswith(endings) and len(word) > 4 for word in bare)
    return is_street or find_cue("street", " ".join(words)) is not None


def _town_span(text: str, chunk: list[Span]) -> tuple[Span, bool] | None:
    """Return the stretch of a chunk that names a town, and whether a number follows it, None where none does."""
    chunk = _after_missing_space(text, chunk)
    while chunk and _is_lead_in(text[slice(*chunk[0])]):
        chunk.pop(0)
    run = _leading_name(text, chunk)
    words = [text[start:end] for start, end in run]
    if not 1 <= len(run) <= _MOST_WORDS or _is_no_place(words) or _is_street(words):
        return None
    after = text[run[-1][1] : chunk[-1][1]].split()
    has_number = bool(after) and after[0].isdecimal()
    if has_number and len(after[0]) >= _SHORTEST_TELEPHONE:
        return None
    return _trim(text, run[0][0], run[-1][1]), has_number


def _leading_name(text: str, chunk: list[Span]) -> list[Span]:
    """Return the words that a chunk begins with and that may be a town's name; the last has a capital."""
    run: list[Span] = []
    for start, end in chunk:
        word = text[start:end].strip(_EDGE_MARKS)
        if not word or any(map(str.isdigit, word)) or (run and _DISTRICT.fullmatch(word)):
            break
        named = is_capitalised(word) or is_particle(word) or _LATE_CAPITAL.match(word)
        if not named and not (run and len(word) == 1):
            break
        run.append((start, end))
    while run and not any(map(str.isupper, text[slice(*run[-1])])):
        run.pop()
    return run


def _is_lead_in(word: str) -> bool:
    """Return whether a word may precede a town without being part of its name: a link, a postcode."""
    postcode = word.isdecimal() and _SHORTEST_POSTCODE <= len(word) <= _LONGEST_POSTCODE
    bare = word.strip(_EDGE_MARKS)
    return not bare or postcode or bare.casefold() in _word_list("leads") or bare in _word_list("links")


def _after_missing_space(text: str, chunk: list[Span]) -> list[Span]:
    """Return the words of a chunk from the last one on that lost the space before it at a line break."""
    for index in range(len(chunk) - 1, -1, -1):
        start, end = chunk[index]
        for glued in _MISSING_SPACE.finditer(text, start, end):
            if not text[start : glued.start()].endswith(_NAME_BEFORE_CAPITAL):
                return [(glued.start(), end), *chunk[index + 1 :]]
    return chunk


def _is_no_place(words: Sequence[str]) -> bool:
    bare = [word.strip(_EDGE_MARKS).casefold() for word in words]
    beside, links = _word_list("beside"), _word_list("links")
    known = any(word in beside for word in bare) or all(word in months() or word in links for word in bare)
    known = known or any(is_cue(kind, bare[0]) for kind in ("honorific", "salute"))
    return known or all(len(word) < 2 for word in bare) or is_cue("weekday", bare[0])


def _trim(text: str, start: int, end: int) -> Span:
    """Return a stretch without marks around it."""
    while start < end and text[start] in _EDGE_MARKS:
        start += 1
    while end > start and text[end - 1] in _EDGE_MARKS:
        end -= 1
    return start, end


def _office_span(text: str, chunk: list[Span]) -> Span | None:
    """Return the stretch of a chunk that names an office where letters are written."""
    words = [text[slice(*word)] for word in chunk]
    line = " ".join(words)
    if len(words) > _MOST_WORDS_OF_OFFICE or any(map(str.isdigit, line)) or _is_street(words):
        return None
    if _MISSING_SPACE.search(line) or _is_no_place(words) or not is_capitalised(words[0]):
        return None
    if find_cue("institution", line) is None and find_cue("organisation", line) is None:
        return None
    return _trim(text, chunk[0][0], chunk[-1][1])


def place_spans(text: str) -> list[Span]:
    """Return the stretches of a dateline that name where it was written: an office, a town and its region.

    Places before the date are preferred to those after it.
    """
    found = find_date(text)
    cleared = _mask_non_places(text)
    halves = [(0, found.start), (found.end, len(text))] if found else [(0, len(text))]
    for start, end in halves:
        half = ";" * start + cleared[start:end]
        offices: list[Span] = []
        towns: list[tuple[Span, bool]] = []
        for chunk in _chunks(half):
            office = _office_span(half, chunk) if not towns else None
            if office is not None:
                offices.append(office)
            elif (town := _town_span(half, chunk)) is not None:
                towns.append(town)
        if offices or towns:
            plain = [town for town, numbered in towns if not numbered] or [town for town, _ in towns]
            return [*offices[-1:], *plain[:_MOST_PLACES]]
    return []


def place_of_writing(lines: Sequence[str]) -> str:
    """Return the place of writing that the lines of a dateline name, "" where they name none."""
    text = "; ".join(lines)
    return ", ".join(text[start:end] for start, end in place_spans(text))
