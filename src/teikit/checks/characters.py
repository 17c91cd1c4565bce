"""Checks characters: none of the private use area, and text in normal form C (Unicode)."""

import re
import unicodedata
from collections.abc import Iterator

from teikit.checks.check import Check
from teikit.checks.finding import CheckedElement, Finding
from teikit.diagnostics import Rule, Severity

PRIVATE_USE = Rule(
    "tei/character-private-use",
    Severity.WARNING,
    "No character of the private use area stands in the text, unless charDecl declares it or 'g' wraps it.",
    "Only the font at hand knows what it is: elsewhere it is a box, in a search it is nothing.",
    "<p>Fa\ue000t</p>",
    "<p>Fa\ua753t</p>",
    "TEI P5, chapter WD, 5.4; Unicode, 23.5",
)
NOT_NORMALISED = Rule(
    "tei/text-not-normalized",
    Severity.WARNING,
    "Text is in Unicode's normal form C.",
    "'\u00e4' can be one character or two that look the same: a search for one does not find the other.",
    "<p>Mit herzlichen Gru\u0308\u00dfen.</p>",
    "<p>Mit herzlichen Gr\u00fc\u00dfen.</p>",
    "TEI P5, chapter CH, vi.4; Unicode Standard Annex 15",
)

_PRIVATE = "[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]"
# Their first bytes in UTF-8.
_LEADS = (b"\xee", b"\xef", b"\xf3", b"\xf4")
# Elements that declare such characters.
_DECLARES = frozenset({"char", "glyph", "charDecl"})
_MARKS = "\u0300-\u036f\u1161-\u11ff\u3099\u309a"
# A letter with its combining marks (at most 32), and jamo that belong together: what normal form C may join.
# Compiled when a text is not normalized, which is rare.
_JOINED = rf"(?s)[^{_MARKS}]?[{_MARKS}]{{1,32}}|."


class CharactersCheck(Check):
    """The text outside of ASCII."""

    rules = (PRIVATE_USE, NOT_NORMALISED)
    elements = _DECLARES | {"g"}
    sees_text = True

    def __init__(self) -> None:
        self._declaring = self._wrapped = 0
        self._declared: set[str] = set()
        # Each private character with its first position and its count.
        self._private: dict[str, list[int]] = {}
        self._loose: list[tuple[int, str, str]] = []

    def start(self, element: CheckedElement) -> None:
        """See a declaration or a `g` begin."""
        self._declaring += element.name in _DECLARES
        self._wrapped += element.name == "g"

    def end(self, element: CheckedElement) -> None:
        """See it end."""
        self._declaring -= element.name in _DECLARES
        self._wrapped -= element.name == "g"

    def has_relevant_text(self, source: bytes) -> bool:
        """Return whether there may be such characters, as they are or as references."""
        if b"&#" in source:
            return True
        text = source.decode()
        # Any part of normalised text is normalised.
        is_normal = unicodedata.is_normalized("NFC", text)
        return not is_normal or (any(lead in source for lead in _LEADS) and re.search(_PRIVATE, text) is not None)

    def text(self, data: str, offset: int) -> None:
        """See text."""
        for found in re.finditer(_PRIVATE, data):
            if self._declaring:
                self._declared.add(found[0])
            elif not self._wrapped:
                place = self._private.setdefault(found[0], [offset + found.start(), 0])
                place[1] += 1
        if not unicodedata.is_normalized("NFC", data):
            self._loose += ((offset + at, written, normal) for at, written, normal in _unnormalized_stretches(data))

    def findings(self) -> Iterator[Finding]:
        """Yield each private character once, and each stretch that is not normalised."""
        for char, (place, count) in self._private.items():
            if char not in self._declared:
                times = f" ({count} times)" if count > 1 else ""
                message = f"the private character U+{ord(char):04X} means nothing to others{times}"
                yield Finding(PRIVATE_USE, message, place, is_in_text=True)
        for place, written, normal in self._loose:
            message, advice = f"'{normal}' is written as {_codes(written)}, not as {_codes(normal)}", _codes(normal)
            # A single character may be intended; a letter apart from its accent is not.
            meant = normal if len(written) > 1 else None
            yield Finding(NOT_NORMALISED, message, place, None, (), written, meant, f"write {advice}", is_in_text=True)


def _unnormalized_stretches(data: str) -> Iterator[tuple[int, str, str]]:
    """Yield the positions where normal form C would change text, with the text as written and as normalised."""
    for found in re.finditer(_JOINED, data):
        normal = found[0] if found[0].isascii() else unicodedata.normalize("NFC", found[0])
        if normal != found[0]:
            yield found.start(), found[0], normal


def _codes(text: str) -> str:
    return " ".join(f"U+{ord(char):04X}" for char in text[:8])
