"""Checks the files that a run writes: none that it reads, no two the same, none outside the allowed folders."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import Protocol, TypeVar

from teikit.errors import InputNotReplacedError, OutputError
from teikit.messages import escape_control
from teikit.storage.files import check_name

_Name = str | os.PathLike[str]
# The folders of version control: a checkout cannot contain files there, and a run must not write any.
_REPOSITORIES = frozenset({".git", ".hg", ".svn", ".bzr", ".jj"})


class _File(Protocol):
    @property
    def name(self) -> str: ...


_Item = TypeVar("_Item", bound=_File)


def identity(path: _Name) -> tuple[int, int] | None:
    """Return device and inode of a file, the same for all its names; None if there is no such file."""
    try:
        state = os.stat(path)  # noqa: PTH116  a name that Path would change
    except (OSError, ValueError):
        return None
    return state.st_dev, state.st_ino


class Outputs:
    """The files that a run is going to write, to be compared with each file that it reads.

    Files are compared by identity, so that links and names that differ in case count as the file that they name.
    """

    def __init__(self, paths: Iterable[Path]) -> None:
        # A file that does not exist yet cannot be read by the run.
        self._paths_by_identity = {found: path for path in paths if (found := identity(path))}

    def __bool__(self) -> bool:
        return bool(self._paths_by_identity)

    def check(self, *names: _Name | None) -> None:
        """Raise InputNotReplacedError if a file that is read will also be written; None and "" are skipped."""
        for name in names:
            if name and (found := self._paths_by_identity.get(identity(name) or (0, 0))):
                reason = "is read by this run, and no result may replace it"
                raise InputNotReplacedError(f"{escape_control(found)}: {reason}")

    def check_items(self, items: Iterable[_Item]) -> Iterator[_Item]:
        """Yield the items of a run; raises the errors of `check` before it yields the item."""
        for item in items:
            self.check(item.name)
            yield item


# No results but those on standard output.
NO_OUTPUTS = Outputs(())


def check_distinct(paths: Sequence[Path]) -> None:
    """Raise OutputError if two results of a run would be written to the same file."""
    found: dict[object, Path] = {}
    for path in paths:
        name = os.path.realpath(path)
        # In a case-insensitive folder a.json and A.json are the same file.
        keys = (name if _is_case_sensitive(Path(name).parent) else name.lower(), identity(path) or path)
        if any(key in found for key in keys):
            raise OutputError(f"{escape_control(path)}: two results would go to this file")
        found |= dict.fromkeys(keys, path)


def _is_case_sensitive(folder: Path) -> bool:
    """Return whether a folder can contain two names that differ in case alone; False if that cannot be known.

    Nothing is written to find out: an existing name is looked up in the other case.
    """
    try:
        there = next((each for each in folder.iterdir() if each.name.isascii() and _has_case(each.name)), folder)
    except OSError:
        return False
    other = there.with_name(there.name.swapcase())
    return _has_case(there.name) and identity(there) != identity(other)


def _has_case(name: str) -> bool:
    return name.lower() != name.upper()


def check_outside(folders: Iterable[Path], paths: Sequence[Path]) -> None:
    """Raise OutputError if a result would be written into a folder that is read as a whole, such as a package."""
    for folder in folders:
        for path in paths:
            if folder.is_dir() and path.parent.resolve().is_relative_to(folder.resolve()):
                raise OutputError(f"{escape_control(path)}: is in {escape_control(folder)}, which is read as a whole")


def check_no_links(top: Path, path: Path) -> None:
    """Raise OutputError if one of the folders between `top` and a path in it is a link."""
    for each in path.parents:
        if each in {top, each.parent}:
            return
        if each.is_symlink():
            raise OutputError(f"{escape_control(each)}: is a link, and results are not written through one")


def path_below(folder: Path, name: str) -> Path:
    """Return the path of a name relative to a folder, which it must not leave.

    Raises:
        OutputError: it leaves the folder, directly or by a link; it is a link; or it is in a folder of version control.
    """
    path = folder / name
    check_name(path)
    if PurePath(name).anchor:
        limit = f"it may only lead below {_folder_name(folder)}"
        raise OutputError(f"'{escape_control(name)}' is an absolute path; {limit}")
    try:
        top, parent = folder.resolve(), path.parent.resolve()
        is_link = path.is_symlink()
    except (OSError, RuntimeError, ValueError):
        raise OutputError(f"'{escape_control(name)}' is no possible file name") from None
    if path.name == ".." or not parent.is_relative_to(top):
        raise OutputError(f"'{escape_control(name)}' leads out of {_folder_name(folder)}")
    if is_link:
        raise OutputError(f"'{escape_control(name)}' is a link, which is not followed")
    if {part.lower() for part in (*parent.relative_to(top).parts, path.name)} & _REPOSITORIES:
        raise OutputError(f"'{escape_control(name)}' leads into what version control keeps for itself")
    return path


def _folder_name(folder: Path) -> str:
    return "the configuration's own folder" if folder == Path() else escape_control(folder)
