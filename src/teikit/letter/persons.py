"""Compares names of persons: whether two may name one person, and which is fuller."""

import re
from itertools import takewhile

from teikit.letter.cues import active_languages, is_cue

_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST_FAMILY_NAME = 3
_LONGEST_INITIAL = 2
_MISSING_SPACE = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-ZÄÖÜ][^\W\d_A-Z])|(?<=[A-Z])(?=[A-ZÄÖÜ][^\W\d_A-Z]{2})")
_ONE_NAME = re.compile(r"(?:Mc|Mac|De|Des|Du|Di|Da|La|Le|Van|Von|Fitz|St|O)$")


def restore_spaces(name: str) -> str:
    """Return a name with its lost spaces restored: ElsaPlessner, EMKafka, DrBurckhard; DeLong and McCoy lost none."""
    return " ".join("".join(_split_glued(word)) for word in name.split())


def _split_glued(word: str) -> list[str]:
    pieces = [""]
    for piece in _MISSING_SPACE.split(word):
        is_one_name = bool(_ONE_NAME.search(pieces[-1])) or not pieces[-1]
        pieces.append(piece if is_one_name else f" {piece}")
    return pieces


def _words(name: str) -> list[str]:
    words = [word.casefold() for word in _WORD.findall(name)]
    # In English "M." is rather an initial than Monsieur.
    shortest = 2 if active_languages()[:1] == ("en",) else 1
    titles = [word for word in words if len(word) >= shortest and is_cue("honorific", word)]
    return [word for word in words if word not in titles] or words


def _is_compatible(short: str, long: str) -> bool:
    return long.startswith(short) if len(short) <= _LONGEST_INITIAL else short == long


def is_same_person(one: str, two: str) -> bool:
    """Return whether two forms of a name may be one person's: of one family, or one of them short for the other.

    "M." and "Georg" may be Georg Martin's, "G. Martin" is; "Anna Martin" is not.
    """
    first, second = sorted((_words(one), _words(two)), key=lambda words: (len(words), len("".join(words))))
    if not first:
        return False
    if len(first) > 1 and first[-1] == second[-1] and len(first[-1]) >= _SHORTEST_FAMILY_NAME:
        return _is_compatible(first[0], second[0]) or _is_compatible(second[0], first[0]) or first[0] in second
    rest = iter(second)
    if all(any(_is_compatible(word, other) for other in rest) for word in first):
        return True
    return len(first) == 1 and any(_is_short_for(first[0], other) for other in second)


def _is_short_for(word: str, other: str) -> bool:
    """Return whether a word may be short for another: Th for Thieriot, drburckhard for Burckhard, Marie for Maria."""
    short = (len(word) <= 4 and other.startswith(word)) or (len(other) >= 4 and word.endswith(other))
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, other, strict=False)))
    return short or (alike >= _SHORTEST_FAMILY_NAME and alike * 4 >= 3 * max(len(word), len(other)))


def in_usual_order(name: str) -> str:
    """Return a name that begins with the surname, as in lists and e-mails ("Grant, Paula"), in the usual order."""
    surname, comma, others = name.partition(", ")
    is_name = comma and "," not in others and len(surname.split()) <= 2 and len(others.split()) <= 2
    return f"{others} {surname}" if is_name else name


def choose_fuller(one: str, two: str) -> str:
    """Return the fuller of two forms of a name: the one with more words that are not initials, else the first."""
    words = {name: _words(name) for name in (one, two)}
    return max(words, key=lambda name: (sum(len(word) > _LONGEST_INITIAL for word in words[name]), len(words[name])))
