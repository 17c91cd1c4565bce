"""A package that lies as a folder, a zip or a tar file to its files by their paths; nothing is unpacked to disk."""

import hashlib
import io
import os
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import IO

from teikit.errors import UnreadableInputError
from teikit.files import check_readable, shown

Opener = Callable[[], IO[bytes] | None]
_CHUNK = 1 << 20
_LARGEST = 256 << 20
# How files begin that a tar file is packed in.
_PACKED_AS = {b"\x1f\x8b\x08": "tar.gz", b"BZh": "tar.bz2", b"\xfd7z": "tar.xz"}


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a package by their paths, each opened when it is asked for; `strange` are links, pipes and the like.

    `folders` are all its folders. `twice` are the names that an archive holds more than once. `archive` is the kind of
    archive (zip, tar, tar.gz ...), empty for a folder.
    """

    opened: Mapping[str, Opener]
    strange: tuple[str, ...] = ()
    folders: frozenset[str] = frozenset()
    twice: tuple[str, ...] = ()
    archive: str = ""

    def read(self, name: str) -> bytes:
        """Return what a file holds, up to 256 MiB: what tells of a package is not larger."""
        with self.opened[name]() or io.BytesIO() as file:
            return file.read(_LARGEST)

    def digested(self, name: str, algorithms: Iterable[str]) -> tuple[dict[str, str], int] | None:
        """Return the digests of a file by algorithms that hashlib knows, and its size; None if it cannot be read."""
        size, made = 0, {each: hashlib.new(each, usedforsecurity=False) for each in algorithms}
        try:
            with self.opened[name]() or io.BytesIO() as file:
                while piece := file.read(_CHUNK):
                    size += len(piece)
                    for one in made.values():
                        one.update(piece)
        except (OSError, zipfile.BadZipFile, zlib.error, EOFError):
            return None
        return {each: one.hexdigest() for each, one in made.items()}, size


def _walk(folder: Path) -> Files:
    found: dict[str, Opener] = {}
    strange, folders = [], set()
    for above, below, names in os.walk(folder, onerror=_unreadable):
        links = [name for name in below if (Path(above) / name).is_symlink()]
        folders |= {(Path(above) / name).relative_to(folder).as_posix() for name in below if name not in links}
        for name in sorted([*names, *links]):
            path = Path(above) / name
            inner = path.relative_to(folder).as_posix()
            if path.is_symlink() or not path.is_file():
                strange.append(inner)
            else:
                found[inner] = partial(_read, path)
    return Files(found, tuple(strange), frozenset(folders))


def _read(path: Path) -> IO[bytes]:
    return path.open("rb")


def _unreadable(error: OSError) -> None:
    raise UnreadableInputError(f"{shown(str(error.filename))}: {(error.strerror or 'cannot be read').lower()}")


def _listed(members: list[tuple[str, Opener | None]], name: str) -> Files:
    """Return an archive's members below the one folder that it holds; those without an opener are strange."""
    tops = {path.partition("/")[0] for path, _ in members}
    if len(tops) != 1 or any("/" not in path for path, _ in members):
        raise UnreadableInputError(f"{shown(name)}: holds no single folder, as a package in an archive does")
    inner = [(path.partition("/")[2], opener) for path, opener in members]
    folders = frozenset(path.rstrip("/") for path, _ in inner if path.endswith("/"))
    files = [(path, opener) for path, opener in inner if path and not path.endswith("/")]
    names = [path for path, _ in files]
    return Files(
        {path: opener for path, opener in files if opener},
        tuple(path for path, opener in files if opener is None),
        folders | {path.rpartition("/")[0] for path in names},
        tuple(sorted({path for path in names if names.count(path) > 1})) if len(set(names)) < len(names) else (),
    )


def _of_zip(archive: zipfile.ZipFile, name: str) -> Files:
    members: list[tuple[str, Opener | None]] = []
    for info in archive.infolist():
        # The upper half holds Unix's mode: a link is none of the files that people mean.
        regular = (info.external_attr >> 28) in {0, 0o10} or info.is_dir()
        members.append((info.filename, partial(archive.open, info) if regular and not info.flag_bits & 1 else None))
    return _listed(members, name)


def _of_tar(archive: tarfile.TarFile, name: str) -> Files:
    members: list[tuple[str, Opener | None]] = []
    for info in archive.getmembers():
        path = f"{info.name}/" if info.isdir() else info.name
        members.append((path, partial(archive.extractfile, info) if info.isreg() or info.isdir() else None))
    return _listed(members, name)


def _tar_kind(path: Path) -> str:
    with path.open("rb") as file:
        return _PACKED_AS.get(file.read(3), "tar")


@contextmanager
def opened(path: Path) -> Iterator[Files]:
    """Open a package for reading.

    Raises:
        UnreadableInputError: it is missing, not permitted, or neither folder nor archive.

    """
    if path.is_dir():
        yield _walk(path)
        return
    check_readable(path)
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                yield replace(_of_zip(archive, str(path)), archive="zip")
        elif tarfile.is_tarfile(path):
            with tarfile.open(path) as tar:
                yield replace(_of_tar(tar, str(path)), archive=_tar_kind(path))
        else:
            raise UnreadableInputError(f"{shown(path)}: is no package: neither a folder nor a zip or tar file")
    except (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise UnreadableInputError(f"{shown(path)}: cannot be read ({error})") from None
