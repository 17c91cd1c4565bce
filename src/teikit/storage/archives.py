"""Packages read by the paths of their files, alike as folders, zip and tar files; nothing is unpacked by its name."""

import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import IO, BinaryIO

from teikit.errors import UnreadableInputError
from teikit.formats.archives import (
    BrokenArchiveError,
    Member,
    Opener,
    PackageFile,
    check_path,
    count_name,
    show_name,
)
from teikit.formats.tar import TarReader, compression, has_checksum, tar_kind, unpack, write_tar, write_tar_gz
from teikit.formats.zip import BEGINNINGS, ZipReader, is_zip, write_zip
from teikit.limits import Budget
from teikit.messages import escape_control
from teikit.storage.files import check_readable, describe_error

_CHUNK = 1 << 20
_HEADER = 512
# Files that file managers create in folders, and so in archives made of them.
_LITTER = re.compile(r"\.DS_Store|Thumbs\.db|desktop\.ini|\._.*|__MACOSX", re.IGNORECASE)
_Digests = tuple[dict[str, str], int]


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
    budget: Budget = field(default_factory=lambda: Budget("package"), compare=False, repr=False)
    _known: dict[str, _Digests | None] = field(default_factory=dict, init=False, compare=False, repr=False)

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
        """Return the bytes of a file that describes a package.

        Raises:
            LimitExceededError: it is too large to be read whole.
            UnreadableInputError: it is damaged, or not permitted.
        """
        most = self.budget.limit("member-bytes")
        try:
            with self.openers[name]() as file:
                data = file.read(most + 1)
        except (OSError, BrokenArchiveError) as error:
            reason = describe_error(error) if isinstance(error, OSError) else "the archive is damaged there"
            raise UnreadableInputError(f"{self.budget.file}/{show_name(name)}: cannot be read ({reason})") from None
        if len(data) > most:
            raise Budget(f"{self.budget.file}/{show_name(name)}").excess("member-bytes")
        return data

    def compute_digests(self, name: str, algorithms: Iterable[str]) -> _Digests | None:
        """Return the digests of a file by hashlib's algorithm names, and its size; None if it cannot be read.

        A file that is listed again is not read again, unless by another algorithm.
        """
        wanted = frozenset(algorithms)
        known = self._known.get(name, ({}, -1))
        if known is None or (known[1] >= 0 and wanted <= known[0].keys()):
            return known
        found = self._known[name] = self._read_digests(name, wanted | known[0].keys())
        return found

    def _read_digests(self, name: str, algorithms: Iterable[str]) -> _Digests | None:
        size, hashes = 0, {each: hashlib.new(each, usedforsecurity=False) for each in algorithms}
        try:
            with self.openers[name]() as file:
                while piece := file.read(_CHUNK):
                    size += len(piece)
                    for one in hashes.values():
                        one.update(piece)
        except (OSError, UnreadableInputError):
            return None
        return {each: one.hexdigest() for each, one in hashes.items()}, size


class _Listing:
    """Collects the files, folders and irregular files of a package, and counts them."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self.openers: dict[str, Opener] = {}
        self.irregular: dict[str, None] = {}
        self.folders: set[str] = set()
        self.duplicates: set[str] = set()

    def add_folder(self, path: str) -> None:
        """Add a folder, and those above it."""
        while path and path not in self.folders:
            count_name(path, self._budget)
            self.folders.add(path)
            path = path.rpartition("/")[0]

    def add_file(self, path: str, opener: Opener | None) -> None:
        """Add a file; without an opener it is irregular."""
        count_name(path, self._budget)
        if path in self.openers or path in self.irregular:
            self.duplicates.add(path)
        if opener is None:
            self.irregular[path] = None
        else:
            self.openers[path] = opener
        self.add_folder(path.rpartition("/")[0])

    def files(self, archive: str = "") -> Files:
        """Return what was added; a path that is a file and a folder too is a duplicate."""
        both = self.folders & (self.openers.keys() | self.irregular.keys())
        return Files(
            self.openers,
            tuple(self.irregular),
            frozenset(self.folders),
            tuple(sorted(self.duplicates | both)),
            archive,
            self._budget,
        )


def _files_of_folder(folder: Path, budget: Budget) -> Files:
    listing = _Listing(budget)
    waiting = [""]
    while waiting:
        above = waiting.pop()
        try:
            with os.scandir(folder / above) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            shown = show_name(str(folder / above))
            raise UnreadableInputError(f"{shown}: cannot be read ({describe_error(error)})") from None
        for entry in found:
            path = f"{above}/{entry.name}" if above else entry.name
            if entry.is_dir(follow_symlinks=False):
                listing.add_folder(path)
                waiting.append(path)
            else:
                is_regular = entry.is_file(follow_symlinks=False)
                listing.add_file(path, partial(_open_file, folder / path) if is_regular else None)
    return listing.files()


def _open_file(path: Path) -> IO[bytes]:
    """Open a regular file; OSError if it has become a link, or anything else that would be waited for."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    file = os.fdopen(os.open(path, flags), "rb")
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError(0, "is no regular file any more")
    return file


def _normalize_path(path: str) -> str:
    """Return the path of an archive's member in normal form, without `./`; empty for the archive's own folder."""
    return "/".join(part for part in path.split("/") if part not in {"", "."})


def _files_of_members(members: Iterable[Member], budget: Budget, archive: str) -> Files:
    """Return the files of an archive.

    Raises:
        UnreadableInputError: a path leads out of the folder into which the archive would be unpacked.
    """
    listing = _Listing(budget)
    for member in members:
        budget.check("archive-path-length", len(member.path))
        check_path(member.path, budget.file)
        path = _normalize_path(member.path)
        if is_litter(path.partition("/")[0]):
            count_name(path, budget)
        elif not member.is_folder:
            # A file that is called as the archive's own folder, or not at all, cannot be unpacked.
            listing.add_file(path or member.path or "(without a name)", member.open if path else None)
        else:
            listing.add_folder(path)
    return listing.files(archive)


def _open_archive(path: Path, budget: Budget, stack: ExitStack) -> Files:
    file: IO[bytes] = stack.enter_context(path.open("rb"))
    size = os.fstat(file.fileno()).st_size
    first = file.read(_HEADER)
    # A tar file may end with a zip file in it, so that its end is that of a zip file.
    if first.startswith(BEGINNINGS) or (not (has_checksum(first) or compression(first)) and is_zip(file)):
        return _files_of_members(ZipReader(file, size, budget).members(), budget, "zip")
    if magic := compression(first):
        file, size = unpack(file, magic, size, budget)
        stack.enter_context(file)
    elif not has_checksum(first):
        reason = "is no package: neither a folder nor a zip or tar file"
        raise UnreadableInputError(f"{budget.file}: {reason}")
    return _files_of_members(TarReader(file, size, budget).members(), budget, tar_kind(magic))


@contextmanager
def open_package(path: Path) -> Iterator[Files]:
    """Open a package for reading.

    Raises:
        UnreadableInputError: it is missing, not permitted, or neither folder nor archive.
        LimitExceededError: it has too many files, or unpacks to too much.
    """
    budget = Budget(escape_control(path))
    if path.is_dir():
        yield _files_of_folder(path, budget)
        return
    check_readable(path)
    with ExitStack() as stack:
        try:
            files = _open_archive(path, budget, stack)
        except (OSError, OverflowError, MemoryError) as error:
            reason = describe_error(error) if isinstance(error, OSError) else "it is damaged"
            raise UnreadableInputError(f"{budget.file}: cannot be read ({reason})") from None
        yield files


# The suffixes of archives that are written.
WRITERS: dict[str, Callable[[BinaryIO, Iterable[PackageFile]], None]] = {
    ".zip": write_zip,
    ".tar": write_tar,
    ".tar.gz": write_tar_gz,
    ".tgz": write_tar_gz,
}


def archive_suffix(name: str) -> str:
    """Return the suffix of a name that makes it an archive's, in lower case; empty for a folder's name."""
    return next((each for each in WRITERS if name.lower().endswith(each)), "")


def archive_kind(name: str) -> str:
    """Return the kind of archive of a package by its name: zip, tar or tar.gz, empty for a folder."""
    suffix = archive_suffix(name)
    return {".tgz": "tar.gz"}.get(suffix, suffix.lstrip("."))
