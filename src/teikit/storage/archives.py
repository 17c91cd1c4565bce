"""Reads packages: a folder, a zip or a tar file as a mapping from paths to files; nothing is unpacked to disk."""

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
from typing import IO

from teikit.errors import UnreadableInputError
from teikit.messages import escape_control
from teikit.storage.files import check_readable

Opener = Callable[[], IO[bytes] | None]
_CHUNK = 1 << 20
_MAX_FILE_SIZE = 256 << 20
# How files begin that a tar file is packed in.
_TAR_COMPRESSIONS = {b"\x1f\x8b\x08": "tar.gz", b"BZh": "tar.bz2", b"\xfd7z": "tar.xz"}
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
# What file managers leave in folders, and so in archives made of them.
_LITTER = re.compile(r"\.DS_Store|Thumbs\.db|desktop\.ini|\._.*|__MACOSX", re.IGNORECASE)


def is_litter(name: str) -> bool:
    """Return whether a file or folder was left by a file manager and is not meant to be in a package."""
    return bool(_LITTER.fullmatch(name))


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a package by path, each opened on demand.

    `irregular` are links, pipes and the like, `folders` all folders, `duplicates` the names that an archive has more
    than once. `archive` is the kind of archive (zip, tar, tar.gz ...), empty for a folder.
    """

    openers: Mapping[str, Opener]
    irregular: tuple[str, ...] = ()
    folders: frozenset[str] = frozenset()
    duplicates: tuple[str, ...] = ()
    archive: str = ""

    @property
    def top_folder(self) -> str:
        """The folder that contains all files of an archive, empty if there is no such folder."""
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
        """Return the first 256 MiB of a file; the files that describe a package are never larger."""
        with self.openers[name]() or io.BytesIO() as file:
            return file.read(_MAX_FILE_SIZE)

    def compute_digests(self, name: str, algorithms: Iterable[str]) -> tuple[dict[str, str], int] | None:
        """Return the digests of a file by hashlib's algorithm names, and its size; None if it cannot be read."""
        size, made = 0, {each: hashlib.new(each, usedforsecurity=False) for each in algorithms}
        try:
            with self.openers[name]() or io.BytesIO() as file:
                while piece := file.read(_CHUNK):
                    size += len(piece)
                    for one in made.values():
                        one.update(piece)
        except (OSError, zipfile.BadZipFile, zlib.error, EOFError):
            return None
        return {each: one.hexdigest() for each, one in made.items()}, size


def _files_of_folder(folder: Path) -> Files:
    found: dict[str, Opener] = {}
    strange, folders = [], set()
    for above, below, names in os.walk(folder, onerror=_raise_unreadable):
        links = [name for name in below if (Path(above) / name).is_symlink()]
        folders |= {(Path(above) / name).relative_to(folder).as_posix() for name in below if name not in links}
        for name in sorted([*names, *links]):
            path = Path(above) / name
            inner = path.relative_to(folder).as_posix()
            if path.is_symlink() or not path.is_file():
                strange.append(inner)
            else:
                found[inner] = partial(_open_file, path)
    return Files(found, tuple(strange), frozenset(folders))


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
        raise UnreadableInputError(
            f"{escape_control(archive)}: holds '{escape_control(path)}', a name that leads out of the archive"
        )
    return "/".join(part for part in path.split("/") if part not in {"", "."})


def _files_of_members(members: Iterable[tuple[str, Opener | None, bool]], archive: str) -> Files:
    """Return the files of an archive's members (path, opener, whether it is a folder); no opener means irregular."""
    plain = [(_normalize_path(path, archive), opener, is_folder) for path, opener, is_folder in members]
    kept = [one for one in plain if one[0] and not is_litter(one[0].partition("/")[0])]
    files = [(path, opener) for path, opener, is_folder in kept if not is_folder]
    folders = {path for path, _, is_folder in kept if is_folder}
    for path in [*folders, *(path for path, _ in files)]:
        while (path := path.rpartition("/")[0]) and path not in folders:
            folders.add(path)
    counted = Counter(path for path, _ in files)
    return Files(
        {path: opener for path, opener in files if opener},
        tuple(path for path, opener in files if opener is None),
        frozenset(folders),
        tuple(sorted(path for path, count in counted.items() if count > 1)),
    )


def _files_of_zip(archive: zipfile.ZipFile, name: str) -> Files:
    members: list[tuple[str, Opener | None, bool]] = []
    for info in archive.infolist():
        # The upper half holds Unix's mode: a link is none of the files that people mean.
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
