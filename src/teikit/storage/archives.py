"""Zip and tar files: read by their members' paths without unpacking to disk, and written with fixed times and modes.

A folder is read through the same interface, so that packages are verified alike, however they are stored.
"""

import gzip
import hashlib
import io
import os
import re
import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import IO, BinaryIO, cast

from teikit.errors import UnreadableInputError
from teikit.messages import escape_control
from teikit.storage.files import check_readable
from teikit.storage.folders import PackageFile

Opener = Callable[[], IO[bytes] | None]
_CHUNK = 1 << 20
_MAX_FILE_SIZE = 256 << 20
# The first bytes of compressed tar files.
_TAR_COMPRESSIONS = {b"\x1f\x8b\x08": "tar.gz", b"BZh": "tar.bz2", b"\xfd7z": "tar.xz"}
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
# Files that file managers create in folders, and so in archives made of them.
_LITTER = re.compile(r"\.DS_Store|Thumbs\.db|desktop\.ini|\._.*|__MACOSX", re.IGNORECASE)

# The earliest time that zip files can represent.
_EARLIEST_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_MODE = 0o644


def is_litter(name: str) -> bool:
    """Return whether a file or folder is one that file managers create unasked, and not part of a package."""
    return bool(_LITTER.fullmatch(name))


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a package by their paths, each opened on demand; `irregular` are links, pipes and the like.

    `folders` are all its folders. `duplicates` are the names that an archive has more than once. `archive` is the kind
    of archive (zip, tar, tar.gz ...), empty for a folder.
    """

    openers: Mapping[str, Opener]
    irregular: tuple[str, ...] = ()
    folders: frozenset[str] = frozenset()
    duplicates: tuple[str, ...] = ()
    archive: str = ""

    @property
    def top_folder(self) -> str:
        """The one folder at the top that contains all files of an archive, empty where there is no such folder."""
        names = [*self.openers, *self.irregular]
        tops = {name.partition("/")[0] for name in [*names, *self.folders]}
        return tops.pop() if self.archive and len(tops) == 1 and all("/" in name for name in names) else ""

    def subfolder(self, folder: str) -> "Files":
        """Return the contents of a folder in the package, with paths relative to it."""
        above = f"{folder}/"

        def names_below(names: Iterable[str]) -> Iterator[str]:
            return (name.removeprefix(above) for name in names if name.startswith(above))

        return replace(
            self,
            openers={name: self.openers[f"{above}{name}"] for name in names_below(self.openers)},
            irregular=tuple(names_below(self.irregular)),
            folders=frozenset(names_below(self.folders)),
            duplicates=tuple(names_below(self.duplicates)),
        )

    def read(self, name: str) -> bytes:
        """Return the bytes of a file, up to 256 MiB: files that describe a package are not larger."""
        with self.openers[name]() or io.BytesIO() as file:
            return file.read(_MAX_FILE_SIZE)

    def compute_digests(self, name: str, algorithms: Iterable[str]) -> tuple[dict[str, str], int] | None:
        """Return the digests of a file by hashlib's algorithm names, and its size; None if it cannot be read."""
        size, hashes = 0, {each: hashlib.new(each, usedforsecurity=False) for each in algorithms}
        try:
            with self.openers[name]() or io.BytesIO() as file:
                while piece := file.read(_CHUNK):
                    size += len(piece)
                    for one in hashes.values():
                        one.update(piece)
        except (OSError, zipfile.BadZipFile, zlib.error, EOFError):
            return None
        return {each: one.hexdigest() for each, one in hashes.items()}, size


def _files_of_folder(folder: Path) -> Files:
    openers: dict[str, Opener] = {}
    irregular, folders = [], set()
    for above, below, names in os.walk(folder, onerror=_raise_unreadable):
        links = [name for name in below if (Path(above) / name).is_symlink()]
        folders |= {(Path(above) / name).relative_to(folder).as_posix() for name in below if name not in links}
        for path in (Path(above) / name for name in sorted([*names, *links])):
            inner = path.relative_to(folder).as_posix()
            if path.is_symlink() or not path.is_file():
                irregular.append(inner)
            else:
                openers[inner] = partial(_open_file, path)
    return Files(openers, tuple(irregular), frozenset(folders))


def _open_file(path: Path) -> IO[bytes]:
    return path.open("rb")


def _raise_unreadable(error: OSError) -> None:
    raise UnreadableInputError(f"{escape_control(str(error.filename))}: {(error.strerror or 'cannot be read').lower()}")


def _normalize_path(path: str, archive: str) -> str:
    """Return the path of an archive's member in normal form, without `./`.

    Raises:
        UnreadableInputError: it leads out of the folder into which the archive would be unpacked.
    """
    if path.startswith(("/", "\\")) or _DRIVE.match(path) or ".." in re.split(r"[\\/]", path):
        reason = f"holds '{escape_control(path)}', a name that leads out of the archive"
        raise UnreadableInputError(f"{escape_control(archive)}: {reason}")
    return "/".join(part for part in path.split("/") if part not in {"", "."})


def _files_of_members(members: Iterable[tuple[str, Opener | None, bool]], archive: str) -> Files:
    """Return an archive's members (path, opener, whether it is a folder); those without an opener are irregular."""
    plain = [(_normalize_path(path, archive), opener, is_folder) for path, opener, is_folder in members]
    kept = [one for one in plain if one[0] and not is_litter(one[0].partition("/")[0])]
    files = [(path, opener) for path, opener, is_folder in kept if not is_folder]
    return Files(
        {path: opener for path, opener in files if opener},
        tuple(path for path, opener in files if opener is None),
        _folders_of(kept),
        tuple(sorted(path for path, count in Counter(path for path, _ in files).items() if count > 1)),
    )


def _folders_of(members: Iterable[tuple[str, Opener | None, bool]]) -> frozenset[str]:
    """Return the folders among the members of an archive, and those that their paths imply."""
    found: set[str] = set()
    for path, _, is_folder in members:
        folder = path if is_folder else path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return frozenset(found)


def _files_of_zip(archive: zipfile.ZipFile, name: str) -> Files:
    members: list[tuple[str, Opener | None, bool]] = []
    for info in archive.infolist():
        # The upper half is Unix's mode: links are not read.
        regular = (info.external_attr >> 28) in {0, 0o10} or info.is_dir()
        opener = partial(archive.open, info) if regular and not info.flag_bits & 1 else None
        members.append((info.filename, opener, info.is_dir()))
    return _files_of_members(members, name)


def _files_of_tar(archive: tarfile.TarFile, name: str) -> Files:
    members: list[tuple[str, Opener | None, bool]] = []
    for info in archive.getmembers():
        opener = partial(archive.extractfile, info) if info.isreg() or info.isdir() else None
        members.append((info.name, opener, info.isdir()))
    return _files_of_members(members, name)


def _tar_kind(path: Path) -> str:
    with path.open("rb") as file:
        return _TAR_COMPRESSIONS.get(file.read(3), "tar")


@contextmanager
def open_package(path: Path) -> Iterator[Files]:
    """Open a package for reading.

    Raises:
        UnreadableInputError: it is missing, not permitted, or neither folder nor archive.
    """
    if path.is_dir():
        yield _files_of_folder(path)
        return
    check_readable(path)
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                yield replace(_files_of_zip(archive, str(path)), archive="zip")
        elif tarfile.is_tarfile(path):
            with tarfile.open(path) as tar:
                yield replace(_files_of_tar(tar, str(path)), archive=_tar_kind(path))
        else:
            raise UnreadableInputError(f"{escape_control(path)}: is no package: neither a folder nor a zip or tar file")
    except (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise UnreadableInputError(f"{escape_control(path)}: cannot be read ({error})") from None


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


# The suffixes of archives that are written.
WRITERS: dict[str, Callable[[BinaryIO, Iterable[PackageFile]], None]] = {
    ".zip": write_zip,
    ".tar": _write_tar,
    ".tar.gz": _write_tar_gz,
    ".tgz": _write_tar_gz,
}


def archive_suffix(name: str) -> str:
    """Return the suffix of a name that makes it an archive's, in lower case; empty for a folder's name."""
    return next((each for each in WRITERS if name.lower().endswith(each)), "")


def archive_kind(name: str) -> str:
    """Return the kind of archive of a package by its name: zip, tar or tar.gz, empty for a folder."""
    suffix = archive_suffix(name)
    return {".tgz": "tar.gz"}.get(suffix, suffix.lstrip("."))
