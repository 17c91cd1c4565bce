"""Documents to diagnostics: which schema holds for a document, and what it says."""

import os
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from teikit.diagnostics import Diagnostic
from teikit.errors import UnreadableInputError
from teikit.files import check_readable, shown
from teikit.relaxng.verdict.cache import Cache
from teikit.relaxng.verdict.schema import CHUNK, Schema, pieces
from teikit.resources import schema_path

if TYPE_CHECKING:
    from teikit.validation.access import Access

__all__ = ["DEFAULT_SCHEMA", "schema", "validate_bytes", "validate_file"]

DEFAULT_SCHEMA = "letter"


@lru_cache(maxsize=8)
def schema(name: str = DEFAULT_SCHEMA, access: "Access | None" = None, *, ids: bool = True) -> Schema:
    """Return a schema, given by name or path, from the user's cache where it was compiled before.

    `access` widens what it may include; `ids` adds the soundness of IDs (RELAX NG DTD Compatibility).

    Raises:
        IncorrectSchemaError: it is missing or not correct.
        UnreadableInputError: it cannot be read.

    """
    # Its import is not free, and the start of a run counts.
    from platformdirs import user_cache_path  # noqa: PLC0415

    path = schema_path(name)
    check_readable(path)
    loader, key = access.loader(path) if access else (None, "")
    cache = Cache(user_cache_path("teikit", appauthor=False))
    return cache.load(path, loader=loader, ids=ids, access=key)


def validate_bytes(data: bytes, file: str, by: Schema) -> list[Diagnostic]:
    """Return what is wrong with a document by a schema, nothing if it is valid."""
    return _validated(lambda: pieces(data), file, by)


def validate_file(path: str | os.PathLike[str], by: Schema) -> list[Diagnostic]:
    """Return what is wrong with a file, which is read in pieces and may be of any size.

    Raises:
        UnreadableInputError: the file cannot be read, or is empty.

    """
    check_readable(path)
    return _validated(lambda: _pieces_of(path), os.fspath(path), by)


def _validated(opener: Callable[[], Iterator[bytes]], file: str, by: Schema) -> list[Diagnostic]:
    first = next(opener(), b"")
    if not first.strip() and len(first) < CHUNK:
        raise UnreadableInputError(f"{shown(file)}: is empty")
    return by.validate_pieces(opener, shown(file))


def _pieces_of(path: str | os.PathLike[str]) -> Iterator[bytes]:
    try:
        with Path(path).open("rb") as file:
            while piece := file.read(CHUNK):
                yield piece
    except OSError as error:
        raise UnreadableInputError(f"{shown(path)}: cannot be read ({(error.strerror or 'unknown').lower()})") from None
