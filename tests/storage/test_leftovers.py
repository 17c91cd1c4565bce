"""What a run that was killed leaves is removed by the next one that writes there, or named."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from teikit.errors import OutputError
from teikit.storage import temporary
from teikit.storage.files import write_file
from teikit.storage.packages import write_package
from teikit.storage.remarks import take_remarks

ID = ".teikit-0123456789abcdef"
WRITING = """
import os, sys, time
from pathlib import Path
from teikit.storage.files import atomic_write
from teikit.storage.folders import atomic_folder, write_files
def entries():
    yield "a", b"x"
    print("ready", flush=True)
    time.sleep(1_000)
out = Path(sys.argv[1])
if out.suffix:
    with atomic_write(out, force=True) as file:
        file.writelines(data for _, data in entries())
with atomic_folder(out, force=True, check=print) as folder:
    write_files(folder, entries())
"""


@pytest.fixture(autouse=True)
def _next_run() -> None:
    """Search folders as a new process does."""
    temporary.remove_leftovers.cache_clear()
    take_remarks()


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


@pytest.mark.parametrize("name", ["out", "out.xml"])
def test_what_a_killed_run_leaves_is_removed_and_that_of_a_running_one_is_not(tmp_path: Path, name: str) -> None:
    command = [sys.executable, "-c", WRITING, str(tmp_path / name)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        write_file(tmp_path / "one", b"")
        assert len(names(tmp_path)) == 2
        process.send_signal(signal.SIGKILL)
    temporary.remove_leftovers.cache_clear()
    write_file(tmp_path / "two", b"")
    assert (names(tmp_path), take_remarks()) == (["one", "two"], [])


@pytest.mark.parametrize("name", [ID, ".teikit-other", ".teikit-valid", f"{ID}0", ".teikit-0123456789ABCDEF"])
def test_a_link_or_another_name_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / "kept").write_bytes(b"kept")
    (tmp_path / name).symlink_to("kept")
    write_file(tmp_path / "new", b"")
    assert ((tmp_path / name).read_bytes(), (tmp_path / name).is_symlink()) == (b"kept", True)


def leave_former(folder: Path, name: str) -> Path:
    """What a run leaves that is killed between two renames."""
    for place in (folder / ID / "made", folder / ID / "old" / name):
        place.mkdir(parents=True)
        (place / "a").write_bytes(b"x")
    return folder / ID / "old" / name


def test_the_only_copy_of_a_former_folder_is_kept_and_named(tmp_path: Path) -> None:
    former = leave_former(tmp_path, "out")
    write_file(tmp_path / "new", b"")
    (remark,) = take_remarks()
    assert remark.startswith(f"{tmp_path / ID}: was left by a run that was killed while it replaced 'out'")
    assert former.is_dir()
    with pytest.raises(OutputError, match="move it back, or delete"):
        write_package(tmp_path / "out", [("a", b"new")], force=True)
    former.rename(tmp_path / "out")
    temporary.remove_leftovers.cache_clear()
    write_file(tmp_path / "more", b"")
    assert names(tmp_path) == ["more", "new", "out"]


def test_a_journal_of_another_run_is_named(tmp_path: Path) -> None:
    (tmp_path / ".teikit-journal-01234567").write_bytes(b'{"run": "x"}\n')
    write_file(tmp_path / "new", b"")
    assert "the same command goes on from there; otherwise delete it" in take_remarks()[0]
    assert names(tmp_path) == [".teikit-journal-01234567", "new"]


def without_locks(_handle: int) -> None:
    """As on a system that cannot lock."""


def test_what_cannot_be_locked_is_named_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ID).write_bytes(b"x")
    monkeypatch.setattr(temporary, "lock", without_locks)
    write_file(tmp_path / "new", b"")
    assert take_remarks() == [
        f"{tmp_path / ID}: was left by a run that was killed, and can be deleted if no other run writes here now"
    ]
    assert names(tmp_path) == [ID, "new"]


def test_what_another_user_left_is_named_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ID).write_bytes(b"x")
    monkeypatch.setattr(os, "geteuid", lambda: 12_345)
    write_file(tmp_path / "new", b"")
    assert "belongs to another user" in take_remarks()[0]
    assert (tmp_path / ID).exists()


def test_a_temporary_file_that_another_run_took_for_a_leftover_is_created_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, taken = temporary.lock, []

    def lose_once(handle: int) -> bool | None:
        if not taken:
            (name,) = tmp_path.iterdir()
            taken.append(name)
            name.unlink()
        return lock(handle)

    monkeypatch.setattr(temporary, "lock", lose_once)
    write_file(tmp_path / "new", b"x")
    assert ((tmp_path / "new").read_bytes(), names(tmp_path)) == (b"x", ["new"])


@pytest.mark.skipif(not hasattr(os, "setuid") or os.geteuid() != 0, reason="takes another user")
@pytest.mark.parametrize("make", [lambda out: write_file(out, b"x"), lambda out: write_package(out, [("b/c", b"x")])])
def test_a_umask_that_forbids_all_leaves_nothing_that_is_not_whole(tmp_path: Path, make: Callable) -> None:
    tmp_path.chmod(0o777)
    for above in tmp_path.parents[:3]:
        above.chmod(above.stat().st_mode | 0o111)
    child = os.fork()
    if not child:
        os.setuid(65_534)
        os.umask(0o777)
        try:
            make(tmp_path / "out")
        except OutputError:
            os._exit(2)
        except BaseException:  # noqa: BLE001
            os._exit(3)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert (status, names(tmp_path)) in [(0, ["out"]), (2, [])]
