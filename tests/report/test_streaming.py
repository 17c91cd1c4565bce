"""Reports keep no problem: any number of them needs the same room, and all of them are written."""

import tracemalloc
from collections.abc import Iterator

import pytest

from teikit.diagnostics import Diagnostic, Severity, point
from teikit.report.formats import FORMATS, reporter
from teikit.report.reporter import Result, Style, Summary

FILES, EACH = 60, 50
ROOM = 1_500_000


class Counter:
    """A stream that counts what is written and keeps nothing."""

    def __init__(self) -> None:
        self.found = 0

    def write(self, text: str) -> int:
        self.found += text.count("tei/faulty")
        return len(text)

    def writelines(self, lines: Iterator[str]) -> None:
        for line in lines:
            self.write(line)


def results() -> Iterator[Result]:
    for number in range(FILES):
        file = f"letters/{number}.xml"
        yield Result(
            file,
            [
                Diagnostic(file, "tei/faulty", Severity.ERROR, f"value '{number}-{each}' is wrong", point(each + 1, 1))
                for each in range(EACH)
            ],
            lines=lambda: ["<p>text</p>\n"] * EACH,
        )


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_keeps_nothing_and_is_complete(form: str) -> None:
    out = Counter()
    report = reporter(form, out, Style(grouped=False))  # type: ignore[arg-type]  as much of a stream as is used
    summary = Summary()
    report.begin()
    tracemalloc.start()
    for each in results():
        summary = summary.plus(each)
        report.add(each)
    report.end(summary)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    # One file's worth of problems and some buffers; all of them would take more than ten times that.
    assert peak < ROOM
    assert out.found >= (1 if form == "statistics" else FILES * EACH)
