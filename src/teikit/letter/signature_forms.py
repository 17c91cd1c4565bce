"""Reads what is around names in signatures: columns, "and" before a name, "By" or "pp." of who signs for another."""

import re
from collections.abc import Iterator

from teikit.letter.cues import find_cue

# "A. Morel        P. Vidal"
_COLUMNS = re.compile(r"(?<=\S)(?:\s{3,}|\t\s*)(?=\S)")
_BY = r"(?i:per\s?pro\.?|per|by|p\.?\s?p\.?\s?a?\.?|p\.?\s?o\.|i\.\s?[av]\.|im auftrage?|in vertretung)"
_FOR = r"(?i:(?:for and )?on behalf of(?: the)?|for(?: the)?|pour(?: la| le)?|für(?: die| den| das)?|por(?: la| el)?)"
_DEPUTY = re.compile(rf"(?:{_BY}|{_FOR})\s+(?=[^\W\d_a-z])")
# "per J. M. R." alone names nobody.
_LEAD_IN = re.compile(rf"(?:{_BY}|(?i:and|und|et|og|och))\s+(?=[^\W\d_a-z].*[^\W\d_]{{3}})")
_ON_BEHALF = re.compile(rf"{_FOR}\s+(?=[^\W\d_a-z])")
# After "for" two names are a firm: "pp. Hall & Price".
_PARTNERS = re.compile(r"(?:[^\W\d_a-z][\w.'’-]*,?\s+)+&\s+(?:[^\W\d_a-z][\w.'’-]*\s?)+")
_INITIAL_AND_NAME = re.compile(r"[^\W\d_a-z]\.\s?[^\W\d_a-z][\w'’-]+\W*")


def columns(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each of the signatures that are beside each other begins and ends, with the gap after it."""
    begin = 0
    for gap in _COLUMNS.finditer(text):
        yield begin, gap.end()
        begin = gap.end()
    yield begin, len(text)


def skip_lead_in(text: str, start: int) -> int:
    """Return where a signature begins after "and", "By", "i. A.": who signs with or for another."""
    lead_in = _LEAD_IN.match(text, start)
    if lead_in is None and find_cue("office", text[start:]) is None:
        # "For the Secretary" is not by the Secretary.
        lead_in = _ON_BEHALF.match(text, start)
    return lead_in.end() if lead_in else start


def deputised_firm(text: str, start: int) -> tuple[int, int] | None:
    """Return where the firm that somebody signs for begins and ends ("pp. Hall & Price"), None without one."""
    deputy = _DEPUTY.match(text, start)
    firm = _PARTNERS.match(text, deputy.end()) if deputy else None
    return firm.span() if firm else None


def begins_with_initial(text: str) -> bool:
    """Return whether a signature is an initial and one name: "M." of "M. Hartley" is no Monsieur."""
    return _INITIAL_AND_NAME.fullmatch(text) is not None
