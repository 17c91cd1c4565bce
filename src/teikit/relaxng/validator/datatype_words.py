"""Describes in words what datatypes take: kinds of values, with an example where the form is not plain."""

import re
from collections.abc import Collection, Iterable

from teikit.messages import quote
from teikit.relaxng.datatypes.calendar import LAYOUTS
from teikit.relaxng.datatypes.names import is_name, is_nmtoken

# Types of which every string is a value, if no facet excludes it.
STRINGS = frozenset({"string", "anyAtomicType", "untypedAtomic", "normalizedString", "token"})
_FRACTIONS = frozenset({"decimal", "float", "double"})
_WORDS = {
    "anyURI": "a URI", "language": "a language tag such as de-AT", "Name": "a name",
    "NCName": "a name without colon", "ID": "a name without colon", "IDREF": "a name without colon",
    "NMTOKEN": "a name token", "NMTOKENS": "name tokens", "IDREFS": "names without colon",
    "ENTITY": "the name of an unparsed entity", "ENTITIES": "names of unparsed entities",
    "QName": "a name with or without a prefix", "NOTATION": "a name with or without a prefix",
    "duration": "a duration as P1Y2M3DT4H5M6S", "base64Binary": "base64", "hexBinary": "hexadecimal digits",
    "nonNegativeInteger": "a whole number from 0", "positiveInteger": "a whole number from 1",
}  # fmt: skip
# The order in which forms of dates are shown: those that editions have most first.
_DATES = ("date", "gYearMonth", "gYear", "gMonthDay", "gMonth", "gDay", "dateTime", "time")
_TIMES = ("dateTime", "time")
_MOST_EXAMPLES = 4
# A comma before three digits may separate thousands.
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,(?:\d\d?|\d{4,})")
_BOOLEANS = {"yes": "true", "true": "true", "no": "false", "false": "false"}
_CLOCK = re.compile(r"\d:\d")
_WITHOUT_COLON = frozenset({"NCName", "ID", "IDREF"})
# Characters of a value that are searched for what a name cannot contain.
_MOST_READ = 200
_NO_SUCH = re.compile("(?:year|month|day|hour|minute|second|time zone) ")
_PATTERN = "does not match the pattern "
# Faults that say "this is another kind of thing"; others say what is wrong within the right kind.
_OTHER_KIND = re.compile(rf"not (?!at |greater than |less than )|neither |{_PATTERN}")


def is_date(name: str) -> bool:
    """Return whether a datatype is one of dates or times."""
    return name in LAYOUTS


def is_other_kind(fault: str) -> bool:
    """Return whether the fault of a value says that it is another kind of thing."""
    return _OTHER_KIND.match(fault) is not None


def describe_dates(names: Collection[str], text: str) -> tuple[str, str]:
    """Return what types of dates take, as `date` and `a date as 2001-12-31`; for a text with a time, times first."""
    order = (*_TIMES, *_DATES[: -len(_TIMES)]) if _CLOCK.search(text) else _DATES
    forms = [LAYOUTS[each][1] for each in order if each in names]
    if len(forms) == 1:
        return forms[0].partition(" as ")[0].partition(" ")[2], forms[0]
    examples = [each.partition(" as ")[2] for each in forms[:_MOST_EXAMPLES]]
    if _TIMES[1] not in names or order is _DATES:
        noun = "date"
    else:
        noun = "time" if set(names) <= set(_TIMES) else "date or time"
    return noun, f"a {noun} as {join(examples)}"


def sharpen_fault(name: str, fault: str, text: str) -> str:
    """Return the fault of a text by a type as a person would say it: what is wrong in a name, what day there is not."""
    if is_date(name):
        return f"there is no {fault}" if _NO_SUCH.match(fault) else fault
    if not _WORDS.get(name, "").startswith("a name"):
        return fault
    for number, char in enumerate(text[:_MOST_READ]):
        if not is_nmtoken(char) or (char == ":" and name in _WITHOUT_COLON):
            return f"a name cannot contain {quote(char)}"
        if number == 0 and name != "NMTOKEN" and not is_name(char):
            return f"a name cannot begin with {quote(char)}"
    return fault


def rewrite_value(names: Collection[str], text: str) -> str:
    """Return a value in the form that one of some types has it in, "" if none is known: `1.5` for `1,5`."""
    if _DECIMAL_COMMA.fullmatch(text) and not _FRACTIONS.isdisjoint(names):
        return text.replace(",", ".")
    if "language" in names and "_" in text:
        return text.replace("_", "-")
    return _BOOLEANS.get(text.casefold(), "") if "boolean" in names else ""


def describe_types(faults: Iterable[tuple[str, str]]) -> list[str]:
    """Return what types that are no dates take, given their names and what is wrong with a value by each."""
    found = dict.fromkeys(each for name, fault in faults for each in _describe(name, fault))
    whole = [each for each in found if each.startswith("a whole number")]
    if "a number" in found:
        return [each for each in found if each not in whole]
    # The widest of them takes all that the others take.
    return [each for each in found if each == "a whole number" or "a whole number" not in whole or each not in whole]


def _describe(name: str, fault: str) -> tuple[str, ...]:
    if fault.startswith(_PATTERN):
        return (f"a value of the pattern {fault.removeprefix(_PATTERN)}",)
    if name in STRINGS:
        return (f"a text that is not {fault}",)
    if name == "boolean":
        return ("'true'", "'false'")
    return ("a number" if name in _FRACTIONS else _WORDS.get(name, "a whole number"),)


def join(items: Iterable[str], most: int = 0) -> str:
    """Return a phrase with "or" before its last item; of more than `most` items, if given, the first few alone."""
    every = list(items)
    if most and len(every) > most:
        return f"{', '.join(every[:3])} and {len(every) - 3} more"
    return f"{', '.join(every[:-1])} or {every[-1]}" if len(every) > 1 else "".join(every)
