"""Datelines to places: what in them names where a letter was written, beside dates, hours, streets and houses."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from teikit.letter.cues import find, is_cue, months
from teikit.letter.dates import find_date, find_weekday
from teikit.letter.shapes import is_capitalised, is_particle

_TOKEN = re.compile(r"[^\s,;:()\[\]—–|·]+|[,;:()\[\]—–|·]")
_HOUR = re.compile(
    r"\b\d{1,2}(?:[:.]\d\d)?\s*(?:a\.?\s?m\.?|p\.?\s?m\.?|noon|Uhr|h|heures|uur|ore)(?!\w)", re.IGNORECASE
)
_REMARK = re.compile(r"\([^()]*\)")
_GLUED = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-ZÄÖÜÉÈ][^\W\d_A-Z]{2})")
_NAME_BEFORE_CAPITAL = ("Mc", "Mac", "De", "Di", "La", "Le", "Fitz", "O'")
# 's-Gravenhage, 't Loo
_LATE_CAPITAL = re.compile(r"[a-z][-'’ ][A-Z]")
_DISTRICT = re.compile(r"(?:[IVX]+|[NSEWO]{1,2})\.?")
_STRIPPED = "“”„«»‘\"'’*_.,-—–#!?"
_MOST_WORDS, _MOST_WORDS_OF_OFFICE, _MOST_PLACES = 5, 12, 2
_LONGEST_POSTCODE, _SHORTEST_POSTCODE, _SHORTEST_TELEPHONE = 5, 4, 4

Span = tuple[int, int]


@cache
def _words(kind: str) -> frozenset[str]:
    read = tomllib.loads((files(__package__) / "places.toml").read_text(encoding="utf-8"))
    return frozenset(read[kind])


def _without_dates(text: str) -> str:
    """Return a text with what is no place put out: dates, weekdays, hours, remarks; offsets stay."""
    for pattern in (_REMARK, _HOUR):
        text = pattern.sub(lambda match: ";" * len(match[0]), text)
    while (found := find_date(text)) is not None:
        text = text[: found.start] + ";" * (found.end - found.start) + text[found.end :]
    while (day := find_weekday(text)) is not None:
        text = text[: day[1]] + ";" * (day[2] - day[1]) + text[day[2] :]
    return text


def _chunks(text: str) -> Iterator[list[Span]]:
    """Yield the words of each chunk between marks, as offsets."""
    held: list[Span] = []
    for match in _TOKEN.finditer(text):
        if match[0] in ",;:()[]—–|·":
            if held:
                yield held
            held = []
        else:
            held.append(match.span())
    if held:
        yield held


def _is_street(words: Sequence[str]) -> bool:
    bare = [word.strip(_STRIPPED).casefold() for word in words]
    endings = tuple(_words("street_endings"))
    return find("street", " ".join(words)) is not None or any(word.endswith(endings) and len(word) > 4 for word in bare)


def _named(text: str, chunk: list[Span]) -> tuple[Span, bool] | None:
    """Return the stretch of a chunk that names a town, and whether a number follows it, None where none does."""
    chunk = _behind_glue(text, chunk)
    while chunk and _leads(text[slice(*chunk[0])]):
        chunk.pop(0)
    run: list[Span] = []
    for start, end in chunk:
        word = text[start:end].strip(_STRIPPED)
        if not word or any(map(str.isdigit, word)) or (run and _DISTRICT.fullmatch(word)):
            break
        named = is_capitalised(word) or is_particle(word) or _LATE_CAPITAL.match(word)
        if not named and not (run and len(word) == 1):
            break
        run.append((start, end))
    while run and not any(map(str.isupper, text[slice(*run[-1])])):
        run.pop()
    words = [text[start:end] for start, end in run]
    if not 1 <= len(run) <= _MOST_WORDS or _is_beside(words) or _is_street(words):
        return None
    behind = text[run[-1][1] : chunk[-1][1]].split()
    if behind and behind[0].isdecimal() and len(behind[0]) >= _SHORTEST_TELEPHONE:
        return None
    return _trimmed(text, run[0][0], run[-1][1]), bool(behind) and behind[0].isdecimal()


def _leads(word: str) -> bool:
    """Say whether a word may stand before a town that does not belong to its name: a link, a postcode."""
    postcode = word.isdecimal() and _SHORTEST_POSTCODE <= len(word) <= _LONGEST_POSTCODE
    bare = word.strip(_STRIPPED)
    return not bare or postcode or bare.casefold() in _words("leads") or bare in _words("links")


def _behind_glue(text: str, chunk: list[Span]) -> list[Span]:
    """Return the words of a chunk from the last on that lost the blank before it: a line break was there."""
    for index in range(len(chunk) - 1, -1, -1):
        start, end = chunk[index]
        for glued in _GLUED.finditer(text, start, end):
            if not text[start : glued.start()].endswith(_NAME_BEFORE_CAPITAL):
                return [(glued.start(), end), *chunk[index + 1 :]]
    return chunk


def _is_beside(words: Sequence[str]) -> bool:
    bare = [word.strip(_STRIPPED).casefold() for word in words]
    known = any(word in _words("beside") for word in bare) or all(
        word in months() or word in _words("links") for word in bare
    )
    known = known or any(is_cue(kind, bare[0]) for kind in ("honorific", "salute"))
    return known or all(len(word) < 2 for word in bare) or is_cue("weekday", bare[0])


def _trimmed(text: str, start: int, end: int) -> Span:
    """Return a stretch without marks around it."""
    while start < end and text[start] in _STRIPPED:
        start += 1
    while end > start and text[end - 1] in _STRIPPED:
        end -= 1
    return start, end


def _office(text: str, chunk: list[Span]) -> Span | None:
    """Return the stretch of a chunk that names an office where letters are written."""
    words = [text[slice(*word)] for word in chunk]
    if (
        len(words) > _MOST_WORDS_OF_OFFICE
        or any(char.isdigit() for word in words for char in word)
        or _is_street(words)
    ):
        return None
    line = " ".join(words)
    if _GLUED.search(line) or _is_beside(words) or not is_capitalised(words[0]):
        return None
    if find("institution", line) is None and find("organisation", line) is None:
        return None
    return _trimmed(text, chunk[0][0], chunk[-1][1])


def place_spans(text: str) -> list[Span]:
    """Return the stretches of a dateline that name where it was written: an office, a town and what it lies in.

    What stands before the date comes before what stands behind it.
    """
    found = find_date(text)
    cleared = _without_dates(text)
    halves = [(0, found.start), (found.end, len(text))] if found else [(0, len(text))]
    for start, end in halves:
        half = ";" * start + cleared[start:end]
        offices: list[Span] = []
        towns: list[tuple[Span, bool]] = []
        for chunk in _chunks(half):
            office = _office(half, chunk) if not towns else None
            if office is not None:
                offices.append(office)
            elif (town := _named(half, chunk)) is not None:
                towns.append(town)
        if offices or towns:
            plain = [town for town, numbered in towns if not numbered] or [town for town, _ in towns]
            return [*offices[-1:], *plain[:_MOST_PLACES]]
    return []


def place_in(lines: Sequence[str]) -> str:
    """Return what the lines of a dateline name as the place of writing, "" where they name none."""
    text = "; ".join(lines)
    return ", ".join(text[start:end] for start, end in place_spans(text))
