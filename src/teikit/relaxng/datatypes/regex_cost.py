"""Estimates what a regular expression may cost `re`, which tries alternatives one after another, in the worst case."""

import re
from math import log10
from re import _constants  # type: ignore[attr-defined]  # the parser of `re` has no public name
from typing import NamedTuple

from teikit.relaxng.datatypes.regex_program import CharacterTest, Part, is_fixed, is_one_character

_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT)
_UNBOUNDED = _constants.MAXREPEAT
_MOST_CHARACTERS = 300
# How many parts after a repetition are looked at.
_AHEAD = 4
# Classes that have no character in common.
_APART = (
    ("CATEGORY_SPACE", "CATEGORY_WORD"),
    ("CATEGORY_SPACE", "CATEGORY_DIGIT"),
    ("CATEGORY_SPACE", "CATEGORY_NOT_SPACE"),
    ("CATEGORY_WORD", "CATEGORY_NOT_WORD"),
    ("CATEGORY_DIGIT", "CATEGORY_NOT_DIGIT"),
    ("CATEGORY_DIGIT", "CATEGORY_NOT_WORD"),
)
# Where no bound is known.
ENDLESS = 1e300


# What one way of matching costs, in characters that are read.
_ONE_WAY = 50


class Ways(NamedTuple):
    """In how many ways a part may match at one place: `factor` times the length of the text, `degree` times.

    `has_scans`: each way may read the text once more, in a repetition that can end at one place only.
    """

    factor: float
    degree: int
    has_scans: bool = False

    def cost(self, length: int) -> float:
        """Return what it costs to try all ways at one place of a text, in characters that are read."""
        if self.degree > 20 or self.factor >= ENDLESS:
            return ENDLESS
        one = _ONE_WAY + length if self.has_scans else _ONE_WAY
        return min(length + self.factor * one * float(length) ** self.degree, ENDLESS)


_ONE = Ways(1.0, 0)
_UNKNOWN = Ways(ENDLESS, 0)


def ways(parsed: Part, flags: int) -> Ways:
    """Return in how many ways a parsed pattern may match at one place, at most."""
    try:
        return _sequence(list(parsed), flags)
    except RecursionError:
        return _UNKNOWN


def _sequence(parts: list[Part], flags: int) -> Ways:
    factor, degree, has_scans = 1.0, 0, False
    for at, part in enumerate(parts):
        each = _part(part, parts[at + 1 : at + 1 + _AHEAD], flags)
        factor, degree = min(factor * each.factor, ENDLESS), degree + each.degree
        has_scans |= each.has_scans
    return Ways(factor, degree, has_scans)


def _part(part: Part, following: list[Part], flags: int) -> Ways:
    kind, value = part
    if is_one_character(part) or kind in {_constants.AT, _constants.GROUPREF}:
        return _ONE
    if kind is _constants.BRANCH:
        options = [_sequence(list(each), flags) for each in value[1]]
        factor, degree = sum(each.factor for each in options), max(each.degree for each in options)
        return Ways(min(factor, ENDLESS), degree, any(each.has_scans for each in options))
    if kind is _constants.SUBPATTERN:
        return _sequence(list(value[3]), (flags | value[1]) & ~value[2])
    if kind in _REPEATS:
        return _repeat(value, following, flags)
    is_assertion = kind in {_constants.ASSERT, _constants.ASSERT_NOT} and is_fixed(value[1])
    return _ONE if is_assertion else _UNKNOWN


def _repeat(value: tuple[int, int, Part], following: list[Part], flags: int) -> Ways:
    least, most, inner = value
    parts = list(inner)
    body = _sequence(parts, flags)
    if most == least:
        return Ways(_power(body.factor, most), body.degree * most, body.has_scans)
    is_single = body == _ONE and inner.getwidth()[0] > 0
    if is_single and len(parts) == 1 and _are_all_apart(parts[0], following, flags):
        return Ways(1.0, 0, has_scans=True)
    # One way for each number of rounds; rounds of more than one way multiply them.
    if is_single:
        return Ways(1.0, 1) if most is _UNBOUNDED else Ways(float(most - least + 1), 0)
    if most is _UNBOUNDED:
        return _UNKNOWN
    return Ways(_power(body.factor + 1, most), body.degree * most, body.has_scans)


def _power(factor: float, exponent: int) -> float:
    return factor**exponent if exponent * log10(factor) < 290 else ENDLESS


def _are_all_apart(one: Part, following: list[Part], flags: int) -> bool:
    """Return whether what follows a part certainly does not begin with a character that the part matches."""
    for part in following:
        kind, value = part
        if kind is _constants.AT and value is _constants.AT_END and not flags & re.MULTILINE:
            return _are_apart(one, (_constants.LITERAL, ord("\n")), flags)
        is_optional = kind in _REPEATS and value[0] == 0 and len(value[2]) == 1
        if not _are_apart(one, value[2][0] if is_optional else part, flags):
            return False
        if not is_optional:
            return True
    return False


def _are_apart(one: Part, other: Part, flags: int) -> bool:
    """Return whether a character that a part matches is certainly none that the part after it begins with."""
    if flags & re.IGNORECASE:
        return False
    first = _first(other)
    if first is None or not is_one_character(one):
        return False
    for enumerated, tested in ((one, first), (first, one)):
        if (characters := _characters(enumerated)) is not None:
            test = CharacterTest(tested, flags)
            return not any(test[char] for char in characters)
    named = {_category(one), _category(first)}
    return any(named == set(pair) for pair in _APART)


def _first(part: Part) -> Part | None:
    """Return the part with the first character of a part that has at least one, None where it is not certain."""
    while not is_one_character(part):
        kind, value = part
        if kind is _constants.SUBPATTERN and not value[1] and not value[2] and len(value[3]):
            part = value[3][0]
        elif kind in _REPEATS and value[0] > 0 and len(value[2]):
            part = value[2][0]
        else:
            return None
    return part


def _characters(part: Part) -> list[str] | None:
    """Return the characters that a part matches, None where they are not few."""
    kind, value = part
    items = [part] if kind is _constants.LITERAL else value if kind is _constants.IN else []
    found: list[str] = []
    for each, argument in items:
        if each is _constants.LITERAL:
            found.append(chr(argument))
        elif each is _constants.RANGE and argument[1] - argument[0] < _MOST_CHARACTERS:
            found += map(chr, range(argument[0], argument[1] + 1))
        else:
            return None
        if len(found) > _MOST_CHARACTERS:
            return None
    return found or None


def _category(part: Part) -> str:
    """Return the name of the class that a part is, "" where it is another set."""
    kind, value = part
    is_class = kind is _constants.IN and len(value) == 1 and value[0][0] is _constants.CATEGORY
    return str(value[0][1]) if is_class else ""


def is_anchored(parsed: Part, flags: int) -> bool:
    """Return whether a pattern matches at the start of a text only."""
    if not len(parsed) or flags & re.MULTILINE:
        return False
    kind, value = parsed[0]
    return kind is _constants.AT and value in {_constants.AT_BEGINNING, _constants.AT_BEGINNING_STRING}
