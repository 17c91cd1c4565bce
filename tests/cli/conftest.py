"""The program, run in the process of the tests: hundreds of runs of it take seconds."""

import io
import sys
from pathlib import Path

import click
import pytest

from teikit import config
from teikit.cli import run


class Program:
    """Runs the program in a folder, as a shell would."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, *arguments: str, cwd: Path, stdin: str = "") -> tuple[int, str, list[str]]:
        """Return the exit status, standard output, and the lines of standard error."""
        config.forget()
        self._monkeypatch.chdir(cwd)
        self._monkeypatch.setattr(sys, "argv", ["teikit", *arguments])
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        try:
            status = run()
        except click.exceptions.Exit as leave:
            status = leave.exit_code
        out, err = self._capsys.readouterr()
        return status, out, err.splitlines()


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Program:
    return Program(monkeypatch, capsys)
