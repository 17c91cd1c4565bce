"""The files that documents point to: whether they are there, and which ids they bear; each is read once a run."""

import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from xml.parsers import expat

from teikit.errors import UnreadableInputError
from teikit.files import read_file
from teikit.relaxng.grammar.name_classes import namespace_of

XML_ID = "http://www.w3.org/XML/1998/namespace id"
_EXAMPLES = "http://www.tei-c.org/ns/Examples"
_INCLUDE = "http://www.w3.org/2001/XInclude include"
# Larger files are not read, and of more files than this the oldest is forgotten.
_MAX_BYTES = 256 * 2**20
_MAX_FILES = 1_000


class Neighbours:
    """What lies in the folders that may be looked into: those of the files that the user named, and those allowed."""

    def __init__(self, folders: Iterable[Path] = ()) -> None:
        self._folders = tuple({os.path.realpath(each) for each in folders})
        self.ids = lru_cache(_MAX_FILES)(self._ids)
        self.exists = lru_cache(_MAX_FILES)(self._exists)

    def _may_see(self, path: Path) -> bool:
        return any(is_within(path, each) for each in self._folders)

    def _exists(self, path: Path) -> bool | None:
        """Tell whether there is a file or folder, None where it is not to be looked for."""
        try:
            return path.exists() if self._may_see(path) else None
        except (OSError, ValueError):
            return None

    def _ids(self, path: Path) -> frozenset[str] | None:
        """Return the values of xml:id in a file, None where they are not to be known."""
        try:
            if not self._may_see(path) or path.stat().st_size > _MAX_BYTES:
                return None
            return ids_of(read_file(path))
        except (OSError, ValueError, UnreadableInputError):
            return None


def is_within(path: Path, folder: str | Path) -> bool:
    """Tell whether a path leads into a folder, links followed."""
    try:
        return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))
    except (OSError, ValueError):
        return False


def ids_of(data: bytes) -> frozenset[str] | None:
    """Return the values of xml:id in a document, None where it is not well-formed or not all of it is there."""
    found: set[str] = set()
    whole = True

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal whole
        whole = whole and name != _INCLUDE
        if XML_ID in attributes and namespace_of(name) != _EXAMPLES:
            found.add(attributes[XML_ID].strip())

    def skipped(_name: str, _is_parameter: bool) -> None:  # noqa: FBT001  expat's signature
        nonlocal whole
        whole = False

    parser = expat.ParserCreate(None, " ")
    parser.StartElementHandler = start
    parser.SkippedEntityHandler = skipped
    try:
        parser.Parse(data, True)  # noqa: FBT003  expat names no arguments
    except (expat.ExpatError, ValueError, LookupError):
        return None
    return frozenset(found) if whole else None
