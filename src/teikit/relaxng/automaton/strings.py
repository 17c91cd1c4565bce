"""Matches strings against patterns: attribute values and the text of elements with data (clauses 6.2.7 to 6.2.9)."""

from collections.abc import Callable

from teikit.relaxng.automaton.derivatives import TextDerivatives
from teikit.relaxng.automaton.patterns import (
    Choice,
    Data,
    Group,
    Interleave,
    List,
    Names,
    OneOrMore,
    Pattern,
    Patterns,
    Value,
    subpatterns,
)
from teikit.relaxng.datatypes.names import PLAIN_NCNAME
from teikit.shallow_repr import shallow_repr

SPACE = " \t\r\n"
_TO_SPACE = str.maketrans("\t\r\n", "   ")
_MAX_REMEMBERED = 16_384
_NONE_WRONG = (0, None)


def matches_value(patterns: Patterns, pattern: Pattern, text: str, context: Names) -> bool:
    """Return whether a string, as the value of an attribute or the whole content of an element, matches."""
    if pattern.nullable and not text.strip(SPACE):
        return True
    return matches_text(patterns, pattern, text, context)


def matches_text(patterns: Patterns, pattern: Pattern, text: str, context: Names) -> bool:
    """Return whether a pattern matches a text by consuming it, not by being nullable."""
    if pattern is patterns.TEXT:
        return True
    match pattern:
        case Data():
            return pattern.datatype.is_valid(text, context) and not (
                pattern.excepted and matches_value(patterns, pattern.excepted, text, context)
            )
        case Value():
            return pattern.datatype.parse(text, context) == pattern.meaning
        case Choice():
            return any(matches_text(patterns, each, text, context) for each in pattern.members)
        case OneOrMore():
            return matches_text(patterns, pattern.of, text, context)
        case List():
            return _matches_tokens(patterns, pattern, text, context)
    return _matches_one_of(patterns, pattern, text, context)


def _matches_one_of(patterns: Patterns, pattern: Pattern, text: str, context: Names) -> bool:
    """Return whether one part of a group or interleave matches and the others may be absent."""
    if isinstance(pattern, Interleave):
        parts: tuple[Pattern, ...] = pattern.members
    else:
        found = []
        while isinstance(pattern, Group):
            found.append(pattern.left)
            pattern = pattern.right
        parts = (*found, pattern) if found else ()
    needed = [each for each in parts if not each.nullable]
    return len(needed) < 2 and any(matches_text(patterns, each, text, context) for each in needed or parts)


def _matches_tokens(patterns: Patterns, whole: List, text: str, context: Names) -> bool:
    if whole.each is not None:
        single, tokens = whole.each, _split(text)
        return bool(tokens) and all(matches_text(patterns, single, each, context) for each in tokens)
    return first_wrong_token(patterns, whole, text, context) == _NONE_WRONG


def _split(text: str) -> list[str]:
    return [each for each in text.translate(_TO_SPACE).split(" ") if each]


def first_wrong_token(patterns: Patterns, whole: List, text: str, context: Names) -> tuple[int, str | None]:
    """Return the number, from 1, of the first token that is wrong, and the token.

    The number is 0 if none is wrong; the token is None too if the list ends too early.
    """
    pattern = whole.of
    tokens = _split(text)
    for number, token in enumerate(tokens, 1):
        patterns.begin_derivative()
        pattern = _token_deriv(patterns, pattern, token, context)
        if pattern is patterns.NOT_ALLOWED:
            return number, token
    return _NONE_WRONG if pattern.nullable else (len(tokens) + 1, None)


def _token_deriv(patterns: Patterns, pattern: Pattern, token: str, context: Names) -> Pattern:
    """Return the derivative of the content of a list by one token."""

    def leaf(each: Pattern) -> Pattern:
        is_match = isinstance(each, Data | Value) and matches_text(patterns, each, token, context)
        return patterns.EMPTY if is_match else patterns.NOT_ALLOWED

    return TextDerivatives(patterns, leaf).derive(pattern)


def is_context_free(pattern: Pattern) -> bool:
    """Return whether the validity of a string never depends on the prefixes in scope."""
    return all(each.datatype.is_context_free for each in subpatterns(pattern) if isinstance(each, Data | Value))


def _common_matchers(pattern: Pattern) -> list[Callable[[str], object]]:
    """Return functions one of which is true for the most frequent matching strings."""
    # What common patterns match is one token: it matches a list if it matches what each token must match.
    single = pattern.each if isinstance(pattern, List) and pattern.each is not None else pattern
    members = single.members if isinstance(single, Choice) else (single,)
    data = [each.datatype.common_pattern for each in members if isinstance(each, Data) and each.excepted is None]
    return [each.fullmatch for each in data if each is not None]


class ValueMatcher(dict[str, bool]):
    """A bounded cache, used by subscription, of whether strings match a pattern."""

    __slots__ = ("_common_matchers", "_is_cacheable", "is_context_free", "pattern", "patterns")

    __repr__ = shallow_repr

    def __init__(self, patterns: Patterns, pattern: Pattern) -> None:
        super().__init__()
        self.patterns, self.pattern = patterns, pattern
        self.is_context_free = is_context_free(pattern)
        self._common_matchers = _common_matchers(pattern)
        # Identifiers do not repeat.
        self._is_cacheable = not (isinstance(pattern, Data) and pattern.datatype.id_kind == "ID")

    @property
    def allows_plain_names(self) -> bool:
        """Whether every name of ASCII letters, digits, points, hyphens and underscores matches (NCName)."""
        return PLAIN_NCNAME.fullmatch in self._common_matchers

    def __missing__(self, text: str) -> bool:
        verdict = any(known(text) for known in self._common_matchers) or matches_value(
            self.patterns, self.pattern, text, None
        )
        if self._is_cacheable:
            if len(self) >= _MAX_REMEMBERED:
                self.clear()
            self[text] = verdict
        return verdict

    def matches(self, text: str, context: Names) -> bool:
        """Return whether a string matches where prefixes may matter."""
        return self[text] if self.is_context_free else matches_value(self.patterns, self.pattern, text, context)
