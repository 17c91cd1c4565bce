"""Explains in a few words why a string does not match a pattern.

Of several datatypes the nearest is blamed: the one whose form the string has, or the one that it states in another
form. Where none is near, what is allowed is listed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

from teikit.messages import quote, suggest_spelling
from teikit.relaxng.automaton.patterns import Choice, Data, List, Names, OneOrMore, Pattern, Patterns, Value
from teikit.relaxng.automaton.strings import SPACE, first_wrong_token, matches_value
from teikit.relaxng.validator.datatype_words import (
    STRINGS,
    describe_dates,
    describe_types,
    is_date,
    is_other_kind,
    join,
    rewrite_value,
    sharpen_fault,
)

_Kind = TypeVar("_Kind", Value, Data, List)
# Longer lists of values are cut, and so are those of datatypes.
_MOST_VALUES, _MOST_TYPES = 20, 6
# A number after a month, as in "June 16", is its day or a year without its century.
_MAY_BE_YEAR = re.compile(r"\D\d\d$", re.ASCII)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a value is wrong: what it is not, words that follow a colon, and the right values where they are few."""

    words: str
    expected: tuple[str, ...] = ()
    verdict: str = "wrong"

    @property
    def predicate(self) -> str:
        """What the value is, as the end of a sentence."""
        return f"is {self.verdict}: {self.words}"


def reason(patterns: Patterns, allowed: Iterable[Pattern], text: str, context: Names) -> Reason:
    """Return why a string matches none of the patterns."""
    return _Explanation(patterns, allowed, text, context).reason()


def _of_kind(patterns: Iterable[Pattern], kind: type[_Kind]) -> list[_Kind]:
    return [each for each in patterns if isinstance(each, kind)]


def _alternatives(pattern: Pattern) -> Iterator[Pattern]:
    todo = [pattern]
    while todo:
        each = todo.pop()
        if isinstance(each, Choice):
            todo += reversed(each.members)
        else:
            yield each


class _Explanation:
    """A string, and what it could have been: values, data or lists."""

    def __init__(self, patterns: Patterns, allowed: Iterable[Pattern], text: str, context: Names) -> None:
        self._patterns, self._text, self._context = patterns, text, context
        self._choices = list(dict.fromkeys(chain.from_iterable(map(_alternatives, allowed))))
        self._words = tuple(dict.fromkeys(each.text for each in _of_kind(self._choices, Value)))
        self._lists = _of_kind(self._choices, List)
        self._plain = text.strip(SPACE)
        if any(self._words):
            # What may also be empty need not be named with what is not.
            self._words = tuple(filter(None, self._words))
        self._faults = [(each.datatype.name, self._explain_data(each)) for each in _of_kind(self._choices, Data)]
        self._dates = {name for name, _ in self._faults if is_date(name)}

    def reason(self) -> Reason:
        if not self._plain:
            few = f", expected {self._quoted_words()}" if self._words and not self._faults and not self._lists else ""
            return self._reason(f"it is empty{few}")
        return self._misspelt() or self._other_form() or self._bounds() or self._token() or self._listed()

    def _reason(self, words: str, verdict: str = "wrong") -> Reason:
        return Reason(words, self._words, verdict)

    def _matches(self, text: str) -> bool:
        return any(matches_value(self._patterns, each, text, self._context) for each in self._choices)

    def _quoted_words(self) -> str:
        return join(map(quote, self._words), _MOST_VALUES)

    def _explain_data(self, data: Data) -> str:
        wrong = data.datatype.fault(self._text, self._context)
        if wrong is not None:
            return wrong
        excepted = data.excepted
        words = {each.text for each in _of_kind(_alternatives(excepted), Value)} if excepted is not None else {}
        return "this value is excepted" if self._text.strip(SPACE) in words else "this value is excepted by the schema"

    def _misspelt(self) -> Reason | None:
        """Suggest the value that was probably meant; one that is closed in a short list with all the others."""
        guess = suggest_spelling(self._plain, self._words) if self._words else None
        if guess is None:
            return None
        if guess == self._text:
            prefix = guess.partition(":")[0]
            is_declared = ":" not in guess or prefix in (self._context or {})
            undeclared = f"the prefix {quote(prefix)} is not declared"
            return self._reason("its namespace is another one here" if is_declared else undeclared)
        is_closed = not self._faults and not self._lists and 1 < len(self._words) <= _MOST_VALUES
        others = f"expected {self._quoted_words()}, " if is_closed else ""
        return self._reason(f"{others}did you mean {quote(guess)}?")

    def _other_form(self) -> Reason | None:
        """Suggest the same date, number or language in the right form, or the same value without spaces."""
        near = self._rewritten_date()
        if near and near != self._plain and self._matches(near):
            return self._reason(f"write {quote(near)}", f"no {self._date_noun()}")
        near = rewrite_value({name for name, _ in self._faults}, self._plain)
        if near and self._matches(near):
            return self._reason(f"write {quote(near)}")
        dense = "".join(self._text.split())
        if self._faults and dense != self._text and self._matches(dense):
            return self._reason("it must not contain spaces")
        return None

    def _rewritten_date(self) -> str:
        if not self._dates:
            return ""
        # Most faulty documents have no faulty date.
        from teikit.letter.date_forms import rewrite_date  # noqa: PLC0415

        near = rewrite_date(self._plain)
        return "" if near.startswith("--") and _MAY_BE_YEAR.search(self._plain) else near

    def _date_noun(self) -> str:
        return describe_dates(self._dates, self._text)[0]

    def _bounds(self) -> Reason | None:
        """Blame the datatype whose form the string has; every string has the form of a string."""
        single = len(self._faults) == 1 and not self._words and not self._lists
        for name, fault in self._faults:
            if not is_other_kind(fault) and (single or name not in STRINGS):
                words = sharpen_fault(name, fault, self._plain)
                return self._reason(words, f"no {self._date_noun()}" if is_date(name) else "wrong")
        return None

    def _token(self) -> Reason | None:
        """Blame the first token that is wrong, where a list is the nearest or all that is allowed."""
        if not self._lists or ((self._faults or self._words) and len(self._plain.split()) < 2):
            return None
        pattern = self._lists[0]
        single = pattern.each
        if single is None and isinstance(pattern.of, OneOrMore):
            single = pattern.of.of
        if single is None:
            return self._place_in_list(pattern)
        for token in self._plain.split():
            if not matches_value(self._patterns, single, token, self._context):
                inner = reason(self._patterns, [single], token, self._context)
                if token == self._plain:
                    return inner
                verdict = "" if inner.verdict == "wrong" else f" is {inner.verdict}"
                return Reason(f"{quote(token)} in it{verdict}: {inner.words}", inner.expected)
        return self._reason("not a list of the right tokens")

    def _place_in_list(self, pattern: List) -> Reason:
        number, token = first_wrong_token(self._patterns, pattern, self._plain, self._context)
        if token is None:
            return self._reason(f"more values are expected after {quote(self._plain.split()[-1])}")
        return self._reason(f"{quote(token)} is not allowed as value {number} of the list")

    def _listed(self) -> Reason:
        """List what is allowed, or say what is wrong by the only datatype."""
        others = [(name, fault) for name, fault in self._faults if not is_date(name)]
        phrases = describe_types(others)
        verdict = "wrong"
        if self._dates:
            noun, forms = describe_dates(self._dates, self._text)
            phrases = [forms, *phrases]
            if not self._words and all(name in STRINGS for name, _ in others):
                verdict = f"no {noun}"
        elif 1 in {len(phrases), len(others)} and not any(self._words) and not self._lists:
            return self._reason(sharpen_fault(*self._faults[0], self._plain))
        phrases += ["a list of values"] if self._lists else []
        if len(phrases) > _MOST_TYPES:
            phrases = [*phrases[:3], f"{len(phrases) - 3} other kinds of values"]
        words = [*map(quote, filter(None, self._words))]
        if len(words) > _MOST_VALUES:
            words = [*words[:3], f"{len(words) - 3} other values"]
        return self._reason(f"expected {join([*phrases, *words])}" if phrases or words else "it must be empty", verdict)
