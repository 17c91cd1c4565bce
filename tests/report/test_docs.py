"""What docs/ says that programs say is what they say."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ("reports.md", "comparison.md")


def sessions() -> list[tuple[str, str]]:
    """Each command of the pages with the output that stands below it."""
    found = []
    for page in PAGES:
        for block in (ROOT / "docs" / page).read_text(encoding="utf-8").split("```console\n$ ")[1:]:
            command, _, output = block.split("```")[0].partition("\n")
            found.append((command, output))
    return found


@pytest.mark.parametrize(("command", "output"), sessions())
def test_a_page_says_what_the_program_says(command: str, output: str, tmp_path: Path) -> None:
    program, *arguments = command.split()
    if program == "xmllint":
        pytest.skip("its words change with its version")
    if program != "teikit" and shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    (tmp_path / "letter.xml").write_bytes(
        (ROOT / "tests" / "data" / "faulty" / "element-misspelt-wrapper.xml").read_bytes()
    )
    (tmp_path / "schema").symlink_to(ROOT / "schema")
    run = [sys.executable, "-m", "teikit"] if program == "teikit" else [program]
    result = subprocess.run([*run, *arguments], capture_output=True, text=True, cwd=tmp_path, check=False)
    # What Debian's jing misses of Java is no word of jing's.
    lines = (result.stdout + result.stderr).splitlines(keepends=True)
    said = "".join(line for line in lines if not line.startswith("[warning] "))
    # jing names files by their whole path.
    assert output == said.replace(f"{tmp_path}/", "")
