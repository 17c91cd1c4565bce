"""Reads the names in titles that editors give to letters ("A to B"), and in salutations."""

import re
from collections.abc import Sequence
from functools import cache

from teikit.letter.cues import active_languages, find_cue, is_cue, language_cues
from teikit.letter.dates import find_date
from teikit.letter.shapes import is_capitalised, is_name_shape

_MOST_WORDS = 40
_SHORTEST_TITLE, _LONGEST_ENDING, _SHORTEST_SECOND_PART = 5, 3, 4
_COMPOUNDING = frozenset({"de", "nl", "da", "sv", "no", "fi", "hu"})
_TITLES = ("honorific", "salute", "office")
# "De" also precedes places.
_SHORTEST_FROM = 3
_NUMBER = re.compile(r"^\W*(?:n[°ºor]s?\.?\s*)?\d+\s*[.):]\s*", re.IGNORECASE)
_HOLDER = re.compile(r"^(?P<office>.*?)\s*\((?P<holder>[^()]+)\)(?:,\s.*)?$")
_ARTICLE = re.compile(r"^(?:the|le|la|les|der|die|den|dem|das|de|het|il|el|o|a)\s+", re.IGNORECASE)
_EDGE_MARKS = " .,;:!?—–-()[]“”„«»\"'*_"


def split_title(text: str) -> tuple[str, str] | None:
    """Return the two halves of a title that names one person to another; None for any other text."""
    if not 3 <= len(text.split()) <= _MOST_WORDS:
        return None
    found: tuple[str, str] | None = None
    if find_cue("addressee", text) is None:
        return None
    for match in re.finditer(r"(?<=\s)\S", text):
        cue = find_cue("addressee", text[match.start() :], at_start=True)
        if cue is None:
            continue
        before, after = text[: match.start()], text[match.start() + cue.end() :]
        both = before.split() and after.split() and _is_half(before.split()) and _is_half(after.split())
        # "The Delegate to the Conference (Gibson) to the Secretary": the holder's name ends the first half.
        if both and (found is None or before.rstrip().endswith(")")):
            found = before.strip(), after.strip()
    return found


def _is_half(words: Sequence[str]) -> bool:
    long = [word for word in words if len(word) > 3]
    if not long:
        # Two capitals are an abbreviation: "MH Herrn Hall".
        return any(is_capitalised(word) and not (word.isupper() and len(word) == 2) for word in words)
    return sum(map(is_capitalised, long)) * 2 > len(long)


def split_office(text: str) -> tuple[str, str]:
    """Return the office and the person that one half of a title names, "" for one that it does not name."""
    text = _NUMBER.sub("", text)
    found = find_date(text)
    text = (text[: found.start] if found else text).strip(_EDGE_MARKS) if not _HOLDER.match(text) else text
    note = find_cue("note", text, at_start=True)
    text = text[note.end() :].strip() if note else text
    holder = _HOLDER.match(text)
    if holder is not None:
        return _ARTICLE.sub("", holder["office"]).strip(_EDGE_MARKS), holder["holder"].strip(_EDGE_MARKS)
    text = text.strip(_EDGE_MARKS)
    if find_cue("honorific", text, at_start=True) is None and find_cue("office", text) is not None:
        return _ARTICLE.sub("", text), ""
    return "", text


def salutation_name(text: str) -> str:
    """Return the name in a salutation ("Dear Mr. Hall," names Hall), "" where it has none."""
    cue = find_cue("salute", text, at_start=True)
    if cue is None:
        return ""
    names: list[str] = []
    for word in text[cue.end() :].split():
        bare = word.strip(_EDGE_MARKS)
        if _is_name(bare):
            names.append(bare)
        elif names and is_capitalised(bare):
            break
        if names and word.rstrip("\"'”’").endswith((",", "!", ":", ";", "—")):
            break
    return " ".join(names)


def vocative_name(text: str) -> str:
    """Return the name in words such as "my dear Mrs. Hall" at the beginning or the end of a text, "" without them."""
    words = list(re.finditer(r"\S+", text))
    for index, word in enumerate(words[:-1]):
        if _MOST_WORDS <= index < len(words) - _MOST_WORDS:
            continue
        bare = word[0].strip(_EDGE_MARKS)
        if len(bare) <= 2 or not is_cue("salute", bare) or is_cue("kin", bare) or is_cue("honorific", bare):
            continue
        if _is_set_off([match[0] for match in words[:index]]):
            name = _adjacent_name([match[0] for match in words[index + 1 : index + 6]])
            if name:
                return name
    return ""


def _is_set_off(before: Sequence[str]) -> bool:
    """Return whether words end with a mark, or only "my" or the like follows one: "Yes, my", but not "your"."""
    while before and any(is_cue(kind, before[-1]) for kind in ("self", "salute")):
        before = before[:-1]
    return len(before) < 2 or before[-1][-1] in ",;:.!?—–-"


def titled_name(text: str) -> str:
    """Return the name after a title anywhere in a salutation ("Sehr verehrter, lieber Herr Hall!"), "" without one."""
    words = text.split()
    titled = (index for index, word in enumerate(words) if is_cue("honorific", word.strip(_EDGE_MARKS)))
    return next((name for index in titled if (name := _adjacent_name(words[index + 1 :], is_open=True))), "")


def _adjacent_name(words: Sequence[str], *, is_open: bool = False) -> str:
    """Return the name that some words begin with, after titles; a mark is at its end, unless `is_open`."""
    names: list[str] = []
    for word in words:
        bare = word.strip(_EDGE_MARKS)
        if _is_name(bare) and not (word.endswith(":") and word is not words[-1]):
            names.append(bare)
        elif names or not (_is_inflected_title(bare) or any(is_cue(kind, bare) for kind in _TITLES)):
            break
        if names and word[-1:] in ",;:!?—-.":
            return " ".join(names)
    return " ".join(names) if is_open else ""


def _is_name(word: str) -> bool:
    if not is_capitalised(word) or len(word) <= 1:
        return False
    kinds = ("kin", "honorific", "office", "salute", "organisation", "valediction", "you", "self")
    return not any(is_cue(kind, word) for kind in kinds) and not _is_inflected_title(word)


@cache
def _title_words(languages: tuple[str, ...]) -> tuple[str, ...]:
    kinds = ("honorific", "office", "kin")
    cues = (cue for language in languages for kind in kinds for cue in language_cues(language)[kind])
    return tuple({cue for cue in cues if len(cue) >= _SHORTEST_TITLE})


def _is_inflected_title(word: str) -> bool:
    """Return whether a word is a title with another ending: Professore, Profesorze, Baronin."""
    folded = word.casefold()
    stem = folded[: max(_SHORTEST_TITLE, len(folded) - _LONGEST_ENDING)]
    titles = (title for title in _title_words(active_languages()) if title.startswith(stem))
    return any(folded.startswith(title) or title == stem for title in titles) or _is_compound_title(folded)


def _is_compound_title(word: str) -> bool:
    """Return whether a word ends with a title, as those of German do: Staatsminister, Nationalrat."""
    ends = tuple(title for title in _office_words(active_languages()) if len(title) >= _SHORTEST_SECOND_PART)
    return any(word.endswith(end) and len(word) > len(end) + 2 for end in ends if word.endswith(end))


@cache
def _office_words(languages: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words for offices and titles of languages that write compounds as one word."""
    cues = (language_cues(language) for language in languages if language in _COMPOUNDING)
    return tuple({cue for one in cues for kind in ("honorific", "office") for cue in one[kind] if " " not in cue})


def parse_one_sided_title(text: str) -> tuple[str, str]:
    """Return the sender ("From A") and the addressee ("12. To B") that a title names, "" for one that it lacks."""
    text = _NUMBER.sub("", text).strip(_EDGE_MARKS)
    found = find_date(text)
    text = text[: found.start].rstrip(_EDGE_MARKS) if found else text
    for kind in ("sent", "addressee"):
        cue = find_cue(kind, text, at_start=True)
        rest = text[cue.end() :].strip() if cue and (kind != "sent" or len(cue["cue"]) >= _SHORTEST_FROM) else ""
        words = rest.split()
        if words and is_capitalised(words[0]) and is_name_shape(words) and find_cue("institution", rest) is None:
            return (rest, "") if kind == "sent" else ("", rest)
    return "", ""
