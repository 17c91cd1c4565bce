"""Whether a sentence goes on from one line to another, by the signs at their edges."""

import re

_STOP = re.compile(r"[.!?…:][”’»“\"')\]*_\d]*$")
# Hyphen-minus, hyphen, soft hyphen, the sign of old typewriters, and the double hyphens of German hands.
_HYPHEN = re.compile(r"[^\W\d_][-\u2010\u00ad¬=⸗]$")
_BEFORE = "“”„«»‹›‘’\"'([*_¿¡–— "


def begins_small(text: str) -> bool:
    """Return whether a text begins with a small letter, after quotation marks and the like."""
    return text.lstrip(_BEFORE)[:1].islower()


def is_divided(text: str) -> bool:
    """Return whether the last word of a text is divided by a hyphen."""
    return _HYPHEN.search(text) is not None


def is_prose(text: str, least: int = 2) -> bool:
    """Return whether a text has words with small letters, as sentences do, and headings and names do not."""
    return sum(len(word) > 1 and word[0].islower() for word in text.split()) >= least


def is_open(text: str) -> bool:
    """Return whether a text is prose that ends within a sentence."""
    return is_divided(text) or (_STOP.search(text) is None and is_prose(text))
