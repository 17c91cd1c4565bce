"""Checkpoint: a file beside the results of a run that lists what is done, so that a stopped run can be resumed.

The first line of the file names the run: a digest of all that its results depend on except their sources. Each further
line names a source, its digest, and the digests of its results. It is written before the results are: a result that is
there and has this digest is complete, and any other file was not written by this run.
"""

import contextlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from teikit._version import __version__
from teikit.errors import TeikitError
from teikit.storage.files import read_file, remove_file
from teikit.storage.journals import open_journal
from teikit.storage.temporary import JOURNAL

_Entry = tuple[str, dict[str, str]]


def digest(*pieces: bytes | str) -> str:
    """Return the digest of a sequence of bytes and strings; it depends on where each ends."""
    found = blake2b(digest_size=16)
    for piece in pieces:
        data = piece.encode("utf-8", "surrogatepass") if isinstance(piece, str) else piece
        found.update(len(data).to_bytes(8, "big") + data)
    return found.hexdigest()


class Checkpoint:
    """The checkpoint of a run with results in `folder`; `run` is all that these depend on except their sources.

    A run that completes removes its checkpoint; one that is stopped leaves it. A run goes on without a checkpoint if it
    cannot be written: only stopped runs need it.
    """

    def __init__(self, folder: Path, run: Iterable[str]) -> None:
        self._run = digest(__version__, *run)
        self._folder, self._path = folder, folder / (JOURNAL + self._run[:8])
        self._entries: dict[str, _Entry] = dict(_read_entries(self._path, self._run))
        self._file: BinaryIO | None = None
        self._is_complete = True

    def __enter__(self) -> "Checkpoint":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        """Remove the checkpoint of a run that completes, and leave that of a run that is stopped or lacks a result."""
        if self._file is not None:
            self._file.close()
        if error is None and self._is_complete and (self._file or self._entries):
            with contextlib.suppress(OSError):
                remove_file(self._path)

    @property
    def folders(self) -> set[Path]:
        """The folders of the results that the stopped run wrote."""
        return {(self._folder / name).parent for _, results in self._entries.values() for name in results}

    def keep(self) -> None:
        """Leave the checkpoint at the end, since a result could not be written."""
        self._is_complete = False

    def has(self, source: str) -> bool:
        """Return whether the stopped run had begun with a source."""
        return source in self._entries

    def has_done(self, source: str, found: str) -> bool:
        """Return whether all results of a source, whose digest is `found`, are in place."""
        known, results = self._entries.get(source, ("", {}))
        return known == found and bool(results) and all(self._is_in_place(*each) for each in results.items())

    def owns(self, source: str, target: Path) -> bool:
        """Return whether the file at a target was written for this source by the stopped run."""
        name = self._relative_name(target)
        wanted = self._entries.get(source, ("", {}))[1].get(name)
        return wanted is not None and self._is_in_place(name, wanted)

    def record(self, source: str, found: str, results: Mapping[Path, bytes]) -> None:
        """Record the results that are about to be written for a source whose digest is `found`."""
        made = {self._relative_name(target): digest(data) for target, data in results.items()}
        self._write({"source": source, "digest": found, "results": made})

    def _is_in_place(self, name: str, wanted: str) -> bool:
        try:
            return digest(read_file(self._folder / name)) == wanted
        except TeikitError:
            return False

    def _relative_name(self, target: Path) -> str:
        return os.path.relpath(target, self._folder)

    def _write(self, line: Mapping[str, object]) -> None:
        with contextlib.suppress(OSError):
            if self._file is None:
                self._file = self._open_file()
            self._file.write(json.dumps(line).encode() + b"\n")

    def _open_file(self) -> BinaryIO:
        """Open the file: a new one, unless the run is resumed."""
        file = open_journal(self._path, continues=bool(self._entries))
        # The file of a stopped run may end in the middle of a line.
        file.write(b"\n" if self._entries else json.dumps({"run": self._run}).encode() + b"\n")
        return file


def _read_entries(path: Path, run: str) -> Iterator[tuple[str, _Entry]]:
    """Yield the sources and entries of a checkpoint of the same run; lines of another form are skipped."""
    try:
        first, *lines = read_file(path).split(b"\n") if not path.is_symlink() else [b""]
    except (OSError, TeikitError):
        return
    if _parse_line(first) != {"run": run}:
        return
    for line in lines:
        match _parse_line(line):
            case {"source": str(source), "digest": str(found), "results": dict(results)}:
                yield source, (found, {str(name): str(made) for name, made in results.items() if _is_inside(name)})


def _parse_line(line: bytes) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _is_inside(name: str) -> bool:
    return not os.path.isabs(name) and ".." not in Path(name).parts  # noqa: PTH117  a name, not a path on this machine


@contextlib.contextmanager
def resumable(folder: Path | None) -> Iterator[None]:
    """Let an interrupt say that the run can go on, where it leaves a checkpoint in the folder."""
    try:
        yield
    except KeyboardInterrupt as error:
        if folder and any(folder.glob(f"{JOURNAL}*")):
            error.args = (f"{error or 'interrupted'}; the same command goes on from there",)
        raise
