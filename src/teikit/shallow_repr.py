"""Values that are part of a graph to one short line, for tracebacks and debuggers.

The repr that a dataclass generates visits everything that the value reaches, and once more for each path that leads
there. The patterns of a schema and the elements of a document share so much that such a text never ends, so a class of
that kind says `__repr__ = shallow_repr`, or is a dataclass with `repr=False` and the base `ShallowRepr`.
"""

from collections.abc import Sized
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import PurePath

_LONGEST_TEXT = 40
_LONGEST = 300
_SCALARS = (bool, int, float, type(None), Enum)


def shallow_repr(value: object) -> str:
    """Return the class and the fields of a value in at most 300 characters.

    Scalars and the beginning of texts are shown; of all else the class, and the size of collections.
    """
    members = (f"{name}={_brief(getattr(value, name))}" for name in _field_names(value))
    size = [f"{len(value)} entries"] if isinstance(value, dict) else []
    text = f"{type(value).__name__}({', '.join((*size, *members))})"
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 4]}...)"


def _field_names(value: object) -> list[str]:
    if is_dataclass(value):
        return [field.name for field in fields(value) if field.repr]
    return list(getattr(value, "_fields", ()))


def _brief(value: object) -> str:
    if isinstance(value, str | bytes):
        return repr(value) if len(value) <= _LONGEST_TEXT else f"{value[:_LONGEST_TEXT]!r}..."
    if isinstance(value, (*_SCALARS, PurePath)):
        return repr(value)
    name = type(value).__name__
    return f"<{name} of {len(value)}>" if isinstance(value, Sized) else f"<{name}>"


class ShallowRepr:
    """The base of dataclasses with a short repr; they are declared with `repr=False`."""

    __slots__ = ()
    __repr__ = shallow_repr
