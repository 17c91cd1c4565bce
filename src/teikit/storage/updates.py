"""Folders that are brought up to date: only files that differ are written, and nothing that is not teikit's is lost.

A new folder is made whole or not at all. In another one a list names teikit's own files with their digests. New files
are written to a temporary folder, flushed, and then renamed into place one by one; the list says meanwhile that the
update is unfinished. A run that is killed before that leaves the folder as it was, later a mix of former and new files,
each whole, which the next run completes.
"""

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from teikit.errors import OutputError, UnreadableInputError
from teikit.formats.archives import PackageFile
from teikit.messages import escape_control
from teikit.storage.files import check_name, first_bytes, flush_folder, make_folder, read_file, unwritable, write_file
from teikit.storage.folders import atomic_folder, require_safe_name, write_files
from teikit.storage.outputs import check_no_links
from teikit.storage.remarks import add_remark
from teikit.storage.temporary import NEW, temporary_folder


def file_digest(data: bytes) -> str:
    """Return the digest of a file's content."""
    return sha256(data).hexdigest()


def check_updatable(folder: Path, name: str, *, force: bool) -> None:
    """Raise OutputError if a folder cannot be brought up to date, before any work is done.

    It is missing or empty, or has a list of teikit's files under `name`; with `force` it may be any folder.
    """
    check_name(folder)
    if folder.is_symlink():
        raise OutputError(f"{escape_control(folder)}: is a link; a site is not written through one")
    if os.path.lexists(folder) and not folder.is_dir():
        raise OutputError(f"{escape_control(folder)}: is no folder; a site does not replace it")
    if not folder.parent.is_dir():
        raise OutputError(f"{escape_control(folder)}: its folder does not exist")
    if folder.is_dir() and not force and not os.path.lexists(folder / name):
        try:
            is_empty = not any(folder.iterdir())
        except OSError as error:
            raise unwritable(folder, error) from None
        if not is_empty:
            reason = "is a folder that is not empty, and no site of teikit's; --force adds the site to what is in it"
            raise OutputError(f"{escape_control(folder)}: {reason}")


def digests_in(folder: Path, known: Iterable[str]) -> dict[str, str]:
    """Return the digests of files in a folder by their paths; of those that are missing or no files, none."""
    found = {}
    for path in known:
        with contextlib.suppress(UnreadableInputError, OSError):
            check_no_links(folder, folder / path)
            if not (folder / path).is_symlink():
                found[path] = file_digest(read_file(folder / path))
    return found


@dataclass(slots=True)
class Update:
    """What an update did: the digests of all files of the folder, and the numbers of those written and removed."""

    files: dict[str, str] = field(default_factory=dict)
    written: int = 0
    removed: int = 0


def update_folder(  # noqa: PLR0913  all that an update depends on
    folder: Path,
    name: str,
    entries: Iterable[PackageFile],
    there: Mapping[str, str],
    *,
    unfinished: Callable[[Mapping[str, str]], bytes],
    finished: Callable[[Mapping[str, str]], bytes],
    force: bool = False,
) -> Update:
    """Bring a folder up to date; it is made if it is missing.

    Args:
        folder: the folder, which `check_updatable` accepts.
        name: the name of the list of teikit's files in it.
        entries: the paths and bytes of all files that it is to have.
        there: the digests of teikit's own files in it as they are now, by their paths; those that are no entries
            any more are removed.
        unfinished: returns the list while files are replaced, from the digests of former and new files by their paths.
        finished: returns the list at the end, from the digests of the new files.
        force: whether files that are not teikit's are replaced if they have the path of an entry.

    Raises:
        OutputError: a file that is not teikit's would be replaced, or the disk is full or not writable.
    """
    for path in there:
        require_safe_name(path)
    done = Update()
    if not there and not (folder.is_dir() and any(folder.iterdir())):
        _make(folder, name, _differing(folder, entries, there, done, force=force), lambda: finished(done.files))
        return done
    try:
        with temporary_folder(os.fspath(folder)) as work:
            staged = Path(work, NEW)
            write_files(staged, _differing(folder, entries, there, done, force=force))
            obsolete = [path for path in there if path not in done.files]
            if done.written or obsolete:
                write_file(folder / name, unfinished({**there, **done.files}), force=True)
                _move(staged, folder)
                _remove(folder, obsolete, there, done)
            data = finished(done.files)
            if done.written or obsolete or _differs(folder / name, data):
                write_file(folder / name, data, force=True)
    except OSError as error:
        raise unwritable(folder, error) from None
    return done


def _make(folder: Path, name: str, entries: Iterable[PackageFile], listed: Callable[[], bytes]) -> None:
    """Make a new folder, whole or not at all."""

    def with_list() -> Iterator[PackageFile]:
        yield from entries
        yield name, listed()

    with atomic_folder(folder) as made:
        write_files(made, with_list())


def _differs(path: Path, data: bytes) -> bool:
    try:
        return first_bytes(path, len(data) + 1) != data
    except UnreadableInputError:
        return True


def _differing(
    folder: Path, entries: Iterable[PackageFile], there: Mapping[str, str], done: Update, *, force: bool
) -> Iterator[PackageFile]:
    """Yield the entries that the folder does not have so."""
    for path, data in entries:
        found = done.files[require_safe_name(path)] = file_digest(data)
        if there.get(path) != found:
            _check_target(folder, path, is_own=path in there, force=force)
            done.written += 1
            yield path, data


def _check_target(folder: Path, path: str, *, is_own: bool, force: bool) -> None:
    target = folder / path
    check_name(target)
    check_no_links(folder, target)
    if target.is_symlink() or (os.path.lexists(target) and not target.is_file()):
        raise OutputError(f"{escape_control(target)}: is no regular file, which the site needs there")
    if os.path.lexists(target) and not (is_own or force):
        raise OutputError(f"{escape_control(target)}: is not from teikit; give --force to replace it")
    if blocking := next(
        (each for each in _between(folder, target) if os.path.lexists(each) and not each.is_dir()), None
    ):
        raise OutputError(f"{escape_control(blocking)}: is no folder, which the site needs there")


def _between(folder: Path, target: Path) -> Iterator[Path]:
    return (each for each in target.parents if each != folder and each.is_relative_to(folder))


def _move(staged: Path, folder: Path) -> None:
    """Rename all files of a folder into another one, and flush their names."""
    folders = set[Path]()
    for at, _, names in os.walk(staged):
        into = folder / Path(at).relative_to(staged)
        make_folder(into)
        folders |= {into, into.parent}
        for name in sorted(names):
            check_no_links(folder, into / name)
            os.replace(Path(at, name), into / name)  # noqa: PTH105
    for changed in sorted(folders):
        flush_folder(changed)


def _remove(folder: Path, obsolete: Iterable[str], there: Mapping[str, str], done: Update) -> None:
    """Remove files that the folder is not to have any more, as far as they are still as they were."""
    parents = set()
    for path in obsolete:
        if digests_in(folder, [path]).get(path) != there[path]:
            add_remark(f"{escape_control(folder / path)}: is not removed, since it was changed")
            continue
        (folder / path).unlink(missing_ok=True)
        done.removed += 1
        parents |= set(_between(folder, folder / path))
    for each in sorted(parents, reverse=True):
        # Only those that are empty.
        with contextlib.suppress(OSError):
            each.rmdir()
