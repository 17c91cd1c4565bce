"""Coordinates in `geo`: latitude and longitude in degrees, as TEI P5 13.3.4.1 has them, to a pair of numbers."""

import re

_NUMBER = re.compile(r"[+-]?[0-9]{1,3}(?:[.,][0-9]{1,20})?")
_PAIR = 2
_MOST_LATITUDE, _MOST_LONGITUDE = 90.0, 180.0


def read_coordinates(text: str) -> tuple[float, float] | None:
    """Return latitude and longitude in degrees; None where a text is not two numbers within their bounds.

    A comma within both numbers is a decimal comma where white space separates them: `48,2 16,3`.
    """
    parts = text.replace(";", " ").split()
    if len(parts) == 1:
        parts = parts[0].split(",")
    elif any(part.endswith(",") for part in parts):
        parts = " ".join(parts).replace(", ", " ").rstrip(",").split()
    if len(parts) != _PAIR or not all(map(_NUMBER.fullmatch, parts)):
        return None
    latitude, longitude = (float(part.replace(",", ".")) for part in parts)
    is_possible = abs(latitude) <= _MOST_LATITUDE and abs(longitude) <= _MOST_LONGITUDE
    return (latitude, longitude) if is_possible else None
