"""Records of letters to JSON and back: an object of the fields that are not empty."""

import types
import typing
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from teikit.exports.record.record import Record

# Equal people, places and names are one value: those of an edition recur in thousands of letters.
_Known = dict[object, Any]


def encode(value: Any) -> Any:
    """Return a value of a record as JSON has it."""
    if is_dataclass(value):
        pairs = ((field, getattr(value, field.name)) for field in fields(value))
        return {field.name: encode(found) for field, found in pairs if found != field.default}
    if isinstance(value, tuple):
        return [encode(one) for one in value]
    return str(value) if isinstance(value, StrEnum) else value


@cache
def _hints(type_: type) -> dict[str, tuple[Any, bool]]:
    hints = typing.get_type_hints(type_)
    return {field.name: (hints[field.name], field.default is MISSING) for field in fields(type_)}


def shared(value: Any, known: _Known) -> Any:
    """Return a value of a record whose parts are those of equal values before."""
    if is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: shared(getattr(value, field.name), known) for field in fields(value)}
        return known.setdefault(value, type(value)(**parts)) if value not in known else known[value]
    if isinstance(value, tuple):
        return known[value] if value in known else known.setdefault(value, tuple(shared(one, known) for one in value))
    return known.setdefault(value, value) if isinstance(value, str) else value


def decode_record(value: Any, known: _Known) -> Record:
    """Return a record from its JSON; `known` has the values that were decoded before.

    Raises:
        ValueError: it is not the JSON of a record.
    """
    record = _decode(Record, value, known)
    assert isinstance(record, Record)  # noqa: S101  by its type
    return record


def _decode(type_: Any, value: Any, known: _Known) -> Any:
    if typing.get_origin(type_) is types.UnionType:
        return None if value is None else _decode(typing.get_args(type_)[0], value, known)
    if typing.get_origin(type_) is tuple:
        return _decode_tuple(typing.get_args(type_), value, known)
    if isinstance(type_, type) and is_dataclass(type_):
        made = _decode_object(type_, value, known)
    elif isinstance(type_, type) and issubclass(type_, StrEnum) and isinstance(value, str):
        return type_(value)
    elif type_ is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    elif type(value) is type_:
        made = value
    else:
        raise ValueError(f"{type_} is wanted")
    return known.setdefault(made, made)


def _decode_tuple(parts: tuple[Any, ...], value: Any, known: _Known) -> tuple[Any, ...]:
    if not isinstance(value, list) or (parts[-1] is not Ellipsis and len(value) != len(parts)):
        raise ValueError("a list is wanted")
    types_ = [parts[0]] * len(value) if parts[-1] is Ellipsis else parts
    return tuple(_decode(one, each, known) for one, each in zip(types_, value, strict=True))


def _decode_object(type_: type, value: Any, known: _Known) -> Any:
    hints = _hints(type_)
    if not isinstance(value, dict) or not value.keys() <= hints.keys():
        raise ValueError("an object is wanted")
    if any(required and name not in value for name, (_, required) in hints.items()):
        raise ValueError("a field is missing")
    return type_(**{name: _decode(hints[name][0], each, known) for name, each in value.items()})
