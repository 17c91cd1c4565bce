"""What tests share: where the seed, our own letters and the design's data are."""

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from hypothesis import settings

from teikit import config
from teikit.cli import run
from teikit.limits import set_limits

ROOT = Path(__file__).parents[1]
RECURSION_LIMIT = sys.getrecursionlimit()

# The same examples in every run: a failure in CI is a failure here.
settings.register_profile("teikit", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("teikit")


@pytest.fixture(autouse=True, scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test writes to, or trusts, the cache of whoever runs it."""
    before = os.environ.get("TEIKIT_CACHE_DIR")
    os.environ["TEIKIT_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))
    yield
    os.environ.pop("TEIKIT_CACHE_DIR")
    if before is not None:
        os.environ["TEIKIT_CACHE_DIR"] = before


@pytest.fixture(autouse=True, scope="session")
def interruptible() -> None:
    """Programs that tests start can be interrupted, even where a shell started the tests to ignore that."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True, scope="session")
def failing_tests_end() -> Iterator[None]:
    """A test that fails beside a program that it started ends the program, which it would else wait for."""
    wait = subprocess.Popen.__exit__

    def leave(self: "subprocess.Popen[Any]", kind: type[BaseException] | None, *more: Any) -> None:
        if kind is not None:
            self.kill()
        wait(self, kind, *more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(subprocess.Popen, "__exit__", leave)
        yield


@pytest.fixture(autouse=True)
def default_limits() -> Iterator[None]:
    """What `--limit` sets in a program that runs in the process of the tests ends with the test.

    The depth of recursion is the one that programs have, too: Hypothesis may leave it higher.
    """
    sys.setrecursionlimit(RECURSION_LIMIT)
    yield
    set_limits({})


@pytest.fixture
def seed() -> Path:
    return ROOT / "seeds" / "000_2f31e7242bafb6c0.txt"


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the design's data (shared/) are not beside this tree")
    return folder


class Program:
    """Runs the program in a folder, as a shell would, in the process of the tests: hundreds of runs take seconds."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, *arguments: str, cwd: Path, stdin: str = "") -> tuple[int, str, list[str]]:
        """Return the exit status, standard output, and the lines of standard error."""
        config.clear_cache()
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


@pytest.fixture(scope="session")
def installed() -> Callable[[str], Path]:
    """From a path below .venv/judges to what `make judges` installed there; a test that needs more skips."""

    def find_or_skip(path: str) -> Path:
        found = ROOT / ".venv" / "judges" / path
        if not found.exists():
            pytest.skip(f"{found.name}, which judges exports, is not installed (make judges)")
        return found

    return find_or_skip
