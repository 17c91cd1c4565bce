"""What guards all tests (conftest.py): a failing one ends, and programs hear an interrupt."""

import signal
import subprocess
import sys

import pytest

WAITS = "import time; print('ready', flush=True); time.sleep(1_000)"


class BrokenError(Exception):
    """A test fails."""


def test_a_program_ends_with_the_test_that_started_it() -> None:
    with (
        pytest.raises(BrokenError),
        subprocess.Popen([sys.executable, "-c", WAITS], stdout=subprocess.PIPE) as process,
    ):
        raise BrokenError
    assert process.returncode == -signal.SIGKILL


def test_a_program_can_be_interrupted() -> None:
    with subprocess.Popen([sys.executable, "-c", WAITS], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(signal.SIGINT)
    assert process.returncode == -signal.SIGINT
