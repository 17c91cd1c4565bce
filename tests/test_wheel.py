"""The wheel, installed where the tree is not, holds the schemas and does the work."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
def test_the_wheel_encodes_and_validates_the_seed(seed: Path, tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path / "dist"), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        str(tmp_path / "site"),
    ]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    # -P and PYTHONPATH: the installed wheel comes before the tree that the tests themselves run on.
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}

    def run(*arguments: str) -> str:
        return subprocess.run(
            [sys.executable, "-P", *arguments],
            check=True,
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=environment,
        ).stdout

    assert str(tmp_path / "site") in run("-c", "import teikit; print(teikit.__file__)")
    assert (tmp_path / "site" / "teikit" / "schema" / "teikit-letter.rng").is_file()
    assert (tmp_path / "site" / "teikit" / "schema" / "teikit-letter.rnc").is_file()
    page = {path.name for path in (ROOT / "src" / "teikit" / "review" / "page").iterdir()}
    assert {path.name for path in (tmp_path / "site" / "teikit" / "review" / "page").iterdir()} == page
    run("-m", "teikit", "encode", str(seed), "-o", "seed.xml")
    run("-m", "teikit", "validate", "seed.xml")
    assert "<style>" in run("-m", "teikit", "validate", "seed.xml", "--format", "html")
