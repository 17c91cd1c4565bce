"""What zip and tar files have in common: their members, what members may be called, and how they are counted.

Nothing is ever unpacked below the names of members.
"""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

from teikit.errors import UnreadableInputError
from teikit.limits import Budget
from teikit.messages import escape_control

# A file of a package: its name, with "/" between folders, and its bytes.
PackageFile = tuple[str, bytes]
Opener = Callable[[], IO[bytes]]
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_SEPARATOR = re.compile(r"[\\/]")
_LONGEST_SHOWN = 200


class BrokenArchiveError(UnreadableInputError):
    """An archive is damaged, or packed in a way that is not read."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an archive: its path as it is stored, and how it is opened.

    What is no regular file (a link, a device), encrypted or sparse has no opener; nor has a folder.
    """

    path: str
    open: Opener | None = None
    is_folder: bool = False


def show_name(path: str) -> str:
    """Return a path for messages, without control characters, and cut if it is very long."""
    return escape_control(path if len(path) <= _LONGEST_SHOWN else f"{path[:_LONGEST_SHOWN]}...")


def leads_out(path: str) -> bool:
    """Return whether a path would lead out of the folder into which an archive is unpacked, on any system."""
    return path.startswith(("/", "\\")) or bool(_DRIVE.match(path)) or ".." in _SEPARATOR.split(path)


def check_path(path: str, archive: str) -> None:
    """Raise UnreadableInputError if the path of a member leads out of its archive."""
    if leads_out(path):
        raise UnreadableInputError(f"{archive}: holds '{show_name(path)}', a name that leads out of the archive")


def count_name(path: str, budget: Budget) -> None:
    """Count a file or a folder of a package; errors are those of `Budget.spend`."""
    budget.check("archive-path-length", len(path))
    budget.spend("archive-members")
    budget.spend("archive-names", len(path))


class PieceReader(io.RawIOBase):
    """A stream of the bytes that an iterator yields piece by piece."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._rest = pieces, memoryview(b"")

    def readable(self) -> bool:
        """Return that bytes can be read."""
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        """Fill a buffer with the next bytes, and return how many they are; 0 at the end."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


def read_range(file: IO[bytes], start: int, size: int, piece: int = 1 << 16) -> Iterator[bytes]:
    """Yield the bytes of a part of a file, fewer if the file ends before; other reads may come in between."""
    end = start + size
    while start < end:
        file.seek(start)
        data = file.read(min(piece, end - start))
        if not data:
            return
        start += len(data)
        yield data


# What unpacks to less than this does no harm, whatever its ratio.
_SMALL = 10 << 20


def check_growth(total: int, size: int, budget: Budget, most: str = "archive-growth", about: str = "") -> None:
    """Raise LimitExceededError if an archive of a size unpacks to too many bytes; `most` is the name of a limit."""
    for name, is_more in (
        (most, total - size > budget.limit(most)),
        ("archive-ratio", _is_ratio_exceeded(total, size, budget)),
    ):
        if is_more:
            raise budget.excess(name, about=about)


def _is_ratio_exceeded(total: int, size: int, budget: Budget) -> bool:
    return total > _SMALL and total > budget.limit("archive-ratio") * size
