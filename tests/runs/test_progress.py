"""Progress is a line of the terminal, and nothing anywhere else."""

import io
from types import SimpleNamespace

import pytest

from support.sample_operations import items
from teikit.runs import progress
from teikit.runs.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that goes on by a second each time it is looked at."""
    now = [0.0]

    def monotonic() -> float:
        now[0] += 1
        return now[0]

    # The program's clock is left alone: threads of other tests may look at it.
    monkeypatch.setattr(progress, "time", SimpleNamespace(monotonic=monotonic))
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    return now


def watched(out: io.StringIO | None, *, total: int | None = None, writes: bool = False) -> Progress:
    with Progress(out, total=total) as made:
        for _ in made.watch(items(4, 500_000)):
            made.advance(2, writes=writes)
    return made


@pytest.mark.usefixtures("clock")
def test_files_speed_problems_and_time_left_are_told() -> None:
    out = Terminal()
    watched(out, total=4)
    assert "2 of 4 files, 0.5 MB/s, 4 problems, 0:02 left" in out.getvalue()
    assert out.getvalue().endswith("\r\x1b[K")


@pytest.mark.usefixtures("clock")
def test_without_a_total_no_time_is_left() -> None:
    out = Terminal()
    watched(out)
    assert "2 files, 0.5 MB/s, 4 problems" in out.getvalue()
    assert "left" not in out.getvalue()


@pytest.mark.usefixtures("clock")
def test_what_is_no_terminal_gets_nothing() -> None:
    out = io.StringIO()
    watched(out)
    watched(None)
    assert out.getvalue() == ""


def test_a_short_run_shows_nothing() -> None:
    out = Terminal()
    watched(out)
    assert out.getvalue() == ""


@pytest.mark.usefixtures("clock")
def test_the_line_makes_room_for_what_is_written() -> None:
    out = Terminal()
    watched(out, writes=True)
    assert out.getvalue() == ""


@pytest.mark.usefixtures("clock")
def test_a_dumb_terminal_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    out = Terminal()
    watched(out)
    assert out.getvalue() == ""


def test_an_interrupt_says_how_far_it_got() -> None:
    with pytest.raises(KeyboardInterrupt, match="stopped after 1 of 1,204 files"):
        interrupted(Progress(None, total=1_204))


def interrupted(made: Progress) -> None:
    with made:
        for _ in made.watch(items(4)):
            made.advance(0)
            raise KeyboardInterrupt
