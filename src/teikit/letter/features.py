"""Units to features: what can be seen of a unit, by shape, by place and by cue words; no word of any letter.

A feature is an id; `CUES` says it in words for people. Features that a neighbour has are seen too, with `above ` or
`below ` before their id.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from teikit.letter.cues import common_words, find
from teikit.letter.dates import find_date
from teikit.letter.layout import usual_gap
from teikit.letter.model import Unit
from teikit.letter.shapes import is_capitalised, is_name_shape
from teikit.letter.titles import title_halves

_LONG = 16
_AROUND = ".,;:!?()[]“”„«»\"'’"
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
_RECEIVED = re.compile(
    r"^\W*(?:received|rec['’]?d|reçue?|erhalten|empfangen|eingegangen|ontvangen|ricevuta|recibida|recebida"
    r"|получено|otrzymano)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^\(?(?:\d{1,3}|[a-zA-Z])[.)]\s")
_ENDS = {
    ",": "comma",
    ":": "colon",
    ".": "full stop",
    "!": "exclamation mark",
    "?": "question mark",
    ";": "semicolon",
    ")": "bracket",
    "]": "bracket",
    "—": "dash",
    "-": "dash",
    "–": "dash",
}
_LENGTHS = ((1, "1"), (2, "2"), (4, "3-4"), (8, "5-8"), (15, "9-15"), (30, "16-30"), (80, "31-80"))
_AT_START = (
    "salute",
    "valediction",
    "postscript",
    "addressee",
    "reference",
    "classification",
    "memo",
    "note",
    "enclosure",
    "copy",
    "honorific",
    "institution",
    "signed",
    "sent",
    "office",
    "yours",
)
_ANYWHERE = (
    "salute",
    "valediction",
    "weekday",
    "honorific",
    "office",
    "organisation",
    "street",
    "institution",
    "classification",
    "note",
    "self",
    "you",
    "enclosure",
    "kin",
)
# What is told to the neighbours.
_SHARED = (
    "starts salute",
    "starts valediction",
    "holds valediction",
    "signature mark",
    "name shape",
    "date full",
    "holds note",
    "date partial",
    "starts postscript",
    "length 31-80",
    "length 81+",
    "length 1",
    "length 2",
    "length 3-4",
    "holds self",
    "holds office",
    "ends comma",
    "ends full stop",
    "all capitals",
    "starts yours",
    "short, starts salute",
    "short, starts valediction",
    "names one to another",
    "number alone",
    "labelled",
)


@dataclass(slots=True)
class Seen:
    """The features of a unit, and for those that matched words: which, and at which offset of the unit's text."""

    features: list[str] = field(default_factory=list)
    matched: dict[str, tuple[str, int]] = field(default_factory=dict)

    def add(self, feature: str, match: re.Match[str] | None = None, group: str | int = 0) -> None:
        """Note a feature, and the words that showed it."""
        self.features.append(feature)
        if match is not None:
            self.matched[feature] = (match[group], match.start(group))


def _length(count: int) -> str:
    return next((name for limit, name in _LENGTHS if count <= limit), "81+")


def _share(part: int, whole: int) -> str:
    return ("none", "few", "half", "most", "all")[
        0 if not part else 4 if part == whole else 1 + min(2, 3 * part // whole)
    ]


def _shape(seen: Seen, text: str, words: Sequence[str]) -> None:
    seen.add(f"length {_length(len(words))}")
    seen.add(f"ends {_ENDS.get(text.rstrip(_QUOTES)[-1:], 'other')}")
    letters = [char for char in text if char.isalpha()]
    if letters and all(char.isupper() for char in letters) and len(letters) > 3:
        seen.add("all capitals")
    elif sum(char.isupper() for char in letters) * 2 > len(letters) > 8:
        seen.add("mostly capitals")
    seen.add(f"capitals {_share(sum(is_capitalised(word) for word in words), len(words))}")
    first = text.lstrip("“”„«»‘’\"'")[:1]
    seen.add(
        "starts "
        + (
            "lower case"
            if first.islower()
            else "digit"
            if first.isdigit()
            else "bracket"
            if first in "(["
            else "upper case"
            if first.isupper()
            else "other"
        )
    )
    if first in "([" and text.rstrip(".")[-1:] in ")]":
        seen.add("bracketed")
    if is_name_shape(words):
        seen.add("name shape")
    common = common_words()
    count = sum(word.strip(_AROUND).lower() in common for word in words)
    seen.add(f"function words {min(count, 3) if len(words) < _LONG else 'in a long part'}")
    if 1 < len(words) < _LONG:
        seen.add(f"function words {_share(count, len(words))}")
    if any(_INITIAL.match(word) and word.isupper() for word in words) and len(words) < 9:
        seen.add("initials")


def _marks(seen: Seen, text: str) -> None:
    for feature, pattern in (
        ("signature mark", SIGNATURE_MARK),
        ("labelled", _LABELLED),
        ("numbered", _NUMBERED),
        ("number alone", _NUMBER_ALONE),
        ("received", _RECEIVED),
        ("year", _YEAR),
        ("time", _TIME),
    ):
        if (match := pattern.search(text[:200])) is not None:
            seen.add(feature, match)
    if any(char.isdigit() for char in text):
        seen.add("digits")


def _title(seen: Seen, text: str) -> None:
    """Note a line that names one person to another, as editors' titles do."""
    if title_halves(text) is not None:
        seen.add("names one to another")


def _memo(seen: Seen, text: str) -> None:
    """Note which label of a memorandum a line begins with ("To: ...")."""
    label = _LABELLED.match(text)
    if label is None:
        return
    kinds = (("sent", "sender"), ("addressee", "addressee"), ("copy", "copy"), ("reference", "reference"))
    for kind, name in kinds:
        match = find(kind, text, at_start=True)
        if match is not None and match.end() >= label.end() - 2:
            seen.add(f"label {name}", match, "cue")


def _date(seen: Seen, text: str) -> None:
    found = find_date(text[:200])
    if found is not None:
        full = len(found.when) == 10
        kind = "full" if full else "partial" if len(found.when) != 4 else "year"
        seen.features.append(f"date {kind}")
        seen.matched[f"date {kind}"] = (text[found.start : found.end], found.start)
        rest = len((text[: found.start] + text[found.end :]).split())
        seen.add(f"date beside {_length(rest) if rest else 'nothing'}")


def _cues(seen: Seen, text: str, *, short: bool) -> None:
    for kind in _AT_START:
        if (match := find(kind, text[:80], at_start=True)) is not None:
            seen.add(f"starts {kind}", match, "cue")
            if short:
                seen.add(f"short, starts {kind}")
            if len(match["cue"]) + 3 > len(text):
                seen.add(f"is {kind}")
    for kind in _ANYWHERE:
        if (match := find(kind, text[:600])) is not None:
            seen.add(f"holds {kind}", match, "cue")
            if short:
                seen.add(f"short, holds {kind}")


def _order(seen: Seen, index: int, count: int) -> None:
    seen.add(f"place {index}" if index < 5 else "place later")
    if count - index <= 4:
        seen.add(f"place -{count - index}")


def _space(seen: Seen, unit: Unit, following: Unit | None, usual: int) -> None:
    indent = unit.lines[0].indent
    seen.add(f"indent {'none' if not indent else 'small' if indent < 4 else 'middle' if indent < 16 else 'wide'}")
    seen.add(f"gap {min(unit.gap, 3)} {'more' if unit.gap > usual else 'less' if unit.gap < usual else 'usual'}")
    if unit.run_in:
        seen.add("run in")
    if following is not None and following.run_in:
        seen.add("cut off")


def _among_long(seen: Seen, *, own: bool, before: int, after: int) -> None:
    """Note how many long units stand before and after: the body of a letter lies between its short lines."""
    seen.add(f"long before {min(before, 2)}")
    seen.add(f"long after {min(after, 2)}")
    seen.add(f"{'long' if own else 'not long'}, long before {min(before, 1)}, after {min(after, 1)}")


def _near(seen: Seen, index: int, salute: int, first: int, last: int) -> None:
    """Note how far a unit stands from the salutation, if there is one, and from the first and last long unit."""
    if salute < 0:
        seen.add("no salutation")
    else:
        seen.add(f"{'at' if index == salute else 'above' if index < salute else 'below'} the salutation")
    if index > last:
        seen.add(f"below the last long {min(index - last, 4)}")
    if index < first:
        seen.add(f"above the first long {min(first - index, 4)}")


def _salutation(own: Sequence[Seen]) -> int:
    """Return the index of what looks like the salutation: the first short unit that begins like one; else -1."""
    return next((index for index, seen in enumerate(own[:16]) if "short, starts salute" in seen.features), -1)


def _own(text: str) -> Seen:
    seen = Seen()
    words = text.split()
    _shape(seen, text, words)
    _marks(seen, text)
    _date(seen, text)
    _title(seen, text)
    _memo(seen, text)
    _cues(seen, text, short=len(words) < _LONG)
    return seen


def _neighbours(seen: Seen, above: Sequence[str] | None, below: Sequence[str] | None) -> None:
    for side, features in (("above", above), ("below", below)):
        seen.features.extend(f"{side} {feature}" for feature in (["nothing"] if features is None else features))


def observe(units: Sequence[Unit]) -> list[Seen]:
    """Return what can be seen of each unit of a letter."""
    own = [_own(unit.text) for unit in units]
    longs = [len(unit.text.split()) >= _LONG for unit in units]
    so_far = list(accumulate(longs, initial=0))
    shared = [None, *([feature for feature in seen.features if feature in _SHARED] for seen in own), None]
    usual = usual_gap(units)
    salute = _salutation(own)
    long = [index for index, one in enumerate(longs) if one] or [len(units)]
    for index, seen in enumerate(own):
        following = units[index + 1] if index + 1 < len(units) else None
        _order(seen, index, len(units))
        _space(seen, units[index], following, usual)
        _among_long(seen, own=longs[index], before=so_far[index], after=so_far[-1] - so_far[index + 1])
        _near(seen, index, salute, long[0], long[-1])
        _neighbours(seen, shared[index], shared[index + 2])
        seen.features.append("always")
    return own
