"""Lists of names, as people and programs write them."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from teikit.errors import UnreadableInputError
from teikit.inputs import file_list
from teikit.inputs.file_list import read_names


@pytest.mark.parametrize(
    ("data", "names"),
    [
        (b"", []),
        (b"a.xml", ["a.xml"]),
        (b"a.xml\nb c.xml\n", ["a.xml", "b c.xml"]),
        (b"a.xml\r\n\r\nb.xml\r\n", ["a.xml", "b.xml"]),
        (b"a\nb.xml\0 c\r\0", ["a\nb.xml", " c\r"]),
        (b"a\0\0b", ["a", "b"]),
        (b"a\xff.xml\n-\n# b\n*.xml\n", ["a\udcff.xml", "-", "# b", "*.xml"]),
        (b"\xef\xbb\xbfa.xml\n", ["a.xml"]),
        ("é.xml\r\nb.xml\r\n".encode("utf-16"), ["é.xml", "b.xml"]),
        (b"x" * 70_000 + b"\n" + "é".encode() * 70_000, ["x" * 70_000, "é" * 70_000]),
    ],
)
def test_a_list_of_any_kind_is_read(data: bytes, names: list[str], tmp_path: Path) -> None:
    (tmp_path / "list").write_bytes(data)
    assert names == list(read_names(str(tmp_path / "list")))


@pytest.mark.parametrize(
    "data",
    [
        b"a" * (9 << 20),
        b"a\0" + b"a" * (9 << 20),
        b"a\n" * 40_000 + b"b\0c\n",
        "a\n".encode("utf-16") + b"\xd8\xd8",
        b"\xff\xfe\x00\xd8a\x00",
    ],
)
def test_what_is_no_list_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "list").write_bytes(data)
    with pytest.raises(UnreadableInputError, match=r"list: is no list of file names$"):
        list(read_names(str(tmp_path / "list")))


def test_a_pipe_is_read_as_names_come(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=(tmp_path / "pipe").write_bytes, args=(b"a\nb\n",))
    writer.start()
    assert list(read_names(str(tmp_path / "pipe"))) == ["a", "b"]
    writer.join()


@pytest.mark.parametrize("wait", [0, 1], ids=["long after", "at once"])
def test_a_pipe_is_waited_for_while_somebody_has_it_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wait: int
) -> None:
    monkeypatch.setattr(file_list, "_WRITER_TIMEOUT", wait)
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    with (tmp_path / "pipe").open("wb", buffering=0) as pipe:
        os.close(reader)
        names = read_names(str(tmp_path / "pipe"))
        writer = threading.Timer(0.2, lambda: (pipe.write(b"a\nb"), pipe.close()))
        writer.start()
        assert list(names) == ["a", "b"]
        writer.join()


def test_a_pipe_that_nobody_writes_to_is_not_waited_for_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_list, "_WRITER_TIMEOUT", 0)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("pipe")
    for name in ("pipe", "link"):
        with pytest.raises(UnreadableInputError, match=f"{name}: is a named pipe that nothing writes to"):
            list(read_names(str(tmp_path / name)))


def test_the_pipe_of_a_command_that_is_over_names_nothing() -> None:
    reader, writer = os.pipe()
    os.close(writer)
    assert list(read_names(f"/dev/fd/{reader}")) == []
    os.close(reader)


@pytest.mark.parametrize("name", ["none", ".", "a\0b", "cut"])
def test_what_is_no_list_is_told(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("cut").write_bytes(b"\xff\xfea")
    with pytest.raises(UnreadableInputError):
        list(read_names(name))


def test_a_device_without_end_is_not_read() -> None:
    assert list(read_names(os.devnull)) == []
    with pytest.raises(UnreadableInputError, match="/dev/zero: is a device, not a list of file names"):
        list(read_names("/dev/zero"))


def test_standard_input_without_end_is_read_up_to_the_limit() -> None:
    for command in (("validate", "-"), ("export", "-", "--to", "html"), ("report", "-")):
        program = [sys.executable, "-m", "teikit", *command, *(("--limit", "input-bytes=1000"))]
        with Path("/dev/zero").open("rb") as endless:
            result = subprocess.run(program, stdin=endless, capture_output=True, check=False)
        assert (result.returncode, b"has more than 1,000 bytes (--limit input-bytes=N" in result.stderr) == (2, True)
