"""Reads the names in titles that editors give to letters ("A to B"), and in salutations."""

import re
from collections.abc import Sequence

from teikit.letter.cues import active_languages, find_cue, function_words, is_cue
from teikit.letter.dates import find_date
from teikit.letter.shapes import MARKS_AROUND_WORDS, NAME_LINKS, is_capitalised, is_name_shape
from teikit.letter.title_words import is_inflected_title, is_title_word, writes_compounds

_MOST_WORDS = 40
_NAMES_LIKE_WORDS = "en"
_TITLES = ("honorific", "salute", "office")
# "De" also precedes places.
_SHORTEST_FROM = 3
_NUMBER = re.compile(r"^\W*(?:n[°ºor]s?\.?\s*)?\d+\s*[.):]\s*", re.IGNORECASE)
_HOLDER = re.compile(r"^(?P<office>.*?)\s*\((?P<holder>[^()]+)\)(?:,\s.*)?$")
_ARTICLE = re.compile(r"^(?:the|le|la|les|der|die|den|dem|das|de|het|il|el|o|a)\s+", re.IGNORECASE)
# "Reverendissime in Christo pater".
_BEFORE_NO_NAME = frozenset({"in", "im", "en", "aus", "zu", "from"})
_SUPERLATIVE = re.compile(r"[^\W\d_]+[ií]s?sim(?:[aeiou]|os|as)", re.IGNORECASE)


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
        # "Memorandum for the file" names no sender.
        both = both and not is_cue("memo", before.strip(MARKS_AROUND_WORDS))
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
    text = (text[: found.start] if found else text).strip(MARKS_AROUND_WORDS) if not _HOLDER.match(text) else text
    note = find_cue("note", text, at_start=True)
    text = text[note.end() :].strip() if note else text
    holder = _HOLDER.match(text)
    if holder is not None:
        return _ARTICLE.sub("", holder["office"]).strip(MARKS_AROUND_WORDS), holder["holder"].strip(MARKS_AROUND_WORDS)
    text = text.strip(MARKS_AROUND_WORDS)
    if find_cue("honorific", text, at_start=True) is None and find_cue("office", text) is not None:
        return _ARTICLE.sub("", text), ""
    return "", text


def salutation_names(text: str) -> tuple[str, ...]:
    """Return the names in a salutation: "Dear Mr. Hall," has "Hall", "Liebe Ada, lieber Paul!" has two."""
    cue = find_cue("salute", text, at_start=True)
    groups: list[list[str]] = [[]]
    if cue is None:
        return ()
    words = text[cue.end() :].split()
    for before, word, following in zip([cue[0].split()[-1], *words], words, [*words[1:], ""], strict=False):
        bare, names = word.strip(MARKS_AROUND_WORDS), groups[-1]
        is_end = word.rstrip("\"'”’").endswith((",", "!", ":", ";", "—"))
        if before not in _BEFORE_NO_NAME and _is_name(bare, is_last=is_end):
            names.append(bare)
        elif names and bare in NAME_LINKS:
            groups.append([])
        elif names and is_capitalised(bare):
            if _is_first_part(names, bare):
                names.clear()
            break
        if names and is_end:
            if not (word.endswith(",") and _begins_salutation(following)):
                break
            groups.append([])
    return tuple(" ".join(names) for names in groups if names)


def _begins_salutation(word: str) -> bool:
    """Return whether a word begins a salutation: "lieber" in "Liebe Ada, lieber Paul!"."""
    return is_cue("salute", word) and not is_cue("kin", word)


def salutation_name(text: str) -> str:
    """Return all names in a salutation as one text, "" where it has none."""
    return " ".join(salutation_names(text))


def vocative_name(text: str) -> str:
    """Return the name in words such as "my dear Mrs. Hall" at the beginning or the end of a text, "" without them."""
    words = list(re.finditer(r"\S+", text))
    for index, word in enumerate(words[:-1]):
        if _MOST_WORDS <= index < len(words) - _MOST_WORDS:
            continue
        bare = word[0].strip(MARKS_AROUND_WORDS)
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
    titled = (index for index, word in enumerate(words) if is_cue("honorific", word.strip(MARKS_AROUND_WORDS)))
    return next((name for index in titled if (name := _adjacent_name(words[index + 1 :], is_open=True))), "")


def _adjacent_name(words: Sequence[str], *, is_open: bool = False) -> str:
    """Return the name that some words begin with, after titles; a mark is at its end, unless `is_open`."""
    names: list[str] = []
    for word in words:
        bare = word.strip(MARKS_AROUND_WORDS)
        if _is_name(bare) and not (word.endswith(":") and word is not words[-1]):
            names.append(bare)
        elif _is_first_part(names, bare):
            return ""
        elif names or not (is_inflected_title(bare) or any(is_cue(kind, bare) for kind in _TITLES)):
            break
        if names and word[-1:] in ",;:!?—-.":
            return " ".join(names)
    return " ".join(names) if is_open else ""


def _is_first_part(names: Sequence[str], word: str) -> bool:
    """Return whether a word is the rest of a title that is written as two words: "Herr Regierungs Präsident"."""
    return len(names) == 1 and writes_compounds() and is_capitalised(word) and is_title_word(word)


def _is_name(word: str, *, is_last: bool = False) -> bool:
    """Return whether a word of a salutation may be a name; the last word may be short for one of a close: "Herzl"."""
    if not is_capitalised(word) or len(word) <= 1:
        return False
    kinds = ("kin", "honorific", "office", "salute", "organisation", "you", "self")
    is_usual = any(is_cue(kind, word) for kind in kinds) or (not is_last and is_cue("valediction", word))
    is_usual = is_usual or _SUPERLATIVE.fullmatch(word) is not None or _is_function_word(word)
    return not is_usual and not is_inflected_title(word)


def _is_function_word(word: str) -> bool:
    """Return whether a word is a function word, in languages where no usual name is: not Will, May of English."""
    return _NAMES_LIKE_WORDS not in active_languages() and word.casefold() in function_words()


def parse_one_sided_title(text: str) -> tuple[str, str]:
    """Return the sender ("From A") and the addressee ("12. To B") that a title names, "" for one that it lacks."""
    text = _NUMBER.sub("", text).strip(MARKS_AROUND_WORDS)
    found = find_date(text)
    text = text[: found.start].rstrip(MARKS_AROUND_WORDS) if found else text
    for kind in ("sent", "addressee"):
        cue = find_cue(kind, text, at_start=True)
        rest = text[cue.end() :].strip() if cue and (kind != "sent" or len(cue["cue"]) >= _SHORTEST_FROM) else ""
        words = rest.split()
        if words and is_capitalised(words[0]) and is_name_shape(words) and find_cue("institution", rest) is None:
            return (rest, "") if kind == "sent" else ("", rest)
    return "", ""
