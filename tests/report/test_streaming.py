"""Reports keep no problem: any number of them needs the same room, and all of them are written."""

import io
import tracemalloc
from collections.abc import Callable, Iterator

import pytest

from teikit.diagnostics import Diagnostic, Severity, collection, point
from teikit.diagnostics.collection import DiagnosticList
from teikit.report.formats import FORMATS, make_reporter
from teikit.report.reporter import Result, Style, Summary

WORD = "tei/faulty"
FILES, EACH = 150, 50
ROOM = 2_000_000


class Counter:
    """A stream that counts what is written and keeps nothing."""

    def __init__(self) -> None:
        self.found = 0
        self.tail = ""

    def write(self, text: str) -> int:
        # A word may be parted between two pieces.
        joined = self.tail + text
        self.found += joined.count(WORD)
        self.tail = joined[-len(WORD) + 1 :]
        return len(text)

    def writelines(self, lines: Iterator[str]) -> None:
        for line in lines:
            self.write(line)


def results(files: int) -> Iterator[Result]:
    for number in range(files):
        file = f"letters/{number}.xml"
        yield Result(
            file,
            [
                Diagnostic(file, WORD, Severity.ERROR, f"value '{number}-{each}' is wrong", point(each + 1, 1))
                for each in range(EACH)
            ],
            lines=lambda: ["<p>text</p>\n"] * EACH,
        )


def report(form: str, files: int) -> int:
    """Report so many files; return how many problems were written."""
    out = Counter()
    made = make_reporter(form, out, Style(is_grouped=False))  # type: ignore[arg-type]  as much of a stream as is used
    summary = Summary()
    made.begin()
    for each in results(files):
        summary = summary.plus(each)
        made.add(each)
    made.end(summary)
    return out.found


def takes_little_room(run: Callable[[], None]) -> bool:
    """Whether one of three runs needs less than `ROOM` bytes at its peak.

    What is remembered once does not count, nor a table of Python's own, which grows now and then, by megabytes in a
    process that is old: never three times.
    """
    return any(peak_of(run) < ROOM for _ in range(3))


def peak_of(run: Callable[[], None]) -> int:
    tracemalloc.start()
    try:
        run()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_keeps_nothing_and_is_complete(form: str) -> None:
    report(form, 2)  # what is loaded and remembered once does not count
    found = 0

    def run() -> None:
        nonlocal found
        found = report(form, FILES)

    # Buffers, and what is remembered of so many texts; the problems alone would take 2.7 MB.
    assert takes_little_room(run)
    # A row of the page has all problems of a file that differ in values alone.
    assert found >= {"statistics": 1, "html": FILES}.get(form, FILES * EACH)


@pytest.mark.parametrize("form", FORMATS)
def test_problems_that_are_compressed_are_reported_as_others(
    form: str, plain: list[Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collection, "_BLOCK", 2)
    monkeypatch.setattr(collection, "_MANY", 2)
    packed = [each._replace(diagnostics=DiagnosticList(each.diagnostics)) for each in plain]
    for style in (Style(), Style(is_grouped=False, max_problems=2), Style(shard=(1, 2))):
        assert told(form, plain, style) == told(form, packed, style)


def told(form: str, of: list[Result], style: Style) -> tuple[str, Summary]:
    out, summary = io.StringIO(), Summary()
    made = make_reporter(form, out, style)
    made.begin()
    for each in of:
        summary = summary.plus(each)
        made.add(each)
    made.end(summary)
    return out.getvalue(), summary


@pytest.mark.parametrize("form", FORMATS)
def test_one_file_with_many_problems_takes_no_more_room_than_many_files(
    form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collection, "_MANY", 1_000)
    problems = (
        Diagnostic("a.xml", WORD, Severity.ERROR, f"value '{number}' is wrong", point(number, 1))
        for number in range(1, FILES * EACH + 1)
    )
    result = Result("a.xml", DiagnosticList(problems))
    out = Counter()

    def run() -> None:
        nonlocal out
        out = Counter()
        made = make_reporter(form, out, Style())  # type: ignore[arg-type]  as much of a stream as is used
        made.begin()
        made.add(result)
        made.end(Summary().plus(result))

    assert takes_little_room(run)
    assert out.found >= (1 if form in {"statistics", "terminal", "html"} else FILES * EACH)
