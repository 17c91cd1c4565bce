"""Lists of names, as people and programs write them."""

import os
import threading
from pathlib import Path

import pytest

from teikit.corpus.listing import listed
from teikit.errors import UnreadableInputError


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
    assert names == list(listed(str(tmp_path / "list")))


def test_a_pipe_is_read_as_names_come(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=(tmp_path / "pipe").write_bytes, args=(b"a\nb\n",))
    writer.start()
    assert list(listed(str(tmp_path / "pipe"))) == ["a", "b"]
    writer.join()


@pytest.mark.parametrize("name", ["none", ".", "a\0b", "cut"])
def test_what_is_no_list_is_told(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("cut").write_bytes(b"\xff\xfea")
    with pytest.raises(UnreadableInputError):
        list(listed(name))
