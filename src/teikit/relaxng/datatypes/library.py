"""Makes a datatype from a library's URI, a name and params."""

import re
from collections.abc import Hashable, Sequence
from typing import NamedTuple

from teikit.relaxng.datatypes.facets import Facet, facet
from teikit.relaxng.datatypes.interface import (
    INVALID,
    Context,
    Datatype,
    IdKind,
    IncorrectParam,
    LexicalError,
    UnknownDatatype,
)
from teikit.relaxng.datatypes.xsd import KINDS, DatatypeKind
from teikit.shallow_repr import shallow_repr

XSD = "http://www.w3.org/2001/XMLSchema-datatypes"
COMPATIBILITY = "http://relaxng.org/ns/compatibility/datatypes/1.0"

_BUILTIN = {name: KINDS[name] for name in ("string", "token")}
_COMPATIBLE = {name: KINDS[name]._replace(unit="") for name in ("ID", "IDREF", "IDREFS")}
_LIBRARIES: dict[str, dict[str, DatatypeKind]] = {"": _BUILTIN, XSD: KINDS, COMPATIBILITY: _COMPATIBLE}
_NO_SPACE = ("pattern", r"\S+")
_SPACES = str.maketrans("\t\r\n", "   ")


class _FacetedType(NamedTuple):
    """A kind with its facets, in the order written.

    With `is_common_allowed` the facets allow all that the kind's common pattern matches.
    """

    kind: DatatypeKind
    facets: tuple[Facet, ...]
    is_common_allowed: bool

    def __repr__(self) -> str:
        return shallow_repr(self)

    @property
    def name(self) -> str:
        return self.kind.name

    @property
    def id_kind(self) -> IdKind:
        return self.kind.id_kind

    @property
    def is_context_free(self) -> bool:
        return self.kind.is_context_free

    @property
    def common_pattern(self) -> re.Pattern[str] | None:
        return self.kind.common_pattern if self.is_common_allowed else None

    def is_valid(self, value: str, context: Context) -> bool:
        try:
            self._read(value, context)
        except LexicalError:
            return False
        return True

    def parse(self, value: str, context: Context) -> Hashable:
        try:
            return self._read(value, context)
        except LexicalError:
            return INVALID

    def fault(self, value: str, context: Context) -> str | None:
        try:
            self._read(value, context)
        except LexicalError as error:
            return str(error)
        return None

    def _read(self, value: str, context: Context) -> Hashable:
        text = _normalise_space(value, self.kind.space)
        found = self.kind.read(text, context)
        for check in self.facets:
            if (wrong := check(text, found)) is not None:
                raise LexicalError(wrong)
        return found


def _normalise_space(value: str, space: str) -> str:
    """Return a string with its space treated as the facet whiteSpace says (clause 4.3.6)."""
    if space == "preserve" or (" " not in value and value.isprintable()):
        return value
    replaced = value.translate(_SPACES)
    return replaced if space == "replace" else " ".join(part for part in replaced.split(" ") if part)


def datatype(library: str, name: str, params: Sequence[tuple[str, str]] = (), context: Context = None) -> Datatype:
    """Return a datatype with its params; `context` resolves prefixes in the params' values.

    Raises UnknownDatatype if there is no such library, or it has no such type; IncorrectParam if a param is unknown,
    does not apply, or has a value that makes no sense.
    """
    kinds = _LIBRARIES.get(library)
    if kinds is None:
        raise UnknownDatatype(f"unknown datatype library {library!r}")
    kind = kinds.get(name)
    if kind is None:
        where = f"the datatype library {library!r}" if library else "the built-in datatypes, which are string and token"
        raise UnknownDatatype(f"no datatype {name!r} in {where}")
    if params and library != XSD:
        raise IncorrectParam(f"the datatype {name!r} takes no params")
    facets = tuple(facet(kind, each, value, context) for each, value in params)
    # What common patterns match is not empty and has no white space.
    return _FacetedType(kind, facets, all(each == _NO_SPACE for each in params))
