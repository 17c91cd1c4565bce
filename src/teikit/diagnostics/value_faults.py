"""Messages about values of attributes: "@ref '#p1' leads to nothing", or of many values with the same cause.

Values have the same cause if they are of one attribute and one form, and have the same fault. Reports recognise such
messages, and put many of them into one.
"""

import re
from functools import lru_cache
from typing import NamedTuple

# The verbs that faults begin with, and their plurals.
_PLURALS = {"leads": "lead", "names": "name", "stands": "stand", "is": "are", "has": "have"}
_SINGULARS = {many: one for one, many in _PLURALS.items()}
# What comes before the value, and after it.
_BEGIN = re.compile(r"(?:(?P<count>[0-9,]+) values of )?@(?P<attribute>[^\s'@]+) (?:such as )?")
_FAULT = re.compile(r" (?P<verb>[a-z]+)\b(?P<rest>.*)", re.DOTALL)
_QUOTED = re.compile(r"'[^']*'")
_SUGGESTION = ", did you mean "
_WORD = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"\d")
# The letters before a number that ends a word.
_LETTERS = re.compile(r"([^\W\d_]*)\d+")
# Only the beginning of a longer value counts, in code points.
_LONGEST = 200
# Parts of messages that are cached, since most messages of a run share them: messages have up to 10,000 characters.
_MOST_PARTS = 256
# Values whose forms are cached.
_MOST_FORMS = 4_096


class ValueFault(NamedTuple):
    """A fault of one value, or of `number` values such as this one; `fault` is a predicate in the singular."""

    attribute: str
    value: str
    fault: str
    number: int = 1

    @property
    def cause(self) -> str:
        """What values of the same cause have in common."""
        return f"@{self.attribute} {form_of(self.value)} {_without_values(self.fault)}"

    def message(self) -> str:
        """Return the message."""
        if self.number == 1:
            return f"@{self.attribute} '{self.value}' {self.fault}"
        verb, _, rest = self.fault.partition(_SUGGESTION)[0].partition(" ")
        return f"{self.number:,} values of @{self.attribute} such as '{self.value}' {_PLURALS.get(verb, verb)} {rest}"


@lru_cache(maxsize=_MOST_PARTS)
def _without_values(fault: str) -> str:
    return _QUOTED.sub("'...'", fault.partition(_SUGGESTION)[0])


@lru_cache(maxsize=_MOST_PARTS)
def read_value_fault(message: str) -> ValueFault | None:
    """Return what a message says about the value of an attribute, None if it is about something else."""
    if "@" not in message[:30]:
        return None
    begin, has_value, rest = message.partition("'")
    value, has_end, predicate = rest.partition("'")
    values, fault = _read_begin(begin), _read_fault(predicate)
    if not (has_value and has_end) or values is None or fault is None:
        return None
    return ValueFault(values[0], value, fault, values[1])


@lru_cache(maxsize=_MOST_PARTS)
def _read_begin(begin: str) -> tuple[str, int] | None:
    """Return the attribute that a message begins with, and the number of values."""
    found = _BEGIN.fullmatch(begin)
    return (found["attribute"], int((found["count"] or "1").replace(",", "")[:9])) if found else None


@lru_cache(maxsize=_MOST_PARTS)
def _read_fault(predicate: str) -> str | None:
    """Return what comes after a value as a predicate in the singular."""
    if (found := _FAULT.fullmatch(predicate)) is None:
        return None
    return f"{_SINGULARS.get(found['verb'], found['verb'])}{found['rest']}"


def form_of(value: str) -> str:
    """Return the form of a value: what values made by the same rule have in common.

    These are the prefix of a URI, the file before `#`, and the letters before a number; of words without numbers only
    that they are words.
    """
    return _form_of_value(value[:_LONGEST])


@lru_cache(maxsize=_MOST_FORMS)
def _form_of_value(value: str) -> str:
    name, has_hash, fragment = value.partition("#")
    if name and has_hash:
        return f"{name}#..."
    prefix, colon, _ = name.partition(":")
    if colon and prefix.isalpha():
        return f"{prefix}:..."
    form = _form_of_name(fragment if has_hash else name)
    return f"#{form}" if has_hash else form


def _form_of_name(name: str) -> str:
    letters = name.rstrip("0123456789")
    # Most names: letters, perhaps with a number after them.
    if letters.isalpha():
        return "word" if letters == name else f"{letters}0"
    return _WORD.sub(_form_of_word, name) if _DIGIT.search(name) else "word"


def _form_of_word(found: re.Match[str]) -> str:
    """Return the form of a word; one in which letters follow digits is a code without a prefix."""
    word = found[0]
    letters = _LETTERS.fullmatch(word)
    return f"{letters[1]}0" if letters else "0" if _DIGIT.search(word) else word
