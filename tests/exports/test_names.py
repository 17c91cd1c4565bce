"""Names of files in packages: safe for every file system, and all different."""

import pytest

from teikit.exports.packages.contents import Contents, content_files
from teikit.exports.record.names import safe_names, safe_suffix, unique_names
from teikit.storage.folders import require_safe_name

ODD = [
    "a.\\y",
    "a.x:y",
    "a.x/..",
    "..\\..\\x",
    "a.\x1b[2J",
    "a.\u202etxt",
    "a.txt ",
    "a.txt.",
    "a.TXT",
    "a.txt",
    "a.b\nc",
    ".",
]


def test_a_suffix_has_letters_and_digits_only() -> None:
    assert [safe_suffix(each) for each in (".TXT", ".\\y", ".x:y", ".", "", ".\x1b[2J", ". ", ".é")] == [
        ".txt", ".y", ".x_y".replace("_", ""), "", "", ".2j", "", ".e",
    ]  # fmt: skip
    assert safe_suffix("." + "x" * 300) == "." + "x" * 16


def test_sources_with_odd_names_are_packed_under_safe_names() -> None:
    paths = [file.path for file in content_files(Contents([], [(name, b"x") for name in ODD]))]
    assert len({path.lower() for path in paths}) == len(paths)
    for path in paths:
        assert require_safe_name(path).isascii()
        assert path.isprintable()


def test_many_files_of_one_name_are_numbered_in_linear_time() -> None:
    names = list(safe_names(["letter"] * 20_000, ".xml"))
    assert names[:3] == ["letter.xml", "letter-2.xml", "letter-3.xml"]
    assert len(set(names)) == 20_000


@pytest.mark.parametrize(
    "parts", [[("a", ".x"), ("a.x", "")], [("a", ""), ("a-2", ""), ("A", "")], [("x" * 300, ".x")] * 3]
)
def test_names_differ_whatever_their_suffixes(parts) -> None:
    names = list(unique_names(parts))
    assert len({name.lower() for name in names}) == len(parts)
    assert max(map(len, names)) <= 100
