"""What commands work on: folders, globs and lists at the command line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

VALID = "<TEI xmlns='http://www.tei-c.org/ns/1.0'><tex/></TEI>"
LETTER = "Dear Ann,\n\nall is well here.\n\nYours,\nTom\n"


def teikit(*arguments: str, cwd: Path, stdin: bytes = b"", **environment: str) -> tuple[int, list[str], list[str]]:
    """Return the exit status, and the lines of both streams."""
    # The files name no schema.
    named = ("--schema", "letter") if arguments[0] == "validate" else ()
    command = [sys.executable, "-m", "teikit", *arguments, *named]
    env = {**os.environ, **environment}
    done = subprocess.run(command, input=stdin, capture_output=True, check=False, cwd=cwd, env=env)
    assert b"Traceback" not in done.stderr
    return done.returncode, done.stdout.decode().splitlines(), done.stderr.decode().splitlines()


def made(top: Path, **files: str) -> Path:
    for name, text in files.items():
        path = top / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return top


def first(lines: list[str]) -> list[str]:
    return [line.partition(":")[0] for line in lines]


def test_tei_in_a_folder_is_known_by_its_root_and_the_rest_is_counted(tmp_path: Path) -> None:
    made(tmp_path, a_xml=VALID, b=VALID, c_txt="words", d_xml="<html/>", e_xml="<TEI", f__g_xml=VALID, empty_py="")
    (tmp_path / ".gitignore").write_text("f/\n")
    (tmp_path / "bytes").write_bytes(bytes(range(256)))
    status, out, err = teikit("validate", ".", cwd=tmp_path)
    assert (status, first(out)) == (1, ["./a.xml", "./b", "./e.xml"])
    assert err[0] == "3 files checked, 3 invalid: 3 errors; 5 passed over (1 ignored by .gitignore, 4 not TEI)"
    status, out, err = teikit("validate", ".", "--no-ignore", "-v", cwd=tmp_path)
    assert first(out) == ["./a.xml", "./b", "./e.xml", "./f/g.xml"]
    assert any("; 5 passed over (1 hidden, 4 not TEI)" in line for line in err)


def test_what_is_named_is_taken_for_tei_whatever_it_is(tmp_path: Path) -> None:
    made(tmp_path, c_txt="words", d_html="<html/>")
    status, out, _ = teikit("validate", "c.txt", "d.html", cwd=tmp_path)
    assert (status, first(out)) == (1, ["c.txt", "d.html"])


def test_a_folder_without_tei_is_told(tmp_path: Path) -> None:
    made(tmp_path, c_txt="words", d_xml="<html/>")
    for command in (("validate", "."), ("export", ".", "--to", "tei", "-o", "out")):
        told = teikit(*command, cwd=tmp_path)
        assert told[:2] == (2, [])
        assert told[2][0].endswith(": there is no TEI here, 2 passed over (2 not TEI); --allow-empty lets that pass")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_what_may_not_be_read_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    made(tmp_path, a__1_xml=VALID, b_xml=VALID, c_xml=VALID)
    for name in ("a", "b.xml"):
        (tmp_path / name).chmod(0)
    status, out, err = teikit("validate", "a", "b.xml", "c.xml", cwd=tmp_path)
    (tmp_path / "a").chmod(0o700)
    assert (status, first(out)) == (2, ["c.xml"])
    assert err[:2] == [
        "teikit: a: cannot be read (permission denied)",
        "teikit: b.xml: no permission to read it",
    ]


def test_a_glob_that_no_shell_expanded_is_expanded(tmp_path: Path) -> None:
    made(tmp_path, a__b_xml=VALID, a__c__d_xml=VALID, a__e_txt=VALID)
    status, out, _ = teikit("validate", "a/**/*.xml", "none*.xml", cwd=tmp_path)
    assert (status, first(out)) == (2, ["a/b.xml", "a/c/d.xml"])
    assert teikit("validate", "none*.xml", cwd=tmp_path)[2] == ["teikit: none*.xml: matches no file"]


@pytest.mark.parametrize("end", ["\n", "\0"])
def test_names_come_from_a_list(end: str, tmp_path: Path) -> None:
    made(tmp_path, a_xml=VALID, b_xml=VALID, f__g_xml=VALID)
    names = f"b.xml{end}f{end}none*.xml{end}".encode()
    status, out, err = teikit("validate", "a.xml", "--files-from", "-", cwd=tmp_path, stdin=names)
    assert (status, first(out)) == (2, ["a.xml", "b.xml", "f/g.xml"])
    assert err[0] == "teikit: none*.xml: no such file"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Missing argument 'PATH...'."),
        (("-", "--files-from", "-"), "standard input is read once"),
        (("--files-from", "none"), "none: cannot be read (no such file or directory)"),
        (("--files-form", "none"), "'--files-from'"),
    ],
)
def test_misuse_is_told(arguments: tuple[str, ...], words: str, tmp_path: Path) -> None:
    status, out, err = teikit("validate", *arguments, cwd=tmp_path)
    assert (status, out, words in err[-1]) == (2, [], True), err


@pytest.mark.slow
def test_sources_in_folders_keep_their_tree(tmp_path: Path) -> None:
    made(tmp_path, a__1_txt=LETTER, a__b__1_md=LETTER, a__b__2_xml=VALID, a__c_xlsx="PK", d__3_txt=LETTER)
    (tmp_path / "a" / "~$1.docx").touch()
    status, _, err = teikit("encode", "a", "d", "-o", "a/out", cwd=tmp_path)
    assert (status, err[0]) == (0, "teikit: 3 passed over (3 of other kinds)")
    out = tmp_path / "a" / "out"
    assert sorted(str(path.relative_to(out)) for path in out.rglob("*.*")) == ["1.xml", "3.xml", "b/1.xml"]
    again = teikit("encode", "a", "d", "-o", "a/out", cwd=tmp_path)
    assert (again[0], again[2][-1]) == (2, "teikit: a/out/1.xml: exists already; give --force to replace it")
    assert teikit("encode", "a", "d", "-o", "a/out", "--force", "-q", cwd=tmp_path) == (0, [], [])


def test_one_source_in_a_folder_goes_to_a_folder_too(tmp_path: Path) -> None:
    made(tmp_path, a__1_txt=LETTER)
    assert teikit("encode", "a", cwd=tmp_path)[0] == 2
    assert teikit("encode", "a", "-o", "out", cwd=tmp_path)[0] == 0
    assert (tmp_path / "out" / "1.xml").is_file()


def test_two_sources_with_one_target_are_told_and_nothing_is_written(tmp_path: Path) -> None:
    made(tmp_path, a__1_txt=LETTER, a__b__1_txt=LETTER, c__1_md=LETTER)
    status, _, err = teikit("encode", "a", "c", "-o", "out", cwd=tmp_path)
    assert (status, err) == (2, ["teikit: out/1.xml: two files would go there; the second is c/1.md"])
    assert not (tmp_path / "out").exists()


def test_a_file_where_a_folder_is_needed_is_told(tmp_path: Path) -> None:
    made(tmp_path, a__1_txt=LETTER, out="mine")
    for more in ((), ("--split", "---")):
        told = teikit("encode", "a", "-o", "out", "--force", *more, cwd=tmp_path)
        assert told == (2, [], ["teikit: out: is no folder, which the results need"])


def test_a_link_within_the_target_is_not_followed_out_of_it(tmp_path: Path) -> None:
    made(tmp_path, a__b__1_txt=LETTER, other__x="")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "b").symlink_to("../other")
    status, _, err = teikit("encode", "a", "-o", "out", cwd=tmp_path)
    assert (status, err) == (2, ["teikit: out/b: a link leads out of out"])
    assert [path.name for path in (tmp_path / "other").iterdir()] == ["x"]


@pytest.mark.slow
def test_several_letters_a_source_keep_their_tree(tmp_path: Path) -> None:
    made(tmp_path, a__b__1_txt=f"{LETTER}---\n{LETTER}", a__2_txt=LETTER)
    assert teikit("encode", "a", "--split", "---", "-o", "out", cwd=tmp_path)[0] == 0
    out = tmp_path / "out"
    assert sorted(str(path.relative_to(out)) for path in out.rglob("*.xml")) == ["2-1.xml", "b/1-1.xml", "b/1-2.xml"]


def test_names_of_any_bytes_are_read_and_shown_in_one_line_in_any_locale(tmp_path: Path) -> None:
    for name in (b"a\nb.xml", b"c\xff.xml", "é.xml".encode(), b"\x1b[31m.xml"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text(VALID)
    status, out, _ = teikit("validate", ".", cwd=tmp_path, LC_ALL="C")
    assert (status, len(out)) == (1, 4)
    assert "\x1b" not in "".join(out)
