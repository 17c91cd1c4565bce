"""Compiles params of XML Schema's datatypes (part 2, clause 4.3) to functions that check a value."""

from collections.abc import Callable
from typing import Any

from teikit.messages import quote
from teikit.relaxng.datatypes.interface import Context, IncorrectParam, LexicalError
from teikit.relaxng.datatypes.numbers import Decimal, total_digits
from teikit.relaxng.datatypes.xsd import DatatypeKind

# Takes the string, space normalised, and its value; returns what is wrong.
Facet = Callable[[str, Any], str | None]
_Maker = Callable[[DatatypeKind, str, str, Context], Facet]


def facet(kind: DatatypeKind, name: str, value: str, context: Context = None) -> Facet:
    """Return the check for a param; IncorrectParam if there is none such, it does not apply, or its value is wrong."""
    maker = _MAKERS.get(name)
    if maker is None:
        raise IncorrectParam(_REFUSED.get(name, f"there is no param {name!r}"))
    return maker(kind, name, value, context)


_REFUSED = {
    "enumeration": "the param 'enumeration' is not allowed in RELAX NG, write a choice of values",
    "whiteSpace": "the param 'whiteSpace' is not allowed in RELAX NG",
}


def _pattern(_kind: DatatypeKind, _name: str, value: str, _context: Context) -> Facet:
    # Half of the time to import the datatypes, and many schemas have no pattern.
    from teikit.relaxng.datatypes.regex import RegexError, compile_regex  # noqa: PLC0415

    try:
        regex = compile_regex(value)
    except RegexError as error:
        raise IncorrectParam(f"the pattern {_shorten(value)} is not correct: {error}") from None
    wrong = f"does not match the pattern {_shorten(value)}"
    return lambda text, _value: None if regex.matches(text) else wrong


def _shorten(value: str) -> str:
    return quote(value)


def _count(kind: DatatypeKind, name: str, value: str, *, least: int = 0) -> int:
    digits = value.strip(" \t\r\n").removeprefix("+")
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 100 or int(digits) < least:
        wanted = "a positive number" if least else "a number that is not negative"
        raise IncorrectParam(f"the param {name!r} of {kind.name!r} is not {wanted}")
    return int(digits)


def _format_count(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"


def _length(kind: DatatypeKind, name: str, value: str, _context: Context) -> Facet:
    if not kind.unit:
        raise IncorrectParam(f"the param {name!r} does not apply to {kind.name!r}, which has no length")
    count = _count(kind, name, value)
    limit = _format_count(count, kind.unit)

    def check(text: str, value: Any) -> str | None:
        length = len(text if kind.unit == "character" else value)
        if length < count and name != "maxLength":
            return f"shorter than {limit}"
        return f"longer than {limit}" if length > count and name != "minLength" else None

    return check


def _bound(kind: DatatypeKind, name: str, value: str, context: Context) -> Facet:
    compare = kind.compare
    if compare is None:
        raise IncorrectParam(f"the param {name!r} does not apply to {kind.name!r}, which has no order")
    written = " ".join(value.split())
    try:
        limit = kind.read(written, context)
    except LexicalError as error:
        raise IncorrectParam(f"the param {name!r} of {kind.name!r}: {_shorten(written)} is {error}") from None
    allowed, wrong = _ALLOWED[name], f"{_WRONG[name]} {_shorten(written)[1:-1]}"
    return lambda _text, value: None if compare(value, limit) in allowed else wrong


_ALLOWED = {"minInclusive": {0, 1}, "minExclusive": {1}, "maxInclusive": {0, -1}, "maxExclusive": {-1}}
_WRONG = {"minInclusive": "not at least", "minExclusive": "not greater than"}
_WRONG |= {"maxInclusive": "not at most", "maxExclusive": "not less than"}


def _digits(kind: DatatypeKind, name: str, value: str, _context: Context) -> Facet:
    if not kind.is_numeric:
        raise IncorrectParam(f"the param {name!r} does not apply to {kind.name!r}, which is not a decimal number")
    total = name == "totalDigits"
    count = _count(kind, name, value, least=1 if total else 0)
    wrong = f"more than {_format_count(count, 'digit')}{'' if total else ' behind the point'}"

    def check(_text: str, value: Decimal) -> str | None:
        return wrong if (total_digits(value) if total else len(value[2])) > count else None

    return check


_MAKERS: dict[str, _Maker] = {
    "pattern": _pattern,
    **dict.fromkeys(("length", "minLength", "maxLength"), _length),
    **dict.fromkeys(_ALLOWED, _bound),
    **dict.fromkeys(("totalDigits", "fractionDigits"), _digits),
}
