"""Writes packages, whole or not at all: as a folder, or as a zip or tar file by the suffix of the target.

A package is an ordered stream of names and bytes. Names are relative, safe (`exports.record.names`), and separate
folders by "/". The caller decides what may be replaced (`exports.verification.replaceable`).
"""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from teikit.errors import OutputError
from teikit.formats.archives import PackageFile
from teikit.messages import escape_control
from teikit.storage.archives import WRITERS, archive_kind, archive_suffix
from teikit.storage.files import atomic_write, check_name, check_writable
from teikit.storage.folders import (
    atomic_folder,
    check_empty,
    find_former_folder,
    require_safe_name,
    write_files,
)


@dataclass(frozen=True, slots=True)
class Package:
    """A package: its files in order, and notes in words on what was changed, such as names."""

    files: Iterable[PackageFile]
    notes: tuple[str, ...] = ()


def package_name(out: Path) -> str:
    """Return a package's name: that of its folder or archive, without the archive's suffix."""
    return out.name[: len(out.name) - len(archive_suffix(out.name))] or out.name


def check_output(out: Path, *, force: bool) -> None:
    """Raise OutputError if a package could not be written to `out`, before any work is done.

    Whether an existing folder may be replaced is not checked.
    """
    _check_kind(out)
    if archive_kind(out.name):
        check_writable(out, force=force)
    if os.path.lexists(out) and not force:
        raise OutputError(f"{escape_control(out)}: exists already; give --force to replace it")
    if out.is_file() and not archive_kind(out.name):
        raise OutputError(f"{escape_control(out)}: is a file; a folder does not replace it")
    if not out.parent.is_dir():
        raise OutputError(f"{escape_control(out)}: its folder does not exist")
    if old := find_former_folder(out):
        reason = f"a run that was killed while it replaced this folder left what was there as {escape_control(old)}"
        raise OutputError(f"{escape_control(out)}: {reason}: move it back, or delete {escape_control(old.parents[1])}")


def _check_kind(out: Path) -> None:
    """Raise OutputError if a target has no name of its own, or is neither a folder nor a regular file."""
    check_name(out)
    if out.name in {"", ".."}:
        raise OutputError(f"{escape_control(out)}: names no folder of its own that a package could be")
    if out.is_symlink():
        raise OutputError(f"{escape_control(out)}: is a link; a package is not written through one")
    if out.exists() and not (out.is_dir() or out.is_file()):
        # A package would replace a device or a pipe that other programs use.
        raise OutputError(f"{escape_control(out)}: is neither a folder nor a regular file")


def write_package(
    out: Path,
    entries: Iterable[PackageFile],
    *,
    force: bool = False,
    at_root: bool = False,
    check: Callable[[Path], None] = check_empty,
) -> None:
    """Write a package to `out`, whole or not at all.

    Args:
        out: a folder, or an archive by its suffix.
        entries: the names and bytes of the package.
        force: whether an existing folder or file is replaced.
        at_root: whether an archive has the files at its root, not below a folder that has the package's name.
        check: raises OutputError if the existing folder or archive must not be replaced.

    Raises:
        OutputError: the name is taken and `force` is not given, or the disk is full or not writable.
    """
    check_output(out, force=force)
    suffix = archive_suffix(out.name)
    if not suffix:
        with atomic_folder(out, force=force, check=check) as folder:
            write_files(folder, entries)
        return
    above = "" if at_root else f"{package_name(out)}/"
    with atomic_write(out, force=force) as file:
        WRITERS[suffix](file, ((f"{above}{require_safe_name(name)}", data) for name, data in entries))
        if force and out.is_file():
            # It may have changed since the first check.
            check(out)
