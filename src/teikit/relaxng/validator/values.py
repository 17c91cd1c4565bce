"""Explains in a few words why a string does not match a pattern."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

from teikit.messages import quote, suggest_spelling
from teikit.relaxng.automaton.patterns import Choice, Data, List, Names, OneOrMore, Pattern, Patterns, Value
from teikit.relaxng.automaton.strings import SPACE, matches_value

_Kind = TypeVar("_Kind", Value, Data, List)
_MANY = 3
# What reasons that say "this is another kind of thing" begin with; others say what is wrong within the right kind.
_OTHER_KIND = ("not ", "does not match", "neither ")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a value is wrong, in words that follow a colon, and the values that would be right where they are few."""

    words: str
    expected: tuple[str, ...] = ()


def reason(patterns: Patterns, allowed: Iterable[Pattern], text: str, context: Names) -> Reason:
    """Return why a string matches none of the patterns."""
    choices = list(dict.fromkeys(chain.from_iterable(map(_alternatives, allowed))))
    words = tuple(dict.fromkeys(each.text for each in _of_kind(choices, Value)))
    if not text.strip(SPACE):
        return Reason("it is empty", words)
    guess = suggest_spelling(text.strip(SPACE), words) if words else None
    if guess is not None:
        return Reason(f"did you mean {quote(guess)}?", words)
    if data := _of_kind(choices, Data):
        return Reason(_explain_data(patterns, data, text, context), words)
    if lists := _of_kind(choices, List):
        return _explain_token(patterns, lists[0], text, context, words)
    return Reason(f"expected {_describe_allowed(words)}" if words else "nothing may stand here", words)


def _of_kind(patterns: Iterable[Pattern], kind: type[_Kind]) -> list[_Kind]:
    return [each for each in patterns if isinstance(each, kind)]


def _alternatives(pattern: Pattern) -> Iterator[Pattern]:
    if isinstance(pattern, Choice):
        for each in pattern.members:
            yield from _alternatives(each)
    else:
        yield pattern


def _describe_allowed(words: tuple[str, ...]) -> str:
    shown = [quote(each) for each in words[:_MANY]]
    if len(words) > _MANY:
        return f"one of {', '.join(shown)} and {len(words) - _MANY} more"
    return f"{', '.join(shown[:-1])} or {shown[-1]}" if len(shown) > 1 else shown[0]


def _explain_token(patterns: Patterns, pattern: List, text: str, context: Names, words: tuple[str, ...]) -> Reason:
    """Return why a list is wrong: what is wrong with its first bad token, if it takes any number of one kind."""
    single = pattern.each
    if single is None and isinstance(pattern.of, OneOrMore):
        single = pattern.of.of
    for token in text.split() if single is not None else ():
        if single is not None and not matches_value(patterns, single, token, context):
            inner = reason(patterns, [single], token, context)
            return Reason(f"{quote(token)} in it: {inner.words}", inner.expected)
    return Reason("not a list of the right tokens", words)


def _explain_data(patterns: Patterns, data: list[Data], text: str, context: Names) -> str:
    reasons = dict.fromkeys(_explain_data_pattern(patterns, each, text, context) for each in data)
    for each in reasons:
        if not each.startswith(_OTHER_KIND):
            return each
    dense = "".join(text.split())
    if dense != text and any(matches_value(patterns, each, dense, context) for each in data):
        return "it must not contain spaces"
    kinds = [each for each in reasons if each.startswith("not ")]
    return _nearest_kind(kinds, text) if kinds else next(iter(reasons))


def _explain_data_pattern(patterns: Patterns, data: Data, text: str, context: Names) -> str:
    wrong = data.datatype.fault(text, context)
    if wrong is not None:
        return wrong
    excepted = data.excepted
    if excepted is None or text.strip(SPACE) in {each.text for each in _of_kind(_alternatives(excepted), Value)}:
        return "this value is excepted"
    return "this value is excepted by the schema" if matches_value(patterns, excepted, text, context) else "not allowed"


def _nearest_kind(kinds: list[str], text: str) -> str:
    """Return the kind whose example, after "as", is most similar to the shape of a text."""
    if len(kinds) == 1:
        return kinds[0]
    from difflib import SequenceMatcher  # noqa: PLC0415  see messages

    shape = _shape(text)
    return max(kinds, key=lambda each: SequenceMatcher(None, shape, _shape(each.rpartition(" as ")[2])).ratio())


def _shape(text: str) -> str:
    """Return a text with every digit the same and every letter the same."""
    return "".join("9" if char.isdigit() else "a" if char.isalpha() else char for char in text.strip(SPACE)[:60])
