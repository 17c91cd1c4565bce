"""matches() in linear time: patterns of XML Schema's regular expressions run in automata without backtracking."""

import re
from functools import lru_cache

from teikit.relaxng.datatypes.regex import Regex, RegexError, compile_regex

# Features of XPath's expressions only: inner anchors, reluctant quantifiers, special groups, back-references.
_BEYOND = re.compile(r"[*+?}]\?|\(\?|\\[0-9$^]|(?<!\[)\^|\$")
_ANY = r"[\s\S]*"
_INERT = re.compile(r"\\.|\[[^\]]*\]")
_GROUP = re.compile(r"\([^()]*\)")


@lru_cache(maxsize=1_000)
def linear_time_matcher(pattern: str) -> Regex | None:
    """Return an automaton that matches a whole text that contains a pattern, None where it cannot be expressed."""
    body = pattern.removeprefix("^")
    start = "" if body != pattern else _ANY
    ends = body.endswith("$") and not body.endswith("\\$")
    body = body.removesuffix("$") if ends else body
    # `^a|b$` anchors one alternative each.
    if _BEYOND.search(body) or ((ends or not start) and _is_choice(body)):
        return None
    try:
        return compile_regex(f"{start}({body}){'' if ends else _ANY}")
    except (RegexError, RecursionError):
        return None


def _is_choice(pattern: str) -> bool:
    """Return whether a pattern has alternatives outside of its groups."""
    rest, changed = _INERT.sub("", pattern), 1
    while changed:
        rest, changed = _GROUP.subn("", rest)
    return "|" in rest
