"""Pointers with a private prefix, as a prefixDef declares it, to the URIs that they stand for (TEI P5, 16.2.3)."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree

from teikit.exports.reading.elements import T
from teikit.registers import PrefixDeclaration

# Few documents declare prefixes, and its import takes longer than to read most headers.
if TYPE_CHECKING:
    from teikit.relaxng.datatypes.bounded_regex import BoundedRegex, Match

_GROUP = re.compile(r"\$([0-9])")
# More declarations of one prefix are not tried.
_MOST = 50


def declared_prefixes(root: etree._Element) -> Iterator[PrefixDeclaration]:
    """Yield the prefixes that a document declares."""
    for each in root.iter(T + "prefixDef"):
        get = each.get
        yield PrefixDeclaration(get("ident", ""), get("matchPattern", ""), get("replacementPattern", ""))


class Prefixes:
    """The declared prefixes of a document and its registers."""

    def __init__(self, declarations: Iterable[PrefixDeclaration]) -> None:
        self._by_name: dict[str, list[PrefixDeclaration]] = {}
        for each in declarations:
            known = self._by_name.setdefault(each.ident, [])
            if len(known) < _MOST:
                known.append(each)

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def expand(self, name: str, rest: str) -> Iterator[str]:
        """Yield what a pointer may stand for: the expansions of all patterns that what follows its prefix matches."""
        for each in self._by_name.get(name, ()):
            found = _match(each.pattern, rest)
            if found is not None:
                yield _replace(each.replacement, found)


def _match(pattern: str, text: str) -> "Match | None":
    from teikit.relaxng.datatypes.bounded_regex import CostlyRegexError, UnsupportedRegexError  # noqa: PLC0415

    regex = _compile(pattern)
    try:
        return regex.fullmatch(text) if regex else None
    except (CostlyRegexError, UnsupportedRegexError):
        return None


@lru_cache(maxsize=256)
def _compile(pattern: str) -> "BoundedRegex | None":
    from teikit.relaxng.datatypes.bounded_regex import (  # noqa: PLC0415
        BoundedRegex,
        CostlyRegexError,
        UnsupportedRegexError,
    )

    try:
        return BoundedRegex(pattern)
    except (re.error, CostlyRegexError, UnsupportedRegexError, ValueError, OverflowError):
        return None


def _replace(replacement: str, found: "Match") -> str:
    """Return a replacement with `$1` and so on replaced by what the groups matched."""
    groups = ("", *(group or "" for group in found.groups()))
    return _GROUP.sub(lambda number: groups[int(number[1])] if int(number[1]) < len(groups) else "", replacement)
