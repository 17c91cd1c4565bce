"""The examples run, and the README's commands say what it says."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def test_the_demo_shows_letter_tei_and_verdict(seed: Path, tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "examples" / "demo.py"), str(seed), str(tmp_path)]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    for shown in ("Dear Comrades,", "<salute>Dear Comrades,</salute>", "valediction"):
        assert shown in result.stdout
    assert "1 file checked, valid" in result.stderr
    assert result.stdout.endswith("$ teikit review examples/letters\n")
    assert (ROOT / "examples" / "letters").is_dir()


def test_the_python_example_runs(seed: Path, tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "examples" / "encode_and_validate.py"), str(seed), str(tmp_path / "a.xml")]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert re.search(r"^salute +\d+%  Dear Comrades,$", shown, re.MULTILINE)


def readme_sessions() -> list[tuple[str, str]]:
    """Each `$ command` of the README with the output that stands below it."""
    blocks = (ROOT / "README.md").read_text(encoding="utf-8").split("```console\n")[1:]
    sessions = []
    for block in blocks:
        for one in block.split("```")[0].split("$ ")[1:]:
            command, _, output = one.partition("\n")
            sessions.append((command, output))
    return sessions


@pytest.mark.parametrize(("command", "output"), readme_sessions())
def test_the_readme_says_what_the_program_says(command: str, output: str, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_bytes((ROOT / "examples" / "letter.txt").read_bytes())
    if "letter.xml" in command and "encode" not in command:
        subprocess.run(
            [sys.executable, "-m", "teikit", "encode", "letter.txt", "-o", "letter.xml", "-q"], cwd=tmp_path, check=True
        )
    program, *arguments = command.split()
    assert program == "teikit"
    run = [sys.executable, "-m", "teikit", *arguments]
    result = subprocess.run(run, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert output == result.stdout + result.stderr
