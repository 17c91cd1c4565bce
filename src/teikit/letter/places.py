"""Finds the place of writing in a dateline, among dates, hours, streets and houses, and says what shows that it is one.

A place is known from a list of towns, from a word such as "House", or from its position: beside the date.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import lru_cache

from teikit.letter.cues import active_languages, find_cue, function_words, is_cue, months
from teikit.letter.dates import find_date, find_feast, find_weekday
from teikit.letter.gazetteer import fold_place, is_listed
from teikit.letter.place_words import is_town, names_unit, street_endings, word_list
from teikit.letter.shapes import is_capitalised, is_particle

# A point after a long word ends a phrase: "Hotel Lindenberg. Wernigerode".
_TOKEN = re.compile(r"[^\s,;:=()\[\]—–|·]+|[,;:=()\[\]—–|·\n]")
# Between columns: a letterhead beside the place and the date.
_WIDE_GAP = re.compile(r"\t|\s{3}")
_END_OF_PHRASE = re.compile(r"[^\W\d_]{5,}\.")
_HOUR = re.compile(
    r"\b\d{1,2}(?:[:.]\d\d)?\s*(?:a\.?\s?m\.?|p\.?\s?m\.?|noon|Uhr|h|heures|uur|ore)(?!\w)", re.IGNORECASE
)
_PARENTHESIS = re.compile(r"\([^()]*\)")
_MISSING_SPACE = re.compile(r"(?<=[^\W_A-Z])(?=[A-ZÄÖÜÉÈ][^\W\d_A-Z]{2})")
_NAME_BEFORE_CAPITAL = ("Mc", "Mac", "De", "Di", "La", "Le", "Fitz", "O'")
# 's-Gravenhage, 't Loo
_LATE_CAPITAL = re.compile(r"[a-z][-'’ ][A-Z]")
_SHORT_ARTICLES = frozenset({"'s", "’s", "'t", "’t"})
_DISTRICT = re.compile(r"(?:[IVX]+|[NSEWO]{1,2})\.?")
_MARKS_BETWEEN = ",;:=()[]—–|·\n"
_EDGE_MARKS = "/“”„«»‘\"'’*_.,-—–#!?"
_QUOTES = (("“", "”"), ("„", "“"), ("«", "»"), ("»", "«"))
_CLOSING_QUOTES = frozenset('"”“»«')
_LONGEST_REGION, _LINES_OF_LETTER = 4, 64
_DASHES = frozenset("—–-/")
_MOST_WORDS, _MOST_WORDS_OF_OFFICE, _MOST_PLACES = 5, 12, 2
_SHORTEST_TELEPHONE, _LONGEST_LINK = 4, 2
_LABELS = ("memo", "reference", "note")
_NO_PLACE_CUES = ("honorific", "salute", "kin", "weekday")
_POSTCODE = re.compile(r"(?:[A-Z]{1,2}-)?\d{4,5}")
# "J. R. Hallam", "T. v. Berg": initials before a name.
_INITIALS = re.compile(r"(?:[^\W\d_]\.\s*)+(?:\w+\s+)?[^\W\d_]{3,}")
# "S. Mamede", "S. Paolo": in some languages a saint, who gives a place its name.
_SAINT = re.compile(r"S\.\s?[^\W\d_a-z][^\W\d_]+$")
_SAINTS_LANGUAGES = frozenset({"pt", "it", "es", "la", "ca"})
_ROMAN_NUMERAL = re.compile(r"[IVXLCDM][IVXLCDM.]+J?|[IVX]+(?:a|o|ma|mo)|[IO]{3,}")
# The articles that names of towns begin with.
_ARTICLES = frozenset({"la", "le", "los", "las", "el", "den", "de", "the", "il"})
_NAME_PARTS = re.compile(r"[\s/-]+")

Span = tuple[int, int]
# Longer ones are none: each date in them is masked, and each line compared with the others.
_LONGEST_DATELINE, _MOST_DATELINES = 4_000, 50


class PlaceEvidence(StrEnum):
    """What shows that a name is that of a place, the surest first."""

    LISTED = "in the list of towns"
    KIND = "a word of places"
    DATE = "beside the date"
    NONE = ""


def is_known_place(name: str) -> bool:
    """Return whether a name is that of a town in the list, or begins with one: "Frankfurt a. M.", "Berlin-Steglitz"."""
    if is_town(name):
        return True
    words = [word for word in _NAME_PARTS.split(name) if word]
    for count in range(len(words) - 1, 0, -1):
        at = name.index(words[count])
        if is_town(" ".join(words[:count])):
            is_compound = name[at - 1] in "-/"
            return is_compound or all(len(word.strip(_EDGE_MARKS)) <= 2 or word[0].islower() for word in words[count:])
    return False


def _names_kind_of_place(name: str) -> bool:
    """Return whether a name has a word of places, such as "House", or of offices."""
    bare = {word.strip(_EDGE_MARKS).casefold() for word in name.split()}
    is_office = find_cue("institution", name) is not None
    return is_office or not word_list("kinds").isdisjoint(bare)


def place_evidence(name: str, lines: Sequence[str]) -> PlaceEvidence:
    """Return what shows that a name in the lines of a dateline is that of a place."""
    first, *_ = name.split(", ") or [""]
    if is_known_place(first):
        return PlaceEvidence.LISTED
    if _names_kind_of_place(name):
        return PlaceEvidence.KIND
    dated = any(first in line and _has_date(line) for line in lines)
    return PlaceEvidence.DATE if first and dated else PlaceEvidence.NONE


def _has_date(line: str) -> bool:
    return find_date(line) is not None or find_weekday(line) is not None


def _mask_non_places(text: str) -> str:
    """Return a text with dates, days, hours and remarks masked, which are not places; offsets do not change."""
    for pattern in (_PARENTHESIS, _HOUR):
        text = pattern.sub(lambda match: ";" * len(match[0]), text)
    while (found := find_date(text)) is not None:
        text = _mask(text, found.start, found.end)
    while (day := find_weekday(text)) is not None:
        text = _mask(text, *day[1:])
    feast = find_feast(text)
    return _mask(text, *feast) if feast and not is_listed(text[slice(*feast)]) else text


def _mask(text: str, start: int, end: int) -> str:
    return text[:start] + ";" * (end - start) + text[end:]


def _chunks(text: str) -> Iterator[list[Span]]:
    """Yield the words of each chunk between marks, as offsets."""
    words: list[Span] = []
    for match in _TOKEN.finditer(text):
        ends = match[0] in _MARKS_BETWEEN
        if words and (ends or _is_boundary(text, words[-1], match)):
            yield words
            words = []
        if not ends:
            words.append(match.span())
    if words:
        yield words


def _is_boundary(text: str, before: Span, word: re.Match[str]) -> bool:
    """Return whether a phrase ends between two words: at a wide gap, or after a long word with a point."""
    is_apart = _WIDE_GAP.search(text, before[1], word.start()) is not None
    return is_apart or (_END_OF_PHRASE.fullmatch(text, *before) is not None and word[0][0].isupper())


def _is_compound_street(word: str) -> bool:
    # Two letters precede the ending.
    return word.strip(_EDGE_MARKS).casefold()[2:].endswith(street_endings())


def _is_street(words: Sequence[str]) -> bool:
    return any(map(_is_compound_street, words)) or find_cue("street", " ".join(words)) is not None


def _town_beside_street(text: str, chunk: list[Span]) -> Span | None:
    """Return the listed town before or after a street in a chunk: "Kiel Moltkestr. 87", "Feldstr. 7 Bonn"."""
    words = [text[slice(*span)].strip(_EDGE_MARKS) for span in chunk]
    street = next((at for at, word in enumerate(words) if _is_compound_street(word) or is_cue("street", word)), None)
    if street is None:
        return None
    is_compound = _is_compound_street(words[street])
    has_name_before = not is_compound and street > 0 and is_capitalised(words[street - 1])
    # In "rue de Paris 5" the name follows, up to the number.
    number = next((at for at in range(street + 1, len(words)) if any(map(str.isdigit, words[at]))), len(words))
    after = street + 1 if is_compound or has_name_before else number
    # In "159 West Tenth Street" the words after the number are the street's.
    house = next((at for at in range(street) if any(map(str.isdigit, words[at]))), street - has_name_before)
    found = (_listed_town(text, part) for part in (chunk[:house], chunk[after:]))
    return next(filter(None, found), None)


def _listed_town(text: str, chunk: list[Span]) -> Span | None:
    """Return the first listed town in a chunk, which ends its run of capitalised words but for abbreviations."""
    for start in range(len(chunk)):
        run = _leading_name(text, chunk[start:])
        for end in range(len(run), 0, -1):
            span = _trim(text, run[0][0], run[end - 1][1])
            rest = [text[slice(*word)] for word in run[end:]]
            if is_town(text[slice(*span)]) and all(len(word.strip(_EDGE_MARKS)) <= 2 for word in rest):
                return span
    return None


def _town_span(text: str, chunk: list[Span]) -> tuple[Span, bool] | None:
    """Return the stretch of a chunk that names a town, and whether a number follows it, None where none does."""
    chunk = _after_lead_in(text, _after_missing_space(text, chunk))
    run = _leading_name(text, chunk)
    words = [text[start:end] for start, end in run]
    if _is_street([text[slice(*span)] for span in chunk]):
        beside = _town_beside_street(text, chunk)
        if beside or not 1 <= len(run) <= _MOST_WORDS or _is_street(words):
            return (beside, False) if beside else None
    if not 1 <= len(run) <= _MOST_WORDS or _is_no_place(words):
        return None
    span = _trim(text, run[0][0], run[-1][1])
    if _is_label(text, *span):
        return None
    after = text[run[-1][1] : chunk[-1][1]].split()
    has_number = bool(after) and after[0].isdecimal()
    if has_number and len(after[0]) >= _SHORTEST_TELEPHONE and not is_town(text[slice(*span)]):
        return None
    return span, has_number


def _after_lead_in(text: str, chunk: list[Span]) -> list[Span]:
    """Return a chunk without the words that precede a place, unless they are part of it ("Den Haag")."""
    words = [text[slice(*span)] for span in chunk]
    for index, word in enumerate(words):
        following = words[index + 1] if index + 1 < len(words) else ""
        has_article = word.casefold() in _ARTICLES and is_capitalised(word) and is_town(f"{word} {following}")
        # "Telegramm aus Bonn"
        is_title = word.casefold() in word_list("beside") and bool(following) and _is_lead_in(following)
        if has_article or not (is_title or _is_lead_in(word)):
            return chunk[index:]
    return []


def _leading_name(text: str, chunk: list[Span]) -> list[Span]:
    """Return the words that a chunk begins with and that may be a town's name; the last has a capital."""
    run: list[Span] = []
    for start, end in chunk:
        word = text[start:end].strip(_EDGE_MARKS)
        if not word or any(map(str.isdigit, word)) or (run and _ends_name(word)):
            break
        is_inside = run and (len(word) == 1 or word in word_list("near"))
        if not (_is_name_word(word) or is_inside or text[start:end] in _SHORT_ARTICLES):
            break
        run.append((start, end))
    while run and not any(map(str.isupper, text[slice(*run[-1])])):
        run.pop()
    return run


def _is_name_word(word: str) -> bool:
    return is_capitalised(word) or is_particle(word) or _LATE_CAPITAL.match(word) is not None


def _ends_name(word: str) -> bool:
    """Return whether a word after a town is no part of its name: a district, a Roman numeral, an hour."""
    is_numeral = len(word) > 1 and _ROMAN_NUMERAL.fullmatch(word) is not None
    return is_numeral or _DISTRICT.fullmatch(word) is not None or word.casefold() in word_list("beside")


def _is_lead_in(word: str) -> bool:
    """Return whether a word may precede a town without being part of its name: a link, a postcode."""
    postcode = _POSTCODE.fullmatch(word) is not None
    bare = word.strip(_EDGE_MARKS)
    # Links have a capital only where all letters have: "BONN, DEN".
    link = bare.casefold() if bare.isupper() and len(bare) > 1 else bare
    return not bare or postcode or bare.casefold() in word_list("leads") or link in word_list("links")


def _after_missing_space(text: str, chunk: list[Span]) -> list[Span]:
    """Return the words of a chunk from the last one on that lost the space before it at a line break."""
    for index in range(len(chunk) - 1, -1, -1):
        start, end = chunk[index]
        for glued in _MISSING_SPACE.finditer(text, start, end):
            if not text[start : glued.start()].endswith(_NAME_BEFORE_CAPITAL):
                return [(glued.start(), end), *chunk[index + 1 :]]
    return chunk


def _is_no_place(words: Sequence[str]) -> bool:
    """Return whether capitalised words are surely no place: a month, a greeting, a numeral, a person, a ship."""
    bare = [word.strip(_EDGE_MARKS).casefold() for word in words]
    links = word_list("links")
    if not all(word_list(kind).isdisjoint(bare) for kind in ("beside", "events")):
        return True
    if all(word in months() or word in links for word in bare):
        return True
    if all(word in function_words() for word in bare) and not all(len(word) > _LONGEST_LINK for word in bare):
        return True
    if all(len(word) < 2 for word in bare) or (len(bare) == 1 and bare[0] in word_list("alone")):
        return True
    is_numeral = len(bare[0]) > 1 and _ROMAN_NUMERAL.fullmatch(words[0].strip(",;")) is not None
    return is_numeral or _is_person_or_unit(words)


def _is_person_or_unit(words: Sequence[str]) -> bool:
    name = " ".join(words)
    if any(is_cue(kind, words[0].strip(_EDGE_MARKS).casefold()) for kind in _NO_PLACE_CUES):
        return True
    is_saint = _SAINT.match(name) is not None and active_languages()[0] in _SAINTS_LANGUAGES
    has_initials = _INITIALS.match(name) is not None and not (is_saint or is_town(name))
    return has_initials or names_unit(name)


def _is_label(text: str, start: int, end: int) -> bool:
    """Return whether a name is a label: of a memorandum ("Sent: Monday"), or any but a town before a colon."""
    name = text[start:end]
    cues = (cue for kind in _LABELS if (cue := find_cue(kind, name, at_start=True)) is not None)
    is_cue_alone = any(cue.end() == len(name) for cue in cues)
    has_colon = text[end:].lstrip().startswith(":")
    return (has_colon and not is_town(name)) or (is_cue_alone and (has_colon or not text[:start].strip()))


def _trim(text: str, start: int, end: int) -> Span:
    """Return a stretch without marks around it."""
    while start < end and text[start] in _EDGE_MARKS:
        start += 1
    while end > start and text[end - 1] in _EDGE_MARKS:
        end -= 1
    is_open = any(text[start:end].count(before) > text[start:end].count(after) for before, after in _QUOTES)
    is_open = is_open or text[start:end].count('"') % 2 == 1
    return start, end + (is_open and text[end : end + 1] in _CLOSING_QUOTES)


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
    while _is_lead_in(text[slice(*chunk[-1])]):
        chunk = chunk[:-1]
    return _trim(text, chunk[0][0], chunk[-1][1])


def _spans_in(text: str) -> list[Span]:
    """Return the places in a part of a dateline: the last office, then the first towns, rather without a number."""
    offices: list[Span] = []
    towns: list[tuple[Span, bool]] = []
    for chunk in _chunks(text):
        office = _office_span(text, chunk) if not towns else None
        if office is not None:
            offices.append(office)
        elif (town := _town_span(text, chunk)) is not None:
            towns.append(town)
    plain = [town for town, numbered in towns if not numbered] or [town for town, _ in towns]
    # Before a known town is a house, or a person: "Aunt Jane, Boston".
    names = [text[slice(*span)] for span in plain]
    known = next((at for at, name in enumerate(names) if is_known_place(name)), 0)
    kept = [span for at, span in enumerate(plain) if at >= known or _is_kept(text, plain, at)]
    return [*offices[-1:], *kept[:_MOST_PLACES]]


def _is_kept(text: str, towns: Sequence[Span], at: int) -> bool:
    """Return whether a name before a known town is a place, too: a house, or linked to it by a dash."""
    is_linked = text[towns[at][1] : towns[at + 1][0]].strip() in _DASHES
    return is_linked or _names_kind_of_place(text[slice(*towns[at])])


def place_spans(text: str) -> list[Span]:
    """Return the stretches of a dateline that name where it was written: an office, a town and its region.

    Places before the date are preferred to those after it, unless only the latter are known.
    """
    return list(_place_spans_in(text[:_LONGEST_DATELINE], active_languages()))


# The cues that are searched depend on the active languages.
@lru_cache(_LINES_OF_LETTER)
def _place_spans_in(text: str, _languages: tuple[str, ...]) -> tuple[Span, ...]:
    found = find_date(text)
    cleared = _mask_non_places(text)
    halves = [(0, found.start), (found.end, len(text))] if found else [(0, len(text))]
    spans = [_spans_in(";" * start + cleared[start:end]) for start, end in halves]
    spans = [each for each in spans if each]
    known = [each for each in spans if any(place_evidence(text[slice(*span)], ()) for span in each)]
    return tuple(next(iter([*known, *spans]), ()))


def _may_be_place_alone(line: str) -> bool:
    """Return whether a line without a date is nothing but a name that may be a place's, and greets nobody."""
    words = line.split()
    if not 1 <= len(words) <= _MOST_WORDS or any(find_cue(kind, line) for kind in ("salute", "honorific")):
        return False
    named = fold_place("".join(line[slice(*span)] for span in place_spans(line)))
    region = fold_place(line).removeprefix(named)
    is_addressed = words[0].casefold() in word_list("addressed") or find_cue("addressee", line, at_start=True)
    return named != "" and len(region) <= _LONGEST_REGION and not is_addressed


def _is_place_line(line: str) -> bool:
    """Return whether a line without a date names a known place, or has a word of places."""
    return any(place_evidence(line[slice(*span)], ()) for span in place_spans(line))


def _dated_lines(lines: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Yield each line, and whether it has a date, or a part of one that goes on in the next line."""
    found = find_date(" ".join(lines))
    start = 0
    for line in lines:
        has_part = found is not None and found.start < start + len(line) and start < found.end
        yield line, has_part or _has_date(line)
        start += len(line) + 1


def place_of_writing(lines: Sequence[str]) -> str:
    """Return the place of writing that the lines of a dateline name, "" where they name none.

    Lines without a date count where they name a known place, others only where the lines with a date name none.
    """
    lines = lines[:_MOST_DATELINES]
    sure = [line for line, dated in _dated_lines(lines) if dated or _is_place_line(line)]
    for some in (sure, [line for line in lines if line in sure or _may_be_place_alone(line)]):
        text = "; ".join(some)
        if spans := place_spans(text):
            return ", ".join(text[start:end] for start, end in spans)
    return ""
