"""The program as people meet it: help, exit status, bad input, streams."""

import json
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = [sys.executable, "-m", "teikit"]


def teikit(*arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*PROGRAM, *map(str, arguments)], input=stdin, capture_output=True, check=False)


@pytest.mark.parametrize("arguments", [("--help",), ("encode", "--help"), ("validate", "-h")])
def test_help_reads_on_a_terminal_of_a_hundred_columns(arguments: tuple[str, ...]) -> None:
    result = teikit(*arguments)
    assert result.returncode == 0
    assert result.stdout.startswith(b"Usage: teikit")
    assert max(map(len, result.stdout.decode().splitlines())) <= 100


def test_the_version_is_told() -> None:
    assert teikit("--version").stdout.startswith(b"teikit 0.")


def test_a_mistyped_option_is_misuse_and_gets_a_hint() -> None:
    result = teikit("encode", "--exlain", "a.txt")
    assert result.returncode == 2
    assert b"--explain" in result.stderr


def test_a_mistyped_command_is_misuse_and_gets_a_hint() -> None:
    result = teikit("encod", "a.txt")
    assert result.returncode == 2
    assert b"Did you mean 'encode'?" in result.stderr


def test_the_examples_in_help_stand_a_line_each() -> None:
    assert b"  teikit validate letter.xml\n" in teikit("validate", "--help").stdout


def test_what_is_far_too_large_for_a_letter_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lines.txt").write_text("a line\n" * 60_000)
    (tmp_path / "bytes.txt").write_text("word " * 4_000_000)
    for name in ("lines.txt", "bytes.txt"):
        result = teikit("encode", tmp_path / name)
        assert (result.returncode, result.stdout, result.stderr.count(b"\n")) == (2, b"", 1)
        assert name.encode() in result.stderr


def test_one_source_goes_to_standard_output(seed: Path) -> None:
    result = teikit("encode", seed)
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout.startswith(b"<?xml")


def test_a_pipe_through_encode_and_validate_is_valid(seed: Path) -> None:
    encoded = teikit("encode", "-", stdin=seed.read_bytes())
    checked = teikit("validate", "-", stdin=encoded.stdout)
    assert (checked.returncode, checked.stdout) == (0, b"")
    assert checked.stderr == b"1 file checked, valid\n"


@pytest.mark.parametrize("command", ["encode", "validate"])
def test_bad_input_gets_one_sentence_and_no_output(command: str, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name in ("missing.txt", "empty.txt", "folder", "pipe"):
        result = teikit(command, tmp_path / name, *(("-o", tmp_path / "out.xml") if command == "encode" else ()))
        assert result.returncode == 2, name
        assert (result.stdout, result.stderr.count(b"\n")) == (b"", 1), name
        assert name.encode() in result.stderr
        assert b"Traceback" not in result.stderr
        assert not (tmp_path / "out.xml").exists()


@pytest.mark.parametrize("data", [b"\x00\x01\x02binary", b"caf\xe9", b"%PDF-1.4 x", bytes(range(256))])
def test_what_is_no_text_is_not_encoded(data: bytes, tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_bytes(data)
    result = teikit("encode", source, "-o", tmp_path / "a.xml")
    assert (result.returncode, result.stderr.count(b"\n"), (tmp_path / "a.xml").exists()) == (2, 1, False)


def test_an_existing_result_is_kept_unless_forced(seed: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.xml"
    out.write_text("mine")
    refused = teikit("encode", seed, "-o", out)
    assert (refused.returncode, out.read_text()) == (2, "mine")
    assert teikit("encode", seed, "-o", out, "--force").returncode == 0
    assert out.read_text().startswith("<?xml")


def test_the_source_is_never_overwritten(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("Dear Ann,\n\nall is well.\n")
    result = teikit("encode", source, "-o", source, "--force")
    assert (result.returncode, source.read_text()) == (2, "Dear Ann,\n\nall is well.\n")


def test_several_sources_go_to_a_folder_and_a_bad_one_does_not_stop_the_rest(seed: Path, tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text("Dear Ann,\n\nall is well here.\n\nYours,\nTom\n")
    result = teikit("encode", seed, tmp_path / "missing.txt", good, "-o", tmp_path / "out")
    assert result.returncode == 2
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [f"{seed.stem}.xml", "good.xml"]


def test_several_sources_without_a_folder_are_misuse(seed: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(seed.read_bytes())
    result = teikit("encode", seed, tmp_path / "a.txt")
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"-o FOLDER" in result.stderr


def test_an_explanation_as_json_names_cue_and_place(seed: Path) -> None:
    report = json.loads(teikit("encode", seed, "--explain", "--format", "json").stdout)
    salute = report["parts"][2]
    assert (salute["label"], salute["line"], salute["column"]) == ("salute", 7, 1)
    assert 0.5 < salute["confidence"] <= 1
    assert {"cue", "message", "matched", "line", "column", "weight"} == set(salute["evidence"][0])


def test_an_explanation_as_table_shows_text_as_it_is(tmp_path: Path) -> None:
    source = tmp_path / "a[red].txt"
    source.write_text("Dear [/x] Ann,\n\nall is well here [sic].\n\nYours,\nTom\n")
    result = teikit("encode", source, "--explain")
    assert result.returncode == 0
    assert b"[/x]" in result.stdout
    assert b"[sic]" in result.stdout
    assert b"\x1b" not in result.stdout


def test_problems_in_a_document_give_status_one_and_their_place(seed: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.xml"
    wrong.write_bytes(
        teikit("encode", seed)
        .stdout.replace(b"<salute>Dear", b"<salut>Dear")
        .replace(b"Comrades,</salute>", b"Comrades,</salut>")
    )
    result = teikit("validate", wrong)
    assert result.returncode == 1
    assert b"wrong.xml:" in result.stdout
    assert b"error[rng/" in result.stdout
    report = json.loads(teikit("validate", wrong, "--format", "json").stdout)
    assert report["summary"]["invalid"] == 1
    line = 1 + wrong.read_text(encoding="utf-8")[: wrong.read_text(encoding="utf-8").index("<salut>")].count("\n")
    first = report["diagnostics"][0]
    assert (first["line"], first["column"]) == (line, 11)


def test_what_is_not_well_formed_is_a_problem_with_a_place(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<TEI>\n<p></TEI>")
    result = teikit("validate", tmp_path / "a.xml")
    assert result.returncode == 1
    assert b"a.xml:2:" in result.stdout
    assert b"error[xml/not-well-formed]" in result.stdout


def test_a_missing_schema_is_misuse(seed: Path) -> None:
    result = teikit("validate", seed, "--schema", "nothing.rng")
    assert (result.returncode, result.stderr.count(b"\n")) == (2, 1)


def test_a_closed_pipe_is_silent(seed: Path) -> None:
    process = subprocess.Popen([*PROGRAM, "encode", str(seed)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 141


def test_an_interrupt_is_one_line_and_status_130() -> None:
    process = subprocess.Popen([*PROGRAM, "encode", "-"], stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdin is not None
    process.stdin.write(b"a" * 500_000)  # more than a pipe holds: once this is written, the program reads
    process.send_signal(signal.SIGINT)
    assert process.communicate()[1] == b"teikit: interrupted\n"
    assert process.returncode == 130


@pytest.mark.parametrize("command", [("validate",), ("encode",), ("verify",), ("export", "--to", "text")])
def test_a_name_that_is_too_long_is_told_in_a_line(command: tuple[str, ...]) -> None:
    result = teikit(*command, "x" * 300)
    assert (result.returncode, result.stderr.count(b"\n"), b"Traceback" in result.stderr) == (2, 1, False)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("arguments", [("validate",), ("export", "--to", "html")])
def test_a_full_disk_under_standard_output_is_told(arguments: tuple[str, ...]) -> None:
    letter = Path(__file__).parents[1] / "data" / "letters" / "french.xml"
    with Path("/dev/full").open("wb") as full:
        command = [*PROGRAM, *arguments, str(letter)]
        result = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert (result.returncode, result.stderr) == (
        2,
        b"teikit: standard output: cannot be written (no space left on device)\n",
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("arguments", [("--version",), ("validate", "--help"), ("validate", "none.xml")])
def test_where_nothing_can_be_told_the_status_is_that_of_the_environment(arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run([*PROGRAM, *arguments], stdout=full, stderr=full, check=False)
    assert result.returncode == 2


UNWRITTEN = "teikit: standard output: cannot be written (bad file descriptor)\n"
UNREAD = "cannot be read (bad file descriptor)\n"
CLOSED = (
    ("validate faulty.xml --schema letter >&-", 2, "", UNWRITTEN),
    ("validate --help >&-", 2, "", UNWRITTEN),
    ("--version >&-", 2, "", UNWRITTEN),
    ("report faulty.xml >&-", 2, "", UNWRITTEN),
    ("validate - <&-", 2, "", f"teikit: stdin: {UNREAD}"),
    ("encode - <&-", 2, "", f"teikit: stdin: {UNREAD}"),
    ("export - --to tei <&-", 2, "", f"teikit: stdin: {UNREAD}"),
    ("validate --files-from - --allow-empty <&-", 2, "", f"teikit: stdin: {UNREAD}"),
    ("validate faulty.xml --schema letter 2>&-", 1, "faulty.xml:1:42: error[rng/element-not-allowed]", ""),
    ("validate faulty.xml --schema letter -q --output report <&- >&- 2>&-", 1, "", ""),
    ("validate faulty.xml --schema letter --output report --jobs 2 <&- >&- 2>&-", 1, "", ""),
)  # fmt: skip


@pytest.mark.skipif(os.name != "posix", reason="a shell closes the streams")
@pytest.mark.parametrize(("line", "status", "out", "err"), CLOSED, ids=lambda each: each if "&" in str(each) else "")
def test_a_closed_stream_is_told_and_no_file_takes_its_place(
    tmp_path: Path, line: str, status: int, out: str, err: str
) -> None:
    (tmp_path / "faulty.xml").write_text("<TEI xmlns='http://www.tei-c.org/ns/1.0'><tex/></TEI>")
    command = ["/bin/sh", "-c", f"{shlex.join(PROGRAM)} {line}"]
    result = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert (result.returncode, result.stderr) == (status, err)
    assert result.stdout.startswith(out)
    assert len(result.stdout.splitlines()) == bool(out)
    if "report " in line and "--output" in line:
        assert len((tmp_path / "report").read_text().splitlines()) == 1
