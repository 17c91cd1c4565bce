"""Characters that others read as they were meant: none of the private use area, and one form for each (Unicode)."""

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

_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
# With these they begin in UTF-8.
_LEADS = (b"\xee", b"\xef", b"\xf3", b"\xf4")
# Where such characters are declared, or told by what they stand for.
_DECLARES = frozenset({"char", "glyph", "charDecl"})
_MARKS = "\u0300-\u036f\u1161-\u11ff\u3099\u309a"
# A letter with what is set upon it (nobody sets more), and jamo that belong together: what normal form C may join.
_JOINED = re.compile(rf"[^{_MARKS}]?[{_MARKS}]{{1,32}}|.", re.DOTALL)


class CharactersCheck(Check):
    """The text outside of ASCII."""

    rules = (PRIVATE_USE, NOT_NORMALISED)
    elements = _DECLARES | {"g"}
    sees_text = True

    def __init__(self) -> None:
        self._declaring = self._wrapped = 0
        self._declared: set[str] = set()
        # Each private character with its first place and its number.
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
        """Tell whether there may be such characters, as they are or as references."""
        if b"&#" in source:
            return True
        text = source.decode()
        # What is part of normal text is normal too.
        return not unicodedata.is_normalized("NFC", text) or (
            any(lead in source for lead in _LEADS) and _PRIVATE.search(text) is not None
        )

    def text(self, data: str, offset: int) -> None:
        """See text."""
        for found in _PRIVATE.finditer(data):
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
                told = f"the private character U+{ord(char):04X} means nothing to others{_times(count)}"
                yield Finding(PRIVATE_USE, told, place, is_in_text=True)
        for place, written, normal in self._loose:
            told = f"'{normal}' is written as {_codes(written)}, not as {_codes(normal)}"
            # One character for another may be what the editor wants; a letter and its accent apart is nobody's wish.
            meant = normal if len(written) > 1 else None
            yield Finding(
                NOT_NORMALISED,
                told,
                place,
                target=written,
                replacement=meant,
                advice=f"write {_codes(normal)}",
                is_in_text=True,
            )


def _unnormalized_stretches(data: str) -> Iterator[tuple[int, str, str]]:
    """Yield the places where normal form C would change text, with what stands there and what should."""
    for found in _JOINED.finditer(data):
        normal = found[0] if found[0].isascii() else unicodedata.normalize("NFC", found[0])
        if normal != found[0]:
            yield found.start(), found[0], normal


def _times(count: int) -> str:
    return f" ({count} times)" if count > 1 else ""


def _codes(text: str) -> str:
    return " ".join(f"U+{ord(char):04X}" for char in text[:8])
