"""matches() in linear time: what XML Schema's regular expressions can say runs in automata that cannot backtrack."""

import re
from functools import lru_cache

from teikit.relaxng.datatypes.regex import Regex, RegexError, compile_regex

# What only XPath's expressions have: anchors inside, reluctant quantifiers, groups of their kind, references back.
_BEYOND = re.compile(r"[*+?}]\?|\(\?|\\[0-9$^]|(?<!\[)\^|\$")
_ANY = r"[\s\S]*"
_INERT = re.compile(r"\\.|\[[^\]]*\]")
_GROUP = re.compile(r"\([^()]*\)")


@lru_cache(maxsize=1_000)
def linear_time_matcher(pattern: str) -> Regex | None:
    """Return what finds a pattern in a text when it is held against the whole of it, None where that cannot be said."""
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
    """Tell whether a pattern has alternatives outside of its groups."""
    rest, changed = _INERT.sub("", pattern), 1
    while changed:
        rest, changed = _GROUP.subn("", rest)
    return "|" in rest
