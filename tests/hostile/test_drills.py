"""Each fault drill a few times; `PYTHONPATH=tests python -m hostile.drills --times 200` does them all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hostile.operations_to_stop import OPERATIONS

TESTS = Path(__file__).parents[1]
TIMES = "2"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="drills fork their processes")
@pytest.mark.parametrize("operation", [each.name for each in OPERATIONS])
def test_old_or_new_is_whole_whatever_happens(operation: str) -> None:
    command = [sys.executable, "-m", "hostile.drills", "--times", TIMES, "--operation", operation]
    environment = {**os.environ, "PYTHONPATH": str(TESTS)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=110, env=environment)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
