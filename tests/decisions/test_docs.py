"""docs/review.md: its commands run, its files of decisions can be read, its tables have all keys and no others.

`TEIKIT_UPDATE_GOLDEN=1 python -m pytest tests/decisions/test_docs.py` writes what the commands say.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from docx import Document

from teikit.cli import CONTEXT, teikit
from teikit.decisions.parsing import parse_file
from teikit.decisions.reading import KEYS_BY_TYPE

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "review.md"
LETTERS = ROOT / "examples" / "letters"
KEYS_OF_PAGE = ROOT / "src" / "teikit" / "review" / "page" / "strings.js"


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def sessions() -> list[tuple[str, str]]:
    """Each command with what it says."""
    found = []
    for block in blocks("console"):
        for one in block.split("$ ")[1:]:
            command, _, output = one.partition("\n")
            found.append((command, output))
    return found


def make_folder(folder: Path, command: str) -> None:
    """Write the letters that a command reads: those of the examples, or the same in Word."""
    letters = folder / "letters"
    letters.mkdir()
    if ".txt" in command:
        for each in LETTERS.iterdir():
            shutil.copy(each, letters)
        (letters / "02-mill-answer.review.toml").write_text(blocks("toml")[0], encoding="utf-8")
        return
    for each in LETTERS.glob("*.txt"):
        document = Document()
        for line in each.read_text(encoding="utf-8").splitlines():
            document.add_paragraph(line)
        document.save(str(letters / f"{each.stem}.docx"))


def run(command: str, folder: Path) -> str:
    program, *arguments = command.split()
    assert program == "teikit"
    result = subprocess.run(
        [sys.executable, "-m", "teikit", *arguments], capture_output=True, text=True, cwd=folder, check=False
    )
    assert result.returncode in {0, 1}, result.stderr
    return result.stdout + result.stderr


@pytest.mark.parametrize(("command", "output"), sessions())
def test_the_page_says_what_the_program_says(command: str, output: str, tmp_path: Path) -> None:
    make_folder(tmp_path, command)
    if command.startswith("teikit validate"):
        run("teikit encode letters -o tei -q", tmp_path)
    said = run(command, tmp_path)
    if "TEIKIT_UPDATE_GOLDEN" in os.environ:
        text = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(text.replace(f"$ {command}\n{output}", f"$ {command}\n{said}"), encoding="utf-8")
    else:
        assert output == said


@pytest.mark.parametrize("line", [line for block in blocks("sh") for line in block.splitlines() if "teikit " in line])
def test_other_commands_have_the_options_that_the_page_gives(line: str) -> None:
    program, name, *arguments = line.split()
    context = click.Context(teikit, **CONTEXT)
    command = teikit.get_command(context, name)
    assert program == "teikit"
    assert command is not None
    command.make_parser(click.Context(command, parent=context)).parse_args(arguments)


@pytest.mark.parametrize("text", blocks("toml"))
def test_the_files_of_the_page_can_be_read(text: str) -> None:
    is_of_folder = "[[letters]]" in text
    read = parse_file(text.encode(), "a.review.toml", is_of_folder=is_of_folder)
    assert read.letters if is_of_folder else read.own.decisions.decisions


def test_the_page_has_all_keys_of_the_file() -> None:
    rows = re.findall(r"^\| ((?:`[a-z]{2,}`(?:, )?)+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    named = {key for row in rows for key in re.findall(r"`([a-z]+)`", row)}
    known = {key for keys in KEYS_BY_TYPE.values() for key in keys}
    assert named == known | {"source", "digest", "reviewed", "type", "by", "at"}


def test_the_page_has_all_keys_of_the_keyboard() -> None:
    script = KEYS_OF_PAGE.read_text(encoding="utf-8")
    by_name = re.findall(r'\b([a-z]+): \["([A-Z][a-z]+)", "(.)"\]', script)
    listed = re.search(r"KEYS = \[(.*?)\n\];", script, re.DOTALL)
    assert listed
    keys = {key for _, _, key in by_name}
    keys |= {one for each in re.findall(r'\["([^"]+)", "', listed[1]) for one in each.split()}
    table = PAGE.read_text(encoding="utf-8").split("### Keys")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    assert {key for row in rows for key in re.findall(r"`([^`]+)`", row)} == keys


def test_a_decision_that_is_not_followed_is_told_as_the_page_says(tmp_path: Path) -> None:
    make_folder(tmp_path, ".txt")
    letter = tmp_path / "letters" / "02-mill-answer.txt"
    letter.write_text(letter.read_text(encoding="utf-8").replace("Hobday", "the mason"), encoding="utf-8")
    told = re.search(r"\n    (teikit: letters/.*: warning: .*)\n", PAGE.read_text(encoding="utf-8"))
    assert told
    assert told[1] in run("teikit encode letters/02-mill-answer.txt -o answer.xml", tmp_path).splitlines()
