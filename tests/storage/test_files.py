import os
from pathlib import Path

import pytest

from teikit.errors import OutputError, UnreadableInputError
from teikit.messages import escape_control
from teikit.storage.files import read_file, write_file


def test_a_missing_file_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInputError, match=r"no\.txt: no such file"):
        read_file(tmp_path / "no.txt")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInputError, match="is a folder, not a file"):
        read_file(tmp_path)


def test_a_named_pipe_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableInputError, match="is a named pipe"):
        read_file(tmp_path / "pipe")


def test_a_device_is_refused() -> None:
    with pytest.raises(UnreadableInputError, match="is a device"):
        read_file("/dev/zero")


def test_a_name_with_a_nul_is_no_file() -> None:
    with pytest.raises(UnreadableInputError, match="no possible file name"):
        read_file("a\x00b")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")
    path.chmod(0)
    with pytest.raises(UnreadableInputError, match="no permission"):
        read_file(path)


def test_names_are_shown_without_characters_that_act() -> None:
    assert escape_control("a\x1b[31mb\u202ec\udcff") == "a\\x1b[31mb\\u202ec\\udcff"


def test_names_are_shown_without_what_ci_takes_for_a_command() -> None:
    assert escape_control(" ::error::a") == r" \x3a:error::a"
    assert escape_control("a ##[error]b ##VSO[c]") == r"a #\x23[error]b #\x23VSO[c]"
    assert escape_control("urn::a # ##b") == "urn::a # ##b"


def test_a_file_that_exists_is_kept_unless_forced(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    write_file(path, b"one")
    with pytest.raises(OutputError, match="exists already"):
        write_file(path, b"two")
    assert path.read_bytes() == b"one"
    write_file(path, b"two", force=True)
    assert path.read_bytes() == b"two"


def test_a_failure_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(b"old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("teikit.storage.files.os.fsync", full)
    with pytest.raises(OutputError, match="no space left on device"):
        write_file(path, b"new", force=True)
    assert [one.name for one in tmp_path.iterdir()] == ["a.xml"]
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize("leads_to", ["elsewhere", "nowhere", "folder"])
def test_a_link_is_neither_replaced_nor_followed(tmp_path: Path, leads_to: str) -> None:
    (tmp_path / "elsewhere").write_bytes(b"kept")
    (tmp_path / "folder").mkdir()
    link = tmp_path / "a.xml"
    link.symlink_to(leads_to)
    for force in (False, True):
        with pytest.raises(OutputError, match=r"a\.xml: is a link, which is not followed"):
            write_file(link, b"new", force=force)
    assert (link.is_symlink(), (tmp_path / "elsewhere").read_bytes()) == (True, b"kept")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.xml", "elsewhere", "folder"]


def test_a_folder_that_takes_no_files_is_told_and_the_old_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(b"old")

    def read_only(*_place: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(os, "open", read_only)
    with pytest.raises(OutputError, match=r"a\.xml: cannot be written \(read-only file system\)"):
        write_file(path, b"new", force=True)
    assert path.read_bytes() == b"old"


def test_files_get_the_permissions_that_others_get(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    write_file(tmp_path / "a.xml", b"x")
    assert (tmp_path / "a.xml").stat().st_mode == (tmp_path / "plain").stat().st_mode
