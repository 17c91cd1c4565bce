"""The files that documents point to: whether they exist, and which ids they have; each is read once per run."""

import os
from collections.abc import Callable, Iterable
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Literal

from teikit.document.expat import PARSE_ERRORS, feed, make_parser, release
from teikit.document.names import namespace_of
from teikit.document.start_tags import XML_ID
from teikit.errors import UnreadableInputError
from teikit.limits import LimitExceededError
from teikit.storage.files import read_file
from teikit.storage.references import is_in

_EXAMPLES = "http://www.tei-c.org/ns/Examples"
_INCLUDE = "http://www.w3.org/2001/XInclude include"
# Larger files are not read; results are cached for this number of files.
_MAX_BYTES = 256 * 2**20
_MAX_FILES = 1_000
_DIGEST = 16
# A question about a file, by its path.
Lookup = tuple[Literal["exists", "ids"], str]
# What the answer depends on: whether the file exists, or the digest of its bytes; None where access is not permitted.
LookupResult = bool | str | None


class LinkedFiles:
    """The files in permitted folders: those of the documents that the user named, and those allowed.

    `allows` returns whether a file outside of these folders may be read too.
    """

    def __init__(self, folders: Iterable[Path] = (), allows: Callable[[str], bool] | None = None) -> None:
        self._allows = allows
        self._folders = tuple({os.path.realpath(each) for each in folders})
        self.exists = lru_cache(_MAX_FILES)(self._exists)
        self.read = lru_cache(_MAX_FILES)(self._read)
        self._digest = lru_cache(_MAX_FILES)(self._compute_digest)

    def _may_see(self, path: Path) -> bool:
        resolved = os.path.realpath(path)
        return any(is_in(resolved, each) for each in self._folders) or bool(self._allows and self._allows(resolved))

    def _exists(self, path: Path) -> bool | None:
        """Return whether a file or folder exists, None where access is not permitted."""
        try:
            return path.exists() if self._may_see(path) else None
        except (OSError, ValueError):
            return None

    def ids(self, path: Path) -> frozenset[str] | None:
        """Return the values of xml:id in a file, None where they cannot be known."""
        return self.read(path)[0]

    def look_up(self, question: Lookup) -> LookupResult:
        """Return what the answer to a question depends on, in its present state."""
        kind, path = question
        return self.exists(Path(path)) if kind == "exists" else self._digest(Path(path))

    def _read(self, path: Path) -> tuple[frozenset[str] | None, LookupResult]:
        """Return the ids of a file, and the digest of the bytes that they were found in."""
        data = self._bytes(path)
        return (None, None) if data is None else (ids_of(data), _digest_of(data))

    def _compute_digest(self, path: Path) -> LookupResult:
        return None if (data := self._bytes(path)) is None else _digest_of(data)

    def _bytes(self, path: Path) -> bytes | None:
        try:
            return read_file(path) if self._may_see(path) and path.stat().st_size <= _MAX_BYTES else None
        except (OSError, ValueError, UnreadableInputError):
            return None


class RecordedLookups:
    """Linked files that record each question, and what its answer depends on."""

    def __init__(self, linked_files: LinkedFiles) -> None:
        self._linked_files = linked_files
        self.results: dict[Lookup, LookupResult] = {}

    def exists(self, path: Path) -> bool | None:
        """Do as `LinkedFiles.exists`."""
        found = self.results["exists", str(path)] = self._linked_files.exists(path)
        return found

    def ids(self, path: Path) -> frozenset[str] | None:
        """Do as `LinkedFiles.ids`."""
        found, self.results["ids", str(path)] = self._linked_files.read(path)
        return found


def _digest_of(data: bytes) -> str:
    return blake2b(data, digest_size=_DIGEST).hexdigest()


def ids_of(data: bytes) -> frozenset[str] | None:
    """Return the values of xml:id in a document, None where it is not well-formed, incomplete, or exceeds a limit."""
    found: set[str] = set()
    whole = True

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal whole
        whole = whole and name != _INCLUDE
        if XML_ID in attributes and namespace_of(name) != _EXAMPLES:
            found.add(attributes[XML_ID].strip())

    def skip_entity(_name: str, _is_parameter: bool) -> None:  # noqa: FBT001  expat's signature
        nonlocal whole
        whole = False

    parser = make_parser()
    parser.StartElementHandler = start
    parser.SkippedEntityHandler = skip_entity
    try:
        feed(parser, (data,))
    except (LimitExceededError, *PARSE_ERRORS):
        return None
    finally:
        release(parser)
    return frozenset(found) if whole else None
