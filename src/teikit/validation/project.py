"""The project that the user works in: the folder whose schemas, documents and registers its documents may name.

It is the nearest folder with a mark (`.git`, `teikit.toml` or `pyproject.toml`), the working folder or one above it, or
else the working folder. Its documents come from the same place as its schemas, but they may be hostile all the same: so
hidden files, links out of the project, and the folders of which a whole home or disk consists are excluded.
"""

import os
import stat
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

_MARKS = (".git", "teikit.toml", "pyproject.toml")
# What a document may name as a schema: the wrong file as a schema would be quoted in messages.
_SCHEMA_SUFFIXES = frozenset(
    (".rng", ".rnc", ".rnginc", ".sch", ".schematron", ".isosch", ".odd", ".xml", ".tei", ".xsl", ".xsd", ".dtd")
)


class Project(NamedTuple):
    """A folder, as a real path, whose files its own documents and schemas may name."""

    folder: str

    def allows(self, path: str | Path) -> bool:
        """Return whether a file is in the project and not hidden."""
        return not _is_hidden(self._inside(path))

    def allows_schema(self, path: str | Path, source: str | Path) -> bool:
        """Return whether a file is allowed that has a name as schemas have it, and that a file of the project names."""
        return _has_schema_name(path) and self.has(source) and self.allows(path)

    def has(self, path: str | Path) -> bool:
        """Return whether a file or folder is in the project, with symbolic links resolved."""
        return self._inside(path) is not None

    def _inside(self, path: str | Path) -> str | None:
        """Return the real path of a file from the project's folder, None if it is elsewhere."""
        try:
            real = os.path.realpath(path)
        except (OSError, ValueError):
            return None
        if real == self.folder:
            return ""
        start = os.path.join(self.folder, "")  # noqa: PTH118  a Path takes longer; so above
        return real[len(start) :] if real.startswith(start) else None


def _has_schema_name(path: str | Path) -> bool:
    return os.path.splitext(path)[1].lower() in _SCHEMA_SUFFIXES  # noqa: PTH122


def _is_hidden(inside: str | None) -> bool:
    """Return whether a path has a part that begins with a dot, or is None."""
    return inside is None or any(part.startswith(".") for part in Path(inside).parts)


@lru_cache(maxsize=256)
def may_be_configured(path: Path, folder: Path) -> bool:
    """Return whether a configuration in a folder may name a file as a schema.

    It may come from a stranger, as documents do; outside of its folder, or by a link out of it, only schemas are read.
    """
    try:
        real = os.path.realpath(path)
        return Project(os.path.realpath(folder)).allows(real) or _has_schema_name(real)
    except (OSError, ValueError):
        return False


@lru_cache(maxsize=64)
def find_project(working: Path) -> Project | None:
    """Return the project of a working folder; None where that is a home folder, a root folder or above a home."""
    try:
        start = os.path.realpath(working)
        too_wide = _wide_folders(os.path.realpath(os.path.expanduser("~")))  # noqa: PTH111  raises nothing without a home
    except (OSError, ValueError):
        return None
    if _identity(start) in too_wide:
        return None
    folder = start
    while _identity(folder) not in too_wide:
        if _is_marked(folder):
            return Project(folder)
        folder = os.path.dirname(folder)  # noqa: PTH120
    return Project(start)


def _wide_folders(home: str) -> set[tuple[int, int] | None]:
    """Return the identities of a home folder, of all above it, and of the root folders; None for what is missing."""
    folders = [home, os.path.abspath(os.sep)]  # noqa: PTH100
    while os.path.dirname(folders[0]) != folders[0]:  # noqa: PTH120
        folders.insert(0, os.path.dirname(folders[0]))  # noqa: PTH120
    return {None, *map(_identity, folders)}


def _identity(folder: str) -> tuple[int, int] | None:
    """Return what is the same for all names of a folder; None for a root folder, and for one that is missing."""
    if os.path.dirname(folder) == folder:  # noqa: PTH120
        return None
    try:
        state = os.stat(folder)  # noqa: PTH116
    except (OSError, ValueError):
        return None
    return state.st_dev, state.st_ino


def _is_marked(folder: str) -> bool:
    """Return whether a folder has a mark, and both belong to the user: others could widen what is read by a mark."""
    for name in _MARKS:
        try:
            mark, here = os.lstat(os.path.join(folder, name)), os.stat(folder)  # noqa: PTH116, PTH118
        except (OSError, ValueError):
            continue
        if (stat.S_ISREG(mark.st_mode) or stat.S_ISDIR(mark.st_mode)) and _is_own(mark) and _is_own(here):
            return True
    return False


def _is_own(state: os.stat_result) -> bool:
    """Return whether the user owns a file, who may work as the superuser by way of sudo."""
    if not hasattr(os, "getuid"):
        return True
    own = os.getuid()
    return state.st_uid == own or (own == 0 and str(state.st_uid) == os.environ.get("SUDO_UID"))
