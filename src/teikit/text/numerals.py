"""Formats the numerals of lists, and makes blocks with consecutive numbers."""

from itertools import count

from teikit.text.plain import Block

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LARGEST_ROMAN = 4_000


def numeral(value: int, kind: str) -> str:
    """Return a count as a list writes it: `kind` is 1, a, A, i or I, as HTML and OpenDocument call them."""
    if kind in {"a", "A"} and value > 0:
        letter = chr(ord(kind) + (value - 1) % 26)
        return letter * ((value - 1) // 26 + 1) if value <= 26 * 9 else str(value)
    if kind not in {"i", "I"} or not 0 < value < _LARGEST_ROMAN:
        return str(value)
    text = ""
    for worth, letters in _ROMAN:
        times, value = divmod(value, worth)
        text += letters * times
    return text if kind == "i" else text.upper()


def parse_whole_number(text: object, default: int) -> int:
    """Return a small whole number in an attribute, or the default."""
    return int(text) if isinstance(text, str) and len(text) < 6 and text.isascii() and text.isdigit() else default


class Blocks:
    """Makes blocks, each with a unique number."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def make(self, element: str, *, column: int = 0, **attributes: str) -> Block:
        """Return a new block; attributes with empty values are left out."""
        kept = tuple((key, value) for key, value in attributes.items() if value)
        return Block(element, next(self._numbers), kept, column)
