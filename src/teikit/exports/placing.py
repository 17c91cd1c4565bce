"""Packages to disk, whole or not at all: built beside the target, flushed to the disk, then renamed into place.

A package is an ordered stream of names and bytes; names are relative, safe (`names`), and part their folders by `/`.
It becomes a folder, or a zip or tar file where the target's suffix says so. Within archives times and modes are fixed.
"""

import contextlib
import gzip
import io
import os
import shutil
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from teikit.errors import InternalError, OutputError
from teikit.files import cause, check_name, shown, whole_file

Entry = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Packed:
    """A package: its files in their order, and in words what was changed for it."""

    entries: Iterable[Entry]
    remarks: tuple[str, ...] = ()


# One of these stands in each package, whichever format it is of.
_MARKS = frozenset({"bagit.txt", "ro-crate-metadata.json", "mets.xml", "METS.xml", "objects"})
_BEGINNINGS = ("0=ocfl_object_", "item_0")
# The first moment that zip files know.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_MODE = 0o644


def package_name(out: Path) -> str:
    """Return a package's name: that of its folder or archive, without the archive's suffix."""
    suffix = next((each for each in _ARCHIVES if out.name.lower().endswith(each)), "")
    return out.name[: len(out.name) - len(suffix)] or out.name


def archive_kind(name: str) -> str:
    """Return what a package of a name is packed as: zip, tar or tar.gz, nothing for a folder."""
    suffix = next((each for each in _ARCHIVES if name.lower().endswith(each)), "")
    return {".tgz": "tar.gz"}.get(suffix, suffix.lstrip("."))


def check_out(out: Path, *, force: bool) -> None:
    """Raise OutputError where a package could not be put at `out`, before any work is done."""
    check_name(out)
    if out.is_symlink():
        raise OutputError(f"{shown(out)}: is a link; a package is not written through one")
    if out.exists() and not (out.is_dir() or out.is_file()):
        # To put a package there would take a device or a pipe away from all who use it.
        raise OutputError(f"{shown(out)}: is neither a folder nor a regular file")
    if os.path.lexists(out) and not force:
        raise OutputError(f"{shown(out)}: exists already; give --force to replace it")
    if not out.parent.is_dir():
        raise OutputError(f"{shown(out)}: its folder does not exist")


def check_package(out: Path, *, force: bool) -> None:
    """Raise OutputError as `check_out`, and where what is at `out` is a folder that nobody exported."""
    check_out(out, force=force)
    if out.is_dir() and not _is_replaceable(out):
        raise OutputError(f"{shown(out)}: is a folder, but no package; --force does not replace it")


def _is_replaceable(folder: Path) -> bool:
    """Tell whether a folder is empty or a package: to replace any other would take away what nobody exported."""
    try:
        names = os.listdir(folder)  # noqa: PTH208  names are enough
    except OSError:
        return False
    return not names or any(name in _MARKS or name.startswith(_BEGINNINGS) for name in names)


def place(out: Path, entries: Iterable[Entry], *, force: bool = False) -> None:
    """Write a package to `out`, whole or not at all.

    Raises:
        OutputError: the name is taken and `force` is not given, or the disk is full or closed to us.

    """
    check_out(out, force=force)
    archive = next((make for suffix, make in _ARCHIVES.items() if out.name.lower().endswith(suffix)), None)
    if archive is None:
        _place_folder(out, entries, force=force)
        return
    with whole_file(out, force=force) as file:
        archive(file, _members(entries, package_name(out)))


def _place_folder(out: Path, entries: Iterable[Entry], *, force: bool) -> None:
    temporary = ""
    try:
        temporary = tempfile.mkdtemp(prefix=".teikit-", dir=out.parent)
        made = Path(temporary) / "made"
        _fill(made, entries)
        _rename(made, out, Path(temporary) / "old", force=force)
        _flush_folder(out.parent)
    except OSError as error:
        raise OutputError(f"{shown(out)}: cannot be written ({cause(error)})") from None
    finally:
        if temporary:
            shutil.rmtree(temporary, ignore_errors=True)


def _rename(made: Path, out: Path, old: Path, *, force: bool) -> None:
    if force and os.path.lexists(out):
        os.rename(out, old)  # noqa: PTH104  here and below: names are taken as they are
    try:
        # What somebody put there this very moment stops it, unless it is an empty folder.
        os.rename(made, out)  # noqa: PTH104
    except OSError:
        if os.path.lexists(old):
            os.rename(old, out)  # noqa: PTH104
        raise


def _flush(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _begin_flushing(file: BinaryIO) -> None:
    """Have a file written to the disk while others are made: waiting for it at the end takes half the time."""
    file.flush()
    # Advice that a system lacks or refuses is no loss: the flush at the end waits for all.
    with contextlib.suppress(AttributeError, OSError):
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _flush_folder(folder: Path) -> None:
    # Not every system can open a folder.
    with contextlib.suppress(OSError):
        _flush(folder, os.O_RDONLY)


def _checked(name: str) -> str:
    parts = name.split("/")
    if any(part in {"", ".", ".."} or "\\" in part or ":" in part for part in parts):
        raise InternalError(f"{shown(name)}: internal error: is no name for a file in a package; nothing was written")
    return name


def _fill(folder: Path, entries: Iterable[Entry]) -> None:
    """Write the entries below a new folder, then flush them all: the disk gathers what is flushed together."""
    folder.mkdir()
    folders, files = {folder}, []
    for name, data in entries:
        path = folder / _checked(name)
        if path.parent not in folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            folders |= {path.parent, *(each for each in path.parents if each.is_relative_to(folder))}
        with path.open("xb") as file:
            file.write(data)
            _begin_flushing(file)
        files.append(path)
    for path in files:
        _flush(path, os.O_RDWR)
    for path in sorted(folders):
        _flush_folder(path)


def _members(entries: Iterable[Entry], top: str) -> Iterator[Entry]:
    return ((f"{top}/{_checked(name)}", data) for name, data in entries)


def write_zip(file: BinaryIO, members: Iterable[Entry], stored: frozenset[str] = frozenset()) -> None:
    """Write a zip file, with the same bytes for the same members; those named in `stored` are not compressed."""
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members:
            member = zipfile.ZipInfo(name, _LONG_AGO)
            member.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            member.external_attr, member.create_system = _MODE << 16, 3
            archive.writestr(member, data)


def _tar(file: BinaryIO, members: Iterable[Entry]) -> None:
    with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, data in members:
            member = tarfile.TarInfo(name)
            member.size, member.mode, member.mtime = len(data), _MODE, 0
            archive.addfile(member, io.BytesIO(data))


def _tar_gz(file: BinaryIO, members: Iterable[Entry]) -> None:
    with gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0) as packed:
        _tar(cast("BinaryIO", packed), members)


_ARCHIVES: dict[str, Callable[[BinaryIO, Iterable[Entry]], None]] = {
    ".zip": write_zip,
    ".tar": _tar,
    ".tar.gz": _tar_gz,
    ".tgz": _tar_gz,
}
