"""Each fault drill a few times; `PYTHONPATH=tests python -m hostile.drills --times 200` does them all."""

import subprocess
import sys
from pathlib import Path

import pytest

DRILLS = Path(__file__).with_name("drills.py")
OPERATIONS = (
    "encode",
    "journal",
    "bag",
    "zip",
    "mets",
    "pages",
    "fix",
    "output",
    "baseline",
    "convert",
    "cache",
    "store",
)


@pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="drills fork their processes")
@pytest.mark.parametrize("operation", OPERATIONS)
def test_old_or_new_is_whole_whatever_happens(operation: str) -> None:
    command = [sys.executable, "-m", "hostile.drills", "--times", "3", "--operation", operation]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=110)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
