"""Messages about values of attributes: "@ref '#p1' leads to nothing", or of many values with the same cause.

Values have the same cause if they are of one attribute and one form, and have the same fault. Reports recognise such
messages, and put many of them into one.
"""

import re
from typing import NamedTuple

# The verbs that faults begin with, and their plurals.
_PLURALS = {"leads": "lead", "names": "name", "stands": "stand", "is": "are", "has": "have"}
_SINGULARS = {many: one for one, many in _PLURALS.items()}
_VALUES = re.compile(
    r"(?:(?P<count>[0-9,]+) values of )?@(?P<attribute>[^\s'@]+) (?:such as )?'(?P<value>[^']*)' (?P<verb>[a-z]+)\b"
    r"(?P<rest>.*)",
    re.DOTALL,
)
_QUOTED = re.compile(r"'[^']*'")
_SUGGESTION = ", did you mean "
_WORD = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"\d")
# The letters before a number that ends a word.
_LETTERS = re.compile(r"([^\W\d_]*)\d+")
# Only the beginning of a longer value counts, in code points.
_LONGEST = 200


class ValueFault(NamedTuple):
    """A fault of one value, or of `number` values such as this one; `fault` is a predicate in the singular."""

    attribute: str
    value: str
    fault: str
    number: int = 1

    @property
    def cause(self) -> str:
        """What values of the same cause have in common."""
        fault = _QUOTED.sub("'...'", self.fault.partition(_SUGGESTION)[0])
        return f"@{self.attribute} {form_of(self.value)} {fault}"

    def message(self) -> str:
        """Return the message."""
        if self.number == 1:
            return f"@{self.attribute} '{self.value}' {self.fault}"
        verb, _, rest = self.fault.partition(_SUGGESTION)[0].partition(" ")
        return f"{self.number:,} values of @{self.attribute} such as '{self.value}' {_PLURALS.get(verb, verb)} {rest}"


def read_value_fault(message: str) -> ValueFault | None:
    """Return what a message says about the value of an attribute, None if it is about something else."""
    if "@" not in message[:30] or (found := _VALUES.fullmatch(message)) is None:
        return None
    count = int((found["count"] or "1").replace(",", "")[:9])
    verb = found["verb"]
    return ValueFault(found["attribute"], found["value"], f"{_SINGULARS.get(verb, verb)}{found['rest']}", count)


def form_of(value: str) -> str:
    """Return the form of a value: what values made by the same rule have in common.

    These are the prefix of a URI, the file before `#`, and the letters before a number; of words without numbers only
    that they are words.
    """
    name, has_hash, fragment = value[:_LONGEST].partition("#")
    if name and has_hash:
        return f"{name}#..."
    prefix, colon, _ = name.partition(":")
    if colon and prefix.isalpha():
        return f"{prefix}:..."
    form = _form_of_name(fragment if has_hash else name)
    return f"#{form}" if has_hash else form


def _form_of_name(name: str) -> str:
    return _WORD.sub(_form_of_word, name) if _DIGIT.search(name) else "word"


def _form_of_word(found: re.Match[str]) -> str:
    """Return the form of a word; one in which letters follow digits is a code without a prefix."""
    word = found[0]
    letters = _LETTERS.fullmatch(word)
    return f"{letters[1]}0" if letters else "0" if _DIGIT.search(word) else word
