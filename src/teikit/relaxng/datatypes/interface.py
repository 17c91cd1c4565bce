"""The interface of a datatype to the rest of the engine, and its exceptions."""

import re
from collections.abc import Hashable, Mapping
from typing import Final, Literal, Protocol

# Prefix to namespace URI, "" being the default namespace; "&name" is a key where the document declares an unparsed
# entity of that name, since a prefix cannot begin so.
Context = Mapping[str, str] | None


class _Invalid:
    """The type of INVALID, the one object that means "no value"."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "INVALID"


INVALID: Final = _Invalid()
IdKind = Literal["", "ID", "IDREF", "IDREFS"]


class UnknownDatatype(Exception):  # noqa: N818 - named by what is wrong, as the interface between the packages has it
    """There is no such datatype, or no such library."""


class IncorrectParam(Exception):  # noqa: N818 - as above
    """A param is unknown, does not apply to the datatype, or has a value that makes no sense for it."""


class LexicalError(Exception):
    """A string is outside the lexical space; the message says what is wrong in a few words."""


class Datatype(Protocol):
    """A datatype with its params; immutable."""

    @property
    def name(self) -> str:
        """The local name in its library."""
        ...

    @property
    def id_kind(self) -> IdKind:
        """Whether values are identifiers or refer to them."""
        ...

    @property
    def is_context_free(self) -> bool:
        """Whether the validity of a string never depends on the context, so that it may be cached."""
        ...

    @property
    def common_pattern(self) -> re.Pattern[str] | None:
        """A pattern that matches the most frequent valid strings, as a fast path."""
        ...

    def is_valid(self, value: str, context: Context) -> bool:
        """Return whether a string belongs to the datatype."""
        ...

    def parse(self, value: str, context: Context) -> Hashable:
        """Return the value that a string stands for, or INVALID; equal values are equal in the value space."""
        ...

    def fault(self, value: str, context: Context) -> str | None:
        """Return what is wrong with a string in a few words, None where nothing is."""
        ...
