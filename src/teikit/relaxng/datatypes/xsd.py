"""The library of XML Schema part 2: its types by name, each with its facets."""

import re
from collections.abc import Callable, Hashable
from typing import Any, Literal, NamedTuple

from teikit.relaxng.datatypes import numbers, strings
from teikit.relaxng.datatypes.calendar import LAYOUTS, PLAIN, compare_instants, reader
from teikit.relaxng.datatypes.durations import compare_durations, read_duration
from teikit.relaxng.datatypes.interface import Context, IdKind
from teikit.relaxng.datatypes.names import PLAIN_NCNAME
from teikit.relaxng.datatypes.strings import Reader
from teikit.relaxng.datatypes.uri import PLAIN_URI

Measure = Callable[[Any], int]
Compare = Callable[[Any, Any], int | None]


class DatatypeKind(NamedTuple):
    """A type before params: how space is treated, how a string is read, how values are ordered and measured.

    `unit` is what the length facets count: characters, bytes or items; without one they do not apply. `read` raises
    LexicalError. With `is_numeric` totalDigits and fractionDigits apply. `common_pattern` matches strings that are
    certainly valid.
    """

    name: str
    read: Callable[[str, Context], Hashable]
    space: Literal["preserve", "replace", "collapse"] = "collapse"
    compare: Compare | None = None
    unit: Literal["", "character", "byte", "item"] = ""
    is_numeric: bool = False
    id_kind: IdKind = ""
    is_context_free: bool = True
    common_pattern: re.Pattern[str] | None = None


def _integer(name: str, least: str | None = None, most: str | None = None) -> DatatypeKind:
    read = numbers.bounded_integer(least, most)
    return DatatypeKind(name, read, compare=numbers.compare_decimals, is_numeric=True)


def _string(name: str, read: Reader, id_kind: IdKind = "", plain: re.Pattern[str] | None = None) -> DatatypeKind:
    return DatatypeKind(name, read, unit="character", id_kind=id_kind, common_pattern=plain)


def _list(name: str, read_item: Reader, id_kind: IdKind = "") -> DatatypeKind:
    return DatatypeKind(name, strings.list_reader(read_item), unit="item", id_kind=id_kind)


def _kinds() -> tuple[DatatypeKind, ...]:
    return (
        DatatypeKind("string", strings.read_string, "preserve", unit="character"),
        DatatypeKind("anyAtomicType", strings.read_string, "preserve", unit="character"),
        DatatypeKind("untypedAtomic", strings.read_string, "preserve", unit="character"),
        DatatypeKind("normalizedString", strings.read_string, "replace", unit="character"),
        _string("token", strings.read_string),
        _string("language", strings.read_language),
        _string("anyURI", strings.read_uri, plain=PLAIN_URI),
        _string("Name", strings.read_name),
        _string("NCName", strings.read_ncname, plain=PLAIN_NCNAME),
        _string("NMTOKEN", strings.read_nmtoken),
        _string("ID", strings.read_ncname, "ID", PLAIN_NCNAME),
        _string("IDREF", strings.read_ncname, "IDREF", PLAIN_NCNAME),
        _list("NMTOKENS", strings.read_nmtoken),
        _list("IDREFS", strings.read_ncname, "IDREFS"),
        DatatypeKind("ENTITY", strings.read_entity, unit="character", is_context_free=False),
        DatatypeKind("ENTITIES", strings.list_reader(strings.read_entity), unit="item", is_context_free=False),
        DatatypeKind("QName", strings.read_qname, is_context_free=False),
        DatatypeKind("NOTATION", strings.read_qname, is_context_free=False),
        DatatypeKind("boolean", strings.read_boolean),
        DatatypeKind("base64Binary", strings.read_base64, unit="byte"),
        DatatypeKind("hexBinary", strings.read_hex, unit="byte"),
        DatatypeKind("float", numbers.read_float, compare=numbers.compare_floats),
        DatatypeKind("double", numbers.read_double, compare=numbers.compare_floats),
        DatatypeKind("decimal", numbers.read_decimal, compare=numbers.compare_decimals, is_numeric=True),
        _integer("integer"),
        _integer("nonPositiveInteger", None, "0"),
        _integer("negativeInteger", None, "-1"),
        _integer("nonNegativeInteger", "0"),
        _integer("positiveInteger", "1"),
        _integer("long", "-9223372036854775808", "9223372036854775807"),
        _integer("int", "-2147483648", "2147483647"),
        _integer("short", "-32768", "32767"),
        _integer("byte", "-128", "127"),
        _integer("unsignedLong", "0", "18446744073709551615"),
        _integer("unsignedInt", "0", "4294967295"),
        _integer("unsignedShort", "0", "65535"),
        _integer("unsignedByte", "0", "255"),
        DatatypeKind("duration", read_duration, compare=compare_durations),
        *map(_instant, LAYOUTS),
    )


def _instant(name: str) -> DatatypeKind:
    return DatatypeKind(name, _lazy_reader(name), compare=compare_instants, common_pattern=PLAIN.get(name))


def _lazy_reader(name: str) -> Callable[[str, Context], Hashable]:
    """Return a reader that compiles its expression when it is first used."""

    def read(text: str, context: Context) -> Hashable:
        return reader(name)(text, context)

    return read


KINDS: dict[str, DatatypeKind] = {kind.name: kind for kind in _kinds()}
