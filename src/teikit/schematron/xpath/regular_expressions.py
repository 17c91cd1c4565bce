"""The regular expressions of XPath's functions, in bounded time: elementpath's own code, with another `re`."""

import re
from collections.abc import Callable
from functools import lru_cache
from types import FunctionType
from typing import Any

from elementpath.regex import translate_pattern

from teikit.limits import limit
from teikit.relaxng.datatypes.bounded_regex import BoundedRegex, CostlyRegexError, Match
from teikit.schematron.xpath.spending import current_spending

# What a category or a class of a pattern, which elementpath writes out as ranges, costs in characters.
_EXPENSIVE = re.compile(r"\\[pPiIcC]|\[")
_COST = 50
_SHORT = 100_000


class _Pattern(BoundedRegex):
    """A pattern whose replacements and parts are no more than a string and a sequence may have."""

    def sub(self, replacement: str, text: str) -> str:
        """Return a text with its matches replaced."""
        spending, parts, count, at = current_spending(), [], len(text), 0
        if "\\" not in replacement and (len(text) + 1) * (len(replacement) + 1) < spending.most_characters:
            return super().sub(replacement, text)
        references = replacement.count("\\")
        for found in self.finditer(text):
            count += len(replacement) + references * (found.end() - found.start())
            spending.take_characters(count)
            parts += [text[at : found.start()], found.expand(replacement)]
            at = found.end()
        return "".join([*parts, text[at:]])

    def split(self, text: str) -> list[str | Any]:
        """Return the parts of a text between its matches, and what their groups matched."""
        if len(text) > _SHORT:
            spending = current_spending()
            for _ in self.finditer(text):
                spending.take_items(1 + self.groups)
        return super().split(text)


@lru_cache(maxsize=100)
def _compile(pattern: str, flags: int = 0) -> _Pattern:
    return _Pattern(pattern, flags)


def _search(pattern: str, text: str, flags: int = 0) -> Match | None:
    return _compile(pattern, flags).search(text)


@lru_cache(maxsize=100)
def _translate(pattern: str, flags: int, version: str) -> str:
    """Do as translate_pattern of elementpath, for a pattern that it translates in short time."""
    if len(pattern) + _COST * len(_EXPENSIVE.findall(pattern)) > limit("regex-parts"):
        raise CostlyRegexError("regex-parts")
    return translate_pattern(pattern, flags, version)


class _Module:
    """What those functions use of the module `re`."""

    search = staticmethod(_search)
    compile = staticmethod(_compile)
    escape = staticmethod(re.escape)
    # Of expressions that elementpath has written.
    split = staticmethod(re.split)
    sub = staticmethod(re.sub)
    error = re.error
    S, M, I, X = re.DOTALL, re.MULTILINE, re.IGNORECASE, re.VERBOSE  # noqa: E741  names of `re`


def with_bounded_regexes(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function of elementpath that uses bounded regular expressions."""
    given: Any = function
    names = {**given.__globals__, "re": _Module, "translate_pattern": _translate}
    return FunctionType(given.__code__, names, given.__name__, given.__defaults__, given.__closure__)
