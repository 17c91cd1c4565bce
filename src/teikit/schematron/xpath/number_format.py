"""Formats numbers as the function format-number() of XSLT 1.0 does (clause 12.3), in the default decimal format."""

import math
import re
from decimal import ROUND_HALF_EVEN, Decimal, localcontext

# A part of a picture: what is before the digits, the integer and the fraction, and what is after them.
_PICTURE = re.compile(r"([^#0,.;]*)((?:#|,)*(?:0|,)*)(?:\.(0*#*))?([^#0,.;]*)")
_SCALES = {"%": 100, "\N{PER MILLE SIGN}": 1000}
_LONGEST = 500


class PictureError(ValueError):
    """A picture is not correct."""


def format_number(value: float, picture: str) -> str:
    """Return a number as a picture shows it.

    Raises:
        PictureError: The picture is not correct.
    """
    positive, separator, negative = picture.partition(";")
    parts = _parse(positive)
    before, after = parts[0], parts[3]
    if math.isnan(value):
        return "NaN"
    if math.copysign(1, value) < 0 and value != 0:
        # The second part of a picture says only what is around the digits.
        before, after = _around(negative) if separator else (f"-{before}", after)
    digits = "Infinity" if math.isinf(value) else _digits(abs(value), parts)
    return f"{before}{digits}{after}"


def _around(picture: str) -> tuple[str, str]:
    before, _, _, after = _parse(picture)
    return before, after


def _parse(picture: str) -> tuple[str, str, str, str]:
    found = _PICTURE.fullmatch(picture)
    if found is None or not (found[2] or found[3]) or len(picture) > _LONGEST:
        raise PictureError(f"'{picture[:40]}' is not a picture of a number")
    return found[1], found[2], found[3] or "", found[4]


def _digits(value: float, parts: tuple[str, str, str, str]) -> str:
    before, whole, fraction, after = parts
    scale = next((factor for sign, factor in _SCALES.items() if sign in before + after), 1)
    with localcontext(prec=1_000):
        number = (Decimal(repr(value)) * scale).quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_EVEN)
    integer, _, rest = f"{number:f}".partition(".")
    integer = integer.lstrip("0").rjust(whole.count("0"), "0")
    rest = rest.rstrip("0").ljust(fraction.count("0"), "0")
    if not integer and not rest:
        integer = "0"
    size = len(whole) - whole.rfind(",") - 1 if "," in whole else 0
    return _group(integer, size) + (f".{rest}" if rest else "")


def _group(integer: str, size: int) -> str:
    """Return the digits of an integer with a comma between groups of a size."""
    if not size:
        return integer
    first = len(integer) % size
    groups = [integer[at : at + size] for at in range(first, len(integer), size)]
    return ",".join([integer[:first], *groups] if first else groups)
