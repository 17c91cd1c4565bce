"""Extracts the features of units: shapes, places and kinds of cue words, never words of a letter.

A feature is an id; `letter.evidence` describes it in words. Features of a neighbour are added with `above ` or
`below ` before their id.
"""

import re
from collections.abc import Sequence

from teikit.letter.cues import cue_words, find_cue, find_cues, function_words, is_cue, months
from teikit.letter.dates import find_date
from teikit.letter.model import Unit
from teikit.letter.place_words import names_unit
from teikit.letter.position_features import LONG_UNIT, WORD_EDGE_MARKS, FeatureVector, add_position_features
from teikit.letter.sessions import is_new_dateline
from teikit.letter.shapes import is_capitalised, is_name_shape
from teikit.letter.titles import split_title

_QUOTES = "”’»\"'“"
_YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")
_TIME = re.compile(r"\b\d{1,2}[:.]\d\d\b|\b\d{1,2}\s*(?:a\.?m|p\.?m|h|Uhr|heures)\b", re.IGNORECASE)
_INITIAL = re.compile(r"^(?:[^\W\d_]\.?-?)+$")
SIGNATURE_MARK = re.compile(
    r"^[\s“„«*_]*(?:\(s+\)|\(sgd\.?\)|\[?sgd\.?\]?|\(signed\)|\[signed\]|/s/|s/|\(gez\.?\)|gez\.|signé)", re.IGNORECASE
)
_LABELLED = re.compile(r"^[^\W\d][\w./ ]{0,18}:(?:\s|$)")
_NUMBER_ALONE = re.compile(
    r"^\W*(?:[^\W\d]+\s+)?(?:n[°ºor]s?\.?|nr\.?|№|#)?\s*[\dIVXLC][\dIVXLC .]*(?:/\w+)?\W*$", re.IGNORECASE
)
_SENTENCES = re.compile(r"(?<=\w\w)[.!?…][”’\"')\]]*\s+[“„«\"'(]*(\w)")
_NUMBERED = re.compile(r"^\(?(?:\d{1,3}|[a-zA-Z])[.)]\s")
_ENDS = {",": "comma", ":": "colon", ".": "full stop", "!": "exclamation mark", "?": "question mark"}
_ENDS |= {";": "semicolon", ")": "bracket", "]": "bracket", "—": "dash", "-": "dash", "–": "dash"}
_MARKS = {"signature mark": SIGNATURE_MARK, "labelled": _LABELLED, "numbered": _NUMBERED, "year": _YEAR, "time": _TIME}
_AND_SO_ON = re.compile(r"(?:&\s?c|&\s?a|\betc|\bu\.?\s?s\.?\s?w|\becc|\bff)\W*$", re.IGNORECASE)
_LONGEST_ENDING = 40
_LONGEST_NUMBER = 200
# The kinds of cues whose words make up a part, whatever their order.
_FORMULAS = {
    "closing": ("valediction", "yours", "kin"),
    "salutation": ("salute", "honorific", "kin", "office"),
    "addressee": ("addressee", "honorific", "office", "institution", "organisation", "street"),
}
_LENGTHS = ((1, "1"), (2, "2"), (4, "3-4"), (8, "5-8"), (15, "9-15"), (30, "16-30"), (80, "31-80"))
_AT_START: tuple[str, ...] = ("salute", "valediction", "postscript", "addressee", "reference", "classification", "memo")
_AT_START += ("note", "enclosure", "copy", "honorific", "institution", "signed", "sent", "office", "yours", "received")
_ANYWHERE: tuple[str, ...] = ("salute", "valediction", "weekday", "honorific", "office", "organisation", "street")
_ANYWHERE += ("institution", "classification", "note", "self", "you", "enclosure", "kin")


def _length_class(count: int) -> str:
    return next((name for limit, name in _LENGTHS if count <= limit), "81+")


def _proportion(part: int, whole: int) -> str:
    if part in {0, whole}:
        return "all" if part else "none"
    return ("few", "half", "most")[min(2, 3 * part // whole)]


def _add_shape(seen: FeatureVector, text: str, words: Sequence[str], bare: Sequence[str]) -> None:
    seen.add(f"length {_length_class(len(words))}")
    seen.add(f"ends {_ENDS.get(text.rstrip(_QUOTES)[-1:], 'other')}")
    _add_capitals(seen, text)
    seen.add(f"capitals {_proportion(sum(is_capitalised(word) for word in words), len(words))}")
    first = text.lstrip("“”„«»‘’\"'")[:1]
    seen.add(f"starts {_initial_class(first)}")
    if first in "([" and text.rstrip(".")[-1:] in ")]":
        seen.add("bracketed")
    if is_name_shape(words):
        seen.add("name shape")
    _add_function_words(seen, bare)
    if len(words) < 9 and any(_INITIAL.match(word) and word.isupper() for word in words):
        seen.add("initials")


def _add_capitals(seen: FeatureVector, text: str) -> None:
    letters = list(filter(str.isalpha, text))
    capitals = sum(map(str.isupper, letters))
    if capitals == len(letters) > 3:
        seen.add("all capitals")
    elif capitals * 2 > len(letters) > 8:
        seen.add("mostly capitals")


def _initial_class(char: str) -> str:
    """Return the kind of a unit's first character."""
    if char.islower():
        return "lower case"
    if char.isdigit():
        return "digit"
    if char in "([":
        return "bracket"
    return "upper case" if char.isupper() else "other"


def _add_function_words(seen: FeatureVector, words: Sequence[str]) -> None:
    common = function_words()
    count = sum(word.lower() in common for word in words)
    seen.add(f"function words {min(count, 3) if len(words) < LONG_UNIT else 'in a long part'}")
    if 1 < len(words) < LONG_UNIT:
        seen.add(f"function words {_proportion(count, len(words))}")


def _add_marks(seen: FeatureVector, text: str) -> None:
    for feature, pattern in _MARKS.items():
        if (match := pattern.search(text[:200])) is not None:
            seen.add(feature, match)
    match = _NUMBER_ALONE.match(text) if len(text) <= _LONGEST_NUMBER else None
    found = find_date(text) if match else None
    if match is not None and (found is None or found.is_year):
        seen.add("number alone", match)
    if any(map(str.isdigit, text)):
        seen.add("digits")


def _add_plain_words(seen: FeatureVector, words: Sequence[str]) -> None:
    """Note how many words are neither capitalised nor function words: sentences have many, names and addresses few."""
    common = function_words()
    count = sum(word[:1].islower() and word.lower() not in common for word in words)
    seen.add(f"plain words {min(count, 4) if count < 4 else 'many'}")


def _add_line_ends(seen: FeatureVector, text: str, words: Sequence[str]) -> None:
    """Note numbers at the ends of a line, as streets have them, and whether sentences end inside."""
    if any(char.isdigit() for char in words[-1]):
        seen.add("ends with a number")
    if words[0][:1].isdigit() and len(words) > 1 and is_capitalised(words[1]):
        seen.add("starts with a number before a capital")
    if text[:1] in _QUOTES + "„«":
        seen.add("starts with a quotation mark")
    if _AND_SO_ON.search(text, max(0, len(text) - _LONGEST_ENDING)):
        seen.add("ends and so on")
    inside = sum(map(str.isupper, _SENTENCES.findall(text)))
    seen.add(f"sentences inside {min(inside, 2)}")


def _add_date_words(seen: FeatureVector, words: Sequence[str]) -> None:
    """Note how much of a short line is months, weekdays and numbers."""
    known = months()
    lower = [word.lower() for word in words]
    if not known.keys().isdisjoint(lower):
        seen.add("holds a month")
    if len(words) >= LONG_UNIT:
        return
    count = sum(word in known or word[:1].isdigit() or is_cue("weekday", word) for word in lower if word)
    if count:
        seen.add(f"date words {_proportion(count, len(words))}")


def _add_memo_label(seen: FeatureVector, text: str) -> None:
    """Note which label of a memorandum a line begins with ("To: ...")."""
    label = _LABELLED.match(text)
    if label is None:
        return
    date = find_date(text[:200])
    if (date and date.start <= label.end() + 1) or find_cue("weekday", text[label.end() :], at_start=True):
        seen.add("label date")
    kinds = (("sent", "sender"), ("addressee", "addressee"), ("copy", "copy"), ("reference", "reference"))
    for kind, name in kinds:
        match = find_cue(kind, text, at_start=True)
        if match is not None and match.end() >= label.end() - 2:
            seen.add(f"label {name}", match, "cue")


def _add_formulas(seen: FeatureVector, words: Sequence[str]) -> None:
    """Note how many words of a short unit are words of a formula, without function words, and if names are the rest."""
    if len(words) >= LONG_UNIT:
        return
    common = function_words()
    content = [word for word in words if word and word.lower() not in common]
    for name, kinds in _FORMULAS.items():
        known = cue_words(*kinds)
        others = [word for word in content if word.lower() not in known]
        seen.add(f"{name} words {_proportion(len(content) - len(others), len(content))}")
        if len(others) < len(content) and all(map(is_capitalised, others)):
            seen.add(f"{name} words and names" if others else f"{name} words alone")


def _add_date(seen: FeatureVector, text: str) -> None:
    if (found := find_date(text[:200])) is not None:
        kind = "full" if found.is_full else "year" if found.is_year else "partial"
        seen.features.append(f"date {kind}")
        seen.matches[f"date {kind}"] = (text[found.start : found.end], found.start)
        rest = len((text[: found.start] + text[found.end :]).split())
        seen.add(f"date beside {_length_class(rest) if rest else 'nothing'}")
    if is_new_dateline(text):
        seen.add("only place and date")


def _add_cues(seen: FeatureVector, text: str, *, short: bool) -> None:
    for kind, match in find_cues(_AT_START, text[:80], at_start=True):
        seen.add(f"starts {kind}", match, "cue")
        if short:
            seen.add(f"short, starts {kind}")
        if len(match["cue"]) + 3 > len(text):
            seen.add(f"is {kind}")
    for kind, match in find_cues(_ANYWHERE, text[:600]):
        seen.add(f"holds {kind}", match, "cue")
        if short:
            seen.add(f"short, holds {kind}")
    if short and names_unit(text):
        seen.add("holds unit")


def _own_features(text: str) -> FeatureVector:
    seen = FeatureVector()
    words = text.split()
    bare = [word.strip(WORD_EDGE_MARKS) for word in words]
    _add_shape(seen, text, words, bare)
    _add_marks(seen, text)
    _add_date(seen, text)
    _add_plain_words(seen, bare)
    _add_line_ends(seen, text, words)
    _add_date_words(seen, bare)
    if split_title(text) is not None:
        seen.add("names one to another")
    _add_memo_label(seen, text)
    _add_formulas(seen, bare)
    _add_cues(seen, text, short=len(words) < LONG_UNIT)
    return seen


def extract_features(units: Sequence[Unit]) -> list[FeatureVector]:
    """Return the features of each unit of a letter."""
    own = [_own_features(unit.text) for unit in units]
    add_position_features(units, own)
    for seen in own:
        seen.features.append("always")
    return own
