"""A file that is fixed in place keeps all but its contents, and whatever fails, it is the old or the new one."""

import os
import stat
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from teikit.errors import OutputError
from teikit.storage import files, temporary
from teikit.storage.files import replace_file, write_file
from teikit.storage.remarks import take_remarks

OLD, NEW = b"old", b"new"
Write = Callable[[Path, bytes], None]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    temporary.remove_leftovers.cache_clear()
    take_remarks()
    (tmp_path / "a.xml").write_bytes(OLD)
    return tmp_path / "a.xml"


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755, 0o2770, 0o400])
def test_the_permissions_are_kept(path: Path, mode: int) -> None:
    path.chmod(mode)
    replace_file(path, NEW)
    assert (stat.S_IMODE(path.stat().st_mode), path.read_bytes(), take_remarks()) == (mode, NEW, [])


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="extended attributes")
def test_extended_attributes_are_kept(path: Path) -> None:
    try:
        os.setxattr(path, "user.origin", b"archive")
    except OSError:
        pytest.skip("the file system has no attributes")
    replace_file(path, NEW)
    assert (os.getxattr(path, "user.origin"), path.read_bytes()) == (b"archive", NEW)


def access_list(mode: int) -> bytes:
    """The attribute in which Linux stores that one user more may do what the mask allows."""
    entries = [(1, 6, -1), (2, 6, 65_534), (4, 0, -1), (0x10, mode, -1), (0x20, 0, -1)]
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *each) for each in entries)


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="access lists of Linux")
@pytest.mark.parametrize("kind", ["access", "default"])
def test_the_access_list_is_kept_and_that_of_new_files_is_not_added(path: Path, kind: str) -> None:
    try:
        os.setxattr(path if kind == "access" else path.parent, f"system.posix_acl_{kind}", access_list(6))
    except OSError:
        pytest.skip("the file system has no access lists")
    before = path.stat().st_mode, [(name, os.getxattr(path, name)) for name in os.listxattr(path)]
    assert bool(before[1]) == (kind == "access")
    replace_file(path, NEW)
    assert before == (path.stat().st_mode, [(name, os.getxattr(path, name)) for name in os.listxattr(path)])


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_the_owner_is_kept_or_a_remark_says_that_it_is_not(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.chown(path, 65_534, 65_534)
    path.chmod(0o4755)
    replace_file(path, NEW)
    state = path.stat()
    assert (state.st_uid, state.st_gid, stat.S_IMODE(state.st_mode)) == (65_534, 65_534, 0o4755)

    def refuse(*_who: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "fchown", refuse)
    replace_file(path, b"newer")
    assert (stat.S_IMODE(path.stat().st_mode), path.stat().st_uid) == (0o755, os.geteuid())
    assert take_remarks() == [f"{path}: has a new owner or group, since you may not give files to the former"]


def test_a_remark_says_that_other_names_still_have_the_former_contents(path: Path) -> None:
    other = path.with_name("other.xml")
    other.hardlink_to(path)
    replace_file(path, NEW)
    assert (path.read_bytes(), other.read_bytes()) == (NEW, OLD)
    many = "is one of 2 names of a file (hard links); only this one has the new contents"
    assert take_remarks() == [f"{path}: {many}"]


def test_a_file_that_is_gone_is_reported(path: Path) -> None:
    path.unlink()
    with pytest.raises(OutputError, match=r"a\.xml: cannot be written \(no such file or directory\)"):
        replace_file(path, NEW)


def force(path: Path, data: bytes) -> None:
    write_file(path, data, force=True)


# What writing a file asks of the system.
CALLS = (
    "open",
    "fsync",
    "dup",
    "close",
    "link",
    "replace",
    "unlink",
    "fchown",
    "fchmod",
    "lstat",
    "listdir",
    "urandom",
)


def failures(write: Write, path: Path, error: BaseException, *, after: bool) -> Iterator[BaseException | None]:
    """Write a file again and again, each time with a failure one call later, until there is none."""
    at, count = 0, 0

    def around(call: Callable) -> Callable:
        def called(*arguments: object, **named: object) -> object:
            nonlocal count
            count += 1
            if count - 1 != at:
                return call(*arguments, **named)
            if after:
                call(*arguments, **named)
            raise error

        return called

    while at == 0 or count >= at:
        count, raised = 0, None
        temporary.remove_leftovers.cache_clear()
        with pytest.MonkeyPatch.context() as patch:
            for name in CALLS:
                patch.setattr(os, name, around(getattr(os, name)))
            try:
                write(path, NEW)
            except BaseException as stopped:  # noqa: BLE001  whatever it is
                raised = stopped
        yield raised
        at += 1


ERRORS = [OSError(28, "No space left on device"), OSError(5, "Input/output error"), KeyboardInterrupt(), MemoryError()]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("error", ERRORS, ids=["full", "broken", "interrupt", "memory"])
@pytest.mark.parametrize("write", [write_file, force, replace_file], ids=["new", "force", "replace"])
def test_a_failure_at_any_call_leaves_the_old_file_or_the_new(
    path: Path, write: Write, error: BaseException, *, after: bool
) -> None:
    turns = 0
    if write is write_file:
        path.unlink()
    for raised in failures(write, path, error, after=after):
        found = path.read_bytes() if path.exists() else None
        assert found in ({None, NEW} if write is write_file else {OLD, NEW})
        if isinstance(error, OSError):
            assert raised is None or isinstance(raised, OutputError), raised
        if raised is None:
            assert found == NEW
        # The next run removes what could not be removed.
        temporary.remove_leftovers.cache_clear()
        temporary.remove_leftovers(str(path.parent))
        assert [each.name for each in path.parent.iterdir()] in ([path.name], [])
        if write is write_file:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(OLD)
        turns += 1
    assert turns > 5


def test_the_error_of_closing_a_file_leaves_the_old_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def over_quota(_handle: int) -> None:
        raise OSError(122, "Disk quota exceeded")

    monkeypatch.setattr(files.os, "close", over_quota)
    with pytest.raises(OutputError, match="disk quota exceeded"):
        force(path, NEW)
    monkeypatch.undo()
    assert path.read_bytes() == OLD


@pytest.mark.parametrize("name", ["a\nb", "x" * 255, "ä" * 127, " ", "-", "'", "\udcff"])
def test_any_name_that_a_file_can_have_is_written(tmp_path: Path, name: str) -> None:
    for data in (OLD, NEW):
        force(tmp_path / name, data)
        replace_file(tmp_path / name, data)
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [NEW]
