"""Numbers of XML Schema part 2: decimal and what is derived from it exactly, float and double by IEEE 754."""

import struct
from collections.abc import Callable, Hashable
from functools import cache

from teikit.relaxng.datatypes.interface import Context, LexicalError

# Sign (-1, 0, 1), digits before the point without leading zeros, digits after it without trailing ones. Strings and
# not int: Python refuses to read an int of more than 4,300 digits.
Decimal = tuple[int, str, str]

_DIGITS = frozenset("0123456789")


def read_decimal(text: str, _context: Context = None) -> Decimal:
    """Return the decimal that a string stands for (clause 3.2.3)."""
    unsigned = text[1:] if text[:1] in {"+", "-"} else text
    whole, point, fraction = unsigned.partition(".")
    if not (whole or fraction) or not _DIGITS.issuperset(whole) or not _DIGITS.issuperset(fraction):
        raise LexicalError("not a decimal number" if point else "not a number")
    whole, fraction = whole.lstrip("0"), fraction.rstrip("0")
    return ((-1 if text.startswith("-") else 1) if whole or fraction else 0), whole, fraction


def read_integer(text: str, _context: Context = None) -> Decimal:
    """Return the integer that a string stands for (clause 3.3.13)."""
    if "." in text:
        raise LexicalError("not a whole number")
    return read_decimal(text)


def compare_decimals(left: Decimal, right: Decimal) -> int:
    """Return -1, 0 or 1 as the first is less than, equal to or greater than the second."""
    if left[0] != right[0]:
        return -1 if left[0] < right[0] else 1
    ours, theirs = (len(left[1]), *left[1:]), (len(right[1]), *right[1:])
    return 0 if ours == theirs else left[0] * (-1 if ours < theirs else 1)


def total_digits(value: Decimal) -> int:
    """Return the digits that the value needs (clause 4.3.11)."""
    return max(len((value[1] + value[2]).lstrip("0")), len(value[2]))


@cache
def bounded_integer(least: str | None, most: str | None) -> Callable[[str, Context], Decimal]:
    """Return a reader of the integers from one bound to another, both inclusive."""
    low = None if least is None else read_integer(least)
    high = None if most is None else read_integer(most)

    def read(text: str, _context: Context) -> Decimal:
        value = read_integer(text)
        if low is not None and compare_decimals(value, low) < 0:
            raise LexicalError(f"less than {least}")
        if high is not None and compare_decimals(value, high) > 0:
            raise LexicalError(f"greater than {most}")
        return value

    return read


def read_double(text: str, _context: Context = None) -> Hashable:
    """Return the double that a string stands for (clause 3.2.5); NaN is a word, since it equals itself here."""
    if text in {"INF", "-INF"}:
        return float(text)
    if text == "NaN":
        return text
    mantissa, mark, exponent = text.replace("E", "e").partition("e")
    try:
        read_decimal(mantissa)
        if mark:
            read_integer(exponent)
    except LexicalError:
        raise LexicalError("not a number") from None
    return float(text)


def read_float(text: str, _context: Context = None) -> Hashable:
    """Return the float of 32 bits that a string stands for (clause 3.2.4)."""
    value = read_double(text)
    if not isinstance(value, float):
        return value
    try:
        rounded: float = struct.unpack("f", struct.pack("f", value))[0]
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
    return rounded


def compare_floats(left: Hashable, right: Hashable) -> int | None:
    """Return -1, 0 or 1, and None where one of the two only is NaN."""
    if isinstance(left, float) and isinstance(right, float):
        return (left > right) - (left < right)
    return 0 if left == right else None
