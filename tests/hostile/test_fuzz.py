"""What fuzzing found stays mended, and a short run of it finds nothing."""

import random
import signal
from pathlib import Path

import pytest

from hostile.fuzz import Trial, known, mutants
from hostile.fuzz_targets import targets

INPUTS = 40


@pytest.fixture
def trial(name: str, tmp_path: Path) -> Trial:
    return Trial(name, tmp_path / "current", tmp_path / "found")


@pytest.mark.parametrize("name", list(targets()))
def test_a_short_run_finds_nothing(name: str, trial: Trial, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inputs = mutants(trial.target.seeds, random.Random(name))
    for data in (*trial.target.seeds, *(next(inputs) for _ in range(INPUTS))):
        trial(data)
    assert not capsys.readouterr().out
    assert not (tmp_path / "found").exists()


@pytest.mark.parametrize("name", list(targets()))
def test_what_was_found_does_not_fall_again(name: str, trial: Trial, capsys: pytest.CaptureFixture[str]) -> None:
    for data in known(name):
        trial(data)
    assert not capsys.readouterr().out


def test_an_input_that_takes_too_long_is_a_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def stop(_data: bytes) -> None:
        signal.raise_signal(signal.SIGPROF)

    trial = Trial("text", tmp_path / "current", tmp_path / "found")
    trial.target = trial.target._replace(call=stop)
    trial(b"a")
    assert "SlowError" in capsys.readouterr().out
