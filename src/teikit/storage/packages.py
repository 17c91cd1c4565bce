"""Writes packages whole or not at all: built beside the target, flushed to disk, then renamed into place.

A package is an ordered stream of names and bytes. Names are relative and safe (see `teikit.exports.record.names`), with
`/` as separator. It becomes a folder, or a zip or tar file if the target's suffix says so; times and modes in archives
are fixed. An existing folder is replaced if the caller's `check` allows it, as described in `exchange`.
"""

import contextlib
import gzip
import io
import os
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from teikit.errors import InternalError, OutputError
from teikit.messages import escape_control
from teikit.storage import exchange
from teikit.storage.files import atomic_write, check_name, check_writable, describe_error

PackageFile = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Package:
    """A package: its files in order, and notes in words on what was changed for it."""

    files: Iterable[PackageFile]
    notes: tuple[str, ...] = ()


# The first moment that zip files know.
_EARLIEST_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_MODE = 0o644


def package_name(out: Path) -> str:
    """Return a package's name: that of its folder or archive, without the archive's suffix."""
    suffix = next((each for each in _ARCHIVES if out.name.lower().endswith(each)), "")
    return out.name[: len(out.name) - len(suffix)] or out.name


def archive_kind(name: str) -> str:
    """Return the kind of archive for a file name: zip, tar or tar.gz, empty for a folder."""
    suffix = next((each for each in _ARCHIVES if name.lower().endswith(each)), "")
    return {".tgz": "tar.gz"}.get(suffix, suffix.lstrip("."))


def check_output(out: Path, *, force: bool) -> None:
    """Raise OutputError if a package cannot be written to `out`, before any work is done.

    Whether the contents of an existing folder may be replaced is not checked here.
    """
    check_name(out)
    if out.name in {"", ".."}:
        raise OutputError(f"{escape_control(out)}: names no folder of its own that a package could be")
    if out.is_symlink():
        raise OutputError(f"{escape_control(out)}: is a link; a package is not written through one")
    if out.exists() and not (out.is_dir() or out.is_file()):
        # To put a package there would take a device or a pipe away from all who use it.
        raise OutputError(f"{escape_control(out)}: is neither a folder nor a regular file")
    if archive_kind(out.name):
        check_writable(out, force=force)
    if os.path.lexists(out) and not force:
        raise OutputError(f"{escape_control(out)}: exists already; give --force to replace it")
    if out.is_file() and not archive_kind(out.name):
        raise OutputError(f"{escape_control(out)}: is a file; a folder does not replace it")
    if not out.parent.is_dir():
        raise OutputError(f"{escape_control(out)}: its folder does not exist")
    if old := exchange.find_former_folder(out):
        told = f"a run that was killed while it replaced this folder left what was there as {escape_control(old)}"
        raise OutputError(f"{escape_control(out)}: {told}: move it back, or delete {escape_control(old.parents[1])}")


def check_empty(folder: Path) -> None:
    """Raise OutputError if a folder is not empty."""
    if any(folder.iterdir()):
        raise OutputError(f"{escape_control(folder)}: is a folder that is not empty; --force does not replace it")


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
        entries: the names and bytes of the package's files.
        force: whether an existing target is replaced.
        at_root: whether an archive has the files at its root instead of in a folder with the package's name.
        check: raises OutputError if an existing folder may not be replaced.

    Raises:
        OutputError: the name is taken and `force` is not given, or the disk is full or not writable.

    """
    check_output(out, force=force)
    archive = next((make for suffix, make in _ARCHIVES.items() if out.name.lower().endswith(suffix)), None)
    if archive is None:
        _write_folder(out, entries, check, force=force)
        return
    with atomic_write(out, force=force) as file:
        archive(file, _members(entries, "" if at_root else f"{package_name(out)}/"))


def _write_folder(out: Path, entries: Iterable[PackageFile], check: Callable[[Path], None], *, force: bool) -> None:
    try:
        work = Path(tempfile.mkdtemp(prefix=exchange.PREFIX, dir=out.parent))
        try:
            _write_files(work / exchange.NEW, entries)
            if force and out.is_dir():
                # Much may have been put there since it was looked at first.
                check(out)
            exchange.move_into_place(work, out, force=force)
            _flush_folder(out.parent)
        finally:
            exchange.remove_work_folder(work, out)
    except OSError as error:
        raise OutputError(f"{escape_control(out)}: cannot be written ({describe_error(error)})") from None


def _flush(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _begin_flushing(file: BinaryIO) -> None:
    """Start writing a file to disk while others are made; otherwise the flush at the end takes twice as long."""
    file.flush()
    # Advice that a system lacks or refuses is no loss: the flush at the end waits for all.
    with contextlib.suppress(AttributeError, OSError):
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _flush_folder(folder: Path) -> None:
    # Not every system can open a folder.
    with contextlib.suppress(OSError):
        _flush(folder, os.O_RDONLY)


def _require_safe_name(name: str) -> str:
    parts = name.split("/")
    if any(part in {"", ".", ".."} or "\\" in part or ":" in part for part in parts):
        raise InternalError(
            f"{escape_control(name)}: internal error: is no name for a file in a package; nothing was written"
        )
    return name


def _write_files(folder: Path, entries: Iterable[PackageFile]) -> None:
    """Write the entries below a new folder, then flush them together, which the disk does faster than one by one."""
    folder.mkdir()
    folders, files = {folder}, []
    for name, data in entries:
        path = folder / _require_safe_name(name)
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


def _members(entries: Iterable[PackageFile], above: str) -> Iterator[PackageFile]:
    return ((f"{above}{_require_safe_name(name)}", data) for name, data in entries)


def write_zip(file: BinaryIO, members: Iterable[PackageFile], stored: frozenset[str] = frozenset()) -> None:
    """Write a zip file, with the same bytes for the same members; those named in `stored` are not compressed."""
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members:
            member = zipfile.ZipInfo(name, _EARLIEST_ZIP_TIME)
            member.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            member.external_attr, member.create_system = _MODE << 16, 3
            archive.writestr(member, data)


def _write_tar(file: BinaryIO, members: Iterable[PackageFile]) -> None:
    with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, data in members:
            member = tarfile.TarInfo(name)
            member.size, member.mode, member.mtime = len(data), _MODE, 0
            archive.addfile(member, io.BytesIO(data))


def _write_tar_gz(file: BinaryIO, members: Iterable[PackageFile]) -> None:
    with gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0) as packed:
        _write_tar(cast("BinaryIO", packed), members)


_ARCHIVES: dict[str, Callable[[BinaryIO, Iterable[PackageFile]], None]] = {
    ".zip": write_zip,
    ".tar": _write_tar,
    ".tar.gz": _write_tar_gz,
    ".tgz": _write_tar_gz,
}
