"""Finds the people, offices and firms in a signature, and the name at the end of a close."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from teikit.letter.cues import active_languages, cue_words, find_cue, function_words, is_cue
from teikit.letter.dates import find_date
from teikit.letter.features import SIGNATURE_MARK
from teikit.letter.names import (
    EDGE_MARKS,
    NAME_SUFFIX,
    Phrase,
    PhraseKind,
    is_name,
    mark_stretch,
    name_end,
    parse_name,
    strip_honorifics,
)
from teikit.letter.shapes import NAME_LINKS, is_abbreviation, is_capitalised, is_name_particle, is_name_shape
from teikit.letter.signature_forms import begins_with_initial, columns, deputised_firm, skip_lead_in

Span = tuple[int, int]
_WORD = re.compile(r"\S+")
_MOST_SIGNING_WORDS, _MOST_NAME_WORDS = 12, 5
_CLOSING = ("yours", "valediction", "self", "you", "kin", "honorific")
# What an editor or a transcriber put before or after a signature: "(Sottoscritto)", "[1]", "[sic]", "m. p.".
_REMARK = re.compile(r"\s*[(\[][^()\[\]]{3,}[)\]]\s+(?=\S)")
MARKS_AFTER = re.compile(
    r"(?:\s*(?:\[(?:\d+|\*|sic!?|\?)\]|[=*†‡¹²³]|(?<=\s)m\.?\s?p+\.?(?:ria)?(?!\w)|\s[–—-])[\s.,]*)+$"
)
_INITIAL = re.compile(r"[^\W\d_]{1,2}[.:]|[^\W\d_](?:\.[^\W\d_])*\.?")
_ABBREVIATION = re.compile(r"[^\W\d_]{1,6}\.")
_RANKS = frozenset({
    "lieut", "lt", "capt", "captn", "col", "gen", "maj", "sgt", "cpl", "esq", "esqr", "esqre", "adjt", "brig", "com",
    "red", "cand", "stud", "theol", "phil", "med", "jur", "pf", "sec", "secr", "sj", "mp", "pfr", "ing", "rr", "chef",
})  # fmt: skip
_RANK_BEFORE = re.compile(r"(?P<rank>[^\W\d_]+)\.\s+(?=\S+\s*\S)")
# A place after a name ("Ada Bell in Leeds") has a word before it that is no particle of names.
BEFORE_PLACE = re.compile(r"\s+(?:in|at|from|aus|à|en|i|w|w|près)\s+(?=[^\W\d_a-z])")
# "J. C. Hall (Paul Bell)": a firm and its owner.
_OWNER = re.compile(r"\((?P<name>[^()]+)\)\W*$")
_LONGEST_ENDING = 2
# Words of two letters are of all kinds of text.
_LONGEST_PARTICLE = 2
_CAPITAL_NOUNS = "de"


def signature_phrases(text: str) -> tuple[Phrase, ...]:
    """Return the phrases of a line of a signature."""
    return _cached_phrases(text, active_languages())


# A signature is read for the text and for the header.
@lru_cache(64)
def _cached_phrases(text: str, _: tuple[str, ...]) -> tuple[Phrase, ...]:
    after = MARKS_AFTER.search(text)
    end = after.start() if after else len(text)
    mark = SIGNATURE_MARK.match(text, 0, end) or _REMARK.match(text, 0, end)
    start = mark.end() if mark else 0
    line = text[:end]
    start += len(line[start:]) - len(line[start:].lstrip(" :.-–—"))
    signed = (phrase for one, two in columns(line) for phrase in _parse_signature(line[one:two], max(start - one, 0)))
    return (*signed, *((Phrase(text[end:]),) if after else ()))


def _parse_signature(text: str, start: int) -> tuple[Phrase, ...]:
    """Return the phrases of a signature without the marks around it."""
    if (firm := deputised_firm(text, start)) is not None:
        return mark_stretch(text, *firm, PhraseKind.ORGANISATION)
    start = skip_lead_in(text, start)
    while (rank := _RANK_BEFORE.match(text, start)) and rank["rank"].casefold() in _RANKS:
        start = rank.end()
    owner = _OWNER.search(text, start)
    if owner is not None and is_name(owner["name"].split()) and " " in owner["name"]:
        before, inner = text[: owner.start("name")], owner["name"]
        end = owner.end("name")
        return (*_parse_signature(before, start), Phrase(inner, PhraseKind.PERSON), Phrase(text[end:]))
    if begins_with_initial(text[start:]) and is_name(text[start:].split()):
        return mark_stretch(text, start, len(text), PhraseKind.PERSON)
    found = _signatory_phrases(text, start) or _name_and_office(text, start) or parse_name(text, start)
    if found is None:
        name = _trailing_name(text, start) or _inner_name(text, start)
        found = mark_stretch(text, *_cut_place(text, *name), PhraseKind.PERSON) if name else None
    return found or (Phrase(text),)


def _cut_place(text: str, start: int, end: int) -> Span:
    """Return where a name without the place or the rank after it begins and ends."""
    place = BEFORE_PLACE.search(text, start, end)
    end = place.start() if place else end
    words = [(match.start(), match.end()) for match in _WORD.finditer(text, start, end)]
    while len(words) > 1 and is_after_name(text[slice(*words[-1])]):
        words.pop()
    return start, words[-1][1] if words else end


def _name_and_office(text: str, start: int) -> tuple[Phrase, ...] | None:
    """Return the phrases of a name with an office after it and no comma: "J. H. Bell Secretary"."""
    words = [(match.start(), match.end()) for match in _WORD.finditer(text, start)]
    for index, (begin, _) in enumerate(words[1:], 1):
        if find_cue("office", text[begin:], at_start=True) is None:
            continue
        name = text[start:begin].split()
        if not is_name(name) or name[-1].endswith((",", ":")) or name[-1].islower() or is_titled(text[start:begin]):
            return None
        if index > 1 and not is_name_particle(name[-1]):
            person = mark_stretch(text[:begin], start, begin, PhraseKind.PERSON)
            return person + mark_stretch(text[begin:], 0, len(text) - begin, PhraseKind.OFFICE)
        return None
    return None


def is_titled(text: str) -> bool:
    """Return whether a text has a word for an office, a title or an organisation."""
    kinds = ("office", "organisation", "honorific", "institution")
    return any(find_cue(kind, text) is not None for kind in kinds)


def _signatory_phrases(text: str, start: int) -> tuple[Phrase, ...] | None:
    """Return the phrases of a line that several people signed, None where they are not several."""
    spans = list(_signatory_spans(text, start))
    if len(spans) < 2:
        return None
    found: list[Phrase] = []
    at = 0
    for begin, end in spans:
        found += mark_stretch(text[at:end], begin - at, end - at, PhraseKind.PERSON)
        at = end
    return tuple(phrase for phrase in (*found, Phrase(text[at:])) if phrase.text)


def signatories_in(text: str) -> tuple[Phrase, ...]:
    """Return the people in a line that is nothing but several names."""
    phrases = _signatory_phrases(text, 0) or ()
    return tuple(phrase for phrase in phrases if phrase.kind is PhraseKind.PERSON)


def _signatory_spans(text: str, start: int) -> Iterator[Span]:
    """Yield where each name begins and ends in a line that is nothing but names with commas or links between them."""
    groups: list[list[Span]] = [[]]
    is_linked = False
    for match in _WORD.finditer(text, start):
        if match[0] in NAME_LINKS:
            is_linked = True
            groups.append([])
            continue
        groups[-1].append(match.span())
        if match[0].endswith(",") and NAME_SUFFIX.match(text, match.end() - 1) is None:
            groups.append([])
    names = [(group[0][0], group[-1][1]) for group in groups if group]
    if len(names) > 1 and all(_is_signatory(text[begin:end], is_linked=is_linked) for begin, end in names):
        yield from names


def _is_signatory(text: str, *, is_linked: bool) -> bool:
    """Return whether a stretch between commas or links is the name of a person, not a place, an office or a degree."""
    words = text.split()
    if not is_name(words) or is_titled(text) or find_cue("street", text) or is_kin_word(text):
        return False
    return len(words) > 1 or is_linked


def is_kin_word(text: str) -> bool:
    """Return whether a text is a word for a relation ("your brother") or an office, not a name."""
    yours = find_cue("yours", text, at_start=True)
    if yours is not None and len(text) - yours.end() <= _LONGEST_ENDING:
        return True
    words = [word.strip(EDGE_MARKS + ".,;:!") for word in text.split()]
    kinds = ("kin", "office", "yours", "valediction", "honorific")
    return bool(words) and all(any(is_cue(kind, word) for kind in kinds) for word in words if word)


def _trailing_name(text: str, start: int) -> tuple[int, int] | None:
    """Return where the name at the end of a line, after words of the close, begins and ends; None if there is none."""
    begins = [match.start() for match in _WORD.finditer(text, start)]
    if len(begins) > _MOST_SIGNING_WORDS:
        return None
    for index, begin in enumerate(begins):
        end = name_end(text, begin)
        # "Din Ven Niels": nouns have capitals in old Danish and in German.
        is_after_yours = _is_yours(text[start:begin])
        kinds = ("yours", "valediction", "self", "you", *(("kin",) if is_after_yours else ()))
        closing = any(find_cue(kind, text[begin:], at_start=True) for kind in kinds)
        if is_name(text[begin:end].split()) and not (closing and index + 1 < len(begins)):
            closed = not index or any(find_cue(kind, text[start:begin]) for kind in _CLOSING)
            return (begin, end) if closed else None
    return None


def _is_yours(before: str) -> bool:
    """Return whether the last word of a text is one such as "your"."""
    return bool(before.split()) and is_cue("yours", before.rsplit(maxsplit=1)[-1].strip(EDGE_MARKS))


def _inner_name(text: str, start: int) -> Span | None:
    """Return where the likeliest name in a line is: after words of a close, else of two words, else the first."""
    if text.rstrip().endswith(("!", "?")):
        return None
    named = ((run, [text[slice(*word)] for word in run]) for run in _runs(text, start))
    runs = [run for run, words in named if _has_family_name(words) and not _is_closing(words, text)]
    if not runs:
        return None
    best = max(runs, key=lambda run: (_is_clear(text, start, run), len(run) > 1, -run[0][0]))
    return best[0][0], best[-1][1]


def _runs(text: str, start: int) -> Iterator[list[Span]]:
    """Yield the runs of words that may be a name."""
    run: list[Span] = []
    for match in _WORD.finditer(text, start):
        word = match[0]
        is_part = bool(run) and is_name_particle(word)
        is_new = not run and _is_before_name(word)
        if is_new or (run and is_after_name(word)) or not (is_capitalised(word) or is_part):
            yield from _trimmed(text, run)
            run = []
            continue
        run.append(match.span())
        if _ends_name(word, is_first=all(_is_short(text[slice(*one)]) for one in run)):
            yield from _trimmed(text, run)
            run = []
    yield from _trimmed(text, run)


def _trimmed(text: str, run: list[Span]) -> Iterator[list[Span]]:
    """Yield a run without the particles at its end, if anything is left."""
    while run and not is_capitalised(text[slice(*run[-1])]):
        run = run[:-1]
    if run:
        yield run[-_MOST_NAME_WORDS:]


def _is_clear(text: str, start: int, run: list[Span]) -> bool:
    """Return whether words of a close are before a name, or a rank or an office after it."""
    following = text[run[-1][1] :].split()
    return _is_after_closing(text[start : run[0][0]]) or (bool(following) and is_after_name(following[0]))


def _is_after_closing(before: str) -> bool:
    last = before.rsplit(maxsplit=1)[-1].strip(EDGE_MARKS + ".,;:") if before.split() else ""
    return any(is_cue(kind, last) for kind in ("yours", "kin"))


def _is_before_name(word: str) -> bool:
    """Return whether a word before a name belongs to the close, or is a degree or a title."""
    bare = word.strip(EDGE_MARKS + ",;:!–—-")
    if not bare or not is_capitalised(bare):
        return True
    plain = bare.rstrip(".")
    kinds = ("yours", "valediction", "honorific", "you", "self", "kin", "salute")
    return len(plain) > 1 and any(is_cue(kind, plain) for kind in kinds)


def is_after_name(word: str) -> bool:
    """Return whether a word after a name is an office, a rank or a degree."""
    bare = word.strip(EDGE_MARKS + ",;:()")
    plain = bare.rstrip(".")
    return word.startswith("(") or plain.casefold() in _RANKS or (len(plain) > 1 and is_cue("office", plain))


def _ends_name(word: str, *, is_first: bool) -> bool:
    if word.endswith((",", ";", "!", "?", ")")) or (word.endswith(":") and not _INITIAL.fullmatch(word)):
        return True
    return word.endswith(".") and not (_INITIAL.fullmatch(word) or (is_first and _ABBREVIATION.fullmatch(word)))


def _is_closing(run: Sequence[str], text: str) -> bool:
    """Return whether the one word of a run is no name: "Ever faithfully yours", "Lic. theol."."""
    if len(run) == 1 and run[0].strip(EDGE_MARKS + ".,;:").casefold() in function_words():
        return True
    if len(run) != 1 or text.endswith(run[0]):
        return False
    is_start = text.startswith(run[0]) and find_cue("valediction", text) is not None
    return is_start or (run[0].endswith(".") and _is_short(run[0]))


def _has_family_name(words: Sequence[str]) -> bool:
    """Return whether words have more than initials: one of three letters at least that is no usual word of letters."""
    bare = [word.strip(EDGE_MARKS + ".,;:!?") for word in words]
    return is_name_shape([word for word in bare if word] or ["x"]) and any(len(word) > 2 for word in bare)


def closing_name(text: str) -> Phrase | None:
    """Return the name at the end of a close ("Dein treuer K. M.", "Your brother, Henry"), None where it has none."""
    after, date = MARKS_AFTER.search(text), find_date(text)
    text = text[: min([one.start() for one in (after,) if one] + [one.start for one in (date,) if one] + [len(text)])]
    words = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    while words and not any(map(str.isalpha, text[slice(*words[-1])])):
        words.pop()
    run = _last_run(text, words)
    while run and _is_before_name(text[slice(*run[0])]):
        run.pop(0)
    if not run or len(run) > _MOST_NAME_WORDS:
        return _name_after_yours(text)
    name = clean_name(text[run[0][0] : run[-1][1]])
    if not is_name(name.split()) or has_closing_word(name) or not _is_closed(text[: run[0][0]], name.split()):
        return _name_after_yours(text)
    return Phrase(name, PhraseKind.PERSON)


def has_closing_word(name: str) -> bool:
    """Return whether a word of a stretch is one of those that closes are made of."""
    known = cue_words(*_CLOSING)
    words = (word.strip(EDGE_MARKS + ".,;:!").casefold() for word in name.split())
    return any(len(word) > _LONGEST_PARTICLE and word in known for word in words)


def _name_after_yours(text: str) -> Phrase | None:
    """Return the name after "yours" with an occupation after it: "Vostro Piero scultore in Roma"."""
    yours = find_cue("yours", text, at_start=True)
    if yours is None or _CAPITAL_NOUNS in active_languages():
        return None
    run = next(_runs(text, yours.end()), [])
    name = clean_name(text[run[0][0] : run[-1][1]]) if run and not text[yours.end() : run[0][0]].strip() else ""
    return Phrase(name, PhraseKind.PERSON) if name and is_name(name.split()) and not has_closing_word(name) else None


def clean_name(text: str) -> str:
    """Return a name without the marks around it, and without a full stop that ends no abbreviation."""
    name = text.strip(EDGE_MARKS + ",;:!–—-")
    name = name[1:-1] if name.startswith("[") and name.endswith("]") else name
    return name if is_abbreviation(name.rsplit(" ", 1)[-1]) else name.rstrip(".")


def _last_run(text: str, words: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the capitalised words that a text ends with, and the particles between them."""
    run: list[tuple[int, int]] = []
    for begin, end in reversed(words):
        word = text[begin:end]
        if not is_capitalised(word) and not (run and is_name_particle(word)):
            break
        if run and (word.endswith((",", ";", "!", "?")) or (word.endswith(".") and not _is_short(word))):
            break
        run.insert(0, (begin, end))
    while run and not is_capitalised(text[slice(*run[0])]):
        run.pop(0)
    return run


def _is_short(word: str) -> bool:
    return _INITIAL.fullmatch(word) is not None or _ABBREVIATION.fullmatch(word) is not None


def _is_closed(before: str, name: Sequence[str]) -> bool:
    """Return whether a name is expected after words of a close; they may be the recipient's, after "my dear"."""
    words = before.split()
    if not words or not any(find_cue(kind, before) for kind in ("yours", "valediction", "kin")):
        return False
    last = [word.strip(EDGE_MARKS + ".,;:!–—-") for word in words[-3:]]
    if any(is_cue("salute", word) and not is_cue("kin", word) for word in last[-2:] if word):
        return False
    if len(name) > 1:
        return any(len(word) > 2 for word in name) or any("." in word for word in name)
    return words[-1].endswith((",", "!", ".", "—", "–")) or any(is_cue(kind, last[-1]) for kind in ("yours", "kin"))


def only_names(text: str) -> tuple[Phrase, ...]:
    """Return the people in a line that is nothing but their names: "B. HALL, A. LEE,"; none where it is more."""
    after = MARKS_AFTER.search(text)
    text = strip_honorifics(text[: after.start()] if after else text)
    spans = list(_signatory_spans(text, 0)) or [(0, len(text))]
    names = [clean_name(text[begin:end]) for begin, end in spans]
    if not all(_is_full_name(name) for name in names):
        return ()
    return tuple(Phrase(name, PhraseKind.PERSON) for name in names)


def is_bare_name(text: str) -> bool:
    """Return whether a line of a close is nothing but two or three words of the shape of a name."""
    after = MARKS_AFTER.search(text)
    words = clean_name(text[: after.start()] if after else text).split()
    is_plain = all(word.isalpha() and len(word) > 2 for word in words)
    return 2 <= len(words) <= 3 and is_plain and is_name(words) and not has_closing_word(text) and not is_titled(text)


def _is_full_name(name: str) -> bool:
    """Return whether a stretch is a name by its shape alone: an initial, or two words in capitals, before the last."""
    suffix = NAME_SUFFIX.search(name)
    words = (name[: suffix.start()] if suffix else name).split()
    if not 2 <= len(words) <= _MOST_NAME_WORDS or not is_name(words) or is_kin_word(name):
        return False
    has_title = is_titled(name) or find_cue("street", name) is not None
    has_initial = any(_INITIAL.fullmatch(word) and word[:1].isupper() for word in words[:-1])
    return not has_title and (has_initial or name.isupper()) and len(words[-1].strip(".,")) > 2
