"""What docs/ says that programs say is what they say.

`TEIKIT_UPDATE_GOLDEN=1 python -m pytest tests/report/test_docs.py` writes what the programs that are installed say.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ("reports.md", "comparison.md")
DATA = ROOT / "tests" / "data"
# Its words change with its version: the page says which it is.
XMLLINT = "version 20914"


def sessions() -> list[tuple[str, str, str]]:
    """Each command of the pages with the page and the output that stands below it."""
    found = []
    for page in PAGES:
        for block in (ROOT / "docs" / page).read_text(encoding="utf-8").split("```console\n$ ")[1:]:
            command, _, output = block.split("```")[0].partition("\n")
            found.append((page, command, output))
    return found


def reason_to_skip(program: str) -> str:
    if program == "teikit":
        return ""
    if shutil.which(program) is None:
        return f"{program} is not installed"
    if program == "xmllint":
        version = subprocess.run(["xmllint", "--version"], capture_output=True, text=True, check=False).stderr
        return "" if XMLLINT in version else "its words change with its version"
    return ""


def run(command: str, folder: Path) -> str:
    """Return what a command says in a folder with the letters of the pages."""
    program, *arguments = command.split()
    (folder / "letter.xml").write_bytes((DATA / "faulty" / "element-misspelt-wrapper.xml").read_bytes())
    for each in (DATA / "comparison").iterdir():
        (folder / each.name).write_bytes(each.read_bytes())
    (folder / "schema").symlink_to(ROOT / "schema")
    start = [sys.executable, "-m", "teikit"] if program == "teikit" else [program]
    result = subprocess.run([*start, *arguments], capture_output=True, text=True, cwd=folder, check=False)
    # What Debian's jing misses of Java is no word of jing's.
    lines = (result.stdout + result.stderr).splitlines(keepends=True)
    said = "".join(line.rstrip() + "\n" for line in lines if not line.startswith("[warning] "))
    # jing names files by their whole path.
    return said.replace(f"{folder}/", "")


def update(page: str, command: str, output: str, said: str) -> None:
    path = ROOT / "docs" / page
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f"$ {command}\n{output}```", f"$ {command}\n{said}```"), encoding="utf-8")


@pytest.mark.parametrize(("page", "command", "output"), sessions())
def test_a_page_says_what_the_program_says(page: str, command: str, output: str, tmp_path: Path) -> None:
    if reason := reason_to_skip(command.split(maxsplit=1)[0]):
        pytest.skip(reason)
    said = run(command, tmp_path)
    if "TEIKIT_UPDATE_GOLDEN" in os.environ:
        update(page, command, output, said)
    elif command.startswith("jing "):
        # It lists alternatives in another order in each run.
        assert _words(output) == _words(said)
    else:
        assert output == said


def _words(text: str) -> list[str]:
    return sorted(text.replace(",", "").split())


def test_the_page_has_six_faults_beside_three_validators() -> None:
    names = {each.stem for each in (DATA / "comparison").glob("*.xml")}
    compared = [command for page, command, _ in sessions() if page == "comparison.md"]
    assert len(names) == 6
    for name in names:
        used = [command.split()[0] for command in compared if f"{name}.xml" in command]
        assert used == ["jing", "xmllint", "teikit"]
